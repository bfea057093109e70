"""Which tracks somebody means by what they typed."""

import re

from rapidfuzz import process

from bot.domain.model import Program, Status, Track
from bot.errors import UserError

# How many names are said where nobody knows which was meant.
SAID = 10
# So many letters are compared with no name: too many are near.
SHORT = 3
_BETWEEN = re.compile(r"\s*(?:[,;&+/]|\band\b)\s*", re.IGNORECASE)
# "/remindme about FT", "/remindme me of the FT deadline".
_BEFORE = re.compile(
    r"^(?:please\s+)?(?:remind\s+)?(?:me\s+)?(?:(?:of|about|on|for)\s+)?(?:the\s+)?", re.IGNORECASE
)
_BEHIND = re.compile(r"(?:\s+(?:deadlines?|track|please))+$", re.IGNORECASE)


def tracks_to_remind_of(program: Program, words: str) -> list[Track]:
    """The tracks of these names, aliases or keys, each once: "FT", "about FT and MP".

    Raises UserError that names those that are near, or says that there is nothing to be reminded
    of.
    """
    called = _names(program)
    wanted = " ".join(words.split())
    bare = _BEHIND.sub("", _BEFORE.sub("", wanted))
    for name in (wanted, bare):
        if name.casefold() in called:
            return [_open(called[name.casefold()])]
    names = _listed(called, bare)
    if not any(name.casefold() in called for name in names):
        # No list, but one name that nobody knows.
        names = [bare or wanted]
    found = [_called(program, called, name) for name in names]
    return [_open(track) for track in {track.key: track for track in found}.values()]


def is_track(program: Program, words: str) -> bool:
    """Whether that is what a track is called."""
    return " ".join(words.split()).casefold() in _names(program)


def _names(program: Program) -> dict[str, Track]:
    return {
        " ".join(name.split()).casefold(): track
        for track in program.tracks
        for name in (track.key, *track.aliases, track.name)
    }


def _listed(called: dict[str, Track], words: str) -> list[str]:
    """The names between commas and "and", which may be part of a name, too."""
    parts = [(found.start(), found.end()) for found in _BETWEEN.finditer(words)]
    starts, ends = [0, *(end for _, end in parts)], [*(start for start, _ in parts), len(words)]
    names: list[str] = []
    at = 0
    while at < len(starts):
        for last in reversed(range(at, len(ends))):
            name = words[starts[at] : ends[last]].strip()
            if last == at or name.casefold() in called:
                names += [name] if name else []
                at = last + 1
                break
    return names


def _called(program: Program, called: dict[str, Track], name: str) -> Track:
    track = called.get(name.casefold())
    if track is not None:
        return track
    near = process.extract(name.casefold(), list(called), score_cutoff=60, limit=3)
    meant = list(dict.fromkeys(called[one].name for one, _, _ in near if len(name) > SHORT))
    names = ", ".join(track.name for track in program.tracks[:SAID])
    hint = f"Did you mean {' or '.join(meant)}?" if meant else f"There are {names}."
    raise UserError(
        f"There is no track called “{name[:80]}”. {hint} `/remindme help` says what I understand."
    )


def _open(track: Track) -> Track:
    if track.status is Status.CLOSED:
        note = f" {track.status_note}" if track.status_note else ""
        raise UserError(
            f"{track.name} is closed, so there is nothing to be reminded of.{note} `/remindme all` "
            "lets you ask for all tracks, those to come, too."
        )
    return track
