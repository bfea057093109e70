"""Programs and their records: the entries of the program file, one row each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.building import RecordId, Stamp
from bot.domain.diff import Change, Record, records
from bot.domain.document import ProgramFile
from bot.store import tables
from bot.store.tables import programs


@dataclass(frozen=True, slots=True)
class Stored:
    """A program as the database holds it; `file` is None while nothing has been imported."""

    id: int
    version: int
    file: ProgramFile | None
    stamps: dict[RecordId, Stamp]


def upserting(connection: Connection, table: Any) -> Any:
    """An INSERT of this database's dialect, which knows ON CONFLICT."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def insert_ignoring(connection: Connection, table: Any) -> Any:
    """An INSERT that leaves a row alone that is there already (ON CONFLICT DO NOTHING)."""
    return upserting(connection, table).on_conflict_do_nothing()


def program_id(connection: Connection, team_id: str) -> int:
    """The id of a workspace's program, which is made on first sight."""
    find = select(programs.c.id).where(programs.c.team_id == team_id)
    found = connection.execute(find).scalar()
    if found is None:
        connection.execute(insert_ignoring(connection, programs).values(team_id=team_id, version=0))
        found = connection.execute(find).scalar_one()
    return int(found)


def version(connection: Connection, program: int) -> int:
    """The version of a program's snapshot; cheap enough to ask once a second."""
    return int(
        connection.execute(select(programs.c.version).where(programs.c.id == program)).scalar_one()
    )


def lock(connection: Connection, program: int) -> None:
    """Keeps other writers of this program waiting until the transaction ends.

    Rows that refer to the program are written meanwhile: whoever writes one may hold the ledger's
    lock, which a change of the program takes next (FOR NO KEY UPDATE,
    https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS).
    """
    query = select(programs.c.id).where(programs.c.id == program)
    connection.execute(query.with_for_update(key_share=True))


def load(connection: Connection, program: int) -> Stored:
    """Everything of a program that is not archived."""
    at = version(connection, program)
    table = tables.records
    rows = connection.execute(
        select(table)
        .where(and_(table.c.program_id == program, table.c.archived_at.is_(None)))
        .order_by(table.c.kind, table.c.position)
    ).mappings()
    found = {(row["kind"], row["key"]): row for row in rows}
    stamps = {
        record: Stamp(row["revision"], row["known_at"], row["changed_at"], row["status_at"])
        for record, row in found.items()
    }
    return Stored(program, at, _file(found), stamps)


def _file(found: dict[RecordId, RowMapping]) -> ProgramFile | None:
    if ("program", "") not in found:
        return None
    tracks = {
        key: {**row["body"], "deadlines": []}
        for (kind, key), row in found.items()
        if kind == "track"
    }
    for (kind, key), row in found.items():
        if kind == "deadline":
            tracks[key.partition("/")[0]]["deadlines"].append(row["body"])
    return ProgramFile.model_validate(
        {
            "program": found["program", ""]["body"],
            "tracks": list(tracks.values()),
            "awards": [row["body"] for (kind, _), row in found.items() if kind == "award"],
            "answers": [row["body"] for (kind, _), row in found.items() if kind == "answer"],
        }
    )


def save(
    connection: Connection,
    stored: Stored,
    file: ProgramFile,
    changes: list[Change],
    moved: Collection[str],
    now: datetime,
) -> None:
    """Writes `changes`, which lead from `stored` to `file`; `now` is program time.

    `moved` are the deadlines whose close is another now: they get their next revision. The caller
    holds the lock (`lock`) and counts the version up (`count_up`).
    """
    bodies = records(file)
    for change in changes:
        _apply(connection, stored, change, bodies.get((change.kind, change.key)), now)
    if moved:
        table = tables.records
        connection.execute(
            update(table)
            .where(
                table.c.program_id == stored.id,
                table.c.kind == "deadline",
                table.c.key.in_(moved),
            )
            .values(revision=table.c.revision + 1, known_at=now, changed_at=now)
        )
    _keep_order(connection, stored, bodies)


def count_up(connection: Connection, program: int) -> None:
    """Gives the snapshot its next version, by which every replica notices the change."""
    connection.execute(
        update(programs).where(programs.c.id == program).values(version=programs.c.version + 1)
    )


def _apply(
    connection: Connection,
    stored: Stored,
    change: Change,
    body: dict[str, Any] | None,
    now: datetime,
) -> None:
    table = tables.records
    here = and_(
        table.c.program_id == stored.id, table.c.kind == change.kind, table.c.key == change.key
    )
    if body is None:
        connection.execute(update(table).where(here).values(archived_at=now, changed_at=now))
        return
    if change.what == "changed":
        before, after = change.fields.get("status", (None, None))
        # "open" may be said or not.
        again = {"status_at": now} if (before or "open") != (after or "open") else {}
        connection.execute(update(table).where(here).values(body=body, changed_at=now, **again))
        return
    fresh = {"body": body, "known_at": now, "changed_at": now, "archived_at": None}
    inserted = connection.execute(
        insert_ignoring(connection, table)
        .values(
            program_id=stored.id, kind=change.kind, key=change.key, position=0, revision=1, **fresh
        )
        .returning(table.c.key)
    ).first()
    if inserted is None:
        # It was archived and comes back; as another revision, for its close may be another.
        connection.execute(update(table).where(here).values(**fresh, revision=table.c.revision + 1))


def _keep_order(
    connection: Connection, stored: Stored, bodies: dict[Record, dict[str, Any]]
) -> None:
    """Lets the records stand in the order of the file; nothing is written where they do."""
    if stored.file is not None and list(records(stored.file)) == list(bodies):
        return
    table = tables.records
    connection.execute(
        update(table)
        .where(
            table.c.program_id == stored.id,
            table.c.kind == bindparam("of_kind"),
            table.c.key == bindparam("with_key"),
        )
        .values(position=bindparam("place")),
        [
            {"of_kind": kind, "with_key": key, "place": place}
            for place, (kind, key) in enumerate(bodies)
        ],
    )
