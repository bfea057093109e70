"""Which countdown messages a program owes, and which of those that are due still make sense.

Pure: the same functions plan the ledger, print `eightdays plan` and are tested against dates
worked out by hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.countdown import ladder
from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.domain.model import Deadline, Program, Status, Track
from bot.domain.recurrence import deadlines_between

BEFORE_KNOWN = "it fell due before the deadline was known"
PASSED = "the deadline had passed"
# How long after 00:00 of its closing day a deadline can close: the day, and all time zones.
_CLOSE_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """What goes to one destination at one instant (UTC): deadlines that coincide share it."""

    at: datetime
    destination: Destination
    deadlines: tuple[Deadline, ...]


def counts_down(track: Track) -> bool:
    """Whether the deadlines of this track are counted down: it takes applications."""
    return track.status is Status.OPEN


def countdown_rows(program: Program, since: datetime, until: datetime) -> Iterator[NewRow]:
    """Every countdown row of the deadlines that close after `since` and have a step before `until`.

    Steps that fell due before their deadline was known come as skipped, with that reason.
    """
    longest = max((d for t in program.tracks for d in t.reminders.days_before), default=0)
    horizon = until + timedelta(days=longest) + _CLOSE_AFTER
    for track in filter(counts_down, program.tracks):
        for deadline in deadlines_between(track, since, horizon):
            yield from _rows(program, track, deadline, until)


def _rows(program: Program, track: Track, deadline: Deadline, until: datetime) -> Iterator[NewRow]:
    known = deadline.known_at
    for step in ladder(deadline.closes, program.zone, track.reminders):
        late = known is not None and step.due < known
        if step.due > until and not late:
            continue
        for channel in track.announce_in:
            yield NewRow(
                kind=Kind.COUNTDOWN,
                subject=deadline.subject,
                revision=deadline.revision,
                step=str(step.days),
                destination=Destination.channel(channel),
                due=step.due,
                state=State.SKIPPED if late else State.PLANNED,
                reason=BEFORE_KNOWN if late else "",
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
    window = timedelta(days=max(track.reminders.days_before, default=0) + 3)
    found = deadlines_between(track, near - window, near + window)
    return next((d for d in found if d.subject == subject), None)


def plan(program: Program, since: datetime, until: datetime) -> list[PlannedMessage]:
    """The messages that would be sent in [since, until], in order, were `since` the start."""
    groups: dict[tuple[datetime, Destination], dict[str, Deadline]] = {}
    for row in countdown_rows(program, since, until):
        if since <= row.due <= until and row.state is State.PLANNED:
            deadline = find_deadline(program, row.subject, row.due)
            if deadline is not None:
                groups.setdefault((row.due, row.destination), {})[row.subject] = deadline
    return [
        PlannedMessage(at, destination, tuple(by_close(found.values())))
        for (at, destination), found in sorted(groups.items())
    ]


def by_close(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Deadlines, the soonest first, and otherwise as the program lists them."""
    return sorted(deadlines, key=lambda deadline: deadline.closes.at)


def newest_steps(
    due: Iterable[tuple[NewRow, Deadline | None]], now: datetime
) -> dict[tuple[str, Destination], str]:
    """Of countdown rows due at `now`, the step that stands for each deadline and destination.

    Only the newest step is sent, and only while the deadline is ahead; the rest is skipped.
    """
    newest: dict[tuple[str, Destination], NewRow] = {}
    for row, deadline in due:
        if deadline is None or deadline.closes.at <= now:
            continue
        place = (row.subject, row.destination)
        if place not in newest or newest[place].due < row.due:
            newest[place] = row
    return {place: row.step for place, row in newest.items()}
