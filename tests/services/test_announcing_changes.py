"""Announcements that wait while the program changes, and what keeps them from going out."""

from datetime import date

from bot.store.announcements import Stage
from tests.domain.samples import MOSS
from tests.services.conftest import OLIVE
from tests.services.everywhere import Everywhere, everywhere

__all__ = ["everywhere"]

ZAPPA = """  - key: zappa
    recipient: Zappa
    track: mission-partners
    amount: 1000
    purpose: to improve Zappa
    url: "https://example.org/z"
    awarded: 2018-01-24
"""


def test_a_round_up_of_no_awards_keeps_no_award_from_being_imported(
    everywhere: Everywhere,
) -> None:
    found = everywhere.services.drafting.roundup(date(2017, 12, 1), OLIVE)
    assert found.about == ()
    everywhere.house.load(MOSS + ZAPPA)
    (award,) = [
        one for one in everywhere.services.reviewing.latest(OLIVE) if one.subject == "award/zappa"
    ]
    assert award.stage is Stage.REVIEW
