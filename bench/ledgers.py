"""What a large ledger costs: a claim, an idle look and a sweep, with few rows and with many."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert

from bench.owing import services
from bench.processes import folder
from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.services.suite import Services
from bot.store import claims, ledger, tables


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


def measure(small: int, large: int, turns: int) -> list[Ledger]:
    """A claim, an idle look and a sweep with few rows and with many, half of them still ahead."""
    costs = []
    for size in (small, large):
        with folder() as where, services(where, 1e6) as made:
            _fill(made, size)
            costs.append((size, *_costs(made, turns)))
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
