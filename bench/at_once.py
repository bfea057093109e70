"""A thousand reminders due in the same second: how late each is begun, and how long the event loop
is held up meanwhile.

Beside it, one APScheduler date job a reminder on its SQLAlchemy job store, which is how reminders
are usually made; and, in another process, a loop that has nothing to do, which stands still only
where the machine makes it.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import uvloop
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench.owing import DUE, Free, ask, frozen, services
from bench.processes import CORES, folder, pinned
from bench.standing import TICK, Stalls, idle_loop
from bot.clock import Clock
from schedules.dispatch import Dispatch
from schedules.jobs import Jobs

# Time to start before they are due.
LEAD = 4.0
# Seconds that APScheduler may take to add a job.
ADDED = 0.02
# The setting's default: as many threads make calls as usual.
USUAL = 5.0
# The loop is watched from so long before the due time.
BEFORE = 1.5


@dataclass(frozen=True)
class Late:
    """How late reminders due at once are begun, and for how long the loop did not come round: by
    the clock, and by the processor time that this process used meanwhile, which is what it can have
    held its loop up itself; `beside_ms` is by the clock in a process that does nothing. Medians of
    the rounds, but for `most_held_ms`, the most of any. `ratio` is this p99 to ours."""

    sender: str
    reminders: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    stall_ms: float
    held_ms: float
    most_held_ms: float
    beside_ms: float
    ratio: float


@dataclass(frozen=True)
class _Round:
    """Seconds."""

    p50: float
    p99: float
    worst: float
    stall: float
    held: float
    beside: float


def measure(reminders: int, rounds: int) -> list[Late]:
    """Ours and APScheduler's, round by round."""
    found: dict[str, list[_Round]] = {"eightdays": [], "apscheduler": []}
    for number in range(rounds):
        order = [("eightdays", _ours), ("apscheduler", _theirs)]
        for name, run in order if number % 2 else reversed(order):
            with (
                folder() as where,
                pinned(CORES),
                idle_loop(where) as beside,
                asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
            ):
                found[name].append(runner.run(run(where, reminders, beside)))
    ratios = [
        theirs.p99 / ours.p99
        for ours, theirs in zip(found["eightdays"], found["apscheduler"], strict=True)
    ]

    def middle(of: list[_Round], what: str) -> float:
        return statistics.median(float(getattr(each, what)) for each in of) * 1e3

    return [
        Late(
            name,
            reminders,
            middle(of, "p50"),
            middle(of, "p99"),
            middle(of, "worst"),
            middle(of, "stall"),
            middle(of, "held"),
            max(each.held for each in of) * 1e3,
            middle(of, "beside"),
            1.0 if name == "eightdays" else statistics.median(ratios),
        )
        for name, of in found.items()
    ]


async def _ours(where: str, number: int, beside: Callable[[], float]) -> _Round:
    network = Free()
    with services(where, USUAL) as made:
        lane = made.delivery.lanes["slack"]
        lane.calls.network = network
        # What is measured is how late a message is, and not for how long it waits for its turn.
        lane.pacing.keep_to(None)
        ask(made, number)
        jobs = Jobs(made.clock)
        dispatch = Dispatch(made.delivery, made.workers, made.clock, jobs.arm)
        made.clock.move_to(DUE - timedelta(seconds=LEAD))
        due = made.clock.real_now() + (DUE - made.clock.now())
        jobs.start([], dispatch.run)
        jobs.rearm()
        measured = await _watched(beside, due, network.begun, number)
        await dispatch.idle()
        await jobs.stop(1)
        return measured


async def _theirs(where: str, number: int, beside: Callable[[], float]) -> _Round:
    _begun.clear()
    clock = Clock()
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{where}/jobs.db")},
        job_defaults={"misfire_grace_time": None},
    )
    # Each job is a transaction of its own; none may be late for that.
    due = clock.now() + timedelta(seconds=LEAD + number * ADDED)
    scheduler.start(paused=True)
    for each in range(number):
        scheduler.add_job(_send, "date", run_date=due, args=[f"U{each:07}"])
    if clock.now() >= due:
        raise RuntimeError("its jobs could not be added in time")
    scheduler.resume()
    with frozen():
        measured = await _watched(beside, due, _begun, number)
    scheduler.shutdown(wait=False)
    return measured


_begun: list[float] = []


async def _send(_address: str) -> None:
    _begun.append(time.time())


async def _watched(
    beside: Callable[[], float], due: datetime, begun: list[float], number: int
) -> _Round:
    stalls = Stalls()
    await asyncio.sleep(max(due.timestamp() - time.time() - BEFORE, 0))
    beside()
    watching = asyncio.ensure_future(stalls.watch())
    async with asyncio.timeout(300):
        while len(begun) < number:  # noqa: ASYNC110
            await asyncio.sleep(TICK * 5)
    # The outcomes are written down, too.
    await asyncio.sleep(0.5)
    watching.cancel()
    stood = beside()
    lateness = sorted(max(at - due.timestamp(), 0.0) for at in begun)
    if begun and min(begun) < due.timestamp() - 0.001:
        raise RuntimeError("something was sent before its time")
    return _Round(
        lateness[len(lateness) // 2],
        lateness[int(len(lateness) * 0.99) - 1],
        lateness[-1],
        stalls.longest,
        stalls.held,
        stood,
    )
