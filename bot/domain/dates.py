"""How a date and an hour stand in an English sentence, by a program's locale (CLDR, by Babel).

The words stay English. Where the English of the locale's territory has the month first (`en_US`,
and `es_US` likewise), dates and hours are written as CLDR has them there. Everywhere else they are
international, day first and 24 hours, "31 January 2018 at 23:59": nobody misreads that, and CLDR's
own English for many places (Denmark's "23.59", New Zealand's "11:59 pm") adds nothing to it.

Babel's own formatting takes 20 to 50 microseconds a date and an answer has many, so a locale's
patterns are turned into templates once.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError, get_global

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_FIELDS = {
    "d": "{day}", "dd": "{day:02}", "MMMM": "{month}", "y": "{year}", "EEEE": "{weekday}",
    "h": "{hour}", "hh": "{hour:02}", "H": "{hour}", "HH": "{hour:02}", "mm": "{minute:02}",
    "a": "{half}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """Templates for `str.format`, the international ones where nothing else is said.

    `halves` are what AM and PM are called; None with 24 hours.
    """

    day: str = "{day} {month} {year}"
    weekday: str = "{weekday} {day} {month} {year}"
    clock: str = "{hour:02}:{minute:02}"
    halves: tuple[str, str] | None = None

    @property
    def month_first(self) -> bool:
        """Whether it is "January 31", not "31 January"."""
        return self.day.startswith("{month}")


def locale_of(name: str) -> Locale:
    """The locale "en-GB" or "en_GB" names. Raises ValueError where no such locale is known."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"{name!r} is not a locale; write en, en_GB or pt_BR") from None


def territory_of(locale: Locale) -> str | None:
    """Where a locale is spoken, "DE" for "de"; None for bare English, which is at home nowhere."""
    if locale.territory or locale.language == "en":
        return locale.territory
    name = f"{locale.language}_{locale.script}" if locale.script else locale.language
    likely: str = get_global("likely_subtags").get(name, "")
    return likely.rpartition("_")[2] or None


@lru_cache(maxsize=64)
def style_of(locale: str) -> Style:
    """How dates and hours stand in a sentence of a program with this locale."""
    territory = territory_of(locale_of(locale))
    if territory is None:
        return Style()
    try:
        english = Locale.parse(f"en_{territory}")
    except (UnknownLocaleError, ValueError):
        return Style()
    full = english.date_formats["full"].pattern
    if not full.startswith("EEEE, MMMM"):
        return Style()
    clock = english.time_formats["short"].pattern
    return Style(
        day=_template(english.date_formats["long"].pattern),
        weekday=_template(full),
        clock=_template(clock),
        halves=_halves(english) if "a" in clock else None,
    )


def _halves(english: Locale) -> tuple[str, str]:
    names = english.day_periods["format"]["abbreviated"]
    return names["am"], names["pm"]


def _template(pattern: str) -> str:
    # CLDR's narrow space before PM is a plain one here: people search and copy these lines.
    plain = pattern.replace("\u202f", " ").replace("\xa0", " ")
    return re.sub(r"[A-Za-z]+", lambda found: _FIELDS[found[0]], plain)


def day(when: date, locale: str) -> str:
    """ "31 January 2018"; "January 31, 2018" in en_US."""
    month = MONTHS[when.month - 1]
    return style_of(locale).day.format(day=when.day, month=month, year=when.year)


def weekday(when: date, locale: str) -> str:
    """ "Wednesday 31 January 2018"; "Wednesday, January 31, 2018" in en_US."""
    return style_of(locale).weekday.format(
        weekday=DAYS[when.weekday()],
        day=when.day,
        month=MONTHS[when.month - 1],
        year=when.year,
    )


def clock(hour: int, minute: int, locale: str) -> str:
    """An hour of 0 to 23 and its minute: "23:59"; "11:59 PM" in en_US."""
    style = style_of(locale)
    if style.halves is None:
        return style.clock.format(hour=hour, minute=minute)
    return style.clock.format(hour=hour % 12 or 12, minute=minute, half=style.halves[hour >= 12])
