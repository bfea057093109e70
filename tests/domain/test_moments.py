"""Moments as programs state them; every instant here was worked out by hand."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.moments import (
    START_OF_DAY,
    Stated,
    closing_day,
    instant,
    parse_stated,
    require_aware,
    zone_label,
    zone_names,
)

from .samples import stated, utc

LA = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("text", "zone", "at"),
    [
        # A bare date: the end of that day in the program's zone.
        ("2018-01-31", LA, "2018-02-01T07:59:59"),
        ("2018-07-31", LA, "2018-08-01T06:59:59"),
        ("2018-1-5", LA, "2018-01-06T07:59:59"),
        ("  2018-01-31  ", LA, "2018-02-01T07:59:59"),
        ("2024-02-29", "UTC", "2024-02-29T23:59:59"),
        ("2026-06-15", "Etc/GMT+12", "2026-06-16T11:59:59"),
        ("2026-06-15", "Pacific/Pago_Pago", "2026-06-16T10:59:59"),
        ("2026-06-15", "Asia/Kathmandu", "2026-06-15T18:14:59"),
        ("2026-06-15", "Pacific/Kiritimati", "2026-06-15T09:59:59"),
        # Anywhere on Earth, whatever the program's zone.
        ("2026-04-30 AoE", LA, "2026-05-01T11:59:59"),
        ("2026-04-30 aoe", "Pacific/Auckland", "2026-05-01T11:59:59"),
        ("2026-04-30 17:00 AoE", LA, "2026-05-01T05:00:00"),
        # A day in a zone of its own.
        ("2026-04-30 Asia/Tokyo", LA, "2026-04-30T14:59:59"),
        ("2026-04-30 +02:00", LA, "2026-04-30T21:59:59"),
        # Offsets.
        ("2026-05-15T17:00:00+01:00", LA, "2026-05-15T16:00:00"),
        ("2026-05-15 17:00 +0100", LA, "2026-05-15T16:00:00"),
        ("2026-05-15T17:00-03:30", LA, "2026-05-15T20:30:00"),
        ("2026-05-15T17:00:30Z", LA, "2026-05-15T17:00:30"),
        ("2026-05-15T17:00z", LA, "2026-05-15T17:00:00"),
        ("2026-05-15 17:00 UTC", LA, "2026-05-15T17:00:00"),
        ("2026-05-15 00:00 +14:00", LA, "2026-05-14T10:00:00"),
        ("2026-05-15 23:00 -12:00", LA, "2026-05-16T11:00:00"),
        # Zone names.
        ("2026-05-15 17:00 Europe/Lisbon", LA, "2026-05-15T16:00:00"),
        ("2026-01-15 17:00 Europe/Lisbon", LA, "2026-01-15T17:00:00"),
        ("2026-05-15 9:00 Asia/Tokyo", LA, "2026-05-15T00:00:00"),
        ("2026-05-15T17:00 America/Argentina/Buenos_Aires", LA, "2026-05-15T20:00:00"),
        # Daylight saving begins: a time that is skipped is the first instant after the gap.
        ("2026-03-08 02:00 America/Los_Angeles", "UTC", "2026-03-08T10:00:00"),
        ("2026-03-08 02:30 America/Los_Angeles", "UTC", "2026-03-08T10:00:00"),
        ("2026-03-08 03:00 America/Los_Angeles", "UTC", "2026-03-08T10:00:00"),
        ("2026-03-08 01:59 America/Los_Angeles", "UTC", "2026-03-08T09:59:00"),
        ("2026-03-29 01:30 Europe/Lisbon", "UTC", "2026-03-29T01:00:00"),
        ("2026-10-04 02:15 Australia/Lord_Howe", "UTC", "2026-10-03T15:30:00"),
        # It ends: a time that comes twice is the first.
        ("2026-11-01 01:30 America/Los_Angeles", "UTC", "2026-11-01T08:30:00"),
        ("2026-11-01 02:00 America/Los_Angeles", "UTC", "2026-11-01T10:00:00"),
        ("2026-10-25 01:30 Europe/Lisbon", "UTC", "2026-10-25T00:30:00"),
        ("2026-04-05 01:45 Australia/Lord_Howe", "UTC", "2026-04-04T14:45:00"),
        # Midnight itself skipped, and the last hour of a day coming twice.
        ("2018-11-04 00:00 America/Sao_Paulo", "UTC", "2018-11-04T03:00:00"),
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04T02:59:59"),
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T02:59:59"),
        ("2018-02-17 23:30 America/Sao_Paulo", "UTC", "2018-02-18T01:30:00"),
        # A whole day skipped: 30 December 2011 was not in Samoa.
        ("2011-12-29", "Pacific/Apia", "2011-12-30T09:59:59"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00"),
        ("2011-12-30 15:00 Pacific/Apia", "UTC", "2011-12-30T10:00:00"),
        ("2011-12-31 00:00 Pacific/Apia", "UTC", "2011-12-30T10:00:00"),
    ],
)
def test_close(text: str, zone: str, at: str) -> None:
    assert stated(text, zone).at == utc(at)


@pytest.mark.parametrize(
    ("text", "zone", "at"),
    [
        ("2017-11-01", LA, "2017-11-01T07:00:00"),
        ("2017-11-06", LA, "2017-11-06T08:00:00"),
        ("2017-11-01 AoE", LA, "2017-11-01T12:00:00"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00"),
        ("2026-05-15 17:00 Europe/Lisbon", LA, "2026-05-15T16:00:00"),
    ],
)
def test_open(text: str, zone: str, at: str) -> None:
    assert parse_stated(text, ZoneInfo(zone), default=START_OF_DAY).at == utc(at)


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone", "timed"),
    [
        ("2018-01-31", date(2018, 1, 31), "23:59", "Los Angeles time", False),
        ("2018-01-31 AoE", date(2018, 1, 31), "23:59", "Anywhere on Earth", False),
        ("2018-01-31 09:05 Asia/Tokyo", date(2018, 1, 31), "09:05", "Tokyo time", True),
        ("2018-01-31T09:05:30+01:00", date(2018, 1, 31), "09:05", "UTC+01:00", True),
        ("2018-01-31T09:05-00:30", date(2018, 1, 31), "09:05", "UTC-00:30", True),
        ("2018-01-31T09:05+00:00", date(2018, 1, 31), "09:05", "UTC", True),
        ("2018-01-31T09:05Z", date(2018, 1, 31), "09:05", "UTC", True),
        ("2018-01-31 09:05 Etc/UTC", date(2018, 1, 31), "09:05", "UTC", True),
    ],
)
def test_keeps_the_words_it_was_stated_in(
    text: str, day: date, clock: str, zone: str, timed: bool
) -> None:
    found = stated(text, LA)
    assert (found.day, found.clock, found.zone, found.timed) == (day, clock, zone, timed)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Etc/GMT+12", "Anywhere on Earth"),
        # The sign of these is the other way round: Etc/GMT+5 is what people call UTC-5.
        ("Etc/GMT+5", "UTC-05:00"),
        ("Etc/GMT-14", "UTC+14:00"),
        ("Etc/GMT", "UTC"),
        ("GMT", "UTC"),
    ],
)
def test_zone_label(name: str, label: str) -> None:
    assert zone_label(ZoneInfo(name)) == label


@pytest.mark.parametrize(
    ("abbreviation", "meant"),
    [
        ("PST", ["America/Los_Angeles", "Asia/Manila"]),
        ("pdt", ["America/Los_Angeles"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("BST", ["Europe/London", "Asia/Dhaka"]),
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        # IANA has zones of these names, without daylight saving; hardly anybody means them.
        ("EST", ["America/New_York"]),
        ("CET", ["Europe/Berlin", "Europe/Paris"]),
        ("ET", ["America/New_York"]),
        ("PT", ["America/Los_Angeles"]),
    ],
)
def test_abbreviation_is_refused_with_what_was_meant(abbreviation: str, meant: list[str]) -> None:
    with pytest.raises(ValueError) as refused:
        stated(f"2026-05-15 17:00 {abbreviation}")
    assert repr(abbreviation) in str(refused.value)
    assert str(refused.value).endswith(f"; write {' or '.join(meant)}")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("europe/lisbon", "did you mean Europe/Lisbon?"),
        ("Los_Angeles", "did you mean America/Los_Angeles?"),
        ("New York", "did you mean America/New_York?"),
        ("Zzyzx", "such as Europe/Lisbon"),
        ("../../etc/passwd", ""),
    ],
)
def test_unknown_zone_is_refused_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match="is not an IANA time zone") as refused:
        stated(f"2026-05-15 17:00 {name}")
    assert hint in str(refused.value)


def test_hints_never_name_what_is_refused_itself() -> None:
    for wrong in ("EETT", "CETT", "Est5", "WETT", "ESTT", "MSTT"):
        with pytest.raises(ValueError) as refused:
            stated(f"2026-05-15 17:00 {wrong}")
        hint = str(refused.value).rpartition("did you mean ")[2].rstrip("?")
        assert hint not in {"EET", "CET", "EST", "WET", "MST"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-02-29", "2026-02-29 is not in the calendar"),
        ("2100-02-29", "2100-02-29 is not in the calendar"),
        ("2026-04-31", "2026-04-31 is not in the calendar"),
        ("2026-13-01", "2026-13-01 is not in the calendar"),
        ("2026-00-10", "2026-00-10 is not in the calendar"),
        ("0000-01-01", "0000-01-01 is not in the calendar"),
        ("9999-12-31", "9999-12-31 is too far away; expected 1900 to 2999"),
        ("0018-01-31", "0018-01-31 is too far away; expected 1900 to 2999"),
        ("2026-05-15 24:00 UTC", "24:00 is the next day's 00:00"),
        ("2026-05-15T24:00:00Z", "24:00 is the next day's 00:00"),
        ("2026-05-15 24:01 UTC", "24:01 is not a time of day"),
        ("2026-05-15 17:60 UTC", "17:60 is not a time of day"),
        ("2026-05-15 12:00:60 UTC", "12:00:60 is not a time of day"),
        ("2026-05-15 17:00", "has an hour but no zone; write 2026-05-15 17:00 UTC"),
        ("2026-05-15 5:00 pm", "'pm' is not an IANA time zone"),
        ("2026-05-15 17:00 +14:01", "+14:01 is not an offset"),
        ("2026-05-15 17:00 +01:60", "+01:60 is not an offset"),
        ("2026-05-15 17:00 +1:00", "'+1:00' is not an IANA time zone"),
        ("15.05.2026", "'15.05.2026' is not a date; write 2026-05-15"),
        ("31/01/2018", "is not a date"),
        ("soon", "'soon' is not a date"),
        ("", "'' is not a date"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        stated(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2018-01-31", LA, date(2018, 1, 31)),
        ("2018-01-31 AoE", LA, date(2018, 1, 31)),
        ("2018-01-31 AoE", "Pacific/Kiritimati", date(2018, 1, 31)),
        ("2026-05-15 09:00 Asia/Tokyo", LA, date(2026, 5, 14)),
        ("2026-05-15 09:00 Asia/Tokyo", "Asia/Tokyo", date(2026, 5, 15)),
        ("2026-05-15 23:00 America/Los_Angeles", "Europe/Berlin", date(2026, 5, 15)),
        ("2018-02-01 00:00 America/Los_Angeles", LA, date(2018, 1, 31)),
        ("2018-02-01 00:00:01 America/Los_Angeles", LA, date(2018, 2, 1)),
        ("2024-03-01 00:00 UTC", "UTC", date(2024, 2, 29)),
        ("2018-11-04 00:00 America/Sao_Paulo", "America/Sao_Paulo", date(2018, 11, 3)),
        ("2011-12-30", "Pacific/Apia", date(2011, 12, 29)),
        ("2011-12-31 00:00 Pacific/Apia", "Pacific/Apia", date(2011, 12, 29)),
    ],
)
def test_closing_day(text: str, zone: str, day: date) -> None:
    assert closing_day(stated(text, zone), ZoneInfo(zone)) == day


def test_the_end_of_a_day_that_comes_twice_is_the_last() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    first = instant(date(2018, 2, 17), time(23, 30), zone)
    last = instant(date(2018, 2, 17), time(23, 30), zone, last=True)
    assert (first, last) == (utc("2018-02-18T01:30:00"), utc("2018-02-18T02:30:00"))


def test_instants_are_in_utc_so_that_they_subtract_across_daylight_saving() -> None:
    # Both days have 23:59:59, yet 25 hours lie between them.
    before, after = stated("2026-10-31", LA), stated("2026-11-01", LA)
    assert (after.at - before.at).total_seconds() == 25 * 3600
    assert before.at.tzinfo is UTC


def test_naive_instants_are_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="no time zone"):
        require_aware(naive)
    with pytest.raises(ValueError, match="no time zone"):
        Stated(at=naive, day=naive.date(), clock="00:00", zone="UTC", timed=True)


def test_every_zone_can_state_a_close() -> None:
    refused = set()
    for name in zone_names():
        try:
            at = stated(f"2026-06-15 12:00 {name}").at
        except ValueError:
            refused.add(name)
            continue
        local = datetime(2026, 6, 15, 12, tzinfo=ZoneInfo(name))
        assert at == local, name
    # IANA's names that are abbreviations, too.
    assert refused <= {"CET", "EET", "EST", "HST", "MET", "MST", "WET"}
