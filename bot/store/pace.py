"""The pace of a network, which all replicas keep together: when it may be sent to next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.store.programs import upserting
from bot.store.tables import pace

# A network that asks for a longer pause is asked again after so long. A moment further ahead was
# written before the machine's clock was set back, and is no moment of this network's.
LONGEST_PAUSE = timedelta(minutes=5)

# What was not taken of the last moments is still to be had, so that a slow transaction costs none.
GRACE = timedelta(seconds=0.25)


def reserve(
    connection: Connection,
    program: int,
    network: str,
    earliest: Sequence[datetime],
    interval: timedelta,
    *,
    now: datetime,
    until: datetime,
) -> tuple[list[datetime], datetime]:
    """Takes a slot for each message, in order, and gives them with the next that is free.

    Slots are `interval` apart, none before its message's own `earliest` and none after `until`: the
    list ends where that is reached. All are moments in real time. Whoever calls this holds the
    ledger's lock.
    """
    found = _free_at(connection, program, network, now)
    free = now if found is None or found < now - GRACE else found
    slots: list[datetime] = []
    for at in earliest:
        slot = max(free, at)
        if slot > until:
            break
        slots.append(slot)
        free = slot + interval
    if slots:
        _write(connection, program, network, free)
    return slots, free


def pause(
    connection: Connection, program: int, network: str, until: datetime, *, now: datetime
) -> None:
    """Lets nobody send to a network before a moment; a longer pause stays. All in real time."""
    free = _free_at(connection, program, network, now)
    if free is None or free < until:
        _write(connection, program, network, until)


def _free_at(connection: Connection, program: int, network: str, now: datetime) -> datetime | None:
    """The next moment that is free, where one is written down that can be true."""
    found: datetime | None = connection.execute(
        select(pace.c.free_at).where(pace.c.program_id == program, pace.c.network == network)
    ).scalar()
    return None if found is None or found > now + LONGEST_PAUSE else found


def _write(connection: Connection, program: int, network: str, free: datetime) -> None:
    connection.execute(
        upserting(connection, pace)
        .values(program_id=program, network=network, free_at=free)
        .on_conflict_do_update(index_elements=["program_id", "network"], set_={"free_at": free})
    )
