"""Answers on tracks: which there are, which are open, why not, what they are for, how much."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import wording
from bot.domain.model import Status, Track
from bot.domain.money import count
from bot.domain.spans import Line, ReaderTime, Span, Strong, join
from bot.questions.answer import Answer
from bot.questions.phrasing import (
    MOST,
    amount_lines,
    apply_line,
    closing,
    deadline_fact,
    listed,
    name_of,
    track_source,
)
from bot.questions.query import JSON, Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, around, is_open, openings

_STATUS_WORDS = {
    Status.PAUSED: "paused",
    Status.CLOSED: "closed",
    Status.SUGGESTIONS: "takes suggestions",
    Status.OPEN: "open",
}
# Asked with one of these, a list of tracks says what each is for.
_WHAT_FOR = frozenset({"support", "fund", "for_what", "about", "purpose", "kinds"})


def track_fact(scene: Scene, track: Track) -> JSON:
    """A track for machines."""
    return {
        "key": track.key,
        "name": track.name,
        "status": track.status.value,
        "open": is_open(scene.program, track, scene.now),
        "apply_url": track.apply_url,
    }


def about_tracks(scene: Scene, query: Query, lines: list[Line], tracks: Sequence[Track]) -> Answer:
    """An answer on these tracks: the lines, the source, the facts."""
    lines.append(track_source(scene.program, tracks))
    facts: dict[str, JSON] = {
        "tracks": [track_fact(scene, track) for track in tracks[:MOST]],
        "count": len(tracks),
    }
    ahead = [d for t in tracks[:1] for d in around(scene.program, t, scene.now).coming]
    if len(tracks) == 1 and ahead and tracks[0].status not in SHUT:
        facts["deadlines"] = [deadline_fact(scene.program, ahead[0], scene.now)]
        return told(query, lines, at=ahead[0].closes.at, facts=facts)
    return told(query, lines, facts=facts)


def summary_line(scene: Scene, track: Track) -> Line:
    """A track as one line of a list: its name, whether it is open, and until when."""
    lead: tuple[Span, ...] = ("• ", Strong(track.name), ": ")
    if not is_open(scene.program, track, scene.now):
        return (*lead, *_not_open(scene, track))
    spans: tuple[Span, ...] = (*lead, "open")
    ahead = [d for d in around(scene.program, track, scene.now).coming if d.is_open(scene.now)]
    if not ahead:
        return (*spans, ", at any time")
    closes = wording.closes(ahead[0], scene.program.locale)
    left = wording.time_left(scene.program, ahead[0], scene.now)
    return (*spans, f" until {closes}", ReaderTime(ahead[0].closes.at), f" ({left})")


def _summaries(scene: Scene, tracks: Sequence[Track]) -> tuple[Line, ...]:
    return listed([summary_line(scene, track) for track in tracks[:MOST]], len(tracks))


def _not_open(scene: Scene, track: Track) -> tuple[Span, ...]:
    if track.status is not Status.OPEN:
        return (_STATUS_WORDS[track.status],)
    following = openings([track], scene.now)
    if following and following[0].opens:
        day = following[0].opens.astimezone(scene.program.zone).date()
        opens = wording.day(day, scene.program.locale)
        return f"not open now, opens on {opens}", ReaderTime(following[0].opens)
    return ("not open now",)


def answer_tracks(scene: Scene, query: Query) -> Answer:
    """All tracks with their status."""
    tracks = scene.program.tracks
    words = wording.capital(count(len(tracks), "track"))
    verb = "is" if len(tracks) == 1 else "are"
    lines: list[Line] = [(Strong(f"There {verb} {words.lower()}:"),)]
    shown = _open_first(scene, tracks)
    if scene.said & _WHAT_FOR:
        rows: list[Line] = [(*summary_line(scene, t), f". {t.summary}") for t in shown[:MOST]]
        lines += listed(rows, len(shown))
    else:
        lines += _summaries(scene, shown)
    return about_tracks(scene, query, lines, tracks)


def _open_first(scene: Scene, tracks: Sequence[Track]) -> list[Track]:
    return sorted(tracks, key=lambda t: not is_open(scene.program, t, scene.now))


def answer_open(scene: Scene, query: Query) -> Answer:
    """Which tracks one can apply to now, or which ones not."""
    shut = "shut" in query.status
    tracks = [t for t in scene.program.tracks if is_open(scene.program, t, scene.now) is not shut]
    if not tracks:
        nothing = "Every track is open." if shut else "No track is open now."
        return about_tracks(scene, query, [(Strong(nothing),)], [])
    words = wording.capital(count(len(tracks), "track"))
    verb = "is" if len(tracks) == 1 else "are"
    lines: list[Line] = [(Strong(f"{words} {verb} {'not ' if shut else ''}open now:"),)]
    lines += _summaries(scene, tracks)
    if len(tracks) <= 2 and not shut:
        lines += apply_line(tracks)
    return about_tracks(scene, query, lines, tracks)


def answer_by_status(scene: Scene, query: Query) -> Answer:
    """Which tracks are paused, or closed."""
    wanted = {Status(word) for word in query.status}
    tracks = [track for track in scene.program.tracks if track.status in wanted]
    word = join(query.status, "or")
    if not tracks:
        return about_tracks(scene, query, [(Strong(f"No track is {word}."),)], [])
    return about_tracks(
        scene,
        query,
        list(listed([shut_line(track) for track in tracks[:MOST]], len(tracks))),
        tracks,
    )


# One track


def answer_status(scene: Scene, query: Query) -> Answer:
    """Whether a track is open, and until when."""
    keys = query.tracks or tuple(dict.fromkeys(lab.partition("/")[0] for lab in query.labels))
    tracks = [scene.program.tracks_by_key[k] for k in keys if k in scene.program.tracks_by_key]
    lines: list[Line] = []
    for track in tracks[:10]:
        lines += (
            status_lines(scene, track) if not query.labels else _call_status(scene, query, track)
        )
    if len(tracks) == 1 and is_open(scene.program, tracks[0], scene.now):
        lines += apply_line(tracks)
    return about_tracks(scene, query, lines, tracks)


def _call_status(scene: Scene, query: Query, track: Track) -> list[Line]:
    """Whether the calls that a query names are open; the track itself may differ."""
    if track.status is not Status.OPEN:
        return status_lines(scene, track)
    wanted = {label.partition("/")[2] for label in query.labels}
    series = tuple(f"{one.key}-" for one in track.series if one.key in wanted)
    both = around(scene.program, track, scene.now)
    found = [d for d in (*both.past, *both.coming) if d.key in wanted or d.key.startswith(series)]
    ahead = [d for d in found if d.closes.at > scene.now]
    lines: list[Line] = []
    for deadline in (ahead or found[-1:])[:3]:
        told_so = closing(scene.program, deadline, scene.now, name_of(scene.program, deadline))
        ready = deadline.is_open(scene.now)
        lead = _answered(scene, truth=ready) if ready or deadline not in ahead else "Not yet open: "
        lines.append((lead, *told_so))
    return lines


def status_lines(scene: Scene, track: Track) -> list[Line]:
    """Whether a track is open, and until when."""
    yes = _polarity(scene, track)
    if track.status is not Status.OPEN:
        lead = yes if track.status in SHUT else ""
        return [(lead, *shut_line(track))]
    both = around(scene.program, track, scene.now)
    open_now = [d for d in both.coming if d.is_open(scene.now)]
    if open_now:
        shown = closing(scene.program, open_now[0], scene.now, name_of(scene.program, open_now[0]))
        return [(yes, Strong(f"{track.name} is open.")), shown]
    if not both.coming and not both.past:
        return [(yes, Strong(f"{track.name} is open,"), " with no deadline.")]
    if not both.past and {"has", "have", "did"} & scene.said:
        yes = ""  # what has not opened yet has not closed, and is not open
    said: list[Line] = [(yes, Strong(f"{track.name} is not open now."))]
    near = both.coming[0] if both.coming else both.past[-1]
    said.append(closing(scene.program, near, scene.now, name_of(scene.program, near)))
    return said


def _polarity(scene: Scene, track: Track) -> str:
    """ "Yes: " or "No: " to what was asked, nothing where it was no such question."""
    if "paused" in scene.said and "open" not in scene.said:
        return _said(scene, track.status is Status.PAUSED)
    return _answered(scene, truth=is_open(scene.program, track, scene.now))


def _answered(scene: Scene, *, truth: bool) -> str:
    closed = "closed" in scene.said and not {"open", "apply"} & scene.said
    return _said(scene, truth is not closed)


def _said(scene: Scene, truth: bool) -> str:
    if not scene.yes_no or "not" in scene.said:
        return ""
    return "Yes: " if truth else "No: "


def answer_why(scene: Scene, query: Query) -> Answer:
    """Why a track is paused, closed or takes suggestions only, in the program's words."""
    lines: list[Line] = []
    tracks = scene.tracks(query)
    for track in tracks[:10]:
        if track.status is Status.OPEN:
            lines += status_lines(scene, track)
        else:
            lines.append(shut_line(track))
            if not track.status_note:
                lines.append(("The program gives no reason.",))
    return about_tracks(scene, query, lines, tracks)


def answer_track(scene: Scene, query: Query) -> Answer:
    """What a track is for, whether it is open, where to apply."""
    tracks = scene.tracks(query)
    lines: list[Line] = []
    for track in tracks[:10]:
        about = f": {track.summary}" if track.summary else ": the program does not describe it."
        lines.append((Strong(track.name), about))
        lines += status_lines(replace(scene, yes_no=False), track)
    if len(tracks) == 1 and tracks[0].status not in SHUT:
        lines += amount_lines(scene.program, tracks[0], quiet=True)
        lines += apply_line(tracks)
    return about_tracks(scene, query, lines, tracks)
