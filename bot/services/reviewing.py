"""Review cards: what staff see of an announcement, kept true until it is out."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcement import Picture, award_subject
from bot.domain.ledger import Kind, Row, State
from bot.domain.lengths import Rules
from bot.domain.model import Program
from bot.errors import UserError
from bot.networks.base import Image
from bot.render import review
from bot.services.became import state_of
from bot.services.board import GONE, Board, announcement_id
from bot.services.cards import CardMaker, print_of
from bot.services.composing import Composed
from bot.services.deciding import Deciding
from bot.services.redrafting import Redrafting
from bot.store import announcements, ledger, media, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor

# Cards older than this are history and are not redrawn.
KEPT = timedelta(days=60)
# Announcements that are listed.
LISTED = 20


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
        self.cards = CardMaker(board, deciding)
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
        where there is none, what it would be. None where there is no such award."""
        self.access.require_staff(actor, "review")
        program = self.programs.require()
        with self.store.read() as connection:
            found = announcements.about(connection, self.programs.id, award_subject(award))
            if found is not None:
                return review.pages(self.cards.card(connection, program, found), program)
            known = program.awards_by_key.get(award)
            if known is None:
                return None
            return review.pages(self.cards.preview(connection, program, known), program)

    def pages(self, identity: int, actor: Actor) -> list[dict[str, Any]]:
        """The whole review card of an announcement, for staff, in as many messages as it takes."""
        found = self.get(identity, actor)
        program = self.programs.require()
        with self.store.read() as connection:
            return review.pages(self.cards.card(connection, program, found), program)

    def notes(self, identity: int, actor: Actor) -> list[dict[str, Any]]:
        """All that reviewers wrote about an announcement, for staff."""
        found = self.get(identity, actor)
        program = self.programs.require()
        with self.store.read() as connection:
            return review.notes(self.cards.notes(connection, program, found))

    def latest(self, actor: Actor) -> list[Announcement]:
        """The announcements of late, for staff, the newest first."""
        self.access.require_staff(actor, "review")
        with self.store.read() as connection:
            return announcements.find(connection, self.programs.id, limit=LISTED)

    def listed(self, actor: Actor) -> list[tuple[Announcement, str]]:
        """The same, each with where it stands, in a few words."""
        found = self.latest(actor)
        program = self.programs.require()
        with self.store.read() as connection:
            return [(one, state_of(connection, self.board, program, one)) for one in found]

    def rules(self, codes: Iterable[str]) -> dict[str, Rules]:
        """How long a post may be at each of these places."""
        return self.board.rules(codes)

    def compose(self, program: Program, rows: Sequence[Row], _now: datetime) -> Composed:
        """The review card, when it is first shown."""
        (row,) = rows
        with self.store.read() as connection:
            found = announcements.get(connection, self.programs.id, announcement_id(row))
            shown = self.cards.card(connection, program, found) if found else None
        if shown is None:
            return Composed(cancelled={row.id: GONE})
        message = review.card(shown, program)
        composed = Composed(text=message["text"], blocks=message["blocks"], send=[row])
        composed.kept["card"] = print_of(message)
        return composed

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

    def unseen(self) -> list[Image]:
        """The pictures of cards that Slack does not have yet."""
        program, clock = self.programs.current, self.clock
        if program is None or self.board.pictures is None:
            return []
        table = tables.ledger
        where = (table.c.kind == Kind.REVIEW, table.c.state == State.SENT,
                 table.c.sent_at > clock.real_now() - KEPT)  # fmt: skip
        wanted: dict[str, Picture] = {}
        with self.store.read() as connection:
            for row in ledger.find(connection, self.programs.id, *where):
                found = announcements.get(connection, self.programs.id, announcement_id(row))
                wanted |= {one.digest: one for one in (found.pictures if found else ())}
            there = media.slack_files(connection, self.programs.id, list(wanted))
            missing = [one for digest, one in wanted.items() if digest not in there]
            return list(self.board.pictures.load(connection, missing))

    def seen(self, image: Image, file: str) -> None:
        """Notes Slack's id of a picture."""
        digest = hashlib.sha256(image.data).hexdigest()
        with self.store.write() as connection:
            media.set_slack_file(connection, self.programs.id, digest, file)

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
            message = review.card(self.cards.card(connection, program, found), program)
            shown = found.shown or (row.payload or {}).get("card")
            if shown != print_of(message):
                yield StaleCard(found.id, row.external_id, message)

    def redrawn(self, card: StaleCard) -> None:
        """Notes what a card shows now."""
        with self.store.write() as connection:
            announcements.change(connection, card.announcement, shown=print_of(card.message))
