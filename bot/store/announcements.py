"""Announcements on their way from draft to published."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from bot.domain.announcement import Kind, Picture, Posts, Texts
from bot.store import ledger
from bot.store.tables import announcements
from bot.store.tables import notes as notes_table


class Stage(StrEnum):
    """Where an announcement stands. In `CHANGES` a reviewer has asked for another wording."""

    REVIEW = "review"
    CHANGES = "changes"
    APPROVED = "approved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement. `due` is program time: when it goes out, None for "once approved". `about`
    are the records that it is about, `target` the announcement that it corrects or takes down,
    `accounts` the accounts that it goes out from, by the code of the destination."""

    id: int
    subject: str
    kind: Kind = Kind.AWARD
    title: str = ""
    about: tuple[str, ...] = ()
    target: int | None = None
    stage: Stage
    revision: int
    posts: Posts
    texts: Texts
    pictures: tuple[Picture, ...] = ()
    accounts: dict[str, str]
    due: datetime | None
    digest: str
    authors: tuple[str, ...]
    approved_by: str | None = None
    approved_at: datetime | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody of staff wrote about an announcement. `at` is program time; one that
    `wants_changes` keeps it from being approved as it is."""

    id: int
    at: datetime
    author: str
    text: str
    wants_changes: bool


def draft(connection: Connection, program: int, subject: str, **values: Any) -> Announcement:
    """Writes a new draft down, with these columns, and gives it."""
    row = (
        connection.execute(
            insert(announcements)
            .values(program_id=program, subject=subject, state=Stage.REVIEW, revision=1, **values)
            .returning(announcements)
        )
        .mappings()
        .one()
    )
    return _announcement(row)


def get(
    connection: Connection, program: int, announcement: int, *, lock: bool = False
) -> Announcement | None:
    """The announcement of that id; locked against other writers where `lock` is set."""
    if lock:
        # Before the announcement itself, in the order in which a change of the program takes them.
        ledger.lock(connection, program)
    query = select(announcements).where(
        announcements.c.program_id == program, announcements.c.id == announcement
    )
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    return _announcement(row) if row else None


def about(connection: Connection, program: int, subject: str) -> Announcement | None:
    """The announcement about a subject ("award/zappa")."""
    row = (
        connection.execute(
            select(announcements).where(
                announcements.c.program_id == program, announcements.c.subject == subject
            )
        )
        .mappings()
        .first()
    )
    return _announcement(row) if row else None


def find(
    connection: Connection, program: int, *where: ColumnElement[bool], limit: int | None = None
) -> list[Announcement]:
    """Announcements that meet every condition, the newest first, up to so many of them."""
    rows = connection.execute(
        select(announcements)
        .where(announcements.c.program_id == program, *where)
        .order_by(announcements.c.id.desc())
        .limit(limit)
    ).mappings()
    return [_announcement(row) for row in rows]


def change(connection: Connection, announcement: int, **values: Any) -> None:
    """Sets columns of an announcement."""
    connection.execute(
        update(announcements).where(announcements.c.id == announcement).values(**values)
    )


def add_note(connection: Connection, program: int, announcement: int, **values: Any) -> None:
    """Writes a note down; `values` are the fields of `Note`, without its id."""
    connection.execute(
        insert(notes_table).values(program_id=program, announcement_id=announcement, **values)
    )


def notes(connection: Connection, program: int, announcement: int) -> list[Note]:
    """The notes on an announcement, the oldest first."""
    rows = connection.execute(
        select(notes_table)
        .where(notes_table.c.program_id == program, notes_table.c.announcement_id == announcement)
        .order_by(notes_table.c.id)
    ).mappings()
    return [
        Note(
            id=row["id"],
            at=row["at"],
            author=row["author"],
            text=row["text"],
            wants_changes=row["wants_changes"],
        )
        for row in rows
    ]


def _announcement(row: RowMapping) -> Announcement:
    return Announcement(
        id=row["id"],
        subject=row["subject"],
        kind=Kind(row["kind"]),
        title=row["title"],
        about=tuple(row["about"] or ()),
        target=row["target"],
        stage=Stage(row["state"]),
        revision=row["revision"],
        posts=row["posts"],
        # Of before there were texts beside the posts, each place has one.
        texts=row["texts"] or {code: "\n\n".join(parts) for code, parts in row["posts"].items()},
        pictures=tuple(Picture(**one) for one in row["media"] or ()),
        accounts=row["accounts"] or {},
        due=row["due"],
        digest=row["digest"],
        authors=tuple(row["authors"]),
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        shown=row["shown"],
    )
