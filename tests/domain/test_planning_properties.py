"""What holds for any program: with quiet times, deadlines known late, and the close told, too.

Everything is reckoned once more here, in another way: from the words of the file, by the wall clock
of `zoneinfo`, date by date.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.building import Stamp, build
from bot.domain.document import ProgramFile, TrackEntry
from bot.domain.ledger import NewRow, State
from bot.domain.model import Program
from bot.domain.planning import countdown_rows, find_deadline, newest_steps, plan
from bot.domain.spans import plain
from bot.domain.steps import ALL_QUIET, BEFORE_KNOWN, CLOSED, TOO_EARLY
from bot.render.countdown import countdown_lines

ZONES = ["America/Los_Angeles", "Europe/Lisbon", "Asia/Kathmandu", "Pacific/Auckland",
         "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe", "America/Santiago", "UTC"]  # fmt: skip
HOURS = ["00:00", "00:30", "01:30", "02:15", "06:00", "07:00", "08:00", "10:00", "18:30", "23:59"]
# Both changes of the clocks, in the north and in the south, a leap day and a new year.
START, DAYS = date(2027, 9, 1), 300
SINCE = datetime(2027, 7, 1, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=500)
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
days = st.integers(0, DAYS).map(lambda n: START + timedelta(days=n))


@st.composite
def closes(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(["{day}", "{day}", "{day} AoE", "{day} {hour} {zone}"]))
    hour, zone = draw(st.sampled_from([*HOURS, "08:59", "09:00", "17:00"])), st.sampled_from(ZONES)
    return form.format(day=draw(days), hour=hour, zone=draw(zone))


@st.composite
def quiets(draw: st.DrawFn) -> dict[str, object]:
    found: dict[str, object] = {"weekends": draw(st.booleans())}
    if draw(st.booleans()):
        found |= {"from": draw(st.sampled_from(HOURS)), "to": draw(st.sampled_from(HOURS))}
    first = draw(days)
    found["holidays"] = [str(first + timedelta(days=n)) for n in range(draw(st.integers(0, 4)))]
    return found


reminders = st.fixed_dictionaries({
    "days_before": st.lists(st.integers(0, 20), max_size=5),
    "at": st.sampled_from(HOURS),
    "after_close": st.booleans(),
})  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> ProgramFile:
    tracks = [
        {
            "key": f"t{n}", "name": f"T{n}", "reminders": draw(reminders), "quiet": draw(quiets()),
            "deadlines": [
                {"label": f"d{m}", "closes": draw(closes())} for m in range(draw(st.integers(1, 2)))
            ],
        }
        for n in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    program = {
        "name": "P", "timezone": draw(st.sampled_from(ZONES)), "currency": "USD",
        "announce_in": draw(st.sampled_from([["#a"], ["#a", "#b"]])),
    }  # fmt: skip
    return ProgramFile.model_validate({"program": program, "tracks": tracks})


moments = st.datetimes(
    datetime.combine(START - timedelta(days=30), time()),
    datetime.combine(START + timedelta(days=DAYS + 10), time()),
    timezones=st.just(UTC),
)
known = st.none() | moments.map(lambda at: at.replace(microsecond=0))


@dataclass(frozen=True)
class Row:
    """A row of the plan, and what the file says of its deadline."""

    row: NewRow
    track: TrackEntry
    close: datetime
    closing_day: date
    local: datetime

    @property
    def moved(self) -> bool:
        """Whether it was moved out of a quiet time."""
        return self.row.reason.startswith("moved from ")


def parsed(text: str, zone: ZoneInfo) -> tuple[date, datetime]:
    """The stated day and the close in UTC; a skipped hour is the first instant after the gap."""
    day, *rest = text.split()
    clock, where = "23:59:59", zone
    match rest:
        case ["AoE"]:
            where = ZoneInfo("Etc/GMT+12")
        case [clock, name]:
            where = ZoneInfo(name)
    stated = date.fromisoformat(day)
    return stated, at_clock(stated, time.fromisoformat(clock), where, fold=int(not rest))


def at_clock(day: date, clock: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    """An hour of the wall clock in UTC: second by second through a gap, minute by minute first."""
    local = datetime.combine(day, clock)
    for minutes in range(180):
        found = (local + timedelta(minutes=minutes)).replace(tzinfo=zone, fold=fold)
        if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == found.replace(
            tzinfo=None
        ):
            # Whole minutes after a gap, as all gaps here end on one.
            return found.replace(second=found.second if not minutes else 0).astimezone(UTC)
    raise AssertionError(f"no such hour: {day} {clock} {zone}")


def rows_of(file: ProgramFile, program: Program) -> list[Row]:
    tracks = {track.key: track for track in file.tracks}
    found = []
    for row in countdown_rows(program, SINCE, UNTIL):
        track = tracks[row.subject.partition("/")[0]]
        (text,) = [d.closes for d in track.deadlines if f"{track.key}/{d.identity}" == row.subject]
        stated, close = parsed(text or "", program.zone)
        last = (close - timedelta(seconds=1)).astimezone(program.zone).date()
        local = row.due.astimezone(program.zone)
        found.append(Row(row, track, close, min(stated, last), local))
    return found


def is_quiet(track: TrackEntry, local: datetime) -> bool:
    """Whether the wall clock and the calendar say so."""
    quiet = track.quiet
    assert quiet is not None
    if (quiet.weekends and local.isoweekday() > 5) or str(local.date()) in (quiet.holidays or []):
        return True
    begin, end, clock = quiet.start, quiet.to, f"{local:%H:%M}"
    if begin is None or end is None or begin == end:
        return False
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def made(file: ProgramFile, known_at: datetime | None) -> Program:
    return build(file, default=Stamp(known_at=known_at))


@settings(max_examples=150, deadline=None)
@given(files(), known)
def test_every_step_is_planned_once_or_skipped_with_a_reason(
    file: ProgramFile, known_at: datetime | None
) -> None:
    found = rows_of(file, made(file, known_at))
    asked = Counter(
        (f"{track.key}/{deadline.identity}", step, channel)
        for track in file.tracks
        if track.reminders is not None
        for deadline in track.deadlines
        for step in {
            *map(str, track.reminders.days_before or []),
            *([CLOSED] if track.reminders.after_close else []),
        }
        for channel in file.program.announce_in
    )
    assert Counter((r.row.subject, r.row.step, r.row.destination.address) for r in found) == asked
    for one in found:
        if one.row.state is State.SKIPPED:
            assert one.row.reason in {BEFORE_KNOWN, TOO_EARLY, ALL_QUIET}
        else:
            assert one.row.state is State.PLANNED
            assert one.moved or one.row.reason == ""


@settings(max_examples=150, deadline=None)
@given(files(), known)
def test_nothing_after_the_close_too_early_or_in_a_quiet_time(
    file: ProgramFile, known_at: datetime | None
) -> None:
    program = made(file, known_at)
    found = rows_of(file, program)
    for one in [one for one in found if one.row.state is State.PLANNED]:
        assert not is_quiet(one.track, one.local)
        assert known_at is None or one.row.due >= known_at
        if one.row.step == CLOSED:
            assert one.row.due >= one.close
            continue
        assert one.row.due < one.close
        if one.row.step == "0":
            assert one.row.due <= one.close - timedelta(hours=2)
            if one.moved and one.local.date() == one.closing_day:
                assert one.local.time() >= time(7)
        if not one.moved and one.row.step != "0":
            assert one.local.date() == one.closing_day - timedelta(days=int(one.row.step))
    # None comes after the step that follows it.
    for here in found:
        for later in found:
            if (
                here.row.state is later.row.state is State.PLANNED
                and (here.row.subject, here.row.destination)
                == (later.row.subject, later.row.destination)
                and CLOSED not in {here.row.step, later.row.step}
                and int(here.row.step) > int(later.row.step)
            ):
                assert here.row.due <= later.row.due


@settings(max_examples=60, deadline=None)
@given(files())
def test_a_step_moves_to_the_nearest_time_and_only_out_of_a_quiet_one(file: ProgramFile) -> None:
    program = made(file, None)
    for one in rows_of(file, program):
        if one.row.step in {"0", CLOSED} or one.row.state is not State.PLANNED:
            continue
        at = program.tracks_by_key[one.track.key].reminders.at
        day = one.closing_day - timedelta(days=int(one.row.step))
        due = at_clock(day, at, program.zone)
        if not one.moved:
            assert one.row.due == due
            continue
        # Nothing that is nearer is allowed: it is quiet, or not before the step that follows.
        # (All but the minute before the quiet time, which is whole.)
        bound = min(
            [one.close]
            + [
                other.due + timedelta(seconds=1)
                for other in countdown_rows(program, SINCE, UNTIL)
                if other.subject == one.row.subject
                and other.step.isdecimal()
                and int(other.step) < int(one.row.step)
                and other.state is State.PLANNED
            ]
        )
        reach = abs(one.row.due - due) - timedelta(minutes=1)
        step = max(reach / 40, timedelta(seconds=1))
        for n in range(40):
            for near in (due - n * step, due + n * step):
                if near < bound and abs(near - due) < reach and n * step < reach:
                    local = near.astimezone(program.zone)
                    repeated = (
                        local.utcoffset()
                        != (near + timedelta(hours=3)).astimezone(program.zone).utcoffset()
                        or local.utcoffset()
                        != (near - timedelta(hours=3)).astimezone(program.zone).utcoffset()
                    )
                    # Where an hour comes twice, a night is quiet through both.
                    assert is_quiet(one.track, local) or repeated


def left_words(close: datetime, closing_day: date, now: datetime, zone: ZoneInfo) -> str:
    """How the first line of a message begins, by design.md, "Counting down"."""
    left, today = close - now, now.astimezone(zone).date()
    if left <= timedelta(0):
        return "Closed"
    apart = closing_day.toordinal() - today.toordinal()
    seconds = int(left.total_seconds())
    if apart > 0 and seconds >= 24 * 3600:
        if apart == 7:
            return "One week left"
        number, unit = apart, "day"
    elif seconds >= 3600:
        number, unit = seconds // 3600, "hour"
    else:
        number, unit = seconds // 60, "minute"
    said = WORDS[number] if number <= 10 else f"{number:,}"
    words = f"{said} {unit}{'' if number == 1 else 's'} left"
    if number == 0:
        words = "under a minute left"
    last = (close - timedelta(seconds=1)).astimezone(zone).date()
    if seconds < 24 * 3600 and today in {closing_day, last}:
        return f"Today: {words}"
    return words[0].upper() + words[1:]


@settings(max_examples=100, deadline=None)
@given(files(), known, st.integers(0, 60 * 24 * 4))
def test_the_words_are_those_of_the_time_at_which_it_is_sent(
    file: ProgramFile, known_at: datetime | None, late: int
) -> None:
    program = made(file, known_at)
    for one in rows_of(file, program):
        if one.row.state is State.SKIPPED:
            continue
        deadline = find_deadline(program, one.row.subject, one.row.due)
        assert deadline is not None
        # On time, and as late as an outage makes it.
        for now in (one.row.due, one.row.due + timedelta(minutes=late)):
            head = plain(countdown_lines(program, [deadline], now)[0])
            expected = left_words(one.close, one.closing_day, now, program.zone)
            assert head == f"{expected} for {one.track.name}"


@settings(max_examples=60, deadline=None)
@given(files(), known, st.integers(0, 400), st.integers(0, 90))
def test_planning_again_or_bit_by_bit_owes_the_same(
    file: ProgramFile, known_at: datetime | None, first: int, second: int
) -> None:
    program = made(file, known_at)
    middle = SINCE + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = plan(program, SINCE, end)
    assert plan(program, SINCE, end) == whole
    before = plan(program, SINCE, middle - timedelta(seconds=1))
    assert [*before, *plan(program, middle, end)] == whole
    # One message for an instant and a place, each deadline in it once.
    assert len({(m.at, m.destination) for m in whole}) == len(whole)
    for message in whole:
        subjects = [deadline.subject for deadline in message.deadlines]
        assert subjects
        assert len(set(subjects)) == len(subjects)


@settings(max_examples=60, deadline=None)
@given(files(), moments)
def test_after_an_outage_the_newest_step_of_each_deadline_that_is_ahead(
    file: ProgramFile, now: datetime
) -> None:
    program = made(file, None)
    due = [one for one in rows_of(file, program) if one.row.due <= now]
    due = [one for one in due if one.row.state is State.PLANNED]
    expected = {}
    for one in due:
        place = (one.row.subject, one.row.destination)
        if one.close > now:
            steps = [
                int(other.row.step)
                for other in due
                if (other.row.subject, other.row.destination) == place
            ]
            expected[place] = str(min(steps))
        elif one.row.step == CLOSED and now < one.row.due + timedelta(days=3):
            expected[place] = CLOSED
    pairs = [(one.row, find_deadline(program, one.row.subject, one.row.due)) for one in due]
    assert newest_steps(pairs, now) == expected
    assert newest_steps(pairs[::-1], now) == expected
