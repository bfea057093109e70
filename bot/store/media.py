"""The bytes of pictures, by their SHA-256."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.programs import insert_ignoring
from bot.store.tables import media


@dataclass(frozen=True, slots=True)
class Media:
    """A picture's bytes. `slack_file` is Slack's id of it, once it is there."""

    digest: str
    type: str
    data: bytes = field(repr=False)
    slack_file: str | None = None


def add(connection: Connection, program: int, data: bytes, kind: str, now: datetime) -> str:
    """Keeps a picture, unless it is kept already, and gives its SHA-256; `now` is program time."""
    digest = hashlib.sha256(data).hexdigest()
    row = {"program_id": program, "digest": digest, "type": kind, "data": data, "at": now}
    connection.execute(insert_ignoring(connection, media).values(**row))
    return digest


def get(connection: Connection, program: int, digest: str) -> Media | None:
    """The picture of that SHA-256; None where it is not kept, or is not what it was."""
    row = (
        connection.execute(
            select(media).where(media.c.program_id == program, media.c.digest == digest)
        )
        .mappings()
        .first()
    )
    if row is None or hashlib.sha256(row["data"]).hexdigest() != digest:
        return None
    return Media(digest, row["type"], bytes(row["data"]), row["slack_file"])


def slack_files(connection: Connection, program: int, digests: Collection[str]) -> dict[str, str]:
    """Slack's ids of those pictures that are there already, by their SHA-256."""
    rows = connection.execute(
        select(media.c.digest, media.c.slack_file).where(
            media.c.program_id == program,
            media.c.digest.in_(digests),
            media.c.slack_file.is_not(None),
        )
    )
    return {row.digest: row.slack_file for row in rows}


def set_slack_file(connection: Connection, program: int, digest: str, file: str | None) -> None:
    """Notes Slack's id of a picture; None where Slack has it no more."""
    connection.execute(
        update(media)
        .where(media.c.program_id == program, media.c.digest == digest)
        .values(slack_file=file)
    )
