"""What a person's rows say when they are due, and why those that say nothing any more do not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.countdown import Step
from bot.domain.ledger import Row
from bot.domain.model import Deadline, Program
from bot.domain.personal import (
    FORESIGHT,
    SNOOZED,
    Subscriber,
    Way,
    awake,
    find_for,
    is_day_off,
    seen_from,
    steps,
    tomorrow,
)
from bot.domain.planning import PASSED, by_close, counts_down
from bot.domain.steps import ALL_QUIET, overtaken_by
from bot.render import remind
from bot.render.countdown import countdown_lines
from bot.services.composing import Composed

MOVED = "it is not asked for any more: the date, the track or the person's wishes changed"
ENDED = "their reminders have ended"
UNWANTED = "they do not want to be reminded of this track any more"
APPLIED = "they have applied"
MUTED = "they have muted reminders"
PUT_OFF = "it came late, in the night or on a weekend there"
# What goes out so much after its time is not late: of ten thousand the last waits half an hour.
LATE = timedelta(hours=1)


class Writer:
    """Puts what is due at one moment into words."""

    def __init__(self, program: Program, now: datetime) -> None:
        self.program, self.now = program, now
        self._ladders: dict[tuple[str, Way], list[Step]] = {}
        self._words: dict[tuple[str, tuple[str, ...], bool], Composed] = {}

    def write(self, person: Subscriber | None, rows: Sequence[Row]) -> Composed:
        """The message of one person's rows, and why the others are not sent."""
        composed = Composed()
        shown: dict[str, Deadline] = {}
        for row in rows:
            if person is None or person.ended is not None:
                composed.cancel(row, ENDED)
                continue
            # What is snoozed may be of another ladder than they have now.
            usual = timedelta(days=max(person.way.days_before, default=0))
            reach = FORESIGHT if row.step.startswith(SNOOZED) else usual
            deadline = find_for(self.program, row.subject, row.due, reach)
            if deadline is None or not _is_same(self.program, deadline, row):
                composed.cancel(row, MOVED)
            elif reason := self._why_not(person, deadline, row):
                composed.skip(row, reason)
            elif ahead := self._ahead(person, deadline, row):
                composed.wait(row, ahead, "")
            elif (at := self._when(person, deadline, row)) is None:
                composed.skip(row, ALL_QUIET)
            elif at > self.now:
                composed.wait(row, at, PUT_OFF)
            else:
                composed.send.append(row)
                shown[row.subject] = deadline
        if person is not None and shown:
            snooze = any(tomorrow(person.way, self.now) < d.closes.at for d in shown.values())
            said = self._say(person.way.zone, by_close(shown.values()), snooze=snooze)
            composed.text, composed.blocks, composed.kept = said.text, said.blocks, said.kept
        return composed

    def _say(self, zone: str, deadlines: Sequence[Deadline], *, snooze: bool) -> Composed:
        key = (zone, tuple(deadline.subject for deadline in deadlines), snooze)
        said = self._words.get(key)
        if said is None:
            said = self._words[key] = Composed()
            # Days are counted in the person's zone, which may be a day ahead of the program's.
            there = seen_from(self.program, zone)
            buttons = remind.under_reminder(self.program, deadlines, snooze=snooze)
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
        return (
            None if self._ahead(person, deadline, row) else self._overtaken(person, deadline, row)
        )

    def _overtaken(self, person: Subscriber, deadline: Deadline, row: Row) -> str | None:
        """Which step stands for a row that is due, where it is another than its own."""
        due = [step for step in self._steps(deadline, person.way) if step.due <= self.now]
        last = due[-1] if due else None
        if row.step.startswith(SNOOZED):
            # A step of the ladder that has come meanwhile says the same.
            overtaken = last is not None and last.due >= row.due
        elif last is None or int(row.step) not in person.way.days_before:
            return MOVED
        else:
            overtaken = last.days != int(row.step)
        return overtaken_by(str(last.days)) if last and overtaken else None

    def _ahead(self, person: Subscriber, deadline: Deadline, row: Row) -> datetime | None:
        """When a row's step is due now, where that is ahead: their hour or zone changed after it
        had fallen due."""
        ladder = self._steps(deadline, person.way)
        return next((s.due for s in ladder if str(s.days) == row.step and s.due > self.now), None)

    def _when(self, person: Subscriber, deadline: Deadline, row: Row) -> datetime | None:
        """When a row may be sent: now, or when it is late, and they sleep or want no weekends,
        after that. None where they want nothing before the close."""
        if self.now - row.due <= LATE:
            return self.now
        at = awake(person.way, self.now, deadline.closes.at)
        # The night is not their wish: better then than never.
        return self.now if at is None and not is_day_off(person.way, self.now) else at

    def _steps(self, deadline: Deadline, way: Way) -> list[Step]:
        key = (deadline.subject, way)
        if key not in self._ladders:
            self._ladders[key] = steps(deadline, way)
        return self._ladders[key]


def _is_same(program: Program, deadline: Deadline, row: Row) -> bool:
    """Whether a deadline is still what a row was planned for, and counted down."""
    track = program.tracks_by_key[deadline.track]
    return deadline.revision == row.revision and counts_down(track)
