"""Countdowns in the ledger: kept equal to what the program asks for, and put into words.

Sending is the affair of `bot/services/delivery.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.fate import moved_reason, why_gone
from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.domain.model import Deadline, Program
from bot.domain.planning import (
    PASSED,
    by_close,
    countdown_rows,
    counts_down,
    find_deadline,
    newest_steps,
    resumes,
    waits,
)
from bot.domain.steps import ALL_QUIET, CLOSED, moved_from, overtaken_by
from bot.render import remind, slack
from bot.render.countdown import countdown_lines
from bot.services.composing import Composed, facts
from bot.services.program import ProgramService, Saved
from bot.store import ledger, tables
from bot.store.engine import Store

# How far ahead the ledger is filled; a job carries it on.
AHEAD = timedelta(days=400)
LATE = "it fell due before the program asked for it"
LATER_STEP = "a later step of the same deadline was told before it"

Identity = tuple[str, int, str, Destination]


class ReminderService:
    """Plans countdowns, and composes them when they are due."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock

    def plan(self) -> None:
        """Makes the ledger hold what the program asks for from now on; harmless to repeat."""
        with self.store.write() as connection:
            ledger.lock(connection, self.programs.id)
            # The snapshot in memory may be a second behind what another process has planned for.
            program = self.programs.stored(connection)
            if program is not None:
                self._sync(connection, self.programs.id, program, None, self.clock.now())

    def saved(self, connection: Connection, saved: Saved) -> None:
        """Follows a change of the program, in its transaction."""
        ledger.lock(connection, saved.program_id)
        self._sync(connection, saved.program_id, saved.after, saved.before, saved.now)

    def _sync(
        self,
        connection: Connection,
        program_id: int,
        program: Program,
        before: Program | None,
        now: datetime,
    ) -> None:
        unsent = ledger.unsent(connection, program_id, Kind.COUNTDOWN)
        # What fell due while nobody was there still counts as wanted: the sender says of each row
        # why it is not sent any more.
        since = min([now, *(row.due for row in unsent)]) - timedelta(days=1)
        wanted = {_identity(row): row for row in countdown_rows(program, since, now + AHEAD, now)}
        for row in unsent:
            want = wanted.pop(_identity(row), None)
            if want is None:
                reason = why_gone(program, row)
                kept = _with_date(before, row) if before is not None else row.payload
                ledger.move(
                    connection, [row.id], row.state, State.CANCELLED, reason=reason, payload=kept
                )
            elif want.state is State.SKIPPED:
                ledger.move(connection, [row.id], row.state, State.SKIPPED, reason=want.reason)
            elif want.due != row.due and not waits(program, row, want, now):
                if row.state is State.CLAIMED:
                    # Not sent at the old time: whoever holds it finds that it is theirs no more.
                    ledger.move(connection, [row.id], State.CLAIMED, State.PLANNED)
                ledger.reschedule(connection, row, want.due, want.reason)
        self._revive(connection, program_id, wanted, now)
        ledger.add(connection, program_id, (_not_late(row, now) for row in wanted.values()))

    def _revive(
        self,
        connection: Connection,
        program_id: int,
        wanted: dict[Identity, NewRow],
        now: datetime,
    ) -> None:
        """Plans steps again that were cancelled or skipped and lie ahead now: the track was opened
        again, a quiet time was a mistake, or the hour is a later one."""
        ahead = [w for w in wanted.values() if w.state is State.PLANNED and w.due >= now]
        if not ahead:
            return
        table = tables.ledger
        left_out = ledger.find(
            connection,
            program_id,
            table.c.kind == Kind.COUNTDOWN,
            table.c.state.in_([State.CANCELLED, State.SKIPPED]),
            table.c.subject.in_({want.subject for want in ahead}),
        )
        by_identity = {_identity(want): want for want in ahead}
        for row in left_out:
            want = by_identity.get(_identity(row))
            # One that was tried was not left out for its time.
            if want is not None and (row.state is State.CANCELLED or not row.attempts):
                ledger.move(
                    connection, [row.id], row.state, State.PLANNED,
                    reason=want.reason, due=want.due,
                )  # fmt: skip

    def compose_all(
        self, program: Program, messages: Sequence[Sequence[Row]], now: datetime
    ) -> list[Composed]:
        """A message for each destination's countdown rows that are due together.

        The words are made once for all places that are told the same.
        """
        rows = [row for message in messages for row in message]
        overtaken = self._overtaken(rows, now)
        current = {
            (row.subject, row.revision, row.due): self._current(program, row) for row in rows
        }
        said: dict[tuple[tuple[str, str], ...], tuple[Composed, frozenset[str]]] = {}
        made = []
        for message in messages:
            due = [(row, current[row.subject, row.revision, row.due]) for row in message]
            composed, shown = self._chosen(program, due, overtaken, now)
            if shown:
                key = tuple((row.subject, row.step) for row in composed.send)
                if key not in said:
                    said[key] = self._said(program, by_close(shown), now)
                words, told = said[key]
                composed.text, composed.blocks = words.text, words.blocks
                composed.kept |= words.kept
                composed.leave(told)
            made.append(composed)
        return made

    @staticmethod
    def _said(
        program: Program, deadlines: list[Deadline], now: datetime
    ) -> tuple[Composed, frozenset[str]]:
        """What is said of the first of these deadlines, and the subjects of as many as fit."""
        lines = countdown_lines(program, deadlines, now)
        while len(deadlines) > 1 and not slack.fits(lines):
            deadlines = deadlines[: len(deadlines) // 2]
            lines = countdown_lines(program, deadlines, now)
        # Of what has closed there is nothing to be reminded of.
        ahead = [one for one in deadlines if one.closes.at > now]
        words = Composed()
        words.say(lines, *([remind.under_countdown(ahead)] if ahead else []))
        words.keep_facts(program, deadlines, now)
        return words, frozenset(one.subject for one in deadlines)

    @staticmethod
    def _chosen(
        program: Program,
        due: Sequence[tuple[Row, Deadline | None]],
        overtaken: Collection[int],
        now: datetime,
    ) -> tuple[Composed, list[Deadline]]:
        """Which rows of a message are sent, and the deadlines that it tells of."""
        newest = newest_steps(due, now)
        composed = Composed()
        shown: dict[str, Deadline] = {}
        for row, deadline in due:
            step = newest.get((row.subject, row.destination))
            if deadline is None:
                composed.cancel(row, why_gone(program, row))
            elif step is None or (step == CLOSED and row.step != CLOSED):
                composed.skip(row, PASSED)
            elif step != row.step:
                composed.skip(row, overtaken_by(step))
            elif row.id in overtaken:
                composed.skip(row, LATER_STEP)
            elif (at := resumes(program, deadline, row.step, now)) is None:
                composed.skip(row, ALL_QUIET)
            elif at > now:
                composed.wait(row, at, moved_reason(row) or moved_from(program, row.due))
            else:
                composed.send.append(row)
                composed.keep_reason(row)
                shown[row.subject] = deadline
        return composed, list(shown.values())

    def _overtaken(self, rows: Sequence[Row], now: datetime) -> set[int]:
        """Those of these rows of whose deadline a later step was told, or is due, by itself.

        A row that was in doubt or backed off comes late, and must not say again what is said.
        """
        table = tables.ledger
        with self.store.read() as connection:
            latest = ledger.latest_due(
                connection,
                self.programs.id,
                Kind.COUNTDOWN,
                {row.subject for row in rows},
                table.c.revision.in_({row.revision for row in rows}),
                table.c.due <= now,
                table.c.state.in_([
                    State.PLANNED, State.CLAIMED, State.SENDING, State.SENT, State.UNKNOWN,
                ]),
            )  # fmt: skip
        return {
            row.id
            for row in rows
            if latest.get((row.subject, row.revision, row.destination), row.due) > row.due
        }

    @staticmethod
    def _current(program: Program, row: Row) -> Deadline | None:
        """The deadline that a row is about, where it still is what the row was planned for."""
        deadline = find_deadline(program, row.subject, row.due)
        if deadline is None or deadline.revision != row.revision:
            return None
        track = program.tracks_by_key[deadline.track]
        return deadline if counts_down(track) else None


def _identity(row: NewRow) -> Identity:
    return (row.subject, row.revision, row.step, row.destination)


def _with_date(before: Program, row: Row) -> dict[str, Any] | None:
    """What a row keeps when it is cancelled: its deadline as it was, for whoever asks later."""
    deadline = find_deadline(before, row.subject, row.due)
    if deadline is None or deadline.revision != row.revision:
        return row.payload
    known = {row.subject: facts(before, deadline, row.due)}
    return {**(row.payload or {}), "deadlines": known}


def _not_late(row: NewRow, now: datetime) -> NewRow:
    """The row, as skipped where it is new and its time has gone by already."""
    if row.state is State.PLANNED and row.due < now:
        return replace(row, state=State.SKIPPED, reason=LATE)
    return row
