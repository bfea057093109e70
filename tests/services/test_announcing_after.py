"""What staff do about an announcement that is out; and that nobody else can do anything."""

import pytest

from bot.domain.announcement import Kind
from bot.errors import ConflictError, NotAllowedError
from bot.store.announcements import Stage
from tests.services.conftest import ADA, MIA, OLIVE, at
from tests.services.everywhere import BEN, LINES, NOWHERE, POSTS, SHORT, Everywhere, everywhere
from tests.services.test_publishing import AWARD

__all__ = ["everywhere"]


# Taking down and correcting


def test_a_take_down_is_approved_like_any_and_removes_all_of_it(everywhere: Everywhere) -> None:
    found = everywhere.publish()
    following = everywhere.services.following_up
    down = following.take_down(found.id, OLIVE)
    assert (down.kind, down.stage, down.target) == (Kind.TAKEDOWN, Stage.REVIEW, found.id)
    with pytest.raises(NotAllowedError):
        everywhere.approve(down.id, OLIVE)
    with pytest.raises(ConflictError, match="waits for approval"):
        following.take_down(found.id, ADA)
    everywhere.house.send()
    assert everywhere.said("x") == found.posts["x"]
    everywhere.approve(down.id, BEN)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    assert {s for those in everywhere.states(down.id).values() for s in those} == {"sent"}
    for act in (following.take_down, lambda *given: following.correct(given[0], {}, given[1])):
        with pytest.raises(ConflictError):
            act(found.id, OLIVE)


def test_a_network_that_fails_to_remove_is_shown_and_tried_again(everywhere: Everywhere) -> None:
    found = everywhere.publish(SHORT)
    down = everywhere.services.following_up.take_down(found.id, OLIVE)
    everywhere.approve(down.id)
    everywhere.box.faults.add("mastodon", "status", status=403, count=1)
    everywhere.box.faults.add("discord", "drop_before", count=1)
    everywhere.house.send()
    assert everywhere.states(down.id)["mastodon"] == ["failed"]
    assert everywhere.said("x") == []
    everywhere.services.following_up.retry(down.id, OLIVE)
    everywhere.later(minutes=20)
    assert everywhere.all_said() == NOWHERE


def test_what_is_not_out_yet_does_not_follow_a_take_down(everywhere: Everywhere) -> None:
    everywhere.box.faults.add("mastodon", "status", method=POSTS["mastodon"], status=503)
    everywhere.box.faults.add("x", "drop_before", method=POSTS["x"], count=1)
    found = everywhere.publish()
    assert everywhere.states(found.id)["x"][0] == "unknown"
    down = everywhere.services.following_up.take_down(found.id, OLIVE)
    everywhere.approve(down.id)
    everywhere.box.faults.clear()
    for _ in range(4):
        everywhere.later(minutes=20)
        everywhere.pass_minute()
        everywhere.house.send()
    assert everywhere.all_said() == NOWHERE


def test_a_correction_edits_or_answers(everywhere: Everywhere) -> None:
    found = everywhere.publish()
    texts = dict.fromkeys(found.texts, "It was six dollars.")
    fix = everywhere.services.following_up.correct(found.id, texts, OLIVE)
    with pytest.raises(NotAllowedError):
        everywhere.approve(fix.id, OLIVE)
    everywhere.approve(fix.id)
    everywhere.house.send()
    for name in ("slack", "mastodon", "webhook", "discord"):
        assert everywhere.said(name) == ["It was six dollars."], name
    for name, posts in (("x", everywhere.box.x.posts), ("bluesky", everywhere.box.bluesky.posts)):
        *before, answer = posts
        assert answer.text == "Correction: It was six dollars.", name
        assert answer.reply_to == before[-1].id
    # And all of it is taken down together.
    down = everywhere.services.following_up.take_down(fix.id, OLIVE)
    assert down.target == found.id
    everywhere.approve(down.id)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE


def test_a_correction_may_be_longer_than_what_it_corrects(everywhere: Everywhere) -> None:
    found = everywhere.publish(SHORT)
    longer = " ".join(LINES * 2)
    fix = everywhere.services.following_up.correct(
        found.id, dict.fromkeys(found.texts, longer), OLIVE
    )
    everywhere.approve(fix.id)
    everywhere.house.send()
    said = everywhere.said("mastodon")
    assert said == fix.posts["mastodon"]
    assert len(said) > 1
    first, second = everywhere.box.mastodon.posts[:2]
    assert (first.edited, second.reply_to) == (True, first.id)


def test_an_award_that_was_taken_down_can_be_announced_anew(everywhere: Everywhere) -> None:
    services = everywhere.services
    services.awards.add(AWARD, ADA)
    everywhere.approve(1)
    everywhere.house.send()
    down = services.following_up.take_down(1, OLIVE)
    everywhere.approve(down.id)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    again = services.drafting.awards(["zappa"], OLIVE)
    # It follows its award like the first one.
    text = services.programs.export().replace("to scale better", "to scale best")
    services.programs.import_text(text, "f", ADA)
    everywhere.approve(again.id)
    everywhere.house.send()
    assert everywhere.said("x") == ["MOSS has awarded $65,000 to Zappa to scale best."]


# Who may


def test_nobody_outside_staff_can_do_anything(everywhere: Everywhere) -> None:
    found = everywhere.publish(SHORT)
    waits = everywhere.news("Another sentence altogether.")
    drafting, deciding = everywhere.services.drafting, everywhere.services.deciding
    following, digest = everywhere.services.following_up, waits.digest[:16]
    row = everywhere.row(found.id, "x").id
    for act in (
        lambda: drafting.news("a", "b", "", MIA),
        lambda: drafting.awards(["rust-av"], MIA),
        lambda: drafting.deadline("mission-partners/april-2018-batch", MIA),
        lambda: drafting.roundup(at("2017-10-01 00:00").date(), MIA),
        lambda: deciding.approve(waits.id, digest, MIA),
        lambda: deciding.edit(waits.id, digest, waits.texts, MIA),
        lambda: deciding.set_time(waits.id, digest, "now", MIA),
        lambda: deciding.picture(waits.id, digest, None, MIA),
        lambda: deciding.no_picture(waits.id, digest, MIA),
        lambda: deciding.note(waits.id, "hello", MIA),
        lambda: deciding.ask_changes(waits.id, digest, "hello", MIA),
        lambda: deciding.take_back(waits.id, MIA),
        lambda: deciding.withdraw(waits.id, digest, MIA),
        lambda: deciding.stop(found.id, MIA),
        lambda: following.retry(found.id, MIA),
        lambda: following.is_out(row, MIA),
        lambda: following.send_again(row, MIA),
        lambda: following.take_down(found.id, MIA),
        lambda: following.correct(found.id, found.texts, MIA),
        lambda: following.standing(found.id, MIA),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert everywhere.get(waits.id) == waits
    assert everywhere.said("x") == found.posts["x"]
