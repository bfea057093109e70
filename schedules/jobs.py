"""The scheduler and the list of its jobs. They live in memory, on every replica.

APScheduler is the clock's hand, not the memory: what is owed lives in the ledger.
https://apscheduler.readthedocs.io/en/3.x/
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.log import get_logger
from schedules import cards, limits, people, recurring, refresh, staff, sweep

log = get_logger(__name__)

WAKE = "wake"
# What APScheduler runs only begins a task of ours. It drops a run where more than so many of one
# job have not ended, which for us is a turn of the loop.
INSTANCES = 50
# APScheduler waits for moments of the wall clock: set back an hour, it would do nothing for an
# hour. So often (seconds) the clock is held against one that never goes back, and a jump of more
# than so much is one that somebody made.
WATCH = 1.0
JUMP = 2.0


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
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": INSTANCES},
        )
        self._wake: Callable[[], Awaitable[object]] | None = None
        self._armed: datetime | None = None
        # Armed while the wake runs: it runs once more afterwards.
        self._next: datetime | None = None
        self._running: dict[str, asyncio.Future[object]] = {}
        self._watching: asyncio.TimerHandle | None = None

    def start(self, jobs: list[Job], wake: Callable[[], Awaitable[object]]) -> None:
        """Starts the jobs; `wake` is run when it is armed."""
        self._wake = wake
        for job in jobs:
            trigger = IntervalTrigger(seconds=job.every.total_seconds())
            self._scheduler.add_job(self._do, trigger, args=[job.name, job.run], id=job.name)
        self._scheduler.start()
        self._watch(self._ahead())

    def _ahead(self) -> float:
        """Seconds by which the wall clock is ahead of the one that never goes back."""
        return self._clock.real_now().timestamp() - self._clock.monotonic()

    def _watch(self, before: float) -> None:
        """Has every job run at once where the wall clock was set back."""
        ahead = self._ahead()
        if ahead < before - JUMP:
            log.warning("the clock was set back", seconds=round(before - ahead))
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=self._clock.real_now())
            self._armed = None
            self.rearm()
        loop = asyncio.get_running_loop()
        self._watching = loop.call_later(WATCH, self._watch, ahead)

    def arm(self, at: datetime) -> None:
        """Has `wake` run at a moment in real time, or sooner where it is armed sooner already."""
        if self._wake is None:
            return
        if WAKE in self._running:
            self._next = at if self._next is None else min(self._next, at)
            return
        # A moment that has passed is no longer waited for, whatever became of it.
        if self._armed is not None and self._clock.real_now() < self._armed <= at:
            return
        self._armed = at
        self._scheduler.add_job(
            self._do, DateTrigger(run_date=at), args=[WAKE, self._wake], id=WAKE,
            replace_existing=True,
        )  # fmt: skip

    def rearm(self) -> None:
        """Looks anew at once: something changed, or the program's clock was moved."""
        self.arm(self._clock.real_now())

    async def _do(self, name: str, run: Callable[[], Awaitable[object]]) -> None:
        """Begins a job as a task of ours, one of each at a time; the scheduler's end does not
        cancel it half-way."""
        if self._wake is None:
            return
        if name in self._running:
            if name == WAKE:
                self.rearm()
            return
        if name == WAKE:
            self._armed = None
        self._running[name] = task = asyncio.ensure_future(run())
        task.add_done_callback(partial(self._ended, name))

    def _ended(self, name: str, task: "asyncio.Future[object]") -> None:
        del self._running[name]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("job failed", job=name, exc_info=error)
        if name == WAKE and self._next is not None:
            at, self._next = self._next, None
            self.arm(at)

    async def stop(self, seconds: float) -> None:
        """Begins nothing more, and waits so long for what runs."""
        self._wake = None
        if self._watching is not None:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()
            # What it has begun ends in the loop's next turn, and is not cancelled then.
            await asyncio.sleep(0)
            if self._running:
                await asyncio.wait(self._running.values(), timeout=seconds)
            self._scheduler.shutdown(wait=False)


INTERVALS = {
    "refresh": timedelta(seconds=refresh.SECONDS),
    "sweep": timedelta(seconds=sweep.SECONDS),
    "staff": timedelta(seconds=staff.SECONDS),
    "cards": timedelta(seconds=cards.SECONDS),
    "people": timedelta(seconds=people.SECONDS),
    "recurring": timedelta(hours=recurring.HOURS),
    "limits": timedelta(hours=limits.HOURS),
}
