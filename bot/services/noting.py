"""What reviewers say to each other about an announcement, which nobody outside staff sees."""

from sqlalchemy import Connection

from bot.domain.typed import typed
from bot.errors import ConflictError, NotAllowedError, UserError
from bot.services.board import Board
from bot.services.telling import tell_authors
from bot.store import announcements
from bot.store.announcements import Announcement, Note, Stage
from bot.store.audit import Actor

# Characters of a note.
NOTE = 2900


class Noting:
    """Notes, and requests for changes."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def note(self, identity: int, text: str, actor: Actor) -> Note:
        """Leaves a note that nobody outside staff sees."""
        self.board.access.require_staff(actor, "note")
        with self.board.store.write() as connection:
            found = self.board.get(connection, identity, lock=True)
            return self._noted(connection, found, text, actor, wants_changes=False)

    def ask_changes(self, identity: int, digest: str, text: str, actor: Actor) -> Announcement:
        """Asks for another wording: until it is edited, it cannot be approved."""
        self.board.access.require_staff(actor, "ask for changes")
        with self.board.store.write() as connection:
            found = self.board.open(connection, identity, digest)
            self._noted(connection, found, text, actor, wants_changes=True)
            announcements.change(connection, found.id, state=Stage.CHANGES)
            self.board.record(connection, actor, "ask changes", found)
            said = f": {text.strip()}"
            tell_authors(connection, self.board, found, actor, "Changes are asked for in", said)
            return self.board.get(connection, identity)

    def take_back(self, identity: int, actor: Actor) -> Announcement:
        """Takes a request for changes back, by whoever made it last."""
        self.board.access.require_staff(actor, "ask for changes")
        with self.board.store.write() as connection:
            found = self.board.get(connection, identity, lock=True)
            if found.stage is not Stage.CHANGES:
                raise ConflictError("No changes are being asked for.")
            asked = [note for note in self.notes(connection, found) if note.wants_changes]
            if asked and asked[-1].author != actor.id:
                raise NotAllowedError("Whoever asked for changes last can take that back.")
            announcements.change(connection, found.id, state=Stage.REVIEW)
            self.board.record(connection, actor, "take back", found)
            return self.board.get(connection, identity)

    def notes(self, connection: Connection, found: Announcement) -> list[Note]:
        """The notes on an announcement, the oldest first."""
        return announcements.notes(connection, self.board.programs.id, found.id)

    def _noted(
        self,
        connection: Connection,
        found: Announcement,
        text: str,
        actor: Actor,
        *,
        wants_changes: bool,
    ) -> Note:
        said = typed(text)
        if not said or len(said) > NOTE:
            raise UserError(f"A note has between 1 and {NOTE:,} characters.")
        announcements.add_note(
            connection, self.board.programs.id, found.id, at=self.board.clock.now(),
            author=actor.id, text=said, wants_changes=wants_changes,
        )  # fmt: skip
        if not wants_changes:
            self.board.record(connection, actor, "note", found)
        return self.notes(connection, found)[-1]
