"""Months, quarters, seasons and years in a sentence, and what all readers of stretches share."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.questions import calendar_names as names
from bot.questions import spans_of_days as spans
from bot.questions.almanac import Almanac, Days
from bot.questions.numbers import ordinal
from bot.questions.words import Token, word_set

_ASKING = word_set("i we you one it they he she people anyone anybody someone somebody")
_ASKED = word_set("be apply submit ask get request receive expect send still also have i we one")
# "What day may ... be sent": behind one of these, with one of the others to follow.
_ASKED_FOR = word_set("date day time hour when how late soon early oclock what which where")
_VERBS = word_set(
    "apply submit send hand arrive reach be ask request get receive come upload file turn expect"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that a phrase ending before token `end` names; `coarse` for more than a day or two.

    `edge` where it is the end of something longer, so that what is before it is up to its end.
    """

    first: date
    last: date
    end: int
    coarse: bool = True
    edge: bool = False
    weekday: int | None = None  # only the Mondays, Tuesdays ... of it


class LongStretches:
    """Reads what is a month or longer off the tokens of one sentence."""

    def __init__(self, words: list[Token], almanac: Almanac) -> None:
        self._words = words
        self._almanac = almanac

    def text(self, at: int) -> str:
        """The token there, or nothing beyond the sentence's ends."""
        return self._words[at].text if 0 <= at < len(self._words) else ""

    def skip(self, at: int, *words: str) -> int:
        """The place behind one of these words where it stands here, else the same place."""
        return at + 1 if self.text(at) in words else at

    def after_next(self, at: int) -> Stretch | None:
        """ "The week after next", "the Friday after next"."""
        if (self.text(at + 1), self.text(at + 2)) != ("after", "next"):
            return None
        name, number = self.text(at), names.WEEKDAYS.get(self.text(at))
        end = at + 4 if self.text(at + 3) == name else at + 3
        if number is not None:
            day = self._almanac.weekday(number, 1) + timedelta(days=7)
            return Stretch(day, day, end, coarse=False)
        unit = names.UNITS.get(name)
        days = self._almanac.unit(unit, 2) if unit and unit != "fortnight" else None
        return Stretch(*days, end) if days else None

    def month(self, at: int) -> Stretch | None:
        """ "January", "May 2018", "March next year"."""
        name = self.text(at)
        if name not in names.MONTHS or (name == "may" and self._asks(at)):
            return None
        number = names.MONTHS[name]
        year, end = self._year_behind(at + 1)
        days = spans.month(year, number) if year else self._almanac.month(number, None)
        return Stretch(*days, end)

    def _asks(self, at: int) -> bool:
        """ "May I apply?", "one may ask", "until what date may FT proposals be sent": no month."""
        before, behind = self.text(at - 1), self.text(at + 1)
        if behind in _ASKING or (before in _ASKING and behind in _ASKED):
            return True
        verb = any(self.text(place) in _VERBS for place in range(at + 1, at + 9))
        return self._words[at].raw == "may" and before in _ASKED_FOR and verb

    def quarter(self, at: int) -> Stretch | None:
        """ "Q2", "q 2", "the second quarter of 2018"."""
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

    def season(self, at: int) -> Stretch | None:
        """ "autumn", "spring 2018"."""
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

    def year(self, at: int) -> Stretch | None:
        """ "2018", "the year 2018", "2018 Q3"."""
        at = self.skip(at, "year") if names.YEAR.match(self.text(at + 1)) else at
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

    def hours(self, name: str, step: int) -> Days | None:
        """ "This evening", "last night", "the next hour"."""
        if names.UNITS.get(name) == "hour":
            step = 0
        elif name not in names.DAY_PARTS or step > 0:
            return None
        day = self._almanac.today + timedelta(days=step)
        return day, day
