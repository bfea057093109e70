"""From the text of a program file to checked entries, with the place of every mistake.

YAML is read node by node, so that each value keeps its line, dates keep the words they were
written in, and a key that is given twice is noticed.
"""

import re
from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from bot.domain.document import ProgramFile
from bot.errors import UserError

MAX_BYTES = 10_000_000
MAX_NODES = 400_000
MAX_DEPTH = 20
TOO_LARGE = "too large or too deeply nested for a program"

# What stands in for required values while the rest is checked; words get a number, to be unique.
STAND_INS: dict[str, str | int] = {
    "timezone": "UTC",
    "currency": "USD",
    "amount": 0,
    "awarded": "2000-01-01",
}

# What pydantic calls otherwise, in words for the person who wrote the file.
EXPECTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "model_type": "keys with their values",
    "string_pattern_mismatch": "a currency code of ISO 4217 in capitals, such as USD",
}
# Lists of numbers and words, of which a single one is easily written without its brackets.
_OF_WORDS = frozenset({"days_before", "holidays", "announce_in", "aliases", "questions"})

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a program file: where it is, and what was expected there."""

    path: Path
    message: str
    line: int | None = None

    @property
    def field(self) -> str:
        """The place in words: `tracks[0].deadlines[1].closes`."""
        name = ""
        for part in self.path:
            name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
        return name


class ProgramFileError(UserError):
    """A program file that cannot be used; every mistake in it is in `problems`."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda p: (p.line or 0, p.field))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """A line for each mistake: `moss.yaml:12: tracks[0].status: expected …`."""
        return [
            ":".join(
                part
                for part in (self.name, str(p.line or ""), f" {p.field}" if p.path else "")
                if part
            )
            + f": {p.message}"
            for p in self.problems
        ]


class Source:
    """The data of a YAML text and the line of each of its values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.line_of: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.track_keys: set[str] = set()
        self._nodes = 0
        self._left_out: set[Path] = set()
        self._numbers = count()
        # Of each list, which of its items were left out, in order.
        self._gone: dict[Path, list[int]] = {}

    def locate(self, problem: Problem) -> Problem:
        """The problem at its place in the file, with the line there or of what is around it."""
        here = place = self.place(problem.path)
        while here and here not in self.line_of:
            here = here[:-1]
        return Problem(place, problem.message, self.line_of.get(here, problem.line))

    def leave_out(self, data: Any, errors: Iterable[ErrorDetails]) -> None:
        """Notes mistakes of form and takes what has them out of the data."""
        wrong: dict[Path, bool] = {}
        for error in errors:
            path = tuple(error["loc"])
            if self.place(path) not in self._left_out:
                self.problems.append(self.locate(Problem(path, message_of(error))))
            wrong[path] = error["type"] == "missing"
        outermost = [p for p in wrong if not any(p[:n] in wrong for n in range(len(p)))]
        places = [self.place(path) for path in outermost]
        self._left_out.update(places)
        # From the end, so that leaving one item out does not move those still to come.
        for path, place in zip(reversed(outermost), reversed(places), strict=True):
            holder = data
            for part in path[:-1]:
                holder = holder[part]
            if wrong[path]:
                holder[path[-1]] = self._stand_in(str(path[-1]))
                continue
            del holder[path[-1]]
            if isinstance(place[-1], int):
                insort(self._gone.setdefault(place[:-1], []), place[-1])

    def _stand_in(self, field: str) -> Any:
        if field == "program":
            return {}
        return STAND_INS.get(field, f"stand-in-{next(self._numbers)}")

    def place(self, path: Path) -> Path:
        """Where something stands in the file, given where it stands in what was not left out."""
        place: Path = ()
        for part in path:
            if isinstance(part, int):
                for gone in self._gone.get(place, ()):
                    if gone > part:
                        break
                    part += 1  # noqa: PLW2901
            place = (*place, part)
        return place

    def refuse(self, problems: Iterable[Problem]) -> ProgramFileError:
        """The error that reports these problems, and those noticed while reading."""
        # What was left out for a mistake is not missing.
        told = {problem.path for problem in self.problems}
        found = (problem for problem in map(self.locate, problems) if problem.path not in told)
        return ProgramFileError(self.name, dict.fromkeys([*self.problems, *found]))

    def value(self, node: yaml.Node, path: Path) -> Any:
        """What a YAML node holds; remembers its line under `path`."""
        line = node.start_mark.line + 1
        self.line_of.setdefault(path, line)
        self._nodes += 1
        if self._nodes > MAX_NODES or len(path) > MAX_DEPTH:
            raise ProgramFileError(self.name, [Problem((), TOO_LARGE, line)])
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                line = key_node.start_mark.line + 1
                self.problems.append(Problem((*path, key), "is given twice", line))
            found[key] = self.value(value_node, (*path, key))
        return found


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    match node.tag:
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool":
            return text.lower() in {"true", "yes", "on"}
        # YAML takes 010 for eight; nobody who writes an amount does.
        case "tag:yaml.org,2002:int" if not re.fullmatch(r"[-+]?0[0-9_]+", text):
            try:
                return yaml.SafeLoader("").construct_yaml_int(node)
            except (ValueError, IndexError):
                return text
        # A float keeps its digits (pydantic reads them as Decimal), a date its words.
        case _:
            return text


