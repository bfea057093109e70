"""Review cards: what staff see of an announcement, kept true until it is out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcement import Kind as Announced
from bot.domain.announcement import award_subject
from bot.domain.ledger import UNSENT, Kind, Row, State
from bot.domain.model import Program
from bot.errors import UserError
from bot.render import review, slack
from bot.render.review import Standing
from bot.services.board import GONE, Board, announcement_id, award_keys, who
from bot.services.composing import Composed
from bot.services.deciding import Deciding
from bot.services.redrafting import Redrafting
from bot.store import announcements, ledger, media, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor

# Cards older than this are history and are not redrawn.
KEPT = timedelta(days=60)
# Characters of why networks refuse a text.
REASON = 500


@dataclass(frozen=True, slots=True)
class StaleCard:
    """A card in Slack that no longer shows how things stand, and what it should show."""

    announcement: int
    external_id: str
    message: dict[str, Any]


class ReviewService:
    """Shows announcements to staff."""

    def __init__(self, board: Board, redrafting: Redrafting, deciding: Deciding) -> None:
        self.board = board
        self.redrafting = redrafting
        self.deciding = deciding
        self.store = board.store
        self.programs = board.programs
        self.access = board.access
        self.clock = board.clock

    def get(self, identity: int, actor: Actor) -> Announcement:
        """An announcement, for staff. Raises UserError where there is none."""
        self.access.require_staff(actor, "review")
        with self.store.read() as connection:
            found = announcements.get(connection, self.programs.id, identity)
        if found is None:
            raise UserError("This announcement is not there any more.")
        return found

    def card_of_award(self, award: str, actor: Actor) -> list[dict[str, Any]] | None:
        """The review card of an award's announcement, for staff, in as many messages as it takes;
        None where there is none."""
        self.access.require_staff(actor, "review")
        program = self.programs.require()
        with self.store.read() as connection:
            found = announcements.about(connection, self.programs.id, award_subject(award))
            return review.pages(self._card(connection, program, found), program) if found else None

    def pages(self, identity: int, actor: Actor) -> list[dict[str, Any]]:
        """The whole review card of an announcement, for staff, in as many messages as it takes."""
        found = self.get(identity, actor)
        program = self.programs.require()
        with self.store.read() as connection:
            return review.pages(self._card(connection, program, found), program)

    def compose(self, program: Program, rows: Sequence[Row], _now: datetime) -> Composed:
        """The review card, when it is first shown."""
        (row,) = rows
        with self.store.read() as connection:
            found = announcements.get(connection, self.programs.id, announcement_id(row))
            shown = self._card(connection, program, found) if found else None
        if shown is None:
            return Composed(cancelled={row.id: GONE})
        message = review.card(shown, program)
        return Composed(text=message["text"], blocks=message["blocks"], send=[row])

    def adopt(self) -> None:
        """Takes up drafts that another process made: a command line that imports may not know
        where announcements are reviewed, and which networks there are. What is there stays."""
        program = self.programs.current
        if program is None:
            return
        redrafting, in_review = self.redrafting, tables.announcements.c.state == Stage.REVIEW
        with self.store.read() as connection:
            left = [
                found.id
                for found in announcements.find(connection, self.programs.id, in_review)
                if redrafting.is_left(connection, program, found)
            ]
        if not left:
            return
        with self.store.write() as connection:
            for identity in left:
                found = announcements.get(connection, self.programs.id, identity, lock=True)
                if found is not None and found.stage is Stage.REVIEW:
                    redrafting.take_up(connection, program, found)

    def stale(self) -> list[StaleCard]:
        """The review cards that have to be redrawn."""
        program = self.programs.current
        if program is None:
            return []
        with self.store.read() as connection:
            return list(self._stale(connection, program))

    def _stale(self, connection: Connection, program: Program) -> Iterator[StaleCard]:
        table = tables.ledger
        cards = ledger.find(
            connection,
            self.programs.id,
            table.c.kind == Kind.REVIEW,
            table.c.state == State.SENT,
            table.c.sent_at > self.clock.real_now() - KEPT,
        )
        for row in cards:
            found = announcements.get(connection, self.programs.id, announcement_id(row))
            if found is None or row.external_id is None:
                continue
            message = review.card(self._card(connection, program, found), program)
            shown = found.shown or (row.payload or {}).get("text")
            if shown != message["text"]:
                yield StaleCard(found.id, row.external_id, message)

    def redrawn(self, card: StaleCard) -> None:
        """Notes what a card shows now."""
        with self.store.write() as connection:
            announcements.change(connection, card.announcement, shown=card.message["text"])

    def _card(self, connection: Connection, program: Program, found: Announcement) -> review.Card:
        keys = award_keys(found) if found.kind is Announced.AWARD else ()
        award = program.awards_by_key.get(keys[0]) if keys else None
        rows = self.board.rows_of(connection, found)
        return review.Card(
            announcement=found.id,
            # Of before announcements had titles, each was of an award.
            title=found.title or (f"award to {award.recipient}" if award else found.subject),
            kind=found.kind,
            name=next(iter(keys), ""),
            posts=found.posts,
            digest=found.digest,
            due=found.due,
            authors=found.authors,
            note=self._note(found),
            standing=_standing(found, rows),
            rows=rows,
            rules=self.board.rules(found.posts),
            pictures=found.pictures,
            files=self._files(connection, found),
            warnings=self.deciding.warnings(found),
            notes=[
                review.NoteSaid(note.author, note.text, note.wants_changes)
                for note in announcements.notes(connection, self.programs.id, found.id)
            ],
        )

    def _files(self, connection: Connection, found: Announcement) -> dict[str, str]:
        """Slack's ids of an announcement's pictures, where they are at Slack, by their digest."""
        kept = (media.get(connection, self.programs.id, one.digest) for one in found.pictures)
        return {one.digest: one.slack_file for one in kept if one and one.slack_file}

    def _note(self, found: Announcement) -> str:
        if found.stage is Stage.CANCELLED:
            return "This was withdrawn; nothing goes out."
        if found.stage is Stage.REVIEW:
            refused = self.board.refused(found.posts, found.pictures)
            if refused:
                said = slack.escape("; ".join(refused.values())[:REASON])
                return f"It cannot go out as it is: {said}. Edit it first."
            if self.board.approval == "two-person":
                return "Waits for the approval of somebody of staff who did not write it."
            return "Waits for the approval of somebody of staff."
        if found.approved_by is None:
            return "Goes out without review, as the settings say."
        return f"Approved by {who(found.approved_by)}."


def _standing(found: Announcement, rows: Sequence[Row]) -> Standing:
    """Where an announcement stands, as its card shows it."""
    if found.stage is not Stage.APPROVED:
        return {
            Stage.REVIEW: Standing.REVIEW,
            Stage.CHANGES: Standing.CHANGES,
            Stage.CANCELLED: Standing.WITHDRAWN,
        }[found.stage]
    unsent = all(row.state in UNSENT for row in rows)
    return Standing.APPROVED if rows and unsent else Standing.OUT
