"""Whether somebody is to hear of a change, and when: quiet times and what people wish count."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ledger import Destination
from bot.domain.model import Program, Track
from bot.domain.personal import Subscriber
from bot.domain.quiet import Quiet, allowed
from bot.services.personal_words import APPLIED, ENDED, MUTED, UNWANTED
from bot.store import subscribers

_SATURDAY = 5


class Listeners:
    """The channels and people that may have to hear of changes, as they are at `now`."""

    def __init__(self, program: Program, people: Mapping[str, Subscriber], now: datetime) -> None:
        self.program, self.people, self.now = program, people, now

    @classmethod
    def of(
        cls,
        connection: Connection,
        program_id: int,
        program: Program,
        places: Iterable[Destination],
        now: datetime,
    ) -> "Listeners":
        """With the wishes of those people who are among `places`."""
        users = {place.address for place in places if place.is_person}
        people = subscribers.some(connection, program_id, users) if users else {}
        return cls(program, people, now)

    def refusal(self, place: Destination, subject: str) -> str:
        """Why somebody hears nothing more of a deadline; empty where they do.

        Whoever was told and is in no list any more is told.
        """
        person = self.people.get(place.address) if place.is_person else None
        if person is None:
            return ""
        if person.ended is not None:
            return ENDED
        if not person.wants(subject.partition("/")[0]):
            return UNWANTED
        if subject in person.dismissed:
            return APPLIED
        return MUTED if person.is_muted(self.now) else ""

    def due(self, place: Destination, track: Track | None, closes: datetime) -> datetime:
        """When a place hears of a change: now, or when it is not quiet there any more.

        `closes` is the first date that somebody may still act on: where all is quiet until then, a
        wrong date is worse than a message at an odd hour.
        """
        if not place.is_person:
            quiet = track.quiet if track else self.program.quiet
            at = allowed(self.now, quiet, self.program.zone, closes, self.now)
            return at or self.now
        person = self.people.get(place.address)
        if person is None or person.way.weekends:
            return self.now
        if self.now.astimezone(person.zone).weekday() < _SATURDAY:
            return self.now
        # Any hour of theirs but the one that they chose would be Monday's first minute.
        start = (datetime.combine(self.now, person.way.at) + timedelta(minutes=1)).time()
        quiet = Quiet(start=start, end=person.way.at, weekends=True)
        return allowed(self.now, quiet, person.zone, closes, self.now) or self.now
