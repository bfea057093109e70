"""What people who were told a date have to hear when the program changes.

Pure: from what was told and what the program says now follow the notices that are owed. Each
destination is told once, from the date that it knows.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain import wording
from bot.domain.ledger import Destination, Kind, NewRow, Row
from bot.domain.model import Deadline, Program, Series, Track
from bot.domain.planning import counts_down, find_deadline
from bot.domain.recurrence import deadlines_between, occurrences

MOVED, WITHDRAWN = "moved", "withdrawn"
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
# How far the next date of a series is looked for: nearby first, which is quick.
_SEARCH = (timedelta(days=400), timedelta(days=366 * 9))


@dataclass(frozen=True, slots=True)
class Known:
    """What the newest message about a deadline says at a destination.

    `closes` is None where it says that the deadline is withdrawn.
    """

    subject: str
    revision: int
    destination: Destination
    closes: datetime | None
    words: str
    label: str


Dues = Callable[[Destination, Track | None, datetime], datetime]


def touched(before: Program, after: Program) -> frozenset[str]:
    """The deadlines and series ("track/key") of which people may know what is not so any more."""
    old, new = _shapes(before), _shapes(after)
    return frozenset(key for key in {**old, **new} if old.get(key) != new.get(key))


def _shapes(program: Program) -> dict[str, tuple[Any, ...]]:
    shapes: dict[str, tuple[Any, ...]] = {}
    for track in program.tracks:
        counted = counts_down(track)
        shapes |= {d.subject: (counted, d.closes.at) for d in track.deadlines}
        shapes |= {
            f"{track.key}/{s.key}": (counted, s.rule, s.starts, s.zone) for s in track.series
        }
    return shapes


def key_of(subject: str, keys: Iterable[str]) -> str | None:
    """Which of these deadlines and series a subject of the ledger belongs to."""
    if subject in keys:
        return subject
    series = _DATED.sub("", subject)
    return series if series != subject and series in keys else None


def owed(
    before: Program, after: Program, told: Iterable[Row], now: datetime, due: Dues
) -> list[NewRow]:
    """The notices owed for a change from `before` to `after`, whose deadlines `told` is about.

    `told` are messages that are out or may be; `due` says when a destination may hear of it.
    """
    keys = touched(before, after)
    places: dict[tuple[str, Destination], list[Row]] = {}
    for row in told:
        key = key_of(row.subject, keys)
        if key is not None:
            places.setdefault((key, row.destination), []).append(row)
    found: list[NewRow] = []
    for (key, _), rows in sorted(places.items(), key=lambda item: item[0]):
        found.extend(_News(before, after, now, due).of(key, rows))
    return found


@dataclass(frozen=True, slots=True)
class _News:
    """What one destination has to hear of one deadline or series."""

    before: Program
    after: Program
    now: datetime
    due: Dues

    def of(self, key: str, rows: list[Row]) -> Iterator[NewRow]:
        track = self.after.tracks_by_key.get(key.partition("/")[0])
        fixed = _one(track.deadlines, key) if track else None
        series = _one_series(track.series, key) if track else None
        if track is not None and (fixed or series) and not counts_down(track):
            # Who waits is told when it goes on.
            return
        known = self._known(rows)
        if track is not None and fixed is not None:
            yield from self._of_deadline(track, fixed, known[-1:])
        elif track is not None and series is not None:
            yield from self._of_series(track, series, known)
        else:
            for one in known:
                yield from self._withdrawn(track, one)

    def _known(self, rows: list[Row]) -> list[Known]:
        """What is known of each subject, the newest last; what a notice has overtaken is left out.

        A notice about a series stands for all that was said before it.
        """
        rows = sorted(rows, key=_age)
        notices = [row.revision for row in rows if row.kind is Kind.CHANGE]
        rows = [row for row in rows if row.revision >= max(notices, default=0)]
        newest = {row.subject: row for row in rows}
        found = (self._known_of(row) for row in sorted(newest.values(), key=_age))
        return [known for known in found if known is not None]

    def _known_of(self, row: Row) -> Known | None:
        payload = row.payload or {}
        place = (row.subject, row.revision, row.destination)
        if row.step == WITHDRAWN:
            return Known(*place, None, "", "")
        facts = payload.get("deadlines", {}).get(row.subject)
        if facts is not None:
            closes = datetime.fromisoformat(facts["closes"])
            return Known(*place, closes, facts["words"], facts["label"])
        # It was sent before rows kept what they told.
        old = find_deadline(self.before, row.subject, row.due)
        if old is None:
            return None
        words = wording.closes(old, self.before.locale)
        return Known(*place, old.closes.at, words, old.label)

    def _of_deadline(
        self, track: Track, deadline: Deadline, known: list[Known]
    ) -> Iterator[NewRow]:
        for one in known:
            # Who waits for a date that is ahead hears, too, that it has closed before.
            ahead = deadline.closes.at > self.now or self._is_ahead(one)
            if ahead and one.closes != deadline.closes.at:
                yield self._moved(track, one, deadline)

    def _of_series(self, track: Track, series: Series, known: list[Known]) -> Iterator[NewRow]:
        gone = [one for one in known if self._is_ahead(one) and not _stands(track, one)]
        if not gone:
            return
        first = min(gone, key=lambda one: one.closes or self.now)
        coming = next(_coming(series, self.now), None)
        if coming is None:
            yield from self._withdrawn(track, first)
        else:
            yield self._moved(track, first, coming)

    def _is_ahead(self, known: Known) -> bool:
        return known.closes is not None and known.closes > self.now

    def _moved(self, track: Track, known: Known, deadline: Deadline) -> NewRow:
        ahead = [at for at in (known.closes, deadline.closes.at) if at and at > self.now]
        return NewRow(
            kind=Kind.CHANGE,
            subject=deadline.subject,
            revision=deadline.revision,
            step=MOVED,
            destination=known.destination,
            due=self.due(known.destination, track, min(ahead)),
            payload={
                "from": known.words,
                "was": known.closes.isoformat() if known.closes else None,
                "closes": deadline.closes.at.isoformat(),
                "about": known.subject,
            },
        )

    def _withdrawn(self, track: Track | None, known: Known) -> Iterator[NewRow]:
        # With its date under another name it is withdrawn for nobody.
        if known.closes is None or known.closes <= self.now or (track and _stands(track, known)):
            return
        old = self.before.tracks_by_key.get(known.subject.partition("/")[0])
        yield NewRow(
            kind=Kind.CHANGE,
            subject=known.subject,
            revision=known.revision,
            step=WITHDRAWN,
            destination=known.destination,
            due=self.due(known.destination, track, known.closes),
            payload={
                "from": known.words,
                "was": known.closes.isoformat(),
                "about": known.subject,
                "track": old.name if old else known.subject.partition("/")[0],
                "label": known.label,
            },
        )


def _age(row: Row) -> tuple[int, bool, datetime, int]:
    # Real time goes back now and then; revisions and the order of rows do not.
    return (row.revision, row.step == WITHDRAWN, row.attempted_at or row.due, row.id)


def _stands(track: Track, known: Known) -> bool:
    """Whether a date that is known is one of the track's still."""
    if known.closes is None:
        return False
    moment = timedelta(seconds=1)
    near = deadlines_between(track, known.closes - moment, known.closes)
    return any(deadline.closes.at == known.closes for deadline in near)


def _coming(series: Series, now: datetime) -> Iterator[Deadline]:
    for ahead in _SEARCH:
        yield from occurrences(series, now, now + ahead)


def _one(deadlines: Iterable[Deadline], subject: str) -> Deadline | None:
    return next((deadline for deadline in deadlines if deadline.subject == subject), None)


def _one_series(every: Iterable[Series], subject: str) -> Series | None:
    return next((one for one in every if f"{one.track}/{one.key}" == subject), None)
