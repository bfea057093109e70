"""Asking after unknown outcomes: a network that hangs holds up nothing but itself."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, Row, State
from bot.workers import Workers
from schedules.sweep import Sweep
from tests.sandbox.helpers import until


def unknown(network: str, number: int) -> list[Row]:
    return [
        Row(
            id=number, kind=Kind.NOTICE, subject=f"row/{number}", revision=0, step="failed",
            destination=Destination(network), due=Clock().now(), state=State.UNKNOWN,
        )
    ]  # fmt: skip


class Settling:
    """Unknown outcomes at two networks, of which X hangs when it is asked."""

    def __init__(self) -> None:
        self.recovered: list[bool] = []
        self.asked: list[str] = []
        self.left = [unknown("x", 1), unknown("x", 2), unknown("mastodon", 3)]
        self.go = threading.Event()

    def recover(self, *, alone: bool) -> None:
        self.recovered.append(alone)

    def unsettled(self) -> list[list[Row]]:
        return list(self.left)

    def ask(self, rows: list[Row]) -> bool:
        network = rows[0].destination.network
        self.asked.append(network)
        if network == "x":
            self.go.wait(10)
        if network == "limited":
            return False
        self.left.remove(rows)
        return True


class Answering:
    def forget_old(self) -> None:
        return


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers()
    yield found
    found.close()


async def test_a_network_that_hangs_holds_up_nothing_else(workers: Workers) -> None:
    woken: list[int] = []
    settling = Settling()
    sweep = Sweep(settling, Answering(), workers, lambda: woken.append(1))  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        await sweep.begin(alone=True)
        await until(lambda: len(settling.left) == 2)
        await sweep.begin()
    assert settling.recovered == [True, False]
    assert sorted(settling.asked) == ["mastodon", "x"]
    assert woken
    settling.go.set()
    await sweep.run()
    assert settling.left == []
    assert settling.asked.count("x") == 2


async def test_a_network_that_wants_to_be_asked_less_is(workers: Workers) -> None:
    settling = Settling()
    settling.left = [unknown("limited", number) for number in range(5)]
    sweep = Sweep(settling, Answering(), workers, lambda: None)  # type: ignore[arg-type]
    await sweep.run()
    assert settling.asked == ["limited"]
    await sweep.run()
    assert settling.asked == ["limited"] * 2
