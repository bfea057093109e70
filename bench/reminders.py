"""A thousand reminders due in the same second, the cost of a large ledger, and ten thousand direct
messages at a workspace's pace.

The network costs nothing, so that what is measured is the bot: how late each message is handed to
it, and how long the loop is held up meanwhile. Beside it, one APScheduler date job a reminder on
its SQLAlchemy job store, which is how reminders are usually made.
"""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvloop
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert

from bench.processes import MEASURED, OTHERS, folder, serving
from bot import log
from bot.app import prepare_store
from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.domain.model import Program
from bot.networks.base import Post, Sent
from bot.services.composing import Composed
from bot.services.suite import Services
from bot.settings import explicit
from bot.store import claims, ledger, tables
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.workers import Workers
from schedules.dispatch import Dispatch
from schedules.jobs import Jobs

PROGRAM = Path(__file__).parents[1] / "bot" / "sandbox" / "programs" / "moss.yaml"
# Time to add the reminders and to start before they are due.
LEAD = 4.0
TICK = 0.002
# Seconds that APScheduler may take to add a job.
ADDED = 0.02


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int = 3
    reminders: int = 1000
    small: int = 1000
    large: int = 1_000_000
    claims: int = 15
    messages: int = 10_000
    rate: float = 500.0
    idle_seconds: float = 40.0


QUICK = Plan(rounds=1, reminders=50, large=5000, claims=2, messages=200, idle_seconds=2.0)


@dataclass(frozen=True)
class Late:
    """How late reminders due at once are begun, and the longest time the loop stood still: medians
    of the rounds. `ratio` is this p99 to ours."""

    sender: str
    reminders: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    stall_ms: float
    ratio: float


@dataclass(frozen=True)
class Ledger:
    """What a claim, an idle look at the ledger and the sweep cost with so many rows: medians."""

    rows: int
    claim_ms: float
    idle_ms: float
    sweep_ms: float
    claim_ratio: float
    idle_ratio: float
    sweep_ratio: float


@dataclass(frozen=True)
class Paced:
    """Direct messages at a workspace's pace; `most` is how many began within any one second."""

    messages: int
    rate: float
    seconds: float
    share: float
    most: int


@dataclass(frozen=True)
class Idle:
    """The share of a core that the bot uses with nothing to do."""

    seconds: float
    share: float


class Free:
    """A network that costs nothing and notes when it is called."""

    name = "slack"

    def __init__(self) -> None:
        self.begun: list[float] = []

    def send(self, post: Post) -> Sent:
        """Takes a post."""
        self.begun.append(time.time())
        return Sent(f"{post.address}:1")

    def find(self, _post: Post, _since: datetime) -> Sent | None:
        """Is never asked."""

    def problems(self, _post: Post) -> list[str]:
        """Has nothing against a post."""
        return []


