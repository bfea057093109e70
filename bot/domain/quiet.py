"""Quiet times: hours, weekends and holidays in which a channel or a person hears nothing.

Pure arithmetic in one zone. A step that falls due in a quiet time moves to the nearest moment that
is not; see `allowed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.moments import START_OF_DAY, instant

_SATURDAY = 5
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing is sent, by the clock and the calendar of a zone that is given with it.

    From `start` until before `end`, over midnight where `start` is the later of the two; the two
    alike, or both None, are no quiet hours. `weekends` are Saturday and Sunday. With nothing said
    there is no quiet time at all.
    """

    start: time | None = None
    end: time | None = None
    weekends: bool = False
    holidays: frozenset[date] = field(default=frozenset())

    def __bool__(self) -> bool:
        return self.start != self.end or self.weekends or bool(self.holidays)

    @property
    def longest(self) -> timedelta:
        """More than the longest quiet time there can be: holidays with weekends between them."""
        return timedelta(days=2 * len(self.holidays) + 4) if self else timedelta(0)

    def is_day(self, day: date) -> bool:
        """Whether nothing is sent on this day at all."""
        return (self.weekends and day.weekday() >= _SATURDAY) or day in self.holidays

    def is_hour(self, clock: time) -> bool:
        """Whether nothing is sent at this hour of any day."""
        if self.start is None or self.end is None or self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


NEVER = Quiet()


def is_quiet(at: datetime, quiet: Quiet, zone: ZoneInfo) -> bool:
    """Whether nothing may be sent at `at` (aware)."""
    if not quiet:
        return False
    local = at.astimezone(zone)
    return quiet.is_day(local.date()) or quiet.is_hour(local.time())


def allowed(
    due: datetime,
    quiet: Quiet,
    zone: ZoneInfo,
    closes: datetime,
    known: datetime | None = None,
    *,
    but: Stretch | None = None,
) -> datetime | None:
    """The allowed moment nearest to `due`: `due` itself where it is not quiet; all aware.

    It is before `closes`, which nothing may reach, and not before `known`. Of two that are as near
    the earlier is taken. The moment before a quiet time is its last whole minute, 19:59 before
    20:00, so that what is sent then has arrived. `but` is one more stretch that is not allowed.
    None where no moment is left.
    """
    last = min(due, closes - timedelta.resolution)
    near = [last]
    if is_quiet(last, quiet, zone) or (but and but[0] <= last < but[1]):
        begin, end = _around(last, quiet, zone, but)
        near = [begin - _MINUTE, end]
    fitting = [at for at in near if at < closes and (known is None or at >= known)]
    return min(fitting, key=lambda at: (abs(at - due), at), default=None)


def _around(at: datetime, quiet: Quiet, zone: ZoneInfo, but: Stretch | None) -> Stretch:
    """The quiet time that `at` is in, those that follow on each other being one.

    It ends: there is no end of weekdays, holidays are a list, and quiet hours leave a part of the
    day.
    """
    begin = end = at
    further = [but] if but else []
    while longer := max(
        (e for b, e in _all(end, quiet, zone, further) if b <= end < e), default=None
    ):
        end = longer
    while earlier := min(
        (b for b, e in _all(begin, quiet, zone, further) if b < begin <= e), default=None
    ):
        begin = earlier
    return begin, end


def _all(at: datetime, quiet: Quiet, zone: ZoneInfo, further: list[Stretch]) -> Iterator[Stretch]:
    yield from further
    yield from _near(at, quiet, zone)


def _near(at: datetime, quiet: Quiet, zone: ZoneInfo) -> Iterator[Stretch]:
    """The quiet stretches of the days around a moment."""
    if not quiet:
        return
    today = at.astimezone(zone).date()
    for day in (today - _DAY, today, today + _DAY):
        yield from _of_day(day, quiet, zone)


@lru_cache(maxsize=4096)
def _of_day(day: date, quiet: Quiet, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """The quiet stretches that begin on a day."""
    return tuple(_begun(day, quiet, zone))


def _begun(day: date, quiet: Quiet, zone: ZoneInfo) -> Iterator[Stretch]:
    if quiet.is_day(day):
        yield instant(day, START_OF_DAY, zone), instant(day + _DAY, START_OF_DAY, zone)
    if quiet.start is None or quiet.end is None or quiet.start == quiet.end:
        return
    # Where daylight saving repeats an hour, what is quiet by the clock stays so to the last.
    until = day if quiet.start < quiet.end else day + _DAY
    begin, end = instant(day, quiet.start, zone), instant(until, quiet.end, zone, last=True)
    if begin < end:
        yield begin, end
