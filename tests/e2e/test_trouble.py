"""When something goes wrong: Slack is slow or busy, the bot has a fault, the database is gone."""

import asyncio
import json
import re
from datetime import datetime
from io import StringIO
from typing import Any

import pytest

from bot.clock import Clock
from bot.errors import StoreUnavailableError
from bot.sandbox.limits import Rates
from bot.sandbox.messages import Message
from tests.e2e.house import World, a_world, buttons, words
from tests.sandbox.helpers import until

CLOSES = "Wednesday 31 January 2018 at 23:59"


def failures(world: World) -> list[str]:
    """The deliveries that were not acknowledged in time."""
    return [f"{one.kind}: {one.failure}" for one in world.box.delivery.attempts if one.failure]


async def test_slow_work_holds_no_ack(sqlite_url: str) -> None:
    # An ack within 0.9 s, while everything that the bot asks of Slack takes 1.2 s.
    async with a_world(sqlite_url, "http", sandbox={"ack_seconds": 0.9}) as world:
        fault = world.box.faults.add("slack", "delay", seconds=1.2)
        asked = await world.mia.say("#moss", "@eightdays when does FT close?")
        seen = await world.mia.command("#moss", "/deadlines")
        staff = await world.olive.command("#general", "/program plan")
        await world.olive.open_home()
        await world.quiet()
        world.box.faults.active.remove(fault)
        assert seen.ok
        assert staff.ok
        assert failures(world) == []
        assert len(world.box.workspace.replies("#moss", asked.ts)) == 1
        assert "The next 30 days" in words(world.olive.sees("#general")[-1])
        assert world.olive.home() is not None


async def test_answers_wait_their_turn_in_a_busy_channel(sqlite_url: str) -> None:
    async with a_world(sqlite_url, sandbox={"rates": Rates(post_interval=0.2)}) as world:
        asked = [await world.mia.say("#moss", "@eightdays when does FT close?") for _ in range(2)]
        await world.quiet()
        for one in asked:
            assert len(world.box.workspace.replies("#moss", one.ts)) == 1


async def test_an_answer_that_slack_puts_off_is_given_later(world: World) -> None:
    world.box.faults.add("slack", "status", method="chat.postMessage", status=429, count=2,
                         retry_after=0)  # fmt: skip
    (answer,) = await world.ask(world.mia, "when does FT close?")
    assert CLOSES in words(answer)


class BrokenClock(Clock):
    """A fault of ours that every service meets that is given this."""

    def now(self) -> datetime:
        raise RuntimeError("the clock has stopped")


