"""What a correction or a take-down overtakes: it does not go on, unless that is stopped."""

from sqlalchemy import Connection

from bot.domain.announcement import Kind
from bot.domain.ledger import Row, State
from bot.services.board import Board, subject_of
from bot.services.standing import changes_of, is_overtaken
from bot.services.troubles import left_out
from bot.store import ledger
from bot.store.announcements import Announcement, Stage


def overtake(
    connection: Connection, board: Board, found: Announcement, target: Announcement
) -> None:
    """Keeps what `found` corrects or takes down from going on; staff hear of places where a
    correction finds nothing to correct."""
    unsent: list[Row] = []
    for one in (target, *changes_of(connection, board, target.id)):
        if one.id != found.id:
            unsent += board.cancel_unsent(connection, one, _overtaken(found))
    places = {row.destination for row in unsent if row.destination.code not in found.posts}
    if found.kind is Kind.CORRECTION and places and board.review_channel:
        notice = left_out(
            subject_of(found), found.revision, places, board.review_channel, board.clock.now()
        )
        ledger.add(connection, board.programs.id, [notice])
    if found.kind is Kind.TAKEDOWN:
        for one in changes_of(connection, board, target.id, Stage.REVIEW, Stage.CHANGES):
            if one.id != found.id:
                board.close(connection, one)


def give_back(connection: Connection, board: Board, found: Announcement) -> None:
    """Lets go on what a correction or a take-down overtook that was stopped."""
    if found.target is None:
        return
    target = board.get(connection, found.target)
    for one in (target, *changes_of(connection, board, target.id)):
        if not is_overtaken(connection, board, one):
            _give_back(connection, board, found, board.rows_of(connection, one))


def _give_back(connection: Connection, board: Board, by: Announcement, rows: list[Row]) -> None:
    for row in rows:
        if row.state is State.CANCELLED and row.reason == _overtaken(by):
            ledger.move(
                connection, [row.id], State.CANCELLED, State.PLANNED,
                reason=f"goes on: that {by.kind} was stopped", not_before=None,
                due=max(row.due, board.clock.now()),
            )  # fmt: skip


def _overtaken(by: Announcement) -> str:
    return f"overtaken by a {by.kind} (announcement {by.id})"
