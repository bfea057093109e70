"""How rows of the ledger are sent: claimed by one process, begun, settled or given up.

Every statement names the state that a row comes from and the token by which it is held, so that two
processes never both succeed. `now` is program time, `real` is real time (leases, attempts, waits).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from bot.domain.ledger import JOINED, Destination, Row, State, check_transition
from bot.store.ledger import lock, read_row
from bot.store.tables import ledger
from bot.store.told import of_person
from bot.store.turns import followed, in_turn

# Longer than every network time-out taken together, so that a live sender is never overtaken.
LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows that this process alone may send until the lease is over, and the destinations where
    more is due than that."""

    token: str
    rows: tuple[Row, ...]
    crowded: tuple[Destination, ...] = ()


def next_retry(
    connection: Connection,
    program: int,
    now: datetime,
    real: datetime,
    *where: ColumnElement[bool],
) -> datetime | None:
    """Real time at which the first of the rows that are due may be tried; None for no such row."""
    found = connection.execute(
        select(ledger.c.not_before)
        .where(
            ledger.c.program_id == program,
            ledger.c.state == State.PLANNED,
            ledger.c.due <= now,
            in_turn(),
            *where,
        )
        .order_by(ledger.c.not_before.is_not(None), ledger.c.not_before)
        .limit(1)
    ).first()
    return None if found is None else found.not_before or real


def claim_due(
    connection: Connection,
    program: int,
    token: str,
    now: datetime,
    real: datetime,
    *where: ColumnElement[bool],
    most: int = 1,
) -> Claim:
    """Claims what is due at up to `most` destinations, those that have waited longest first.

    Of a destination all that goes out as one message, which must not be split between two
    replicas, and the first of what goes out by itself; a part of a thread once the one before it
    is out. Messages to single persons come after all
    others, for there may be thousands of them. What it costs grows with the rows that are due, not
    with those that exist.
    """
    lock(connection, program)
    due = and_(
        ledger.c.program_id == program,
        ledger.c.state == State.PLANNED,
        ledger.c.due <= now,
        or_(ledger.c.not_before.is_(None), ledger.c.not_before <= real),
        in_turn(),
        *where,
    )
    personal = case((of_person(), 1), else_=0)
    single = case((ledger.c.kind.in_(JOINED), 0), else_=1)
    places = connection.execute(
        select(ledger.c.network, ledger.c.address, func.sum(single).label("singles"))
        .where(due)
        .group_by(ledger.c.network, ledger.c.address)
        .order_by(func.min(personal), func.min(ledger.c.due), func.min(ledger.c.id))
        .limit(most)
    ).all()
    if not places:
        return Claim(token, ())
    there = and_(
        due,
        ledger.c.network.in_({place.network for place in places}),
        ledger.c.address.in_([place.address for place in places]),
    )
    crowded = tuple(Destination(each.network, each.address) for each in places if each.singles > 1)
    claimed = connection.execute(
        update(ledger)
        .where(there, *([_of_first_message(there)] if crowded else []))
        .values(state=State.CLAIMED, token=token, lease_until=real + LEASE)
        .returning(ledger)
    ).mappings()
    rows = sorted((read_row(row) for row in claimed), key=_urgency)
    return Claim(token, tuple(rows), (*crowded, *followed(connection, program, rows, crowded)))


def _of_first_message(there: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the rows that meet a condition those that are joined, and each place's first other."""
    place = (ledger.c.network, ledger.c.address)
    turn = func.row_number().over(partition_by=place, order_by=(ledger.c.due, ledger.c.id))
    singles = (
        select(ledger.c.id, turn.label("turn"))
        .where(there, ledger.c.kind.not_in(JOINED))
        .subquery()
    )
    first = select(singles.c.id).where(singles.c.turn == 1)
    return or_(ledger.c.kind.in_(JOINED), ledger.c.id.in_(first))


def _urgency(row: Row) -> tuple[bool, datetime, int]:
    return (row.destination.is_person, row.due, row.id)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Rows that become one message: claimed under `token`, from then on known by `key`, by which
    the network is asked for it should its outcome be unknown; `payload` keeps what is sent."""

    token: str
    ids: tuple[int, ...]
    key: str
    payload: dict[str, Any]


def begin_sending(
    connection: Connection, messages: Sequence[Beginning], real: datetime
) -> set[str]:
    """Moves the rows of messages to `sending` before the network is called; gives their keys.

    Of each message all rows or none: one of which the claim no longer holds for a row, since its
    lease is over or it was cancelled meanwhile, is left as it is.
    """
    wanted = [row for message in messages for row in message.ids]
    held = {
        (row.id, row.token)
        for row in connection.execute(
            select(ledger.c.id, ledger.c.token)
            .where(
                ledger.c.id.in_(wanted),
                ledger.c.state == State.CLAIMED,
                ledger.c.lease_until > real,
            )
            .with_for_update()
        )
    }
    ours = [m for m in messages if all((row, m.token) in held for row in m.ids)]
    values = [
        {"row": row, "key": message.key, "sent": message.payload}
        for message in ours
        for row in message.ids
    ]
    if values:
        connection.execute(
            update(ledger)
            .where(ledger.c.id == bindparam("row"))
            .values(
                state=State.SENDING,
                token=bindparam("key"),
                payload=bindparam("sent"),
                attempted_at=real,
                attempts=ledger.c.attempts + 1,
                lease_until=real + LEASE,
            ),
            values,
        )
    return {message.key for message in ours}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a network said of a message that it took."""

    ids: tuple[int, ...]
    key: str
    external_id: str
    link: str | None


def arrived(
    connection: Connection, messages: Sequence[Arrival], before: State, real: datetime
) -> None:
    """Moves the rows of messages that are out to `sent`, those alone that still have their key."""
    check_transition(before, State.SENT)
    connection.execute(
        update(ledger)
        .where(
            ledger.c.id == bindparam("row"),
            ledger.c.token == bindparam("key"),
            ledger.c.state == before,
        )
        .values(
            state=State.SENT,
            token=None,
            lease_until=None,
            reason="",
            external_id=bindparam("identity"),
            link=bindparam("address_there"),
            sent_at=real,
        ),
        [
            {
                "row": row,
                "key": message.key,
                "identity": message.external_id,
                "address_there": message.link,
            }
            for message in messages
            for row in message.ids
        ],
    )


def hold(
    connection: Connection, program: int, place: Destination, due: datetime, until: datetime
) -> None:
    """Keeps what falls due at a destination by `due` from being tried before `until` (real)."""
    connection.execute(
        update(ledger)
        .where(
            ledger.c.program_id == program,
            ledger.c.state == State.PLANNED,
            ledger.c.due <= due,
            ledger.c.network == place.network,
            ledger.c.address == place.address,
            or_(ledger.c.not_before.is_(None), ledger.c.not_before < until),
        )
        .values(not_before=until)
    )


def release(
    connection: Connection,
    program: int,
    before: State,
    after: State,
    real: datetime | None,
    **values: Any,
) -> int:
    """Moves the claimed or sending rows whose lease is over at `real`, all of them where that is
    None, and gives their number."""
    check_transition(before, after)
    if after is State.PLANNED:
        values = {"token": None, "lease_until": None, **values}
    over = [] if real is None else [ledger.c.lease_until <= real]
    return connection.execute(
        update(ledger)
        .where(ledger.c.program_id == program, ledger.c.state == before, *over)
        .values(state=after, **values)
    ).rowcount
