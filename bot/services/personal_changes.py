"""What leads from the rows that the ledger has for people to those that they are to have."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from bot.domain.ledger import UNSENT, NewRow, State
from bot.domain.personal import SNOOZED, Planner, Subscriber
from bot.services.personal_words import MOVED, PUT_OFF
from bot.store import ledger, personal_rows
from bot.store.personal_rows import Had, Identity

T = TypeVar("T")

# Rows a statement: databases take some ten thousand values in one.
BATCH = 1000


class Changes:
    """What has to be done to the ledger."""

    def __init__(self) -> None:
        self.new: list[NewRow] = []
        self.moved: dict[datetime, list[int]] = {}
        self.revived: dict[datetime, list[int]] = {}
        self.cancelled: list[int] = []
        # Whose rows they are.
        self.people: set[str] = set()

    def counted(self) -> dict[str, int]:
        """How many of each."""
        return {
            "new": len(self.new),
            "moved": sum(map(len, self.moved.values())),
            "revived": sum(map(len, self.revived.values())),
            "cancelled": len(self.cancelled),
        }

    def apply(self, connection: Connection, program: int) -> None:
        """Does it."""
        ledger.add(connection, program, self.new)
        for due, every in self.moved.items():
            for ids in _in_batches(every):
                personal_rows.move_to(connection, ids, due)
        for due, every in self.revived.items():
            for ids in _in_batches(every):
                ledger.move(connection, ids, State.CANCELLED, State.PLANNED, reason="", due=due)
        for ids in _in_batches(self.cancelled):
            for state in UNSENT:
                ledger.move(connection, ids, state, State.CANCELLED, reason=MOVED)


def compare(planner: Planner, people: Iterable[Subscriber], had: dict[Identity, Had]) -> Changes:
    """What leads from the rows that there are to those that are wanted.

    Of rows that are due, those whose time is ahead now are moved; the composer decides about the
    others, and about those that it has put off.
    """
    changes, now = Changes(), planner.now
    left = dict(had)
    for person in people:
        for row in planner.rows(person):
            there = left.pop((row.subject, row.revision, row.step, person.user), None)
            if there is None:
                changes.new.append(row)
            elif there.state in UNSENT and there.due != row.due and max(there.due, row.due) > now:
                if there.reason == PUT_OFF and row.due <= now:
                    continue
                changes.moved.setdefault(row.due, []).append(there.id)
            elif there.state is State.CANCELLED and row.due >= now:
                changes.revived.setdefault(row.due, []).append(there.id)
            else:
                continue
            changes.people.add(person.user)
    for (_, _, step, user), there in left.items():
        kept = step.startswith(SNOOZED) or there.reason == PUT_OFF
        if there.state in UNSENT and there.due > now and not kept:
            changes.cancelled.append(there.id)
            changes.people.add(user)
    return changes


def _in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
