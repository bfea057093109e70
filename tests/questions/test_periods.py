"""Periods as people write them, read on a Tuesday: 23 January 2018."""

from datetime import date

import pytest

from bot.questions.almanac import Almanac
from bot.questions.periods import Periods
from bot.questions.words import tokens

TODAY = date(2018, 1, 23)


def read(text: str, *, past: bool = False, south: bool = False) -> tuple[str, str] | None:
    words = tokens(text)
    found = Periods(words, Almanac(TODAY, past, south)).find([True] * len(words))
    if found is None:
        return None
    period = found.period
    return tuple(str(day) if day else "" for day in (period.start, period.end))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2018-01-23", "2018-01-23"),
        ("tmrw", "2018-01-24", "2018-01-24"),
        ("the day after tomorrow", "2018-01-25", "2018-01-25"),
        ("this week", "2018-01-22", "2018-01-28"),
        ("next week", "2018-01-29", "2018-02-04"),
        ("last month", "2017-12-01", "2017-12-31"),
        ("next month", "2018-02-01", "2018-02-28"),
        ("this quarter", "2018-01-01", "2018-03-31"),
        ("next year", "2019-01-01", "2019-12-31"),
        ("in the next 10 days", "2018-01-23", "2018-02-02"),
        ("the next two weeks", "2018-01-23", "2018-02-06"),
        ("within a fortnight", "2018-01-23", "2018-02-06"),
        ("in 3 months", "2018-01-23", "2018-04-23"),
        ("the past 3 months", "2017-10-23", "2018-01-23"),
        ("in the next 48 hours", "2018-01-23", "2018-01-25"),
        ("in March", "2018-03-01", "2018-03-31"),
        ("in January", "2018-01-01", "2018-01-31"),
        ("Feb 2019", "2019-02-01", "2019-02-28"),
        ("March next year", "2019-03-01", "2019-03-31"),
        ("31 January", "2018-01-31", "2018-01-31"),
        ("January 31st, 2019", "2019-01-31", "2019-01-31"),
        ("the 31st", "2018-01-31", "2018-01-31"),
        ("the 15th", "2018-02-15", "2018-02-15"),
        ("29 February", "2020-02-29", "2020-02-29"),
        ("2018-04-30", "2018-04-30", "2018-04-30"),
        ("30.04.2018", "2018-04-30", "2018-04-30"),
        ("30/4", "2018-04-30", "2018-04-30"),
        ("the 2nd quarter of 2018", "2018-04-01", "2018-06-30"),
        ("before the end of this month", "", "2018-01-31"),
        ("the last day of June", "2018-06-30", "2018-06-30"),
        ("on the first Monday in May", "2018-05-07", "2018-05-07"),
        ("Friday next week", "2018-02-02", "2018-02-02"),
        ("next week on Friday", "2018-02-02", "2018-02-02"),
        ("tomorrow night", "2018-01-24", "2018-01-24"),
        ("this evening", "2018-01-23", "2018-01-23"),
        ("Friday morning, the 26th", "2018-01-26", "2018-01-26"),
        ("until the April deadline", "2018-04-01", "2018-04-30"),
        ("by new year's eve", "", "2018-12-31"),
        ("in two weeks or in three", "2018-01-23", "2018-02-13"),
        ("end yesterday", "2018-01-22", "2018-01-22"),
        ("Q2", "2018-04-01", "2018-06-30"),
        ("Q4 2017", "2017-10-01", "2017-12-31"),
        ("second quarter of 2019", "2019-04-01", "2019-06-30"),
        ("the first half of 2018", "2018-01-01", "2018-06-30"),
        ("the end of January", "2018-01-25", "2018-01-31"),
        ("the rest of the year", "2018-01-23", "2018-12-31"),
        ("in autumn", "2018-09-01", "2018-11-30"),
        ("this fall", "2018-09-01", "2018-11-30"),
        ("in winter", "2017-12-01", "2018-02-28"),
        ("on Friday", "2018-01-26", "2018-01-26"),
        ("next Friday", "2018-02-02", "2018-02-02"),
        ("friday 2 february", "2018-02-02", "2018-02-02"),
        ("the weekend", "2018-01-27", "2018-01-28"),
        ("until June", "", "2018-05-31"),
        ("until 15 June", "", "2018-06-15"),
        ("by the end of May", "", "2018-05-31"),
        ("before March", "", "2018-02-28"),
        ("after March", "2018-04-01", ""),
        ("since 2017", "2017-01-01", ""),
        ("between February and May", "2018-02-01", "2018-05-31"),
        ("between 1 April and 15 May", "2018-04-01", "2018-05-15"),
        ("between 1 and 15 March", "2018-03-01", "2018-03-15"),
        ("from March to June", "2018-03-01", "2018-06-30"),
        ("Jun-Sep", "2018-06-01", "2018-09-30"),
        ("between November and February", "2018-11-01", "2019-02-28"),
    ],
)
def test_ahead(text: str, start: str, end: str) -> None:
    assert read(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in March", "2017-03-01", "2017-03-31"),
        ("in January", "2018-01-01", "2018-01-31"),
        ("last summer", "2017-06-01", "2017-08-31"),
        ("in autumn", "2017-09-01", "2017-11-30"),
        ("on Friday", "2018-01-19", "2018-01-19"),
        ("31 January", "2017-01-31", "2017-01-31"),
        ("Q4", "2017-10-01", "2017-12-31"),
    ],
)
def test_behind(text: str, start: str, end: str) -> None:
    assert read(text, past=True) == (start, end)


def test_seasons_in_the_south() -> None:
    assert read("in autumn", south=True) == ("2018-03-01", "2018-05-31")
    assert read("in summer", south=True) == ("2017-12-01", "2018-02-28")


@pytest.mark.parametrize(
    "text", ["1/2", "31 February", "top 3", "may I apply", "fall in", "2018-13"]
)
def test_what_is_no_period(text: str) -> None:
    assert read(text) is None


def test_a_weekday_in_a_period_is_each_of_them() -> None:
    words = tokens("on a friday in may")
    found = Periods(words, Almanac(TODAY, past=False, south=False)).find([True] * len(words))
    assert found
    assert date(2018, 5, 4) in found.period
    assert date(2018, 5, 25) in found.period
    assert date(2018, 5, 8) not in found.period
    assert date(2018, 6, 1) not in found.period
    assert found.period.words.startswith("on a Friday ")
