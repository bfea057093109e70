"""An award from the form to the networks: drafted, reviewed by somebody else, sent once."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.sandbox.messages import Message
from bot.store.audit import Actor
from tests.e2e.announcing import DECIDING, OWN, a_minute_later
from tests.e2e.announcing import SOON as NOW
from tests.e2e.house import (
    LOS_ANGELES,
    START,
    World,
    a_world,
    buttons,
    left_out,
    pings,
    words,
    write_program,
)

APPROVE, EDIT, WITHDRAW = "announcement:approve", "announcement:edit", "announcement:withdraw"
POST = "MOSS has awarded $50,000 to Servo to draw faster."
# Between two countdowns.
QUIET = START + timedelta(hours=1)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[World]:
    """The bot on each database."""
    async with a_world(database_url, at=QUIET) as found:
        yield found


def out(world: World) -> tuple[list[str], list[str]]:
    """What is on X, and what the bot has said in #moss."""
    return world.posts_on_x(), [one.text for one in world.said_in("#moss")]


async def press(world: World, who: str, card: Message, action: str) -> str:
    """What a person is told when they press a button of a card; "" where nothing is. The minute in
    which what was approved can be stopped goes by."""
    person = world.box.person(who)
    before = len(person.sees(card.channel))
    seen = await person.press(card, action)
    assert seen.ok, seen
    await world.quiet()
    told = "\n".join(words(one) for one in person.sees(card.channel)[before:])
    if NOW in told:
        await a_minute_later(world)
    return told


# The story


async def test_an_award_is_drafted_refused_to_its_author_approved_by_another_and_out_once(
    database_url: str,
) -> None:
    async with a_world(database_url, "http", at=QUIET) as world:
        card = await world.draft(world.olive)
        shown = words(card)
        assert "Review: award to Servo" in shown
        assert shown.count(POST) == 2  # as Slack and as X will show it
        assert "Slack, #moss" in shown
        assert "49 of 280 characters" in shown
        assert "Goes out: as soon as it is approved · Written by <@U0OLIVE>" in shown
        assert list(buttons(card)) == DECIDING
        assert left_out(card) == []
        (told,) = [words(one) for one in world.olive.sees("@eightdays")]
        assert told == "The award to Servo is saved; its announcement is reviewed in #moss-review."

        assert await press(world, "olive", card, APPROVE) == OWN
        assert out(world) == ([], [])

        assert await press(world, "ada", card, APPROVE) == NOW
        assert out(world) == ([POST], [POST])
        after = world.now(card)
        assert list(buttons(after)) == ["Correct", "Take down"]
        assert left_out(after) == []
        assert "Approved by <@U0ADA> on " in words(after)
        assert "as soon as" not in words(after)
        (x,) = world.box.x.posts
        (message,) = world.said_in("#moss")
        assert f"• X: out · <{world.box.origin}/i/web/status/{x.id}|see it>" in words(after)
        assert f"• Slack, #moss: out · <https://moss-house.slack.com/archives/C0MOSS/p{message.ts.replace('.', '')}|see it>" in words(after)  # fmt: skip

        # The old card, as another window still shows it, or a press that comes again.
        assert "approved already, by <@U0ADA>" in await replayed(world, "ben", card, APPROVE)
        assert "approved already" in await replayed(world, "ada", card, APPROVE)
        await world.restart()
        await world.wait(3600)
        assert out(world) == ([POST], [POST])
        answer = await world.mia.command("#moss", "/awards servo")
        assert answer.message is not None
        assert "$50,000" in words(answer.message)


async def replayed(world: World, who: str, card: Message, action: str) -> str:
    """The press of a button that the card does not have any more, as the wire brings it."""
    person = world.box.person(who)
    space = world.box.workspace
    now = space.message(card.channel, card.ts)
    space.edit(card.channel, card.ts, card.user, blocks=list(card.blocks), text=card.text)
    try:
        return await press(world, who, card, action)
    finally:
        space.edit(card.channel, card.ts, card.user, blocks=list(now.blocks), text=now.text)
        assert person.sees(card.channel)


async def test_who_is_not_staff_presses_in_vain(desk: World) -> None:
    card = await desk.draft(desk.olive)
    # Somebody forwards the card into a channel, or forges the payload: the person is what counts.
    for action in (APPROVE, EDIT, WITHDRAW):
        assert (await desk.mia.press(card, action)).ok
        await desk.quiet()
        assert desk.mia.modal() is None
    told = [one.text for one in desk.box.workspace._messages[card.channel].values()
            if one.ephemeral_to == "U0MIA"]  # fmt: skip
    assert told == ["Only the program's staff can do this. Ask one of them to."] * 3
    assert out(desk) == ([], [])
    assert buttons(desk.now(card)) == buttons(card)


