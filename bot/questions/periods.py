"""Periods in a question: "next week", "until June", "in the next 10 days", "between … and …".

A small grammar over tokens. `find_period` looks for the first place where a period stands; what a
bare month or day means ("in March") depends on whether the question looks back or ahead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.questions import spans_of_days as spans
from bot.questions.numbers import number_at, ordinal
from bot.questions.query import Period
from bot.questions.words import Token

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon mondays", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs",
            "friday fri fridays", "saturday sat", "sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter", "fall")
_DAYS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomoz": 1, "tomorow": 1,
    "2moro": 1, "yesterday": -1,
}  # fmt: skip
_UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "wks": "week", "wk": "week",
    "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month",
    "mths": "month", "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
    "yr": "year", "yrs": "year", "weekend": "weekend",
}  # fmt: skip
_THIS = {"this", "current", "the current"}
_NEXT = {"next", "coming", "following", "upcoming"}
_LAST = {"last", "previous", "past", "preceding"}
PERIOD_WORDS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(SEASONS) | frozenset(_DAYS)
    | frozenset(_UNITS)
    | frozenset({ "q1", "q2", "q3", "q4"})
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A period, and the tokens that said it."""

    period: Period
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """Days that a phrase ending before token `end` names; `coarse` for more than a day or two."""

    first: date
    last: date
    end: int
    coarse: bool = True


