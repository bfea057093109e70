"""The steps of a deadline as its track asks for them: when each is due, moved out of quiet times.

The ladder itself is in `bot/domain/countdown.py`, what is quiet in `bot/domain/quiet.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain import wording
from bot.domain.countdown import EARLIEST_LAST_CALL, LAST_CALL, ladder
from bot.domain.model import Deadline, Program, Track
from bot.domain.moments import START_OF_DAY, instant
from bot.domain.money import count
from bot.domain.quiet import Stretch, allowed, is_quiet

# The step that tells of the close itself.
CLOSED = "closed"
MOVED_FROM = "moved from "
BEFORE_KNOWN = "it fell due before the deadline was known"
BEFORE_MOVED = "it fell due before the new date was known"
TOO_EARLY = "it closes too early in the day for a step on the day itself"
ALL_QUIET = "there is no time before the close that is not quiet"
# Later than every close.
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step: its name ("8", "closed"), when it is due (UTC), and why it was moved or is skipped.

    A skipped one is at the time it would have had.
    """

    name: str
    due: datetime
    reason: str = ""
    skipped: bool = False


def rank(step: str) -> int:
    """The place of a step's name in the order of time: days before the close, -1 after it."""
    return int(step) if step.isdecimal() else -1


def in_words(step: str) -> str:
    """A step's name for people: "eight days before", "on the day", "after the close", "snoozed"."""
    if step.isdecimal():
        return f"{count(int(step), 'day')} before" if int(step) else "on the day"
    return "after the close" if step == CLOSED else "snoozed"


def overtaken_by(step: str) -> str:
    """Why a step is not sent where a later one, of that name, stands for both."""
    of = "" if step == "0" else "of "
    return f"the reminder {of}{in_words(step)} fell due, too"


def steps_of(
    program: Program, track: Track, deadline: Deadline, now: datetime | None = None
) -> list[DueStep]:
    """Every step of a deadline, the first first; each is due, or skipped with the reason.

    No step is moved to before the deadline was known, nor, for what is due after it, to before
    `now`; and none to after the step that follows it.
    """
    return [*_Steps(program, track, deadline, now).backwards()][::-1]


@dataclass(frozen=True, slots=True)
class _Steps:
    program: Program
    track: Track
    deadline: Deadline
    now: datetime | None

    def backwards(self) -> Iterator[DueStep]:
        closes, zone, reminders = self.deadline.closes, self.program.zone, self.track.reminders
        if reminders.after_close:
            yield self.step(CLOSED, closes.at, FOREVER)
        rungs = ladder(closes, zone, reminders)
        last_call = closes.at - LAST_CALL
        if 0 in reminders.days_before and (not rungs or rungs[-1].days > 0):
            yield DueStep("0", last_call, TOO_EARLY, skipped=True)
        before = closes.at
        for rung in reversed(rungs):
            # The step of the day itself leaves two hours to act, moved or not.
            until = before if rung.days else min(before, last_call + datetime.resolution)
            step = self.step(str(rung.days), rung.due, until)
            if not step.skipped:
                before = step.due + datetime.resolution
            yield step

    def step(self, name: str, due: datetime, until: datetime) -> DueStep:
        """The step of that name, at `due` or moved to a time before `until`."""
        known, zone, quiet = self.deadline.known_at, self.program.zone, self.track.quiet
        if known is not None and due < known:
            reason = BEFORE_MOVED if self.deadline.revision > 1 else BEFORE_KNOWN
            return DueStep(name, due, reason, skipped=True)
        if due < until and not is_quiet(due, quiet, zone):
            return DueStep(name, due)
        at = allowed(due, quiet, zone, until, self.earliest(name, due), but=self.night(name))
        if at is None:
            return DueStep(name, due, ALL_QUIET, skipped=True)
        return DueStep(name, at, moved_from(self.program, due))

    def earliest(self, name: str, due: datetime) -> datetime | None:
        """The time that a step, due at `due`, is not moved to before."""
        floors = [self.deadline.known_at, due if name == CLOSED else None]
        floors.append(self.now if self.now is not None and self.now <= due else None)
        return max((at for at in floors if at is not None), default=None)

    def night(self, name: str) -> Stretch | None:
        """The hours of the closing day that the step of that day is not moved to."""
        if name != "0":
            return None
        day, zone = self.program.closing_day(self.deadline), self.program.zone
        return instant(day, START_OF_DAY, zone), instant(day, EARLIEST_LAST_CALL, zone)


def moved_from(program: Program, due: datetime) -> str:
    """Why a message goes out at another time: "moved from Saturday 24 January 2026 at 10:00 …"."""
    return f"{MOVED_FROM}{wording.moment(due, program.zone, program.locale)}: a quiet time"
