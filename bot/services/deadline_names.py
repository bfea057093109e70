"""Which deadline staff mean by a few words: a track, or a track and a deadline, "ft/2018-01"."""

from rapidfuzz import process

from bot.domain.model import Deadline, Program, Status, Track
from bot.errors import UserError

NEAR = 60
RECURS = (
    "“{label}” of {track} comes again by a rule, so it has no single date to move. Change `rule` "
    "or `starts` in the program file and import it; `eightdays program import FILE --dry-run` "
    "shows beforehand what that changes."
)

NONE = "{track}{status} has no deadline in the program, so there is none to move."
_STATUS = {
    Status.OPEN: "",
    Status.PAUSED: " is paused and",
    Status.CLOSED: " is closed and",
    Status.SUGGESTIONS: " takes suggestions only and",
}


def dated(program: Program) -> list[Deadline]:
    """Every deadline with a date of its own."""
    return [deadline for track in program.tracks for deadline in track.deadlines]


def meant(program: Program, words: str) -> list[Deadline]:
    """The deadlines of a track, or the one that is named after a slash.

    Raises UserError that says what is near, or what to do about one that recurs.
    """
    name, slash, key = (part.strip() for part in words.partition("/"))
    track = track_called(program, name)
    if track is None:
        alone = [] if slash else [d for d in dated(program) if _is_called(d, words)]
        if alone:
            return alone
        raise UserError(unknown_track(program, name, "/program deadline"))
    if not slash:
        if not track.deadlines and track.series:
            raise UserError(RECURS.format(label=track.series[0].label, track=track.name))
        if not track.deadlines:
            raise UserError(NONE.format(track=track.name, status=_STATUS[track.status]))
        return list(track.deadlines)
    found = [deadline for deadline in track.deadlines if _is_called(deadline, key)]
    if found:
        return found
    for series in track.series:
        if key.casefold().startswith((series.key.casefold(), series.label.casefold())):
            raise UserError(RECURS.format(label=series.label, track=track.name))
    raise UserError(_unknown_deadline(track, key))


def track_called(program: Program, name: str) -> Track | None:
    """The track of that key, name or alias; None where there is none."""
    wanted = name.casefold()
    for track in program.tracks:
        if wanted in {n.casefold() for n in (track.key, track.name, *track.aliases)}:
            return track
    return None


def _is_called(deadline: Deadline, name: str) -> bool:
    return name.casefold() in {deadline.key.casefold(), deadline.label.casefold()}


def unknown_track(program: Program, name: str, command: str) -> str:
    """What is said of a track that there is not: what is near, as one would type it, or what there
    is."""
    names = {n.casefold(): t.key for t in program.tracks for n in (t.key, t.name, *t.aliases)}
    near = process.extractOne(name.casefold(), list(names), score_cutoff=NEAR)
    known = ", ".join(track.key for track in program.tracks[:20])
    hint = f"Did you mean `{command} {names[near[0]]}`?" if near else f"Known: {known}."
    return f"There is no track “{name[:80]}”. {hint}"


def _unknown_deadline(track: Track, key: str) -> str:
    names = {n.casefold(): d.key for d in track.deadlines for n in (d.key, d.label)}
    near = process.extractOne(key.casefold(), list(names), score_cutoff=NEAR)
    if near:
        hint = f"Did you mean `/program deadline {track.key}/{names[near[0]]}`?"
    else:
        hint = f"It has: {', '.join(d.key for d in track.deadlines[:10]) or 'none'}."
    return f"{track.name} has no deadline “{key[:80]}”. {hint}"
