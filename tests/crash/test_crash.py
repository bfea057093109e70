"""kill -9 at every commit and every call of a network: nothing is lost, and nothing comes twice.

With `test_faults.py` more than 200 lives are killed on each kind of database; a run of all tells the
number at its end.
"""

import asyncio
import os
import random
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.domain.building import read_program
from bot.services.plan_items import plan_of
from tests.crash.full_house import EIGHT_DAYS, MOSS, START, ZONE, check_full_house, full_house
from tests.crash.world import World
from tests.sandbox.helpers import until

pytestmark = pytest.mark.crash

# More random lives than every test run can afford: EIGHTDAYS_CRASH_RUNS=200.
RUNS = int(os.environ.get("EIGHTDAYS_CRASH_RUNS", "2"))
# Each dies at every so-manieth point.
PARTS = 4
# What the points of a life with so many messages have to include: each side of each commit and of
# each call that a message's way has.
PASSED = {
    f"{side} {what}"
    for side in ("before", "after")
    for what in (
        "commit claimed", "commit sending", "commit sent", "slack chat.postMessage", "x POST /2/tweets",
        "slack chat.getPermalink", "slack chat.update",
    )
}  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_every_point(world: World, part: int) -> None:
    memory = full_house(world)
    rehearsal = world.live(EIGHT_DAYS)
    check_full_house(world)
    assert {*rehearsal.points} >= PASSED

    for point in count(1 + part, PARTS):
        world.go_back(memory)
        if not world.live(EIGHT_DAYS, point).killed:
            break
        if point // PARTS % 3 == 0:
            # Started again at once, when leases still run and nobody can say what is not there.
            world.live(EIGHT_DAYS)
        if world.open_rows(EIGHT_DAYS):
            world.recover(EIGHT_DAYS)
        check_full_house(world)
    assert world.kills >= 80 // PARTS


@pytest.mark.parametrize("run", range(RUNS))
def test_killed_again_and_again(world: World, run: int) -> None:
    dice = random.Random(run)
    memory = full_house(world)
    while world.kills < 36:
        world.go_back(memory)
        while world.live(EIGHT_DAYS, dice.randrange(5, 50)).killed:
            if dice.random() < 0.5:
                world.later()
        world.recover(EIGHT_DAYS)
        check_full_house(world)


def test_each_message_of_the_plan_once_however_often_it_is_restarted(world: World) -> None:
    dice = random.Random(8)
    world.begin(MOSS, START)
    planned = plan_of(read_program(MOSS), START, datetime(2018, 5, 1, tzinfo=ZONE))
    assert [f"{item.at.astimezone(ZONE):%m-%d %H:%M}" for item in planned] == [
        "01-01 10:00", "01-17 10:00", "01-23 10:00", "01-28 10:00", "01-30 10:00", "01-31 10:00",
        "03-31 10:00", "04-16 10:00", "04-22 10:00", "04-27 10:00", "04-29 10:00", "04-30 10:00",
    ]  # fmt: skip
    for number, item in enumerate(planned):
        before = item.at - timedelta(minutes=1)
        world.live(before)
        assert len(world.heard()) == number
        now = item.at + timedelta(seconds=1)
        world.live(now, dice.randrange(1, 26))
        world.recover(now)
        world.check(now)
        assert len(world.heard()) == number + 1
        assert world.heard()[-1].startswith(f"*{item.text.partition(' for ')[0]}*")
    world.live(datetime(2018, 5, 1, tzinfo=ZONE))
    assert len(world.heard()) == len(planned)
    assert world.kills == len(planned)


def test_killed_while_a_deadline_is_moved(world: World) -> None:
    moved = MOSS.replace("closes: 2018-01-31}", "closes: 2018-02-14}")
    notice = "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time to "
    after = EIGHT_DAYS + timedelta(minutes=5)
    world.begin(MOSS, START)
    world.live(EIGHT_DAYS)
    memory = world.remember()
    points = len(world.live(EIGHT_DAYS, program=moved).points)
    for point in range(1, points + 1, 5):
        world.go_back(memory)
        world.live(EIGHT_DAYS, point, program=moved)
        world.recover(after, program=moved)
        world.check(after)
        eight_days, *notices = world.heard()
        assert eight_days.startswith("*Eight days left*")
        assert len(notices) == 2
        assert all(notice in text for text in notices)
    assert world.kills >= 8


def test_the_command_itself_is_killed_and_started_again(world: World, tmp_path: Path) -> None:
    now = Clock().now()
    program = f"""\
program:
  {{name: Small Grants, timezone: UTC, currency: USD, announce_in: ["#moss"],
   reminders: {{days_before: [8], at: "00:00"}}}}
tracks:
  - {{key: ideas, name: Ideas, deadlines: [{{label: Spring, closes: {now + timedelta(days=8):%Y-%m-%d}}}]}}
"""
    world.begin(program, now - timedelta(days=2))
    with world.run_command(tmp_path / "first.log") as process:
        asyncio.run(until(lambda: len(world.heard()) > 0, 30))
        process.kill()
        process.wait(10)
    world.later()
    log = tmp_path / "second.log"
    with world.run_command(log) as process:
        asyncio.run(until(lambda: b"ready" in log.read_bytes(), 30))
        asyncio.run(until(lambda: world.open_rows(now) == [], 30))
        process.terminate()
        assert process.wait(20) == 0
    world.check(now)
    assert len(world.heard()) == 1
