"""Messages of the plan and of the ledger as people and scripts read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain import planning
from bot.domain.fate import fate, fate_of_people
from bot.domain.ledger import UNSENT, Kind, People, Row
from bot.domain.model import Deadline, Program
from bot.domain.money import count
from bot.domain.planning import PlannedMessage
from bot.domain.spans import plain_text
from bot.domain.steps import CLOSED
from bot.render.countdown import countdown_lines
from bot.services.composing import facts


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
    # What became of it, in a sentence; empty for what is only asked for.
    why: str = ""
    link: str | None = None

    def to_json(self, program: Program) -> dict[str, Any]:
        """One line of JSON; `at` in the program's zone."""
        item: dict[str, Any] = {
            "at": self.at.astimezone(program.zone).isoformat(),
            "destination": self.destination,
            "kind": self.kind,
            "text": self.text,
        }
        if self.kind in {Kind.COUNTDOWN, Kind.REMINDER}:
            item["deadlines"] = list(self.deadlines)
        item |= {"state": self.state, "reason": self.reason, "link": self.link}
        return item | ({"why": self.why} if self.why else {})


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
        reason=message.reason,
    )


def _current(program: Program, row: Row) -> Deadline | None:
    """The deadline that a row is about, where it still closes when it did for the row."""
    deadline = planning.find_deadline(program, row.subject, row.due)
    return deadline if deadline is not None and deadline.revision == row.revision else None


def items(
    program: Program, rows: Sequence[Row], texts: Mapping[int, str], now: datetime
) -> list[PlanItem]:
    """Rows as items; those that one message stands for come together. `texts` has the words of rows
    that wait, by their ids."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        # Why a row waits, or was moved, divides no message.
        reason = "" if row.state in UNSENT else row.reason
        key = (row.due, row.destination, row.kind, row.state, reason, row.external_id)
        alone = () if row.kind == "countdown" else (row.id,)
        groups.setdefault((*key, *alone), []).append(row)
    return [_past_item(program, same, texts, now) for same in groups.values()]


def worded(program: Program, item: PlanItem) -> PlanItem:
    """A countdown that is still to come, with the words it would have were it sent on time."""
    if item.kind != "countdown" or not item.about:
        return item
    return replace(item, text=plain_text(countdown_lines(program, item.about, item.at)))


def _past_item(
    program: Program, rows: Sequence[Row], texts: Mapping[int, str], now: datetime
) -> PlanItem:
    first = rows[0]
    # What was said of a date that has moved since is in the text; the new date was not in it.
    found = [_current(program, row) for row in rows]
    said = texts.get(first.id) or (first.payload or {}).get("text")
    said = said or ", ".join(row.subject for row in rows)
    known = [
        _told(row) or (facts(program, deadline, first.due) if deadline else None)
        for row, deadline in zip(rows, found, strict=True)
    ]
    return PlanItem(
        at=first.due,
        destination=str(first.destination),
        kind=first.kind,
        text=said,
        deadlines=tuple(one for one in known if one is not None),
        about=tuple(
            deadline
            for row, deadline in zip(rows, found, strict=True)
            if deadline is not None and (deadline.closes.at <= first.due) == (row.step == CLOSED)
        ),
        state=first.state,
        reason="; ".join(dict.fromkeys(row.reason for row in rows if row.reason)),
        why=" ".join(dict.fromkeys(fate(program, row, now) for row in rows)),
        link=first.link,
    )


def _told(row: Row) -> dict[str, Any] | None:
    """The deadline as it was when a row was sent, where it was and has kept it."""
    kept: dict[str, Any] = (row.payload or {}).get("deadlines", {}).get(row.subject)
    return kept and {name: kept[name] for name in ("track", "label", "closes", "days_left")}


def of_people(program: Program, people: Iterable[People], now: datetime) -> list[PlanItem]:
    """Direct messages as items, one for each step and fate, whoever they are."""
    found = []
    for some in people:
        deadline = planning.find_deadline(program, some.subject, some.first)
        if deadline is not None and deadline.revision != some.revision:
            deadline = None
        ahead = deadline is not None and some.first < deadline.closes.at
        words = countdown_lines(program, [deadline], some.first) if deadline and ahead else []
        found.append(
            PlanItem(
                at=some.first,
                destination=count(some.number, "person", "people"),
                kind=some.kind,
                text=plain_text(words) or some.subject,
                deadlines=(facts(program, deadline, some.first),) if deadline else (),
                state=some.state,
                reason=some.reason,
                why=fate_of_people(program, some, now),
            )
        )
    return found
