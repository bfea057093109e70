"""What leads from the rows that the ledger has for people to those that they are to have."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from bot.domain.ledger import UNSENT, NewRow, State
from bot.domain.personal import SNOOZED, Planner, Subscriber
from bot.services.personal_words import MOVED
from bot.store import ledger, personal_rows
from bot.store.personal_rows import Had, Identity

T = TypeVar("T")

# Rows a transaction: others write between them.
BATCH = 250


class Changes:
    """What has to be done to the ledger."""

    def __init__(self) -> None:
        self.new: list[NewRow] = []
        self.moved: dict[datetime, list[int]] = {}
        self.revived: dict[datetime, list[int]] = {}
        self.cancelled: list[int] = []

    def counted(self) -> dict[str, int]:
        """How many of each."""
        return {
            "new": len(self.new),
            "moved": sum(map(len, self.moved.values())),
            "revived": sum(map(len, self.revived.values())),
            "cancelled": len(self.cancelled),
        }

    def parts(self) -> Iterator["Changes"]:
        """The same in parts of a transaction each."""
        for rows in _in_batches(self.new):
            part = Changes()
            part.new = rows
            yield part
        for name in ("moved", "revived"):
            for due, every in getattr(self, name).items():
                for ids in _in_batches(every):
                    part = Changes()
                    setattr(part, name, {due: ids})
                    yield part
        for ids in _in_batches(self.cancelled):
            part = Changes()
            part.cancelled = ids
            yield part

    def apply(self, connection: Connection, program: int) -> None:
        """Does it."""
        ledger.add(connection, program, self.new)
        for due, ids in self.moved.items():
            personal_rows.move_to(connection, ids, due)
        for due, ids in self.revived.items():
            ledger.move(connection, ids, State.CANCELLED, State.PLANNED, reason="", due=due)
        for state in UNSENT:
            ledger.move(connection, self.cancelled, state, State.CANCELLED, reason=MOVED)


def compare(planner: Planner, people: Iterable[Subscriber], had: dict[Identity, Had]) -> Changes:
    """What leads from the rows that there are to those that are wanted.

    Rows that are due are left alone: the composer decides about them.
    """
    changes, now = Changes(), planner.now
    left = dict(had)
    for person in people:
        for row in planner.rows(person):
            there = left.pop((row.subject, row.revision, row.step, person.user), None)
            if there is None:
                changes.new.append(row)
            elif there.due > now and there.state in UNSENT and there.due != row.due:
                changes.moved.setdefault(row.due, []).append(there.id)
            elif there.state is State.CANCELLED and row.due >= now:
                changes.revived.setdefault(row.due, []).append(there.id)
    changes.cancelled = [
        there.id
        for (_, _, step, _), there in left.items()
        if there.state in UNSENT and there.due > now and not step.startswith(SNOOZED)
    ]
    return changes


def _in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
