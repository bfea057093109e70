"""What differs between two states of a program's entries, record by record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from bot.domain.document import ProgramFile
from bot.domain.export import to_json
from bot.domain.model import Program

Kind = Literal["program", "track", "deadline", "award", "answer"]
Record = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One record that was added, removed or changed; `fields` has (before, after) by name."""

    kind: Kind
    key: str
    what: Literal["added", "changed", "removed"]
    fields: dict[str, tuple[Any, Any]]

    def text(self) -> str:
        """A line for people: `~ track ft: status open -> paused`."""
        sign = {"added": "+", "changed": "~", "removed": "-"}[self.what]
        head = f"{sign} {self.kind}{' ' + self.key if self.key else ''}"
        if self.what != "changed":
            return head
        return f"{head}: " + "; ".join(
            f"{name} {_shown(before)} -> {_shown(after)}"
            for name, (before, after) in self.fields.items()
        )


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def records(file: ProgramFile) -> dict[Record, dict[str, Any]]:
    """Every record of a file as JSON data by its kind and key, in the order of the file."""
    found: dict[Record, dict[str, Any]] = {("program", ""): to_json(file.program)}
    for track in file.tracks:
        found["track", track.key] = _without(track, "deadlines")
        for deadline in track.deadlines:
            found["deadline", f"{track.key}/{deadline.identity}"] = to_json(deadline)
    for award in file.awards:
        found["award", award.identity] = to_json(award)
    for answer in file.answers:
        found["answer", answer.identity] = to_json(answer)
    return found


def _without(entry: BaseModel, field: str) -> dict[str, Any]:
    return {name: value for name, value in to_json(entry).items() if name != field}


def compare(before: ProgramFile | None, after: ProgramFile) -> list[Change]:
    """What a program that holds `before` has to change to hold `after`."""
    old = records(before) if before else {}
    new = records(after)
    return [*_additions_and_changes(old, new), *_removals(old, new)]


def _additions_and_changes(
    old: dict[Record, dict[str, Any]], new: dict[Record, dict[str, Any]]
) -> Iterator[Change]:
    for (kind, key), body in new.items():
        was = old.get((kind, key))
        if was is None:
            yield Change(kind, key, "added", {})
        elif was != body:
            names = [name for name in {**was, **body} if was.get(name) != body.get(name)]
            yield Change(
                kind, key, "changed", {name: (was.get(name), body.get(name)) for name in names}
            )


def _removals(
    old: dict[Record, dict[str, Any]], new: dict[Record, dict[str, Any]]
) -> Iterator[Change]:
    return (Change(kind, key, "removed", {}) for kind, key in old if (kind, key) not in new)


def moved_closes(before: Program | None, after: Program) -> frozenset[str]:
    """The deadlines ("track/key") whose close is another than before, which alone raises their
    revision.

    Instants are compared, not words: a change of the program's zone moves every bare date, and
    the same instant said in another way moves nothing.
    """
    old, new = _closes(before) if before else {}, _closes(after)
    return frozenset(subject for subject in new if subject in old and old[subject] != new[subject])


def _closes(program: Program) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for track in program.tracks:
        found |= {d.subject: (d.closes.at, program.closing_day(d)) for d in track.deadlines}
        found |= {f"{s.track}/{s.key}": (s.rule, s.starts, s.zone) for s in track.series}
    return found
