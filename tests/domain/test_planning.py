"""Which messages a program owes. The instants of the first tests were worked out by hand."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.building import build, read_program
from bot.domain.countdown import remaining
from bot.domain.document import ProgramFile
from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.domain.model import Program
from bot.domain.planning import countdown_rows, find_deadline, newest_steps, plan
from bot.domain.steps import BEFORE_KNOWN

from .samples import MOSS, program, utc

JANUARY, MAY = utc("2018-01-01T08:00"), utc("2018-05-01T07:00")
FT, MP, APRIL = (
    "foundational-technology/2018-01",
    "mission-partners/january-2018-batch",
    "mission-partners/april-2018-batch",
)


def test_moss_owes_twelve_messages_until_the_end_of_april() -> None:
    messages = plan(read_program(MOSS), JANUARY, MAY)
    both = (FT, MP)
    assert [(m.at, tuple(d.subject for d in m.deadlines)) for m in messages] == [
        (utc("2018-01-01T18:00"), both),
        (utc("2018-01-17T18:00"), both),
        (utc("2018-01-23T18:00"), both),
        (utc("2018-01-28T18:00"), both),
        (utc("2018-01-30T18:00"), both),
        (utc("2018-01-31T18:00"), both),
        # Daylight saving since 11 March.
        (utc("2018-03-31T17:00"), (APRIL,)),
        (utc("2018-04-16T17:00"), (APRIL,)),
        (utc("2018-04-22T17:00"), (APRIL,)),
        (utc("2018-04-27T17:00"), (APRIL,)),
        (utc("2018-04-29T17:00"), (APRIL,)),
        (utc("2018-04-30T17:00"), (APRIL,)),
    ]
    assert {m.destination for m in messages} == {Destination("slack", "#moss")}


def test_both_ends_of_the_time_asked_for_count() -> None:
    moss, at = read_program(MOSS), utc("2018-01-23T18:00")
    second = timedelta(seconds=1)
    assert len(plan(moss, at, at)) == 1
    assert plan(moss, at + second, at + timedelta(days=4)) == []
    assert plan(moss, at - timedelta(days=4), at - second) == []


def test_the_rows_of_one_deadline() -> None:
    rows = [r for r in countdown_rows(read_program(MOSS), JANUARY, MAY) if r.subject == APRIL]
    assert rows[0] == NewRow(
        kind=Kind.COUNTDOWN,
        subject=APRIL,
        revision=1,
        step="30",
        destination=Destination("slack", "#moss"),
        due=utc("2018-03-31T17:00"),
    )
    assert [r.step for r in rows] == ["30", "14", "8", "3", "1", "0"]
    assert {r.state for r in rows} == {State.PLANNED}


def test_steps_before_the_deadline_was_known_are_skipped_with_the_reason() -> None:
    # Known at the very instant at which the step of eight days is due.
    moss = read_program(MOSS, known_at=utc("2018-01-23T18:00"))
    rows = [r for r in countdown_rows(moss, utc("2018-01-23T18:00"), MAY) if r.subject == FT]
    assert [(r.step, r.state, r.reason) for r in rows] == [
        ("30", State.SKIPPED, BEFORE_KNOWN),
        ("14", State.SKIPPED, BEFORE_KNOWN),
        ("8", State.PLANNED, ""),
        ("3", State.PLANNED, ""),
        ("1", State.PLANNED, ""),
        ("0", State.PLANNED, ""),
    ]
    assert BEFORE_KNOWN == "it fell due before the deadline was known"
    # Skipped ones are no messages, however early one asks from.
    assert plan(moss, JANUARY, MAY)[0].at == utc("2018-01-23T18:00")


@pytest.mark.parametrize("status", ["paused", "closed", "suggestions"])
def test_a_track_that_takes_no_applications_is_silent(status: str) -> None:
    text = MOSS.replace("    aliases: [MP]", f"    aliases: [MP]\n    status: {status}")
    messages = plan(read_program(text), JANUARY, MAY)
    assert [[d.subject for d in m.deadlines] for m in messages] == [[FT]] * 6


def test_a_track_with_channels_and_a_ladder_of_its_own() -> None:
    text = MOSS.replace(
        "    aliases: [FT]",
        '    aliases: [FT]\n    announce_in: ["#moss-ft", "#moss"]\n    reminders: {days_before: [8, 2]}',
    )
    until = utc("2018-02-01T00:00")
    messages = plan(read_program(text), utc("2018-01-20T00:00"), until)
    assert [(m.at, m.destination.address, [d.track for d in m.deadlines]) for m in messages] == [
        (utc("2018-01-23T18:00"), "#moss", ["foundational-technology", "mission-partners"]),
        (utc("2018-01-23T18:00"), "#moss-ft", ["foundational-technology"]),
        (utc("2018-01-28T18:00"), "#moss", ["mission-partners"]),
        (utc("2018-01-29T18:00"), "#moss", ["foundational-technology"]),
        (utc("2018-01-29T18:00"), "#moss-ft", ["foundational-technology"]),
        (utc("2018-01-30T18:00"), "#moss", ["mission-partners"]),
        (utc("2018-01-31T18:00"), "#moss", ["mission-partners"]),
    ]


@pytest.mark.parametrize("silent", ["announce_in: []", "reminders: {days_before: []}"])
def test_a_track_without_channels_or_steps_is_silent(silent: str) -> None:
    text = MOSS.replace("    aliases: [MP]", f"    {silent}").replace(
        "closes: 2018-01-31}", "closes: 2017-12-31}", 1
    )
    assert plan(read_program(text), JANUARY, MAY) == []


def test_a_channel_named_twice_hears_once() -> None:
    text = MOSS.replace('["#moss"]', '["#moss", "#moss"]')
    rows = list(countdown_rows(read_program(text), JANUARY, MAY))
    assert len(rows) == 18
    assert [len(m.deadlines) for m in plan(read_program(text), JANUARY, MAY)] == [2] * 6 + [1] * 6


def test_deadlines_at_one_instant_come_the_soonest_first() -> None:
    found = program("""\
  - key: a
    name: A
    reminders: {days_before: [3]}
    deadlines: [{label: late, closes: 2026-06-15}, {label: early, closes: 2026-06-15 12:00 UTC}]
