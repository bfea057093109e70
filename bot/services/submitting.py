"""Putting an announcement before staff, and once more with everything that changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.announcement import Kind
from bot.domain.ledger import Destination, NewRow
from bot.domain.ledger import Kind as RowKind
from bot.log import get_logger
from bot.services import holding, withheld
from bot.services.board import Board, Matter, records_of, subject_of
from bot.services.releasing import Releasing
from bot.store import announcements, ledger, tables
from bot.store.announcements import Announcement, Stage

log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What an announcement is; see the fields of `Announcement`."""

    subject: str
    kind: Kind
    title: str
    about: Sequence[str] = ()
    target: int | None = None


class Submitting:
    """Writes drafts down and owes the review channel their card."""

    def __init__(self, board: Board, releasing: Releasing) -> None:
        self.board = board
        self.releasing = releasing

    def draft(
        self, connection: Connection, heading: Heading, matter: Matter, author: str
    ) -> Announcement:
        """Writes an announcement down and puts it before staff."""
        draft = announcements.draft(
            connection, self.board.programs.id, heading.subject, kind=heading.kind,
            title=heading.title, about=list(heading.about), target=heading.target,
            authors=[author], **self.board.sealed(matter),
        )  # fmt: skip
        authors = self.board.authors(connection, records_of(draft), draft.authors)
        announcements.change(connection, draft.id, authors=authors)
        self.settle(connection, self.board.get(connection, draft.id))
        return self.board.get(connection, draft.id)

    def rewrite(
        self,
        connection: Connection,
        existing: Announcement,
        matter: Matter,
        author: str,
        *,
        anew: bool = False,
    ) -> bool:
        """Gives an announcement other matter: whatever was approved is not any more. False where
        some of it is out already, or it would say the same; `anew` where what machines are told
        is another all the same."""
        columns = self.board.sealed(matter)
        same = columns["digest"] == existing.digest and matter.texts == existing.texts
        if (same and not anew) or self.board.has_begun(connection, existing):
            return False
        self.board.cancel_unsent(connection, existing)
        self.to_review(connection, existing, matter, author)
        return True

    def to_review(
        self,
        connection: Connection,
        existing: Announcement,
        matter: Matter,
        author: str | None = None,
    ) -> None:
        """Puts it before staff once more, with another revision and without any approval."""
        drafters = existing.authors if author is None else (*existing.authors, author)
        announcements.change(
            connection,
            existing.id,
            state=Stage.REVIEW,
            revision=existing.revision + 1,
            authors=self.board.authors(connection, records_of(existing), drafters),
            approved_by=None,
            approved_at=None,
            **self.board.sealed(matter),
        )
        self.settle(connection, self.board.get(connection, existing.id))

    def settle(self, connection: Connection, draft: Announcement) -> None:
        """Sends what needs no approval, all of it or none; the rest is shown to staff, and so is
        what they have stopped once."""
        board = self.board
        problems = board.problems(draft.posts, draft.pictures)
        program = board.programs.stored(connection)
        ends = [at for at in (draft.due, board.clock.now()) if at is not None]
        if program and (reasons := withheld.reasons(program, draft, max(ends))):
            problems |= {"": "; ".join(reasons)}
        stopped = holding.was_stopped(connection, board, draft)
        if board.approval == "none" and not problems and not stopped:
            self.releasing.release(connection, draft)
        elif board.review_channel:
            row = self._card_row(draft, board.review_channel, board.clock.now())
            ledger.add(connection, board.programs.id, [row])
        elif problems:
            log.error("cannot be announced", about=draft.subject, problems=[*problems.values()])

    def is_carded(self, connection: Connection, found: Announcement) -> bool:
        """Whether the review channel has its card, or is owed it."""
        table = tables.ledger
        where = (table.c.kind == RowKind.REVIEW, table.c.subject == subject_of(found))
        return bool(ledger.find(connection, self.board.programs.id, *where, limit=1))

    @staticmethod
    def _card_row(draft: Announcement, channel: str, now: datetime) -> NewRow:
        """The row of the ledger that owes the review channel an announcement's card."""
        return NewRow(
            kind=RowKind.REVIEW,
            subject=subject_of(draft),
            revision=1,
            step="card",
            destination=Destination.channel(channel),
            due=now,
        )
