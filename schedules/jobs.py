"""The scheduler and the list of its jobs. They live in memory, on every replica.

APScheduler is the clock's hand, not the memory: what is owed lives in the ledger.
https://apscheduler.readthedocs.io/en/3.x/
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from schedules import cards, recurring, refresh, sweep

WAKE = "wake"
# They wait for each other anyway (`Dispatch.run`).
WAKE_INSTANCES = 50


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at an interval."""

    name: str
    run: Callable[[], Awaitable[object]]
    every: timedelta


class Jobs:
    """Runs jobs at their intervals, and one at a moment of its own choosing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # A late job is run, once, however late: the default grace of a second would drop it.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._wake: Callable[[], Awaitable[object]] | None = None
        self._armed: datetime | None = None
        self._running: set[asyncio.Future[object]] = set()

    def start(self, jobs: list[Job], wake: Callable[[], Awaitable[object]]) -> None:
        """Starts the jobs; `wake` is run when it is armed."""
        self._wake = wake
        for job in jobs:
            trigger = IntervalTrigger(seconds=job.every.total_seconds())
            self._scheduler.add_job(self._do, trigger, args=[job.run], id=job.name)
        self._scheduler.start()

    def arm(self, at: datetime) -> None:
        """Has `wake` run at a moment in real time, or sooner where it is armed sooner already."""
        if self._wake is None or (self._armed is not None and self._armed <= at):
            return
        self._armed = at
        # It may be armed again while it runs; being skipped for that would lose the call.
        self._scheduler.add_job(
            self._do, DateTrigger(run_date=at), args=[self._run_wake], id=WAKE,
            replace_existing=True, max_instances=WAKE_INSTANCES,
        )  # fmt: skip

    async def _run_wake(self) -> None:
        self._armed = None
        if self._wake is not None:
            await self._wake()

    def rearm(self) -> None:
        """Looks anew at once: something changed, or the program's clock was moved."""
        self.arm(self._clock.real_now())

    async def _do(self, run: Callable[[], Awaitable[object]]) -> None:
        """Runs a job as a task of ours, which the scheduler's end does not cancel half-way."""
        task = asyncio.ensure_future(run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def stop(self, seconds: float) -> None:
        """Begins nothing more, and waits so long for what runs."""
        self._wake = None
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()
            if self._running:
                await asyncio.wait(self._running, timeout=seconds)
            # The scheduler hears of a job's end in the loop's next turn.
            await asyncio.sleep(0)
            self._scheduler.shutdown(wait=False)


INTERVALS = {
    "refresh": timedelta(seconds=refresh.SECONDS),
    "sweep": timedelta(seconds=sweep.SECONDS),
    "cards": timedelta(seconds=cards.SECONDS),
    "recurring": timedelta(hours=recurring.HOURS),
}
