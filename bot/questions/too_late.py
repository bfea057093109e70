"""Answers on whether a deadline has been missed, and on the one after it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Deadline, Track
from bot.domain.spans import Line
from bot.questions.answer import Answer
from bot.questions.calendar_answers import answer_period
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
    zone_lines,
)
from bot.questions.phrasing import apply_line, track_source
from bot.questions.query import Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, around, within

_LATELY = timedelta(days=7)


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
    closed = _just_closed(scene, query, past, ready)
    if closed:
        named = [closed]
        lines.append((_lead(scene, over=True), *sentence(scene, closed)))
        lines.append(sentence(scene, ready[0]))
    elif ready:
        first = soonest(scene, ready)
        named = first[:1]
        text = together(scene, first)
        lines.append((_lead(scene, over=False, opened=first[0].is_open(scene.now)), *text))
    elif query.period and past and not (query.tracks or query.labels):
        return answer_period(scene, query)  # "do I have time until Friday?"
    elif past:
        named = past[-1:]
        lines.append((_lead(scene, over=True), *sentence(scene, past[-1])))
        lines += [shut_line(track) for track in shut[:3]] or [_further(scene, meant)]
    elif shut:
        lines += [shut_line(track) for track in shut[:3]]
        return told(query, [*lines, track_source(scene.program, shut)], facts=facts_on(scene, []))
    elif query.period and query.period.start == query.period.end == scene.today:
        return answer_missed(scene, replace(query, period=None))  # "am I in time this morning?"
    elif query.period and any(t.deadlines or t.series for t in scene.tracks(query)):
        return answer_period(scene, query)
    else:
        return by_track(scene, query) if query.tracks else none_coming(scene, query)
    lines += zone_lines(scene, query, named)
    lines += apply_line([scene.track_of(d) for d in named if d.is_open(scene.now)])
    lines.append(track_source(scene.program, {d.track: scene.track_of(d) for d in named}.values()))
    return told(query, lines, at=named[0].closes.at, facts=facts_on(scene, named))


def _just_closed(
    scene: Scene, query: Query, past: list[Deadline], ready: list[Deadline]
) -> Deadline | None:
    """The deadline of one track that closed a little while ago, though another is ahead.

    Who asks whether they missed it means that one.
    """
    if len(query.tracks) != 1 or query.labels or query.period or not past or not ready:
        return None
    since, until = scene.now - past[-1].closes.at, ready[0].closes.at - scene.now
    lately = since <= _LATELY and since < until
    return past[-1] if lately or not ready[0].is_open(scene.now) else None


def _lead(scene: Scene, *, over: bool, opened: bool = True) -> str:
    """Yes or no to what was asked, too late or in time; else plain words."""
    if not over and not opened:
        return "Not yet open: "
    in_time = "in_time" in scene.said and "miss" not in scene.said
    if not scene.yes_no or "not" in scene.said:
        return "Too late: " if over else "There is still time: "
    if over:
        return "No, it is too late: " if in_time else "Yes: "
    return "Yes, there is still time: " if in_time else "No, there is time: "


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
    if query.tracks and all(track.status in SHUT for track in scene.tracks(query)):
        return by_track(scene, query)
    found = coming(scene, query)
    named = labelled(scene, query) if query.labels and not query.at else ([], [])
    if query.labels and query.at:
        found = [d for d in found if d.track in {lab.partition("/")[0] for lab in query.labels}]
    since = query.at
    if since is None and query.period:
        inside = within(scene.program, scene.tracks(query), query.period)
        since = inside[-1].closes.at if inside else None
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
