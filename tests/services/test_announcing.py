"""An announcement on every network: parts in order, what fails and what does not, and nothing but
what was approved."""

import pytest

from bot.errors import ConflictError
from bot.services.following_up import needs_person
from bot.store import announcements
from bot.store.announcements import Stage
from tests.services.conftest import ADA, OLIVE, at
from tests.services.everywhere import (
    ALL,
    BEN,
    LINES,
    LONG,
    NOWHERE,
    POSTS,
    SHORT,
    SHORT_NEWS,
    Everywhere,
    everywhere,
)

__all__ = ["everywhere"]


def joined(parts: list[str]) -> str:
    """Parts without their numbers."""
    return " ".join(part.rpartition(" (")[0] or part for part in parts)


# Everywhere


def test_every_part_is_on_every_network_once_and_in_order(everywhere: Everywhere) -> None:
    found = everywhere.publish()
    for _ in range(2):
        everywhere.later(hours=1)
    assert set(everywhere.states(found.id)) == set(ALL)
    for code, parts in found.posts.items():
        assert everywhere.said(code.partition(":")[0]) == parts
    assert len(found.posts["x"]) > 1
    assert joined(everywhere.said("x")) == f"News\n{LONG}"
    box = everywhere.box
    for posts in (box.x.posts, box.mastodon.posts, box.bluesky.posts):
        assert [one.reply_to for one in posts[1:]] == [one.id for one in posts[:-1]]
        assert posts[0].reply_to is None


def test_slack_has_the_parts_in_the_thread_of_the_first(everywhere: Everywhere) -> None:
    everywhere.publish(" ".join(LINES * 6))
    first, *replies = everywhere.box.workspace.messages("#moss")
    assert replies
    assert {one.thread_ts for one in replies} == {first.ts}


