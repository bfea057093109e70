"""The ledger's rows: planned once, claimed by one process, sent by it, and what became of them.

Every statement that moves a row names the state it moves from, so that two processes never both
succeed. `now` is program time, `real` is real time (leases, attempts, backoff).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    func,
    or_,
    select,
    text,
    update,
)

from bot.domain.ledger import UNSENT, Destination, Kind, NewRow, Row, State, check_transition
from bot.store.programs import insert_ignoring
from bot.store.tables import ledger

# Longer than every network time-out taken together, so that a live sender is never overtaken.
LEASE = timedelta(seconds=120)
# Any number that all replicas use: the ledger of one program is changed by one at a time.
_LEDGER_LOCK = 8_000_009


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows that this process alone may send until the lease is over."""

    token: str
    rows: tuple[Row, ...]


def add(connection: Connection, program: int, rows: Iterable[NewRow]) -> int:
    """Adds the rows that are not there yet and gives their number."""
    values = [
        {
            "program_id": program,
            "kind": row.kind,
            "subject": row.subject,
            "revision": row.revision,
            "step": row.step,
            "network": row.destination.network,
            "address": row.destination.address,
            "due": row.due,
            "state": row.state,
            "reason": row.reason,
            "payload": row.payload,
        }
        for row in rows
    ]
    if not values:
        return 0
    before = count(connection, program)
    connection.execute(insert_ignoring(connection, ledger), values)
    return count(connection, program) - before


def count(connection: Connection, program: int) -> int:
    """How many rows a program has."""
    return int(
        connection.execute(
            select(func.count()).select_from(ledger).where(ledger.c.program_id == program)
        ).scalar_one()
    )


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
    return [_row(row) for row in rows]


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


def next_retry(
    connection: Connection, program: int, now: datetime, real: datetime
) -> datetime | None:
    """Real time at which the first of the rows that are due may be tried; None for no such row."""
    found = connection.execute(
        select(ledger.c.not_before)
        .where(
            ledger.c.program_id == program,
            ledger.c.state == State.PLANNED,
            ledger.c.due <= now,
        )
        .order_by(ledger.c.not_before.is_not(None), ledger.c.not_before)
        .limit(1)
    ).first()
    return None if found is None else found.not_before or real


def claim_due(
    connection: Connection, program: int, token: str, now: datetime, real: datetime
) -> Claim:
    """Claims everything that is due at the destination that has waited longest.

    One destination at a time, all of it: deadlines that coincide there go out as one message, and
    must not be split between two replicas.
    """
    lock(connection, program)
    due = and_(
        ledger.c.program_id == program,
        ledger.c.state == State.PLANNED,
        ledger.c.due <= now,
        or_(ledger.c.not_before.is_(None), ledger.c.not_before <= real),
    )
    first = connection.execute(
        select(ledger.c.network, ledger.c.address)
        .where(due)
        .order_by(ledger.c.due, ledger.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if first is None:
        return Claim(token, ())
    claimed = connection.execute(
        update(ledger)
        .where(due, ledger.c.network == first.network, ledger.c.address == first.address)
        .values(state=State.CLAIMED, token=token, lease_until=real + LEASE)
        .returning(ledger)
    ).mappings()
    rows = sorted((_row(row) for row in claimed), key=lambda row: (row.due, row.id))
    return Claim(token, tuple(rows))


def begin_sending(
    connection: Connection,
    token: str,
    ids: Sequence[int],
    key: str,
    payload: dict[str, Any],
    real: datetime,
) -> bool:
    """Moves rows claimed under `token` to `sending` before the network is called.

    From then on their token is `key`, by which the network is asked for the message should its
    outcome be unknown; `payload` keeps what was sent. False, with nothing moved, where the claim
    no longer holds for one of them: its lease is over or it was cancelled meanwhile.
    """
    with connection.begin_nested() as attempt:
        moved = connection.execute(
            update(ledger)
            .where(
                ledger.c.id.in_(ids),
                ledger.c.token == token,
                ledger.c.state == State.CLAIMED,
                ledger.c.lease_until > real,
            )
            .values(
                state=State.SENDING,
                token=key,
                payload=payload,
                attempted_at=real,
                attempts=ledger.c.attempts + 1,
                lease_until=real + LEASE,
            )
        ).rowcount
        if moved != len(ids):
            attempt.rollback()
            return False
    return True


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


def expired(connection: Connection, program: int, state: State, real: datetime | None) -> list[Row]:
    """Claimed or sending rows whose lease is over at `real`; all of them where that is None."""
    over = [] if real is None else [ledger.c.lease_until <= real]
    return find(connection, program, ledger.c.state == state, *over)


def unsent(connection: Connection, program: int, kind: Kind) -> list[Row]:
    """Rows of a kind of which nothing has been sent and nothing is on its way."""
    return find(connection, program, ledger.c.kind == kind, ledger.c.state.in_([*UNSENT]))


def reschedule(connection: Connection, row: Row, due: datetime) -> None:
    """Gives a planned row another due time."""
    connection.execute(
        update(ledger).where(ledger.c.id == row.id, ledger.c.state == State.PLANNED).values(due=due)
    )


def _row(row: RowMapping) -> Row:
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
    )
