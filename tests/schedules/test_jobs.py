"""The wake and the jobs: nothing is lost, nothing runs twice at once, a stop is quiet."""

import asyncio
import logging
from datetime import datetime, timedelta, tzinfo

import pytest

from bot.clock import Clock
from schedules import jobs as jobs_module
from schedules.jobs import Job, Jobs
from tests.sandbox.helpers import until


class Wake:
    """Counts its runs; one that is held lasts until it is let go."""

    def __init__(self) -> None:
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self) -> None:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.go.wait()
        self.at_once -= 1


async def test_armed_ever_so_often_while_it_runs_it_runs_once_more() -> None:
    clock, wake = Clock(), Wake()
    jobs = Jobs(clock)
    jobs.start([], wake)
    wake.go.clear()
    jobs.rearm()
    await until(lambda: wake.runs == 1)
    for _ in range(120):
        jobs.rearm()
        await asyncio.sleep(0.001)
    wake.go.set()
    await until(lambda: wake.runs == 2)
    await asyncio.sleep(0.05)
    assert (wake.runs, wake.most_at_once) == (2, 1)
    jobs.rearm()
    await until(lambda: wake.runs == 3)
    await jobs.stop(1)


async def test_a_moment_that_has_passed_unheard_is_armed_anew() -> None:
    clock, wake = Clock(), Wake()
    jobs = Jobs(clock)
    jobs.start([], wake)
    # As if the scheduler had dropped a run.
    jobs._armed = clock.real_now() - timedelta(seconds=1)
    jobs.rearm()
    await until(lambda: wake.runs == 1)
    await jobs.stop(1)


async def test_the_earlier_of_two_moments_counts() -> None:
    clock, wake = Clock(), Wake()
    jobs = Jobs(clock)
    jobs.start([], wake)
    jobs.arm(clock.real_now() + timedelta(minutes=9))
    jobs.arm(clock.real_now() + timedelta(seconds=0.05))
    jobs.arm(clock.real_now() + timedelta(minutes=8))
    await until(lambda: wake.runs == 1)
    await jobs.stop(1)


async def test_a_job_that_fails_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    runs = 0

    async def fails() -> None:
        nonlocal runs
        runs += 1
        raise RuntimeError("a fault of ours")

    jobs = Jobs(Clock())
    jobs.start([Job("fails", fails, timedelta(seconds=0.02))], Wake())
    await until(lambda: runs > 1)
    await jobs.stop(1)


async def test_a_stop_is_quiet_though_a_job_hangs(caplog: pytest.LogCaptureFixture) -> None:
    hangs, runs = asyncio.Event(), 0

    async def hang() -> None:
        nonlocal runs
        runs += 1
        await hangs.wait()

    jobs = Jobs(Clock())
    wake = Wake()
    wake.go.clear()
    jobs.start([Job("hangs", hang, timedelta(seconds=0.02))], wake)
    jobs.rearm()
    await until(lambda: runs == 1 and wake.runs == 1)
    await asyncio.sleep(0.1)
    with caplog.at_level(logging.WARNING):
        await jobs.stop(0.05)
        await asyncio.sleep(0.05)
    assert [record.getMessage() for record in caplog.records] == []
    assert (runs, wake.runs) == (1, 1)
    hangs.set()
    wake.go.set()
    await asyncio.sleep(0)


async def test_a_clock_that_is_set_back_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # The wall clock, as this process and the scheduler read it: an hour ahead, then put right.
    ahead = [timedelta(hours=1)]

    class WallClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead[0]

    for module in ("bot.clock", "apscheduler.schedulers.base", "apscheduler.triggers.interval"):
        monkeypatch.setattr(f"{module}.datetime", WallClock)
    monkeypatch.setattr(jobs_module, "WATCH", 0.02)
    clock, wake, runs = Clock(), Wake(), list[datetime]()

    async def job() -> None:
        runs.append(clock.real_now())

    jobs = Jobs(clock)
    jobs.start([Job("sweep", job, timedelta(seconds=0.05))], wake)
    jobs.arm(clock.real_now() + timedelta(minutes=10))
    await until(lambda: len(runs) > 1)
    assert wake.runs == 0
    ahead[0] = timedelta(0)
    before = len(runs)
    await until(lambda: len(runs) > before + 2)
    # What is due is looked at anew as well.
    await until(lambda: wake.runs > 0)
    await jobs.stop(1)
