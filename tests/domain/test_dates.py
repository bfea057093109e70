"""Dates and hours in an English sentence, as the program's locale has them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel.localedata import locale_identifiers

from bot.domain import dates, wording
from bot.domain.model import Deadline
from bot.domain.recurrence import deadlines_between

from .samples import program, stated, utc

LOS_ANGELES = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("locale", "day", "weekday", "late", "early"),
    [
        ("en", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en_GB", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en-GB", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en_IE", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en_US", "February 3, 2018", "Saturday, February 3, 2018", "11:59 PM", "9:05 AM"),
        ("en_PH", "February 3, 2018", "Saturday, February 3, 2018", "11:59 PM", "9:05 AM"),
        ("en_CA", "February 3, 2018", "Saturday, February 3, 2018", "11:59 p.m.", "9:05 a.m."),
        ("en_AU", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en_NZ", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("en_ZA", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        # Another language: the English of its territory, where it has the month first.
        ("es_US", "February 3, 2018", "Saturday, February 3, 2018", "11:59 PM", "9:05 AM"),
        ("fr_CA", "February 3, 2018", "Saturday, February 3, 2018", "11:59 p.m.", "9:05 a.m."),
        ("de_DE", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("da_DK", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("de", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("pt_BR", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
        ("ja_JP", "3 February 2018", "Saturday 3 February 2018", "23:59", "09:05"),
    ],
)
def test_a_date_and_an_hour_by_locale(
    locale: str, day: str, weekday: str, late: str, early: str
) -> None:
    when = date(2018, 2, 3)
    assert dates.day(when, locale) == day
    assert dates.weekday(when, locale) == weekday
    assert dates.clock(23, 59, locale) == late
    assert dates.clock(9, 5, locale) == early


def test_midnight_and_noon_with_twelve_hours() -> None:
    assert dates.clock(0, 0, "en_US") == "12:00 AM"
    assert dates.clock(12, 0, "en_US") == "12:00 PM"


def test_every_locale_that_babel_knows_has_a_style() -> None:
    for name in locale_identifiers():
        said = dates.weekday(date(2018, 2, 3), name) + dates.clock(23, 59, name)
        assert "Saturday" in said
        assert said.isascii()


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Wednesday 31 January 2018 at 23:59, Los Angeles time"),
        ("de_DE", "Wednesday 31 January 2018 at 23:59, Los Angeles time"),
        ("en_US", "Wednesday, January 31, 2018 at 11:59 PM, Los Angeles time"),
    ],
)
def test_a_close_and_a_moment(locale: str, words: str) -> None:
    deadline = Deadline(key="d", label="D", track="t", closes=stated("2018-01-31", LOS_ANGELES))
    assert wording.closes(deadline, locale) == words
    at = datetime(2018, 2, 1, 7, 59, tzinfo=UTC)
    assert wording.moment(at, ZoneInfo(LOS_ANGELES), locale) == words


def test_the_label_of_a_deadline_that_comes_again() -> None:
    tracks = """\
  - key: a
    name: A
    deadlines: [{key: r, label: Rolling, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2026-01-31}]
"""
    (track,) = program(tracks, locale="en_US").tracks
    found = deadlines_between(track, utc("2026-01-01T00:00"), utc("2026-03-01T00:00"))
    assert [d.label for d in found] == ["Rolling, January 31, 2026", "Rolling, February 28, 2026"]
