"""A person's own reminders: the same ladder as a channel's, counted in the person's zone.

Pure: who is told what and when follows from the program, the person's wishes and a stretch of
time. The ledger is kept equal to it by `bot/services/subscribing.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.countdown import Step, ladder
from bot.domain.ledger import Destination, Kind, NewRow
from bot.domain.model import Deadline, Program, Reminders, Track
from bot.domain.moments import instant
from bot.domain.planning import counts_down
from bot.domain.quiet import Quiet, allowed
from bot.domain.recurrence import deadlines_between

SNOOZED = "snooze-"
# How long after 00:00 of its closing day a deadline can close: the day, and all time zones.
_CLOSE_AFTER = timedelta(days=3)
_SATURDAY = 5
_NIGHT, _MORNING, _NOON = time(22), time(8), time(12)
# How far ahead a next reminder is looked for.
FORESIGHT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody wants to be reminded. Those who share one are planned together.

    `zone` is an IANA name, `at` the hour there, `weekends` whether Saturdays and Sundays will do.
    """

    zone: str
    at: time
    days_before: tuple[int, ...]
    weekends: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who asked to be reminded; `user` is a Slack user id, times are program time.

    `everything` means all tracks, those to come, too; else `tracks` has their keys. `asked_at` is
    when they last said what they want: no step from before that is ever sent. `ended` says why
    nothing is sent any more. `dismissed` are deadlines (by subject) that they have applied to.
    """

    user: str
    way: Way
    everything: bool = False
    tracks: frozenset[str] = frozenset()
    muted_until: datetime | None = None
    asked_at: datetime
    ended: str | None = None
    dismissed: frozenset[str] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """Their zone."""
        return ZoneInfo(self.way.zone)

    @property
    def destination(self) -> Destination:
        """Where they are told: a direct message."""
        return Destination("slack", self.user)

    def wants(self, track: str) -> bool:
        """Whether they asked for a track, by its key."""
        return self.everything or track in self.tracks

    def is_muted(self, at: datetime) -> bool:
        """Whether they want to hear nothing at that time."""
        return self.muted_until is not None and at < self.muted_until


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step of a deadline for somebody."""

    track: Track
    deadline: Deadline
    step: Step


def steps(deadline: Deadline, way: Way) -> list[Step]:
    """The steps of a deadline as somebody wants them, in the order in which they are due.

    Without weekends a step of Saturday comes on Friday, one of Sunday on Monday, at their hour;
    where the close, or the step that follows, is before that, on Friday.
    """
    found = ladder(deadline.closes, ZoneInfo(way.zone), Reminders(way.days_before, way.at))
    if not way.weekends:
        found = _on_weekdays(found, deadline, way)
    # Of steps that have come to the same moment the last one stands.
    return list({step.due: step for step in found}.values())


def _on_weekdays(found: Sequence[Step], deadline: Deadline, way: Way) -> list[Step]:
    moved: list[Step] = []
    before = deadline.closes.at
    for step in reversed(found):
        due = _on_weekday(step.due, deadline, way, before)
        if due is not None:
            moved.append(Step(step.days, due))
            before = due + timedelta.resolution
    return moved[::-1]


def _on_weekday(due: datetime, deadline: Deadline, way: Way, before: datetime) -> datetime | None:
    zone = ZoneInfo(way.zone)
    if due < before and due.astimezone(zone).weekday() < _SATURDAY:
        return due
    # All hours but theirs are quiet: so it comes on another day, and not on Friday at midnight.
    after = (datetime.combine(due, way.at) + timedelta(minutes=1)).time()
    quiet = Quiet(start=after, end=way.at, weekends=True)
    return allowed(due, quiet, zone, before, deadline.known_at)


def awake(
    way: Way, at: datetime, closes: datetime, holidays: Collection[date] = ()
) -> datetime | None:
    """When somebody may be told what does not come at their hour: `at`, or when their night, a
    weekend where they want none, or a holiday is over. None where that is not before `closes`.

    Their night ends at their hour, or at eight where that is in the afternoon.
    """
    zone = ZoneInfo(way.zone)
    end = way.at if way.at < _NOON else _MORNING
    quiet = Quiet(_NIGHT, end, weekends=not way.weekends, holidays=frozenset(holidays))
    return allowed(at, quiet, zone, closes, at)


