"""What a change of the program does to the messages that are owed: the plan before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain import wording
from bot.domain.countdown import remaining
from bot.domain.ledger import NewRow, State
from bot.domain.model import Deadline, Program, Track
from bot.domain.money import count
from bot.domain.planning import countdown_rows, counts_down
from bot.domain.spans import join


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the program does to messages: rows of the plan that are cancelled, new, or
    due at another time, and the notices that are owed to those who know a date that is gone."""

    cancelled: tuple[NewRow, ...]
    planned: tuple[NewRow, ...]
    shifted: tuple[NewRow, ...]
    notices: tuple[NewRow, ...]

    @property
    def channels(self) -> list[str]:
        """The channels that get a notice."""
        places = {row.destination for row in self.notices}
        return sorted(str(place) for place in places if not place.is_person)

    @property
    def people(self) -> int:
        """How many people get a notice by direct message."""
        return len({row.destination for row in self.notices if row.destination.is_person})

    def counted(self) -> str:
        """How many reminders are cancelled, planned and moved, in words."""
        rows = {
            "cancelled": self.cancelled,
            "planned": self.planned,
            "sent at another time": self.shifted,
        }
        parts = [f"{count(len(some), 'is', 'are')} {what}" for what, some in rows.items() if some]
        return join(parts) if parts else "none is cancelled, and none planned"

    def lines(self) -> list[str]:
        """The same in a few lines for people; none where no message changes."""
        told = [*self.channels, *([count(self.people, "person", "people")] if self.people else [])]
        found = []
        if self.cancelled or self.planned or self.shifted:
            found.append(f"reminders in channels: {self.counted()}")
        if told:
            found.append(f"told of a date that they know otherwise: {join(told)}")
        return found


def effect(
    before: Program | None,
    after: Program,
    notices: Iterable[NewRow],
    now: datetime,
    until: datetime,
) -> Effect:
    """Compares the plans of two programs in [now, until]; there may have been none before."""
    old = _plan(before, now, until) if before is not None else {}
    new = _plan(after, now, until)
    return Effect(
        cancelled=tuple(row for key, row in old.items() if key not in new),
        planned=tuple(row for key, row in new.items() if key not in old),
        shifted=tuple(row for key, row in new.items() if key in old and old[key].due != row.due),
        notices=tuple(notices),
    )


def _plan(program: Program, now: datetime, until: datetime) -> dict[tuple[object, ...], NewRow]:
    return {
        (row.subject, row.revision, row.step, row.destination): row
        for row in countdown_rows(program, now, until)
        if row.state is State.PLANNED and row.due >= now
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A deadline, the date that it is to have, and what that changes.

    `version` and `revision` are those of the program and the deadline that were looked at; `text`
    is the new date as it was typed; `paused` says that the track is not counted down.
    """

    track: Track
    old: Deadline
    new: Deadline
    text: str
    program: Program
    now: datetime
    effect: Effect
    version: int
    revision: int

    @property
    def paused(self) -> bool:
        """Whether nothing is sent because of the track's status."""
        return not counts_down(self.track)

    def words(self, deadline: Deadline) -> str:
        """A close in words, with the zone and what is left."""
        left = wording.left_in_words(remaining(deadline.closes, self.program.zone, self.now))
        return f"{wording.closes(deadline, self.program.locale)}: {left}"
