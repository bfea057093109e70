"""Three replicas on one PostgreSQL, and a thousand messages that are due in the same second."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.sandbox.limits import Rates
from bot.sandbox.server import sandbox_in_thread
from bot.store import ledger, tables
from tests.crash.world import World, lives
from tests.house.sources import ROOT
from tests.sandbox.helpers import until

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

MESSAGES = 1000
MOSS = (ROOT / "bot/sandbox/programs/moss.yaml").read_text("utf-8")


@pytest.fixture
def world(postgres_url: str, tmp_path: Path) -> Iterator[World]:
    with sandbox_in_thread(rates=Rates.unlimited()) as sandbox, lives(tmp_path) as process:
        made = World(sandbox, process, postgres_url, eightdays_messages_per_second=300)
        for number in range(MESSAGES):
            made.sandbox.workspace.add_channel(f"place-{number}", bot_member=True)
        made.begin(MOSS, Clock().now())
        yield made
        made.store.close()


def owe(world: World, word: str, due: datetime) -> None:
    with world.store.write() as connection:
        (program,) = connection.execute(tables.programs.select()).all()
        ledger.add(
            connection,
            program.id,
            [
                NewRow(
                    kind=Kind.NOTICE, subject=word, revision=1, step="failed", due=due,
                    destination=Destination.channel(f"#place-{number}"), payload={"notice": word},
                )
                for number in range(MESSAGES)
            ],
        )  # fmt: skip


def rows(world: World, word: str) -> list[Row]:
    return [row for row in world.rows() if row.subject == word]


def heard(world: World, word: str) -> Counter[str]:
    """How often a word stands in each place."""
    return Counter(
        message.channel
        for channel in world.sandbox.workspace.channels()
        for message in world.sandbox.workspace.messages(channel.id)
        if word in message.text
    )


def settled(world: World, word: str) -> bool:
    return all(row.state is State.SENT for row in rows(world, word))


def begun(world: World, word: str, *states: State) -> int:
    return sum(row.state in states for row in rows(world, word))


async def test_each_is_sent_once_also_when_one_replica_is_killed(
    world: World, tmp_path: Path
) -> None:
    clock = Clock()
    logs = [tmp_path / f"replica-{number}.log" for number in range(3)]
    with ExitStack() as stack:
        replicas: list[Any] = [stack.enter_context(world.run_command(log)) for log in logs]
        await until(lambda: all(b"ready" in log.read_bytes() for log in logs), 60)

        owe(world, "together", clock.now() + timedelta(seconds=3))
        await until(lambda: settled(world, "together"), 90)
        assert set(heard(world, "together").values()) == {1}
        assert len(heard(world, "together")) == MESSAGES
        times = [row.attempts for row in rows(world, "together")]
        assert set(times) == {1}

        owe(world, "killed", clock.now() + timedelta(seconds=3))
        await until(lambda: begun(world, "killed", State.SENT) > MESSAGES // 4, 60)
        replicas[0].kill()
        replicas[0].wait(10)
        open_ = (State.PLANNED,)
        await until(lambda: not begun(world, "killed", *open_), 90)
        await asyncio.sleep(2)
        # What it had in hand is found once its leases are over.
        world.later()
        await until(lambda: settled(world, "killed"), 150)
        assert set(heard(world, "killed").values()) == {1}
        assert len(heard(world, "killed")) == MESSAGES
