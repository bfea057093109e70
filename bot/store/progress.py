"""How far the direct messages that are due have got."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from bot.domain.ledger import JOINED, Kind, State
from bot.store.tables import ledger
from bot.store.told import of_person

# Kinds that go to people, too.
PERSONAL = (Kind.REMINDER, Kind.CHANGE)
# States of a due row that is still to go out.
OPEN = (State.PLANNED, State.CLAIMED, State.SENDING)


def going_out(connection: Connection, program: int, now: datetime) -> tuple[int, int]:
    """Of the direct messages that are due and not all out: how many are sent, and of how many.

    They are counted from the first due time at which one is still open.
    """
    direct = and_(
        ledger.c.program_id == program,
        ledger.c.kind.in_(PERSONAL),
        of_person(),
        ledger.c.due <= now,
    )
    since = connection.execute(
        select(func.min(ledger.c.due)).where(direct, ledger.c.state.in_(OPEN))
    ).scalar()
    if since is None:
        return 0, 0
    counted = connection.execute(
        select(
            ledger.c.state,
            ledger.c.kind,
            func.count(ledger.c.address.distinct()).label("places"),
            func.count().label("rows"),
        )
        .where(direct, ledger.c.due >= since, ledger.c.state.in_([*OPEN, State.SENT]))
        .group_by(ledger.c.state, ledger.c.kind)
    )
    by_state: Counter[str] = Counter()
    for row in counted:
        by_state[row.state] += row.places if row.kind in JOINED else row.rows
    return by_state[State.SENT], by_state.total()
