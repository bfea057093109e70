"""What became of announcements: a word for each, and for each post what was done to it later."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain import wording
from bot.domain.announcement import Kind
from bot.domain.ledger import UNSENT, Row, State
from bot.domain.model import Program
from bot.networks.base import Act
from bot.services.board import Board
from bot.services.standing import changes_of
from bot.store.announcements import Announcement, Stage

WAITING = {
    Stage.REVIEW: "waits for approval",
    Stage.CHANGES: "waits for changes",
    Stage.CANCELLED: "withdrawn",
}
DONE = {Act.EDIT: "corrected", Act.DELETE: "taken down"}


def done_later(
    connection: Connection, board: Board, found: Announcement, rows: Sequence[Row]
) -> dict[int, str]:
    """The posts of an announcement that were changed later, by the ids of their rows: "corrected",
    "taken down"."""
    later: dict[int, tuple[int, Act]] = {}
    for change in changes_of(connection, board, found.target or found.id):
        for row in board.rows_of(connection, change):
            asked = row.payload or {}
            if row.state is State.SENT and "changes" in asked:
                later[asked["changes"]] = row.id, Act(asked["act"])
    words: dict[int, str] = {}
    for row in rows:
        last = row.id
        while last in later:
            last, act = later.pop(last)
            words[row.id] = DONE.get(act, "")
    return words


def state_of(connection: Connection, board: Board, program: Program, found: Announcement) -> str:
    """Where an announcement stands, in a few words."""
    if found.stage in WAITING:
        return WAITING[found.stage]
    rows = board.rows_of(connection, found)
    said = _out(rows, program)
    if found.kind is Kind.TAKEDOWN:
        return {"out": "done", "partly out": "partly done"}.get(said, said)
    later = changes_of(connection, board, found.target or found.id)
    if any(change.kind is Kind.TAKEDOWN for change in later):
        words = done_later(connection, board, found, rows)
        gone = all(words.get(row.id) == "taken down" for row in rows if row.state is State.SENT)
        return "taken down" if gone else "being taken down"
    corrected = any(change.kind is Kind.CORRECTION and change.id > found.id for change in later)
    return f"{said}, corrected" if corrected else said


def _out(rows: Sequence[Row], program: Program) -> str:
    states = {row.state for row in rows}
    if not states:
        return "approved"
    if states <= UNSENT:
        due = wording.moment(min(row.due for row in rows), program.zone, program.locale)
        return f"scheduled for {due}"
    if states == {State.SENT}:
        return "out"
    if State.SENT in states:
        return "partly out"
    if State.UNKNOWN in states or states & UNSENT or State.SENDING in states:
        return "on its way"
    return "failed" if State.FAILED in states else "stopped"
