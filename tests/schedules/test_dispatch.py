"""The dispatcher goes on whatever happens, and a network that hangs holds up no other."""

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.errors import StoreUnavailableError
from bot.workers import Workers
from schedules.dispatch import DATABASE_RETRY, LONGEST_SLEEP, Dispatch
from tests.sandbox.helpers import until


class Lane:
    """Counts how often it is worked in, and hangs or fails when it is told to."""

    def __init__(self) -> None:
        self.worked = self.poked = 0
        self.error: Exception | None = None
        self.go = threading.Event()
        self.go.set()

    def work(self) -> None:
        self.worked += 1
        if self.error is not None:
            raise self.error
        self.go.wait(10)

    def poke(self) -> None:
        self.poked += 1

    def stop(self) -> None:
        return

    def leave(self) -> None:
        self.go.set()


class Delivery:
    """Lanes to two networks, and what is due there next."""

    def __init__(self) -> None:
        self.lanes = {"slack": Lane(), "x": Lane()}
        self.wake: datetime | None = None

    def wake_at(self, _network: str) -> datetime | None:
        return self.wake

    def refuse_strangers(self) -> None:
        return


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers()
    yield found
    found.close()


@pytest.mark.parametrize("error", [RuntimeError("ours"), StoreUnavailableError("gone")])
async def test_a_fault_does_not_end_it(workers: Workers, error: Exception) -> None:
    armed: list[datetime] = []
    delivery, clock = Delivery(), Clock()
    delivery.lanes["slack"].error = error
    del delivery.lanes["x"]
    dispatch = Dispatch(delivery, workers, clock, armed.append)  # type: ignore[arg-type]
    before = clock.real_now()
    await dispatch.run()
    await dispatch.idle()
    (at,) = armed
    assert DATABASE_RETRY <= at - before < DATABASE_RETRY + timedelta(seconds=5)


async def test_it_sleeps_until_the_next_row(workers: Workers) -> None:
    armed: list[datetime] = []
    delivery, clock = Delivery(), Clock()
    clock.move_to(clock.real_now() - timedelta(days=3000))
    dispatch = Dispatch(delivery, workers, clock, armed.append)  # type: ignore[arg-type]
    for wake, sleeps in (
        (None, LONGEST_SLEEP),
        (clock.now() + timedelta(days=1), LONGEST_SLEEP),
        (clock.now() + timedelta(minutes=1), timedelta(minutes=1)),
        (clock.now() - timedelta(minutes=1), timedelta(0)),
    ):
        armed.clear()
        delivery.wake = wake
        before = clock.real_now()
        await dispatch.run()
        await dispatch.idle()
        slack, x = armed
        assert abs(slack - before - sleeps) < timedelta(seconds=2)
        assert abs(x - slack) < timedelta(seconds=2)


async def test_a_network_that_hangs_holds_up_no_other(workers: Workers) -> None:
    armed: list[datetime] = []
    delivery = Delivery()
    delivery.lanes["x"].go.clear()
    dispatch = Dispatch(delivery, workers, Clock(), armed.append)  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        await dispatch.run()
        await until(lambda: len(armed) == 1)
        await dispatch.run()
        await until(lambda: len(armed) == 2)
    assert (delivery.lanes["slack"].worked, delivery.lanes["x"].worked) == (2, 1)
    # It looks again at what is due where it is.
    assert delivery.lanes["x"].poked == 1
    await dispatch.stop(0.05)
    await dispatch.idle()
    assert len(armed) == 2
    await dispatch.run()
    assert delivery.lanes["slack"].worked == 2
