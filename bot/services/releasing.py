"""What has been approved, on its way out: every part on every network a row of the ledger, and each
held once more against what was approved right before it leaves."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain import announcement as announced
from bot.domain.announcement import Kind
from bot.domain.ledger import Destination, NewRow, Row, State
from bot.domain.model import Program
from bot.log import get_logger
from bot.networks.base import Act, Image
from bot.render.sharing import share_row
from bot.services import holding, overtaking, owing, withheld
from bot.services.board import GONE, Board, announcement_id, award_keys, embargo
from bot.services.composing import Composed
from bot.services.facts import facts_of
from bot.services.lapsing import lapsed
from bot.services.standing import award_keys_of, is_overtaken, standing
from bot.services.troubles import late
from bot.store import announcements, ledger, tables
from bot.store.announcements import Announcement, Stage

log = get_logger(__name__)

# In which anybody of staff can stop what was approved.
GRACE = timedelta(minutes=1)
# So long is waited for a post whose outcome is unknown before it is edited or removed.
UNSETTLED = timedelta(minutes=1)
UNSETTLED_YET = "waits until it is known whether that is out"
# What was to go out so long ago does not go out by itself any more.
LATE = timedelta(days=1)
ACCOUNT = "the account there is another than the one that was approved"
PICTURE = "its picture is not the one that was approved"
UNKNOWN_PARENT = "the post before it is not known here, so nothing can follow it"
NOT_OUT = "there is nothing out there to change"


class Releasing:
    """Owes what was approved to the ledger, and composes it."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def release(self, connection: Connection, found: Announcement) -> datetime:
        """Lets the posts be owed: from here on the ledger sees to them. Gives when they go out."""
        board = self.board
        now = board.clock.now()
        grace = timedelta(0) if board.approval == "none" else GRACE
        program = board.programs.stored(connection)
        keys = award_keys_of(connection, board, found)
        ends = embargo(program, keys) if program else None
        due = max(at for at in (found.due, ends, now + grace) if at is not None)
        announcements.change(connection, found.id, state=Stage.APPROVED)
        if found.target is not None:
            target = board.get(connection, found.target)
            overtaking.overtake(connection, board, found, target)
            rows = self._changes(connection, found, target, due)
        else:
            rows = (
                owing.row(found, code, number, due)
                for code, parts in found.posts.items()
                for number, _ in enumerate(parts)
            )
        ledger.add(connection, board.programs.id, rows)
        return due

    # What changes posts that are out

    def _changes(
        self, connection: Connection, found: Announcement, target: Announcement, due: datetime
    ) -> Iterator[NewRow]:
        """The rows of a correction, or of a take-down."""
        out = standing(connection, self.board, target)
        for code, parts in found.posts.items():
            network = self.board.networks.get(Destination.parse(code).network)
            there = out.get(code, [])
            if network is None or not there:
                continue
            if found.kind is Kind.TAKEDOWN:
                if network.can.delete:
                    yield from owing.removed(found, code, there, due)
            elif network.can.edit:
                delete = network.can.delete
                yield from owing.edited(found, code, there, len(parts), due, delete=delete)
            else:
                yield from owing.replied(found, code, there, len(parts), due)

    # Right before it leaves

    def compose(self, program: Program, rows: Sequence[Row], now: datetime) -> Composed:
        """An approved post, once more held against what was approved and against the program."""
        (row,) = rows
        composed = Composed()
        with self.board.store.read() as connection:
            found = announcements.get(connection, self.board.programs.id, announcement_id(row))
            if found is None:
                composed.cancel(row, GONE)
            elif (
                self._may(connection, program, found, row, composed, now)
                and self._is_public(composed, program, found, row, now)
                and self._placed(connection, row, composed, now)
                and self._pictured(connection, found, row, composed)
            ):
                self._worded(composed, found, row, program)
        return composed

    def _may(
        self,
        connection: Connection,
        program: Program,
        found: Announcement,
        row: Row,
        composed: Composed,
        now: datetime,
    ) -> bool:
        """Whether it may go out now; else says what becomes of it."""
        keys = award_keys_of(connection, self.board, found)
        ends = embargo(program, keys)
        if not self._stands(connection, program, found, row, keys):
            composed.cancel(row, GONE)
        elif ends is not None and ends > now:
            composed.wait(row, ends, "under embargo until then")
        elif why := lapsed(program, found, now):
            composed.void(row, why)
        elif why := self._against(found, row, now):
            composed.refuse(row, why)
        else:
            return True
        return False

    def _against(self, found: Announcement, row: Row, now: datetime) -> str | None:
        """Why a post does not go out by itself as things stand; staff can have it tried again."""
        code = row.destination.code
        if found.accounts and self.board.accounts([code])[code] != found.accounts.get(code):
            return ACCOUNT
        if now - row.due > LATE and found.kind is not Kind.TAKEDOWN:
            return late((now - row.due).days)
        return holding.stopped(row)

    def _stands(
        self,
        connection: Connection,
        program: Program,
        found: Announcement,
        row: Row,
        keys: Sequence[str],
    ) -> bool:
        """Whether what was approved is what is there now, and may be said."""
        return (
            found.stage is Stage.APPROVED
            and found.revision == row.revision
            and found.digest
            == announced.digest(found.posts, found.due, found.pictures, found.accounts)
            # What was being sent when its award was taken back could not be cancelled then.
            and all(_is_published(program, key) for key in keys)
            and not is_overtaken(connection, self.board, found)
        )

    @staticmethod
    def _is_public(
        composed: Composed, program: Program, found: Announcement, row: Row, now: datetime
    ) -> bool:
        """Whether it names nobody of whose award nobody may hear; approval was before that."""
        reasons = withheld.reasons(program, found, now)
        if reasons:
            composed.refuse(row, "; ".join(reasons))
        return not reasons

    def _placed(self, connection: Connection, row: Row, composed: Composed, now: datetime) -> bool:
        """Gives a message its place: the post that it changes, or those that it follows."""
        asked = row.payload or {}
        if "changes" in asked:
            return self._aimed(connection, row, asked["changes"], composed, now)
        first, before = asked.get("root"), asked.get("follows")
        if row.after:
            first = first or self._part(connection, row, "0")
            before = self._part(connection, row, row.after)
        if first is None and before is None:
            return True
        network = self.board.networks.get(row.destination.network)
        earlier = [self._row(connection, first), self._row(connection, before)]
        root, parent = (one.external_id if one else None for one in earlier)
        if any(one and not one.external_id and one.state in holding.IN_FLIGHT for one in earlier):
            composed.wait(row, now + UNSETTLED, UNSETTLED_YET)
            return False
        if network and network.can.threads and (root is None or parent is None):
            composed.refuse(row, UNKNOWN_PARENT)
            return False
        # Where there are no threads, the one before is to be there still.
        composed.kept |= {"thread": root, "parent": parent}
        return True

    def _aimed(
        self, connection: Connection, row: Row, target: int, composed: Composed, now: datetime
    ) -> bool:
        """Finds what an edit or a removal is of; False where it is not known (yet)."""
        found = self._row(connection, target)
        if found is None or found.state not in {State.SENT, State.UNKNOWN, State.SENDING}:
            composed.cancel(row, NOT_OUT)
        elif found.state is not State.SENT:
            composed.wait(row, now + UNSETTLED, UNSETTLED_YET)
        elif not found.external_id:
            composed.refuse(row, "where it is out is not known here; it has to be done by hand")
        else:
            composed.kept["target"] = found.external_id
            return True
        return False

    def _part(self, connection: Connection, row: Row, step: str) -> int | None:
        """The row of another part at the same place."""
        table = tables.ledger
        found = ledger.find(
            connection, self.board.programs.id,
            table.c.subject == row.subject, table.c.revision == row.revision,
            table.c.network == row.destination.network,
            table.c.address == row.destination.address, table.c.step == step,
        )  # fmt: skip
        return found[0].id if found else None

    def _row(self, connection: Connection, identity: int | None) -> Row | None:
        if identity is None:
            return None
        where = tables.ledger.c.id == identity
        found = ledger.find(connection, self.board.programs.id, where)
        return found[0] if found else None

    def _pictured(
        self, connection: Connection, found: Announcement, row: Row, composed: Composed
    ) -> bool:
        """Gives the first part its pictures; False where they are not what was approved."""
        network = self.board.networks.get(row.destination.network)
        most = network.can.images if network else 0
        if row.step != "0" or not found.pictures or not most or _act(row) is Act.DELETE:
            return True
        wanted = found.pictures[:most]
        pictures = self.board.pictures
        images = pictures.load(connection, wanted) if pictures else ()
        if [_digest(image) for image in images] != [picture.digest for picture in wanted]:
            composed.refuse(row, PICTURE)
            return False
        composed.images = images
        return True

    def _worded(self, composed: Composed, found: Announcement, row: Row, program: Program) -> None:
        parts = found.posts.get(row.destination.code, [])
        number = int(row.step)
        text = parts[number] if number < len(parts) else ""
        composed.kept["act"] = _act(row)
        composed.facts = facts_of(found, program)
        composed.send.append(row)
        if row.destination.network == "slack":
            composed.say([(line,) for line in text.split("\n")], *_below(found, row, text, program))
        else:
            composed.text = text


def _below(found: Announcement, row: Row, text: str, program: Program) -> list[dict[str, Any]]:
    """What stands under the first message in a channel: the ways to share it."""
    if row.step != "0" or "follows" in (row.payload or {}) or _act(row) is Act.DELETE:
        return []
    known = program.awards_by_key
    return share_row(text, [known[key] for key in award_keys(found) if key in known])


def _act(row: Row) -> Act:
    return Act((row.payload or {}).get("act", Act.SEND))


def _digest(image: Image) -> str:
    return hashlib.sha256(image.data).hexdigest()


def _is_published(program: Program, key: str) -> bool:
    award = program.awards_by_key.get(key)
    return award is not None and award.published
