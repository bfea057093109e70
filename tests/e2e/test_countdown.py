"""Deadlines counted down in #moss: each message once, worded for the day it goes out."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import SAMPLE, main
from bot.errors import ConfigurationError
from bot.sandbox.messages import Message
from bot.store.audit import Actor
from tests.e2e.house import LOS_ANGELES, START, World, a_world, left_out, words, write_program

BEFORE = datetime(2018, 1, 1, 0, 0, tzinfo=LOS_ANGELES)
END = datetime(2018, 4, 30, 23, 0, tzinfo=LOS_ANGELES)
EIGHT = "Eight days left for Foundational Technology and Mission Partners"


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2018, month, day, hour, minute, tzinfo=LOS_ANGELES)


def heads(messages: list[Message]) -> list[str]:
    """The first lines of messages, without their bold."""
    return [one.text.split("\n")[0].replace("*", "") for one in messages]


def plan(
    capsys: pytest.CaptureFixture[str], since: datetime, until: datetime
) -> list[dict[str, str]]:
    """What `eightdays plan` says."""
    capsys.readouterr()
    status = main(["plan", "--program", str(SAMPLE), "--json", "--at", since.isoformat(),
                   "--until", until.isoformat()])  # fmt: skip
    assert status == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_eight_days_left_is_said_once_for_both_tracks(database_url: str) -> None:
    async with a_world(database_url) as world:
        assert world.said_in("#moss") == []
        await world.move_to(START + timedelta(minutes=3))
        (message,) = world.said_in("#moss")
        assert heads([message]) == [EIGHT]
        assert left_out(message) == []
        assert "Wednesday 31 January 2018 at 23:59, Los Angeles time" in words(message)
        assert "https://moss.example.org/apply/ft" in words(message)
        assert message.shown_at.astimezone(LOS_ANGELES).strftime("%H:%M") == "10:00"
        await world.restart()
        await world.move_to(START + timedelta(hours=2))
        assert world.said_in("#moss") == [message]


async def test_the_messages_until_april_are_those_of_the_plan_and_no_restart_repeats_one(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = plan(capsys, BEFORE, END)
    assert len(planned) == 12
    async with a_world(database_url, at=BEFORE) as world:
        for moment in (at(1, 17, 12), at(1, 29), at(2, 20), END):
            await world.move_to(moment)
            await world.restart()
        sent = world.said_in("#moss")
        assert [one.shown_at.replace(second=0, microsecond=0) for one in sent] == [
            datetime.fromisoformat(one["at"]) for one in planned
        ]
        assert heads(sent) == [one["text"].split("\n")[0] for one in planned]
        await world.restart()
        await world.wait(3600)
        assert len(world.said_in("#moss")) == 12


async def test_after_an_outage_the_newest_step_is_sent_in_the_words_of_that_day(
    database_url: str,
) -> None:
    async with a_world(database_url, at=at(1, 16)) as world:
        await world.stop()
        world.clock.move_to(at(1, 29, 15))  # the steps of 14, 8 and 3 days went by
        await world.start()
        assert heads(world.said_in("#moss")) == [
            "Two days left for Foundational Technology and Mission Partners"
        ]
        await world.olive.command("#general", "/program why FT")
        await world.quiet()
        why = world.olive.sees("#general")[-1].text
        assert (
            "eight days before, #moss: Was not sent: the reminder of three days before fell due, "
            "too" in why
        )
        assert "three days before, #moss: Was sent Monday 29 January 2018 at 15:00" in why
        await world.stop()
        world.clock.move_to(at(2, 2))  # the rest went by, and the close with it
        await world.start()
        assert len(world.said_in("#moss")) == 1
        await world.olive.command("#general", "/program why FT")
        await world.quiet()
        assert "on the day, #moss: Was not sent" in world.olive.sees("#general")[-1].text


async def test_a_first_start_late_on_the_last_day_sends_nothing_old(sqlite_url: str) -> None:
    async with a_world(sqlite_url, at=at(1, 31, 20)) as world:
        await world.move_to(at(2, 1, 9))
        assert world.said_in("#moss") == []


async def test_a_channel_without_the_bot_is_told_to_staff_and_reached_once_invited(
    sqlite_url: str,
) -> None:
    async with a_world(sqlite_url) as world:
        world.box.workspace.leave("#moss", "U0EIGHT")
        await world.move_to(at(1, 23, 11))
        assert world.said_in("#moss") == []
        (notice,) = world.said_in("#moss-review")
        assert "#moss" in words(notice)
        assert "the bot is not in the channel; write /invite @eightdays there" in words(notice)
        assert left_out(notice) == []
        await world.olive.invite_bot("#moss")
        await world.restart()
        await world.move_to(at(1, 28, 11))
        assert heads(world.said_in("#moss")) == [EIGHT.replace("Eight", "Three")]
        assert len(world.said_in("#moss-review")) == 1


@pytest.mark.parametrize("fault", ["status", "drop_before", "drop_after"])
async def test_a_message_whose_sending_fails_in_between_goes_out_once(
    database_url: str, fault: str
) -> None:
    async with a_world(database_url) as world:
        kind = {"method": "chat.postMessage", "count": 1, "status": 429, "retry_after": 5}
        world.box.faults.add("slack", fault, **kind)  # type: ignore[arg-type]
        world.clock.move_to(at(1, 23, 10, 1))
        await world.quiet()
        await world.wait(6)  # the 429 has been waited out; what is in doubt is looked up
        await world.wait(110)  # what is not there after a minute, never was
        await world.restart()
        await world.wait(600)
        assert heads(world.said_in("#moss")) == [EIGHT]


async def test_what_was_being_sent_when_the_process_died_goes_out_once(database_url: str) -> None:
    async with a_world(database_url) as world:
        for day, taken in ((23, False), (28, True)):
            # As kill -9 leaves it: `sending` is written down, the outcome is not.
            services = world.bot.services
            world.clock.move_to(at(1, day, 10, 1))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(services.settling, "settle", _die)
                if not taken:
                    patch.setattr(services.slack, "send", lambda _post: None)
                with pytest.raises(KilledError):
                    await services.workers.store(services.delivery.lanes["slack"].work)
            await world.restart()
            await world.wait(200)  # longer than any lease
            await world.wait(110)
        assert heads(world.said_in("#moss")) == [EIGHT, EIGHT.replace("Eight", "Three")]


class KilledError(BaseException):
    """The process is gone."""


def _die(*_args: object) -> None:
    raise KilledError


async def test_a_moved_deadline_is_told_once_and_counted_down_anew(
    database_url: str, tmp_path: Path
) -> None:
    moved = write_program(
        tmp_path, "opens: 2017-11-01, closes: 2018-01-31}\n  - key: secure",
        "opens: 2017-11-01, closes: 2018-02-07}\n  - key: secure",
    )  # fmt: skip
    async with a_world(database_url) as world:
        await world.move_to(at(1, 23, 11))
        services = world.bot.services
        for _ in range(2):
            await services.workers.store(
                services.programs.import_text, moved.read_text("utf-8"), "moved", _operator()
            )
            await world.quiet()
            await world.wait(2)
        _, change = world.said_in("#moss")
        assert "New date for Mission Partners" in words(change)
        assert "Extended from Wednesday 31 January 2018" in words(change)
        assert "Wednesday 7 February 2018 at 23:59" in words(change)
        assert left_out(change) == []
        await world.move_to(at(2, 6, 12))
        assert heads(world.said_in("#moss"))[2:] == [
            "14 days left for Mission Partners",
            "Three days left for Foundational Technology",
            "One day left for Foundational Technology",  # and eight for Mission Partners
            "Today: 13 hours left for Foundational Technology",
            "Three days left for Mission Partners",
            "One day left for Mission Partners",
        ]
        both = world.said_in("#moss")[4]
        assert "Eight days left for Mission Partners" in words(both).replace("*", "")


def _operator() -> Actor:
    return Actor("operator", "cli")


async def test_two_replicas_send_each_message_once(postgres_url: str) -> None:
    async with a_world(postgres_url) as world:
        other = World(world.box, world.clock, "socket", world.values)
        await other.start()
        try:
            world.clock.move_to(at(1, 23, 10, 1))
            await asyncio.gather(world.quiet(), other.quiet())
            assert heads(world.said_in("#moss")) == [EIGHT]
            asked = await world.mia.say("#moss", "@eightdays when does FT close?")
            await asyncio.gather(world.quiet(), other.quiet())
            assert len(world.box.workspace.replies("#moss", asked.ts)) == 1
        finally:
            await other.stop()


async def test_a_second_run_on_one_file_is_refused(sqlite_url: str) -> None:
    async with a_world(sqlite_url) as world:
        other = World(world.box, world.clock, "socket", world.values)
        with pytest.raises(ConfigurationError, match="another eightdays"):
            await other.start()
        await world.move_to(at(1, 23, 11))
        assert heads(world.said_in("#moss")) == [EIGHT]
