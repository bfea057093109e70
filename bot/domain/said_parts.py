"""The parts of a moment in words: its day, its hour, how long from now.

Each function looks at the words from a place on, and gives what is said there and how many words
say it, or None where they say nothing of the kind. Words that mean two things are a ValueError that
names both.
"""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta

from bot.domain.dates import DAYS, MONTHS
from bot.domain.money import WORDS

Words = Sequence[str]

_COUNTS = {word: float(number) for number, word in enumerate(WORDS)} | {
    "a": 1.0, "an": 1.0, "half": 0.5, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "sixty": 60.0, "ninety": 90.0,
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
}
_FRACTIONS = {"half": 0.5, "quarter": 0.25}
_SHORT = re.compile(r"(\d{1,4}(?:\.\d+)?)(m|mins?|h|hrs?|d|w)")
_FIGURES = re.compile(r"\d{1,4}(?:\.\d+)?")
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_HALVES = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?([ap])m")
_HOUR = re.compile(r"(\d{1,2})h")
_YEARS = range(1970, 3000)
_PARTS_OF_DAY = {
    ("in", "the", "morning"): "a", ("in", "the", "afternoon"): "p", ("in", "the", "evening"): "p",
    ("at", "night"): "p",
}  # fmt: skip


def span_at(words: Words, at: int) -> tuple[timedelta, int] | None:
    """How long from now: "in two hours", "in 1 hour 30 minutes", "in half an hour", "90 minutes
    from now"."""
    begin = at + 1 if words[at] == "in" else at
    total, end = timedelta(), begin
    while found := _amount_at(words, end):
        total, end = total + found[0], end + found[1]
        if list(words[end : end + 1]) == ["and"] and _amount_at(words, end + 1):
            end += 1
    if end == begin:
        return None
    if tuple(words[end : end + 2]) == ("from", "now"):
        return total, end + 2 - at
    return (total, end - at) if begin > at else None


def _amount_at(words: Words, at: int) -> tuple[timedelta, int] | None:
    if at < len(words) and (short := _SHORT.fullmatch(words[at])):
        return float(short[1]) * _UNITS[short[2]], 1
    count = _count(words, at)
    if count is None:
        return None
    end = at + 1
    if count == 0.5 and list(words[end : end + 1]) in (["a"], ["an"]):
        end += 1
    if tuple(words[end : end + 3]) == ("and", "a", "half"):
        count, end = count + 0.5, end + 3
    unit = _UNITS.get(words[end]) if end < len(words) else None
    if unit is None:
        return None
    end += 1
    if tuple(words[end : end + 2]) == ("and", "a") and (words[end + 2 :] or [""])[0] in _FRACTIONS:
        count, end = count + _FRACTIONS[words[end + 2]], end + 3
    return count * unit, end - at


def _count(words: Words, at: int) -> float | None:
    if at >= len(words):
        return None
    return float(words[at]) if _FIGURES.fullmatch(words[at]) else _COUNTS.get(words[at])


def clock_at(words: Words, at: int, *, evening: bool = False) -> tuple[time, int] | None:
    """An hour: "17:00", "9am", "noon", "at 17", "9 in the morning". With `evening`, "at 8" is
    20:00."""
    word = words[at]
    if word in {"noon", "midday"}:
        return time(12), 1
    if word == "midnight":
        raise ValueError(
            "midnight is the beginning of a day to some and its end to others; write 00:00 or "
            "23:59, with the date"
        )
    if exact := _CLOCK.fullmatch(word):
        half, more = _half_at(words, at + 1)
        return _clock(exact[0], int(exact[1]), int(exact[2]), half), 1 + more
    if halves := _HALVES.fullmatch(word):
        return _clock(halves[0], int(halves[1]), int(halves[2] or 0), halves[3]), 1
    if hour := _HOUR.fullmatch(word):
        return _clock(word, int(hour[1]), 0), 1
    return _bare_hour(words, at, evening=evening)


def _bare_hour(words: Words, at: int, *, evening: bool) -> tuple[time, int] | None:
    """ "at 17", "17 o'clock", "9 in the morning"; "at 9" alone is two hours of the day."""
    begin = at + 1 if words[at] == "at" else at
    if begin >= len(words) or not (words[begin].isascii() and words[begin].isdigit()):
        return None
    hour, end = int(words[begin]), begin + 1
    if len(words[begin]) > 2:
        return None
    end += list(words[end : end + 1]) == ["oclock"]
    half, more = _half_at(words, end)
    half = half or ("p" if evening and hour <= 11 else "")
    if not half and 1 <= hour <= 12:
        raise ValueError(f"{hour} is {hour}:00 or {hour % 12 + 12}:00; write which")
    return _clock(words[begin], hour, 0, half), end + more - at


def _half_at(words: Words, at: int) -> tuple[str, int]:
    for said, half in _PARTS_OF_DAY.items():
        if tuple(words[at : at + len(said)]) == said:
            return half, len(said)
    return "", 0


def _clock(said: str, hour: int, minute: int, half: str = "") -> time:
    if half:
        if not 1 <= hour <= 12:
            if hour < 24 and (half == "p") == (hour > 12):
                half = ""
            else:
                raise ValueError(f"{said} is no time of day; write 9am or 21:00")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(f"{said} is no time of day; write 17:00") from None


