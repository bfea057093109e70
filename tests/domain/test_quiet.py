"""Quiet times: how a file gives them, and where what falls into one goes. All by hand."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.quiet import NEVER, Quiet, allowed, is_quiet

from .samples import HEAD, problems, program, utc

NIGHT = Quiet(time(20), time(8))
WEEKENDS = Quiet(weekends=True)
BOTH = Quiet(time(20), time(8), weekends=True)
NOON = Quiet(time(11), time(14))
CHRISTMAS = Quiet(
    time(20), time(8), weekends=True, holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)})
)
LISBON, LA, UTC = "Europe/Lisbon", "America/Los_Angeles", "UTC"


@pytest.mark.parametrize(
    ("quiet", "zone", "due", "moved"),
    [
        # 24 January 2026 is a Saturday, 25 December 2026 a Friday.
        (NEVER, UTC, "2026-01-24 03:00", "2026-01-24 03:00"),
        (NIGHT, UTC, "2026-01-24 10:00", "2026-01-24 10:00"),
        (NIGHT, UTC, "2026-01-24 08:00", "2026-01-24 08:00"),
        (NIGHT, UTC, "2026-01-24 19:59", "2026-01-24 19:59"),
        (NIGHT, UTC, "2026-01-24 20:00", "2026-01-24 19:59"),
        (NIGHT, UTC, "2026-01-24 07:59", "2026-01-24 08:00"),
        (NIGHT, UTC, "2026-01-24 01:59", "2026-01-23 19:59"),
        # From 19:59 to 08:00 are 721 minutes: at 01:59:30 both are 360.5 away.
        (NIGHT, UTC, "2026-01-24 01:59:30", "2026-01-23 19:59"),
        (NIGHT, UTC, "2026-01-24 02:00", "2026-01-24 08:00"),
        (NOON, UTC, "2026-01-24 12:00", "2026-01-24 10:59"),
        (NOON, UTC, "2026-01-24 13:00", "2026-01-24 14:00"),
        (WEEKENDS, UTC, "2026-01-24 10:00", "2026-01-23 23:59"),
        (WEEKENDS, UTC, "2026-01-25 10:00", "2026-01-26 00:00"),
        (WEEKENDS, UTC, "2026-01-26 00:00", "2026-01-26 00:00"),
        (BOTH, UTC, "2026-01-24 10:00", "2026-01-23 19:59"),
        (BOTH, UTC, "2026-01-25 10:00", "2026-01-26 08:00"),
        # Friday, the weekend and Monday in one: Thursday evening, or Tuesday morning.
        (CHRISTMAS, UTC, "2026-12-25 10:00", "2026-12-24 19:59"),
        (CHRISTMAS, UTC, "2026-12-28 10:00", "2026-12-29 08:00"),
        # In the zone that is given: 22:00 in Lisbon is 14:00 in Los Angeles.
        (NIGHT, LISBON, "2026-01-23 22:00", "2026-01-23 19:59"),
        (NIGHT, LA, "2026-01-23 22:00", "2026-01-23 22:00"),
        # Saturday in Auckland begins on Friday at 11:00 UTC.
        (WEEKENDS, "Pacific/Auckland", "2026-01-23 12:00", "2026-01-23 10:59"),
        # The clocks go forward at 01:00 UTC on 29 March, a Sunday: 08:00 in Lisbon is 07:00 UTC.
        (NIGHT, LISBON, "2026-03-29 06:30", "2026-03-29 07:00"),
        # A night that ends in the hour that is skipped (01:00 to 02:00) ends at 02:00, 01:00 UTC.
        (Quiet(time(20), time(1, 30)), LISBON, "2026-03-29 00:30", "2026-03-29 01:00"),
        # One that ends in the hour that comes twice (25 October) is quiet in both.
        (Quiet(time(20), time(1, 30)), LISBON, "2026-10-25 00:15", "2026-10-25 01:30"),
        (Quiet(time(20), time(1, 30)), LISBON, "2026-10-25 01:15", "2026-10-25 01:30"),
        (Quiet(time(20), time(1, 30)), LISBON, "2026-10-25 00:45", "2026-10-25 00:45"),
        (Quiet(time(0), time(0)), UTC, "2026-01-24 10:00", "2026-01-24 10:00"),
    ],
)
def test_where_a_step_goes(quiet: Quiet, zone: str, due: str, moved: str) -> None:
    where, far = ZoneInfo(zone), utc("2030-01-01T00:00")
    assert allowed(utc(due), quiet, where, far) == utc(moved)
    assert is_quiet(utc(due), quiet, where) == (due != moved)


@pytest.mark.parametrize(
    ("due", "closes", "known", "moved"),
    [
        # Sunday, 10:00: Monday 08:00 is nearer than Friday 19:59.
        ("2026-01-25 10:00", "2026-01-26 08:01", None, "2026-01-26 08:00"),
        # Not where the close is, nor after it.
        ("2026-01-25 10:00", "2026-01-26 08:00", None, "2026-01-23 19:59"),
        ("2026-01-25 10:00", "2026-01-25 23:59", None, "2026-01-23 19:59"),
        # Not before it was known, where it can be helped; else not at all.
        ("2026-01-24 10:00", "2026-01-30 23:59", "2026-01-23 19:59", "2026-01-23 19:59"),
        ("2026-01-24 10:00", "2026-01-30 23:59", "2026-01-23 20:00", "2026-01-26 08:00"),
        ("2026-01-24 10:00", "2026-01-25 23:59", "2026-01-24 09:00", None),
    ],
)
def test_before_the_close_and_not_before_it_was_known(
    due: str, closes: str, known: str | None, moved: str | None
) -> None:
    found = allowed(utc(due), BOTH, ZoneInfo(UTC), utc(closes), utc(known) if known else None)
    assert found == (utc(moved) if moved else None)


def test_a_stretch_that_is_not_allowed_either() -> None:
    # The night ends at 06:30, and until 07:00 nobody is to be woken.
    quiet, due = Quiet(time(20), time(6, 30)), utc("2026-01-24T06:00")
    night = utc("2026-01-24T00:00"), utc("2026-01-24T07:00")
    found = allowed(due, quiet, ZoneInfo(UTC), utc("2026-01-25T00:00"), but=night)
    assert found == utc("2026-01-24T07:00")


TRACK = "- {key: a, name: A, deadlines: [{label: x, closes: 2018-01-31}]%s}\n"
GIVEN = Quiet(time(20), time(8), weekends=True, holidays=frozenset({date(2026, 12, 25)}))


@pytest.mark.parametrize(
    ("more", "quiet"),
    [
        ("", GIVEN),
        (", quiet: {}", GIVEN),
        (', quiet: {from: "22:00"}', Quiet(time(22), time(8), True, GIVEN.holidays)),
        (", quiet: {weekends: false}", Quiet(time(20), time(8), False, GIVEN.holidays)),
        (", quiet: {holidays: []}", Quiet(time(20), time(8), True)),
        (", quiet: {holidays: [2027-1-1]}", Quiet(time(20), time(8), True, frozenset({date(2027, 1, 1)}))),
        (', quiet: {from: "00:00", to: "00:00", weekends: no, holidays: []}', Quiet(time(0), time(0))),
    ],
)  # fmt: skip
def test_a_track_overrides_the_programs_quiet_times_key_by_key(more: str, quiet: Quiet) -> None:
    found = program(
        TRACK % more, quiet='{from: "20:00", to: "08:00", weekends: true, holidays: ["2026-12-25"]}'
    )
    assert found.quiet == GIVEN
    assert found.tracks[0].quiet == quiet


def test_a_track_may_be_quiet_in_a_program_that_is_not() -> None:
    found = program(TRACK % ", quiet: {weekends: true}")
    assert (found.quiet, found.tracks[0].quiet) == (NEVER, WEEKENDS)
    assert (bool(found.quiet), bool(found.tracks[0].quiet)) == (False, True)


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        ("{from: 20:00, to: \"08:00\"}", ["quiet.from: YAML reads a bare 20:00 as the number 1200; write it in quotes, \"20:00\""]),
        ('{from: "20:00"}', ["quiet.to: is missing; from needs its other end"]),
        ('{to: "20:00"}', ["quiet.from: is missing; to needs its other end"]),
        ('{from: "8pm", to: "08:00"}', ["quiet.from: expected an hour of the day in quotes, \"10:00\"; not '8pm'"]),
        ("{weekend: true}", ["quiet.weekend: unknown key; did you mean 'weekends'?"]),
        ("{closed: 1}", ["quiet.closed: unknown key; known here: from, to, weekends, holidays"]),
        ("{weekends: perhaps}", ["quiet.weekends: expected true or false, not 'perhaps'"]),
        ("{holidays: [2026-02-30]}", ["quiet.holidays[0]: 2026-02-30 is not in the calendar: day is out of range for month"]),
        ("{holidays: [2026-12-25 AoE]}", ["quiet.holidays[0]: '2026-12-25 AoE' is not a date; write 2026-12-25"]),
        ("{holidays: [12, 2026-12-25, Easter]}", ["quiet.holidays[0]: YAML reads this as a number or a yes/no; put it in quotes", "quiet.holidays[2]: 'Easter' is not a date; write 2026-12-25"]),
        ("true", ["quiet: expected keys with their values, not True"]),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_line_and_field(quiet: str, said: list[str]) -> None:
    on_track = f"{HEAD}tracks:\n  - key: a\n    name: A\n    quiet: {quiet}\n"
    assert problems(on_track) == [f"program.yaml:5: tracks[0].{text}" for text in said]
    on_program = "program:\n  name: A\n  timezone: UTC\n  currency: USD\n  quiet: " + quiet
    assert problems(on_program) == [f"program.yaml:5: program.{text}" for text in said]


def test_the_end_of_the_calendar_is_far_enough() -> None:
    far = datetime(2999, 12, 31, 23, tzinfo=ZoneInfo(UTC))
    assert is_quiet(far, NIGHT, ZoneInfo(UTC))
