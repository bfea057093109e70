"""Which days are near today: the coming March, the last Friday, this quarter, 10 days on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.questions import spans_of_days as spans

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Almanac:
    """The calendar as of `today`; `past` where a bare month or day lies behind, not ahead.

    A `step` is -1 for "last", 0 for "this", 1 for "next", None where nothing is said.
    """

    today: date
    past: bool
    south: bool
    near: bool = False  # neither behind nor ahead: the nearest of both

    def ahead(self, number: int, unit: str) -> date:
        """The day so many units from today, or back where the number is negative."""
        months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
        if months:
            return spans.add_months(self.today, number * months)
        if unit == "hour":
            return self.today + timedelta(days=(number + 23) // 24)
        days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}[unit]
        return self.today + timedelta(days=days * number)

    def ago(self, number: int, unit: str) -> Days:
        """ "two years ago", "3 weeks ago": the year, month, week or day that it was."""
        day = self.ahead(-number, unit)
        match unit:
            case "year":
                return spans.year(day.year)
            case "month":
                return spans.month(day.year, day.month)
            case "week":
                return spans.week(day)
        return day, day

    def unit(self, unit: str, step: int) -> Days | None:
        """ "this week", "last quarter": whole units of the calendar; None for days and hours."""
        today = self.today
        in_weeks = today + timedelta(days=7 * step)
        edge = today + timedelta(days=14 * (step or 1))
        units: dict[str, Callable[[], Days]] = {
            "week": lambda: spans.week(in_weeks),
            "month": lambda: spans.month(today.year, today.month + step),
            "quarter": lambda: spans.quarter(today.year, (today.month - 1) // 3 + 1 + step),
            "year": lambda: spans.year(today.year + step),
            "weekend": lambda: (spans.week(in_weeks)[1] - spans.DAY, spans.week(in_weeks)[1]),
            "fortnight": lambda: (min(today, edge), max(today, edge)),
        }
        return units[unit]() if unit in units else None

    def day(self, month: int, day: int) -> date:
        """A day of the year, the next one or the last one. Raises ValueError for 31 February."""
        if self.near:
            return self._nearer(lambda almanac: almanac.day(month, day))
        way = -1 if self.past else 1
        for year in range(self.today.year, self.today.year + 9 * way, way):
            try:
                when = date(year, month, day)
            except ValueError:
                continue  # 29 February
            if self._fits(when):
                return when
        raise ValueError("no such day")

    def day_of_month(self, day: int) -> date:
        """ "the 31st". Raises ValueError where no month has it."""
        if self.near:
            return self._nearer(lambda almanac: almanac.day_of_month(day))
        way = -1 if self.past else 1
        for step in range(13):
            first, last = spans.month(self.today.year, self.today.month + step * way)
            if day <= last.day and self._fits(first.replace(day=day)):
                return first.replace(day=day)
        raise ValueError("no such day")

    def _nearer(self, find: Callable[["Almanac"], date]) -> date:
        both = [find(Almanac(self.today, past, self.south)) for past in (False, True)]
        return min(both, key=lambda day: abs(day - self.today))

    def _fits(self, when: date) -> bool:
        return when <= self.today if self.past else when >= self.today

    def weekday(self, number: int, step: int | None) -> date:
        """ "Friday", "last Friday", "next Friday" (the one of next week)."""
        if step == -1 or (step is None and self.past):
            return self.today - timedelta(days=(self.today.weekday() - number) % 7 or 7)
        if step == 1:
            return spans.week(self.today + timedelta(days=7))[0] + timedelta(days=number)
        return self.today + timedelta(days=(number - self.today.weekday()) % 7)

    def month(self, number: int, step: int | None) -> Days:
        """ "March", "last March", "next March"."""
        year = self.today.year
        if step == 1:
            return spans.month(year if number > self.today.month else year + 1, number)
        if step == -1:
            return spans.month(year if number < self.today.month else year - 1, number)
        if step == 0:
            return spans.month(year, number)
        return self.nearest(lambda each: spans.month(each, number))

    def nearest(self, in_year: Callable[[int], Days]) -> Days:
        """What comes once a year: the one that has begun last, or the one not over yet."""
        year = self.today.year
        first, last = in_year(year)
        if self.near:
            near = (in_year(each) for each in (year - 1, year, year + 1))
            return min(near, key=lambda days: max(days[0] - self.today, self.today - days[1]))
        if self.past:
            return in_year(year if first <= self.today else year - 1)
        return in_year(year if last >= self.today else year + 1)

    def season(self, name: str, step: int | None) -> Days:
        """ "autumn", "last autumn", "next autumn", by the hemisphere of the program's zone."""
        near = range(self.today.year - 2, self.today.year + 3)
        seasons = [spans.season(year, name, south=self.south) for year in near]
        if step == -1:
            return [days for days in seasons if days[1] <= self.today][-1]
        if step is None and self.past:
            return [days for days in seasons if days[0] <= self.today][-1]
        edge = 0 if step == 1 else 1
        return next(days for days in seasons if days[edge] >= self.today)
