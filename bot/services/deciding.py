"""What staff decide about an announcement in review: its words, time and picture, and whether it
goes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain import resemblance, wording
from bot.domain.announcement import Content, Kind, Picture, Texts
from bot.domain.model import Program
from bot.domain.said import said_moment
from bot.domain.typed import typed
from bot.errors import ConflictError, NotAllowedError, UserError
from bot.render.places import place as shown_place
from bot.services import contents, holding, overtaking, withheld
from bot.services.board import Board, Matter, award_keys, embargo, matter_of
from bot.services.drafting import Drafting
from bot.services.noting import Noting
from bot.services.submitting import Submitting
from bot.services.telling import tell_authors
from bot.store import announcements, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor

# Earlier announcements that a new one is compared with.
COMPARED = 50
# Characters of a text for one place: news, with title, link and tags, with room to spare.
LONGEST = 15_000


class Deciding(Noting):
    """Approves, changes and stops announcements.

    `digest` is the beginning of the fingerprint of what the person looked at. Every act is for
    staff, and raises NotAllowedError for others; UserError where there is no such announcement,
    ConflictError where it is another by now.
    """

    def __init__(self, board: Board, drafting: Drafting, submitting: Submitting) -> None:
        super().__init__(board)
        self.drafting = drafting
        self.submitting = submitting

    def approve(self, identity: int, digest: str, actor: Actor) -> Announcement:
        """Approves exactly what the fingerprint stands for. Raises UserError, too, where a network
        would refuse it."""
        board = self.board
        board.access.require_staff(actor, "approve")
        with board.store.write() as connection:
            found = board.open(connection, identity, digest)
            if found.stage is Stage.CHANGES:
                raise ConflictError("Changes were asked for; it has to be edited first.")
            if board.approval == "two-person" and actor.id in found.authors:
                raise NotAllowedError(
                    "You wrote or edited this announcement, so somebody else of staff has to "
                    "approve it."
                )
            if board.has_moved(found):
                raise ConflictError(
                    "It would go out from another account than before; look at the card again."
                )
            problems = board.problems(found.posts, found.pictures)
            if problems:
                # All places or none: what one of them refuses would go out by half.
                raise UserError(f"Edit it first. {'; '.join(problems.values())}")
            self._require_public(connection, found)
            announcements.change(
                connection, found.id, state=Stage.APPROVED, approved_by=actor.id,
                approved_at=board.clock.now(),
            )  # fmt: skip
            due = self.submitting.releasing.release(connection, found)
            board.record(connection, actor, "approve", found, {"due": due.isoformat()})
            tell_authors(connection, board, found, actor, "Approved:")
            return board.get(connection, identity)

    def _require_public(self, connection: Connection, found: Announcement) -> None:
        """Raises UserError where it would name somebody whose award nobody may hear of by then."""
        program = self.board.programs.stored(connection)
        if program is None:
            return
        ends = embargo(program, award_keys(found))
        at = max(at for at in (found.due, ends, self.board.clock.now()) if at is not None)
        reasons = withheld.reasons(program, found, at)
        if reasons:
            raise UserError(f"Edit it, or choose a later time: {'; '.join(reasons)}.")

    # Changing it

    def edit(
        self,
        identity: int,
        digest: str,
        texts: Texts,
        actor: Actor,
        *,
        alts: Sequence[str] = (),
    ) -> Announcement:
        """Gives an announcement other words, and its pictures, in order, other alt texts. Places
        that are not set up any more are left out. Raises UserError where a network refuses them."""
        board = self.board
        board.access.require_staff(actor, "edit")
        problems = self.problems(texts)
        if problems:
            raise UserError("; ".join(problems.values()))
        texts = {code: typed(text) for code, text in texts.items() if board.is_set_up(code)}
        posts = board.parts(texts)
        with board.store.write() as connection:
            found = board.open(connection, identity, digest)
            if set(texts) != {code for code in found.posts if board.is_set_up(code)}:
                raise ConflictError("The places of this announcement have changed meanwhile.")
            if not texts:
                raise UserError("None of its places is set up any more; it can be withdrawn.")
            matter = Matter(
                texts=texts,
                posts=posts,
                pictures=_described(found.pictures, alts),
                due=found.due,
            )
            return self._changed(
                connection, found, matter, actor, "edit",
                {"before": found.texts, "after": texts},
            )  # fmt: skip

    def set_time(self, identity: int, digest: str, words: str, actor: Actor) -> Announcement:
        """Chooses when it goes out: "now", or a date in words in the program's zone. Raises
        UserError that says how it can be read."""
        self.board.access.require_staff(actor, "edit")
        program = self.board.programs.require()
        due = self._moment(words, program)
        with self.board.store.write() as connection:
            found = self.board.open(connection, identity, digest)
            ends = embargo(program, award_keys(found))
            if due is not None and ends is not None and due < ends:
                until = wording.moment(ends, program.zone, program.locale)
                raise UserError(f"It is under embargo until {until}.")
            matter = replace(matter_of(found), due=due or ends)
            return self._changed(
                connection, found, matter, actor, "time", {"before": _said(found.due), "at": words}
            )

    def picture(
        self, identity: int, digest: str, picture: Picture | None, actor: Actor
    ) -> Announcement:
        """Puts a person's picture in the place of the card; None is the card again."""
        self.board.access.require_staff(actor, "edit")
        with self.board.store.write() as connection:
            found = self.board.open(connection, identity, digest)
            if picture is not None and not typed(picture.alt):
                raise UserError("Say in words what the picture shows.")
            chosen = (
                (replace(picture, alt=typed(picture.alt)),)
                if picture
                else self._card(connection, found)
            )
            return self._changed(
                connection, found, replace(matter_of(found), pictures=chosen), actor, "picture"
            )

    def no_picture(self, identity: int, digest: str, actor: Actor) -> Announcement:
        """Lets it go out without a picture."""
        self.board.access.require_staff(actor, "edit")
        with self.board.store.write() as connection:
            found = self.board.open(connection, identity, digest)
            return self._changed(
                connection, found, replace(matter_of(found), pictures=()), actor, "no picture"
            )

    def _changed(
        self,
        connection: Connection,
        found: Announcement,
        matter: Matter,
        actor: Actor,
        act: str,
        detail: dict[str, object] | None = None,
    ) -> Announcement:
        self.submitting.rewrite(connection, found, matter, actor.id)
        self.board.record(connection, actor, act, found, detail)
        return self.board.get(connection, found.id)

    def _card(self, connection: Connection, found: Announcement) -> tuple[Picture, ...]:
        program = self.board.programs.require()
        return self.drafting.card(connection, program, self._content(found, program))

    @staticmethod
    def _content(found: Announcement, program: Program) -> Content:
        """What an announcement is drawn from, as far as the records still have it."""
        awards = contents.of_awards(program, award_keys(found))
        if awards is None or found.kind is Kind.ROUNDUP:
            return Content(kind=found.kind, title=found.title)
        return awards

    def _moment(self, words: str, program: Program) -> datetime | None:
        try:
            return said_moment(words, self.board.clock.now(), program.zone)
        except ValueError as exc:
            raise UserError(f"{str(exc)[:1].upper()}{str(exc)[1:]}.") from None

    # Keeping it from going out

    def withdraw(self, identity: int, digest: str, actor: Actor) -> Announcement:
        """Takes an announcement out of review; the records that it is about stay as they are."""
        self.board.access.require_staff(actor, "withdraw")
        with self.board.store.write() as connection:
            found = self.board.open(connection, identity, digest)
            self.board.close(connection, found)
            self.board.record(connection, actor, "withdraw", found)
            tell_authors(connection, self.board, found, actor, "Withdrawn:")
            return self.board.get(connection, identity)

    def stop(self, identity: int, actor: Actor) -> Announcement:
        """Stops what was approved: what is not out stays in, and where nothing can be out it is
        in review again, without its approval. What is being sent at that moment may be out still;
        where it comes back it is not sent again. Raises ConflictError where all is out."""
        board = self.board
        board.access.require_staff(actor, "stop")
        with board.store.write() as connection:
            found = board.get(connection, identity, lock=True)
            if found.stage is not Stage.APPROVED:
                raise ConflictError("This is not on its way out.")
            if not holding.stop(connection, board, found, actor.id):
                raise ConflictError("It is too late to stop this; it can be taken down.")
            if not board.has_begun(connection, found):
                self.submitting.to_review(connection, found, matter_of(found))
                overtaking.give_back(connection, board, found)
            board.record(connection, actor, "stop", found)
            return board.get(connection, identity)

    # What there is to say against it

    def problems(self, texts: Texts) -> dict[str, str]:
        """What the networks have against these texts, by destination; empty where nothing, and
        nothing of places that are not set up any more: those are left out."""
        there = {code: typed(text) for code, text in texts.items() if self.board.is_set_up(code)}
        long = {code for code, text in there.items() if len(text) > LONGEST}
        if long:
            # Before it is split, for that takes the longer the longer it is.
            return {code: f"{shown_place(code)}: takes {LONGEST:,} characters" for code in long}
        return self.board.problems(self.board.parts(there))

    def warnings(self, connection: Connection, found: Announcement) -> list[str]:
        """What staff should look at before they approve, a sentence each."""
        program = self.board.programs.current
        if program is None or found.stage not in {Stage.REVIEW, Stage.CHANGES}:
            return []
        said: list[str] = []
        if found.kind is Kind.CORRECTION and found.target is not None:
            # What it corrects is like it, and is no other announcement.
            content = self._content(self.board.get(connection, found.target), program)
            said = resemblance.warnings(content, found.texts, program, ())
            said += resemblance.mentions_on_x(found.texts)
        elif found.target is None:
            content = self._content(found, program)
            said = resemblance.warnings(
                content, found.texts, program, self._earlier(connection, found)
            )
            said += resemblance.mentions_on_x(found.texts)
            drawn = self.board.pictures
            if drawn and not found.pictures and (why := drawn.problem(program, content)):
                said.append(why)
        ends = embargo(program, award_keys(found))
        if ends is not None and ends > self.board.clock.now():
            until = wording.moment(ends, program.zone, program.locale)
            said.append(f"It is under embargo until {until}, and does not go out before.")
        for reason in withheld.reasons(program, found, self.board.clock.now()):
            said.append(f"{reason[:1].upper()}{reason[1:]}.")
        return said

    def _earlier(self, connection: Connection, found: Announcement) -> list[tuple[str, Texts]]:
        """Announcements that are out, or on their way there, with their titles; the newest."""
        table = tables.announcements
        earlier = announcements.find(
            connection, self.board.programs.id, table.c.state == Stage.APPROVED,
            table.c.target.is_(None), table.c.id != found.id, limit=COMPARED,
        )  # fmt: skip
        return [(one.title or one.subject, one.texts) for one in earlier]


def _described(pictures: Sequence[Picture], alts: Sequence[str]) -> tuple[Picture, ...]:
    """Pictures with other alt texts; those that none is given for keep theirs."""
    if any(not typed(alt) for alt in alts[: len(pictures)]):
        raise UserError("Say in words what the picture shows.")
    given = [*alts, *(picture.alt for picture in pictures[len(alts) :])]
    return tuple(
        replace(picture, alt=typed(alt)) for picture, alt in zip(pictures, given, strict=False)
    )


def _said(due: datetime | None) -> str:
    return due.isoformat() if due else "now"