def is_day_off(way: Way, at: datetime) -> bool:
    """Whether it is a weekend there, of which they want none."""
    return not way.weekends and at.astimezone(ZoneInfo(way.zone)).weekday() >= _SATURDAY


class Planner:
    """Plans a stretch of time for any number of people: who share a way are calculated once."""

    def __init__(self, program: Program, since: datetime, until: datetime, now: datetime) -> None:
        """All aware. What fell due from `since` to `now` counts as late: of each deadline the
        newest step alone is planned, and not where the track's status changed after it."""
        self.program, self.since, self.until, self.now = program, since, until, now
        self._known: dict[Way, tuple[Reminder, ...]] = {}

    def rows(self, person: Subscriber) -> Iterator[NewRow]:
        """The rows that are owed to somebody."""
        for found in self.reminders(person):
            yield NewRow(
                kind=Kind.REMINDER,
                subject=found.deadline.subject,
                revision=found.deadline.revision,
                step=str(found.step.days),
                destination=person.destination,
                due=found.step.due,
            )

    def reminders(self, person: Subscriber) -> Iterator[Reminder]:
        """What somebody is to be reminded of, in the order in which it is due."""
        if person.ended is not None:
            return
        for found in self._of(person.way):
            deadline, due = found.deadline, found.step.due
            known = deadline.known_at
            if (
                person.wants(deadline.track)
                and due >= person.asked_at
                and (known is None or due >= known)
                and not person.is_muted(due)
                and deadline.subject not in person.dismissed
            ):
                yield found

    def _of(self, way: Way) -> tuple[Reminder, ...]:
        found = self._known.get(way)
        if found is None:
            found = self._known[way] = tuple(self._find(way))
        return found

    def _find(self, way: Way) -> list[Reminder]:
        reach = timedelta(days=max(way.days_before, default=0)) + _CLOSE_AFTER
        found = [
            Reminder(track, deadline, step)
            for track in filter(counts_down, self.program.tracks)
            # What has closed is not told any more, however late it is.
            for deadline in deadlines_between(track, max(self.since, self.now), self.until + reach)
            for step in self._within(track, deadline, way)
        ]
        return sorted(found, key=lambda one: one.step.due)

    def _within(self, track: Track, deadline: Deadline, way: Way) -> list[Step]:
        every = [step for step in steps(deadline, way) if self.since <= step.due <= self.until]
        ahead = [step for step in every if step.due >= self.now]
        late = [step for step in every if step.due < self.now][-1:]
        changed = track.status_at
        return [step for step in late if changed is None or step.due >= changed] + ahead


def next_reminders(program: Program, person: Subscriber, now: datetime) -> list[Reminder]:
    """What somebody is reminded of next, all of one moment; empty where nothing lies ahead."""
    every = Planner(program, now, now + FORESIGHT, now).reminders(person)
    first = next(every, None)
    if first is None:
        return []
    return [first, *takewhile(lambda one: one.step.due == first.step.due, every)]


def find_for(program: Program, subject: str, near: datetime, reach: timedelta) -> Deadline | None:
    """The deadline of that subject, or None where the program has none.

    One that recurs is looked for among those that close within `reach` of `near`.
    """
    track = program.tracks_by_key.get(subject.partition("/")[0])
    if track is None:
        return None
    found: Iterable[Deadline] = track.deadlines
    if track.series:
        # A deadline that passed is told from one that there never was.
        window = reach + 2 * _CLOSE_AFTER
        found = [*found, *deadlines_between(track, near - window, near + window)]
    return next((deadline for deadline in found if deadline.subject == subject), None)


def tomorrow(way: Way, now: datetime) -> datetime:
    """When somebody who wants to hear of it tomorrow does: at their hour, past a weekend where
    they want none."""
    zone = ZoneInfo(way.zone)
    day = now.astimezone(zone).date() + timedelta(days=1)
    while not way.weekends and day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return instant(day, way.at, zone)


def seen_from(program: Program, zone: str) -> Program:
    """The program as it is counted in another zone: days left and "today" are that zone's, dates
    stay in the program's words."""
    if zone == program.timezone:
        return program
    key = ("seen from", zone)
    found = program.memo.get(key)
    if not isinstance(found, Program):
        found = program.memo[key] = replace(program, timezone=zone, _memo={})
    return found
