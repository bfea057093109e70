"""A moment as people say it: "tomorrow 10:00", "Friday 17:00 Lisbon", "in two hours", "now".

Nothing is guessed. What is past, or means two things, is refused with a sentence that names them.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.moments import ABBREVIATIONS, instant, parse_zone, zone_label, zone_names
from bot.domain.said_parts import clock_at, day_at, span_at

NOW = frozenset({"now", "at once", "immediately", "right away", "once approved", "right now"})
HOW = "write now, tomorrow 10:00, Friday 17:00, 31 January 9am or in two hours"
_FARTHEST = timedelta(days=366 * 3)
_FILLERS = frozenset({"at", "on", "the", "of", "please", "and"})
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# How words are made alike before they are read: 9 p.m. as 9pm, 10:00+01:00 in two.
_ALIKE = (
    (re.compile(r"[‘’]"), "'"),
    (re.compile(r"\bo'?clock\b", re.IGNORECASE), "oclock"),
    (re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?", re.IGNORECASE), r"\1m"),
    (re.compile(r"(?<=\d)T(?=\d{1,2}:)"), " "),
    (re.compile(r"(?<=\d[hHmM])(?=\d)"), " "),
    (re.compile(r"(?<=:\d\d)(?=[+-]\d|[Zz]\b)"), " "),
)


@dataclass(slots=True)
class _Said:
    """What has been read so far."""

    day: date | None = None
    clock: time | None = None
    span: timedelta | None = None
    evening: bool = False
    rest: list[str] = field(default_factory=list)

    def set(self, name: str, value: object) -> None:
        if getattr(self, name) is not None:
            raise ValueError(f"two times are named; {HOW}")
        setattr(self, name, value)


def said_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant that words mean, in UTC; None for "now". `now` is aware, `zone` the program's,
    which holds where no other is named.

    Raises ValueError with a sentence that says what was not understood, or what the readings are.
    """
    plain = " ".join(text.split())
    if plain.casefold().rstrip(".!") in NOW:
        return None
    if not plain:
        raise ValueError(f"say when: {HOW}")
    for pattern, alike in _ALIKE:
        plain = pattern.sub(alike, plain)
    raw = [word for word in plain.replace(",", " ").split() if word]
    # The zone decides which day is today, so it is found first, by what nothing else explains.
    where = _zone(_read(raw, now.astimezone(zone).date()).rest, zone)
    at = _instant(_read(raw, now.astimezone(where).date()), now, where)
    if at <= now:
        raise ValueError(f"{_shown(at, where)} is past; {HOW}")
    if at - now > _FARTHEST:
        raise ValueError(f"{_shown(at, where)} is more than three years away")
    return at


def _read(raw: list[str], today: date) -> _Said:
    words = [word.casefold() for word in raw]
    said = _Said(evening="tonight" in words)
    at = 0
    while at < len(words):
        at += _part(said, words, at, today) or _other(said, raw, words, at)
    return said


def _part(said: _Said, words: list[str], at: int, today: date) -> int:
    """Reads one part at a place and gives how many words it has; 0 where there is none."""
    if span := span_at(words, at):
        said.set("span", span[0])
        return span[1]
    if day := day_at(words, at, today):
        said.set("day", day[0])
        return day[1]
    if clock := clock_at(words, at, evening=said.evening):
        said.set("clock", clock[0])
        return clock[1]
    return 0


def _other(said: _Said, raw: list[str], words: list[str], at: int) -> int:
    if words[at] not in _FILLERS:
        said.rest.append(raw[at])
    return 1


def _zone(rest: list[str], usual: ZoneInfo) -> tzinfo:
    """The zone that the words nothing else explains name; the usual one where there are none."""
    words = rest[1:] if rest and rest[0].casefold() == "in" else list(rest)
    if words and words[-1].casefold() in {"time", "timezone"}:
        words.pop()
    name = " ".join(words).strip("()")
    if not name:
        if rest:
            raise ValueError(f"{' '.join(rest)!r} is not understood; {HOW}")
        return usual
    if name.upper() in ABBREVIATIONS:
        return parse_zone(name)
    found = _places().get(name.casefold().replace(" ", "_"), ())
    if len(found) > 1:
        raise ValueError(f"{name} is {' or '.join(found)}; write which")
    if found:
        return ZoneInfo(found[0])
    try:
        return parse_zone(name)
    except ValueError:
        raise ValueError(f"{name!r} is not understood; {HOW}") from None


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, ...]]:
    """Zones by their name in small letters, and by their city ("lisbon")."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(zone_names(), key=lambda name: (name.count("/"), name)):
        area, _, city = name.rpartition("/")
        found[name.casefold()] = (name,)
        if not area.startswith(_AREAS):
            continue
        known = found.get(city.casefold(), ())
        # America/Indianapolis and America/Indiana/Indianapolis are one.
        if not any(other.partition("/")[0] == name.partition("/")[0] for other in known):
            found[city.casefold()] = (*known, name)
    return found


def _instant(said: _Said, now: datetime, zone: tzinfo) -> datetime:
    if said.span is not None:
        return _later(said, said.span, now, zone)
    if said.clock is None:
        raise ValueError(f"say the hour, too; {HOW}")
    day = said.day or now.astimezone(zone).date()
    return _exact(day, said.clock, zone)


def _later(said: _Said, span: timedelta, now: datetime, zone: tzinfo) -> datetime:
    """A time after now. Whole days keep the hour of the clock, or have one of their own."""
    if span <= timedelta():
        raise ValueError(f"that is no time from now; {HOW}")
    if said.day is not None or (said.clock is not None and span % timedelta(days=1)):
        raise ValueError(f"two times are named; {HOW}")
    if span % timedelta(days=1):
        return (now + span).astimezone(UTC)
    local = now.astimezone(zone)
    clock = said.clock or local.time().replace(microsecond=0, fold=0)
    return _exact(local.date() + span, clock, zone)


def _exact(day: date, clock: time, zone: tzinfo) -> datetime:
    """The instant of an hour that exists there once; ValueError where it is skipped, or comes
    twice, for daylight saving."""
    first, last = (instant(day, clock, zone, last=last) for last in (False, True))
    if first.astimezone(zone).time().replace(fold=0) != clock:
        raise ValueError(
            f"the clocks go forward that night, there is no {clock:%H:%M}; write "
            f"{first.astimezone(zone):%H:%M}"
        )
    if first != last:
        both = " or ".join(f"{at.astimezone(zone):%Y-%m-%d %H:%M%z}" for at in (first, last))
        raise ValueError(f"the clocks go back, {clock:%H:%M} comes twice; write {both}")
    return first


def _shown(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {zone_label(zone)}"
