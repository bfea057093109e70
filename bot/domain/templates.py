"""The words of countdowns as templates: what stands in each, and what is wrong with one.

A template is text with fields in braces, `{left}`, and words between stars, `*like these*`, which
are bold. Its first line is said once for all tracks of which the same is true, the lines after it
for each close. Values are put in as spans (see `bot/domain/spans.py`), never into the text, so that
nothing in a name can be taken for a field or for markup.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from rapidfuzz import process

from bot.domain.spans import Line, Span, Strong

MAX_TEMPLATE = 600
# What each template may say, by its key in the program file.
_COMMON = ("left", "tracks", "label", "closes", "apply")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "days": _COMMON,
    "week": _COMMON,
    "tomorrow": _COMMON,
    "today": _COMMON,
    "closed": ("tracks", "label", "closes", "next", "apply"),
    "moved": ("left", "tracks", "label", "moved", "before", "closes", "apply"),
}
# Fields that are words of ours or a label: a capital, where they begin a line or a sentence.
_CAPITAL = frozenset({"left", "label", "next", "moved", "closes"})
_BOLD = re.compile(r"\*(?=\S)([^*]*[^\s*])\*")
# A star between spaces is a star.
_LONE_STAR = re.compile(r"\*(?=\S)|(?<=\S)\*")
_FIELD = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"[.!?]\s+$")
# What may come to nothing: a link that there is not, and what shows nothing by itself.
_NOTHING = re.compile(r"\{apply\}|[*\s]")
_PART = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}]*)\}|(?P<lone>[{}])|[^{}]+")


@dataclass(frozen=True, slots=True)
class Templates:
    """The words of each step. What nobody has written otherwise is as it stands here."""

    days: str = "*{left}* for {tracks}\n{label}: closes {closes}. {apply}"
    week: str = "*One week left* for {tracks}\n{label}: closes {closes}. {apply}"
    tomorrow: str = "*{left}* for {tracks}\n{label}: closes {closes}. {apply}"
    today: str = "*Today: {left}* for {tracks}\n{label}: closes {closes}. {apply}"
    closed: str = "*Closed* for {tracks}\n{label}: closed on {closes}; {next}."
    moved: str = (
        "*New date for {tracks}* — {label}\n{moved} from {before} to *{closes}*: {left}. {apply}"
    )


USUAL = Templates()
KEYS = tuple(one.name for one in fields(Templates))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a template: literal text, or the name of a field."""

    text: str
    is_field: bool = False
    bold: bool = False


def check(key: str, text: str) -> str:
    """The text itself. Raises ValueError that says what is wrong with it as that template."""
    known = FIELDS[key]
    for found in _PART.finditer(text):
        if found["lone"]:
            raise ValueError(
                f"has a {found[0]} without its partner; "
                f"fields are written {{{known[0]}}}, a brace itself {found[0] * 2}"
            )
        if found["field"] is not None and found["field"] not in known:
            near = process.extractOne(found["field"], known, score_cutoff=60)
            hint = f"did you mean {{{near[0]}}}?" if near else f"known here: {_list(known)}"
            raise ValueError(f"has an unknown field, {found[0]}; {hint}")
    if any(_LONE_STAR.search(_BOLD.sub("", line)) for line in text.splitlines()):
        raise ValueError("has a * without its partner; what stands *between two* on a line is bold")
    if not _NOTHING.sub("", text):
        raise ValueError("says nothing where there is no link; name the tracks, {tracks}")
    said = {found["field"] for found in _PART.finditer(text)}
    if not said & {"tracks", "label"} and not re.search(r"\w", _FIELD.sub("", text)):
        raise ValueError("does not say what it is about; name the tracks, {tracks}")
    return text


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[tuple[Part, ...], ...]:
    """The parts of each line of a template that has been checked; empty lines are left out."""
    return tuple(tuple(_parts(line)) for line in text.splitlines() if line.strip())


def _parts(line: str) -> Iterator[Part]:
    end = 0
    for bold in _BOLD.finditer(line):
        yield from _pieces(line[end : bold.start()], bold=False)
        yield from _pieces(bold[1], bold=True)
        end = bold.end()
    yield from _pieces(line[end:], bold=False)


def _pieces(text: str, *, bold: bool) -> Iterator[Part]:
    for found in _PART.finditer(text):
        if found["field"] is not None:
            yield Part(found["field"], is_field=True, bold=bold)
        else:
            yield Part(found[0][0] if found[0] in {"{{", "}}"} else found[0], bold=bold)


def names(line: Sequence[Part]) -> frozenset[str]:
    """The fields of a line."""
    return frozenset(part.text for part in line if part.is_field)


def fill(line: Sequence[Part], values: Mapping[str, Line]) -> Line:
    """A line with its values. What is empty leaves no space behind at the end."""
    spans: list[Span] = []
    for part in line:
        found = values[part.text] if part.is_field else (part.text,)
        if part.is_field and part.text in _CAPITAL and _begins(spans):
            found = _capital(found)
        for span in found:
            _append(spans, Strong(span) if part.bold and isinstance(span, str) else span)
    while spans and isinstance(spans[-1], str) and not spans[-1].strip():
        spans.pop()
    if spans and isinstance(spans[-1], str):
        spans[-1] = spans[-1].rstrip()
    return tuple(spans)


def _append(spans: list[Span], span: Span) -> None:
    """Adds a span; what is alike beside each other becomes one."""
    last = spans[-1] if spans else None
    if isinstance(last, str) and isinstance(span, str):
        spans[-1] = last + span
    elif isinstance(last, Strong) and isinstance(span, Strong):
        spans[-1] = Strong(last.text + span.text)
    elif span != "":
        spans.append(span)


def _begins(spans: Sequence[Span]) -> bool:
    """Whether a sentence begins after what there is of a line."""
    last = spans[-1] if spans else ""
    return not spans or _SENTENCE_END.search(last if isinstance(last, str) else "") is not None


def _capital(found: Line) -> Line:
    first, *rest = found or ("",)
    return (first[:1].upper() + first[1:], *rest) if isinstance(first, str) else found
