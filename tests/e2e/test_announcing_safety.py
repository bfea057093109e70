"""Nobody outside staff drafts, approves, stops or takes down anything, by any surface: forged
payloads that are signed, replayed buttons, other people's buttons. And staff's own buttons work
after a restart, and after a week."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.messages import Message
from bot.store.announcements import Stage
from handlers.card_forms import VIEWS
from handlers.card_presses import ACTIONS
from handlers.program import SUBCOMMANDS
from tests.e2e.announcing import (
    DECIDING,
    OWN,
    QUIET,
    SOON,
    STAFF_ONLY,
    act,
    approve,
    fill,
    forge_form,
    forge_press,
    news,
    pass_the_minute,
    press,
    said_in_moss,
    stored,
)
from tests.e2e.house import Mode, World, a_world, buttons, words

VALUES = {
    "0|x": "Mine now", "0|slack:#moss": "Mine now", "when": "now", "which": "none", "text": "t",
    "title": "t", "link": "", "awards": "x", "alt|0": "t",
}  # fmt: skip


@pytest.fixture
async def desk(sqlite_url: str, mode: Mode) -> AsyncIterator[World]:
    """The bot, by each way in."""
    async with a_world(sqlite_url, mode, at=QUIET) as found:
        yield found


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[World]:
    """The bot on each database."""
    async with a_world(database_url, at=QUIET) as found:
        yield found


def state_of(world: World) -> list[Any]:
    """All that an act could change."""
    return [stored(world), world.posts_on_x(), said_in_moss(world)]


async def test_every_button_forged_by_an_outsider_does_nothing(desk: World) -> None:
    card = await desk.draft(desk.olive)
    out = await desk.draft(desk.olive, recipient="Gecko")
    await approve(desk, out)
    before = state_of(desk)
    for announcement in stored(desk):
        for name in ACTIONS:
            about = {"id": announcement.id, "digest": announcement.digest[:16], "row": 1}
            told = await forge_press(desk, "mia", name, about, card)
            assert told == [STAFF_ONLY], name
            assert desk.mia.modal() is None
    for name in ("announce:new", "deadline:announce"):
        assert await forge_press(desk, "mia", name, "foundational-technology/2018-01") == [
            STAFF_ONLY
        ]
        assert desk.mia.modal() is None
    await pass_the_minute(desk)
    assert state_of(desk) == before


async def test_every_form_forged_by_an_outsider_does_nothing(desk: World) -> None:
    await desk.draft(desk.olive)
    (found,) = stored(desk)
    before = state_of(desk)
    for name in VIEWS:
        state: dict[str, Any] = {
            key: {"type": "plain_text_input", "value": value} for key, value in VALUES.items()
        }
        if name == "announce:awards":
            state["awards"] = {
                "type": "multi_static_select",
                "selected_options": [{"value": "rust-av"}],
            }
        if name.endswith((":edit", ":correct")):
            state = {key: state[key] for key in ("0|x", "0|slack:#moss")}
        about = {"id": found.id, "digest": found.digest[:16], "joints": {}}
        assert "Only the program's staff" in await forge_form(desk, "mia", name, about, state), name
    await pass_the_minute(desk)
    assert state_of(desk) == before


async def test_no_command_of_staff_does_anything_for_others(desk: World) -> None:
    await desk.draft(desk.olive, publish_at="2018-02-02 09:00 Europe/Lisbon")
    before = state_of(desk)
    lines = [
        *SUBCOMMANDS, "announce", "announce awards rust-av", "announce list", "announce 1",
        "announce deadline foundational-technology", "roundup since October", "award servo",
        "award servo preview", "award servo publish", "deadline foundational-technology announce",
    ]  # fmt: skip
    for line in lines:
        seen = len(desk.mia.sees("#moss"))
        assert (await desk.mia.command("#moss", f"/program {line}")).ok
        await desk.quiet()
        assert [words(one) for one in desk.mia.sees("#moss")[seen:]] == [STAFF_ONLY], line
        assert desk.mia.modal() is None
    assert state_of(desk) == before


@pytest.mark.parametrize(
    "value",
    ["", "{", "[]", "null", "1", '{"id": 1}', '{"id": "x", "digest": 1}', '{"row": "x"}',
     '{"id": 999999, "digest": "0000000000000000"}', '{"row": 999999}',
     '{"id": 1, "digest": ""}', '{"id": 1, "digest": "0"}', '{"id": null, "digest": null}'],
)  # fmt: skip
async def test_nonsense_in_a_button_is_told_and_changes_nothing(
    sqlite_url: str, value: str
) -> None:
    async with a_world(sqlite_url, at=QUIET) as world:
        card = await world.draft(world.olive)
        before = state_of(world)
        for name in ACTIONS:
            # With the number alone whoever asks is shown a form, or the card: that changes nothing.
            told = await forge_press(world, "ada", name, value, card)
            assert all("incident" not in one for one in told), (name, told)
        await pass_the_minute(world)
        assert state_of(world) == before


@pytest.mark.parametrize("about", ["", "{", "[]", '{"id": "x"}', '{"id": 1, "digest": "0"}'])
async def test_nonsense_in_a_form_is_told_and_changes_nothing(sqlite_url: str, about: str) -> None:
    async with a_world(sqlite_url, at=QUIET) as world:
        await world.draft(world.olive)
        before = state_of(world)
        state = {"text": {"type": "plain_text_input", "value": "t"}}
        said = await forge_form(world, "ada", "announcement:ask_changes", about, state)
        assert said
        assert "incident" not in said
        assert state_of(world) == before


async def test_an_announcement_of_another_fingerprint_is_never_approved(house: World) -> None:
    card = await house.draft(house.olive)
    (found,) = stored(house)
    for digest in ("", "a", found.digest[:15], "0" * 16, found.digest[:16] + "x" * 48):
        value = {"id": found.id, "digest": digest}
        told = await forge_press(house, "ada", act("approve"), value, card)
        assert "The words have changed since" in told[0], digest
    await pass_the_minute(house)
    assert house.posts_on_x() == []


async def test_an_approval_before_an_edit_never_publishes_the_edit(house: World) -> None:
    card = await house.draft(house.olive)
    (found,) = stored(house)
    old = {"id": found.id, "digest": found.digest[:16]}
    assert await press(house, "ada", card, "approve") == SOON
    assert await press(house, "ben", house.now(card), "stop")
    seen = await fill(house, "olive", house.now(card), "edit", **{"0__x": "Other words"})
    assert seen.ok, seen
    # The press of a moment ago comes again, and the minute of its approval goes by.
    assert (
        "The words have changed since"
        in (await forge_press(house, "ada", act("approve"), old, card))[0]
    )
    await pass_the_minute(house)
    await house.restart()
    await pass_the_minute(house)
    assert house.posts_on_x() == []
    assert stored(house)[0].stage is Stage.REVIEW
    await approve(house, house.now(card))
    assert house.posts_on_x() == ["Other words"]


async def test_the_same_press_many_times_at_once_sends_once(house: World) -> None:
    card = await house.draft(house.olive)
    (found,) = stored(house)
    value = {"id": found.id, "digest": found.digest[:16]}
    await asyncio.gather(
        *(forge_press(house, who, act("approve"), value, card) for who in ("ada", "ben") * 3)
    )
    await pass_the_minute(house)
    assert len(house.posts_on_x()) == 1
    assert len(said_in_moss(house)) == 1


async def test_another_persons_card_is_nobody_elses_approval(house: World) -> None:
    """Whoever wrote, edited, timed or chose the picture cannot approve, by whatever card."""
    card = await news(house, house.olive)
    assert await press(house, "olive", card, "approve") == OWN
    assert (await fill(house, "ada", house.now(card), "time", when="tomorrow 10:00")).ok
    assert await press(house, "ada", house.now(card), "approve") == OWN
    # A note makes nobody an author.
    assert (await fill(house, "ben", house.now(card), "note", text="Looks fine")).ok
    assert "goes out on" in await press(house, "ben", house.now(card), "approve")


async def test_what_outsiders_see_of_a_card_is_nothing(house: World) -> None:
    await news(house, house.olive, text="Secret words.")
    for person in (house.mia,):
        await person.open_home()
        await house.quiet()
        assert "Secret" not in str(person.home())
        for line in ("/awards secret", "/deadlines", "/tracks"):
            seen = await person.command("#moss", line)
            assert "Secret words" not in str(seen.message)


# After a while


async def test_a_button_works_after_a_restart_and_after_a_week(house: World) -> None:
    card = await house.draft(house.olive)
    assert list(buttons(card)) == DECIDING
    await house.restart()
    await house.move_to(house.clock.now() + timedelta(days=7))
    await approve(house, card)
    assert len(house.posts_on_x()) == 1, words(house.now(card))
    await house.restart()
    after: Message = house.now(card)
    assert list(buttons(after)) == ["Correct", "Take down"]
    await house.move_to(house.clock.now() + timedelta(days=7))
    assert "put up for review" in await press(house, "ada", after, "take_down")
    removal = house.cards()[-1]
    assert "Review: take-down of award to Servo" in words(removal)
    assert await press(house, "ada", removal, "approve") == OWN
    await approve(house, removal, "ben")
    assert house.posts_on_x() == []
    assert said_in_moss(house)[-1:] != ["MOSS has awarded $50,000 to Servo to draw faster."]
    assert "X: taken down" in words(house.now(removal))
