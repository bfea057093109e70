"""What an announcement may not give away, and what corrections are held against."""

import pytest

from bot.errors import UserError
from bot.services.following_up import FollowingUp
from tests.services.conftest import ADA, OLIVE
from tests.services.everywhere import NOWHERE, Everywhere, everywhere
from tests.services.test_publishing import AWARD

__all__ = ["everywhere"]

UNTIL = "2018-02-05 09:00 America/Los_Angeles"
NAMES = "See what $1,234 did for Kappa Engine."


def embargoed(everywhere: Everywhere) -> None:
    secret = {**AWARD, "recipient": "Kappa Engine", "amount": "1234", "publish_at": UNTIL}
    everywhere.services.awards.add(secret, ADA)


def warnings(everywhere: Everywhere, identity: int) -> list[str]:
    deciding = everywhere.services.deciding
    with everywhere.house.store.read() as connection:
        return deciding.warnings(connection, everywhere.get(identity))


def test_news_that_name_an_award_under_embargo_wait_for_it(everywhere: Everywhere) -> None:
    embargoed(everywhere)
    found = everywhere.news(NAMES)
    (warning,) = warnings(everywhere, found.id)
    assert warning.startswith("It names Kappa Engine, whose award is under embargo until")
    with pytest.raises(UserError, match="Kappa Engine, whose award is under embargo until"):
        everywhere.approve(found.id)
    everywhere.services.deciding.set_time(found.id, found.digest[:16], UNTIL, OLIVE)
    everywhere.approve(found.id, wait=False)
    everywhere.house.send("2018-02-05 08:59:30")
    assert everywhere.all_said() == NOWHERE
    everywhere.house.send("2018-02-05 09:00:00")
    assert everywhere.said("mastodon") == [f"News\n{NAMES}"]


def test_an_edit_takes_the_name_out(everywhere: Everywhere) -> None:
    embargoed(everywhere)
    found = everywhere.news(NAMES)
    texts = dict.fromkeys(found.texts, "See what it did.")
    everywhere.services.deciding.edit(found.id, found.digest[:16], texts, OLIVE)
    assert warnings(everywhere, found.id) == []
    everywhere.approve(found.id)


def test_an_embargo_that_comes_after_the_approval_is_kept_too(everywhere: Everywhere) -> None:
    found = everywhere.news(NAMES)
    everywhere.approve(found.id, wait=False)
    embargoed(everywhere)
    everywhere.pass_minute()
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    assert set(everywhere.states(found.id)["x"]) == {"failed"}


def test_a_correction_is_held_against_the_record(everywhere: Everywhere) -> None:
    everywhere.services.awards.add(AWARD, ADA)
    everywhere.approve(1)
    everywhere.house.send()
    following: FollowingUp = everywhere.services.following_up
    wrong = "MOSS has awarded $650,000 to nobody. https://wrong.example.org/"
    texts = dict.fromkeys(following.standing(1, OLIVE), wrong)
    said = " ".join(warnings(everywhere, following.correct(1, texts, OLIVE).id))
    assert "$650,000 is not a sum of the record" in said
    assert "Zappa, is not named" in said
    assert "https://wrong.example.org/ is not a link of the record" in said
    assert "looks like" not in said
