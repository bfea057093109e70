"""Links, mentions and tags of a text, as Bluesky wants them told: in bytes of UTF-8.

https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from bot.domain.graphemes import bare, graphemes
from bot.domain.weight import link_spans

# A link ends at a space, or at what ends a clause in scripts that write without spaces.
_LINK = regex.compile(r"https?://[^\s<>\"、。，！？；：「」『』（）]+", regex.IGNORECASE)
# A handle is a domain: https://atproto.com/specs/handle
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_MENTION = regex.compile(rf"(?<![^\s(])@((?:{_LABEL}\.)+(?=[a-zA-Z]){_LABEL})(?![\w@-])")
# https://github.com/bluesky-social/atproto/blob/main/packages/api/src/rich-text/util.ts
_TAG = regex.compile(
    r"(?<![^\s(])#([\p{L}\p{Extended_Pictographic}][\p{L}\p{M}\p{Extended_Pictographic}\d\u200d\ufe0f_-]*)"
)
# https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json
_MOST_OF_TAG, _MOST_BYTES_OF_TAG = 64, 640


FacetKind = Literal["link", "mention", "tag"]


@dataclass(frozen=True, slots=True)
class Facet:
    """A link, a mention or a tag from byte `start` to before byte `end`. `value` is the address,
    the handle without its @, or the tag without its #."""

    kind: FacetKind
    start: int
    end: int
    value: str


def facets(text: str) -> list[Facet]:
    """The facets of a text in order, none over another."""
    found: list[_Found] = []
    for one in (
        *_addresses(text),
        *_domains(text),
        *_matches("mention", _MENTION, text),
        *_tags(text),
    ):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    found.sort(key=lambda one: one.start)
    return [Facet(f.kind, _bytes(text[: f.start]), _bytes(text[: f.end]), f.value) for f in found]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a facet will be, in characters."""

    kind: FacetKind
    start: int
    end: int
    value: str


def _addresses(text: str) -> Iterator[_Found]:
    for match in _LINK.finditer(text):
        address = bare(match[0])
        yield _Found("link", match.start(), match.start() + len(address), address)


def _domains(text: str) -> Iterator[_Found]:
    """Links without https://, where a word begins: example.org/apply."""
    for start, end in link_spans(text):
        if start == 0 or text[start - 1].isspace() or text[start - 1] == "(":
            yield _Found("link", start, end, f"https://{text[start:end]}")


def _matches(kind: FacetKind, pattern: regex.Pattern[str], text: str) -> Iterator[_Found]:
    for match in pattern.finditer(text):
        yield _Found(kind, match.start(), match.end(), match[1])


def _tags(text: str) -> Iterator[_Found]:
    for one in _matches("tag", _TAG, text):
        if graphemes(one.value) <= _MOST_OF_TAG and _bytes(one.value) <= _MOST_BYTES_OF_TAG:
            yield one


def _bytes(text: str) -> int:
    return len(text.encode())
