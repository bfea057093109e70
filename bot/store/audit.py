"""Who did what, when and from where: append-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.store.tables import audit

SUBJECT = 300  # characters


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where: ("U0123", "slack"), ("operator", "cli"), ("eightdays", "bot")."""

    id: str
    via: str


# Who acts on the machine itself.
OPERATOR = Actor("operator", "cli")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `detail` holds what was before and after."""

    at: datetime
    actor: str
    via: str
    act: str
    subject: str
    detail: dict[str, Any]


def record(
    connection: Connection,
    program: int,
    actor: Actor,
    act: str,
    subject: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Writes an act down; `now` is program time."""
    connection.execute(
        insert(audit).values(
            program_id=program,
            at=now,
            actor=actor.id,
            via=actor.via,
            act=act,
            # A file's whole path may be longer than its column.
            subject=subject[-SUBJECT:],
            detail=detail or {},
        )
    )


def latest(connection: Connection, program: int, limit: int = 20) -> list[AuditEntry]:
    """The newest acts, newest first."""
    rows = connection.execute(
        select(audit).where(audit.c.program_id == program).order_by(audit.c.id.desc()).limit(limit)
    ).mappings()
    return [
        AuditEntry(r["at"], r["actor"], r["via"], r["act"], r["subject"], r["detail"]) for r in rows
    ]
