"""What is not taken for an hour is told to staff, once, while it is tried on."""

import ssl

import pytest

from bot.domain.ledger import Kind
from bot.networks.base import Post, TemporaryError
from bot.services import sending
from tests.services.conftest import House
from tests.services.everywhere import POSTS, SHORT, Everywhere, everywhere
from tests.services.lanes import network, owe

LOOK_UP = "GET /api/v1/accounts/verify_credentials"
__all__ = ["everywhere"]


def notices(house: House) -> list[str]:
    """What staff are told in their channel; authors hear of approvals in direct messages."""
    rows = [row for row in house.rows(Kind.NOTICE) if not row.destination.is_person]
    return [str((row.payload or {})["notice"]) for row in rows]


def test_an_announcement_that_is_not_taken_for_an_hour_is_told_once(
    everywhere: Everywhere,
) -> None:
    everywhere.box.faults.add("mastodon", "status", method=POSTS["mastodon"], status=429)
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    everywhere.later(minutes=40)
    assert everywhere.states(found.id)["mastodon"] == ["planned"]
    assert notices(everywhere.house) == []
    everywhere.later(minutes=25)
    (said,) = notices(everywhere.house)
    assert said == (
        f"Part 1 of announcement/{found.id} for mastodon has not gone out so far: Mastodon asks to "
        "slow down. It is tried again until it does, or until somebody stops it."
    )
    assert any("has not gone out so far" in text for text in everywhere.house.heard("#moss-review"))
    everywhere.later(minutes=70)
    assert notices(everywhere.house) == [said]
    everywhere.box.faults.clear()
    everywhere.later(minutes=70)
    assert everywhere.said("mastodon") == [found.texts["mastodon"]]


def test_a_post_in_doubt_that_cannot_be_asked_for_is_told_after_an_hour(
    everywhere: Everywhere,
) -> None:
    faults = everywhere.box.faults
    faults.add("mastodon", "drop_before", method=POSTS["mastodon"], count=1)
    faults.add("mastodon", "status", method=LOOK_UP, status=503)
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    everywhere.later(minutes=40)
    assert everywhere.states(found.id)["mastodon"] == ["unknown"]
    assert notices(everywhere.house) == []
    everywhere.later(minutes=25)
    everywhere.later(minutes=25)
    (said,) = notices(everywhere.house)
    assert "may be out or not" in said
    faults.clear()
    everywhere.later(minutes=1)
    everywhere.later(minutes=1)
    assert everywhere.said("mastodon") == [found.texts["mastodon"]]


def test_a_certificate_that_is_not_valid_is_told_at_once(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LOOK", 0.01)

    def refuse(_post: Post) -> None:
        try:
            raise ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] expired")
        except OSError:
            raise TemporaryError("the place cannot be reached") from None

    network(lane).act = refuse
    owe(house, 3)
    lane.work()
    assert notices(house) == [
        "Direct messages are late: the place cannot be reached. They are tried again."
    ]