""")
    (message,) = plan(found, utc("2026-06-01T00:00"), utc("2026-07-01T00:00"))
    assert [d.label for d in message.deadlines] == ["early", "late"]


def test_a_rule_is_counted_down_at_each_of_its_dates() -> None:
    found = program("""\
  - key: a
    name: A
    reminders: {days_before: [8, 0]}
    deadlines: [{label: rolling, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2024-01-31}]
""")
    messages = plan(found, utc("2024-02-01T00:00"), utc("2024-03-31T23:59:59"))
    assert [(m.at, [d.subject for d in m.deadlines]) for m in messages] == [
        (utc("2024-02-21T10:00"), ["a/rolling-2024-02-29"]),
        (utc("2024-02-29T10:00"), ["a/rolling-2024-02-29"]),
        (utc("2024-03-23T10:00"), ["a/rolling-2024-03-31"]),
        (utc("2024-03-31T10:00"), ["a/rolling-2024-03-31"]),
    ]


def test_the_widest_zones_apart_lose_no_step() -> None:
    # In Kiritimati the stated day begins 50 hours before it ends at UTC-12.
    found = program(
        '  - {key: a, name: A, deadlines: [{label: x, closes: "2026-01-31 AoE"}]}\n',
        zone="Pacific/Kiritimati",
        reminders='{days_before: [0], at: "00:00"}',
    )
    at = utc("2026-01-30T10:00")
    (message,) = plan(found, at, at)
    assert [d.key for d in message.deadlines] == ["x"]


def test_find_deadline() -> None:
    moss, near = read_program(MOSS), utc("2018-01-23T18:00")
    found = find_deadline(moss, APRIL, near)
    assert found is moss.tracks[1].deadlines[1]
    assert find_deadline(moss, "mission-partners/gone", near) is None
    assert find_deadline(moss, "gone/2018-01", near) is None


def test_find_a_date_of_a_rule() -> None:
    found = program(
        "  - {key: a, name: A, deadlines: [{label: r, rule: FREQ=MONTHLY, starts: 2026-01-15}]}\n"
    )
    day = find_deadline(found, "a/r-2026-03-15", utc("2026-02-13T10:00"))
    assert day is not None
    assert day.closes.at == utc("2026-03-15T23:59:59")
    assert find_deadline(found, "a/r-2026-03-16", utc("2026-02-13T10:00")) is None


def due_rows(found: Program, now: datetime) -> list[NewRow]:
    return [r for r in countdown_rows(found, utc("2017-12-01T00:00"), now) if r.due <= now]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2018-01-01T18:00", {FT: "30", MP: "30"}),
        # Down from the 2nd to the 29th: three steps were missed, the newest of them is sent.
        ("2018-01-29T09:00", {FT: "3", MP: "3"}),
        ("2018-02-01T07:59:58", {FT: "0", MP: "0"}),
        # The January deadlines have passed, whatever was missed of them.
        ("2018-02-01T07:59:59", {}),
        ("2018-04-28T00:00", {APRIL: "3"}),
        ("2019-01-01T00:00", {}),
    ],
)
def test_after_an_outage_only_the_newest_step_of_what_is_ahead(
    now: str, expected: dict[str, str]
) -> None:
    moss, at = read_program(MOSS), utc(now)
    due = [(row, find_deadline(moss, row.subject, row.due)) for row in due_rows(moss, at)]
    channel = Destination("slack", "#moss")
    assert newest_steps(due, at) == {(s, channel): step for s, step in expected.items()}
    # Whatever the order in which the ledger hands them over.
    assert newest_steps(reversed(due), at) == newest_steps(due, at)


def test_each_destination_has_a_newest_step_of_its_own() -> None:
    text = MOSS.replace('["#moss"]', '["#moss", "#other"]')
    moss, at = read_program(text), utc("2018-01-23T18:00")
    due = [
        (row, find_deadline(moss, row.subject, row.due))
        for row in due_rows(moss, at)
        if (row.destination.address, row.step) != ("#other", "8")
    ]
    assert {d.address: step for (_, d), step in newest_steps(due, at).items()} == {
        "#moss": "8",
        "#other": "14",
    }


# It closes on Sunday 25 January 2026; both last steps come to Friday evening.
WEEKEND = program(
    "  - {key: a, name: A, deadlines: [{label: x, closes: 2026-01-25}]}\n",
    quiet='{from: "20:00", to: "08:00", weekends: true}',
    reminders="{days_before: [1, 0], after_close: true}",
)


def test_of_two_steps_that_come_to_one_time_the_later_one_stands() -> None:
    friday = utc("2026-01-23T19:59")
    rows = list(countdown_rows(WEEKEND, utc("2026-01-01T00:00"), friday))
    assert [(row.step, row.due) for row in rows] == [("1", friday), ("0", friday)]
    due = [(row, find_deadline(WEEKEND, row.subject, row.due)) for row in rows]
    for order in (due, due[::-1]):
        assert list(newest_steps(order, friday).values()) == ["0"]


def test_what_was_moved_says_from_when() -> None:
    rows = list(countdown_rows(WEEKEND, utc("2026-01-01T00:00"), utc("2026-02-01T00:00")))
    assert [row.reason for row in rows] == [
        "moved from Saturday 24 January 2026 at 10:00, UTC: a quiet time",
        "moved from Sunday 25 January 2026 at 10:00, UTC: a quiet time",
        "moved from Sunday 25 January 2026 at 23:59, UTC: a quiet time",
    ]
    (message, closed) = plan(WEEKEND, utc("2026-01-01T00:00"), utc("2026-02-01T00:00"))
    assert message.reason == f"{rows[0].reason}; {rows[1].reason}"
    assert closed.at == utc("2026-01-26T08:00")


def test_a_close_that_is_told_after_a_quiet_time_is_not_lost_in_it() -> None:
    (closed,) = plan(WEEKEND, utc("2026-01-26T07:00"), utc("2026-01-26T08:00"))
    assert [d.key for d in closed.deadlines] == ["x"]
    assert plan(WEEKEND, utc("2026-01-26T08:01"), utc("2026-03-01T00:00")) == []


def test_a_step_that_moves_over_long_holidays_is_not_lost() -> None:
    # Twelve days from 20 to 31 December; the 25th at 10:00 goes to the end of the 19th.
    holidays = ", ".join(f"2026-12-{day}" for day in range(20, 32))
    found = program(
        "  - {key: a, name: A, deadlines: [{label: x, closes: 2026-12-25}]}\n",
        quiet=f"{{holidays: [{holidays}]}}",
        reminders="{days_before: [0], after_close: true}",
    )
    for day, step in [("2026-12-19T23:59", "0"), ("2027-01-01T00:00", "closed")]:
        at = utc(day)
        assert [row.step for row in countdown_rows(found, at, at) if row.due == at] == [step]


def test_nothing_is_moved_to_before_now() -> None:
    # Saturday's step would have been told on Friday; on Saturday, Monday is left.
    found = program(
        "  - {key: a, name: A, deadlines: [{label: x, closes: 2026-01-28}]}\n",
        quiet="{weekends: true}",
        reminders="{days_before: [4]}",
    )
    since, until = utc("2026-01-20T00:00"), utc("2026-02-01T00:00")
    for now, due in [
        (None, "2026-01-23T23:59"),
        ("2026-01-23T23:59", "2026-01-23T23:59"),
        ("2026-01-24T09:00", "2026-01-26T00:00"),
        # Its own time is over: it is late, and keeps the time it had.
        ("2026-01-24T10:01", "2026-01-23T23:59"),
    ]:
        (row,) = countdown_rows(found, since, until, utc(now) if now else None)
        assert row.due == utc(due)


def test_that_it_has_closed_is_no_news_for_ever() -> None:
    (row,) = [
        r for r in countdown_rows(WEEKEND, JANUARY, utc("2026-02-01T00:00")) if r.step == "closed"
    ]
    deadline = find_deadline(WEEKEND, row.subject, row.due)
    assert list(newest_steps([(row, deadline)], row.due).values()) == ["closed"]
    assert newest_steps([(row, deadline)], row.due + timedelta(days=3)) == {}
    # Nor is it said of a deadline that is open, now that it is another one.
    assert newest_steps([(row, deadline)], utc("2026-01-25T23:59")) == {}


def test_a_deadline_that_is_gone_is_not_sent() -> None:
    moss, at = read_program(MOSS), utc("2018-01-23T18:00")
    assert newest_steps([(row, None) for row in due_rows(moss, at)], at) == {}


# Any program: an independent reckoning, by naive dates. The hours are such that no zone here ever
# skips or repeats them, so that the standard library's own arithmetic is the judge.

ZONES = ["America/Los_Angeles", "Europe/Lisbon", "Asia/Kathmandu", "Pacific/Auckland",
         "Pacific/Kiritimati", "Etc/GMT+12", "America/Sao_Paulo", "UTC"]  # fmt: skip
START, END = date(2023, 6, 1), date(2026, 6, 1)


@st.composite
def programs(draw: st.DrawFn) -> ProgramFile:
    def closes() -> str:
        day = draw(st.dates(START, END))
        form = draw(st.sampled_from(["", "", " AoE", " hour"]))
        if form != " hour":
            return f"{day}{form}"
        hour = draw(
            st.sampled_from(["00:00", "00:01", "07:30", "08:59", "09:00", "11:00", "17:00"])
        )
        return f"{day} {hour} {draw(st.sampled_from(ZONES))}"

    ladders = st.lists(st.integers(0, 60), max_size=5)
    return ProgramFile.model_validate(
        {
            "program": {
                "name": "P",
                "timezone": draw(st.sampled_from(ZONES)),
                "currency": "USD",
                "announce_in": draw(st.sampled_from([["#a"], ["#a", "#b"], []])),
                "reminders": {
                    "days_before": draw(ladders),
                    "at": draw(st.sampled_from(["07:00", "10:00", "18:30"])),
                },
            },
            "tracks": [
                {
                    "key": f"t{n}",
                    "name": "T",
                    "status": draw(st.sampled_from(["open", "open", "paused"])),
                    **(
                        {"reminders": {"days_before": draw(ladders)}} if draw(st.booleans()) else {}
                    ),
                    "deadlines": [
                        {"label": f"d{m}", "closes": closes()}
                        for m in range(draw(st.integers(0, 3)))
                    ],
                }
                for n in range(draw(st.integers(0, 3)))
            ],
        }
    )


Owed = tuple[datetime, str, str, str]


def reckoned(file: ProgramFile, since: datetime, until: datetime) -> set[Owed]:
    """What is owed: when, where, of which deadline, which step; from the words of the file."""
    zone = ZoneInfo(file.program.timezone)
    at = time.fromisoformat(file.program.reminders.at or "")
    found: set[Owed] = set()
    for track in (t for t in file.tracks if t.status == "open"):
        own = track.reminders or file.program.reminders
        for deadline in track.deadlines:
            day, close = words(deadline.closes or "", zone)
            last_date = (close - timedelta(seconds=1)).astimezone(zone).date()
            closing = min(day, last_date)
            for days in set(own.days_before or []):
                local = datetime.combine(closing - timedelta(days=days), at, zone)
                due = local.astimezone(UTC)
                if days == 0:
                    last_call = close - timedelta(hours=2)
                    seven = datetime.combine(closing, time(7), zone).astimezone(UTC)
                    if last_call < seven:
                        continue
                    due = min(due, last_call)
                if close > since and since <= due <= until:
                    subject = f"{track.key}/{deadline.label}"
                    found |= {(due, c, subject, str(days)) for c in file.program.announce_in}
    return found


def words(closes: str, zone: ZoneInfo) -> tuple[date, datetime]:
    """The stated day and the close in UTC of the three forms that `programs` makes."""
    day, *rest = closes.split()
    clock, where = "23:59:59", zone
    match rest:
        case ["AoE"]:
            where = ZoneInfo("Etc/GMT+12")
        case [clock, name]:
            where = ZoneInfo(name)
    stated = date.fromisoformat(day)
    return stated, datetime.combine(stated, time.fromisoformat(clock), where).astimezone(UTC)


def owed(rows: Iterable[NewRow], since: datetime, until: datetime) -> list[Owed]:
    return [
        (r.due, r.destination.address, r.subject, r.step)
        for r in rows
        if since <= r.due <= until and r.state is State.PLANNED
    ]


moments = st.datetimes(
    datetime.combine(START - timedelta(days=90), time()),
    datetime.combine(END + timedelta(days=90), time()),
    timezones=st.just(UTC),
)


@settings(max_examples=120, deadline=None)
@given(programs(), moments, st.integers(0, 400))
def test_nothing_is_lost_and_nothing_twice(file: ProgramFile, since: datetime, days: int) -> None:
    until = since + timedelta(days=days)
    found = owed(countdown_rows(build(file), since, until), since, until)
    assert Counter(found) == Counter(dict.fromkeys(reckoned(file, since, until), 1))


@settings(max_examples=60, deadline=None)
@given(programs(), moments)
def test_no_step_after_its_deadline_and_days_left_are_the_dates_apart(
    file: ProgramFile, since: datetime
) -> None:
    found = build(file)
    closes = {
        f"{t.key}/{d.label}": words(d.closes or "", found.zone)
        for t in file.tracks
        for d in t.deadlines
    }
    for message in plan(found, since, since + timedelta(days=500)):
        assert message.deadlines
        assert len({d.subject for d in message.deadlines}) == len(message.deadlines)
        for deadline in message.deadlines:
            day, close = closes[deadline.subject]
            assert message.at < close
            last_date = (close - timedelta(seconds=1)).astimezone(found.zone).date()
            today = message.at.astimezone(found.zone).date()
            apart = min(day, last_date).toordinal() - today.toordinal()
            left = remaining(deadline.closes, found.zone, message.at)
            assert left.days == apart
            # A step says its own number of days on the day on which it is due.
            assert apart in (deadline_steps(file, deadline.track))


def deadline_steps(file: ProgramFile, key: str) -> list[int]:
    (track,) = [t for t in file.tracks if t.key == key]
    own = track.reminders or file.program.reminders
    return own.days_before or []


@settings(max_examples=60, deadline=None)
@given(programs(), moments, st.integers(0, 200), st.integers(0, 200))
def test_planning_bit_by_bit_owes_what_planning_at_once_does(
    file: ProgramFile, since: datetime, first: int, second: int
) -> None:
    found = build(file)
    middle = since + timedelta(days=first)
    end = middle + timedelta(days=second)
    at_once = set(owed(countdown_rows(found, since, end), since, end))
    bits = {
        *owed(countdown_rows(found, since, middle), since, middle),
        *owed(countdown_rows(found, middle, end), middle, end),
    }
    assert bits == at_once
