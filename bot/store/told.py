"""What the ledger says of messages that are out: which dates were told, where, and to how many."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.domain.ledger import Destination, Kind, People, Row, State
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


def of_person() -> ColumnElement[bool]:
    """The condition that a row goes to somebody's direct messages: to the id of a user."""
    ids = table.c.address.startswith("U"), table.c.address.startswith("W")
    return and_(table.c.network == "slack", or_(*ids))


def people(connection: Connection, program: int, *where: ColumnElement[bool]) -> list[People]:
    """The direct messages that meet every condition, counted."""
    alike = (
        table.c.kind, table.c.subject, table.c.revision, table.c.step, table.c.state,
        table.c.reason,
    )  # fmt: skip
    rows = connection.execute(
        select(
            *alike,
            func.min(table.c.due).label("first"),
            func.max(table.c.due).label("last"),
            func.count(table.c.address.distinct()).label("number"),
        )
        .where(table.c.program_id == program, of_person(), *where)
        .group_by(*alike)
        .order_by(func.min(table.c.due), table.c.subject, table.c.step)
    ).mappings()
    return [
        People(**{**row, "kind": Kind(row["kind"]), "state": State(row["state"])}) for row in rows
    ]
