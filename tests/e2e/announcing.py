"""What tests of announcing share: the acts of staff on a review card, and payloads that somebody
forged, which nevertheless are signed."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.domain.announcement import Kind
from bot.sandbox import payloads
from bot.sandbox.acts import Person, Seen
from bot.sandbox.messages import Message
from bot.sandbox.sockets import NotAcknowledgedError
from bot.store import announcements
from bot.store.announcements import Announcement
from tests.e2e.house import BOT, START, World, words

# Between two countdowns.
QUIET = START + timedelta(hours=1)
MINUTE = timedelta(seconds=61)
DECIDING = ["Approve", "Edit", "Time", "Picture", "Ask for changes", "Note", "Withdraw"]
SOON = "Approved; it goes out in a minute. Until then anybody of staff can stop it."
OWN = "You wrote or edited this announcement, so somebody else of staff has to approve it."
STAFF_ONLY = "Only the program's staff can do this. Ask one of them to."
NEWS = {"title": "Two tracks", "text": "MOSS opens two tracks.", "link": ""}


def act(name: str) -> str:
    """The action behind a button of a review card."""
    return f"announcement:{name}"


async def press(world: World, who: str, card: Message, name: str) -> str:
    """What a person is told when they press a button of a card; "" where nothing is."""
    person = world.box.person(who)
    before = len(person.sees(card.channel))
    seen = await person.press(card, act(name))
    assert seen.ok, seen
    await world.quiet()
    return "\n".join(words(one) for one in person.sees(card.channel)[before:])


async def fill(world: World, who: str, card: Message, name: str, **values: Any) -> Seen:
    """Presses a button that opens a form, fills it in and sends it; a name with a bar in it is
    written with two underscores."""
    person = world.box.person(who)
    assert (await person.press(card, act(name))).ok
    await world.quiet()
    assert person.modal() is not None, "the form did not open"
    seen = await person.submit(
        values={key.replace("__", "|"): {"value": value} for key, value in values.items()}
    )
    await world.quiet()
    return seen


async def approve(world: World, card: Message, who: str = "ada") -> None:
    """Has a card approved, and lets the minute go by in which it can be stopped."""
    assert await press(world, who, card, "approve") == SOON
    await pass_the_minute(world)


async def pass_the_minute(world: World) -> None:
    """The minute in which an announcement can be stopped goes by, and all of it goes out."""
    await world.move_to(world.clock.now() + MINUTE)


async def a_minute_later(world: World) -> None:
    """The same, with one try at what is due: nothing is waited for that is to be tried again."""
    world.clock.move_to(world.clock.now() + MINUTE)
    world.bot.wake()
    await world.quiet()


async def news(world: World, by: Person, **values: str) -> Message:
    """Has news written in the form; gives the review card."""
    before = {one.ts for one in world.cards()}
    assert (await by.command("#general", "/program announce")).ok
    await world.quiet()
    assert by.modal() is not None, "the form did not open"
    given = {**NEWS, **values}
    seen = await by.submit(values={name: {"value": text or None} for name, text in given.items()})
    assert seen.ok, seen
    await world.quiet()
    (card,) = [one for one in world.cards() if one.ts not in before]
    return card


async def staff_says(world: World, line: str, who: str = "olive") -> str:
    """What somebody is told to a command, by itself."""
    person = world.box.person(who)
    before = len(person.sees("#general"))
    assert (await person.command("#general", line)).ok
    await world.quiet()
    return "\n".join(words(one) for one in person.sees("#general")[before:])


def said_in_moss(world: World) -> list[str]:
    """What the bot has said in #moss for all."""
    return [one.text for one in world.said_in("#moss")]


def stored(world: World) -> list[Announcement]:
    """All announcements, the newest first."""
    services = world.bot.services
    with services.store.read() as connection:
        return announcements.find(connection, services.programs.id)


def kinds(world: World) -> list[Kind]:
    return [one.kind for one in stored(world)]


# Forged: signed as Slack would, with whatever somebody likes in it


async def forge_press(
    world: World, who: str, action: str, value: Any, where: Message | None = None
) -> list[str]:
    """A press of a button that may never have been there; gives what the person is told."""
    person = world.box.person(who)
    body = payloads.interaction(world.box, "block_actions", person.user)
    said = value if isinstance(value, str) else json.dumps(value)
    body["actions"] = [
        {"action_id": action, "block_id": "b", "type": "button", "value": said, "action_ts": "1"}
    ]
    if where is not None:
        body |= payloads.on_message(world.box, person.user, where)
    return await _asked(world, person, body)


async def forge_form(
    world: World, who: str, callback: str, about: Any, values: dict[str, Any]
) -> str:
    """A form that may never have been opened; gives what its fields complain of."""
    person = world.box.person(who)
    body = payloads.interaction(world.box, "view_submission", person.user)
    body["view"] = {
        "id": "V0FORGED", "type": "modal", "callback_id": callback, "hash": "1",
        "private_metadata": about if isinstance(about, str) else json.dumps(about),
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": {name: {"value": value} for name, value in values.items()}},
    }  # fmt: skip
    try:
        ack = await world.box.delivery.ask("interactive", body)
    except NotAcknowledgedError as error:
        return str(error)
    await world.quiet()
    return " ".join((ack.get("errors") or {}).values())


async def _asked(world: World, person: Person, body: dict[str, Any]) -> list[str]:
    def told() -> Sequence[Message]:
        space = world.box.workspace
        own = [m for c in space._messages.values() for m in c.values()]
        return [
            one for one in own
            if one.user == BOT
            and (one.ephemeral_to == person.id or one.channel == space.dm(person.id).id)
        ]  # fmt: skip

    before = {(one.channel, one.ts) for one in told()}
    await world.box.delivery.ask("interactive", body)
    await world.quiet()
    return [words(one) for one in told() if (one.channel, one.ts) not in before]
