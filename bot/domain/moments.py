"""Instants as a program states them: dates, times, zones, and "Anywhere on Earth".

A deadline keeps the words and the zone it was stated in; arithmetic is done on aware datetimes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

# "AoE" is UTC-12 without daylight saving: IANA's Etc/GMT+12 (the sign is reversed there).
AOE = ZoneInfo("Etc/GMT+12")
END_OF_DAY = time(23, 59, 59)
START_OF_DAY = time(0, 0)

# Zone abbreviations name several zones each ("CST" is Chicago, Havana and Shanghai), so they are
# refused, with the names that were probably meant. https://data.iana.org/time-zones/theory.html
ABBREVIATIONS = {
    "ACST": ("Australia/Darwin",),
    "AEDT": ("Australia/Sydney",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AKST": ("America/Anchorage",),
    "AST": ("America/Halifax", "Asia/Riyadh"),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CAT": ("Africa/Maputo",),
    "CDT": ("America/Chicago", "America/Havana"),
    "CEST": ("Europe/Berlin", "Europe/Paris"),
    "CET": ("Europe/Berlin", "Europe/Paris"),
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "CT": ("America/Chicago",),
    "EAT": ("Africa/Nairobi",),
    "EDT": ("America/New_York",),
    "EEST": ("Europe/Athens", "Europe/Helsinki"),
    "EET": ("Europe/Athens", "Europe/Helsinki"),
    "EST": ("America/New_York",),
    "ET": ("America/New_York",),
    "HST": ("Pacific/Honolulu",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "MDT": ("America/Denver",),
    "MSK": ("Europe/Moscow",),
    "MST": ("America/Denver", "America/Phoenix"),
    "MT": ("America/Denver",),
    "NZDT": ("Pacific/Auckland",),
    "NZST": ("Pacific/Auckland",),
    "PDT": ("America/Los_Angeles",),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "PT": ("America/Los_Angeles",),
    "SAST": ("Africa/Johannesburg",),
    "WAT": ("Africa/Lagos",),
    "WEST": ("Europe/Lisbon",),
    "WET": ("Europe/Lisbon",),
}
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_STATED = re.compile(
    rf"(?P<day>\d{{4}}-\d{{1,2}}-\d{{1,2}})(?:[T ](?P<clock>{_CLOCK}))?\s*(?P<zone>\S.*)?$"
)
# Far enough from the ends of the calendar that no arithmetic runs over them.
_YEARS = range(1900, 3000)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A moment in a program's own words.

    `at` is the instant, in UTC; `day` and `clock` the date and hour as stated, in the stated zone
    ("23:59" where only a day was given); `zone` how people call that zone ("Los Angeles time",
    "Anywhere on Earth"); `timed` says whether an hour was given.
    """

    at: datetime
    day: date
    clock: str
    zone: str
    timed: bool

    def __post_init__(self) -> None:
        require_aware(self.at)


def require_aware(at: datetime) -> datetime:
    """`at` itself; raises ValueError where it has no time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises ValueError that says which names are meant instead."""
    meant = ABBREVIATIONS.get(name.upper())
    if meant:
        raise ValueError(
            f"{name!r} names more than one zone; write {' or '.join(meant)}"
            if len(meant) > 1
            else f"{name!r} is an abbreviation; write {meant[0]}"
        )
    if name in zone_names():
        return ZoneInfo(name)
    near = process.extractOne(name, _worth_naming(), score_cutoff=70)
    hint = f"; did you mean {near[0]}?" if near else ", such as Europe/Lisbon"
    raise ValueError(f"{name!r} is not an IANA time zone{hint}")


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone name this machine or the tzdata package knows."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _worth_naming() -> tuple[str, ...]:
    # In a fixed order, so that the same mistake always meets the same hint.
    return tuple(sorted(zone_names() - ABBREVIATIONS.keys()))


def zone_label(zone: tzinfo) -> str:
    """What people call a zone: "Los Angeles time", "UTC", "UTC+01:00", "Anywhere on Earth"."""
    if zone is AOE or str(zone) == "Etc/GMT+12":
        return "Anywhere on Earth"
    name = str(zone)
    if name in {"UTC", "Etc/UTC", "GMT", "Etc/GMT"}:
        return "UTC"
    if name.startswith("Etc/GMT") and name[7:8] in {"+", "-"}:
        # Etc/GMT+5 is five hours *behind* UTC; people read it the other way round.
        return f"UTC{'-' if name[7] == '+' else '+'}{int(name[8:]):02}:00"
    if "/" in name:
        return name.rsplit("/", 1)[1].replace("_", " ") + " time"
    return name


