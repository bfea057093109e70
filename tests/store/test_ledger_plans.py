"""What sending and idling ask of the ledger is found by an index, however many rows there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from bot.domain.ledger import Destination, Kind, State
from bot.store import claims, ledger, progress, tables
from bot.store.engine import Store
from tests.store.makers import NOW, REAL, add, row

ROWS = 20_000


@pytest.fixture
def large(store: Store, program: int) -> Store:
    """Half of the rows are sent, half are planned, and one is due."""
    with store.write() as connection:
        connection.execute(
            insert(tables.ledger),
            [
                {
                    "program_id": program, "kind": "reminder", "subject": f"ft/{number % 97}",
                    "revision": 1, "step": str(number), "network": "slack",
                    "address": f"U{number % 1000}",
                    "due": NOW + timedelta(minutes=(1 if number % 2 else -1) * (number + 5)),
                    "state": "planned" if number % 2 else "sent",
                }
                for number in range(ROWS)
            ],
        )  # fmt: skip
        connection.execute(text("ANALYZE"))
    add(store, program, row())
    return store


@contextmanager
def statements(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements on the ledger that are executed meanwhile, with what is put into them."""
    found: list[tuple[str, Any]] = []

    def keep(
        _connection: object, _cursor: object, sql: str, given: Any, _context: object, many: bool
    ) -> None:
        if "ledger" in sql and not many:
            found.append((sql, given))

    event.listen(connection, "before_cursor_execute", keep)
    yield found
    event.remove(connection, "before_cursor_execute", keep)


def test_nothing_looks_at_every_row(large: Store, program: int) -> None:
    with large.write() as connection:
        with statements(connection) as found:
            claim = claims.claim_due(
                connection, program, "t", NOW, REAL, tables.ledger.c.network == "slack", most=100
            )
            ids = tuple(each.id for each in claim.rows)
            claims.begin_sending(
                connection, [claims.Beginning("t", ids, "k", {})], REAL + timedelta(seconds=1)
            )
            ledger.next_due(connection, program, NOW)
            claims.next_retry(connection, program, NOW, REAL, tables.ledger.c.network == "slack")
            claims.hold(connection, program, Destination("slack", "U1"), NOW, REAL)
            for before, after in (
                (State.CLAIMED, State.PLANNED), (State.SENDING, State.UNKNOWN),
            ):  # fmt: skip
                claims.release(connection, program, before, after, REAL)
            ledger.find(connection, program, tables.ledger.c.state == State.UNKNOWN)
            ledger.latest_due(
                connection, program, Kind.COUNTDOWN, {"ft/1"}, tables.ledger.c.due <= NOW
            )
            progress.going_out(connection, program, NOW)
        explain = "EXPLAIN QUERY PLAN " if large.embedded else "EXPLAIN "
        plans = {
            sql: "\n".join(str(line) for line in connection.exec_driver_sql(explain + sql, given))
            for sql, given in found
        }
    assert len(plans) >= 9
    for sql, plan in plans.items():
        assert "Seq Scan on ledger" not in plan, f"{sql}\n{plan}"
        assert "SCAN ledger" not in plan, f"{sql}\n{plan}"
