"""A stop holds: what was being sent at that moment is not sent again by itself."""

from collections.abc import Callable

import pytest

from bot.networks.base import Post, Sent
from bot.sandbox.server import RunningSandbox
from bot.store import announcements
from bot.store.announcements import Stage
from tests.domain.samples import MOSS
from tests.services.conftest import ADA, OLIVE, House
from tests.services.everywhere import NOWHERE, POSTS, SHORT, Everywhere, everywhere, settings
from tests.services.test_announcing_changes import SECRET

__all__ = ["everywhere"]


def stop_while_sending(everywhere: Everywhere, identity: int) -> None:
    """Stops an announcement right before X is called with it."""
    network = everywhere.services.delivery.lanes["x"].calls.network
    send, acts = network.send, [lambda: everywhere.services.deciding.stop(identity, ADA)]

    def sending(post: Post) -> Sent:
        if acts:
            acts.pop()()
        return send(post)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "send", sending)
        everywhere.services.delivery.lanes["x"].work()


@pytest.mark.parametrize("status", [429, 503])
def test_what_comes_back_after_a_stop_is_sent_when_staff_say_so(
    everywhere: Everywhere, status: int
) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.box.faults.add("x", "status", method=POSTS["x"], status=status, count=1)
    stop_while_sending(everywhere, found.id)
    everywhere.later(minutes=20)
    assert everywhere.all_said() == NOWHERE
    assert everywhere.states(found.id)["x"] == ["failed"]
    heard = everywhere.house.heard("#moss-review")
    assert any("for x was stopped while it was being sent" in said for said in heard)
    everywhere.services.following_up.retry(found.id, OLIVE)
    everywhere.house.send()
    assert everywhere.said("x") == found.posts["x"]


def test_what_went_out_while_it_was_stopped_is_out(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    stop_while_sending(everywhere, found.id)
    everywhere.later(minutes=20)
    assert everywhere.all_said() == {**NOWHERE, "x": found.posts["x"]}


def test_a_stop_holds_where_nothing_needs_approval(
    make: Callable[..., House], running: RunningSandbox
) -> None:
    house = make(**settings(running.sandbox), eightdays_require_approval="none")
    house.load()
    everywhere = Everywhere(house)
    house.load(MOSS + SECRET)
    with house.store.read() as connection:
        found = announcements.about(connection, house.services.programs.id, "award/zappa")
    assert found is not None
    assert found.stage is Stage.APPROVED
    house.services.deciding.stop(found.id, OLIVE)
    house.services.reviewing.adopt()
    assert everywhere.get(found.id).stage is Stage.REVIEW
    house.load(MOSS + SECRET.replace("amount: 1000", "amount: 2000"))
    assert everywhere.get(found.id).stage is Stage.REVIEW
    house.send("2018-06-10 01:00")
    assert everywhere.said("x") == []
    assert any("Zappa" in said for said in house.heard("#moss-review"))
    everywhere.approve(found.id, OLIVE)
    house.send()
    assert "2,000" in everywhere.said("x")[0]
    for name in ("mastodon", "bluesky", "webhook", "discord"):
        getattr(running.sandbox, name).clear()


def half_out(everywhere: Everywhere) -> tuple[int, int]:
    """An announcement that Mastodon has not taken yet, and its correction, which is approved."""
    everywhere.box.faults.add(
        "mastodon", "status", method=POSTS["mastodon"], status=429, retry_after=600, count=1
    )
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    after = everywhere.services.following_up
    texts = {code: f"{text} Mended." for code, text in after.standing(found.id, OLIVE).items()}
    made = after.correct(found.id, texts, OLIVE)
    everywhere.approve(made.id, wait=False)
    return found.id, made.id


def test_what_a_correction_overtook_goes_on_when_that_is_stopped(everywhere: Everywhere) -> None:
    found, made = half_out(everywhere)
    assert everywhere.states(found)["mastodon"] == ["cancelled"]
    everywhere.services.deciding.stop(made, OLIVE)
    everywhere.later(hours=1)
    assert everywhere.said("mastodon") == everywhere.get(found).posts["mastodon"]


def test_staff_hear_where_a_correction_finds_nothing_to_correct(everywhere: Everywhere) -> None:
    half_out(everywhere)
    everywhere.later(hours=1)
    assert everywhere.said("mastodon") == []
    heard = everywhere.house.heard("#moss-review")
    assert any("has no words for mastodon" in said for said in heard)


def test_a_correction_waits_until_it_is_known_what_is_out(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("x", "drop_after", method=POSTS["x"], count=1)
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    assert everywhere.states(found.id)["x"] == ["unknown"]
    after = everywhere.services.following_up
    texts = {code: f"{text} Mended." for code, text in after.standing(found.id, OLIVE).items()}
    made = after.correct(found.id, texts, OLIVE)
    everywhere.approve(made.id)
    everywhere.house.send()
    assert everywhere.states(made.id)["x"] == ["planned"]
    everywhere.later(minutes=5)
    everywhere.pass_minute()
    everywhere.house.send()
    assert everywhere.states(made.id)["x"] == ["sent"]
