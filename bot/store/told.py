"""What the ledger says of messages that are out: which dates were told, where, and to how many."""

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from bot.domain.ledger import Destination, Kind, Row, State
from bot.store import ledger
from bot.store.tables import ledger as table

# States of a message that is out, or may be.
OUT = (State.SENT, State.SENDING, State.UNKNOWN)
COUNTDOWNS = (Kind.COUNTDOWN, Kind.REMINDER)


def told(
    connection: Connection, program: int, subjects: Collection[str], series: Collection[str]
) -> list[Row]:
    """The messages that told of these deadlines, or of any date of these series ("track/key")."""
    if not subjects and not series:
        return []
    dated = (table.c.subject.startswith(f"{key}-", autoescape=True) for key in series)
    return ledger.find(
        connection,
        program,
        or_(table.c.subject.in_(subjects), *dated),
        table.c.kind.in_([*COUNTDOWNS, Kind.CHANGE]),
        table.c.state.in_(OUT),
    )


def last_countdown(
    connection: Connection, program: int, subjects: Collection[str], destination: Destination
) -> str | None:
    """The external id of the last countdown of these deadlines at a destination, if there is one.

    Notices stand in the threads of countdowns, so they have no threads of their own.
    """
    found: str | None = connection.execute(
        select(table.c.external_id)
        .where(
            table.c.program_id == program,
            table.c.subject.in_(subjects),
            table.c.kind.in_(COUNTDOWNS),
            table.c.state == State.SENT,
            table.c.network == destination.network,
            table.c.address == destination.address,
            table.c.external_id.is_not(None),
        )
        .order_by(table.c.sent_at.desc(), table.c.id.desc())
        .limit(1)
    ).scalar()
    return found