async def test_an_edit_voids_what_was_looked_at_and_makes_its_writer_an_author(
    desk: World,
) -> None:
    card = await desk.draft(desk.olive)
    await desk.ada.press(card, EDIT)
    await desk.quiet()
    form = desk.ada.modal()
    assert form is not None
    (of_x,) = [block["block_id"] for block in form.blocks if block["block_id"].endswith("|x")]
    empty = await desk.ada.submit(values={of_x: {"value": "  "}})
    assert "is empty" in empty.errors[of_x]
    assert (await desk.ada.submit(values={of_x: {"value": "We give to <Servo> & @channel!"}})).ok
    await desk.quiet()
    edited = desk.now(card)
    assert "We give to &lt;Servo&gt; &amp; @channel!" in words(edited)
    assert "Written by <@U0OLIVE>, <@U0ADA>" in words(edited)
    assert left_out(edited) == []
    assert "The words have changed since" in await replayed(desk, "ben", card, APPROVE)
    assert await press(desk, "ada", edited, APPROVE) == OWN
    assert out(desk) == ([], [])
    assert await press(desk, "ben", edited, APPROVE) == NOW
    assert out(desk) == (["We give to <Servo> & @channel!"], [POST])


async def test_two_who_edit_at_once_do_not_overwrite_each_other(desk: World) -> None:
    card = await desk.draft(desk.olive)
    for person in (desk.ada, desk.ben):
        await person.press(card, EDIT)
    await desk.quiet()
    form = desk.ada.modal()
    assert form is not None
    (of_x,) = [block["block_id"] for block in form.blocks if block["block_id"].endswith("|x")]
    assert (await desk.ada.submit(values={of_x: {"value": "Ada's words"}})).ok
    await desk.quiet()
    late = await desk.ben.submit(values={of_x: {"value": "Ben's words"}})
    assert "The words have changed since" in "".join(late.errors.values())
    assert "Ada's words" in words(desk.now(card))
    await desk.olive.press(card, EDIT)
    await desk.quiet()
    assert await press(desk, "ben", desk.now(card), APPROVE) == NOW
    late = await desk.olive.submit()
    assert list(late.errors.values()) == ["This was approved already, by somebody of staff."]


async def test_what_is_withdrawn_never_goes_out(desk: World) -> None:
    card = await desk.draft(desk.olive)
    told = await press(desk, "ben", card, WITHDRAW)
    assert told == (
        "Withdrawn; nothing goes out. To announce it later: `/program announce awards servo`."
    )
    assert "This was withdrawn; nothing goes out." in words(desk.now(card))
    assert "This announcement was withdrawn." in await replayed(desk, "ada", card, APPROVE)
    assert out(desk) == ([], [])


async def test_a_press_that_comes_twice_at_once_sends_once(desk: World) -> None:
    card = await desk.draft(desk.olive)
    for person in (desk.ada, desk.ben, desk.ada):
        seen = await person.press(card, APPROVE)
        assert seen.ok
    await desk.quiet()
    await a_minute_later(desk)
    assert out(desk) == ([POST], [POST])


async def test_what_is_written_into_the_form_pings_nobody(desk: World) -> None:
    card = await desk.draft(
        desk.olive, recipient="<!channel> & Söhne", purpose="to *shout* <!here> _loud_"
    )
    (told,) = desk.olive.sees("@eightdays")
    await press(desk, "ada", card, APPROVE)
    (message,) = desk.said_in("#moss")
    for one in (card, told, desk.now(card), message):
        assert pings(one) == [], one
    assert "&lt;!channel&gt; &amp; Söhne" in message.text
    (x,) = desk.posts_on_x()
    assert "<!channel> & Söhne" in x


# When X does not simply take it


async def test_x_is_busy_and_the_post_waits(desk: World) -> None:
    card = await desk.draft(desk.olive)
    desk.box.faults.add("x", "status", method="POST /2/tweets", status=429, count=1)
    await press(desk, "ada", card, APPROVE)
    assert out(desk) == ([], [POST])
    assert "X: waits to be sent (X asks to slow down)" in words(desk.now(card))
    await desk.wait(120)
    assert out(desk) == ([POST], [POST])
    assert "• X: out · <" in words(desk.now(card))


