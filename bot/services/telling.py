"""What the authors of an announcement are told in direct messages: what became of it."""

from sqlalchemy import Connection, func, select

from bot.domain.ledger import Destination, Kind, NewRow
from bot.services.board import Board, subject_of
from bot.store import ledger, tables
from bot.store.announcements import Announcement
from bot.store.audit import Actor


def tell_authors(
    connection: Connection,
    board: Board,
    found: Announcement,
    actor: Actor,
    act: str,
    more: str = ".",
) -> None:
    """Owes everybody in Slack who wrote or edited it, but whoever acted, a message that says what
    happened, and who did it: `act` stands before the title, `more` behind it."""
    subject, table = f"{subject_of(found)}/authors", tables.ledger
    number = connection.execute(
        select(func.count()).where(table.c.program_id == board.programs.id,
                                   table.c.subject == subject)
    ).scalar_one()  # fmt: skip
    places = [Destination.channel(author) for author in found.authors if author != actor.id]
    ledger.add(
        connection, board.programs.id,
        [
            NewRow(
                kind=Kind.NOTICE, subject=subject, revision=found.revision, step=f"{number}",
                destination=place, due=board.clock.now(),
                payload={
                    "by": actor.id, "notice": f"{act} “{found.title or found.subject}”{more}",
                },
            )
            for place in places
            if place.is_person
        ],
    )  # fmt: skip
