"""Calls by their number: "round two", "the second Coast Care round", "Call B".

A number that no call of the track has is not understood: the date of round 2 is no answer to a
question about round 3.
"""

from dataclasses import dataclass

from bot.domain.model import Program, Track
from bot.questions.mentions import Mention
from bot.questions.numbers import CALLS, MOST_CALLS, ordinal, with_figures
from bot.questions.words import Token, tokens

# How far behind "second" its "round" may stand: "the second Mission Partners application round".
_REACH = 6


@dataclass(frozen=True, slots=True)
class Numbered:
    """A call said by its number, the tokens that say so, and how it was written."""

    number: int
    places: tuple[int, ...]
    raw: str
    ranked: bool


def read_calls(
    words: list[Token], mentions: list[Mention], program: Program, free: list[bool]
) -> tuple[list[Mention], str | None]:
    """The call that is said by its number, and what was said where no track has such a call."""
    said = _after(words, free) or _ranked(words, free)
    keys = {name for m in mentions for kind, name in m.targets if kind == "track"}
    if said is None or any(kind == "label" for m in mentions for kind, _ in m.targets):
        return [], None
    tracks = [track for track in program.tracks if not keys or track.key in keys]
    numbered = [track for track in tracks if any(_numbers(track).values())]
    found = [
        ("label", f"{track.key}/{key}")
        for track in numbered
        for key, numbers in _numbers(track).items()
        if said.number in numbers
    ]
    if not numbered and said.ranked and len(keys) == 1:
        found = _in_order(tracks[0], said.number)
        if not found and tracks[0].series:
            return [], None
    elif not numbered and said.ranked:
        return [], None
    for place in said.places:
        free[place] = False
    if not found:
        return [], said.raw
    start, end = said.places[0], said.places[-1] + 1
    return [Mention(start, end if end - start == 2 else start + 1, frozenset(found))], None


def _after(words: list[Token], free: list[bool]) -> Numbered | None:
    """ "Round 3", "Call C"."""
    for at in range(1, len(words)):
        before, token = words[at - 1], words[at]
        if before.text not in CALLS or not (free[at] and free[at - 1]):
            continue
        raw = f"{before.raw} {token.raw}"
        if (
            token.text.isdecimal()
            and token.text.isascii()
            and 0 < int(token.text[:4]) <= MOST_CALLS
        ):
            return Numbered(int(token.text), (at - 1, at), raw, ranked=False)
        if len(token.raw) == 1 and token.raw.isascii() and token.raw.isupper() and token.raw != "I":
            return Numbered(ord(token.text) - ord("a") + 1, (at - 1, at), raw, ranked=False)
    return None


def _ranked(words: list[Token], free: list[bool]) -> Numbered | None:
    """ "The second round", "the 2nd Coast Care call"."""
    for at, token in enumerate(words):
        number = ordinal(token.text) if free[at] else None
        if not number or number > MOST_CALLS:
            continue
        for behind in range(at + 1, min(at + _REACH, len(words))):
            if free[behind] and words[behind].text in CALLS:
                raw = f"{token.raw} {words[behind].raw}"
                return Numbered(number, (at, behind), raw, ranked=True)
            if free[behind] and words[behind].text not in {"application", "funding", "grant"}:
                break
    return None


def _numbers(track: Track) -> dict[str, set[int]]:
    """The numbers in the labels of a track's calls, by their keys."""
    return {deadline.key: _in_label(deadline.label) for deadline in track.deadlines}


def _in_label(label: str) -> set[int]:
    found: set[int] = set()
    words = with_figures(tokens(label))
    for at, token in enumerate(words):
        before = words[at - 1].text if at else ""
        behind = words[at + 1].text if at + 1 < len(words) else ""
        rank = ordinal(token.text)
        if rank and behind in CALLS:
            found.add(rank)
        if before not in CALLS:
            continue
        if token.text.isdecimal() and 0 < int(token.text[:4]) <= MOST_CALLS:
            found.add(int(token.text))
        elif len(token.text) == 1 and "a" <= token.text <= "z":
            found.add(ord(token.text) - ord("a") + 1)
    return found


def _in_order(track: Track, number: int) -> list[tuple[str, str]]:
    """The second call of a track whose calls have no numbers; all of them in one year."""
    calls = sorted(track.deadlines, key=lambda deadline: deadline.closes.at)
    if track.series or len({call.closes.day.year for call in calls}) > 1 or number > len(calls):
        return []
    return [("label", f"{track.key}/{calls[number - 1].key}")]
