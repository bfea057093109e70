"""kill -9 at every commit and every call of a network: nothing is lost, and nothing comes twice."""

import asyncio
import os
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.clock import Clock
from bot.domain.building import read_program
from bot.sandbox.limits import Rates
from bot.sandbox.server import sandbox_in_thread
from bot.services.plan_items import plan_of
from bot.store import announcements
from bot.store.audit import Actor
from tests.crash.world import KILLED, Lives, World, lives
from tests.house.sources import ROOT
from tests.sandbox.helpers import until

pytestmark = pytest.mark.crash

MOSS = (ROOT / "bot/sandbox/programs/moss.yaml").read_text("utf-8")
ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2018, 1, 1, tzinfo=ZONE)
EIGHT_DAYS = datetime(2018, 1, 23, 10, 0, 1, tzinfo=ZONE)
# More random lives than every test run can afford: EIGHTDAYS_CRASH_RUNS=200.
RUNS = int(os.environ.get("EIGHTDAYS_CRASH_RUNS", "4"))
AWARD = {
    "recipient": "Servo",
    "track": "foundational-technology",
    "amount": 100000,
    "purpose": "to lay pages out in parallel",
    "awarded": "2018-01-23",
}
ANNOUNCED = (
    "MOSS has awarded $100,000 to Servo to lay pages out in parallel (Foundational Technology)."
)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    with lives(tmp_path_factory.mktemp("lives")) as forked:
        yield forked


@pytest.fixture
def world(process: Lives, database_url: str) -> Iterator[World]:
    with sandbox_in_thread(rates=Rates.unlimited()) as sandbox:
        made = World(sandbox, process, database_url)
        yield made
        made.store.close()


def with_award(text: str = MOSS) -> str:
    data = yaml.safe_load(text)
    data["awards"].append(AWARD)
    return str(yaml.safe_dump(data, sort_keys=False))


def countdown_and_award(world: World) -> None:
    """On 23 January two tracks are eight days away, and one award is approved for Slack and X."""
    services = world.begin(MOSS, START)
    services.programs.import_text(with_award(), "program.yaml", Actor("U0ADA", "slack"))
    with world.store.read() as connection:
        draft = announcements.about(connection, services.programs.id, "award/servo")
    assert draft is not None
    services.publishing.approve(draft.id, draft.digest, Actor("U0OLIVE", "slack"))


def check_countdown_and_award(world: World) -> None:
    world.check(EIGHT_DAYS)
    assert sorted(text.partition("\n")[0] for text in world.heard()) == [
        "*Eight days left* for Foundational Technology and Mission Partners",
        ANNOUNCED,
    ]
    assert world.posted() == world.tried == [ANNOUNCED]


@pytest.mark.parametrize("part", [0, 1])
def test_killed_at_every_point(world: World, part: int) -> None:
    countdown_and_award(world)
    rehearsal = world.live(EIGHT_DAYS)
    check_countdown_and_award(world)
    assert {"before slack chat.postMessage", "after slack chat.postMessage"} <= {*rehearsal.points}
    assert {"before x POST", "after x POST"} <= {*rehearsal.points}

    killed = 0
    for point in range(1 + part, len(rehearsal.points) + 1, 2):
        countdown_and_award(world)
        killed += world.live(EIGHT_DAYS, point).status == KILLED
        # Started again at once, when leases still run and nobody can say what is not there ...
        world.live(EIGHT_DAYS)
        if world.open_rows(EIGHT_DAYS):
            # ... and three minutes later.
            world.later()
            world.live(EIGHT_DAYS)
        check_countdown_and_award(world)
    assert killed >= 15


@pytest.mark.parametrize("run", range(RUNS))
def test_killed_again_and_again(world: World, run: int) -> None:
    dice = random.Random(run)
    countdown_and_award(world)
    while world.live(EIGHT_DAYS, dice.randrange(1, 40)).status == KILLED:
        if dice.random() < 0.5:
            world.later()
    world.later()
    world.live(EIGHT_DAYS)
    check_countdown_and_award(world)


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
        world.later()
        world.live(now)
        world.check(now)
        assert len(world.heard()) == number + 1
        assert world.heard()[-1].startswith(f"*{item.text.partition(' for ')[0]}*")
    world.live(datetime(2018, 5, 1, tzinfo=ZONE))
    assert len(world.heard()) == len(planned)


def test_killed_while_a_deadline_is_moved(world: World) -> None:
    moved = MOSS.replace("closes: 2018-01-31}", "closes: 2018-02-14}")
    notice = "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time to "
    after = EIGHT_DAYS + timedelta(minutes=5)

    def begin() -> None:
        world.begin(MOSS, START)
        world.live(EIGHT_DAYS)

    begin()
    points = len(world.live(EIGHT_DAYS, program=moved).points)
    for point in range(1, points + 1, 5):
        begin()
        world.live(EIGHT_DAYS, point, program=moved)
        world.later()
        world.live(after, program=moved)
        world.check(after)
        eight_days, *notices = world.heard()
        assert eight_days.startswith("*Eight days left*")
        assert len(notices) == 2
        assert all(notice in text for text in notices)


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