class Stalls:
    """The longest time for which the loop did not come round."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Looks until it is cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            self.longest = max(self.longest, time.perf_counter() - before - TICK)


@contextmanager
def services(where: str, rate: float, **settings: object) -> Iterator[tuple[Services, Free]]:
    """The services on a database of their own, with the free network in the place of Slack."""
    store = Store(f"sqlite:///{where}/eightdays.db")
    prepare_store(store)
    workers, network = Workers(), Free()
    given = {"eightdays_messages_per_second": rate, **settings}
    made = Services(explicit(**given), store, Clock(), workers)
    made.open()
    made.programs.import_text(PROGRAM.read_text("utf-8"), "moss.yaml", OPERATOR)
    made.delivery.lanes["slack"].network = network
    try:
        yield made, network
    finally:
        workers.close()
        store.close()


def plain(_program: Program, messages: Sequence[Sequence[Row]], _now: datetime) -> list[Composed]:
    """The same words for everybody."""
    made = []
    for rows in messages:
        composed = Composed(send=list(rows))
        composed.say([("Eight days left for Mission Partners",)])
        made.append(composed)
    return made


def rows(number: int, due: datetime, kind: Kind = Kind.REMINDER) -> Iterable[NewRow]:
    """Reminders to so many people."""
    for each in range(number):
        yield NewRow(
            kind=kind,
            subject="mission-partners/january-2018-batch",
            revision=1,
            step="8",
            destination=Destination("slack", f"U{each:07}"),
            due=due,
        )


def measure(plan: Plan) -> list[Late | Ledger | Paced | Idle]:
    """All rows of the four tables."""
    log.configure("warning")
    return [*late(plan), *large_ledger(plan), paced(plan), idle(plan)]


# A thousand at once


def late(plan: Plan) -> list[Late]:
    """Ours and APScheduler's, round by round."""
    found: dict[str, list[tuple[float, float, float, float]]] = {"eightdays": [], "apscheduler": []}
    for number in range(plan.rounds):
        order = [("eightdays", _ours), ("apscheduler", _theirs)]
        for name, run in order if number % 2 else reversed(order):
            with folder() as where, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                found[name].append(runner.run(run(where, plan.reminders)))
    ratios = [
        theirs[1] / ours[1]
        for ours, theirs in zip(found["eightdays"], found["apscheduler"], strict=True)
    ]
    middle = statistics.median
    made = []
    for name, of in found.items():
        p50, p99, worst, stall = (middle(each[column] for each in of) * 1e3 for column in range(4))
        ratio = 1.0 if name == "eightdays" else middle(ratios)
        made.append(Late(name, plan.reminders, p50, p99, worst, stall, ratio))
    return made


async def _ours(where: str, number: int) -> tuple[float, float, float, float]:
    with services(where, 1e6) as (made, network):
        made.delivery.many_composers[Kind.REMINDER] = plain
        jobs = Jobs(made.clock)
        dispatch = Dispatch(made.delivery, made.workers, made.clock, jobs.arm)
        due = _soon(made.clock)
        with made.store.write() as connection:
            ledger.add(connection, made.programs.id, rows(number, due))
        jobs.start([], dispatch.run)
        jobs.rearm()
        measured = await _watched(due, network.begun, number)
        await dispatch.idle()
        await jobs.stop(1)
        return measured


async def _theirs(where: str, number: int) -> tuple[float, float, float, float]:
    _begun.clear()
    clock = Clock()
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{where}/jobs.db")},
        job_defaults={"misfire_grace_time": None},
    )
    # Each job is a transaction of its own; none may be late for that.
    due = _soon(clock) + timedelta(seconds=number * ADDED)
    scheduler.start(paused=True)
    for each in range(number):
        scheduler.add_job(_send, "date", run_date=due, args=[f"U{each:07}"])
    if clock.now() >= due:
        raise RuntimeError("its jobs could not be added in time")
    scheduler.resume()
    measured = await _watched(due, _begun, number)
    scheduler.shutdown(wait=False)
    return measured


_begun: list[float] = []


async def _send(_address: str) -> None:
    _begun.append(time.time())


def _soon(clock: Clock) -> datetime:
    return (clock.now() + timedelta(seconds=LEAD)).replace(microsecond=0)


