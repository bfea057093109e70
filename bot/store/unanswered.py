"""Questions that were not understood: their text and how often they came, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.store.programs import upserting
from bot.store.tables import unanswered


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was not understood. `last_at` is program time."""

    phrase: str
    text: str
    times: int
    last_at: datetime


def count(connection: Connection, program: int, phrase: str, text: str, now: datetime) -> None:
    """Counts a question; one that staff had settled comes back where it is asked again."""
    insert = upserting(connection, unanswered).values(
        program_id=program, phrase=phrase, text=text, times=1, last_at=now, settled=False
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["program_id", "phrase"],
            set_={"times": unanswered.c.times + 1, "text": text, "last_at": now, "settled": False},
        )
    )


def commonest(connection: Connection, program: int, limit: int) -> list[Unanswered]:
    """What was asked most often and is not settled."""
    rows = connection.execute(
        select(unanswered)
        .where(unanswered.c.program_id == program, unanswered.c.settled.is_(False))
        .order_by(unanswered.c.times.desc(), unanswered.c.last_at.desc())
        .limit(limit)
    )
    return [Unanswered(row.phrase, row.text, row.times, row.last_at) for row in rows]


def find(connection: Connection, program: int, phrase: str) -> Unanswered | None:
    """The question of that phrase."""
    row = connection.execute(
        select(unanswered).where(unanswered.c.program_id == program, unanswered.c.phrase == phrase)
    ).first()
    return Unanswered(row.phrase, row.text, row.times, row.last_at) if row else None


def forget_old(connection: Connection, program: int, before: datetime) -> None:
    """Drops what nobody has asked since `before` (program time)."""
    connection.execute(
        delete(unanswered).where(unanswered.c.program_id == program, unanswered.c.last_at < before)
    )


def settle(connection: Connection, program: int, phrase: str) -> None:
    """Takes a question off the list: it was taught, or nobody has to answer it."""
    connection.execute(
        update(unanswered)
        .where(unanswered.c.program_id == program, unanswered.c.phrase == phrase)
        .values(settled=True)
    )
