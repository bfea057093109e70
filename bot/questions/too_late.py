"""Answers on whether a deadline has been missed, and on the one after it."""

from bot.domain.model import Deadline, Track
from bot.domain.spans import Line
from bot.questions.answer import Answer
from bot.questions.deadlines import (
    by_close,
    by_track,
    coming,
    facts_on,
    labelled,
    next_one,
    none_coming,
    sentence,
    soonest,
    together,
)
from bot.questions.phrasing import apply_line, track_source
from bot.questions.query import Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, around


def answer_missed(scene: Scene, query: Query) -> Answer:
    """Whether a deadline has been missed."""
    if query.labels:
        past, ahead = labelled(scene, query)
        meant = [scene.track_of(deadline) for deadline in ahead or past]
    else:
        past, ahead = _sides(scene, query)
        meant = list(scene.tracks(query)) if query.tracks else []
    shut = [track for track in dict.fromkeys(meant) if track.status in SHUT]
    ahead = [deadline for deadline in ahead if scene.track_of(deadline).status not in SHUT]
    lines: list[Line] = []
    named: list[Deadline] = []
    ready = [d for d in ahead if d.is_open(scene.now)] or ahead
    if ready:
        first = soonest(scene, ready)
        named = first[:1]
        text = together(scene, first)
        lines.append((*_still_time(scene, first[0]), *text))
    elif past:
        named = past[-1:]
        lead = "No, it is too late: " if "still" in scene.said else "Yes: "
        lines.append((lead, *sentence(scene, past[-1])))
        lines += [shut_line(track) for track in shut[:3]] or [_further(scene, meant)]
    elif shut:
        lines += [shut_line(track) for track in shut[:3]]
        return told(query, [*lines, track_source(scene.program, shut)], facts=facts_on(scene, []))
    else:
        return by_track(scene, query) if query.tracks else none_coming(scene, query)
    lines += apply_line([scene.track_of(d) for d in named if d.is_open(scene.now)])
    lines.append(track_source(scene.program, {d.track: scene.track_of(d) for d in named}.values()))
    return told(query, lines, at=named[0].closes.at, facts=facts_on(scene, named))


def _still_time(scene: Scene, deadline: Deadline) -> Line:
    if not deadline.is_open(scene.now):
        return ("Not yet open: ",)
    return ("Yes, there is still time: ",) if "still" in scene.said else ("No, there is time: ",)


def _further(scene: Scene, tracks: list[Track]) -> Line:
    keys = tuple(dict.fromkeys(track.key for track in tracks))
    following = coming(scene, Query(intent="deadlines", tracks=keys))
    return next_one(scene, following[0]) if following else ("No further deadline is known.",)


def _sides(scene: Scene, query: Query) -> tuple[list[Deadline], list[Deadline]]:
    past: list[Deadline] = []
    for track in scene.tracks(query):
        past += around(scene.program, track, scene.now).past
    ahead = coming(scene, query)
    if query.period:
        past = [d for d in past if scene.program.closing_day(d) in query.period]
        ahead = [d for d in ahead if scene.program.closing_day(d) in query.period]
    return sorted(past, key=by_close), ahead


# The one after


def answer_after(scene: Scene, query: Query) -> Answer:
    """The deadline after the next one, or after the one that was named last."""
    found = coming(scene, query)
    named = labelled(scene, query) if query.labels and not query.at else ([], [])
    if query.labels and query.at:
        found = [d for d in found if d.track in {lab.partition("/")[0] for lab in query.labels}]
    since = query.at
    if since is None and (named[0] or named[1]):
        since = max(d.closes.at for d in (*named[0], *named[1][:1]))
    if since is None and found:
        since = found[0].closes.at
    later = soonest(scene, [d for d in found if since and d.closes.at > since])
    tracks = [scene.track_of(d) for d in later] or list(scene.tracks(query))[:3]
    if not later:
        lines: list[Line] = [("No deadline is known after that one.",)]
        lines.append(track_source(scene.program, tracks))
        return told(query, lines, facts={"deadlines": []})
    lines = [together(scene, later)]
    lines.append(track_source(scene.program, tracks))
    return told(query, lines, at=later[0].closes.at, facts=facts_on(scene, later))
