"""Counting down: how much time is left, and when each step of the ladder is due.

Pure arithmetic on a deadline, a zone and a `now`; the rules are those of the design, "Counting
down". Words for the results are in `bot/domain/wording.py`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.model import Reminders
from bot.domain.moments import Stated, closing_day, instant

DAY = timedelta(hours=24)
# The step of the closing day itself leaves two hours to act, and wakes nobody before seven.
LAST_CALL = timedelta(hours=2)
EARLIEST_LAST_CALL = time(7, 0)


class Left(StrEnum):
    """How what is left has to be said."""

    DAYS = "days"
    HOURS = "hours"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a deadline at a moment, seen from a zone.

    `days` is the closing day less today's date there, never below 0. `today` says whether the
    closing day, or the close itself, falls on today's date there (seen from Auckland, an "Anywhere
    on Earth" deadline closes two dates after its closing day). `time` is what is left exactly,
    never below zero.
    """

    left: Left
    days: int
    time: timedelta
    today: bool

    @property
    def hours(self) -> int:
        """Whole hours left, rounded down; 0 in the last hour."""
        return int(self.time / timedelta(hours=1))

    @property
    def minutes(self) -> int:
        """Whole minutes left, rounded down."""
        return int(self.time / timedelta(minutes=1))


def remaining(closes: Stated, zone: ZoneInfo, now: datetime) -> Remaining:
    """What is left until `closes` at `now` (aware), counted in `zone`."""
    left = closes.at - now
    date = now.astimezone(zone).date()
    days = (closing_day(closes, zone) - date).days
    last = (closes.at - timedelta(seconds=1)).astimezone(zone).date()
    today = date in {closing_day(closes, zone), last}
    if left <= timedelta(0):
        return Remaining(Left.CLOSED, 0, timedelta(0), today)
    # Under a day, and on the closing day itself (a stated day may be over before the close),
    # "days" would mislead.
    kind = Left.HOURS if left < DAY or days <= 0 else Left.DAYS
    return Remaining(kind, max(days, 0), left, today)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder: so many days before, due at an instant (UTC)."""

    days: int
    due: datetime


def ladder(closes: Stated, zone: ZoneInfo, reminders: Reminders) -> list[Step]:
    """The steps of one deadline in `zone`, in the order in which they are due."""
    day = closing_day(closes, zone)
    steps = []
    for days in sorted(set(reminders.days_before), reverse=True):
        due = instant(day - timedelta(days=days), reminders.at, zone)
        if days == 0:
            last_call = closes.at - LAST_CALL
            if last_call < instant(day, EARLIEST_LAST_CALL, zone):
                continue
            due = min(due, last_call)
        steps.append(Step(days, due))
    return steps
