"""How many people are to be told what by direct message, further ahead than the ledger has it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ledger import Kind, People, State
from bot.domain.model import Program
from bot.domain.personal import Planner
from bot.store import subscribers

# People that are looked at together.
TOGETHER = 500
# A deadline, the number of its date, and a step.
_Told = tuple[str, int, str]


def people_ahead(
    connection: Connection, program_id: int, program: Program, since: datetime, until: datetime
) -> list[People]:
    """What everybody's wishes ask for in [since, until], counted by step, whatever the ledger
    has of it; what was snoozed is there alone."""
    planner = Planner(program, since, until, since)
    first: dict[_Told, datetime] = {}
    last: dict[_Told, datetime] = {}
    number: dict[_Told, int] = {}
    user = ""
    while people := subscribers.active(connection, program_id, after=user, limit=TOGETHER):
        user = people[-1].user
        for person in people:
            for found in planner.reminders(person):
                told = (found.deadline.subject, found.deadline.revision, str(found.step.days))
                due = found.step.due
                first[told] = min(due, first.get(told, due))
                last[told] = max(due, last.get(told, due))
                number[told] = number.get(told, 0) + 1
    return [
        People(
            Kind.REMINDER, subject, revision, step, State.PLANNED, "",
            first[subject, revision, step], last[subject, revision, step], many,
        )
        for (subject, revision, step), many in number.items()
    ]  # fmt: skip
