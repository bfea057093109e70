"""What a review card shows of an announcement, put together from all that is known of it."""

import hashlib
import json
from typing import Any

from sqlalchemy import Connection

from bot.domain import wording
from bot.domain.announcement import Kind, Picture
from bot.domain.ledger import UNSENT, Destination, Row
from bot.domain.ledger import Kind as RowKind
from bot.domain.model import Award, Program
from bot.render import review, slack
from bot.render.card import card_of
from bot.render.drawing import HEIGHT, WIDTH
from bot.render.review import Standing
from bot.services import contents
from bot.services.became import done_later
from bot.services.board import Board, award_keys, subject_of, who
from bot.services.deciding import Deciding
from bot.services.following_up import can_retry, needs_person
from bot.services.pictures import PNG
from bot.services.standing import changes_of
from bot.store import announcements, ledger, media, tables
from bot.store.announcements import Announcement, Stage

# Characters of why networks refuse a text.
REASON = 500
PREVIEW = "This is a preview; nothing has been drafted."
DONE = {Kind.TAKEDOWN: "Taken down", Kind.CORRECTION: "Corrected"}


class CardMaker:
    """Makes review cards of announcements."""

    def __init__(self, board: Board, deciding: Deciding) -> None:
        self.board = board
        self.deciding = deciding

    def card(self, connection: Connection, program: Program, found: Announcement) -> review.Card:
        """The card of an announcement, as things stand."""
        keys = award_keys(found) if found.kind is Kind.AWARD else ()
        award = program.awards_by_key.get(keys[0]) if keys else None
        rows = self.board.rows_of(connection, found)
        done = changes_of(connection, self.board, found.id)[::-1]
        down = found.kind is not Kind.TAKEDOWN and any(
            change.kind is Kind.TAKEDOWN
            for change in changes_of(connection, self.board, found.target or found.id)
        )
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
            note="\n".join(
                [
                    self._note(program, found, rows),
                    *(_changed(change, self._link(connection, change)) for change in done),
                ]
            ),
            standing=_standing(found, rows, down=down),
            rows=rows,
            later=done_later(connection, self.board, found, rows),
            edits=[code for code in found.posts if self._can_edit(code)],
            rules=self.board.rules(found.posts),
            pictures=found.pictures,
            files=self._files(connection, found),
            warnings=self.deciding.warnings(connection, found),
            notes=self.notes(connection, program, found),
            asked=[row.id for row in rows if needs_person(row)],
            retry=not done and any(can_retry(row) for row in rows),
        )

    def preview(self, connection: Connection, program: Program, award: Award) -> review.Card:
        """What an award's announcement would be; there is nothing to decide about it."""
        content = contents.of_award(award)
        channels = contents.channels(program, [award])
        matter = self.deciding.drafting.matter(connection, program, content, channels, ())
        drawn = card_of(program, content)
        pictures = () if drawn is None else (_undrawn(drawn.alt),)
        return review.Card(
            announcement=0,
            title=contents.title_of(content),
            posts=matter.posts,
            digest="",
            due=matter.due,
            authors=(),
            note=PREVIEW,
            standing=Standing.WITHDRAWN,
            rules=self.board.rules(matter.posts),
            pictures=pictures,
        )

    def notes(
        self, connection: Connection, program: Program, found: Announcement
    ) -> list[review.NoteSaid]:
        """What reviewers wrote about an announcement, the oldest first."""
        return [
            review.NoteSaid(
                note.author, note.text, note.wants_changes,
                wording.moment(note.at, program.zone, program.locale),
            )
            for note in announcements.notes(connection, self.board.programs.id, found.id)
        ]  # fmt: skip

    def _files(self, connection: Connection, found: Announcement) -> dict[str, str]:
        digests = [picture.digest for picture in found.pictures]
        return media.slack_files(connection, self.board.programs.id, digests)

    def _can_edit(self, code: str) -> bool:
        network = self.board.networks.get(Destination.parse(code).network)
        return network is not None and network.can.edit

    def _link(self, connection: Connection, change: Announcement) -> str | None:
        table = tables.ledger
        where = table.c.kind == RowKind.REVIEW, table.c.subject == subject_of(change)
        cards = ledger.find(connection, self.board.programs.id, *where)
        return next((card.link for card in reversed(cards) if card.link), None)

    def _note(self, program: Program, found: Announcement, rows: list[Row]) -> str:
        """Where an announcement stands, in a sentence."""
        match found.stage:
            case Stage.CANCELLED:
                return "This was withdrawn; nothing goes out."
            case Stage.CHANGES:
                return "Changes were asked for: it waits to be edited."
            case Stage.REVIEW:
                return self._waits(found)
        if found.approved_by is None or found.approved_at is None:
            return "Goes out without review, as the settings say."
        at = wording.moment(found.approved_at, program.zone, program.locale)
        said = f"Approved by {who(found.approved_by)} on {slack.escape(at)}."
        if not rows or any(row.state not in UNSENT for row in rows):
            return said
        due = wording.moment(min(row.due for row in rows), program.zone, program.locale)
        return (
            f"{said} It goes out on {slack.escape(due)}; until then anybody of staff can stop it."
        )

    def _waits(self, found: Announcement) -> str:
        refused = self.board.refused(found.posts, found.pictures)
        if refused:
            said = slack.escape("; ".join(refused.values())[:REASON])
            return f"It cannot go out as it is: {said}. Edit it first."
        if self.board.approval == "two-person":
            return "Waits for the approval of somebody of staff who did not write it."
        return "Waits for the approval of somebody of staff."


def print_of(message: dict[str, Any]) -> str:
    """The fingerprint of a card, buttons and pictures included, by which a stale one is noticed."""
    said = json.dumps([message["text"], message["blocks"]], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _changed(change: Announcement, link: str | None) -> str:
    by = f", approved by {who(change.approved_by)}" if change.approved_by else ""
    card = f"<{link}|card of its own>" if link else "card of its own"
    return f"{DONE.get(change.kind, 'Changed')}{by}; what became of it has a {card}."


def _undrawn(alt: str) -> Picture:
    return Picture(digest="", type=PNG, alt=alt, width=WIDTH, height=HEIGHT)


def _standing(found: Announcement, rows: list[Row], *, down: bool) -> Standing:
    """Where an announcement stands, as its card shows it."""
    if found.stage is not Stage.APPROVED:
        return {
            Stage.REVIEW: Standing.REVIEW,
            Stage.CHANGES: Standing.CHANGES,
            Stage.CANCELLED: Standing.WITHDRAWN,
        }[found.stage]
    if down:
        return Standing.WITHDRAWN
    unsent = all(row.state in UNSENT for row in rows)
    return Standing.APPROVED if rows and unsent else Standing.OUT
