"""Whether somebody is to hear of a change, and when: quiet times and what people wish count."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ledger import Destination
from bot.domain.model import Program, Track
from bot.domain.personal import Subscriber, awake, seen_from
from bot.domain.quiet import allowed
from bot.services.personal_words import APPLIED, ENDED, UNWANTED
from bot.store import subscribers


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
        return APPLIED if subject in person.dismissed else ""

    def seen_by(self, place: Destination) -> Program:
        """The program as it is counted at a place: in a person's own zone."""
        person = self.people.get(place.address) if place.is_person else None
        return seen_from(self.program, person.way.zone) if person else self.program

    def due(self, place: Destination, track: Track | None, closes: datetime) -> datetime:
        """When a place hears of a change: now, or when it is not quiet there any more.

        `closes` is the first date that somebody may still act on: where all is quiet until then, a
        wrong date is worse than a message at an odd hour. People have nights and, where they want
        no weekends, those; and the holidays of the track.
        """
        if not place.is_person:
            quiet = track.quiet if track else self.program.quiet
            at = allowed(self.now, quiet, self.program.zone, closes, self.now)
            return at or self.now
        person = self.people.get(place.address)
        if person is None:
            return self.now
        # Who has muted reminders hears of it after that: they were told a date that is wrong.
        at = max(self.now, person.muted_until or self.now)
        holidays = (track.quiet if track else self.program.quiet).holidays
        return awake(person.way, at, closes, holidays) or at
