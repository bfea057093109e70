"""What staff do about an announcement that is out, or out by half."""

from sqlalchemy import Connection

from bot.domain.announcement import Kind, Picture, Texts
from bot.domain.ledger import ANNOUNCED, Destination, Row, State
from bot.domain.typed import typed
from bot.errors import ConflictError, UserError
from bot.services import contents, holding
from bot.services.board import NOT_THERE, Board, Matter, announcement_id, award_keys
from bot.services.settling import UNASKABLE
from bot.services.standing import Standing, changes_of, is_down, standing
from bot.services.submitting import Heading, Submitting
from bot.store import ledger, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor

NOT_SET_UP = "is not set up"
CORRECTION = "Correction: "
NAMES = {Kind.TAKEDOWN: "take-down", Kind.CORRECTION: "correction"}


class FollowingUp:
    """Tries again, settles what nobody can look up, takes down and corrects.

    Every act is for staff, and raises NotAllowedError for others, ConflictError where there is
    nothing of the kind to be done (any more).
    """

    def __init__(self, board: Board, submitting: Submitting) -> None:
        self.board = board
        self.submitting = submitting

    def retry(self, identity: int, actor: Actor) -> int:
        """Sends what failed once more, and nothing else; gives the number of posts."""
        board = self.board
        board.access.require_staff(actor, "try again")
        with board.store.write() as connection:
            found = board.get(connection, identity, lock=True)
            failed = [row for row in board.rows_of(connection, found) if can_retry(row)]
            if found.stage is not Stage.APPROVED or not failed:
                raise ConflictError("Nothing of it has failed.")
            holding.let_go(connection, failed)
            for row in failed:
                ledger.move(
                    connection, [row.id], row.state, State.PLANNED, not_before=None,
                    reason=f"tried again by {actor.id}",
                )  # fmt: skip
            self._from_now(connection, found)
            board.record(connection, actor, "retry", found, {"rows": [row.id for row in failed]})
            return len(failed)

    def is_out(self, row: int, actor: Actor) -> Announcement:
        """Notes that a post is out of which nobody else can say so."""
        return self._settled(row, actor, State.SENT, "is out")

    def send_again(self, row: int, actor: Actor) -> Announcement:
        """Sends a post once more that is not out, as somebody of staff has seen."""
        return self._settled(row, actor, State.PLANNED, "send again")

    def _settled(self, identity: int, actor: Actor, state: State, act: str) -> Announcement:
        board = self.board
        board.access.require_staff(actor, act)
        with board.store.write() as connection:
            ledger.lock(connection, board.programs.id)
            table = tables.ledger
            where = (table.c.id == identity, table.c.kind.in_(ANNOUNCED))
            row = next(iter(ledger.find(connection, board.programs.id, *where)), None)
            if row is None:
                raise UserError(NOT_THERE)
            found = board.get(connection, announcement_id(row), lock=True)
            if not needs_person(row):
                raise ConflictError("That is settled, or the network is still being asked.")
            more = (
                {"sent_at": board.clock.real_now()} if state is State.SENT else {"not_before": None}
            )
            reason = f"{act}, says {actor.id}"
            if state is State.PLANNED:
                holding.let_go(connection, [row])
            ledger.move(connection, [row.id], State.UNKNOWN, state, reason=reason, **more)
            self._from_now(connection, found)
            board.record(connection, actor, act, found, {"row": row.id})
            return found

    def _from_now(self, connection: Connection, found: Announcement) -> None:
        """What goes on by somebody's wish is not late by what lies before that."""
        now = self.board.clock.now()
        for row in self.board.rows_of(connection, found):
            if row.state is State.PLANNED and row.due < now:
                ledger.reschedule(connection, row, now, row.reason)

    def take_down(self, identity: int, actor: Actor) -> Announcement:
        """Drafts the removal of all that is out of an announcement, which has to be approved like
        any. Raises UserError where no network that has it can remove a post."""
        board = self.board
        board.access.require_staff(actor, "take down")
        with board.store.write() as connection:
            target, out = self._out(connection, identity)
            self._none_waits(connection, target, Kind.TAKEDOWN)
            posts = {
                code: [post.text or "…" for post in there]
                for code, there in out.items()
                if self._can(code, "delete")
            }
            if not posts:
                raise UserError("No network that has it can remove it; it has to be done by hand.")
            texts = {code: "\n\n".join(parts) for code, parts in posts.items()}
            return self._draft(
                connection, target, Matter(texts=texts, posts=posts), Kind.TAKEDOWN, actor
            )

    def correct(self, identity: int, texts: Texts, actor: Actor) -> Announcement:
        """Drafts a correction of what is out: an edit where the network can, else an answer, which
        says that it is one. Raises UserError where a network refuses a text."""
        board = self.board
        board.access.require_staff(actor, "correct")
        with board.store.write() as connection:
            target, out = self._out(connection, identity)
            self._none_waits(connection, target, Kind.TAKEDOWN, Kind.CORRECTION)
            if not texts or not out.keys() >= texts.keys():
                raise ConflictError("What is out of this announcement has changed meanwhile.")
            given = {code: self._corrected(code, text) for code, text in texts.items()}
            posts = board.parts(given)
            problems = board.problems(posts)
            if problems:
                raise UserError("; ".join(problems.values()))
            matter = Matter(texts=given, posts=posts, pictures=self._card(connection, target))
            return self._draft(connection, target, matter, Kind.CORRECTION, actor)

    def standing(self, identity: int, actor: Actor) -> Texts:
        """What is out of an announcement now, as one text for each place."""
        self.board.access.require_staff(actor, "correct")
        with self.board.store.read() as connection:
            found = self.board.get(connection, identity)
            out = standing(connection, self.board, found)
        return {code: "\n\n".join(post.text for post in there) for code, there in out.items()}

    def _out(
        self, connection: Connection, identity: int
    ) -> tuple[Announcement, dict[str, list[Standing]]]:
        """The announcement that is meant, and what of it is out. A correction stands for what it
        corrects."""
        found = self.board.get(connection, identity, lock=True)
        if found.kind is Kind.TAKEDOWN:
            raise ConflictError("This takes something down; there is nothing of it out.")
        if found.target is not None:
            found = self.board.get(connection, found.target, lock=True)
        out = standing(connection, self.board, found)
        if not out:
            raise ConflictError("Nothing of it is out.")
        return found, out

    def _none_waits(self, connection: Connection, target: Announcement, *kinds: Kind) -> None:
        """Raises ConflictError where something is changing what is out already."""
        waiting = changes_of(connection, self.board, target.id, Stage.REVIEW, Stage.CHANGES)
        if any(change.kind in kinds for change in waiting):
            raise ConflictError("That waits for approval already.")
        if is_down(connection, self.board, target):
            raise ConflictError("It is being taken down, or was.")

    def _draft(
        self,
        connection: Connection,
        target: Announcement,
        matter: Matter,
        kind: Kind,
        actor: Actor,
    ) -> Announcement:
        number = 1 + len(changes_of(connection, self.board, target.id, *Stage))
        heading = Heading(
            subject=f"{kind}/{target.id}/{number}", kind=kind, about=target.about,
            title=f"{NAMES[kind]} of {target.title or target.subject}", target=target.id,
        )  # fmt: skip
        found = self.submitting.draft(connection, heading, matter, actor.id)
        self.board.record(connection, actor, "draft", found, {"title": found.title})
        return found

    def _card(self, connection: Connection, target: Announcement) -> tuple[Picture, ...]:
        """The card drawn anew, where one is out and the records say something else by now; else
        none, and what is out keeps its own."""
        made = [picture for picture in target.pictures if picture.made]
        program, pictures = self.board.programs.require(), self.board.pictures
        content = contents.of_awards(program, award_keys(target))
        if not made or content is None or pictures is None or target.kind is Kind.ROUNDUP:
            return ()
        card = pictures.made(connection, program, content)
        return () if card is None or card.digest == made[0].digest else (card,)

    def _corrected(self, code: str, text: str) -> str:
        plain = typed(text)
        if self._can(code, "edit") or plain.casefold().startswith("correct"):
            return plain
        return f"{CORRECTION}{plain}"

    def _can(self, code: str, what: str) -> bool:
        network = self.board.networks.get(Destination.parse(code).network)
        return network is not None and bool(getattr(network.can, what))


def needs_person(row: Row) -> bool:
    """Whether staff alone can say if a post is out."""
    return row.state is State.UNKNOWN and row.reason.startswith(UNASKABLE)


def can_retry(row: Row) -> bool:
    """Whether a post failed, so that it can be tried once more."""
    if row.state is State.CANCELLED:
        return row.reason.endswith(NOT_SET_UP)
    return row.state is State.FAILED
