"""Asking after unknown outcomes: a network that hangs holds up nothing but itself."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.ledger import Destination, Row
from bot.workers import Workers
from schedules.sweep import Sweep
from tests.sandbox.helpers import until
from tests.schedules.test_dispatch import claim


def unknown(network: str, number: int) -> list[Row]:
    (row,) = claim(number).rows
    return [replace(row, destination=Destination(network))]


class Delivery:
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

    def settle(self, rows: list[Row]) -> None:
        network = rows[0].destination.network
        self.asked.append(network)
        if network == "x":
            self.go.wait(10)
        self.left.remove(rows)


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
    delivery = Delivery()
    sweep = Sweep(delivery, Answering(), workers, lambda: woken.append(1))  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        await sweep.begin(alone=True)
        await until(lambda: len(delivery.left) == 2)
        await sweep.begin()
    assert delivery.recovered == [True, False]
    assert sorted(delivery.asked) == ["mastodon", "x"]
    assert woken
    delivery.go.set()
    await sweep.run()
    assert delivery.left == []
    assert delivery.asked.count("x") == 2
