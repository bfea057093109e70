"""The ledger's rows: planned once, claimed by one process, sent by it, and what became of them.

How they are claimed and sent is in `claims.py`.

Every statement that moves a row names the state it moves from, so that two processes never both
succeed. `now` is program time, `real` is real time (leases, attempts, backoff).
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, text, update

from bot.domain.ledger import UNSENT, Destination, Kind, NewRow, Row, State, check_transition
from bot.store.programs import insert_ignoring
from bot.store.tables import ledger

# Any number that all replicas use: the ledger of one program is changed by one at a time.
_LEDGER_LOCK = 8_000_009


def add(connection: Connection, program: int, rows: Iterable[NewRow]) -> None:
    """Adds the rows that are not there yet."""
    values = [
        {
            "program_id": program,
            "kind": row.kind,
            "subject": row.subject,
            "revision": row.revision,
            "step": row.step,
            "after": row.after,
            "network": row.destination.network,
            "address": row.destination.address,
            "due": row.due,
            "state": row.state,
            "reason": row.reason,
            "payload": row.payload,
        }
        for row in rows
    ]
    if values:
        connection.execute(insert_ignoring(connection, ledger), values)


def find(
    connection: Connection,
    program: int,
    *where: ColumnElement[bool],
    limit: int | None = None,
) -> list[Row]:
    """The rows that meet every condition, in the order in which they are due."""
    rows = connection.execute(
        select(ledger)
        .where(ledger.c.program_id == program, *where)
        .order_by(ledger.c.due, ledger.c.id)
        .limit(limit)
    ).mappings()
    return [read_row(row) for row in rows]


def lock(connection: Connection, program: int) -> None:
    """Keeps others from claiming and sending until the transaction ends.

    Whoever reads the states of rows to decide what becomes of them holds it, so that a row is not
    sent between the reading and the deciding. SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:lock, :program)"),
            {"lock": _LEDGER_LOCK, "program": program},
        )


def next_due(
    connection: Connection, program: int, after: datetime | None = None
) -> datetime | None:
    """Program time at which the next row is due, after that moment; None where there is none."""
    later = [] if after is None else [ledger.c.due > after]
    found: datetime | None = connection.execute(
        select(ledger.c.due)
        .where(ledger.c.program_id == program, ledger.c.state == State.PLANNED, *later)
        .order_by(ledger.c.due)
        .limit(1)
    ).scalar()
    return found


def move(
    connection: Connection,
    ids: Collection[int],
    before: State,
    after: State,
    *,
    token: str | None = None,
    **values: Any,
) -> int:
    """Moves rows from one state to another, those alone that are in it, and gives their number.

    With a `token`, only rows that this claim still holds. Raises ValueError for a transition that
    the table of `bot/domain/ledger.py` does not have.
    """
    check_transition(before, after)
    if after in {State.PLANNED, State.SENT, State.FAILED, State.CANCELLED, State.SKIPPED}:
        values = {"token": None, "lease_until": None, **values}
    where = [ledger.c.id.in_(ids), ledger.c.state == before]
    if token is not None:
        where.append(ledger.c.token == token)
    return connection.execute(update(ledger).where(*where).values(state=after, **values)).rowcount


def latest_due(
    connection: Connection,
    program: int,
    kind: Kind,
    subjects: Collection[str],
    *where: ColumnElement[bool],
) -> dict[tuple[str, int, Destination], datetime]:
    """The last due time of each subject, revision and destination among the rows that meet every
    condition."""
    found = connection.execute(
        select(
            ledger.c.subject,
            ledger.c.revision,
            ledger.c.network,
            ledger.c.address,
            func.max(ledger.c.due).label("due"),
        )
        .where(
            ledger.c.program_id == program,
            ledger.c.kind == kind,
            ledger.c.subject.in_(subjects),
            *where,
        )
        .group_by(ledger.c.subject, ledger.c.revision, ledger.c.network, ledger.c.address)
    )
    return {
        (row.subject, row.revision, Destination(row.network, row.address)): row.due for row in found
    }


def unsent(connection: Connection, program: int, kind: Kind) -> list[Row]:
    """Rows of a kind of which nothing has been sent and nothing is on its way."""
    return find(connection, program, ledger.c.kind == kind, ledger.c.state.in_([*UNSENT]))


def reschedule(connection: Connection, row: Row, due: datetime, reason: str = "") -> None:
    """Gives a planned row another due time, and the reason why it is that one."""
    connection.execute(
        update(ledger)
        .where(ledger.c.id == row.id, ledger.c.state == State.PLANNED)
        .values(due=due, reason=reason)
    )


def read_row(row: RowMapping) -> Row:
    """A row as the database gives it."""
    return Row(
        id=row["id"],
        kind=Kind(row["kind"]),
        subject=row["subject"],
        revision=row["revision"],
        step=row["step"],
        destination=Destination(row["network"], row["address"]),
        due=row["due"],
        state=State(row["state"]),
        reason=row["reason"],
        token=row["token"],
        attempts=row["attempts"],
        attempted_at=row["attempted_at"],
        sent_at=row["sent_at"],
        external_id=row["external_id"],
        link=row["link"],
        payload=row["payload"],
        after=row["after"],
    )
