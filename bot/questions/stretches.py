"""Stretches of days in a sentence: "next week", "end of January", "Q2 2018", "31 January"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.questions import calendar_names as names
from bot.questions import spans_of_days as spans
from bot.questions.almanac import Almanac, Days
from bot.questions.numbers import number_at, ordinal
from bot.questions.words import Token

_WEEK = timedelta(days=6)
_THIRDS = {"early": 0, "mid": 1, "middle": 1, "midway": 1, "late": 2}
_PARTS = frozenset({"end", "start", "beginning", "rest", "remainder"}) | frozenset(_THIRDS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that a phrase ending before token `end` names; `coarse` for more than a day or two."""

    first: date
    last: date
    end: int
    coarse: bool = True


def _day(when: date, end: int) -> Stretch:
    return Stretch(when, when, end, coarse=False)


class Stretches:
    """Reads stretches off the tokens of one sentence. ValueError: a day that is in no calendar."""

    def __init__(self, words: list[Token], almanac: Almanac) -> None:
        self._words = words
        self._almanac = almanac

    def text(self, at: int) -> str:
        """The token there, or nothing beyond the sentence's ends."""
        return self._words[at].text if 0 <= at < len(self._words) else ""

    def skip(self, at: int, *words: str) -> int:
        """The place behind one of these words where it stands here, else the same place."""
        return at + 1 if self.text(at) in words else at

    def read(self, at: int) -> Stretch | None:
        """The stretch that begins at token `at`."""
        at = self.skip(at, "in", "on")
        at = self.skip(at, "the")
        at = self.skip(at, "whole", "entire")
        readers: tuple[Callable[[int], Stretch | None], ...] = (
            self._part,
            self._named_day,
            self._figures,
            self.dated,
            self._relative,
            self._quarter,
            self._season,
            self._month,
            self._year,
            self._weekday,
        )
        return next((found for reader in readers if (found := reader(at))), None)

    # Lengths

    def length(self, at: int, *, within: bool) -> Stretch | None:
        """ "in 10 days", "within a fortnight", "3 weeks from now"."""
        number, end = self._count(self.skip(at, "the"))
        unit = names.UNITS.get(self.text(end))
        if unit is None or number is None or unit == "weekend":
            return None
        end += 1
        if self.text(end) == "from" and self.text(end + 1) in {"now", "today"}:
            end, within = end + 2, True
        elif self.text(end) == "ahead":
            end, within = end + 1, True
        almanac = self._almanac
        if self.text(end) == "ago":
            first, last = almanac.ago(number, unit)
            return Stretch(first, last, end + 1, coarse=first != last)
        return Stretch(almanac.today, almanac.ahead(number, unit), end) if within else None

    def _count(self, at: int) -> tuple[int | None, int]:
        if self.text(at) in {"a", "an"} and self.text(at + 1) != "couple":
            return 1, at + 1
        couple = self.skip(at, "a")
        if self.text(couple) == "couple":
            return 2, self.skip(couple + 1, "of")
        number = number_at(self._words, at)
        if number is None or number.value > 9999 or number.value % 1:
            return None, at
        return int(number.value), number.end

    def _relative(self, at: int) -> Stretch | None:
        """ "this week", "next 10 days", "last summer", "past month"."""
        step = names.STEPS.get(self.text(at))
        if step is None:
            return None
        begin = self.skip(at + 1, "calendar")
        days = self._near(self.text(begin), step, rolling=self.text(at) == "past")
        if days:
            return Stretch(*days, begin + 1, coarse=days[0] != days[1])
        number, end = self._count(begin)
        unit = names.UNITS.get(self.text(end))
        if number is None or unit is None or step == 0:
            return None
        edge, today = self._almanac.ahead(number * step, unit), self._almanac.today
        return Stretch(min(edge, today), max(edge, today), end + 1)

    def _near(self, name: str, step: int, *, rolling: bool) -> Days | None:
        almanac = self._almanac
        if name in names.UNITS:
            unit = names.UNITS[name]
            if rolling and unit not in {"day", "hour"}:  # "the past month" ends today
                return almanac.ahead(-1, unit), almanac.today
            return almanac.unit(unit, step)
        if name in names.SEASONS:
            return almanac.season(name, step)
        if name in names.MONTHS:
            return almanac.month(names.MONTHS[name], step)
        if name in names.WEEKDAYS:
            day = almanac.weekday(names.WEEKDAYS[name], step)
            return day, day
        return None

    # Parts

    def _part(self, at: int) -> Stretch | None:
        """ "end of January", "first half of 2018", "rest of the year", "end of the month"."""
        word = self.text(at)
        if word in {"month", "year", "week", "quarter"} and self.text(at - 1) == "the":
            days = self._almanac.unit(word, 0)
            return Stretch(*days, at + 1) if days and self.text(at - 2) == "of" else None
        week = self._week_of(at)
        if week:
            return week
        half = ordinal(word) if self.text(at + 1) == "half" else None
        if not half and word not in _PARTS:
            return None
        begin = self.skip(at + 2 if half else at + 1, "of")
        whole = self.read(begin) if begin < len(self._words) else None
        return self._cut(word, half, whole) if whole else None

    def _week_of(self, at: int) -> Stretch | None:
        """ "the first week of May", "last week of the month"."""
        place = -1 if self.text(at) == "last" else ordinal(self.text(at)) or 0
        named = self.text(at + 1) == "week" and self.text(at + 2) in {"of", "in"}
        whole = self.read(at + 3) if named and place and place <= 4 else None
        if whole is None:
            return None
        return Stretch(*spans.week_in(whole.first, whole.last, place), whole.end, coarse=False)

    def _cut(self, word: str, half: int | None, whole: Stretch) -> Stretch:
        first, last, end = whole.first, whole.last, whole.end
        if half:
            middle = spans.middle(first, last)
            return (
                Stretch(first, middle - spans.DAY, end) if half == 1 else Stretch(middle, last, end)
            )
        if word in _THIRDS:
            return Stretch(*spans.third(first, last, _THIRDS[word]), end, coarse=False)
        if word in {"rest", "remainder"}:
            return Stretch(max(self._almanac.today, first), last, end, coarse=False)
        if word == "end":
            return Stretch(max(first, last - _WEEK), last, end, coarse=False)
        return Stretch(first, min(last, first + _WEEK), end, coarse=False)

    # Days

    def _named_day(self, at: int) -> Stretch | None:
        today = self._almanac.today
        if self.text(at) == "day" and self.text(at + 2) in {"tomorrow", "yesterday"}:
            step = 2 if self.text(at + 1) == "after" else -2
            return _day(today + timedelta(days=step), at + 3)
        offset = names.DAYS.get(self.text(at))
        return None if offset is None else _day(today + timedelta(days=offset), at + 1)

    def _figures(self, at: int) -> Stretch | None:
        iso = names.ISO.match(self.text(at))
        if iso and iso[3]:
            return _day(date(int(iso[1]), int(iso[2]), int(iso[3])), at + 1)
        if iso and 1 <= int(iso[2]) <= 12:
            return Stretch(*spans.month(int(iso[1]), int(iso[2])), at + 1)
        numeric = names.NUMERIC.match(self.text(at))
        return self._numeric(numeric, at) if numeric else None

    def _numeric(self, found: re.Match[str], at: int) -> Stretch | None:
        first, second = int(found[1]), int(found[2])
        dotted = "." in found[0]
        if dotted and not found[3]:
            return None  # a decimal number
        if not dotted and first <= 12 and second <= 12 and first != second:
            return None  # 1/2 is two different days to two people
        day, month = (first, second) if dotted or first > 12 else (second, first)
        if found[3]:
            return _day(date(int(found[3]), month, day), at + 1)
        return _day(self._almanac.day(month, day), at + 1)

    def dated(self, at: int) -> Stretch | None:
        """ "January 31st", "31 January 2018", "the 31st of January", "the 31st"."""
        if self.text(at) in names.MONTHS:
            month, day, end = names.MONTHS[self.text(at)], self.day_number(at + 1), at + 2
        else:
            day, end = self.day_number(at), self.skip(at + 1, "of")
            month, end = names.MONTHS.get(self.text(end), 0), end + 1
        if day is None:
            return None
        if not month:
            alone = re.fullmatch(r"\d{1,2}(st|nd|rd|th)", self.text(at))
            ranked = self.text(at + 1) in names.RANKED  # "the 3rd largest award"
            return _day(self._almanac.day_of_month(day), at + 1) if alone and not ranked else None
        if names.YEAR.match(self.text(end)):
            return _day(date(int(self.text(end)), month, day), end + 1)
        return _day(self._almanac.day(month, day), end)

    def day_number(self, at: int) -> int | None:
        """31 for "31" and "31st"."""
        text = self.text(at)
        number = ordinal(text) if text[:1].isdigit() else None
        if number is None and text.isascii() and text.isdecimal() and len(text) <= 2:
            number = int(text)
        return number if number and 1 <= number <= 31 else None

    def _weekday(self, at: int) -> Stretch | None:
        name = self.text(at)
        weekend = self._almanac.unit("weekend", 0) if name == "weekend" else None
        if weekend:
            return Stretch(*weekend, at + 1)
        if name not in names.WEEKDAYS:
            return None
        full = self.dated(self.skip(at + 1, "the"))  # "Friday 2 May"
        return full or _day(self._almanac.weekday(names.WEEKDAYS[name], None), at + 1)

    # Months, quarters, seasons, years

    def _month(self, at: int) -> Stretch | None:
        name = self.text(at)
        # "May I apply?" is no month.
        asks = name == "may" and self.text(at + 1) in {"i", "we", "you", "one", "it", "they", "be"}
        if name not in names.MONTHS or asks:
            return None
        number = names.MONTHS[name]
        year, end = self._year_behind(at + 1)
        days = spans.month(year, number) if year else self._almanac.month(number, None)
        return Stretch(*days, end)

    def _quarter(self, at: int) -> Stretch | None:
        text = self.text(at)
        if names.QUARTER.match(text):
            number, end = int(text[1]), at + 1
        elif text == "q" and self.text(at + 1) in {"1", "2", "3", "4"}:
            number, end = int(self.text(at + 1)), at + 2
        elif self.text(at + 1) == "quarter" and ordinal(text):
            number, end = ordinal(text) or 0, at + 2
        else:
            return None
        year, end = self._year_behind(end)
        if year is not None:
            return Stretch(*spans.quarter(year, number), end)
        return Stretch(*self._almanac.nearest(lambda each: spans.quarter(each, number)), end)

    def _season(self, at: int) -> Stretch | None:
        name = self.text(at)
        if name not in names.SEASONS or (name == "fall" and not self._means_autumn(at)):
            return None
        year, end = self._year_behind(at + 1)
        if year is not None:
            return Stretch(*spans.season(year, name, south=self._almanac.south), end)
        return Stretch(*self._almanac.season(name, None), end)

    def _means_autumn(self, at: int) -> bool:
        # "Which deadlines fall in May?" has no season.
        before = {"the", "in", "this", "until", "by", "since", "before", "after", "during", "for"}
        behind = {"deadline", "deadlines", "call", "round", "batch"}
        return (
            self.text(at - 1) in before
            or bool(names.YEAR.match(self.text(at + 1)))
            or self.text(at + 1) in behind
        )

    def _year(self, at: int) -> Stretch | None:
        if not names.YEAR.match(self.text(at)):
            return None
        year, behind = int(self.text(at)), self.text(at + 1)
        if names.QUARTER.match(behind):
            return Stretch(*spans.quarter(year, int(behind[1])), at + 2)
        return Stretch(*spans.year(year), at + 1)

    def _year_behind(self, at: int) -> tuple[int | None, int]:
        begin = self.skip(at, "of", "in")
        if names.YEAR.match(self.text(begin)):
            return int(self.text(begin)), begin + 1
        step = names.STEPS.get(self.text(begin))
        if step is not None and self.text(begin + 1) == "year":
            return self._almanac.today.year + step, begin + 2
        return None, at