def instant(day: date, clock: time, zone: tzinfo, *, last: bool = False) -> datetime:
    """The instant of a wall-clock time in `zone`, in UTC.

    In UTC because Python subtracts and compares two datetimes of one zone by their wall clocks,
    which is an hour off across a change of daylight saving.

    A time that daylight saving skips is the first instant after the gap; one that comes twice is
    the first, or the last where `last` is set (the end of a day).
    """
    local = datetime.combine(day, clock, zone)
    if _skipped(local):
        return _after_gap(local)
    return local.replace(fold=1 if last else 0).astimezone(UTC)


def _skipped(local: datetime) -> bool:
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None)


def _after_gap(local: datetime) -> datetime:
    # PEP 495: inside a gap, fold=1 yields the instant before the change and fold=0 the one after.
    low = local.replace(fold=1).astimezone(UTC)
    high = local.replace(fold=0).astimezone(UTC)
    before = low.astimezone(local.tzinfo).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(local.tzinfo).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def parse_stated(text: str, zone: ZoneInfo, *, default: time = END_OF_DAY) -> Stated:
    """Reads "2018-01-31", "2026-04-30 AoE", "2026-05-15T17:00:00+01:00" or
    "2026-05-15 17:00 Europe/Lisbon".

    A bare date is at `default` o'clock in `zone`, the program's. Raises ValueError that says what
    was expected; a date-time without an offset or zone is refused, for it is a guess.
    """
    found = _STATED.match(text.strip())
    if not found:
        raise ValueError(
            f"{text!r} is not a date; write 2026-05-15, 2026-05-15 AoE, "
            "2026-05-15 17:00 Europe/Lisbon or 2026-05-15T17:00:00+01:00"
        )
    try:
        day = date(*map(int, found["day"].split("-")))
    except ValueError as exc:
        raise ValueError(f"{found['day']} is not in the calendar: {exc}") from None
    if day.year not in _YEARS:
        raise ValueError(f"{found['day']} is too far away; expected {_YEARS[0]} to {_YEARS[-1]}")
    named = found["zone"]
    if found["clock"] is None:
        return _whole_day(day, named, zone, default)
    clock = _parse_clock(found["clock"])
    if named is None:
        raise ValueError(
            f"{text!r} has an hour but no zone; write {text} {zone.key} or give an offset, +01:00"
        )
    where = parse_zone(named)
    return _stated(day, clock, where, instant(day, clock, where), timed=True)


def _whole_day(day: date, named: str | None, zone: ZoneInfo, default: time) -> Stated:
    where = parse_zone(named) if named else zone
    at = instant(day, default, where, last=default == END_OF_DAY)
    return _stated(day, default, where, at, timed=False)


def _stated(day: date, clock: time, where: tzinfo, at: datetime, *, timed: bool) -> Stated:
    return Stated(at=at, day=day, clock=f"{clock:%H:%M}", zone=zone_label(where), timed=timed)


def _parse_clock(text: str) -> time:
    hours, minutes, seconds = (int(part) for part in f"{text}:00".split(":")[:3])
    if (hours, minutes) == (24, 0):
        raise ValueError("24:00 is the next day's 00:00; write that, or the date alone")
    try:
        return time(hours, minutes, seconds)
    except ValueError:
        raise ValueError(f"{text} is not a time of day; write 17:00") from None


def parse_zone(name: str) -> tzinfo:
    """A zone as people write it: an IANA name, "AoE", "Z", "UTC" or an offset such as +01:00."""
    if name.lower() == "aoe":
        return AOE
    if name.upper() in {"Z", "UTC"}:
        return UTC
    offset = _OFFSET.match(name)
    if not offset:
        return zone_named(name)
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"])
    if minutes > 14 * 60 or int(offset["minutes"]) > 59:
        raise ValueError(f"{name} is not an offset from UTC")
    return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))


def closing_day(closes: Stated, zone: ZoneInfo) -> date:
    """The day D that a countdown in `zone` counts to.

    The earlier of the date as stated and the date in `zone` one second before the close: a close
    at 00:00 on 1 February belongs to 31 January.
    """
    return min(closes.day, (closes.at - timedelta(seconds=1)).astimezone(zone).date())


def parse_iso(text: str, zone: ZoneInfo, *, end: bool = False) -> datetime:
    """An ISO 8601 time in UTC; without an offset it is in `zone`, the program's.

    A bare date is the start of that day, or its end with `end`. Raises ValueError.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time; write 2018-01-23, 2018-01-23T09:59 or 2018-01-23T09:59-08:00"
        ) from None
    if found.year not in _YEARS:
        raise ValueError(f"{text!r} is too far away; expected {_YEARS[0]} to {_YEARS[-1]}")
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if len(text.strip()) <= 10 and ":" not in text:
        return instant(found.date(), END_OF_DAY if end else START_OF_DAY, zone, last=end)
    return instant(found.date(), found.time(), zone)
