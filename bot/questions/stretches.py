"""Stretches of days in a sentence: "next week", "end of January", "Q2 2018", "31 January"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.questions import calendar_names as names
from bot.questions import spans_of_days as spans
from bot.questions.almanac import Days
from bot.questions.long_stretches import Stretch
from bot.questions.numbers import CARDINALS, ORDINALS, number_at, ordinal
from bot.questions.single_days import SingleDays, day_of

_WEEK = timedelta(days=6)
_THIRDS = {"early": 0, "mid": 1, "middle": 1, "midway": 1, "late": 2}
_PARTS = frozenset({"end", "start", "beginning", "rest", "remainder"}) | frozenset(_THIRDS)

# Every word that a stretch can begin with, but for figures: most words of a message are none.
_BEGINNINGS = (
    names.PERIOD_WORDS | set(names.STEPS) | _PARTS | set(ORDINALS) | set(CARDINALS)
    | {first for first, *_ in names.FEASTS} | names.DAY_PARTS
    | {"q", "a", "an", "half", "earlier", "later", "any", "some", "every", "each", "final"}
)  # fmt: skip


def _is_near(name: str) -> bool:
    return name in names.WEEKDAYS or name == "weekend"


class Stretches(SingleDays):
    """Reads stretches off the tokens of one sentence. ValueError: a day that is in no calendar."""

    def read(self, at: int) -> Stretch | None:
        """The stretch that begins at token `at`."""
        at = self.skip(at, "in", "on")
        at = self.skip(at, "the")
        at = self.skip(at, "whole", "entire")
        at += self.text(at) == "year" and bool(re.match(r"(?:19|20)\d\d$", self.text(at + 1)))
        if not (self.text(at) in _BEGINNINGS or self.text(at)[:1].isdigit()):
            return None
        readers: tuple[Callable[[int], Stretch | None], ...] = (
            self._part,
            self._unit_of,
            self.named_day,
            self.figures,
            self.dated,
            self.after_next,
            self._relative,
            self.quarter,
            self.season,
            self.month,
            self.year,
            self._weekday,
        )
        found = next((found for reader in readers if (found := reader(at))), None)
        if found and found.first == found.last and self.text(found.end) in names.DAY_PARTS:
            return replace(found, end=found.end + 1)  # "tomorrow night", "Friday morning"
        return found

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
        if within and self.text(end) == "or":  # "in two weeks or in three"
            other, behind = self._count(self.skip(end + 1, "in", "within"))
            if other is not None:
                number, end = max(number, other), self.skip(behind, *names.UNITS)
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
        if self.text(at) == "this" and self.text(at + 1) in {"coming", "upcoming"}:
            at += 1
        step = names.STEPS.get(self.text(at))
        if step is None:
            return None
        begin = self.skip(at + 1, "calendar")
        if self.text(at) in {"coming", "upcoming"} and _is_near(self.text(begin)):
            step = 0  # "the coming weekend" is the next one to come
        days = self.hours(self.text(begin), step) or self._near(
            self.text(begin), step, rolling=self.text(at) == "past"
        )
        if days:
            return self._day_within(Stretch(*days, begin + 1, coarse=days[0] != days[1]))
        number, end = self._count(begin)
        unit = names.UNITS.get(self.text(end))
        if number is None or unit is None or step == 0:
            return None
        edge, today = self._almanac.ahead(number * step, unit), self._almanac.today
        return Stretch(min(edge, today), max(edge, today), end + 1)

    def _day_within(self, week: Stretch) -> Stretch:
        """ "Next week Friday", "next week on Friday"."""
        at = self.skip(week.end, "on")
        number = names.WEEKDAYS.get(self.text(at))
        if number is None or (week.last - week.first).days != 6:
            return week
        return day_of(week.first + timedelta(days=number), at + 1)

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
            part = self.text(at - 2) == "of" and self.text(at - 3) != "day"  # "day of the week"
            return Stretch(*days, at + 1) if days and part else None
        place = self._place_in(at) or self._side_of_today(at)
        if place:
            return place
        half = ordinal(word) if self.text(at + 1) == "half" else None
        if not half and word not in _PARTS:
            return None
        begin = at + 2 if half else at + 1
        if self.text(begin) in {"in", "on"} and not half and word not in _THIRDS:
            return None  # "what ends in May"
        begin = self.skip(begin, "of")
        whole = self.read(begin) if begin < len(self._words) else None
        if whole is None or not (half or whole.coarse or self.text(at + 1) == "of"):
            return None  # "did it end yesterday"
        return self._cut(word, half, whole)

    def _side_of_today(self, at: int) -> Stretch | None:
        """ "Earlier this year", "later this month"."""
        if self.text(at) not in {"earlier", "later"} or self.text(at + 1) != "this":
            return None
        whole, today = self._relative(at + 1), self._almanac.today
        if whole is None or not whole.first < today < whole.last:
            return None
        earlier = self.text(at) == "earlier"
        days = (whole.first, today - spans.DAY) if earlier else (today, whole.last)
        return Stretch(*days, whole.end, coarse=False)

    def _place_in(self, at: int) -> Stretch | None:
        """ "the first week of May", "last day of the month", "the second Friday in June"."""
        place = -1 if self.text(at) in {"last", "final"} else ordinal(self.text(at)) or 0
        unit = self.text(at + 1)
        number = names.WEEKDAYS.get(unit)
        named = unit in {"week", "day"} or number is not None
        if not (named and place and place <= 31 and self.text(at + 2) in {"of", "in"}):
            return None
        whole = self.read(at + 3)
        if whole is None or not whole.coarse:
            return None
        if unit == "week":
            days = spans.week_in(whole.first, whole.last, place)
            return Stretch(*days, whole.end, coarse=False, edge=place < 0)
        day = spans.day_in(whole.first, whole.last, place, number)
        return Stretch(day, day, whole.end, coarse=False, edge=place < 0 and number is None)

    def _unit_of(self, at: int) -> Stretch | None:
        """ "The month of May", "the week of 16 June", "the week beginning on Monday"."""
        unit, link = names.UNITS.get(self.text(at)), self.text(at + 1)
        begin = self.skip(at + 2, "on", "from")
        begin = self.skip(begin, "the")
        if unit in {"month", "quarter", "year"} and link == "of":
            whole = self.month(begin) if unit == "month" else None
            return whole or (self.year(begin) if unit == "year" else None)
        if unit != "week" or link not in {"of", "beginning", "starting", "commencing", "around"}:
            return None
        first = self.figures(begin) or self.dated(begin) or self._weekday(begin)
        return Stretch(*spans.week(first.first), first.end) if first else None

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
            return Stretch(max(first, last - _WEEK), last, end, coarse=False, edge=True)
        return Stretch(first, min(last, first + _WEEK), end, coarse=False)

    # Days of the week

    def _weekday(self, at: int) -> Stretch | None:
        name = self.text(at)
        weekend = self._almanac.unit("weekend", 0) if name == "weekend" else None
        if weekend:
            return Stretch(*weekend, at + 1)
        any_one = name in {"a", "an", "any", "some", "every", "each"}
        at += any_one
        number = names.WEEKDAYS.get(self.text(at))
        if number is None:
            return None
        if any_one or self.text(at).endswith("days"):
            return self._weekdays(at, number)
        full = self.dated(self.skip(self.skip(at + 1, *names.DAY_PARTS), "the"))  # "Friday 2 May"
        if full:
            return full
        behind = self.skip(at + 1, "of", "in")
        week = self._relative(behind) if names.UNITS.get(self.text(behind + 1)) == "week" else None
        if week and (week.last - week.first).days == 6:  # "Friday next week"
            return day_of(week.first + timedelta(days=number), week.end)
        return day_of(self._almanac.weekday(number, None), at + 1)

    def _weekdays(self, at: int, number: int) -> Stretch:
        """ "On a Friday in May", "Mondays next month", "on any Tuesday"."""
        whole = self.read(self.skip(at + 1, "of", "in")) if at + 1 < len(self._words) else None
        if whole is None or not whole.coarse:
            first = self._almanac.today
            if self._almanac.past:
                raise ValueError("any Friday of the past is no period")
            whole = Stretch(first, spans.add_months(first, 12), at + 1)
        return replace(whole, weekday=number)
