"""What goes out and what has gone out: the plan ahead and the ledger behind, for people to read."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, not_

from bot.clock import Clock
from bot.domain.ledger import ANNOUNCED, UNSENT, Kind, Row, State
from bot.domain.model import Program
from bot.domain.news import WITHDRAWN
from bot.domain.personal import FORESIGHT
from bot.domain.spans import plain_text
from bot.render import review
from bot.services.notices import NoticeService, notice_lines
from bot.services.people_ahead import people_ahead
from bot.services.plan_items import PlanItem, items, of_people, plan_of, worded
from bot.services.program import ProgramService
from bot.store import announcements, ledger, tables, told
from bot.store.announcements import Announcement
from bot.store.engine import Store


class PlanService:
    """Reads the ledger for people."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock

    def ahead(self, since: datetime, until: datetime) -> list[PlanItem]:
        """What is owed in [since, until]: planned countdowns by message, people counted by step,
        other rows one by one."""
        program = self.programs.require()
        others = [
            item
            for item in self._rows(since, until, State.PLANNED, State.CLAIMED)
            if item.kind != "countdown"
        ]
        people = self._people(program, others, since, until)
        return sorted([*plan_of(program, since, until), *people], key=lambda item: item.at)

    def coming(self, most: int) -> list[PlanItem]:
        """The next messages that the ledger owes, in order, with the words they would have."""
        program = self.programs.require()
        waiting = tables.ledger.c.state.in_([State.PLANNED, State.CLAIMED])
        found = self._found(program, waiting, limit=4 * most)
        now = self.clock.now()
        until = found[most - 1].at if len(found) >= most else now + FORESIGHT
        found = sorted(self._people(program, found, now, until), key=lambda item: item.at)
        return [worded(program, item) for item in found[:most]]

    def _people(
        self, program: Program, found: list[PlanItem], since: datetime, until: datetime
    ) -> list[PlanItem]:
        """The items with what people are to be told in [since, until] as their wishes have it: the
        ledger knows of the next days alone."""
        if until < since:
            return found
        kept = [
            item
            for item in found
            if item.kind != Kind.REMINDER or item.at < since or not item.step.isdecimal()
        ]
        with self.store.read() as connection:
            people = people_ahead(connection, self.programs.id, program, since, until)
        return [*kept, *of_people(program, people, self.clock.now())]

    def past(self, since: datetime, until: datetime) -> list[PlanItem]:
        """The ledger in [since, until], with what became of each message."""
        return self._rows(since, until)

    def why(self, track: str) -> list[PlanItem]:
        """Every countdown of a track: sent, skipped, cancelled or still due, and the reason; each
        deadline by itself.

        People who are told in person are counted, never named.
        """
        return self._found(
            self.programs.require(),
            # Announcements have subjects of the same form.
            tables.ledger.c.kind.in_([Kind.COUNTDOWN, Kind.REMINDER, Kind.CHANGE]),
            tables.ledger.c.subject.startswith(f"{track}/", autoescape=True),
            apart=True,
        )

    def next_due(self) -> datetime | None:
        """When the next planned row is due; None where nothing is planned."""
        with self.store.read() as connection:
            return ledger.next_due(connection, self.programs.id)

    def _rows(self, since: datetime, until: datetime, *states: State) -> list[PlanItem]:
        table = tables.ledger
        where = [table.c.due >= since, table.c.due <= until]
        if states:
            where.append(table.c.state.in_(states))
        return self._found(self.programs.require(), *where)

    def _found(
        self,
        program: Program,
        *where: ColumnElement[bool],
        limit: int | None = None,
        apart: bool = False,
    ) -> list[PlanItem]:
        """The messages that meet every condition, in order; direct ones counted by people."""
        now = self.clock.now()
        with self.store.read() as connection:
            rows = ledger.find(
                connection, self.programs.id, not_(told.of_person()), *where, limit=limit
            )
            texts = self._texts(connection, program, rows)
            people = told.people(connection, self.programs.id, *where)
        told_to_all = items(program, rows, texts, now, apart=apart)
        found = [*told_to_all, *of_people(program, people, now)]
        return sorted(found, key=lambda item: item.at)

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
            case kind if kind is Kind.REVIEW or kind in ANNOUNCED:
                number = int(row.subject.partition("/")[2])
                found = announcements.get(connection, self.programs.id, number)
                return _announced(program, found, row) if found else None
        return None


def _announced(program: Program, found: Announcement, row: Row) -> str | None:
    """A post of an announcement, or what its card says before anybody has decided."""
    if row.kind is not Kind.REVIEW:
        texts = found.posts.get(row.destination.code, [])
        here = row.revision == found.revision and int(row.step) < len(texts)
        return texts[int(row.step)] if here else None
    award = program.awards_by_key.get(found.subject.removeprefix("award/"))
    title = found.title or (f"award to {award.recipient}" if award else found.subject)
    posts = (
        f"{review.place(code)}:\n{text}"
        for code, texts in review.in_order(found.posts)
        for text in texts
    )
    return "\n".join([f"Review: {title}", *posts])