@pytest.mark.parametrize(
    ("fault", "taken"), [("status", False), ("drop_before", False), ("drop_after", True)]
)
async def test_an_answer_that_x_owes_is_looked_up_and_nothing_posted_twice(
    desk: World, fault: str, taken: bool
) -> None:
    card = await desk.draft(desk.olive)
    desk.box.faults.add("x", fault, method="POST /2/tweets", count=1)  # type: ignore[arg-type]
    await press(desk, "ada", card, APPROVE)
    assert len(desk.posts_on_x()) == taken
    assert "X: unclear whether it is out" in words(desk.now(card))
    await desk.wait(1)
    assert len(desk.posts_on_x()) == taken, "looked up too early to be sure"
    await desk.restart()
    await desk.wait(110)
    assert out(desk) == ([POST], [POST])
    await desk.wait(3600)
    assert out(desk) == ([POST], [POST])
    assert f"• X: out · <{desk.box.origin}/i/web/status/{desk.box.x.posts[0].id}|" in words(
        desk.now(card)
    )


async def test_what_x_refuses_for_good_is_told_to_staff_and_the_rest_is_out(desk: World) -> None:
    desk.box.faults.add("x", "status", method="POST /2/tweets", status=401, count=1)
    card = await desk.draft(desk.olive)
    await press(desk, "ada", card, APPROVE)
    await desk.wait(2)
    assert out(desk) == ([], [POST])
    assert "X: failed (X: the keys or tokens are not valid" in words(desk.now(card))
    notice = desk.said_in("#moss-review")[-1]
    assert "the keys or tokens are not valid" in words(notice)
    assert "None" not in words(notice)


# Embargo, import, other settings


async def test_an_embargo_holds_until_its_time(desk: World) -> None:
    card = await desk.draft(desk.olive, publish_at="2018-02-02 09:00 Europe/Lisbon")
    assert "Goes out: Friday 2 February 2018 at 01:00, Los Angeles time" in words(card)
    told = await press(desk, "ada", card, APPROVE)
    assert told == (
        "Approved; it goes out on Friday 2 February 2018 at 01:00, Los Angeles time. Until then "
        "anybody of staff can stop it."
    )
    assert out(desk) == ([], [])
    seen = await desk.mia.command("#moss", "/awards servo")
    assert seen.message is not None
    assert "50,000" not in words(seen.message)
    await desk.mia.open_home()
    await desk.quiet()
    assert "Servo" not in str(desk.mia.home())
    moment = datetime(2018, 2, 2, 1, 0, tzinfo=LOS_ANGELES)
    await desk.move_to(moment - timedelta(minutes=1))
    assert desk.posts_on_x() == []
    await desk.restart()
    await desk.move_to(moment + timedelta(minutes=1))
    assert desk.posts_on_x() == [POST]
    assert [one.text for one in desk.said_in("#moss")].count(POST) == 1
    seen = await desk.mia.command("#moss", "/awards servo")
    assert seen.message is not None
    assert "$50,000" in words(seen.message)


async def test_a_draft_is_announced_once_it_is_published(desk: World) -> None:
    await desk.olive.command("#general", "/program award")
    await desk.quiet()
    values = {"recipient": "Servo", "amount": "50000", "purpose": "to draw faster",
              "published": "draft"}  # fmt: skip
    seen = await desk.olive.submit(values={key: {"value": one} for key, one in values.items()})
    assert seen.ok
    await desk.quiet()
    assert desk.cards() == []
    assert "kept as a draft" in words(desk.olive.sees("@eightdays")[-1])
    answer = await desk.mia.command("#moss", "/awards servo")
    assert answer.message is not None
    assert "50,000" not in words(answer.message)
    await desk.ada.command("#general", "/program award servo publish")
    await desk.quiet()
    (card,) = desk.cards()
    assert "Written by <@U0OLIVE>, <@U0ADA>" in words(card)
    await desk.ada.command("#general", "/program award servo")
    await desk.quiet()
    preview = desk.ada.sees("#general")[-1]
    assert words(preview) == words(card)


async def test_a_first_import_announces_nothing_and_a_later_one_drafts_what_is_new(
    desk: World, tmp_path: Path
) -> None:
    assert desk.cards() == []
    assert out(desk) == ([], [])
    new = "  - {recipient: Servo, amount: 50000, purpose: to draw faster, awarded: 2018-01-23}\n"
    more = write_program(tmp_path, new=new)
    services = desk.bot.services
    for _ in range(2):
        await services.workers.store(
            services.programs.import_text, more.read_text("utf-8"), "more", Actor("operator", "cli")
        )
        await desk.quiet()
    (card,) = desk.cards()
    assert "Written by operator" in words(card)
    assert await press(desk, "olive", card, APPROVE) == NOW
    assert out(desk) == ([POST], [POST])