def day_at(words: Words, at: int, today: date) -> tuple[date, int] | None:
    """A day: "tomorrow", "Friday", "31 January", "2026-12-01"."""
    for look in (_relative, _weekday, _numeric, _named):
        if found := look(words, at, today):
            return found
    return None


def _relative(words: Words, at: int, today: date) -> tuple[date, int] | None:
    if words[at] in {"today", "tonight"}:
        return today, 1
    if words[at] == "tomorrow":
        return today + timedelta(days=1), 1
    if tuple(words[at : at + 3]) == ("day", "after", "tomorrow"):
        return today + timedelta(days=2), 3
    return None


def _weekday(words: Words, at: int, today: date) -> tuple[date, int] | None:
    begin = at + 1 if words[at] in {"this", "next", "coming"} else at
    found = _index(DAYS, words[begin]) if begin < len(words) else None
    if found is None:
        return None
    if begin == at and begin + 1 < len(words) and (dated := _dated(words, begin + 1, today)):
        if dated[0].weekday() != found:
            raise ValueError(f"{_short(dated[0])} {dated[0].year} is a {DAYS[dated[0].weekday()]}, "
                             f"not a {DAYS[found]}")  # fmt: skip
        return dated[0], dated[1] + 1
    ahead = (found - today.weekday()) % 7
    near, far = (today + timedelta(days=ahead + more) for more in (0, 7))
    name = DAYS[found]
    if words[at] == "next" and ahead:
        raise ValueError(f"next {name} is {_short(near)} to some and {_short(far)} to others; "
                         "write the date")  # fmt: skip
    if ahead or words[at] == "next":
        return (near if ahead else far), begin + 1 - at
    raise ValueError(f"today is {name}; write today, or {_short(far)}")


def _dated(words: Words, at: int, today: date) -> tuple[date, int] | None:
    """The date behind the name of its weekday: "Wednesday 31 January", "Wednesday the 31st of
    January"."""
    skipped = int(words[at] == "the")
    if at + skipped >= len(words):
        return None
    found = _numeric(words, at + skipped, today) or _named(words, at + skipped, today)
    return (found[0], found[1] + skipped) if found else None


def _numeric(words: Words, at: int, today: date) -> tuple[date, int] | None:
    word = words[at]
    if _ISO.fullmatch(word):
        year, month, day = map(int, word.split("-"))
        return _date(word, day, month, year, today), 1
    if dotted := _DOTTED.fullmatch(word):
        return _date(word, int(dotted[1]), int(dotted[2]), _year(dotted[3]), today), 1
    slashed = _SLASHED.fullmatch(word)
    if not slashed:
        return None
    first, second = int(slashed[1]), int(slashed[2])
    if first <= 12 and second <= 12 and first != second:
        readings = f"{first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}"
        raise ValueError(f"{word} is {readings}; write which")
    day, month = (second, first) if second > 12 else (first, second)
    return _date(word, day, month, _year(slashed[3]), today), 1


def _named(words: Words, at: int, today: date) -> tuple[date, int] | None:
    """ "31 January", "31st of January 2027", "January 31"."""
    first, month, second = (_NTH.fullmatch(words[at]), _index(MONTHS, words[at]), None)
    end = at + 1
    if first:
        end += list(words[end : end + 1]) == ["of"]
        month = _index(MONTHS, words[end]) if end < len(words) else None
    elif month is not None and end < len(words):
        end += words[end] == "the"
        second = _NTH.fullmatch(words[end]) if end < len(words) else None
    day = first or second
    if month is None or day is None:
        return None
    end += 1
    year = re.fullmatch(r"\d{4}", words[end]) if end < len(words) else None
    said = " ".join(words[at:end])
    found = _date(said, int(day[1]), month + 1, _year(year[0] if year else None), today)
    return found, end + bool(year) - at


def _year(said: str | None) -> int | None:
    return int(said) if said else None


def _date(said: str, day: int, month: int, year: int | None, today: date) -> date:
    """The date; without a year the next one, unless this year's has only just gone by."""
    if year is not None and year not in _YEARS:
        raise ValueError(f"{said} is too far away")
    try:
        if year is not None:
            return date(year, month, day)
        if (month, day) == (2, 29):
            return next(date(y, 2, 29) for y in range(today.year, today.year + 9) if _leaps(y)
                        and date(y, 2, 29) >= today)  # fmt: skip
        this = date(today.year, month, day)
    except ValueError:
        raise ValueError(f"{said} is not in the calendar") from None
    if this >= today:
        return this
    if (today - this).days <= 182:
        name = MONTHS[month - 1]
        raise ValueError(f"{day} {name} {this.year} is past; write {day} {name} {this.year + 1} "
                         "if that is meant")  # fmt: skip
    return this.replace(year=this.year + 1)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _index(names: Sequence[str], word: str) -> int | None:
    """Which of the names a word is, whole or cut short to three letters or more."""
    bare = word.rstrip(".")
    if len(bare) < 3 or not bare.isalpha():
        return None
    return next((n for n, name in enumerate(names) if name.lower().startswith(bare)), None)


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
