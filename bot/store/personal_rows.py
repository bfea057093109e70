"""The ledger's rows of personal reminders, many at a time.

Like every statement that moves rows, these name the state they move them from.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.domain.ledger import UNSENT, Kind, NewRow, State
from bot.store.tables import ledger

# Subject, revision, step and user.
Identity = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Had:
    """A row that is there."""

    id: int
    state: State
    due: datetime
    reason: str


def since(
    connection: Connection, program: int, at: datetime, users: Collection[str]
) -> dict[Identity, Had]:
    """The rows of these people that are due from a moment on (program time)."""
    found = connection.execute(
        select(
            ledger.c.id, ledger.c.subject, ledger.c.revision, ledger.c.step, ledger.c.address,
            ledger.c.state, ledger.c.due, ledger.c.reason,
        ).where(
            ledger.c.program_id == program,
            # All of them: named, so that the index on state and due is of use.
            ledger.c.state.in_(list(State)),
            ledger.c.due >= at,
            ledger.c.kind == Kind.REMINDER,
            ledger.c.network == "slack",
            ledger.c.address.in_(users),
        )
    )  # fmt: skip
    return {
        (subject, revision, step, address): Had(number, State(state), due, reason)
        for number, subject, revision, step, address, state, due, reason in found
    }


def move_to(connection: Connection, ids: Collection[int], due: datetime) -> None:
    """Gives planned rows another time."""
    connection.execute(
        update(ledger)
        .where(ledger.c.id.in_(ids), ledger.c.state == State.PLANNED)
        .values(due=due, reason="")
    )


def plan_again(connection: Connection, program: int, row: NewRow) -> None:
    """Plans a row that was cancelled, or is planned for another time, for its time."""
    connection.execute(
        update(ledger)
        .where(
            ledger.c.program_id == program,
            ledger.c.subject == row.subject,
            ledger.c.revision == row.revision,
            ledger.c.step == row.step,
            ledger.c.network == row.destination.network,
            ledger.c.address == row.destination.address,
            ledger.c.state.in_([State.CANCELLED, State.PLANNED]),
        )
        .values(state=State.PLANNED, due=row.due, reason="")
    )


def hasten_changes(connection: Connection, program: int, user: str, now: datetime) -> None:
    """Lets what somebody is still to hear of changed dates be looked at now (program time)."""
    connection.execute(
        update(ledger)
        .where(
            ledger.c.program_id == program,
            ledger.c.state == State.PLANNED,
            ledger.c.due > now,
            ledger.c.kind == Kind.CHANGE,
            ledger.c.network == "slack",
            ledger.c.address == user,
        )
        .values(due=now, reason="")
    )


def cancel_all(connection: Connection, program: int, user: str, reason: str) -> None:
    """Cancels whatever somebody was still to be told, changed dates, too."""
    connection.execute(
        update(ledger)
        .where(
            ledger.c.program_id == program,
            ledger.c.state.in_([*UNSENT]),
            ledger.c.kind.in_([Kind.REMINDER, Kind.CHANGE]),
            ledger.c.network == "slack",
            ledger.c.address == user,
        )
        .values(state=State.CANCELLED, reason=reason, token=None, lease_until=None)
    )
