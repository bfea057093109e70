"""The deadlines of a program around a moment: what is coming, what has passed, what opens.

Deadlines are kept by the calendar year of their closing day, worked out once a version: a series
is expanded for the years that somebody asks about, and no further.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.model import Deadline, Program, Series, Status, Track
from bot.domain.recurrence import occurrences
from bot.questions.query import Period

# Deadlines of these are not coming: the program says that the track is shut.
SHUT = frozenset({Status.PAUSED, Status.CLOSED})
_PER_SERIES = 3
_YEARS_AHEAD = 9
# A period without an end is followed for two years more; a year is kept until too many are.
_OPEN_END = 2
_MOST_YEARS = 4096
_MARGIN = timedelta(days=3)

Dated = tuple[date, Deadline]


@dataclass(frozen=True, slots=True)
class Around:
    """A track's deadlines on both sides of a moment, in order; series with a few each way."""

    past: tuple[Deadline, ...]
    coming: tuple[Deadline, ...]


def around(program: Program, track: Track, now: datetime) -> Around:
    """The deadlines of a track; a series contributes its next few, and its last."""
    past = [d for d in track.deadlines if d.closes.at <= now]
    coming = [d for d in track.deadlines if d.closes.at > now]
    for series in track.series:
        coming += _following(program, series, now)
        past += _preceding(program, series, now)
    return Around(tuple(sorted(past, key=order)), tuple(sorted(coming, key=order)))


def _following(program: Program, series: Series, now: datetime) -> list[Deadline]:
    found: list[Deadline] = []
    for year in range(now.year - 1, now.year + _YEARS_AHEAD):
        found += [d for _, d in _year_of(program, series, year) if d.closes.at > now]
        if len(found) >= _PER_SERIES:
            break
    return found[:_PER_SERIES]


def _preceding(program: Program, series: Series, now: datetime) -> list[Deadline]:
    for year in range(now.year + 1, now.year - _YEARS_AHEAD, -1):
        found = [d for _, d in _year_of(program, series, year) if d.closes.at <= now]
        if found:
            return found[-_PER_SERIES:]
    return []


def _year_of(program: Program, series: Series, year: int) -> tuple[Dated, ...]:
    """The deadlines of a series whose closing day lies in a year, in order."""
    memo: dict[tuple[str, str, int], tuple[Dated, ...]] = program.memo.setdefault(
        (__name__, "years"), {}
    )  # type: ignore[assignment]
    key = (series.track, series.key, year)
    found = memo.get(key)
    if found is None:
        if len(memo) >= _MOST_YEARS:
            memo.clear()
        found = memo[key] = _expanded(program, series, year)
    return found


def _expanded(program: Program, series: Series, year: int) -> tuple[Dated, ...]:
    if not int(series.starts.strip()[:4]) <= year + 1 < 9998:
        return ()
    begin = datetime(year, 1, 1, tzinfo=UTC) - _MARGIN
    end = datetime(year + 1, 1, 1, tzinfo=UTC) + _MARGIN
    dated = ((program.closing_day(d), d) for d in occurrences(series, begin, end))
    return tuple((day, deadline) for day, deadline in dated if day.year == year)


def within(program: Program, tracks: Iterable[Track], period: Period) -> list[Deadline]:
    """Every deadline of these tracks whose closing day lies in a period, soonest first."""
    found: list[Deadline] = []
    years = _years(period)
    for track in tracks:
        found += [d for d in track.deadlines if _closing_day(program, d) in period]
        for series in track.series:
            inside = [
                deadline
                for year in years
                for day, deadline in _year_of(program, series, year)
                if day in period
            ]
            found += inside if period.end else inside[:_PER_SERIES]
    return sorted(found, key=order)


def _years(period: Period) -> range:
    first = period.start.year if period.start else None
    last = period.end.year if period.end else None
    if first is None:
        first = (last or date.max.year) - _OPEN_END
    if last is None:
        last = first + _OPEN_END
    return range(first, min(last, first + 2 * _OPEN_END) + 1)


def _closing_day(program: Program, deadline: Deadline) -> date:
    memo: dict[str, date] = program.memo.setdefault((__name__, "days"), {})  # type: ignore[assignment]
    found = memo.get(deadline.subject)
    if found is None:
        found = memo[deadline.subject] = program.closing_day(deadline)
    return found


def openings(tracks: Iterable[Track], now: datetime) -> list[Deadline]:
    """Deadlines that open after `now`, in the order of their opening."""
    ahead = [d for track in tracks for d in track.deadlines if d.opens and d.opens > now]
    return sorted(ahead, key=lambda d: (d.opens or d.closes.at, order(d)))


def opening_in(program: Program, deadline: Deadline, period: Period) -> bool:
    """Whether a deadline opens in a period."""
    return deadline.opens is not None and deadline.opens.astimezone(program.zone).date() in period


def is_open(program: Program, track: Track, now: datetime) -> bool:
    """Whether a track counts as open: by its status, and by its deadlines if it has any."""
    if track.status is not Status.OPEN:
        return False
    if not track.deadlines and not track.series:
        return True
    return any(deadline.is_open(now) for deadline in track.deadlines) or any(
        _following(program, series, now) for series in track.series
    )


def order(deadline: Deadline) -> tuple[datetime, str, str]:
    """How deadlines are sorted: by their close."""
    return deadline.closes.at, deadline.track, deadline.key
