"""Which track somebody means by what they typed."""

from rapidfuzz import process

from bot.domain.model import Program, Status, Track
from bot.errors import UserError

# How many names are said where nobody knows which was meant.
SAID = 10


def track_to_remind_of(program: Program, words: str) -> Track:
    """The track of that name, alias or key. Raises UserError that names those that are near, or
    says that there is nothing to be reminded of."""
    wanted = " ".join(words.split()).casefold()
    called = {
        name.casefold(): track
        for track in program.tracks
        for name in (track.key, *track.aliases, track.name)
    }
    track = called.get(wanted)
    if track is None:
        near = process.extract(wanted, list(called), score_cutoff=60, limit=3)
        meant = list(dict.fromkeys(called[name].name for name, _, _ in near))
        names = ", ".join(track.name for track in program.tracks[:SAID])
        hint = f"Did you mean {' or '.join(meant)}?" if meant else f"There are {names}."
        raise UserError(f"There is no track called “{words[:80]}”. {hint}")
    if track.status is Status.CLOSED:
        note = f" {track.status_note}" if track.status_note else ""
        raise UserError(
            f"{track.name} is closed, so there is nothing to be reminded of.{note} `/remindme` "
            "alone lets you ask for all tracks, those to come, too."
        )
    return track
