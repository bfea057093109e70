"""Single days in a sentence: "tomorrow", "31 January", "2018-01-31", "the 31st", "Christmas"."""

import re
from datetime import date, timedelta

from bot.questions import calendar_names as names
from bot.questions import spans_of_days as spans
from bot.questions.long_stretches import LongStretches, Stretch
from bot.questions.numbers import ordinal


def day_of(when: date, end: int) -> Stretch:
    """A single day that a phrase ending before token `end` names."""
    return Stretch(when, when, end, coarse=False)


class SingleDays(LongStretches):
    """Reads single days off the tokens of one sentence."""

    def named_day(self, at: int) -> Stretch | None:
        today = self._almanac.today
        if self.text(at) == "day" and self.text(at + 2) in {"tomorrow", "yesterday"}:
            step = 2 if self.text(at + 1) == "after" else -2
            return day_of(today + timedelta(days=step), at + 3)
        offset = names.DAYS.get(self.text(at))
        if offset is not None:
            return day_of(today + timedelta(days=offset), at + 1)
        for said, (month, day) in names.FEASTS.items():
            if all(self.text(at + i) == word for i, word in enumerate(said)):
                return day_of(self._almanac.day(month, day), at + len(said))
        return None

    def figures(self, at: int) -> Stretch | None:
        iso = names.ISO.match(self.text(at))
        if iso and iso[3]:
            return day_of(date(int(iso[1]), int(iso[2]), int(iso[3])), at + 1)
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
            return day_of(date(int(found[3]), month, day), at + 1)
        return day_of(self._almanac.day(month, day), at + 1)

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
            return day_of(self._almanac.day_of_month(day), at + 1) if alone and not ranked else None
        if names.YEAR.match(self.text(end)):
            return day_of(date(int(self.text(end)), month, day), end + 1)
        return day_of(self._almanac.day(month, day), end)

    def day_number(self, at: int) -> int | None:
        """31 for "31" and "31st"."""
        text = self.text(at)
        number = ordinal(text) if text[:1].isdigit() else None
        if number is None and text.isascii() and text.isdecimal() and len(text) <= 2:
            number = int(text)
        return number if number and 1 <= number <= 31 else None
