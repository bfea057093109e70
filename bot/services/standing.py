"""What stands out there of an announcement: its posts, as corrections and take-downs left them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.announcement import Kind
from bot.domain.ledger import Row, State
from bot.networks.base import Act
from bot.services.board import BEGUN, Board, award_keys
from bot.store import announcements, tables
from bot.store.announcements import Announcement, Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that is out, or may be: the row of the ledger that knows it under its present id, its
    text, and its link."""

    row: int
    text: str
    link: str | None


def standing(
    connection: Connection, board: Board, found: Announcement
) -> dict[str, list[Standing]]:
    """The posts of an announcement that stand, by the code of their destination, in order."""
    out: dict[str, list[Standing]] = defaultdict(list)
    _apply(out, board.rows_of(connection, found))
    for change in reversed(changes_of(connection, board, found.id)):
        _apply(out, board.rows_of(connection, change))
    return {code: posts for code, posts in out.items() if posts}


def award_keys_of(connection: Connection, board: Board, found: Announcement) -> tuple[str, ...]:
    """The awards that an announcement tells of: a correction those of what it corrects. A
    take-down tells of none."""
    if found.kind is not Kind.CORRECTION or found.target is None:
        return award_keys(found)
    return award_keys(board.get(connection, found.target))


def is_overtaken(connection: Connection, board: Board, found: Announcement) -> bool:
    """Whether something approved later corrects or takes down what an announcement says."""
    changes = changes_of(connection, board, found.target or found.id)
    return any(change.id > found.id for change in changes)


def is_down(connection: Connection, board: Board, found: Announcement) -> bool:
    """Whether an announcement is being taken down, or was."""
    return any(one.kind is Kind.TAKEDOWN for one in changes_of(connection, board, found.id))


def changes_of(
    connection: Connection, board: Board, target: int, *stages: Stage
) -> list[Announcement]:
    """The corrections and take-downs of an announcement, the newest first: those that were
    approved, or those in other stages."""
    table = tables.announcements
    return announcements.find(
        connection, board.programs.id, table.c.target == target,
        table.c.state.in_(stages or (Stage.APPROVED,)),
    )  # fmt: skip


def _apply(out: dict[str, list[Standing]], rows: Iterable[Row]) -> None:
    for row in sorted(rows, key=lambda one: (one.destination.code, int(one.step))):
        if row.state not in BEGUN:
            continue
        asked = row.payload or {}
        posts = out[row.destination.code]
        post = Standing(row.id, asked.get("text", ""), row.link)
        at = next((n for n, one in enumerate(posts) if one.row == asked.get("changes")), None)
        match asked.get("act", Act.SEND):
            case Act.EDIT:
                # Until it is known to be edited it has its old words and its old id.
                if at is not None and row.state is State.SENT:
                    posts[at] = post
            case Act.DELETE:
                if at is not None and row.state is State.SENT:
                    del posts[at]
            case _:
                posts.append(post)
