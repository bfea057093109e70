"""What goes out and what has gone out: the plan ahead and the ledger behind, for people to read."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.domain import planning
from bot.domain.countdown import remaining
from bot.domain.ledger import Kind, Row, State
from bot.domain.model import Deadline, Program
from bot.domain.planning import PlannedMessage
from bot.domain.spans import plain_text
from bot.render.countdown import countdown_lines
from bot.services.program import ProgramService
from bot.store import ledger, tables
from bot.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A message of the plan or of the ledger, as `eightdays plan --json` prints it."""

    at: datetime
    destination: str
    kind: str
    text: str
    deadlines: tuple[dict[str, Any], ...] = ()
    about: tuple[Deadline, ...] = ()
    state: str = "planned"
    reason: str = ""
    link: str | None = None

    def to_json(self, program: Program) -> dict[str, Any]:
        """One line of JSON; `at` in the program's zone."""
        item: dict[str, Any] = {
            "at": self.at.astimezone(program.zone).isoformat(),
            "destination": self.destination,
            "kind": self.kind,
            "text": self.text,
        }
        if self.kind == "countdown":
            item["deadlines"] = list(self.deadlines)
        return item | {"state": self.state, "reason": self.reason, "link": self.link}


def plan_of(program: Program, since: datetime, until: datetime) -> list[PlanItem]:
    """Every countdown that a program asks for in [since, until], one item a message."""
    return [_item(program, message) for message in planning.plan(program, since, until)]


def _item(program: Program, message: PlannedMessage) -> PlanItem:
    return PlanItem(
        at=message.at,
        destination=str(message.destination),
        kind="countdown",
        text=plain_text(countdown_lines(program, message.deadlines, message.at)),
        deadlines=tuple(_facts(program, d, message.at) for d in message.deadlines),
    )


def _facts(program: Program, deadline: Deadline, at: datetime) -> dict[str, Any]:
    return {
        "track": deadline.track,
        "label": deadline.label,
        "closes": deadline.closes.at.astimezone(program.zone).isoformat(),
        "days_left": remaining(deadline.closes, program.zone, at).days,
    }


class PlanService:
    """Reads the ledger for people."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock

    def ahead(self, since: datetime, until: datetime) -> list[PlanItem]:
        """What is owed in [since, until]: planned countdowns by message, other rows one by one."""
        program = self.programs.require()
        others = [
            item
            for item in self._rows(since, until, State.PLANNED, State.CLAIMED)
            if item.kind != "countdown"
        ]
        return sorted([*plan_of(program, since, until), *others], key=lambda item: item.at)

    def coming(self, most: int) -> list[PlanItem]:
        """The next messages that the ledger owes, in order, with the words they would have."""
        program = self.programs.require()
        with self.store.read() as connection:
            rows = ledger.find(
                connection,
                self.programs.id,
                tables.ledger.c.state.in_([State.PLANNED, State.CLAIMED]),
                limit=4 * most,
            )
        return [_worded(program, item) for item in _items(program, rows)[:most]]

    def past(self, since: datetime, until: datetime) -> list[PlanItem]:
        """The ledger in [since, until], with what became of each message."""
        return self._rows(since, until)

    def why(self, track: str) -> list[PlanItem]:
        """Every countdown of a track: sent, skipped, cancelled or still due, and the reason."""
        with self.store.read() as connection:
            rows = ledger.find(
                connection,
                self.programs.id,
                # Announcements have subjects of the same form.
                tables.ledger.c.kind.in_([Kind.COUNTDOWN, Kind.CHANGE]),
                tables.ledger.c.subject.startswith(f"{track}/", autoescape=True),
            )
        return _items(self.programs.require(), rows)

    def next_due(self) -> datetime | None:
        """When the next planned row is due; None where nothing is planned."""
        with self.store.read() as connection:
            return ledger.next_due(connection, self.programs.id)

    def _rows(self, since: datetime, until: datetime, *states: State) -> list[PlanItem]:
        table = tables.ledger
        where = [table.c.due >= since, table.c.due <= until]
        if states:
            where.append(table.c.state.in_(states))
        with self.store.read() as connection:
            rows = ledger.find(connection, self.programs.id, *where)
        return _items(self.programs.require(), rows)


def _items(program: Program, rows: list[Row]) -> list[PlanItem]:
    """Rows as items; those that one message stands for come together."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = (row.due, row.destination, row.kind, row.state, row.reason, row.external_id)
        alone = () if row.kind == "countdown" else (row.id,)
        groups.setdefault((*key, *alone), []).append(row)
    return [_past_item(program, same) for same in groups.values()]


def _worded(program: Program, item: PlanItem) -> PlanItem:
    """A countdown that is still to come, with the words it would have were it sent on time."""
    if item.kind != "countdown" or not item.about:
        return item
    return replace(item, text=plain_text(countdown_lines(program, item.about, item.at)))


def _past_item(program: Program, rows: list[Row]) -> PlanItem:
    first = rows[0]
    found = [planning.find_deadline(program, row.subject, row.due) for row in rows]
    said = (first.payload or {}).get("text") or ", ".join(row.subject for row in rows)
    return PlanItem(
        at=first.due,
        destination=str(first.destination),
        kind=first.kind,
        text=said,
        deadlines=tuple(_facts(program, d, first.due) for d in found if d is not None),
        about=tuple(d for d in found if d is not None and d.closes.at > first.due),
        state=first.state,
        reason=first.reason,
        link=first.link,
    )
