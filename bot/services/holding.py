"""What keeps an announcement from going out that was approved: a stop that holds."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.domain.ledger import ANNOUNCED, Row, State
from bot.services.board import Board, subject_of
from bot.services.troubles import STOPPED
from bot.store import ledger, tables
from bot.store.announcements import Announcement

# What is being sent, and may come back as not sent.
IN_FLIGHT = frozenset({State.SENDING, State.UNKNOWN})
# What a row keeps that was stopped while it was being sent: by whom.
MARK = "stopped"


def stop(connection: Connection, board: Board, found: Announcement, actor: str) -> list[Row]:
    """Keeps what is not out from going out, also what is being sent now, should it come back.

    Gives the rows that this concerns. Who calls this holds the lock.
    """
    reason = f"{STOPPED}{actor}"
    flying = [
        row
        for row in board.rows_of(connection, found)
        if row.state in IN_FLIGHT and MARK not in (row.payload or {})
    ]
    for row in flying:
        _keep(connection, row, {**(row.payload or {}), MARK: reason})
    return [*board.cancel_unsent(connection, found, reason), *flying]


def let_go(connection: Connection, rows: Iterable[Row]) -> None:
    """Lets rows be sent that were stopped: somebody of staff asked for it."""
    for row in rows:
        kept = dict(row.payload or {})
        if kept.pop(MARK, None) is not None:
            _keep(connection, row, kept)


def stopped(row: Row) -> str | None:
    """Why a row may not go out that was being sent when it was stopped; None where it may."""
    said = (row.payload or {}).get(MARK)
    return str(said) if said else None


def was_stopped(connection: Connection, board: Board, found: Announcement) -> bool:
    """Whether staff have stopped an announcement once: from then on it waits for an approval."""
    table = tables.ledger
    where = (
        table.c.kind.in_(ANNOUNCED), table.c.subject == subject_of(found),
        table.c.reason.startswith(STOPPED),
    )  # fmt: skip
    return bool(ledger.find(connection, board.programs.id, *where, limit=1))


def _keep(connection: Connection, row: Row, payload: dict[str, object]) -> None:
    table = tables.ledger
    connection.execute(table.update().where(table.c.id == row.id).values(payload=payload or None))