class Calendar:
    """Reads periods off one sentence, as of `today`; `past` where bare months lie behind."""

    def __init__(self, words: list[Token], today: date, *, past: bool, south: bool) -> None:
        self._words = words
        self._today = today
        self._past = past
        self._south = south

    def find(self, free: list[bool]) -> Found | None:
        """The first period among the tokens that nothing else has taken."""
        for at in range(len(self._words)):
            if not free[at]:
                continue
            try:
                found = self._between(at) or self._bounded(at) or self._plain(at)
            except (ValueError, OverflowError):
                continue  # 31 February, the year 10,000
            if found and all(free[found.start : found.end]):
                return found
        return None

    def _text(self, at: int) -> str:
        return self._words[at].text if 0 <= at < len(self._words) else ""

    def _skip(self, at: int, *words: str) -> int:
        return at + 1 if self._text(at) in words else at

    # Ranges and bounds

    def _between(self, at: int) -> Found | None:
        lead = self._text(at)
        joints = {
            "between": ("and", "-"),
            "from": ("to", "until", "till", "through", "thru", "-"),
        }.get(lead, ("to", "through", "thru", "-"))
        begin = at + 1 if lead in {"between", "from"} else at
        first = self._span(begin)
        if first and self._stands_beside(first):  # "Jun-Sep"
            last = self._span(first.end)
        elif first is None or self._text(first.end) not in joints:
            return self._day_range(begin, joints, at)
        else:
            last = self._span(first.end + 1)
        if last is None:
            return None
        until = last.last
        if until < first.first:  # "between November and February"
            until = spans.add_months(until, 12)
        return Found(spans.period(first.first, until), at, last.end)

    def _stands_beside(self, first: _Span) -> bool:
        """Whether a second month or date follows at once, the hyphen between them being lost."""
        before, after = self._text(first.end - 1), self._text(first.end)
        if before in MONTHS and after in MONTHS:
            return True
        day = self._day_and_month(first.end) if not first.coarse else None
        return day is not None and before in MONTHS

    def _day_range(self, begin: int, joints: tuple[str, ...], at: int) -> Found | None:
        # "between 1 and 15 March": the first day borrows the month of the second.
        day = self._day_number(begin)
        if day is None or self._text(begin + 1) not in joints:
            return None
        last = self._span(begin + 2)
        if last is None or last.coarse:
            return None
        return Found(spans.period(last.first.replace(day=day), last.last), at, last.end)

    def _bounded(self, at: int) -> Found | None:
        lead = self._text(at)
        begin = at + 1
        if lead == "up" and self._text(at + 1) == "to":
            lead, begin = "until", at + 2
        if lead == "not" and self._text(at + 1) == "before":
            lead, begin = "since", at + 2
        if lead == "no" and self._text(at + 1) == "later" and self._text(at + 2) == "than":
            lead, begin = "through", at + 3
        if lead in {"starting", "beginning"} and self._text(at + 1) in {"in", "from", "on"}:
            lead, begin = "since", at + 2
        bound = _BOUNDS.get(lead)
        span = self._span(begin) if bound else None
        if bound is None or span is None:
            return None
        return Found(bound(span, self._text(self._skip(begin, "the"))), at, span.end)

    def _plain(self, at: int) -> Found | None:
        lead = self._text(at)
        begin = self._skip(at, "in", "on", "during", "within", "over", "for", "of")
        span = self._length(begin, within=lead in {"in", "within"}) or self._span(begin)
        if span is None and lead == "the":
            return None
        if span is None:
            return None
        return Found(
            spans.period(span.first, span.last, point=span.first == span.last), at, span.end
        )

    # Stretches

    def _span(self, at: int) -> _Span | None:
        at = self._skip(at, "in", "on")
        at = self._skip(at, "the")
        at = self._skip(at, "whole", "entire")
        readers: tuple[Callable[[int], _Span | None], ...] = (
            self._part,
            self._named_day,
            self._date,
            self._relative,
            self._quarter,
            self._season,
            self._month,
            self._year,
            self._weekday,
        )
        for read in readers:
            span = read(at)
            if span:
                return span
        return None

    def _length(self, at: int, *, within: bool) -> _Span | None:
        """ "in 10 days", "within a fortnight", "3 weeks from now"."""
        number, end = self._count(self._skip(at, "the"))
        unit = _UNITS.get(self._text(end))
        if unit is None or number is None or unit == "weekend":
            return None
        end += 1
        if self._text(end) == "from" and self._text(end + 1) in {"now", "today"}:
            end, within = end + 2, True
        elif self._text(end) == "ahead":
            end, within = end + 1, True
        return _Span(self._today, self._ahead(number, unit), end) if within else None

    def _count(self, at: int) -> tuple[int | None, int]:
        if self._text(at) in {"a", "an"}:
            if self._text(at + 1) == "couple":
                return 2, self._skip(at + 2, "of")
            return 1, at + 1
        if self._text(at) == "couple":
            return 2, self._skip(at + 1, "of")
        number = number_at(self._words, at)
        if number is None or number.value > 9999 or number.value % 1:
            return None, at
        return int(number.value), number.end

    def _ahead(self, number: int, unit: str) -> date:
        match unit:
            case "month":
                return spans.add_months(self._today, number)
            case "quarter":
                return spans.add_months(self._today, number * 3)
            case "year":
                return spans.add_months(self._today, number * 12)
        days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}[unit]
        return self._today + timedelta(days=days * number)

    def _relative(self, at: int) -> _Span | None:
        """ "this week", "next 10 days", "last summer", "past month"."""
        word = self._text(at)
        step = 0 if word in _THIS else 1 if word in _NEXT else -1 if word in _LAST else None
        if step is None:
            return None
        if self._text(at + 1) in {"calendar"}:
            at += 1
        many = self._many(at + 1, step)
        if many:
            return many
        name = self._text(at + 1)
        if name in _UNITS and _UNITS[name] != "day":
            first, last = self._unit(_UNITS[name], step, rolling=word == "past")
            return _Span(first, last, at + 2)
        if name in SEASONS:
            first, last = self._near_season(name, step)
            return _Span(first, last, at + 2)
        if name in MONTHS:
            first, last = self._near_month(MONTHS[name], step)
            return _Span(first, last, at + 2)
        if name in WEEKDAYS:
            day = self._near_weekday(WEEKDAYS[name], step)
            return _Span(day, day, at + 2, coarse=False)
        return None

    def _many(self, at: int, step: int) -> _Span | None:
        number, end = self._count(at)
        unit = _UNITS.get(self._text(end))
        if number is None or unit is None or step == 0:
            return None
        edge = self._ahead(number * step, unit)
        return _Span(min(edge, self._today), max(edge, self._today), end + 1)

    def _unit(self, unit: str, step: int, *, rolling: bool) -> tuple[date, date]:
        today = self._today
        if rolling:  # "the past month" ends today
            return self._ahead(-1, unit), today
        match unit:
            case "week":
                return spans.week(today + timedelta(days=7 * step))
            case "month":
                return spans.month(today.year, today.month + step)
            case "quarter":
                return spans.quarter(today.year, (today.month - 1) // 3 + 1 + step)
            case "year":
                return spans.year(today.year + step)
            case "weekend":
                monday = spans.week(today + timedelta(days=7 * step))[0]
                return monday + timedelta(days=5), monday + timedelta(days=6)
            case "fortnight":
                edge = today + timedelta(days=14 * (step or 1))
                return min(today, edge), max(today, edge)
        raise ValueError(unit)

    def _part(self, at: int) -> _Span | None:
        """ "end of January", "first half of 2018", "rest of the year"."""
        word, begin = self._text(at), at + 1
        half = ordinal(word) if self._text(at + 1) == "half" else None
        if half:
            begin = at + 2
        elif word not in {"end", "start", "beginning", "rest", "remainder", "month", "year"}:
            return None
        if word in {"month", "year"}:  # "until the end of the month"
            first, last = self._unit(word, 0, rolling=False)
            return _Span(first, last, begin) if self._text(at - 1) == "the" else None
        begin = self._skip(begin, "of")
        if begin == at + 1 and word in {"start", "beginning", "end"} and self._text(begin) == "":
            return None
        span = self._span(begin) if begin < len(self._words) else None
        return self._cut(word, half, span) if span else None

    def _cut(self, word: str, half: int | None, span: _Span) -> _Span:
        if half:
            middle = _middle(span)
            if half == 1:
                return _Span(span.first, middle - spans.DAY, span.end)
            return _Span(middle, span.last, span.end)
        if word in {"rest", "remainder"}:
            return _Span(max(self._today, span.first), span.last, span.end)
        week = timedelta(days=6)
        if word == "end":
            return _Span(max(span.first, span.last - week), span.last, span.end, coarse=False)
        return _Span(span.first, min(span.last, span.first + week), span.end, coarse=False)

    # Names of the calendar

    def _named_day(self, at: int) -> _Span | None:
        if self._text(at) == "day" and self._text(at + 2) in {"tomorrow", "yesterday"}:
            step = 2 if self._text(at + 1) == "after" else -2
            day = self._today + timedelta(days=step)
            return _Span(day, day, at + 3, coarse=False)
        offset = _DAYS.get(self._text(at))
        if offset is None:
            return None
        day = self._today + timedelta(days=offset)
        return _Span(day, day, at + 1, coarse=False)

    def _date(self, at: int) -> _Span | None:
        text = self._text(at)
        iso = _ISO.match(text)
        if iso and iso[3]:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
            return _Span(day, day, at + 1, coarse=False)
        if iso:
            return _Span(*spans.month(int(iso[1]), int(iso[2])), at + 1)
        numeric = _NUMERIC.match(text)
        if numeric:
            return self._numeric(numeric, at)
        return self._day_and_month(at)

    def _numeric(self, found: re.Match[str], at: int) -> _Span | None:
        first, second = int(found[1]), int(found[2])
        dotted = "." in found[0]
        if dotted and not found[3]:
            return None  # a decimal number
        if not dotted and first <= 12 and second <= 12 and first != second:
            return None  # 1/2 is two different days to two people
        day, month = (first, second) if dotted or first > 12 else (second, first)
        when = date(int(found[3]), month, day) if found[3] else self._near_day(month, day)
        return _Span(when, when, at + 1, coarse=False)

    def _day_and_month(self, at: int) -> _Span | None:
        text = self._text(at)
        if text in MONTHS:  # January 31st
            month, day, end = MONTHS[text], self._day_number(at + 1), at + 2
        else:  # 31 January, the 31st of January
            day, end = self._day_number(at), self._skip(at + 1, "of")
            month, end = MONTHS.get(self._text(end), 0), end + 1
        if day is None:
            return None
        if not month:
            return self._day_alone(at, day)
        if _YEAR.match(self._text(end)):
            when = date(int(self._text(end)), month, day)
            end += 1
        else:
            when = self._near_day(month, day)
        return _Span(when, when, end, coarse=False)

    def _day_alone(self, at: int, day: int) -> _Span | None:
        # "the 31st": the next one there is, or the last one.
        if not self._text(at).endswith(("st", "nd", "rd", "th")) or not self._text(at)[0].isdigit():
            return None
        for step in range(13):
            first, last = spans.month(
                self._today.year, self._today.month + (-step if self._past else step)
            )
            if day <= last.day:
                when = first.replace(day=day)
                if when <= self._today if self._past else when >= self._today:
                    return _Span(when, when, at + 1, coarse=False)
        return None

    def _day_number(self, at: int) -> int | None:
        text = self._text(at)
        number = ordinal(text) if text[:1].isdigit() else None
        if number is None and text.isdecimal() and len(text) <= 2:
            number = int(text)
        return number if number and 1 <= number <= 31 else None

    def _near_day(self, month: int, day: int) -> date:
        years = range(self._today.year, self._today.year + 9)
        if self._past:
            years = range(self._today.year, self._today.year - 9, -1)
        for year in years:
            try:
                when = date(year, month, day)
            except ValueError:
                continue  # 29 February
            if when <= self._today if self._past else when >= self._today:
                return when
        raise ValueError("no such day")

    def _quarter(self, at: int) -> _Span | None:
        text = self._text(at)
        number = ordinal(text)
        if re.fullmatch(r"q[1-4]", text):
            number, end = int(text[1]), at + 1
        elif text == "q" and self._text(at + 1) in {"1", "2", "3", "4"}:
            number, end = int(self._text(at + 1)), at + 2
        elif number and self._text(at + 1) == "quarter":
            end = at + 2
        else:
            return None
        year, end = self._year_behind(end)
        if year is None:
            year = self._choose_year(lambda y: spans.quarter(y, number))
        return _Span(*spans.quarter(year, number), end)

    def _season(self, at: int) -> _Span | None:
        name = self._text(at)
        if name not in SEASONS or (name == "fall" and not self._means_autumn(at)):
            return None
        year, end = self._year_behind(at + 1)
        if year is not None:
            return _Span(*spans.season(year, name, south=self._south), end)
        return _Span(*self._near_season(name, None), end)

    def _means_autumn(self, at: int) -> bool:
        before = {"the", "in", "this", "until", "by", "since", "before", "after", "during", "for"}
        return (
            self._text(at - 1) in before
            or bool(_YEAR.match(self._text(at + 1)))
            or self._text(at + 1) in {"deadline", "deadlines", "call", "round", "batch"}
        )

    def _near_season(self, name: str, step: int | None) -> tuple[date, date]:
        """The season before (-1), around or next (0), after (1), or nearest (None)."""
        today = self._today
        all_of_them = [
            spans.season(year, name, south=self._south)
            for year in range(today.year - 2, today.year + 3)
        ]
        if step == -1 or (step is None and self._past):
            begun = [s for s in all_of_them if (s[1] if step else s[0]) <= today]
            return begun[-1]
        ahead = [s for s in all_of_them if (s[0] if step == 1 else s[1]) >= today]
        return ahead[0]

    def _month(self, at: int) -> _Span | None:
        name = self._text(at)
        if name not in MONTHS or (name in {"may", "mar", "sun"} and not self._means_month(at)):
            return None
        year, end = self._year_behind(at + 1)
        if year is not None:
            return _Span(*spans.month(year, MONTHS[name]), end)
        return _Span(*self._near_month(MONTHS[name], None), end)

    def _means_month(self, at: int) -> bool:
        # "may I apply?" is no month.
        return self._text(at + 1) not in {"i", "we", "you", "one", "it", "they", "be"}

    def _near_month(self, number: int, step: int | None) -> tuple[date, date]:
        today = self._today
        if step == 1:
            ahead = number > today.month
            return spans.month(today.year if ahead else today.year + 1, number)
        if step == -1:
            return spans.month(today.year if number < today.month else today.year - 1, number)
        if step == 0:
            return spans.month(today.year, number)
        return spans.month(self._choose_year(lambda y: spans.month(y, number)), number)

    def _choose_year(self, span_in: Callable[[int], tuple[date, date]]) -> int:
        """The year in which a span is nearest: begun already, or not over yet."""
        year = self._today.year
        first, last = span_in(year)
        if self._past:
            return year if first <= self._today else year - 1
        return year if last >= self._today else year + 1

    def _year(self, at: int) -> _Span | None:
        if not _YEAR.match(self._text(at)):
            return None
        if re.fullmatch(r"q[1-4]", self._text(at + 1)):
            return _Span(
                *spans.quarter(int(self._text(at)), int(self._text(at + 1)[1])),
                at + 2,
            )
        return _Span(*spans.year(int(self._text(at))), at + 1)

    def _year_behind(self, at: int) -> tuple[int | None, int]:
        begin = self._skip(at, "of", "in")
        if _YEAR.match(self._text(begin)):
            return int(self._text(begin)), begin + 1
        word = self._text(begin)
        if self._text(begin + 1) == "year" and word in _THIS | _NEXT | _LAST:
            step = 0 if word in _THIS else 1 if word in _NEXT else -1
            return self._today.year + step, begin + 2
        return None, at

    def _weekday(self, at: int) -> _Span | None:
        name = self._text(at)
        if name == "weekend":
            first, last = self._unit("weekend", 0, rolling=False)
            return _Span(first, last, at + 1)
        if name not in WEEKDAYS or (name in {"sun", "mon", "sat", "wed"} and len(self._words) == 1):
            return None
        dated = self._day_and_month(self._skip(at + 1, "the"))
        if dated:  # "Friday 2 May"
            return dated
        day = self._near_weekday(WEEKDAYS[name], None)
        return _Span(day, day, at + 1, coarse=False)

    def _near_weekday(self, number: int, step: int | None) -> date:
        today = self._today
        ahead = timedelta(days=(number - today.weekday()) % 7)
        if step == -1 or (step is None and self._past):
            return today - timedelta(days=(today.weekday() - number) % 7 or 7)
        if step == 1:  # the one of next week
            return spans.week(today + timedelta(days=7))[0] + timedelta(days=number)
        return today + ahead


def _middle(span: _Span) -> date:
    days = (span.last - span.first).days + 1
    if days >= 180:
        return spans.add_months(span.first, round(days / 61))
    return span.first + timedelta(days=days // 2)


def _until(span: _Span, word: str) -> Period:
    # "until 15 May" and "until the end of May" count that day; "until June" ends before June.
    exact = not span.coarse or word == "rest"
    return spans.period(None, span.last if exact else span.first - spans.DAY)


def _before(span: _Span, _: str) -> Period:
    return spans.period(None, span.first - spans.DAY)


def _through(span: _Span, _: str) -> Period:
    return spans.period(None, span.last)


def _after(span: _Span, _: str) -> Period:
    return spans.period(span.last + spans.DAY, None)


def _since(span: _Span, _: str) -> Period:
    return spans.period(span.first, None)


_BOUNDS: dict[str, Callable[[_Span, str], Period]] = {
    "until": _until, "till": _until, "til": _until, "by": _until, "before": _before,
    "through": _through, "thru": _through, "after": _after, "since": _since, "from": _since,
    "past": _after,
}  # fmt: skip
