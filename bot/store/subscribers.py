"""People who asked to be reminded: what they want, and what they have applied to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import time

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, select, update

from bot.domain.personal import Subscriber, Way
from bot.store.programs import insert_ignoring, upserting
from bot.store.tables import dismissed, subscribers, subscriptions


def get(
    connection: Connection, program: int, user: str, *, lock: bool = False
) -> Subscriber | None:
    """A person's wishes, those that ended, too; None where they never asked for anything.

    With `lock`, others who lock them wait until the transaction ends: for whoever changes them
    (`save` writes them all) or acts on them.
    """
    return some(connection, program, [user], lock=lock).get(user)


def some(
    connection: Connection, program: int, users: Collection[str], *, lock: bool = False
) -> dict[str, Subscriber]:
    """The wishes of these people, by user; `lock` as in `get`."""
    return {person.user: person for person in _read(connection, program, users, lock=lock)}


def active(
    connection: Connection, program: int, *, after: str = "", limit: int | None = None
) -> list[Subscriber]:
    """Those who are to be reminded of something, by user id, from the one after `after` on."""
    return _read(connection, program, None, after, limit)


def _read(
    connection: Connection,
    program: int,
    users: Collection[str] | None,
    after: str = "",
    limit: int | None = None,
    *,
    lock: bool = False,
) -> list[Subscriber]:
    wanted: list[ColumnElement[bool]] = [subscribers.c.program_id == program]
    if users is None:
        wanted += [subscribers.c.ended.is_(None), subscribers.c.user_id > after]
    else:
        wanted.append(subscribers.c.user_id.in_(users))
    query = select(subscribers).where(*wanted).order_by(subscribers.c.user_id).limit(limit)
    # SQLite has one writer at a time anyway, and knows no such clause.
    people = list(connection.execute(query.with_for_update() if lock else query).mappings())
    if not people:
        return []
    tracks, gone = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for table, column, into in (
        (subscriptions, subscriptions.c.track, tracks),
        (dismissed, dismissed.c.subject, gone),
    ):
        found = select(table.c.user_id, column).where(
            table.c.program_id == program,
            table.c.user_id.in_([row["user_id"] for row in people]),
        )
        for who, what in connection.execute(found):
            into[who].add(what)
    return [_subscriber(row, tracks[row["user_id"]], gone[row["user_id"]]) for row in people]


def _subscriber(row: RowMapping, tracks: Iterable[str], gone: Iterable[str]) -> Subscriber:
    return Subscriber(
        user=row["user_id"],
        way=Way(
            zone=row["zone"],
            at=time.fromisoformat(row["at"]),
            days_before=tuple(row["days_before"]),
            weekends=row["weekends"],
        ),
        everything=row["everything"],
        tracks=frozenset(tracks),
        muted_until=row["muted_until"],
        asked_at=row["asked_at"],
        ended=row["ended"],
        dismissed=frozenset(gone),
    )


def save(connection: Connection, program: int, person: Subscriber) -> None:
    """Keeps a person's wishes in the place of what they wished before; `dismissed` apart."""
    values = {
        "zone": person.way.zone,
        "at": f"{person.way.at:%H:%M}",
        "days_before": list(person.way.days_before),
        "weekends": person.way.weekends,
        "everything": person.everything,
        "muted_until": person.muted_until,
        "asked_at": person.asked_at,
        "ended": person.ended,
    }
    identity = {"program_id": program, "user_id": person.user}
    connection.execute(
        upserting(connection, subscribers)
        .values(**identity, **values)
        .on_conflict_do_update(index_elements=[*identity], set_=values)
    )
    connection.execute(delete(subscriptions).filter_by(**identity))
    if person.tracks:
        connection.execute(
            insert_ignoring(connection, subscriptions),
            [{**identity, "track": track} for track in sorted(person.tracks)],
        )


def end(connection: Connection, program: int, user: str, reason: str) -> bool:
    """Ends a person's subscription; False where there was none that still ran."""
    return bool(
        connection.execute(
            update(subscribers)
            .where(
                subscribers.c.program_id == program,
                subscribers.c.user_id == user,
                subscribers.c.ended.is_(None),
            )
            .values(ended=reason)
        ).rowcount
    )


def dismiss(connection: Connection, program: int, user: str, subjects: Collection[str]) -> None:
    """Keeps the deadlines of which a person wants to hear no more."""
    if subjects:
        connection.execute(
            insert_ignoring(connection, dismissed),
            [{"program_id": program, "user_id": user, "subject": one} for one in subjects],
        )


def restore(connection: Connection, program: int, user: str, subjects: Collection[str]) -> None:
    """Takes that back."""
    connection.execute(
        delete(dismissed).where(
            dismissed.c.program_id == program,
            dismissed.c.user_id == user,
            dismissed.c.subject.in_(subjects),
        )
    )
