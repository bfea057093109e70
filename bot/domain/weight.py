"""How long X takes a text to be, and what it takes for a link, by the rules of twitter-text."""

import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import ModuleType
from typing import Any


def _resource_string(package: str, name: str) -> bytes:
    """What `pkg_resources.resource_string` does, for a file beside a module."""
    return files(package.rpartition(".")[0]).joinpath(name).read_bytes()


def _parser() -> tuple[Callable[[str], Any], Callable[[str], list[dict[str, Any]]]]:
    """twitter-text-parser 3.0 reads its list of emoji through pkg_resources, which setuptools has
    dropped: where it is missing, the one function it needs stands in while it is imported."""
    if importlib.util.find_spec("pkg_resources") is not None:
        from twitter_text import extract_urls_with_indices, parse_tweet

        return parse_tweet, extract_urls_with_indices
    stand_in: Any = ModuleType("pkg_resources")
    stand_in.resource_string = _resource_string
    sys.modules["pkg_resources"] = stand_in
    try:
        from twitter_text import extract_urls_with_indices, parse_tweet
    finally:
        del sys.modules["pkg_resources"]
    return parse_tweet, extract_urls_with_indices


_parse, _links = _parser()


# No link or emoji goes over a space, and each character weighs the same wherever it stands: so a
# text weighs what its words weigh, which are looked at once. Each has the space before it, for on
# that depends where a link begins.
_WORD = re.compile(r"[ \t\r\n]?[^ \t\r\n]+|[ \t\r\n]")


@dataclass(frozen=True, slots=True)
class _Word:
    weight: int
    links: tuple[tuple[int, int], ...]


@lru_cache(maxsize=8192)
def _word(word: str) -> _Word:
    links = tuple((start, end) for start, end in (found["indices"] for found in _links(word)))
    return _Word(int(_parse(word).weightedLength), links)


def weighted_length(text: str) -> int:
    """Weighted characters: a link counts 23, most characters one, CJK and emoji two."""
    return sum(_word(word).weight for word in _WORD.findall(text.replace("\r\n", "\n")))


def link_spans(text: str) -> list[tuple[int, int]]:
    """Where the links of a text are, bare domains such as `example.org` included, in order."""
    return [
        (word.start() + start, word.start() + end)
        for word in _WORD.finditer(text)
        for start, end in _word(word[0]).links
    ]