def load(text: str, name: str) -> tuple[Any, Source]:
    """The data of a YAML text, and where each value stands.

    Raises ProgramFileError where the text is too large or is not YAML.
    """
    source = Source(name)
    if len(text) > MAX_BYTES:
        raise ProgramFileError(name, [Problem((), f"is larger than {MAX_BYTES:,} characters")])
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_depth(text, name, loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        what = exc.problem or exc.context or "not readable"
        if re.search(r"[\[,-]\s*#\w", text):
            what += ' (a bare # begins a comment; put channel names in quotes, "#moss")'
        raise ProgramFileError(
            name, [Problem((), f"is not YAML: {what}", mark.line + 1 if mark else None)]
        ) from None
    except yaml.reader.ReaderError as exc:
        line = text.count("\n", 0, exc.position) + 1
        raise ProgramFileError(
            name, [Problem((), f"is not YAML: character {_codepoint(exc)} is not allowed", line)]
        ) from None
    except UnicodeEncodeError as exc:
        line = text.count("\n", 0, exc.start) + 1
        raise ProgramFileError(
            name, [Problem((), "is not YAML: half a character, which UTF-8 cannot hold", line)]
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise ProgramFileError(
            name, [Problem((), "is empty; expected `program:`, `tracks:` and `awards:`", 1)]
        )
    data = source.value(node, ())
    tracks = data.get("tracks")
    if isinstance(tracks, list):
        source.track_keys = {str(t["key"]) for t in tracks if isinstance(t, dict) and "key" in t}
    return data, source


def _check_depth(text: str, name: str, loader: Any) -> None:
    """Refuses what is nested too deeply before it is composed, which recurses in C and crashes."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise ProgramFileError(name, [Problem((), TOO_LARGE, line)])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _codepoint(error: yaml.reader.ReaderError) -> str:
    code = error.character
    return f"U+{code if isinstance(code, int) else ord(code):04X}"


def parse(text: str, name: str) -> tuple[ProgramFile, Source]:
    """The entries of a program file, and where they stand.

    Mistakes of form are noted in the source's `problems`, and what has them is left out of the
    entries, so that the caller can check the rest and report everything at once. Raises
    ProgramFileError where nothing could be read.
    """
    data, source = load(text, name)
    while True:
        try:
            return ProgramFile.model_validate(data), source
        except ValidationError as exc:
            source.leave_out(data, exc.errors())


def message_of(error: ErrorDetails) -> str:
    """What pydantic found, in words for the person who wrote the file."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return _unknown_key(error)
    if kind == "value_error":
        return str(context["error"])
    if isinstance(error["input"], str) and context.keys() & {"min_length", "max_length"}:
        most = context.get("max_length")
        return f"is longer than {most} characters" if most else "is empty"
    return _expectation(error)


def _expectation(error: ErrorDetails) -> str:
    kind, shown = error["type"], repr(error["input"])[:60]
    if kind == "literal_error":
        return f"expected {error['ctx']['expected']}, not {error['input']!r}"
    if kind in EXPECTED:
        return f"expected {EXPECTED[kind]}, not {shown}"
    if kind == "list_type":
        hint = f"; write [{shown}]" if error["loc"][-1] in _OF_WORDS else ""
        return f"expected a list, not {shown}{hint}"
    return f"{error['msg'].replace('Input should', 'should')}, not {shown}"


def _unknown_key(error: ErrorDetails) -> str:
    key = str(error["loc"][-1])
    known = _known_keys(tuple(error["loc"][:-1]))
    near = process.extractOne(key, known, score_cutoff=60)
    hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}"
    return f"unknown key; {hint}"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return ProgramFile.model_json_schema()


def _known_keys(path: Path) -> list[str]:
    schema = _schema()
    here: dict[str, Any] = schema
    for part in path:
        here = here["items"] if isinstance(part, int) else here["properties"][part]
        here = next((o for o in here.get("anyOf", []) if "$ref" in o or "items" in o), here)
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[1]]
    return list(here["properties"])