def break_the_clock(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for service in (world.bot.services.answering, world.bot.services.programs):
        monkeypatch.setattr(service, "clock", BrokenClock())


def incident_in(message: Message | None, logged: StringIO) -> dict[str, Any]:
    """The entry of the log that a person is pointed to."""
    assert message is not None
    assert "Something went wrong on our side" in message.text
    assert "RuntimeError" not in message.text
    assert "stopped" not in message.text
    found = re.search(r"`([0-9a-f]{8})`", message.text)
    assert found is not None, message.text
    entries = [json.loads(line) for line in logged.getvalue().splitlines()]
    (entry,) = [one for one in entries if one.get("incident") == found[1]]
    return dict(entry)


async def test_a_fault_of_ours_gets_an_incident_that_is_in_the_log(
    world: World, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    (puzzled,) = await world.ask(world.mia, "what is the meaning of life?")
    break_the_clock(world, monkeypatch)
    seen = await world.mia.command("#moss", "/deadlines")
    assert seen.ok
    found = [seen.message]
    await world.olive.command("#general", "/program award")
    asked = await world.mia.say("#moss", "@eightdays when does FT close?")
    direct = await world.mia.dm("when does FT close?")
    await world.mia.press(puzzled, next(iter(buttons(puzzled).values())))
    await world.quiet()
    monkeypatch.undo()
    found.append(world.olive.sees("#general")[-1])
    found += world.box.workspace.replies("#moss", asked.ts)
    found += world.said_in(direct.channel)
    found.append(world.mia.sees("#moss", str(puzzled.thread_ts))[-1])
    assert len(found) == 5
    for message in found:
        entry = incident_in(message, logged)
        assert entry["level"] == "error"
        assert "RuntimeError: the clock has stopped" in entry["exception"]
        assert "Traceback" in entry["exception"]
    (answer,) = await world.ask(world.mia, "when does FT close?")
    assert CLOSES in words(answer)


async def test_a_fault_while_a_form_is_saved_keeps_what_was_typed(
    house: World, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.olive.command("#general", "/program award")
    await house.quiet()
    break_the_clock(house, monkeypatch)
    typed = {"recipient": {"value": "Servo"}, "amount": {"value": "50000"}}
    seen = await house.olive.submit(values=typed)
    monkeypatch.undo()
    (told,) = seen.errors.values()
    number = re.search(r"`?([0-9a-f]{8})`?", told)
    assert number is not None
    assert number[1] in logged.getvalue()
    assert house.olive.modal() is not None
    assert (await house.olive.submit(values=typed)).ok
    await house.quiet()
    assert len(house.cards()) == 1


async def test_a_form_that_is_filled_in_wrongly_says_what_at_its_field(world: World) -> None:
    await world.olive.command("#general", "/program award")
    await world.quiet()
    right = {"recipient": {"value": "Servo"}, "amount": {"value": "1"}}
    for field, value, told in (
        ("amount", "a lot", "amount"),
        ("amount", "-5", "0"),
        ("publish_at", "next week", "next week"),
        ("publish_at", "2018-02-01 09:00 CST", "CST"),
        ("url", "javascript:alert(1)", "http"),
        ("recipient", "Zappa", "already"),
    ):
        cleared = {"publish_at": {"value": ""}, "url": {"value": ""}}
        seen = await world.olive.submit(values=right | cleared | {field: {"value": value}})
        assert list(seen.errors) == [field], (field, value, seen)
        assert told in seen.errors[field], seen.errors
    assert world.cards() == []
    assert "Servo" not in world.bot.services.programs.export()


async def test_questions_are_answered_while_the_database_is_gone(
    house: World, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = house.bot.services.store
    with monkeypatch.context() as gone:
        gone.setattr(engine, "write", _unreachable)
        gone.setattr(engine, "read", _unreachable)
        asked = await house.mia.say("#moss", "@eightdays when does FT close?")
        seen = await house.mia.command("#moss", "/awards zappa")
        await house.olive.command("#general", "/program audit")
        await house.box.delivery.settle()
        await _ended(house)
    await house.quiet()
    assert [CLOSES in words(one) for one in house.box.workspace.replies("#moss", asked.ts)] == [
        True
    ]
    assert seen.message is not None
    assert "$65,000" in words(seen.message)
    told = house.olive.sees("#general")[-1].text
    assert "The database cannot be reached just now" in told
    assert "incident" not in logged.getvalue()


def _unreachable() -> Any:
    raise StoreUnavailableError("connection refused")


async def _ended(world: World) -> None:
    while tasks := world.bot.services.workers.pending:
        await asyncio.wait(tasks)


@pytest.mark.parametrize("how", ["cut", "deafen"])
async def test_a_socket_that_is_lost_is_opened_again(
    sqlite_url: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.socket.PING_SECONDS", 0.1)
    async with a_world(sqlite_url) as world:
        (before,) = world.box.sockets.connections
        getattr(world.box.sockets, how)()
        await until(lambda: world.box.sockets.connections not in ([], [before]), seconds=20)
        if how == "deafen":
            before.link.cut()
            await until(lambda: before not in world.box.sockets.connections)
        (answer,) = await world.ask(world.mia, "when does FT close?")
        assert CLOSES in words(answer)


async def test_the_bot_starts_though_slack_is_not_there_yet(sqlite_url: str) -> None:
    async with a_world(sqlite_url, "http", start=False) as world:
        world.box.faults.add("slack", "status", method="auth.test", status=503, count=1)
        await world.start()
        (answer,) = await world.ask(world.mia, "when does FT close?")
        assert CLOSES in words(answer)
