"""A text as its readers see it: in graphemes, and in what must not be cut."""

import re

import regex

from bot.domain.weight import link_spans

_GRAPHEME = regex.compile(r"\X")
# What begins like a link is one to its readers, even where X knows no such domain. Beyond ASCII
# it ends, for in scripts without spaces the next word follows right after it.
_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_MENTION = re.compile(r"@[\w-]+(?:\.[\w-]+)*(?:@[\w-]+(?:\.[\w-]+)+)?")
_ENDING = re.compile(r"[.,;:!?'\"]+$")

Span = tuple[int, int]


def graphemes(text: str) -> int:
    """How many graphemes a text has (UAX 29)."""
    return len(_GRAPHEME.findall(text))


def bounds(text: str) -> list[int]:
    """Where its graphemes begin, and the end of the text."""
    return [*(found.start() for found in _GRAPHEME.finditer(text)), len(text)]


def whole_spans(text: str) -> list[Span]:
    """What is never cut: links and mentions, in order, without overlap."""
    found = [*link_spans(text), *addresses(text), *(m.span() for m in _MENTION.finditer(text))]
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def addresses(text: str) -> list[Span]:
    """Where addresses with http:// or https:// are, without the sentence's own punctuation."""
    return [(m.start(), m.start() + len(bare(m[0]))) for m in _ADDRESS.finditer(text)]


def bare(address: str) -> str:
    """An address without what belongs to the sentence: a full stop, a bracket of which only the
    second half is in it."""
    before = ""
    while before != address:
        before = address
        address = _ENDING.sub("", address)
        if address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1]
    return address
