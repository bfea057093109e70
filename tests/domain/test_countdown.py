"""Counting down. Every due instant was worked out by hand from the rules, in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.countdown import Left, ladder, remaining
from bot.domain.wording import left_in_words

from .samples import reminders, stated, utc

LA = "America/Los_Angeles"
TEN = "10:00"

# Zone of the program, close as stated, hour of the reminders, and for each step of the ladder when
# it is due, or None where it is left out.
Case = tuple[str, str, str, dict[int, str | None]]

ORDINARY: list[Case] = [
    (LA, "2018-01-31", TEN, {
        30: "2018-01-01T18:00", 14: "2018-01-17T18:00", 8: "2018-01-23T18:00",
        3: "2018-01-28T18:00", 1: "2018-01-30T18:00", 0: "2018-01-31T18:00"}),
    (LA, "2018-04-30", TEN, {
        30: "2018-03-31T17:00", 14: "2018-04-16T17:00", 8: "2018-04-22T17:00",
        3: "2018-04-27T17:00", 1: "2018-04-29T17:00", 0: "2018-04-30T17:00"}),
    ("Europe/Lisbon", "2026-05-15 17:00 Europe/Lisbon", TEN,
     {8: "2026-05-07T09:00", 0: "2026-05-15T09:00"}),
    ("UTC", "2026-01-01", TEN, {30: "2025-12-02T10:00", 1: "2025-12-31T10:00"}),
    ("UTC", "2036-06-15", TEN, {3650: "2026-06-18T10:00"}),
    ("UTC", "2026-06-15", TEN, {}),
]  # fmt: skip

LEAP_DAYS: list[Case] = [
    ("UTC", "2024-02-29", TEN,
     {365: "2023-03-01T10:00", 1: "2024-02-28T10:00", 0: "2024-02-29T10:00"}),
    ("UTC", "2024-03-01", TEN, {2: "2024-02-28T10:00", 1: "2024-02-29T10:00"}),
    ("UTC", "2023-03-01", TEN, {1: "2023-02-28T10:00"}),
    ("UTC", "2100-03-01", TEN, {1: "2100-02-28T10:00"}),
    ("UTC", "2000-03-01", TEN, {1: "2000-02-29T10:00"}),
    ("UTC", "2024-03-01 00:00 UTC", TEN, {0: "2024-02-29T10:00", 1: "2024-02-28T10:00"}),
]  # fmt: skip

# From UTC-12 to UTC+14, at ten o'clock of each place.
ZONES: list[Case] = [
    (zone, "2026-06-15", TEN, {8: eight, 0: none})
    for zone, eight, none in [
        ("Etc/GMT+12", "2026-06-07T22:00", "2026-06-15T22:00"),
        ("Pacific/Pago_Pago", "2026-06-07T21:00", "2026-06-15T21:00"),
        ("Pacific/Honolulu", "2026-06-07T20:00", "2026-06-15T20:00"),
        ("Pacific/Marquesas", "2026-06-07T19:30", "2026-06-15T19:30"),
        ("Pacific/Gambier", "2026-06-07T19:00", "2026-06-15T19:00"),
        ("Pacific/Pitcairn", "2026-06-07T18:00", "2026-06-15T18:00"),
        ("America/Phoenix", "2026-06-07T17:00", "2026-06-15T17:00"),
        ("America/Regina", "2026-06-07T16:00", "2026-06-15T16:00"),
        ("America/Bogota", "2026-06-07T15:00", "2026-06-15T15:00"),
        ("America/Caracas", "2026-06-07T14:00", "2026-06-15T14:00"),
        ("America/Sao_Paulo", "2026-06-07T13:00", "2026-06-15T13:00"),
        ("America/St_Johns", "2026-06-07T12:30", "2026-06-15T12:30"),
        ("America/Noronha", "2026-06-07T12:00", "2026-06-15T12:00"),
        ("Atlantic/Cape_Verde", "2026-06-07T11:00", "2026-06-15T11:00"),
        ("Africa/Abidjan", "2026-06-07T10:00", "2026-06-15T10:00"),
        ("Africa/Lagos", "2026-06-07T09:00", "2026-06-15T09:00"),
        ("Africa/Maputo", "2026-06-07T08:00", "2026-06-15T08:00"),
        ("Africa/Nairobi", "2026-06-07T07:00", "2026-06-15T07:00"),
        ("Asia/Tehran", "2026-06-07T06:30", "2026-06-15T06:30"),
        ("Asia/Dubai", "2026-06-07T06:00", "2026-06-15T06:00"),
        ("Asia/Kabul", "2026-06-07T05:30", "2026-06-15T05:30"),
        ("Asia/Karachi", "2026-06-07T05:00", "2026-06-15T05:00"),
        ("Asia/Kolkata", "2026-06-07T04:30", "2026-06-15T04:30"),
        ("Asia/Kathmandu", "2026-06-07T04:15", "2026-06-15T04:15"),
        ("Asia/Dhaka", "2026-06-07T04:00", "2026-06-15T04:00"),
        ("Asia/Yangon", "2026-06-07T03:30", "2026-06-15T03:30"),
        ("Asia/Bangkok", "2026-06-07T03:00", "2026-06-15T03:00"),
        ("Asia/Singapore", "2026-06-07T02:00", "2026-06-15T02:00"),
        ("Australia/Eucla", "2026-06-07T01:15", "2026-06-15T01:15"),
        ("Asia/Tokyo", "2026-06-07T01:00", "2026-06-15T01:00"),
        ("Australia/Darwin", "2026-06-07T00:30", "2026-06-15T00:30"),
        ("Australia/Brisbane", "2026-06-07T00:00", "2026-06-15T00:00"),
        ("Pacific/Noumea", "2026-06-06T23:00", "2026-06-14T23:00"),
        ("Pacific/Tarawa", "2026-06-06T22:00", "2026-06-14T22:00"),
        ("Pacific/Chatham", "2026-06-06T21:15", "2026-06-14T21:15"),
        ("Pacific/Tongatapu", "2026-06-06T21:00", "2026-06-14T21:00"),
        ("Pacific/Kiritimati", "2026-06-06T20:00", "2026-06-14T20:00"),
    ]
]

# A local time that is skipped is the first instant after the gap; one that comes twice the first.
DAYLIGHT_SAVING: list[Case] = [
    (LA, "2026-03-10", TEN, {
        3: "2026-03-07T18:00", 2: "2026-03-08T17:00", 1: "2026-03-09T17:00",
        0: "2026-03-10T17:00"}),
    (LA, "2026-11-02", TEN,
     {2: "2026-10-31T17:00", 1: "2026-11-01T18:00", 0: "2026-11-02T18:00"}),
    (LA, "2026-03-09", "02:30", {1: "2026-03-08T10:00", 0: "2026-03-09T09:30"}),
    (LA, "2026-03-09", "02:00", {1: "2026-03-08T10:00", 0: "2026-03-09T09:00"}),
    (LA, "2026-11-02", "01:30", {1: "2026-11-01T08:30", 0: "2026-11-02T09:30"}),
    ("Europe/Lisbon", "2026-03-30", "01:30", {1: "2026-03-29T01:00", 0: "2026-03-30T00:30"}),
    ("Europe/Lisbon", "2026-10-26", "01:30", {1: "2026-10-25T00:30", 0: "2026-10-26T01:30"}),
    ("Australia/Lord_Howe", "2026-10-05", "02:15",
     {1: "2026-10-03T15:30", 0: "2026-10-04T15:15"}),
    ("Australia/Lord_Howe", "2026-04-06", "01:45",
     {1: "2026-04-04T14:45", 0: "2026-04-05T15:15"}),
    ("America/Sao_Paulo", "2018-11-05", "00:00", {1: "2018-11-04T03:00", 0: "2018-11-05T02:00"}),
    ("America/Sao_Paulo", "2018-02-18", "23:30",
     {1: "2018-02-18T01:30", 0: "2018-02-19T00:59:59"}),
    # Samoa went from 29 to 31 December 2011.
    ("Pacific/Apia", "2011-12-31", TEN,
     {2: "2011-12-29T20:00", 1: "2011-12-30T10:00", 0: "2011-12-30T20:00"}),
    ("Pacific/Apia", "2011-12-30", TEN, {1: "2011-12-28T20:00", 0: "2011-12-29T20:00"}),
]  # fmt: skip

ELSEWHERE: list[Case] = [
    # Anywhere on Earth: the stated day is what everybody counts down to.
    (LA, "2026-01-31 AoE", TEN, {8: "2026-01-23T18:00", 0: "2026-01-31T18:00"}),
    ("Asia/Tokyo", "2026-01-31 AoE", TEN, {8: "2026-01-23T01:00", 0: "2026-01-31T01:00"}),
    ("Pacific/Auckland", "2026-01-31 AoE", TEN, {8: "2026-01-22T21:00", 0: "2026-01-30T21:00"}),
    ("Pacific/Kiritimati", "2026-01-31 AoE", "00:00", {0: "2026-01-30T10:00"}),
    ("Etc/GMT+12", "2026-01-31 AoE", "23:00", {0: "2026-02-01T09:59:59"}),
    # 09:00 in Tokyo on 15 May is 17:00 on the day before in Los Angeles.
    (LA, "2026-05-15 09:00 Asia/Tokyo", TEN, {1: "2026-05-13T17:00", 0: "2026-05-14T17:00"}),
    (LA, "2026-05-15 09:00 Asia/Tokyo", "16:00", {1: "2026-05-13T23:00", 0: "2026-05-14T22:00"}),
    ("Asia/Tokyo", "2026-05-15 09:00 Asia/Tokyo", TEN,
     {1: "2026-05-14T01:00", 0: "2026-05-14T22:00"}),
    # 23:00 in Los Angeles is 08:00 on the day after in Berlin; the stated day is the earlier.
    ("Europe/Berlin", "2026-05-15 23:00 America/Los_Angeles", TEN,
     {1: "2026-05-14T08:00", 0: "2026-05-15T08:00"}),
    # 16:00 UTC is 09:00 in Los Angeles: two hours before is seven sharp.
    (LA, "2026-05-15T17:00:00+01:00", TEN, {1: "2026-05-14T17:00", 0: "2026-05-15T14:00"}),
    (LA, "2026-05-15T16:59:59+01:00", TEN, {1: "2026-05-14T17:00", 0: None}),
]  # fmt: skip

# Step 0 leaves two hours to act; where that is before seven, the step before it stands.
EARLY_CLOSES: list[Case] = [
    ("UTC", "2026-05-14 12:01 UTC", TEN, {0: "2026-05-14T10:00"}),
    ("UTC", "2026-05-14 12:00 UTC", TEN, {0: "2026-05-14T10:00"}),
    ("UTC", "2026-05-14 11:59 UTC", TEN, {0: "2026-05-14T09:59"}),
    ("UTC", "2026-05-14 10:00 UTC", TEN, {1: "2026-05-13T10:00", 0: "2026-05-14T08:00"}),
    ("UTC", "2026-05-14 09:00 UTC", TEN, {1: "2026-05-13T10:00", 0: "2026-05-14T07:00"}),
    ("UTC", "2026-05-14 08:59 UTC", TEN, {1: "2026-05-13T10:00", 0: None}),
    ("UTC", "2026-05-14 07:00 UTC", TEN, {1: "2026-05-13T10:00", 0: None}),
    ("UTC", "2026-05-14 00:01 UTC", TEN, {1: "2026-05-13T10:00", 0: None}),
    ("UTC", "2026-05-14 00:00:01 UTC", TEN, {1: "2026-05-13T10:00", 0: None}),
    # 00:00 belongs to the day before.
    ("UTC", "2026-05-14 00:00 UTC", TEN, {1: "2026-05-12T10:00", 0: "2026-05-13T10:00"}),
    (LA, "2026-02-01 00:00 America/Los_Angeles", TEN,
     {1: "2026-01-30T18:00", 0: "2026-01-31T18:00"}),
    ("UTC", "2026-05-14 17:00 UTC", "18:00", {1: "2026-05-13T18:00", 0: "2026-05-14T15:00"}),
    ("UTC", "2026-05-14", "23:59", {1: "2026-05-13T23:59", 0: "2026-05-14T21:59:59"}),
    ("UTC", "2026-05-14", "06:00", {0: "2026-05-14T06:00"}),
    ("UTC", "2026-05-14 08:30 UTC", "06:00", {1: "2026-05-13T06:00", 0: None}),
    # The hours are real ones on the day that daylight saving begins.
    (LA, "2026-03-08 09:00 America/Los_Angeles", TEN, {0: "2026-03-08T14:00"}),
    (LA, "2026-03-08 04:00 America/Los_Angeles", TEN, {1: "2026-03-07T18:00", 0: None}),
]  # fmt: skip

CASES = [*ORDINARY, *LEAP_DAYS, *ZONES, *DAYLIGHT_SAVING, *ELSEWHERE, *EARLY_CLOSES]


@pytest.mark.parametrize(("zone", "closes", "at", "steps"), CASES)
def test_when_each_step_is_due(
    zone: str, closes: str, at: str, steps: dict[int, str | None]
) -> None:
    found = ladder(stated(closes, zone), ZoneInfo(zone), reminders(*steps, at=at))
    assert {step.days: step.due for step in found} == {
        days: utc(due) for days, due in steps.items() if due is not None
    }


def test_steps_come_in_order_and_none_twice() -> None:
    found = ladder(stated("2026-06-15"), ZoneInfo("UTC"), reminders(0, 8, 3, 8, 30, 0))
    assert [step.days for step in found] == [30, 8, 3, 0]
    assert [step.due for step in found] == sorted(step.due for step in found)


@pytest.mark.parametrize(
    ("zone", "closes", "now", "words", "today"),
    [
        # 31 January 2018 in Los Angeles ends at 07:59:59 UTC on the day after.
        (LA, "2018-01-31", "2017-12-20T18:00", "42 days left", False),
        (LA, "2018-01-31", "2018-01-20T18:00", "11 days left", False),
        (LA, "2018-01-31", "2018-01-21T18:00", "ten days left", False),
        # Eight days away, whatever the hour of 23 January.
        (LA, "2018-01-31", "2018-01-23T07:59:59", "nine days left", False),
        (LA, "2018-01-31", "2018-01-23T08:00", "eight days left", False),
        (LA, "2018-01-31", "2018-01-23T18:00", "eight days left", False),
        (LA, "2018-01-31", "2018-01-24T07:59:59", "eight days left", False),
        (LA, "2018-01-31 AoE", "2018-01-23T18:00", "eight days left", False),
        (LA, "2018-01-31", "2018-01-24T08:00", "seven days left", False),
        (LA, "2018-01-31", "2018-01-30T18:00", "one day left", False),
        # Exactly 24 hours are a day still; a second less are hours.
        (LA, "2018-01-31", "2018-01-31T07:59:59", "one day left", False),
        (LA, "2018-01-31", "2018-01-31T08:00", "23 hours left", True),
        (LA, "2018-01-31", "2018-01-31T18:00", "13 hours left", True),
        (LA, "2018-01-31", "2018-01-31T21:59:59", "ten hours left", True),
        (LA, "2018-01-31", "2018-02-01T06:59:59", "one hour left", True),
        (LA, "2018-01-31", "2018-02-01T07:00:00", "59 minutes left", True),
        (LA, "2018-01-31", "2018-02-01T07:49:59", "ten minutes left", True),
        (LA, "2018-01-31", "2018-02-01T07:58:59", "one minute left", True),
        (LA, "2018-01-31", "2018-02-01T07:59:30", "under a minute left", True),
        # Open to the last second, and not one longer.
        (LA, "2018-01-31", "2018-02-01T07:59:58", "under a minute left", True),
        (LA, "2018-01-31", "2018-02-01T07:59:59", "closed", True),
        (LA, "2018-01-31", "2018-02-01T08:00", "closed", False),
        (LA, "2018-01-31", "2019-02-01T08:00", "closed", False),
        # 09:00 in Tokyo closes on 14 May for Los Angeles.
        (LA, "2026-05-15 09:00 Asia/Tokyo", "2026-05-13T17:00", "one day left", False),
        (LA, "2026-05-15 09:00 Asia/Tokyo", "2026-05-14T06:00", "18 hours left", False),
        (LA, "2026-05-15 09:00 Asia/Tokyo", "2026-05-14T17:00", "seven hours left", True),
        ("Asia/Tokyo", "2026-05-15 09:00 Asia/Tokyo", "2026-05-13T17:00", "one day left", False),
        # 00:00 on 1 February closes on 31 January.
        ("UTC", "2026-02-01 00:00 UTC", "2026-01-30T12:00", "one day left", False),
        ("UTC", "2026-02-01 00:00 UTC", "2026-01-31T12:00", "12 hours left", True),
        # Anywhere on Earth, seen from places where that day is over long before it closes there.
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-22T21:00", "eight days left", False),
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-30T10:00", "one day left", False),
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-30T21:00", "38 hours left", True),
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-31T11:30", "24 hours left", False),
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-01-31T21:00", "14 hours left", False),
        ("Pacific/Auckland", "2026-01-31 AoE", "2026-02-01T11:10", "49 minutes left", True),
        ("Pacific/Kiritimati", "2026-01-31 AoE", "2026-01-30T10:00", "49 hours left", True),
        # A day of 25 hours, and one of 23.
        (LA, "2026-11-01", "2026-11-01T07:00", "24 hours left", True),
        (LA, "2026-03-08", "2026-03-08T08:00", "22 hours left", True),
        ("UTC", "2024-03-01", "2024-02-22T12:00", "eight days left", False),
        ("UTC", "2023-03-01", "2023-02-21T12:00", "eight days left", False),
    ],
)
def test_what_is_left(zone: str, closes: str, now: str, words: str, today: bool) -> None:
    left = remaining(stated(closes, zone), ZoneInfo(zone), utc(now))
    assert (left_in_words(left), left.today) == (words, today)


def test_what_is_left_does_not_depend_on_the_zone_that_now_is_written_in() -> None:
    closes, zone = stated("2018-01-31", LA), ZoneInfo(LA)
    now = utc("2018-01-23T18:00")
    assert remaining(closes, zone, now) == remaining(
        closes, zone, now.astimezone(ZoneInfo("Asia/Tokyo"))
    )


def test_nothing_is_left_below_zero() -> None:
    left = remaining(stated("2018-01-31"), ZoneInfo("UTC"), utc("2020-01-01T00:00"))
    assert (left.left, left.days, left.time) == (Left.CLOSED, 0, timedelta(0))


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from([LA, "Europe/Lisbon", "Pacific/Auckland", "Asia/Kolkata", "UTC"]),
    aoe=st.booleans(),
    before=st.integers(0, 60 * 24 * 40),
)
def test_days_left_are_the_dates_apart(day: date, zone: str, aoe: bool, before: int) -> None:
    closes = stated(f"{day} AoE" if aoe else str(day), zone)
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(minutes=before)
    apart = day.toordinal() - now.astimezone(ZoneInfo(zone)).toordinal()
    left = remaining(closes, ZoneInfo(zone), now)
    assert left.days == max(apart, 0)
    assert left.time == max(closes.at - now, timedelta(0))
    assert (left.left is Left.DAYS) == (apart > 0 and left.time >= timedelta(hours=24))
