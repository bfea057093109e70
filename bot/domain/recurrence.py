"""Deadlines that come again: an RRULE turned into the deadlines of a stretch of time.

https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10, by dateutil.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulebase, rrulestr

from bot.domain.dates import day as day_words
from bot.domain.model import Deadline, Series, Track
from bot.domain.moments import Stated, parse_stated

# How far a rule is looked at to decide that it never happens.
_SEARCH = timedelta(days=366 * 9)
_FINE = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)", re.IGNORECASE)
_INNER = re.compile(r"BY(HOUR|MINUTE|SECOND)=", re.IGNORECASE)


def parse_rule(rule: str, starts: str, zone: ZoneInfo) -> None:
    """Checks a rule and its start. Raises ValueError that says what is wrong with which."""
    if _FINE.search(rule) or _INNER.search(rule):
        raise ValueError(f"{rule!r} recurs within a day; the finest step is FREQ=DAILY")
    first = parse_stated(starts, zone).day
    try:
        _rule(rule, first)
        found = _first(rule, first)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as exc:
        raise ValueError(
            f"{rule!r} is not an RRULE ({exc}); write FREQ=MONTHLY;BYMONTHDAY=-1"
        ) from None
    if not found:
        raise ValueError(f"{rule!r} gives no date in the nine years from {first}")


def _first(rule: str, start: date) -> bool:
    """Whether the rule gives a date in the nine years from its start.

    dateutil looks for a date that never comes until the year 9999, which takes seconds. The
    calendar repeats itself every 400 years, so the search begins as late as there is room for it.
    """
    endless, end = _split(rule)
    later = (9990 - start.year) // 400 * 400
    found = next(iter(_rule(endless, start.replace(year=start.year + later))), None)
    if found is None:
        return False
    first = found.date().replace(year=found.year - later)
    return first <= min(start + _SEARCH, _until(end) or date.max)


def _split(rule: str) -> tuple[str, str]:
    """A rule without what ends it, and what ends it: UNTIL, COUNT or nothing."""
    text = rule.upper().removeprefix("RRULE:")
    if re.search(r"[\s:]", text):
        raise ValueError("one RRULE alone, no DTSTART, RDATE or EXDATE")
    parts = text.split(";")
    ends = [part for part in parts if part.startswith(("COUNT=", "UNTIL="))]
    if len(ends) > 1:
        raise ValueError("it has one COUNT or UNTIL")
    for part in parts:
        if re.match(r"(COUNT|INTERVAL)=(?!0*[1-9][0-9]{0,3}$)", part):
            raise ValueError(f"{part}, expected 1 to 9999")
        if part.startswith("BYEASTER"):
            raise ValueError("BYEASTER is not in RFC 5545")
    return ";".join(part for part in parts if part not in ends), "".join(ends)


def _until(end: str) -> date | None:
    # Dates alone are expanded, so an end given in UTC is read as a date of the same zone.
    if not end.startswith("UNTIL="):
        return None
    found = re.fullmatch(r"UNTIL=([0-9]{8})(T[0-9]{6}Z?)?", end)
    if not found:
        raise ValueError(f"{end}, expected a date, UNTIL=20261231")
    return date.fromisoformat(found[1])


def _rule(rule: str, start: date) -> rrulebase:
    endless, end = _split(rule)
    until = _until(end)
    end = f"UNTIL={until:%Y%m%d}" if until else end
    return rrulestr(f"{endless};{end}".strip(";"), dtstart=datetime.combine(start, time()))


@lru_cache(maxsize=4096)
def _days(rule: str, start: date, since: date, until: date) -> tuple[date, ...]:
    found = _rule(rule, start).between(
        datetime.combine(since, time()), datetime.combine(until, time()), inc=True
    )
    return tuple(day.date() for day in found)


def occurrences(series: Series, since: datetime, until: datetime) -> Iterator[Deadline]:
    """The deadlines of a series that close in (since, until], in order; both aware."""
    zone = ZoneInfo(series.zone)
    first = parse_stated(series.starts, zone)
    # The stated zone may be a day off from the asker's: look wider, then keep what is inside.
    # Whole months, so that the cache is met again all day long.
    begin = (since - timedelta(days=2)).date().replace(day=1)
    end = (until + timedelta(days=2)).date()
    for day in _days(series.rule, first.day, begin, end):
        closes = _same_hour(series.starts, day, zone)
        if since < closes.at <= until:
            yield Deadline(
                key=f"{series.key}-{day.isoformat()}",
                label=f"{series.label}, {day_words(day, series.locale)}",
                track=series.track,
                closes=closes,
                revision=series.revision,
                known_at=series.known_at,
                changed_at=series.changed_at,
            )


def _same_hour(starts: str, day: date, zone: ZoneInfo) -> Stated:
    # The text of the start with another date keeps hour and zone exactly as they were stated.
    return parse_stated(re.sub(r"^\s*\d{4}-\d{1,2}-\d{1,2}", day.isoformat(), starts), zone)


def deadlines_between(track: Track, since: datetime, until: datetime) -> list[Deadline]:
    """Every deadline of a track that closes in (since, until], soonest first; both aware."""
    found = [d for d in track.deadlines if since < d.closes.at <= until]
    for series in track.series:
        found.extend(occurrences(series, since, until))
    return sorted(found, key=lambda deadline: (deadline.closes.at, deadline.key))
