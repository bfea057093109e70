"""The deadlines of a program around a moment: what is coming, what has passed, what opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.model import Deadline, Program, Status, Track
from bot.domain.recurrence import deadlines_between, occurrences
from bot.questions.query import Period

# Deadlines of these are not coming: the program says that the track is shut.
SHUT = frozenset({Status.PAUSED, Status.CLOSED})
_STEPS = (timedelta(days=40), timedelta(days=400), timedelta(days=366 * 9))
_PER_SERIES = 3
_WIDEST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Around:
    """A track's deadlines on both sides of a moment, in order; series with a few each way."""

    past: tuple[Deadline, ...]
    coming: tuple[Deadline, ...]


def around(program: Program, track: Track, now: datetime) -> Around:
    """The deadlines of a track; a series contributes its next few, and its last."""
    past = [d for d in track.deadlines if d.closes.at <= now]
    coming = [d for d in track.deadlines if d.closes.at > now]
    for near in _series(program, track, now):
        (coming if near.closes.at > now else past).append(near)
    return Around(tuple(sorted(past, key=_order)), tuple(sorted(coming, key=_order)))


def _series(program: Program, track: Track, now: datetime) -> Iterable[Deadline]:
    """The occurrences of the track's series near `now`; worked out once a day and version."""
    if not track.series:
        return ()
    today = now.astimezone(UTC).date()
    memo = program.memo.get("series")
    if not isinstance(memo, dict) or memo.get("day") != today:
        memo = {"day": today}
        program.memo["series"] = memo
    found = memo.get(track.key)
    if found is None:
        found = memo[track.key] = _near(track, today)
    return tuple(found)


def _near(track: Track, today: date) -> list[Deadline]:
    morning = datetime.combine(today, time(), UTC)
    evening = morning + timedelta(days=1)
    found: list[Deadline] = []
    for series in track.series:
        today_ones = list(occurrences(series, morning, evening))
        ahead: list[Deadline] = []
        behind: list[Deadline] = []
        for step in _STEPS:
            ahead = ahead or _some(occurrences(series, evening, evening + step), _PER_SERIES)
            if len(ahead) < _PER_SERIES:
                ahead = _some(occurrences(series, evening, evening + step), _PER_SERIES)
            if not behind:
                behind = list(occurrences(series, morning - step, morning))[-_PER_SERIES:]
        found += [*behind, *today_ones, *ahead]
    return found


def _some(found: Iterable[Deadline], most: int) -> list[Deadline]:
    some: list[Deadline] = []
    for deadline in found:
        some.append(deadline)
        if len(some) == most:
            break
    return some


def within(program: Program, tracks: Iterable[Track], period: Period) -> list[Deadline]:
    """Every deadline of these tracks whose closing day lies in a period, soonest first."""
    found: list[Deadline] = []
    begin, end = _instants(program, period)
    for track in tracks:
        found += [d for d in track.deadlines if program.closing_day(d) in period]
        if track.series and begin < end:
            found += [
                d
                for series in track.series
                for d in occurrences(series, begin, end)
                if program.closing_day(d) in period
            ]
    return sorted(found, key=_order)


def _instants(program: Program, period: Period) -> tuple[datetime, datetime]:
    # Wide enough for any zone; a period without an end is followed for two years.
    start = period.start or (period.end or date.max) - _WIDEST
    end = min(period.end or start + _WIDEST, start + _WIDEST)
    margin = timedelta(days=2)
    zone = program.zone
    return (
        datetime.combine(start, time(), zone).astimezone(UTC) - margin,
        datetime.combine(end, time(), zone).astimezone(UTC) + margin,
    )


def openings(program: Program, tracks: Iterable[Track], now: datetime) -> list[Deadline]:
    """Deadlines that open after `now`, in the order of their opening."""
    ahead = [d for track in tracks for d in track.deadlines if d.opens and d.opens > now]
    return sorted(ahead, key=lambda d: (d.opens or d.closes.at, _order(d)))


def opening_in(program: Program, deadline: Deadline, period: Period) -> bool:
    """Whether a deadline opens in a period."""
    return bool(deadline.opens) and deadline.opens.astimezone(program.zone).date() in period


def is_open(program: Program, track: Track, now: datetime) -> bool:
    """Whether a track counts as open: by its status, and by its deadlines if it has any."""
    if track.status is not Status.OPEN:
        return False
    if not track.deadlines and not track.series:
        return True
    return any(deadline.is_open(now) for deadline in around(program, track, now).coming)


def all_between(track: Track, since: datetime, until: datetime) -> list[Deadline]:
    """Every deadline of a track that closes in (since, until]."""
    return deadlines_between(track, since, until)


def _order(deadline: Deadline) -> tuple[datetime, str, str]:
    return deadline.closes.at, deadline.track, deadline.key
