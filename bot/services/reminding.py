"""Personal reminders in the ledger: kept a little ahead, and put into words when they are due.

Only two days ahead, so that ten thousand people do not mean a million rows. What somebody wants is
looked at once more when a row is composed, so nothing has to be taken back in time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.countdown import Step
from bot.domain.ledger import NewRow, Row, State
from bot.domain.model import Deadline, Program
from bot.domain.personal import (
    SNOOZED,
    Planner,
    Subscriber,
    Way,
    find_for,
    newest,
    next_reminders,
    seen_from,
)
from bot.domain.planning import PASSED, by_close, counts_down
from bot.log import get_logger
from bot.networks.base import GoneError, PermanentError
from bot.render import remind
from bot.render.countdown import countdown_lines
from bot.services.composing import Composed
from bot.services.program import ProgramService
from bot.store import ledger, personal_rows, subscribers
from bot.store.engine import Store
from bot.store.personal_rows import Had, Identity

log = get_logger(__name__)
T = TypeVar("T")

AHEAD = timedelta(days=2)
# The plan is carried on when so much of it has gone by.
CARRY_ON = timedelta(hours=6)
# After a start: what fell due while no process was there to plan it.
LOOK_BACK = timedelta(days=40)
# Rows a transaction: others write between them.
BATCH = 1000
MOVED = "it is not asked for any more: the date, the track or the person's wishes changed"
ENDED = "their reminders have ended"
UNWANTED = "they do not want to be reminded of this track any more"
APPLIED = "they have applied"
MUTED = "they have muted reminders"
UNSENT = (State.PLANNED, State.CLAIMED)


class RemindingService:
    """Keeps the ledger equal to what people want, and composes what is due."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock
        # The version that was planned for last, and when (program time).
        self._planned: tuple[int, datetime] | None = None

    def is_due(self) -> bool:
        """Whether the plan has to be made or carried on: asked often, and costs nothing."""
        program, now = self.programs.current, self.clock.now()
        if program is None:
            return False
        if self._planned is None:
            return True
        version, at = self._planned
        return program.version != version or not at <= now < at + CARRY_ON

    def plan(self) -> int:
        """Makes the ledger hold what everybody wants in the next days, and gives how much changed.

        Harmless to repeat, and on every replica at once.
        """
        program, now = self.programs.current, self.clock.now()
        if program is None:
            return 0
        since = now - LOOK_BACK if self._planned is None else min(self._planned[1], now)
        with self.store.read() as connection:
            people = subscribers.active(connection, self.programs.id)
            had = personal_rows.since(connection, self.programs.id, since)
        changes = _compare(Planner(program, since, now + AHEAD, now), people, had)
        for part in changes.parts():
            with self.store.write() as connection:
                part.apply(connection, self.programs.id)
        self._planned = program.version, now
        if changes:
            log.info("personal reminders planned", people=len(people), **changes.counted())
        return len(changes)

    def next_due(self) -> datetime | None:
        """When anybody is told anything next, whether the ledger has it yet or not."""
        program, now = self.programs.current, self.clock.now()
        if program is None:
            return None
        with self.store.read() as connection:
            people = subscribers.active(connection, self.programs.id)
        later = now + timedelta.resolution
        found = (next_reminders(program, person, later) for person in people)
        return min((first.step.due for first, *_ in filter(None, found)), default=None)

    def follow(self, connection: Connection, person: Subscriber) -> None:
        """Follows what one person wants now, in the transaction that keeps it."""
        program, now = self.programs.current, self.clock.now()
        if program is None:
            return
        had = personal_rows.since(connection, self.programs.id, now, person.user)
        changes = _compare(Planner(program, now, now + AHEAD, now), [person], had)
        for part in changes.parts():
            part.apply(connection, self.programs.id)

    def snooze(self, connection: Connection, rows: Iterable[NewRow]) -> None:
        """Owes somebody a reminder once more; one that was cancelled comes back."""
        again = list(rows)
        ledger.add(connection, self.programs.id, again)
        for row in again:
            personal_rows.revive_one(connection, self.programs.id, row)

    def stop(self, connection: Connection, user: str, reason: str) -> bool:
        """Ends somebody's reminders, quietly; False where they had none."""
        ended = subscribers.end(connection, self.programs.id, user, reason)
        personal_rows.cancel_all(connection, self.programs.id, user, reason)
        return ended

    def refused(self, connection: Connection, rows: Sequence[Row], error: PermanentError) -> bool:
        """Ends the reminders of somebody who has left or takes no messages: nobody has to do
        anything about it. False where it was refused for another reason."""
        if not isinstance(error, GoneError):
            return False
        user = rows[0].destination.address
        if self.stop(connection, user, str(error)):
            log.info("reminders ended", user=user, reason=str(error))
        return True

    def compose(self, program: Program, rows: Sequence[Row], now: datetime) -> Composed:
        """One direct message for a person's rows that are due together."""
        (composed,) = self.compose_many(program, [rows], now)
        return composed

    def compose_many(
        self, program: Program, messages: Sequence[Sequence[Row]], now: datetime
    ) -> list[Composed]:
        """The same for many people; what is alike for some of them is made once."""
        users = {rows[0].destination.address for rows in messages}
        with self.store.read() as connection:
            people = subscribers.some(connection, self.programs.id, users)
        writer = Writer(program, now)
        return [writer.write(people.get(rows[0].destination.address), rows) for rows in messages]


