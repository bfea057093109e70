"""Deadlines that come again."""

import time
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.model import Series
from bot.domain.recurrence import occurrences, parse_rule

from .samples import problems, program, utc

LA = "America/Los_Angeles"


def series(rule: str, starts: str, zone: str = "UTC") -> Series:
    return Series(key="rolling", label="Rolling", track="ft", rule=rule, starts=starts, zone=zone)


def days(rule: str, starts: str, since: str = "2000-01-01", until: str = "2060-01-01") -> list[str]:
    """The first twelve days that a rule gives, having been accepted."""
    parse_rule(rule, starts, ZoneInfo("UTC"))
    found = occurrences(series(rule, starts), utc(f"{since}T00:00"), utc(f"{until}T00:00"))
    return [str(d.closes.day) for d in found][:12]


@pytest.mark.parametrize(
    ("rule", "starts", "expected"),
    [
        # The last day of each month.
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=5",
            "2023-11-30",
            ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"],
        ),
        # The 31st comes in seven months only; nothing is moved to the 30th.
        (
            "FREQ=MONTHLY;COUNT=4",
            "2026-01-31",
            ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"],
        ),
        # 29 February.
        ("FREQ=YEARLY;COUNT=3", "2024-02-29", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3",
            "2023-01-01",
            ["2023-02-28", "2024-02-29", "2025-02-28"],
        ),
        # Eight years without one: 2100 is no leap year.
        ("FREQ=YEARLY;COUNT=2", "2096-02-29", ["2096-02-29", "2104-02-29"]),
        # A start that the rule does not give is not a deadline.
        ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2", "2026-01-20", ["2026-02-15", "2026-03-15"]),
        # UNTIL counts, and its hour does not.
        ("FREQ=DAILY;UNTIL=20260103", "2026-01-01", ["2026-01-01", "2026-01-02", "2026-01-03"]),
        ("FREQ=DAILY;UNTIL=20260102T000000Z", "2026-01-01", ["2026-01-01", "2026-01-02"]),
        ("FREQ=DAILY;UNTIL=20260102T235959Z", "2026-01-01", ["2026-01-01", "2026-01-02"]),
        ("RRULE:FREQ=DAILY;COUNT=1", "2026-01-01", ["2026-01-01"]),
        ("freq=weekly;byday=mo;count=2", "2026-01-01", ["2026-01-05", "2026-01-12"]),
        # The last working day of a quarter.
        (
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            "2026-01-01",
            ["2026-01-30", "2026-04-30", "2026-07-31"],
        ),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=2", "2026-06-15", ["2026-06-15", "2028-06-15"]),
    ],
)
def test_days(rule: str, starts: str, expected: list[str]) -> None:
    until = "2110-01-01"
    assert days(rule, starts, until=until) == expected


def test_the_hour_stays_across_daylight_saving() -> None:
    rolling = series("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3", "2026-02-01 17:00 Europe/Lisbon", LA)
    found = [
        d.closes.at for d in occurrences(rolling, utc("2026-01-01T00:00"), utc("2027-01-01T00:00"))
    ]
    assert found == [utc("2026-02-01T17:00"), utc("2026-03-01T17:00"), utc("2026-04-01T16:00")]


def test_each_date_is_a_deadline_of_its_own() -> None:
    rolling = series("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", LA)
    found = list(occurrences(rolling, utc("2026-01-15T00:00"), utc("2026-03-15T00:00")))
    assert [(d.subject, d.label, d.closes.at) for d in found] == [
        ("ft/rolling-2026-01-31", "Rolling, 31 January 2026", utc("2026-02-01T07:59:59")),
        ("ft/rolling-2026-02-28", "Rolling, 28 February 2026", utc("2026-03-01T07:59:59")),
    ]


