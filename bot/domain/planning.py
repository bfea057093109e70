"""Which countdown messages a program owes, and which of those that are due still make sense.

Pure: the same functions plan the ledger, print `eightdays plan` and are tested against dates
worked out by hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.domain.model import Deadline, Program, Status, Track
from bot.domain.quiet import allowed, is_quiet
from bot.domain.recurrence import deadlines_between
from bot.domain.steps import BEFORE_KNOWN, BEFORE_MOVED, CLOSED, FOREVER, rank, steps_of

PASSED = "the deadline had passed"
# How long after 00:00 of its closing day a deadline can close: the day, and all time zones.
_CLOSE_AFTER = timedelta(days=3)
# That a deadline has closed is no news any more after this long.
_STALE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """What goes to one destination at one instant (UTC): deadlines that coincide share it.

    `reason` says why it goes out then, where that is not what the ladder says.
    """

    at: datetime
    destination: Destination
    deadlines: tuple[Deadline, ...]
    reason: str = ""


def counts_down(track: Track) -> bool:
    """Whether the deadlines of this track are counted down: it takes applications."""
    return track.status is Status.OPEN


def countdown_rows(
    program: Program, since: datetime, until: datetime, now: datetime | None = None
) -> Iterator[NewRow]:
    """Every countdown row of the deadlines that close after `since` and have a step before `until`.

    Steps for which there is no time come as skipped, with the reason; those that a quiet time moved
    keep it, too. Nothing that is due from `now` on is moved to before it.
    """
    for track in filter(counts_down, program.tracks):
        # A step may be moved to as much earlier or later as a quiet time can last.
        horizon = until + _reach(track)
        begin = since - track.quiet.longest if track.reminders.after_close else since
        for deadline in deadlines_between(track, begin, horizon):
            for row in _rows(program, track, deadline, now):
                told_after = row.step == CLOSED
                if (told_after or deadline.closes.at > since) and (
                    row.due <= until or row.reason in {BEFORE_KNOWN, BEFORE_MOVED}
                ):
                    yield row


def _reach(track: Track) -> timedelta:
    """No step of a track is due longer than this before the close."""
    longest = max(track.reminders.days_before, default=0)
    return timedelta(days=longest) + track.quiet.longest + _CLOSE_AFTER


def _rows(
    program: Program, track: Track, deadline: Deadline, now: datetime | None
) -> Iterator[NewRow]:
    for step in steps_of(program, track, deadline, now):
        for channel in track.announce_in:
            yield NewRow(
                kind=Kind.COUNTDOWN,
                subject=deadline.subject,
                revision=deadline.revision,
                step=step.name,
                destination=Destination.channel(channel),
                due=step.due,
                state=State.SKIPPED if step.skipped else State.PLANNED,
                reason=step.reason,
            )


def find_deadline(program: Program, subject: str, near: datetime) -> Deadline | None:
    """The deadline that a row of the ledger is about, or None where the program has it no more."""
    track = program.tracks_by_key.get(subject.partition("/")[0])
    if track is None:
        return None
    for deadline in track.deadlines:
        if deadline.subject == subject:
            return deadline
    if not track.series:
        return None
    window = _reach(track)
    found = deadlines_between(track, near - window, near + window)
    return next((d for d in found if d.subject == subject), None)


def plan(program: Program, since: datetime, until: datetime) -> list[PlannedMessage]:
    """The messages that would be sent in [since, until], in order, were `since` the start."""
    groups: dict[tuple[datetime, Destination], list[NewRow]] = {}
    for row in countdown_rows(program, since, until):
        if since <= row.due <= until and row.state is State.PLANNED:
            groups.setdefault((row.due, row.destination), []).append(row)
    return [_message(program, at, rows) for (at, _), rows in sorted(groups.items())]


def _message(program: Program, at: datetime, rows: list[NewRow]) -> PlannedMessage:
    found = {row.subject: find_deadline(program, row.subject, at) for row in rows}
    return PlannedMessage(
        at,
        rows[0].destination,
        tuple(by_close(deadline for deadline in found.values() if deadline is not None)),
        "; ".join(dict.fromkeys(row.reason for row in rows if row.reason)),
    )


def by_close(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Deadlines, the soonest first, and otherwise as the program lists them."""
    return sorted(deadlines, key=lambda deadline: deadline.closes.at)


def newest_steps(
    due: Iterable[tuple[NewRow, Deadline | None]], now: datetime
) -> dict[tuple[str, Destination], str]:
    """Of countdown rows due at `now`, the step that stands for each deadline and destination.

    Only the newest step is sent, of two that are due at one instant the one nearer the close, and
    only while the deadline is ahead (the step that tells of the close, not long after it); the rest
    is skipped.
    """
    newest: dict[tuple[str, Destination], NewRow] = {}
    for row, deadline in due:
        if deadline is None or not _is_news(row, deadline, now):
            continue
        place = (row.subject, row.destination)
        if place not in newest or _age(newest[place]) < _age(row):
            newest[place] = row
    return {place: row.step for place, row in newest.items()}


def resumes(program: Program, deadline: Deadline, step: str, now: datetime) -> datetime | None:
    """When a step of a deadline that is due may be sent: `now`, or when the quiet time that it is
    now is over. None where that is not before the close."""
    track = program.tracks_by_key[deadline.track]
    if not is_quiet(now, track.quiet, program.zone):
        return now
    closes = FOREVER if step == CLOSED else deadline.closes.at
    return allowed(now, track.quiet, program.zone, closes, now)


def waits(program: Program, row: NewRow, want: NewRow, now: datetime) -> bool:
    """Whether an overdue row was put off to the end of the quiet time that it still is."""
    track = program.tracks_by_key[row.subject.partition("/")[0]]
    return want.due < now < row.due and is_quiet(now, track.quiet, program.zone)


def _is_news(row: NewRow, deadline: Deadline, now: datetime) -> bool:
    if row.step == CLOSED:
        return deadline.closes.at <= now < row.due + _STALE
    return now < deadline.closes.at


def _age(row: NewRow) -> tuple[datetime, int]:
    return (row.due, -rank(row.step))
