"""The scheduler and the list of its jobs. They live in memory, on every replica.

APScheduler is the clock's hand, not the memory: what is owed lives in the ledger.
https://apscheduler.readthedocs.io/en/3.x/
"""

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

    def start(self, jobs: list[Job], wake: Callable[[], Awaitable[object]]) -> None:
        """Starts the jobs; `wake` is run when it is armed."""
        self._wake = wake
        for job in jobs:
            self._scheduler.add_job(job.run, IntervalTrigger(seconds=job.every.total_seconds()),
                                    id=job.name)  # fmt: skip
        self._scheduler.start()

    def arm(self, at: datetime) -> None:
        """Has `wake` run at a moment in real time, or sooner where it is armed sooner already."""
        if self._wake is None or (self._armed is not None and self._armed <= at):
            return
        self._armed = at
        # It may be armed again while it runs; being skipped for that would lose the call.
        self._scheduler.add_job(
            self._run_wake, DateTrigger(run_date=at), id=WAKE, replace_existing=True,
            max_instances=WAKE_INSTANCES,
        )  # fmt: skip

    async def _run_wake(self) -> None:
        self._armed = None
        if self._wake is not None:
            await self._wake()

    def rearm(self) -> None:
        """Looks anew at once: something changed, or the program's clock was moved."""
        self.arm(self._clock.real_now())

    def stop(self) -> None:
        """Runs nothing more."""
        self._wake = None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


INTERVALS = {
    "refresh": timedelta(seconds=refresh.SECONDS),
    "sweep": timedelta(seconds=sweep.SECONDS),
    "cards": timedelta(seconds=cards.SECONDS),
    "recurring": timedelta(hours=recurring.HOURS),
}
