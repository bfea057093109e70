"""Moments in words: what they mean, and what is refused because it means two things, or nothing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.said import said_moment

HERE = ZoneInfo("America/Los_Angeles")
# Tuesday 23 January 2018, 10:00 in Los Angeles.
NOW = datetime(2018, 1, 23, 18, 0, tzinfo=UTC)


def local(text: str, now: datetime = NOW) -> str:
    at = said_moment(text, now, HERE)
    assert at is not None
    assert at.tzinfo is UTC
    return f"{at.astimezone(HERE):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize("text", ["now", "Now", " now. ", "at once", "Immediately!"])
def test_now(text: str) -> None:
    assert said_moment(text, NOW, HERE) is None


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("tomorrow 10:00", "Wed 2018-01-24 10:00"),
        ("10:00 tomorrow", "Wed 2018-01-24 10:00"),
        ("Friday 17:00", "Fri 2018-01-26 17:00"),
        ("at 5 pm on Friday, please", "Fri 2018-01-26 17:00"),
        ("this friday at 5 p.m.", "Fri 2018-01-26 17:00"),
        ("next Tuesday 10:00", "Tue 2018-01-30 10:00"),
        ("thurs 9am", "Thu 2018-01-25 09:00"),
        ("31 January 9am", "Wed 2018-01-31 09:00"),
        ("31st of January 17:00", "Wed 2018-01-31 17:00"),
        ("January 31, 2018 at 9:30 p.m.", "Wed 2018-01-31 21:30"),
        ("Wednesday 31 January 10:00", "Wed 2018-01-31 10:00"),
        ("Wednesday the 31st of January, 10:00", "Wed 2018-01-31 10:00"),
        ("may 3 10am", "Thu 2018-05-03 10:00"),
        ("2018-12-01 10:00", "Sat 2018-12-01 10:00"),
        ("31.1. 10:00", "Wed 2018-01-31 10:00"),
        ("13/4 10:00", "Fri 2018-04-13 10:00"),
        ("4/13/2018 10:00", "Fri 2018-04-13 10:00"),
        ("3/3 10:00", "Sat 2018-03-03 10:00"),
        ("17:00", "Tue 2018-01-23 17:00"),
        ("noon", "Tue 2018-01-23 12:00"),
        ("12am tomorrow", "Wed 2018-01-24 00:00"),
        ("12pm tomorrow", "Wed 2018-01-24 12:00"),
        ("tonight at 8", "Tue 2018-01-23 20:00"),
        ("tomorrow at 17", "Wed 2018-01-24 17:00"),
        ("tomorrow 9 in the morning", "Wed 2018-01-24 09:00"),
        ("the day after tomorrow at noon", "Thu 2018-01-25 12:00"),
        ("in two hours", "Tue 2018-01-23 12:00"),
        ("two hours from now", "Tue 2018-01-23 12:00"),
        ("in 2h30m", "Tue 2018-01-23 12:30"),
        ("in 90 minutes", "Tue 2018-01-23 11:30"),
        ("in half an hour", "Tue 2018-01-23 10:30"),
        ("in an hour and a half", "Tue 2018-01-23 11:30"),
        ("in two and a half hours", "Tue 2018-01-23 12:30"),
        ("in 1 hour and 30 minutes", "Tue 2018-01-23 11:30"),
        ("in three days", "Fri 2018-01-26 10:00"),
        ("in a week at 17:00", "Tue 2018-01-30 17:00"),
        ("29 February 10:00", "Sat 2020-02-29 10:00"),
    ],
)
def test_words_in_the_programs_zone(text: str, means: str) -> None:
    assert local(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Friday 17:00 Lisbon", "2018-01-26T17:00+00:00"),
        ("Friday 17:00 Lisbon time", "2018-01-26T17:00+00:00"),
        ("Friday 17:00 in New York", "2018-01-26T22:00+00:00"),
        ("Friday 17:00 Europe/Berlin", "2018-01-26T16:00+00:00"),
        ("Friday 17:00 UTC", "2018-01-26T17:00+00:00"),
        ("Friday 17:00 AoE", "2018-01-27T05:00+00:00"),
        ("2018-12-01T10:00+01:00", "2018-12-01T09:00+00:00"),
        ("2018-12-01 10:00Z", "2018-12-01T10:00+00:00"),
        # It is Wednesday there already.
        ("today 10:00 Auckland", "2018-01-23T21:00+00:00"),
        # The hour of the clock stays across the change of daylight saving.
        ("in 50 days", "2018-03-14T17:00+00:00"),
    ],
)
def test_zones(text: str, means: str) -> None:
    assert said_moment(text, NOW, HERE) == datetime.fromisoformat(means)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3/4 10:00", "3 April or 4 March"),
        ("next Friday 10:00", "26 January to some and 2 February"),
        ("Tuesday 17:00", "today is Tuesday; write today, or 30 January"),
        ("Friday 31 January 10:00", "31 January 2018 is a Wednesday, not a Friday"),
        ("tomorrow at 9", "9:00 or 21:00"),
        ("tomorrow 9", "9:00 or 21:00"),
        ("Friday midnight", "00:00 or 23:59"),
        ("Friday 17:00 CST", "America/Chicago or Asia/Shanghai or America/Havana"),
        ("Friday 17:00 PT", "America/Los_Angeles"),
        ("4 November 01:30", "2018-11-04 01:30-0700 or 2018-11-04 01:30-0800"),
        ("11 March 02:30", "there is no 02:30; write 03:00"),
        ("22 January 10:00", "22 January 2018 is past; write 22 January 2019"),
        ("9:00", "2018-01-23 09:00 Los Angeles time is past"),
        ("2018-01-22 10:00", "is past"),
        ("2017-01-22 10:00", "is past"),
        ("2030-01-22 10:00", "three years"),
        ("9999-12-31 23:59", "too far away"),
        ("tomorrow", "say the hour, too"),
        ("", "say when"),
        ("30 February 10:00", "not in the calendar"),
        ("tomorrow 25:00", "no time of day"),
        ("tomorrow 13:30am", "no time of day"),
        ("Monday 10:00 Wednesday", "two times are named"),
        ("tomorrow 10:00 11:00", "two times are named"),
        ("in two hours 10:00", "two times are named"),
        ("in 0 minutes", "no time from now"),
        ("when the moon is full", "is not understood"),
        ("tomorrow 10:00 Atlantis", "'Atlantis' is not understood"),
    ],
)
def test_what_is_past_or_means_two_things_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        said_moment(text, NOW, HERE)
    assert says in str(refused.value)


def test_a_date_without_a_year_is_the_next_one() -> None:
    december = datetime(2018, 12, 20, 18, 0, tzinfo=UTC)
    assert local("5 January 10:00", december) == "Sat 2019-01-05 10:00"


WORDS = """
    now today tomorrow tonight friday tuesday next this in at on the of a an and half two 3 31
    2018 january may 10:00 9am 9 pm 3/4 31.1. 2018-02-03 hours minutes days week from utc cst
    lisbon aoe time noon midnight oclock + - : z +01:00 9999-12-31 0000 99 morning
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join) | st.text(max_size=40))
def test_anything_is_a_time_ahead_or_a_sentence(text: str) -> None:
    try:
        at = said_moment(text, NOW, HERE)
    except ValueError as refused:
        at, sentence = None, str(refused)
        assert len(sentence) > 10
    assert at is None or at > NOW
