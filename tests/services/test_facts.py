"""What machines, and cards of links, are told of an announcement."""

from bot.services.facts import facts_of
from tests.services.conftest import ADA, OLIVE
from tests.services.everywhere import SHORT, Everywhere, everywhere
from tests.services.test_publishing import AWARD

__all__ = ["everywhere"]


def test_titles_for_staff_are_not_told(everywhere: Everywhere) -> None:
    services = everywhere.services
    program = services.programs.require()
    services.awards.add(AWARD, ADA)
    news = everywhere.publish(SHORT)
    texts = services.following_up.standing(news.id, OLIVE)
    correction = services.following_up.correct(news.id, texts, OLIVE)
    titles = [facts_of(one, program)["title"] for one in (everywhere.get(1), news, correction)]
    assert titles == [program.name, "News", program.name]
