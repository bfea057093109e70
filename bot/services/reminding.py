"""Personal reminders in the ledger: kept a little ahead, and put into words when they are due.

Only two days ahead, so that ten thousand people do not mean a million rows. What somebody wants is
looked at once more when a row is composed, so nothing has to be taken back in time.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.ledger import UNSENT, NewRow, Row
from bot.domain.model import Program
from bot.domain.personal import SNOOZED, Planner, Subscriber, next_reminders
from bot.log import get_logger
from bot.networks.base import GoneError, PermanentError
from bot.services.composing import Composed
from bot.services.personal_changes import Changes, compare
from bot.services.personal_words import Writer
from bot.services.program import ProgramService
from bot.store import ledger, personal_rows, subscribers
from bot.store.engine import Store

log = get_logger(__name__)

AHEAD = timedelta(days=2)
# The plan is carried on when so much of it has gone by.
CARRY_ON = timedelta(hours=6)
# After a start: what fell due while no process was there to plan it.
LOOK_BACK = timedelta(days=40)
# People that are planned for at a time.
PEOPLE = 500
# People whose rows are changed in one transaction: others write between them.
TOGETHER = 100


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
        planner = Planner(program, since, now + AHEAD, now)
        counts: Counter[str] = Counter()
        last = ""
        # So many at a time: what is held in memory is looked through by the garbage collector,
        # which holds up the loop.
        while people := self._after(last):
            last = people[-1].user
            counts.update(people=len(people), **self._follow_all(planner, people))
        self._planned = program.version, now
        changed = counts.total() - counts["people"]
        if changed:
            log.info("personal reminders planned", **counts)
        return changed

    def _after(self, user: str) -> list[Subscriber]:
        with self.store.read() as connection:
            return subscribers.active(connection, self.programs.id, after=user, limit=PEOPLE)

    def _follow_all(self, planner: Planner, people: list[Subscriber]) -> Counter[str]:
        """Makes the ledger hold what these people want, and gives how much changed."""
        with self.store.read() as connection:
            changed = sorted(self._changes(connection, planner, people).people)
        counts: Counter[str] = Counter()
        for i in range(0, len(changed), TOGETHER):
            with self.store.write() as connection:
                # They may have changed their minds since they were read, and must not do so now.
                now = subscribers.some(
                    connection, self.programs.id, changed[i : i + TOGETHER], lock=True
                )
                changes = self._changes(connection, planner, list(now.values()))
                changes.apply(connection, self.programs.id)
            counts.update(changes.counted())
        return counts

    def _changes(
        self, connection: Connection, planner: Planner, people: list[Subscriber]
    ) -> Changes:
        users = [person.user for person in people]
        had = personal_rows.since(connection, self.programs.id, planner.since, users)
        return compare(planner, people, had)

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
        # In another zone a step that was ahead may have gone by: it comes now, and is not lost.
        since = now - AHEAD
        planner = Planner(program, since, now + AHEAD, now)
        self._changes(connection, planner, [person]).apply(connection, self.programs.id)

    def snooze(self, connection: Connection, rows: Iterable[NewRow]) -> None:
        """Owes somebody a reminder once more; one that was cancelled comes back, and one that was
        owed already comes at this time."""
        again = list(rows)
        ledger.add(connection, self.programs.id, again)
        for row in again:
            personal_rows.plan_again(connection, self.programs.id, row)

    def snoozed(self, connection: Connection, user: str) -> dict[str, datetime]:
        """What somebody is told once more, by subject, and when."""
        rows = personal_rows.since(connection, self.programs.id, self.clock.now(), [user])
        return {
            subject: row.due
            for (subject, _, step, _), row in rows.items()
            if step.startswith(SNOOZED) and row.state in UNSENT
        }

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
