"""Deadlines that come again: an RRULE turned into the deadlines of a stretch of time.

https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10, by dateutil.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulebase, rrulestr

from bot.domain.model import Deadline, Series, Track
from bot.domain.moments import Stated, parse_stated

# How far a rule is looked at to decide that it never happens.
_SEARCH = timedelta(days=366 * 9)
_FINE = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)", re.IGNORECASE)
_COUNT = re.compile(r";?COUNT=0*[1-9]\d{0,4}(?=;|$)", re.IGNORECASE)
_INNER = re.compile(r"BY(HOUR|MINUTE|SECOND)=", re.IGNORECASE)


def parse_rule(rule: str, starts: str, zone: ZoneInfo) -> None:
    """Checks a rule and its start. Raises ValueError that says what is wrong with which."""
    if _FINE.search(rule) or _INNER.search(rule):
        raise ValueError(f"{rule!r} recurs within a day; the finest step is FREQ=DAILY")
    first = parse_stated(starts, zone)
    try:
        # Without its COUNT, which would leave the search for the first date without an end.
        counted = _COUNT.sub("", rule)
        found = next(iter(_rule(counted, first.day, first.day + _SEARCH)), None)
        _rule(rule, first.day, first.day)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as exc:
        raise ValueError(
            f"{rule!r} is not an RRULE ({exc}); write FREQ=MONTHLY;BYMONTHDAY=-1"
        ) from None
    if found is None:
        raise ValueError(f"{rule!r} gives no date in the nine years from {first.day}")


def _rule(rule: str, start: date, end: date) -> rrulebase:
    """The rule, to be asked for no date after `end`: looking for one that never comes ends there.

    Dates alone are expanded, so an UNTIL given in UTC is read as a date of the same zone.
    """
    text = rule.upper().removeprefix("RRULE:")
    if re.search(r"[\s:]", text):
        raise ValueError("one RRULE alone, no DTSTART, RDATE or EXDATE")
    if re.search(r"INTERVAL=(?!0*[1-9]\d{0,3}(;|$))", text):
        raise ValueError("INTERVAL is a number from 1 to 9999")
    if "COUNT=" in text:
        if "UNTIL=" in text:
            raise ValueError("it has either COUNT or UNTIL")
        if not _COUNT.search(text):
            raise ValueError("COUNT is a number from 1 to 99999")
    else:
        given = re.search(r"UNTIL=([^;]*)", text)
        if given:
            if not re.fullmatch(r"\d{8}(T\d{6}Z?)?", given[1], re.ASCII):
                raise ValueError("UNTIL is a date, UNTIL=20261231")
            end = min(end, date.fromisoformat(given[1][:8]))
        text = f"{re.sub(r';?UNTIL=[^;]*', '', text)};UNTIL={end:%Y%m%d}"
    return rrulestr(text, dtstart=datetime.combine(start, time()))


@lru_cache(maxsize=4096)
def _days(rule: str, start: date, since: date, until: date) -> tuple[date, ...]:
    found = _rule(rule, start, until).between(
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
                label=f"{series.label}, {day.day} {day:%B %Y}",
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