def test_a_part_waits_for_the_one_before_it(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("x", "status", method=POSTS["x"], status=503, count=1)
    found = everywhere.publish()
    assert everywhere.states(found.id)["x"][1:] == ["planned"] * (len(found.posts["x"]) - 1)
    everywhere.later(minutes=20)
    assert everywhere.said("x") == found.posts["x"]


def test_one_network_that_refuses_leaves_the_others_alone(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("mastodon", "status", method=POSTS["mastodon"], status=403, count=1)
    found = everywhere.publish()
    states = everywhere.states(found.id)
    assert states.pop("mastodon") == ["failed", *["planned"] * (len(found.posts["mastodon"]) - 1)]
    assert {state for those in states.values() for state in those} == {"sent"}
    (notice,) = [t for t in everywhere.house.heard("#moss-review") if "was not sent" in t]
    assert "press “Try again” on its review card" in notice
    # What is out does not go out again.
    before = {name: everywhere.said(name) for name in ALL if name != "mastodon"}
    assert everywhere.services.following_up.retry(found.id, OLIVE) == 1
    everywhere.house.send()
    assert everywhere.said("mastodon") == found.posts["mastodon"]
    assert before == {name: everywhere.said(name) for name in before}
    with pytest.raises(ConflictError):
        everywhere.services.following_up.retry(found.id, OLIVE)


def test_a_thread_that_fails_in_its_middle_goes_on_with_that_part(everywhere: Everywhere) -> None:
    found = everywhere.news()
    everywhere.approve(found.id)
    assert len(found.posts["x"]) == 3
    first = everywhere.box.x.post
    calls = []

    def post(text: str, *more: object) -> object:
        calls.append(text)
        if len(calls) == 2:
            everywhere.box.faults.add("x", "status", method=POSTS["x"], status=401, count=1)
        return first(text, *more)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(everywhere.box.x, "post", post)
        everywhere.house.send()
    assert everywhere.states(found.id)["x"] == ["sent", "sent", "failed"]
    everywhere.services.following_up.retry(found.id, OLIVE)
    everywhere.house.send()
    assert everywhere.said("x") == found.posts["x"]


# What was approved, and nothing else


def test_an_approval_from_before_an_edit_never_publishes_the_edit(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    deciding = everywhere.services.deciding
    texts = dict.fromkeys(found.texts, "Edited.")
    edited = deciding.edit(found.id, found.digest[:16], texts, OLIVE)
    with pytest.raises(ConflictError, match="have changed since"):
        deciding.approve(found.id, found.digest[:16], BEN)
    with pytest.raises(ConflictError, match="have changed since"):
        deciding.edit(found.id, found.digest[:16], texts, ADA)
    deciding.approve(found.id, edited.digest[:16], BEN)
    with pytest.raises(ConflictError, match="approved already"):
        deciding.edit(found.id, edited.digest[:16], dict.fromkeys(texts, "No."), OLIVE)
    everywhere.pass_minute()
    everywhere.house.send()
    assert everywhere.all_said() == {name: ["Edited."] for name in ALL}


@pytest.mark.parametrize(
    "change",
    [
        {"posts": {"x": ["Buy!"], "mastodon": ["Buy!"]}},
        {"media": [{"digest": "0" * 64, "type": "image/png", "alt": "a", "width": 1, "height": 1}]},
        {"accounts": {"x": "another"}},
        {"due": at("2018-01-01 00:00")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_tampered_with_does_not_go_out(
    everywhere: Everywhere, change: dict[str, object]
) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    with everywhere.house.store.write() as connection:
        announcements.change(connection, found.id, **change)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE


def test_another_account_than_the_approved_one_gets_nothing(
    everywhere: Everywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    network = everywhere.services.networks["mastodon"]
    with monkeypatch.context() as patch:
        patch.setattr(network, "account", lambda _address: "@somebody@else")
        everywhere.house.send()
    assert everywhere.states(found.id)["mastodon"] == ["failed"]
    assert everywhere.said("mastodon") == []
    assert everywhere.said("x") == found.posts["x"]
    # Once it is the approved one again, it can be tried again.
    everywhere.services.following_up.retry(found.id, OLIVE)
    everywhere.house.send()
    assert everywhere.said("mastodon") == found.posts["mastodon"]


def test_an_account_that_is_another_before_the_approval_is_looked_at_anew(
    everywhere: Everywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = everywhere.news(SHORT)
    network = everywhere.services.networks["mastodon"]
    monkeypatch.setattr(network, "account", lambda _address: "@somebody@else")
    with pytest.raises(ConflictError, match="another account"):
        everywhere.approve(found.id)
    everywhere.services.reviewing.adopt()
    with pytest.raises(ConflictError, match="have changed since"):
        everywhere.services.deciding.approve(found.id, found.digest[:16], BEN)
    assert everywhere.get(found.id).authors == found.authors
    everywhere.approve(found.id)
    everywhere.house.send()
    assert everywhere.said("mastodon") == found.posts["mastodon"]


def test_within_the_minute_anybody_of_staff_can_stop_it(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id, wait=False)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    stopped = everywhere.services.deciding.stop(found.id, ADA)
    assert (stopped.stage, stopped.approved_by) == (Stage.REVIEW, None)
    everywhere.pass_minute()
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    everywhere.approve(found.id)
    everywhere.house.send()
    assert everywhere.said("x") == found.posts["x"]
    with pytest.raises(ConflictError, match="too late"):
        everywhere.services.deciding.stop(found.id, ADA)


def test_after_the_first_part_what_is_left_can_be_stopped(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("mastodon", "status", method=POSTS["mastodon"], status=403, count=1)
    found = everywhere.publish()
    stopped = everywhere.services.deciding.stop(found.id, ADA)
    assert stopped.stage is Stage.APPROVED
    assert set(everywhere.states(found.id)["mastodon"]) == {"cancelled"}
    everywhere.later(hours=1)
    assert everywhere.said("mastodon") == []


# Unknown outcomes


def test_what_cannot_be_looked_up_waits_for_a_person(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("discord", "drop_after", method=None, count=None)
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    everywhere.box.faults.clear()
    row = everywhere.row(found.id, "discord")
    following = everywhere.services.following_up
    with pytest.raises(ConflictError, match="still being asked"):
        following.send_again(row.id, OLIVE)
    everywhere.later(minutes=3)
    row = everywhere.row(found.id, "discord")
    assert needs_person(row)
    (notice,) = [t for t in everywhere.house.heard("#moss-review") if "may be out" in t]
    assert "“It is out”" in notice
    following.is_out(row.id, OLIVE)
    everywhere.later(hours=2)
    assert everywhere.said("discord") == [SHORT_NEWS]
    with pytest.raises(ConflictError):
        following.send_again(row.id, OLIVE)


def test_sent_again_when_a_person_says_that_it_is_not_out(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("discord", "drop_before", method=None, count=None)
    found = everywhere.news(SHORT)
    everywhere.approve(found.id)
    everywhere.house.send()
    everywhere.box.faults.clear()
    everywhere.later(minutes=3)
    row = everywhere.row(found.id, "discord")
    assert (everywhere.said("discord"), needs_person(row)) == ([], True)
    everywhere.services.following_up.send_again(row.id, OLIVE)
    everywhere.house.send()
    assert everywhere.said("discord") == [SHORT_NEWS]


@pytest.mark.parametrize("fault", ["drop_after", "drop_before"])
def test_unknown_outcomes_are_settled_where_the_network_can_be_asked(
    everywhere: Everywhere, fault: str
) -> None:
    for name, method in POSTS.items():
        everywhere.box.faults.add(name, fault, method=method, count=1)  # type: ignore[arg-type]
    everywhere.box.faults.add("webhook", fault, count=1)  # type: ignore[arg-type]
    found = everywhere.publish()
    for _ in range(3):
        everywhere.later(minutes=5)
    for name in ALL:
        (parts,) = (p for code, p in found.posts.items() if code.partition(":")[0] == name)
        assert everywhere.said(name) == parts, name
