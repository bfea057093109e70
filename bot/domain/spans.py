"""Text that is not yet bound to a place: lines of spans.

The same line is read on a terminal, in Slack (with the reader's own time) and on a page. Whoever
renders it escapes it; nothing here is markup. See `bot/render/` for the places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the fact."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words; plain text shows the address alone."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class ReaderTime:
    """An instant in the reader's own time, beside the program's words for it.

    Places that do not know the reader's zone leave it out; the program's words stand before it.
    """

    at: datetime


Span = str | Strong | Link | ReaderTime
Line = tuple[Span, ...]


def plain(line: Iterable[Span]) -> str:
    """A line as plain text."""
    return "".join(_plain(span) for span in line)


def plain_text(lines: Iterable[Line]) -> str:
    """Lines as plain text, one a line."""
    return "\n".join(plain(line) for line in lines)


def _plain(span: Span) -> str:
    match span:
        case str():
            return span
        case Strong(text):
            return text
        case Link(url):
            return url
        case ReaderTime():
            return ""


def line(*spans: Span) -> Line:
    """A line of these spans."""
    return spans


def join(items: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    *head, tail = list(items) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail
