"""What goes out and what has gone out: the plan ahead and the ledger behind, for people to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain import planning
from bot.domain.ledger import UNSENT, Kind, Row, State
from bot.domain.model import Deadline, Program
from bot.domain.news import WITHDRAWN
from bot.domain.planning import PlannedMessage
from bot.domain.spans import plain_text
from bot.render import review
from bot.render.countdown import countdown_lines
from bot.services.composing import facts
from bot.services.notices import NoticeService, notice_lines
from bot.services.program import ProgramService
from bot.store import announcements, ledger, tables
from bot.store.announcements import Announcement
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
        deadlines=tuple(facts(program, d, message.at) for d in message.deadlines),
    )


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
            texts = self._texts(connection, program, rows)
        return [_worded(program, item) for item in _items(program, rows, texts)[:most]]

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
            texts = self._texts(connection, self.programs.require(), rows)
        return _items(self.programs.require(), rows, texts)

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
            texts = self._texts(connection, self.programs.require(), rows)
        return _items(self.programs.require(), rows, texts)

    def _texts(self, connection: Connection, program: Program, rows: list[Row]) -> dict[int, str]:
        """The words that rows would have were they sent now, by their ids; where there are any."""
        return {
            row.id: text
            for row in rows
            if row.state in UNSENT and (text := self._text(connection, program, row))
        }

    def _text(self, connection: Connection, program: Program, row: Row) -> str | None:
        payload = row.payload or {}
        match row.kind:
            case Kind.NOTICE:
                return payload.get("notice")
            case Kind.CHANGE:
                deadline = NoticeService.deadline(program, row)
                if deadline is None and row.step != WITHDRAWN:
                    return None
                return plain_text(notice_lines(program, row, deadline, row.due))
            case Kind.AWARD | Kind.REVIEW:
                number = int(row.subject.partition("/")[2])
                found = announcements.get(connection, self.programs.id, number)
                return _announced(program, found, row) if found else None
        return None


def _announced(program: Program, found: Announcement, row: Row) -> str | None:
    """A post of an announcement, or what its card says before anybody has decided."""
    if row.kind == Kind.AWARD:
        texts = found.posts.get(row.destination.code, [])
        here = row.revision == found.revision and int(row.step) < len(texts)
        return texts[int(row.step)] if here else None
    award = program.awards_by_key.get(found.subject.partition("/")[2])
    posts = (
        f"{review.place(code)}:\n{text}"
        for code, texts in review.in_order(found.posts)
        for text in texts
    )
    return "\n".join([f"Review: award to {award.recipient if award else found.subject}", *posts])


def _current(program: Program, row: Row) -> Deadline | None:
    """The deadline that a row is about, where it still closes when it did for the row."""
    deadline = planning.find_deadline(program, row.subject, row.due)
    return deadline if deadline is not None and deadline.revision == row.revision else None


def _items(program: Program, rows: list[Row], texts: Mapping[int, str]) -> list[PlanItem]:
    """Rows as items; those that one message stands for come together."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = (row.due, row.destination, row.kind, row.state, row.reason, row.external_id)
        alone = () if row.kind == "countdown" else (row.id,)
        groups.setdefault((*key, *alone), []).append(row)
    return [_past_item(program, same, texts) for same in groups.values()]


def _worded(program: Program, item: PlanItem) -> PlanItem:
    """A countdown that is still to come, with the words it would have were it sent on time."""
    if item.kind != "countdown" or not item.about:
        return item
    return replace(item, text=plain_text(countdown_lines(program, item.about, item.at)))


def _past_item(program: Program, rows: list[Row], texts: Mapping[int, str]) -> PlanItem:
    first = rows[0]
    # What was said of a date that has moved since is in the text; the new date was not in it.
    found = [_current(program, row) for row in rows]
    said = texts.get(first.id) or (first.payload or {}).get("text")
    said = said or ", ".join(row.subject for row in rows)
    return PlanItem(
        at=first.due,
        destination=str(first.destination),
        kind=first.kind,
        text=said,
        deadlines=tuple(facts(program, d, first.due) for d in found if d is not None),
        about=tuple(d for d in found if d is not None and d.closes.at > first.due),
        state=first.state,
        reason=first.reason,
        link=first.link,
    )
