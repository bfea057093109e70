"""The order of rows: what has to be sent before another."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, or_, select

from bot.domain.ledger import ANNOUNCED, Destination, Row, State
from bot.store.tables import ledger


def in_turn() -> ColumnElement[bool]:
    """Whether nothing has to be sent before a row; what does is out, where there is such.

    The state of that one row is looked up: of EXISTS, PostgreSQL makes a table of all that is sent.
    """
    first = ledger.alias("first")
    state = (
        select(first.c.state)
        .where(
            first.c.program_id == ledger.c.program_id,
            first.c.subject == ledger.c.subject,
            first.c.revision == ledger.c.revision,
            first.c.step == ledger.c.after,
            first.c.network == ledger.c.network,
            first.c.address == ledger.c.address,
        )
        .limit(1)
        .scalar_subquery()
    )
    return or_(ledger.c.after == "", state == State.SENT)


def followed(
    connection: Connection, program: int, rows: Sequence[Row], crowded: Sequence[Destination]
) -> list[Destination]:
    """Of the places of announcements those where another part waits for these to be out: it
    keeps the pace of the place, too."""
    places = {row.destination for row in rows if row.kind in ANNOUNCED}.difference(crowded)
    if not places:
        return []
    waiting = connection.execute(
        select(ledger.c.network, ledger.c.address)
        .distinct()
        .where(
            ledger.c.program_id == program,
            ledger.c.state == State.PLANNED,
            ledger.c.kind.in_(ANNOUNCED),
            ledger.c.after != "",
            ledger.c.network.in_({place.network for place in places}),
            ledger.c.address.in_([place.address for place in places]),
        )
    )
    return sorted(places & {Destination(row.network, row.address) for row in waiting})