class Writer:
    """Puts what is due at one moment into words."""

    def __init__(self, program: Program, now: datetime) -> None:
        self.program, self.now = program, now
        self._newest: dict[tuple[str, Way], Step | None] = {}
        self._words: dict[tuple[str, tuple[str, ...]], Composed] = {}

    def write(self, person: Subscriber | None, rows: Sequence[Row]) -> Composed:
        """The message of one person's rows, and why the others are not sent."""
        composed = Composed()
        shown: dict[str, Deadline] = {}
        for row in rows:
            if person is None or person.ended is not None:
                composed.cancel(row, ENDED)
                continue
            reach = timedelta(days=max(person.way.days_before, default=0))
            deadline = find_for(self.program, row.subject, row.due, reach)
            if deadline is None or not _is_same(self.program, deadline, row):
                composed.cancel(row, MOVED)
            elif reason := self._why_not(person, deadline, row):
                composed.skip(row, reason)
            else:
                composed.send.append(row)
                shown[row.subject] = deadline
        if person is not None and shown:
            said = self._say(person.way.zone, by_close(shown.values()))
            composed.text, composed.blocks, composed.kept = said.text, said.blocks, said.kept
        return composed

    def _say(self, zone: str, deadlines: Sequence[Deadline]) -> Composed:
        key = (zone, tuple(deadline.subject for deadline in deadlines))
        said = self._words.get(key)
        if said is None:
            said = self._words[key] = Composed()
            # Days are counted in the person's zone, which may be a day ahead of the program's.
            there = seen_from(self.program, zone)
            buttons = remind.under_reminder(self.program, deadlines)
            said.say(countdown_lines(there, deadlines, self.now), buttons)
            said.keep_facts(there, deadlines, self.now)
        return said

    def _why_not(self, person: Subscriber, deadline: Deadline, row: Row) -> str | None:
        """Why a row is not sent; None where it is."""
        if deadline.closes.at <= self.now:
            return PASSED
        if not person.wants(deadline.track):
            return UNWANTED
        if deadline.subject in person.dismissed:
            return APPLIED
        if person.is_muted(self.now):
            return MUTED
        last = self._last(deadline, person.way)
        if row.step.startswith(SNOOZED):
            # A step of the ladder that has come meanwhile says the same.
            overtaken = last is not None and last.due >= row.due
        elif last is None or int(row.step) not in person.way.days_before:
            return MOVED
        else:
            overtaken = last.days != int(row.step)
        return f"the step of {last.days} days fell due, too" if last and overtaken else None

    def _last(self, deadline: Deadline, way: Way) -> Step | None:
        key = (deadline.subject, way)
        if key not in self._newest:
            self._newest[key] = newest(deadline, way, self.now)
        return self._newest[key]


def _is_same(program: Program, deadline: Deadline, row: Row) -> bool:
    """Whether a deadline is still what a row was planned for, and counted down."""
    track = program.tracks_by_key[deadline.track]
    return deadline.revision == row.revision and counts_down(track)


class _Changes:
    """What has to be done to the ledger."""

    def __init__(self) -> None:
        self.new: list[NewRow] = []
        self.moved: dict[datetime, list[int]] = {}
        self.revived: dict[datetime, list[int]] = {}
        self.cancelled: list[int] = []

    def __len__(self) -> int:
        return sum(self.counted().values())

    def counted(self) -> dict[str, int]:
        """How many of each."""
        return {
            "new": len(self.new),
            "moved": sum(map(len, self.moved.values())),
            "revived": sum(map(len, self.revived.values())),
            "cancelled": len(self.cancelled),
        }

    def parts(self) -> Iterator["_Changes"]:
        """The same in parts of a transaction each."""
        for rows in _in_batches(self.new):
            part = _Changes()
            part.new = rows
            yield part
        for name in ("moved", "revived"):
            for due, every in getattr(self, name).items():
                for ids in _in_batches(every):
                    part = _Changes()
                    setattr(part, name, {due: ids})
                    yield part
        for ids in _in_batches(self.cancelled):
            part = _Changes()
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


def _compare(planner: Planner, people: Iterable[Subscriber], had: dict[Identity, Had]) -> _Changes:
    """What leads from the rows that there are to those that are wanted.

    Rows that are due are left alone: the composer decides about them.
    """
    changes, now = _Changes(), planner.now
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