async def test_another_process_imports_and_this_one_drafts_it_within_seconds(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "  - {recipient: Servo, amount: 50000, purpose: to draw faster, awarded: 2018-01-23}\n"
    async with a_world(sqlite_url, at=datetime.now(UTC)) as world:
        for name, value in world.environment().items():
            monkeypatch.setenv(name, value)
        path = write_program(tmp_path, new=new)
        assert await asyncio.to_thread(main, ["program", "import", str(path)]) == 0
        await world.box.workspace.feed.until(lambda: bool(world.cards()), timeout=20)
        seen = await world.mia.command("#moss", "/awards servo")
        assert seen.message is not None
        assert "$50,000" in words(seen.message)


@pytest.mark.parametrize(
    ("approval", "cards", "approver"), [("none", 0, None), ("any-staff", 1, "olive")]
)
async def test_less_may_be_asked_for(
    sqlite_url: str, approval: str, cards: int, approver: str | None
) -> None:
    async with a_world(sqlite_url, eightdays_require_approval=approval) as world:
        await world.olive.command("#general", "/program award")
        await world.quiet()
        values = {"recipient": "Servo", "amount": "50000", "purpose": "to draw faster"}
        await world.olive.submit(values={key: {"value": one} for key, one in values.items()})
        await world.quiet()
        assert len(world.cards()) == cards
        if approver:
            assert out(world) == ([], [])
            assert await press(world, approver, world.cards()[0], APPROVE) == NOW
        assert out(world) == ([POST], [POST])


async def test_without_x_it_goes_to_the_channels_alone(sqlite_url: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret")
    )
    async with a_world(sqlite_url, **nothing) as world:
        card = await world.draft(world.olive)
        assert "characters" in words(card)
        assert "*X*" not in words(card)
        await press(world, "ada", card, APPROVE)
        assert out(world) == ([], [POST])


async def test_a_review_channel_without_the_bot_is_said_to_whoever_drafts(
    sqlite_url: str,
) -> None:
    async with a_world(sqlite_url) as world:
        world.box.workspace.leave("#moss-review", "U0EIGHT")
        await world.olive.command("#general", "/program award")
        await world.quiet()
        values = {"recipient": "Servo", "amount": "50000"}
        assert (await world.olive.submit(values={k: {"value": v} for k, v in values.items()})).ok
        await world.quiet()
        await world.olive.command("#general", "/program award servo")
        await world.quiet()
        card = world.olive.sees("#general")[-1]
        assert "Approve" in buttons(card)
        # The card that the command shows is good for deciding, too.
        await world.ada.command("#general", "/program award servo")
        await world.quiet()
        own = world.ada.sees("#general")[-1]
        assert await press(world, "ada", own, APPROVE) == NOW
        assert len(world.posts_on_x()) == 1


# What Slack would not take


async def test_seven_channels_and_a_long_purpose_are_reviewed_and_go_out(
    sqlite_url: str, tmp_path: Path
) -> None:
    channels = [f"#grants-{number}" for number in range(7)]
    program = write_program(tmp_path, '["#moss"]', str(channels).replace("'", '"'))
    async with a_world(sqlite_url, at=QUIET, start=False, eightdays_program=program) as world:
        for name in channels:
            world.box.workspace.add_channel(name.removeprefix("#"), bot_member=True)
        await world.start()
        card = await world.draft(world.olive, purpose="to scale R&D " * 75)
        assert words(card).count("Slack, #grants-0, #grants-1, ") == 1
        assert await press(world, "ada", card, APPROVE) == NOW
        assert all(len(world.said_in(name)) == 1 for name in channels)
        assert "#grants-6: out" in words(world.now(card))
        assert len(world.now(card).text) <= 4000


async def test_twenty_long_questions_are_listed(desk: World) -> None:
    for number in range(20):
        await desk.mia.command("#moss", f"/tracks q{number} " + "&" * 290)
        await desk.quiet()
    await desk.olive.command("#general", "/program questions")
    await desk.quiet()
    shown = desk.olive.sees("#general")[-1]
    assert "Not understood" in words(shown)
    assert re.search(r"… and \d+ more", words(shown))


async def test_an_answer_that_slack_refuses_is_told_and_not_lost(desk: World) -> None:
    desk.box.faults.add("slack", "status", method="response_url", status=400, count=1)
    await desk.olive.command("#general", "/program help")
    await desk.quiet()
    assert "incident id" in words(desk.olive.sees("#general")[-1])
    desk.box.faults.add("slack", "status", method="response_url", status=404, count=1)
    await desk.olive.command("#general", "/program help")
    await desk.quiet()
    assert "/program audit" in words(desk.olive.sees("@eightdays")[-1])
