"""Stretches of days: weeks, months, quarters, seasons, and the words for them."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import DAYS, MONTHS, weekday
from bot.domain.dates import day as day_words
from bot.questions.query import Period

DAY = timedelta(days=1)
# Zones south of the equator that have seasons worth the name; there autumn is in March.
_SOUTH = (
    "Australia/", "Antarctica/", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Fiji",
    "Pacific/Noumea", "America/Argentina/", "America/Sao_Paulo", "America/Santiago",
    "America/Montevideo", "America/Asuncion", "America/La_Paz", "America/Lima",
    "America/Buenos_Aires", "America/Punta_Arenas", "Africa/Johannesburg", "Africa/Harare",
    "Africa/Maputo", "Africa/Windhoek", "Africa/Gaborone", "Africa/Maseru", "Africa/Mbabane",
    "Indian/Mauritius", "Indian/Reunion", "Indian/Antananarivo",
)  # fmt: skip
_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def is_south(zone: ZoneInfo) -> bool:
    """Whether the seasons of a zone are those of the southern hemisphere."""
    return str(zone).startswith(_SOUTH)


def month(year: int, number: int) -> tuple[date, date]:
    """A month's first and last day; numbers below 1 and above 12 run on into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return first, following - DAY


def months(year: int, number: int, how_many: int) -> tuple[date, date]:
    """So many months from one on."""
    return month(year, number)[0], month(year, number + how_many - 1)[1]


def quarter(year: int, number: int) -> tuple[date, date]:
    """A quarter of a calendar year; 0 is the last one of the year before."""
    return months(year, number * 3 - 2, 3)


def season(year: int, name: str, *, south: bool) -> tuple[date, date]:
    """A meteorological season that begins in `year`: three whole months."""
    start = _SEASON_STARTS[name]
    if south:
        start = (start + 5) % 12 + 1
    return months(year, start, 3)


def week(day: date) -> tuple[date, date]:
    """Monday to Sunday of the week that `day` is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def year(number: int) -> tuple[date, date]:
    """A calendar year."""
    return date(number, 1, 1), date(number, 12, 31)


def add_months(day: date, number: int) -> date:
    """The same day so many months on, or the last one of that month."""
    first, last = month(day.year, day.month + number)
    return min(first.replace(day=min(day.day, last.day)), last)


def week_in(first: date, last: date, place: int) -> tuple[date, date]:
    """The first, second ... seven days of a longer stretch; -1 for the last seven."""
    if place < 0:
        return max(first, last - timedelta(days=6)), last
    start = first + timedelta(days=7 * (place - 1))
    return start, min(last, start + timedelta(days=6))


def day_in(first: date, last: date, place: int, weekday: int | None) -> date:
    """The first, second ... day of a stretch, or its first Monday; -1 for the last.

    Raises ValueError where the stretch has no such day.
    """
    if weekday is None:
        found = last if place < 0 else first + timedelta(days=place - 1)
    elif place < 0:
        found = last - timedelta(days=(last.weekday() - weekday) % 7)
    else:
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
    if not first <= found <= last:
        raise ValueError("no such day")
    return found


def third(first: date, last: date, which: int) -> tuple[date, date]:
    """The early, middle or late part: ten days of a month, four months of a year."""
    days = (last - first).days + 1
    if days < 7:
        return first, last
    if days > 60:
        cuts = [add_months(first, round(days / 30.4) * n // 3) for n in range(3)]
    else:
        cuts = [first + timedelta(days=days // 3 * n) for n in range(3)]
    return cuts[which], last if which == 2 else cuts[which + 1] - DAY


def middle(first: date, last: date) -> date:
    """The first day of the second half."""
    days = (last - first).days + 1
    if days >= 180:
        return add_months(first, round(days / 61))
    return first + timedelta(days=days // 2)


def period(
    start: date | None, end: date | None, *, point: bool = False, only: int | None = None
) -> Period:
    """A period with its words; days out of order are put in order."""
    if start and end and end < start:
        start, end = end, start
    found = Period(start, end, "", point, only)
    return in_locale(found, "en")


def in_locale(found: Period, locale: str) -> Period:
    """The same period, its words in the order of the locale's territory."""
    said = words(found.start, found.end, locale)
    if found.gap:
        before, behind = found.gap[0] - DAY, found.gap[1] + DAY
        said = f"{words(found.start, before, locale)} or {words(behind, found.end, locale)}"
    if found.weekday is not None:
        said = f"on a {DAYS[found.weekday]} {said}"
    return replace(found, words=said)


def words(start: date | None, end: date | None, locale: str = "en") -> str:
    """ "on Wednesday 24 January 2018", "in January 2018", "in 2018", "until 31 May 2018"."""
    match start, end:
        case None, None:
            return "at any time"
        case None, date() as last:
            return f"until {day_words(last, locale)}"
        case date() as first, None:
            return f"from {day_words(first, locale)} on"
        case date() as first, date() as last:
            return _both(first, last, locale)
    return ""


def _both(first: date, last: date, locale: str) -> str:
    if first == last:
        return f"on {weekday(first, locale)}"
    if (first, last) == year(first.year):
        return f"in {first.year}"
    if (first, last) == month(first.year, first.month):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    return f"from {day_words(first, locale)} to {day_words(last, locale)}"
