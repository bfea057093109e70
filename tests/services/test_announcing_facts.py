"""What machines are told of an announcement is what was approved, too."""

from datetime import date

from bot.store.announcements import Announcement, Stage
from tests.domain.samples import MOSS
from tests.services.conftest import OLIVE
from tests.services.everywhere import Everywhere, everywhere
from tests.services.test_announcing_changes import ZAPPA, award

__all__ = ["everywhere"]


def changed(everywhere: Everywhere, found: Announcement, before: str, after: str) -> Announcement:
    """The announcement after it was approved and its award changed."""
    everywhere.approve(found.id)
    assert before in ZAPPA
    everywhere.house.load(MOSS + ZAPPA.replace(before, after))
    everywhere.house.send()
    return everywhere.get(found.id)


def test_whoever_changes_what_webhooks_are_told_takes_the_approval_away(
    everywhere: Everywhere,
) -> None:
    found = changed(everywhere, award(everywhere), "awarded: 2018-01-24", "awarded: 2018-01-20")
    assert found.stage is Stage.REVIEW
    assert everywhere.said("webhook") == []


def test_a_card_of_a_correction_is_drawn_anew_where_the_record_is_another(
    everywhere: Everywhere,
) -> None:
    found = award(everywhere)
    everywhere.approve(found.id)
    everywhere.house.send()
    texts = everywhere.services.following_up.standing(found.id, OLIVE)
    same = everywhere.services.following_up.correct(found.id, texts, OLIVE)
    assert same.pictures == ()
    everywhere.services.deciding.withdraw(same.id, same.digest, OLIVE)
    everywhere.house.load(MOSS + ZAPPA.replace("amount: 1000", "amount: 9999"))
    corrected = everywhere.services.following_up.correct(found.id, texts, OLIVE)
    assert [picture.alt for picture in corrected.pictures] == [
        "Mozilla Open Source Support: award of $9,999 to Zappa, Mission Partners."
    ]


def test_a_round_up_whose_awards_changed_is_looked_at_once_more(everywhere: Everywhere) -> None:
    award(everywhere)
    everywhere.house.clock.stand_at("2018-02-02 00:00")
    found = everywhere.services.drafting.roundup(date(2018, 1, 1), OLIVE)
    text = found.texts["x"]
    found = changed(everywhere, found, "amount: 1000", "amount: 9999")
    assert found.stage is Stage.REVIEW
    assert found.texts["x"] == text
    assert everywhere.said("x") == []
