"""Messages of the plan and of the ledger as people and scripts read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import planning
from bot.domain.fate import fate, fate_of_people
from bot.domain.ledger import UNSENT, Kind, People, Row
from bot.domain.model import Deadline, Program
from bot.domain.moments import START_OF_DAY, instant
from bot.domain.money import count
from bot.domain.planning import PlannedMessage, by_close
from bot.domain.spans import plain_text
from bot.domain.steps import CLOSED, in_words
from bot.render.countdown import countdown_lines
from bot.services.composing import facts

# A deadline and the number of its date.
Dated = tuple[str, int]
DATED = frozenset({Kind.COUNTDOWN, Kind.REMINDER})


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
    # Of which deadline ("track/key"), which of its dates and which step it is.
    subject: str = ""
    revision: int = 0
    step: str = ""

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
    program: Program,
    rows: Sequence[Row],
    texts: Mapping[int, str],
    now: datetime,
    *,
    apart: bool = False,
) -> list[PlanItem]:
    """Rows as items; those that one message stands for come together, but for `apart`. `texts` has
    the words of rows that wait, by their ids."""
    dates = _dates(rows)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        # Why a row waits, or was moved, divides no message.
        reason = "" if row.state in UNSENT else row.reason
        key = (row.due, row.destination, row.kind, row.state, reason, row.external_id)
        alone = () if row.kind == "countdown" and not apart else (row.id,)
        groups.setdefault((*key, *alone), []).append(row)
    return [_past_item(program, same, texts, dates, now) for same in groups.values()]


def worded(program: Program, item: PlanItem) -> PlanItem:
    """A countdown that is still to come, with the words it would have were it sent on time."""
    if item.kind != "countdown" or not item.about:
        return item
    return replace(item, text=plain_text(countdown_lines(program, item.about, item.at)))


def _past_item(
    program: Program,
    rows: Sequence[Row],
    texts: Mapping[int, str],
    dates: Mapping[Dated, dict[str, Any]],
    now: datetime,
) -> PlanItem:
    first = rows[0]
    # What was said of a date that has moved since is in the text; the new date was not in it.
    found = [_current(program, row) for row in rows]
    said = texts.get(first.id) or (first.payload or {}).get("text")
    about = tuple(
        deadline
        for row, deadline in zip(rows, found, strict=True)
        if deadline is not None and (deadline.closes.at <= first.due) == (row.step == CLOSED)
    )
    if not said and first.kind in DATED and about:
        said = plain_text(countdown_lines(program, by_close(about), first.due))
    said = said or "; ".join(
        called(program, row.subject, row.step, dates.get((row.subject, row.revision)))
        for row in rows
    )
    known = [
        _told(row)
        or (facts(program, deadline, first.due) if deadline else None)
        or _counted(dates.get((row.subject, row.revision)), row.step)
        for row, deadline in zip(rows, found, strict=True)
    ]
    return PlanItem(
        at=first.due,
        destination=str(first.destination),
        kind=first.kind,
        text=said,
        deadlines=tuple(one for one in known if one is not None),
        about=about,
        state=first.state,
        reason="; ".join(dict.fromkeys(row.reason for row in rows if row.reason)),
        why=" ".join(dict.fromkeys(fate(program, row, now) for row in rows)),
        link=first.link,
        subject=first.subject,
        revision=first.revision,
        step=first.step,
    )


def _dates(rows: Iterable[Row]) -> dict[Dated, dict[str, Any]]:
    """What the rows have kept of deadlines, those of old dates, too."""
    found = {(row.subject, row.revision): _told(row) for row in rows if row.kind in DATED}
    return {dated: known for dated, known in found.items() if known}


def _counted(known: dict[str, Any] | None, step: str) -> dict[str, Any] | None:
    """The same deadline at another of its steps."""
    return known and {**known, "days_left": int(step) if step.isdecimal() else 0}


def called(program: Program, subject: str, step: str, known: dict[str, Any] | None = None) -> str:
    """A message by its deadline and its step: "Papers, spring batch: eight days before"."""
    track, _, key = subject.partition("/")
    there = program.tracks_by_key.get(track)
    labels = (d.label for d in there.deadlines if d.subject == subject) if there else iter(())
    label = known["label"] if known else next(labels, key)
    return f"{there.name if there else track}, {label}: {in_words(step)}"


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
        found.append(
            PlanItem(
                at=some.first,
                destination=f"{count(some.number, 'person', 'people')} by direct message",
                kind=some.kind,
                text=_said_to_people(program, some, deadline),
                deadlines=_facts_of_people(program, some, deadline),
                state=some.state,
                reason=some.reason,
                why=fate_of_people(program, some, now),
                subject=some.subject,
                revision=some.revision,
                step=some.step,
            )
        )
    return found


def _said_to_people(program: Program, some: People, deadline: Deadline | None) -> str:
    """What they read: each in a zone of their own, so it is the step that counts the days."""
    if deadline is None or some.first >= deadline.closes.at:
        return called(program, some.subject, some.step)
    at = some.first
    if some.step.isdecimal() and int(some.step):
        day = program.closing_day(deadline) - timedelta(days=int(some.step))
        at = instant(day, START_OF_DAY, program.zone)
    return plain_text(countdown_lines(program, [deadline], at))


def _facts_of_people(
    program: Program, some: People, deadline: Deadline | None
) -> tuple[dict[str, Any], ...]:
    if deadline is None:
        return ()
    known = facts(program, deadline, some.first)
    return (known | {"days_left": int(some.step)} if some.step.isdecimal() else known,)