@pytest.mark.parametrize(
    ("starts", "zone", "closes"),
    [
        ("2026-06-15 AoE", "Pacific/Kiritimati", "2026-06-16T11:59:59"),
        ("2026-06-15", "Pacific/Kiritimati", "2026-06-15T09:59:59"),
        ("2026-06-15 00:00 +14:00", "Etc/GMT+12", "2026-06-14T10:00:00"),
    ],
)
def test_the_stretch_of_time_is_cut_by_the_instant(starts: str, zone: str, closes: str) -> None:
    rolling, at = series("FREQ=YEARLY", starts, zone), utc(closes)
    before, after = utc("2026-06-01T00:00"), utc("2026-07-01T00:00")
    assert [d.closes.at for d in occurrences(rolling, before, at)] == [at]
    just_before = at - timedelta(seconds=1)
    assert [d.closes.at for d in occurrences(rolling, just_before, after)] == [at]
    assert list(occurrences(rolling, at, after)) == []


def test_a_range_far_from_the_start() -> None:
    found = days("FREQ=DAILY", "2026-01-01", since="2059-12-30", until="2060-01-01")
    assert found == ["2059-12-30", "2059-12-31"]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=HOURLY", "recurs within a day; the finest step is FREQ=DAILY"),
        ("FREQ=MINUTELY;INTERVAL=600", "recurs within a day"),
        ("freq=secondly", "recurs within a day"),
        ("FREQ=DAILY;BYHOUR=9,17", "recurs within a day"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0, expected 1 to 9999"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1, expected 1 to 9999"),
        ("FREQ=DAILY;INTERVAL=99999999999", "expected 1 to 9999"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0, expected 1 to 9999"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260601", "one COUNT or UNTIL"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL=SOON, expected a date, UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20260231", "is not an RRULE"),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY", "no DTSTART, RDATE or EXDATE"),
        ("RRULE:FREQ=DAILY\nEXDATE:20260101", "no DTSTART, RDATE or EXDATE"),
        ("FREQ=DAILY;BYEASTER=0", "BYEASTER is not in RFC 5545"),
        ("FREQ=FORTNIGHTLY", "is not an RRULE"),
        ("FREQ=WEEKLY;BYDAY=XX", "is not an RRULE"),
        ("BYMONTHDAY=1", "is not an RRULE"),
        ("every month", "is not an RRULE"),
        ("", "is not an RRULE"),
        ("FREQ=DAILY;UNTIL=20200101", "gives no date in the nine years from 2026-01-31"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "gives no date"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "gives no date"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "gives no date"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "gives no date"),
        # In no year of the nine from 2026, for it asks for each fourth of them.
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "gives no date"),
    ],
)
def test_refused_and_quickly(rule: str, says: str) -> None:
    began = time.process_time()
    with pytest.raises(ValueError) as refused:
        parse_rule(rule, "2026-01-31", ZoneInfo(LA))
    assert says in str(refused.value)
    # Looked for until the year 9999, the slowest of these takes four seconds and more.
    assert time.process_time() - began < 2


def test_a_start_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="'soon' is not a date"):
        parse_rule("FREQ=DAILY", "soon", ZoneInfo(LA))


def test_a_rule_of_a_file_names_the_programs_zone() -> None:
    found = program(
        '- {key: ft, name: FT, deadlines: [{label: rolling, rule: "FREQ=DAILY", starts: 2026-01-31}]}',
        zone=LA,
    )
    (rolling,) = found.tracks[0].series
    assert (rolling.key, rolling.zone, rolling.starts) == ("rolling", LA, "2026-01-31")
    assert found.tracks[0].deadlines == ()


def test_no_deadline_can_have_the_key_of_a_date_of_a_rule() -> None:
    text = """\
program: {name: A, timezone: UTC, currency: USD}
tracks:
  - key: ft
    name: FT
    deadlines:
      - {label: rolling, rule: FREQ=DAILY, starts: 2026-01-31}
      - {label: rolling 2026-02-01, closes: 2026-02-01}
      - {label: other 2026-02-01, closes: 2026-02-01}
"""
    (said,) = problems(text)
    assert said == (
        "program.yaml:7: tracks[0].deadlines[1].key: "
        "'rolling-2026-02-01' is how the rule 'rolling' calls its dates"
    )


def test_first_day_of_a_series_is_in_the_calendar_of_its_zone() -> None:
    rolling = series("FREQ=YEARLY", "2011-12-30", "Pacific/Apia")
    (first,) = occurrences(rolling, utc("2011-12-01T00:00"), utc("2012-01-15T00:00"))
    assert (first.closes.day, first.closes.at) == (date(2011, 12, 30), utc("2011-12-30T10:00"))