async def _watched(
    due: datetime, begun: list[float], number: int
) -> tuple[float, float, float, float]:
    """Seconds: the middle lateness, its 99th percentile, the worst, and the longest stall."""
    stalls = Stalls()
    await asyncio.sleep(max(due.timestamp() - time.time() - 1.5, 0))
    watching = asyncio.ensure_future(stalls.watch())
    async with asyncio.timeout(300):
        while len(begun) < number:  # noqa: ASYNC110
            await asyncio.sleep(TICK * 5)
    # The outcomes are written down, too.
    await asyncio.sleep(0.5)
    watching.cancel()
    lateness = sorted(max(at - due.timestamp(), 0.0) for at in begun)
    if begun and min(begun) < due.timestamp() - 0.001:
        raise RuntimeError("something was sent before its time")
    return (
        lateness[len(lateness) // 2],
        lateness[int(len(lateness) * 0.99) - 1],
        lateness[-1],
        stalls.longest,
    )


# A large ledger


def large_ledger(plan: Plan) -> list[Ledger]:
    """A claim, an idle look and a sweep with few rows and with many, half of them still ahead."""
    costs = []
    for size in (plan.small, plan.large):
        with folder() as where, services(where, 1e6) as (made, _):
            _fill(made, size)
            costs.append((size, *_costs(made, plan.claims)))
    _, *few = costs[0]
    return [
        Ledger(
            size, *(each * 1e3 for each in cost), *(a / b for a, b in zip(cost, few, strict=True))
        )
        for size, *cost in costs
    ]


def _fill(made: Services, size: int) -> None:
    now = made.clock.now()
    for start in range(0, size, 50_000):
        with made.store.write() as connection:
            connection.execute(
                insert(tables.ledger),
                [
                    {
                        "program_id": made.programs.id, "kind": "reminder", "revision": 1,
                        "subject": f"ft/{each % 97}", "step": f"{each}", "network": "slack",
                        "address": f"U{each % 10_000:07}", "payload": {"text": "Eight days left"},
                        "due": now + timedelta(minutes=(1 if each % 2 else -1) * (each + 10)),
                        "state": "planned" if each % 2 else "sent",
                    }
                    for each in range(start, min(start + 50_000, size))
                ],
            )  # fmt: skip


def _costs(made: Services, times: int) -> tuple[float, float, float]:
    program, clock = made.programs.id, made.clock
    claim, idle, sweep = [], [], []
    for turn in range(times):
        due = clock.now()
        with made.store.write() as connection:
            ledger.add(
                connection, program,
                (
                    NewRow(
                        kind=Kind.REMINDER, subject=f"turn/{turn}", revision=1, step="8",
                        destination=Destination("slack", f"U{each:07}"), due=due,
                    )
                    for each in range(100)
                ),
            )  # fmt: skip

        def claims_all(token: str = f"turn-{turn}") -> None:
            with made.store.write() as connection:
                claims.claim_due(
                    connection, program, token, clock.now(), clock.real_now(), most=100
                )

        claim.append(_seconds(claims_all))
        with made.store.write() as connection:
            claims.release(connection, program, State.CLAIMED, State.PLANNED, None)
            ids = [row.id for row in ledger.find(connection, program, tables.ledger.c.due == due)]
            ledger.move(connection, ids, State.PLANNED, State.SKIPPED)
        idle.append(_seconds(lambda: (made.delivery.take("slack", 8), made.delivery.wake_at())))
        sweep.append(_seconds(lambda: _sweep(made)))
    return statistics.median(claim), statistics.median(idle), statistics.median(sweep)


def _sweep(made: Services) -> None:
    made.settling.recover(alone=False)
    made.settling.unsettled()


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


# At a workspace's pace


def paced(plan: Plan) -> Paced:
    """Direct messages to many people at a rate."""
    with folder() as where, services(where, plan.rate) as (made, network):
        made.delivery.many_composers[Kind.REMINDER] = plain
        with made.store.write() as connection:
            ledger.add(connection, made.programs.id, rows(plan.messages, made.clock.now()))
        made.delivery.lanes["slack"].work()
        begun = sorted(network.begun)
    seconds = begun[-1] - begun[0]
    first, most = 0, 0
    for last, at in enumerate(begun):
        while at - begun[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    share = (len(begun) - 1) / seconds / plan.rate
    return Paced(plan.messages, plan.rate, seconds, share, most)


# Idle


def idle(plan: Plan) -> Idle:
    """The whole bot with the sample program, of which nothing is asked and nothing is due."""
    with ExitStack() as stack:
        here = stack.enter_context(folder())
        slack = stack.enter_context(serving("slack", OTHERS, here))
        bot = stack.enter_context(
            serving("eightdays", MEASURED, here, f"http://127.0.0.1:{slack.port}/api/")
        )
        # What is done once at the start is over by then.
        time.sleep(plan.idle_seconds / 4)
        before = bot.cpu_seconds()
        time.sleep(plan.idle_seconds)
        return Idle(plan.idle_seconds, (bot.cpu_seconds() - before) / plan.idle_seconds)
