"""The dispatcher goes on whatever happens, and lets go of what it has not begun with."""

import threading
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, Row, State
from bot.store.ledger import Claim
from bot.workers import NETWORK_THREADS, Workers
from schedules.dispatch import DATABASE_RETRY, Dispatch


def claim(number: int) -> Claim:
    row = Row(
        id=number, kind=Kind.NOTICE, subject=f"row/{number}", revision=0, step="failed",
        destination=Destination("x"), due=Clock().now(), state=State.CLAIMED, reason="",
        token=str(number), attempts=0, attempted_at=None, sent_at=None, external_id=None,
        link=None, payload=None,
    )  # fmt: skip
    return Claim(str(number), (row,))


class Delivery:
    """Claims that hang when they are sent."""

    def __init__(self, claims: int) -> None:
        self.claims = [claim(number) for number in range(claims)]
        self.begun: list[str] = []
        self.given_up: list[str] = []
        self.go = threading.Event()
        self.error: Exception | None = None

    def claim(self) -> Claim | None:
        if self.error is not None:
            raise self.error
        return self.claims.pop(0) if self.claims else None

    def wake_at(self) -> datetime | None:
        return None

    def deliver(self, one: Claim) -> None:
        self.begun.append(one.token)
        self.go.wait(10)

    def put_back(self, one: Claim) -> None:
        self.given_up.append(one.token)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers()
    yield found
    found.close()


async def test_a_fault_of_ours_does_not_end_it(workers: Workers) -> None:
    armed: list[datetime] = []
    delivery, clock = Delivery(0), Clock()
    delivery.error = RuntimeError("a fault of ours")
    dispatch = Dispatch(delivery, workers, clock, armed.append)  # type: ignore[arg-type]
    before = clock.real_now()
    await dispatch.run()
    (at,) = armed
    assert DATABASE_RETRY <= at - before < DATABASE_RETRY + timedelta(seconds=5)


async def test_what_waits_behind_hung_threads_is_put_back_on_stop(workers: Workers) -> None:
    delivery = Delivery(NETWORK_THREADS + 2)
    dispatch = Dispatch(delivery, workers, Clock(), lambda _: None)  # type: ignore[arg-type]
    await dispatch.run()
    await dispatch.stop(0.1)
    assert sorted(delivery.begun) == ["0", "1", "2", "3"]
    assert sorted(set(delivery.given_up)) == ["4", "5"]
    delivery.go.set()
    await dispatch.idle()
    assert len(delivery.begun) == NETWORK_THREADS
