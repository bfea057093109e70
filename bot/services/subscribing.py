"""What people ask to be reminded of. Everybody's own affair: whoever acts changes their own
reminders, and there is no way to name somebody else's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain import wording
from bot.domain.ledger import Kind, NewRow
from bot.domain.model import Deadline
from bot.domain.moments import zone_names
from bot.domain.personal import FORESIGHT, SNOOZED, Subscriber, Way, find_for, tomorrow
from bot.errors import UserError
from bot.log import get_logger
from bot.networks.base import NetworkError
from bot.networks.slack import Profile
from bot.render import remind
from bot.render.remind_form import EVERYTHING, Filled
from bot.services.program import ProgramService
from bot.services.reminding import RemindingService
from bot.services.wishes import Snoozed, Wishes, way_of
from bot.store import personal_rows, subscribers
from bot.store.audit import Actor
from bot.store.engine import Store

log = get_logger(__name__)

MONTH = timedelta(days=30)
STOPPED = "you stopped them"
LEFT = "the account was deactivated"


class SubscribingService:
    """The acts of people on their own reminders."""

    def __init__(
        self,
        store: Store,
        programs: ProgramService,
        clock: Clock,
        reminding: RemindingService,
        profile: Callable[[str], Profile],
    ) -> None:
        """`profile` asks Slack who somebody is, and may raise NetworkError."""
        self.store = store
        self.programs = programs
        self.clock = clock
        self.reminding = reminding
        self._profile = profile

    # What somebody has

    def mine(self, actor: Actor) -> Wishes | None:
        """What somebody has; None where they never had any. Raises UserError without a program."""
        program, now = self.programs.require(), self.clock.now()
        with self.store.read() as connection:
            person = subscribers.get(connection, self.programs.id, actor.id)
            again = self.reminding.snoozed(connection, actor.id) if person else {}
        if person is None:
            return None

        def ahead(subjects: Iterable[str]) -> list[Deadline]:
            found = (find_for(program, subject, now, FORESIGHT) for subject in subjects)
            return [one for one in found if one is not None and one.closes.at > now]

        return Wishes(
            program,
            person,
            known=person.ended is None,
            applied=tuple(ahead(sorted(person.dismissed))),
            snoozed=tuple(
                (one, again[one.subject]) for one in ahead(sorted(again.keys() - person.dismissed))
            ),
        )

    def wishes(self, actor: Actor, tracks: Iterable[str] = ()) -> Wishes:
        """What the form shows: what they have, and these tracks (by key) on top.

        Raises UserError where this person cannot be reminded.
        """
        program = self.programs.require()
        wanted = [program.tracks_by_key[key] for key in tracks if key in program.tracks_by_key]
        profile = self._look(actor)
        found = self.mine(actor)
        if found is not None:
            person, known = found.person, found.known
            # Whoever has stopped and asks for a track wants that, and not what they once had.
            had = person.tracks if known or not wanted else frozenset()
            more = had | {track.key for track in wanted}
            everything = person.everything and (known or not wanted)
            person = replace(person, tracks=more, everything=everything)
        else:
            usual = wanted[0].reminders if wanted else program.reminders
            person, known = (
                Subscriber(
                    user=actor.id,
                    way=Way(program.timezone, usual.at, usual.days_before),
                    everything=not wanted,
                    tracks=frozenset(track.key for track in wanted),
                    asked_at=self.clock.now(),
                ),
                False,
            )
        there = _zone(profile)
        person = replace(person, way=replace(person.way, zone=there or person.way.zone))
        return Wishes(program, person, known, sure=there is not None)

    # Acts

    def save(self, actor: Actor, said: Filled) -> Subscriber:
        """Keeps what somebody filled in. Raises FieldErrors, and UserError as `wishes` does."""
        program = self.programs.require()
        way = way_of(program, said)
        profile = self._look(actor)
        now = self.clock.now()
        with self.store.write() as connection:
            before = subscribers.get(connection, self.programs.id, actor.id, lock=True)
            zone = _zone(profile) or (before.way.zone if before else program.timezone)
            everything = EVERYTHING in said.tracks
            person = Subscriber(
                user=actor.id,
                way=replace(way, zone=zone),
                everything=everything,
                tracks=frozenset() if everything else frozenset(said.tracks),
                muted_until=before.muted_until if before and before.is_muted(now) else None,
                asked_at=now,
                dismissed=before.dismissed if before else frozenset(),
            )
            subscribers.save(connection, self.programs.id, person)
            self.reminding.follow(connection, person)
        return person

    def stop(self, actor: Actor) -> bool:
        """Ends somebody's reminders; False where they had none."""
        with self.store.write() as connection:
            return self.reminding.stop(connection, actor.id, STOPPED)

    def mute(self, actor: Actor) -> Subscriber:
        """Lets somebody hear nothing for a month."""
        until = self.clock.now() + MONTH
        with self.store.write() as connection:
            return self._change(
                connection, actor, lambda person: replace(person, muted_until=until)
            )

    def unmute(self, actor: Actor) -> Subscriber:
        """Ends that; what fell due meanwhile is not told any more, but dates that changed are."""
        now = self.clock.now()
        with self.store.write() as connection:
            person = self._change(
                connection, actor, lambda one: replace(one, muted_until=None, asked_at=now)
            )
            personal_rows.hasten_changes(connection, self.programs.id, actor.id, now)
        return person

    def snooze(self, actor: Actor, subjects: Sequence[str]) -> Snoozed:
        """Tells somebody once more tomorrow. Raises UserError where nothing is left to tell, or
        they would not be told."""
        with self.store.write() as connection:
            person = self._require(connection, actor)
            at = tomorrow(person.way, self.clock.now())
            ahead = self._wanted(person, self.ahead(subjects), at)
            again = tuple(deadline for deadline in ahead if at < deadline.closes.at)
            step = f"{SNOOZED}{at.astimezone(person.zone).date()}"
            self.reminding.snooze(connection, (_row(person, one, step, at) for one in again))
        return Snoozed(at, again, tuple(one for one in ahead if one not in again), person)

    def _wanted(
        self, person: Subscriber, ahead: Sequence[Deadline], at: datetime
    ) -> list[Deadline]:
        """Those of these deadlines that somebody wants to be told of at that time. Raises UserError
        where there are none."""
        if person.is_muted(at) and person.muted_until is not None:
            until = remind.moment(self.programs.require(), person, person.muted_until)
            raise UserError(
                f"You have muted reminders until {until}; `/remindme unmute` ends that."
            )
        theirs = [one for one in ahead if person.wants(one.track)]
        if not theirs:
            raise UserError("You want no reminders of that any more; `/remindme` changes it.")
        found = [one for one in theirs if one.subject not in person.dismissed]
        if not found:
            raise UserError(
                "You have said that you applied; my Home tab has a button that takes it back."
            )
        return found

    def applied(self, actor: Actor, subjects: Sequence[str]) -> list[Deadline]:
        """Reminds somebody no more of these deadlines; gives those that are ahead still."""
        with self.store.write() as connection:
            person = self._require(connection, actor)
            ahead = self.ahead(subjects)
            theirs = {deadline.subject for deadline in ahead}
            subscribers.dismiss(connection, self.programs.id, actor.id, theirs)
            self.reminding.follow(connection, replace(person, dismissed=person.dismissed | theirs))
        return ahead

    def not_applied(self, actor: Actor, subjects: Sequence[str]) -> Subscriber:
        """Takes that back; what fell due meanwhile is not told any more."""
        ahead = self.ahead(subjects)
        theirs = frozenset(deadline.subject for deadline in ahead)
        now = self.clock.now()
        with self.store.write() as connection:
            subscribers.restore(connection, self.programs.id, actor.id, theirs)
            return self._change(connection, actor, lambda one: replace(one, asked_at=now))

    def ahead(self, subjects: Sequence[str]) -> list[Deadline]:
        """Those of these deadlines that have not closed. Raises UserError where all have."""
        program, now = self.programs.require(), self.clock.now()
        found = [find_for(program, subject, now, FORESIGHT) for subject in subjects]
        known = [deadline for deadline in found if deadline is not None]
        ahead = [deadline for deadline in known if deadline.closes.at > now]
        if ahead:
            return ahead
        if not known:
            raise UserError("This deadline has passed, or is not in the program any more.")
        closed = wording.closes(known[0], program.locale)
        raise UserError(f"This deadline has passed: {known[0].label} closed on {closed}.")

    # What Slack tells of people

    def profile_changed(self, user: str, zone: str | None, *, deleted: bool) -> bool:
        """Follows somebody into another zone, or ends their reminders where they have left; gives
        whether that changed anything. They may subscribe again when they come back."""
        # Slack tells of everybody, with each new status; mostly it is nobody that is known here.
        with self.store.read() as connection:
            found = subscribers.get(connection, self.programs.id, user)
        if found is None or found.ended is not None:
            return False
        if not deleted and found.way.zone == zone:
            return False
        with self.store.write() as connection:
            person = subscribers.get(connection, self.programs.id, user, lock=True)
            if person is None or person.ended is not None:
                return False
            if deleted:
                return self.reminding.stop(connection, user, LEFT)
            if zone is None or zone not in zone_names() or zone == person.way.zone:
                return False
            person = replace(person, way=replace(person.way, zone=zone))
            subscribers.save(connection, self.programs.id, person)
            self.reminding.follow(connection, person)
        return True

    def _change(
        self, connection: Connection, actor: Actor, change: Callable[[Subscriber], Subscriber]
    ) -> Subscriber:
        person = change(self._require(connection, actor))
        subscribers.save(connection, self.programs.id, person)
        self.reminding.follow(connection, person)
        return person

    def _require(self, connection: Connection, actor: Actor) -> Subscriber:
        """Who acts, for as long as the transaction lasts. Raises UserError."""
        person = subscribers.get(connection, self.programs.id, actor.id, lock=True)
        if person is None or person.ended is not None:
            raise UserError("You have no reminders just now; `/remindme` sets them up.")
        return person

    def _look(self, actor: Actor) -> Profile | None:
        """Who somebody is; None where Slack does not say just now. Raises UserError where they
        cannot be reminded."""
        try:
            profile = self._profile(actor.id)
        except NetworkError as exc:
            log.warning("a profile cannot be read", user=actor.id, error=str(exc))
            return None
        if profile.bot:
            raise UserError("Reminders are for people; a bot can ask `/deadlines`.")
        if profile.outside:
            raise UserError(
                "I can only write to members and guests of this workspace, and you are here from "
                "another one. The countdowns in this channel tell you, too."
            )
        return profile


def _row(person: Subscriber, deadline: Deadline, step: str, at: datetime) -> NewRow:
    return NewRow(
        kind=Kind.REMINDER,
        subject=deadline.subject,
        revision=deadline.revision,
        step=step,
        destination=person.destination,
        due=at,
    )


def _zone(profile: Profile | None) -> str | None:
    """The zone of a profile, where it is one that is known here."""
    return profile.zone if profile and profile.zone in zone_names() else None
