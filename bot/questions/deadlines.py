"""Answers on the deadlines of a track, of a label, or the next of all."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import wording
from bot.domain.model import Deadline, Status, Track
from bot.domain.moments import zone_label
from bot.domain.money import count
from bot.domain.spans import Line, ReaderTime, Strong, join
from bot.questions.answer import Answer
from bot.questions.phrasing import (
    apply_line,
    closing,
    deadline_fact,
    name_of,
    source,
    track_source,
)
from bot.questions.query import JSON, Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, Around, around, is_open


def answer_deadline(scene: Scene, query: Query) -> Answer:
    """When something closes: labels, tracks, or the next of all."""
    if query.labels:
        return _by_label(scene, query)
    if query.tracks:
        return by_track(scene, query)
    return answer_next(scene, query)


def answer_next(scene: Scene, query: Query) -> Answer:
    """The soonest close of all tracks, with every track that shares it."""
    first = soonest(scene, coming(scene, query))
    if not first:
        return none_coming(scene, query)
    tracks = [scene.track_of(deadline) for deadline in first]
    lines = [together(scene, first)]
    lines += _closer(scene, query, first)
    if len(tracks) <= 2:
        lines += apply_line([t for t in tracks if is_open(scene.program, t, scene.now)])
    lines.append(track_source(scene.program, tracks))
    about = [f"track/{track.key}" for track in tracks[:4]]
    return told(query, lines, at=first[0].closes.at, facts=facts_on(scene, first), about=about)


def coming(scene: Scene, query: Query) -> list[Deadline]:
    """What is ahead on the query's tracks, soonest first; tracks that are shut have nothing."""
    found = [
        deadline
        for track in scene.tracks(query)
        if track.status not in SHUT
        for deadline in around(scene.program, track, scene.now).coming
    ]
    return sorted(found, key=lambda d: (d.closes.at, d.track, d.key))


def soonest(scene: Scene, found: Sequence[Deadline]) -> list[Deadline]:
    """The first of these and those that close at the same instant, stated the same way."""
    open_now = [d for d in found if d.closes.at == found[0].closes.at] if found else []
    # Stated the same way in one locale is stated the same way in any.
    stated = [(d.closes.day, d.closes.clock, d.closes.zone) for d in open_now]
    same = [d for d, words in zip(open_now, stated, strict=True) if words == stated[0]]
    ready = [d for d in same if d.is_open(scene.now)]
    return ready or same[:1]


def none_coming(scene: Scene, query: Query) -> Answer:
    """There is nothing ahead; tracks without deadlines may be open all the same."""
    program = scene.program
    always = [t for t in scene.tracks(query) if is_open(program, t, scene.now)]
    lines: list[Line] = [(f"{program.short_name} has no deadline ahead.",)]
    if always:
        names = join([track.name for track in always[:10]])
        verb = "is" if len(always) == 1 else "are"
        lines.append((f"{names} {verb} open without a deadline.",))
    lines.append(source(program, [program.name], [program.changed_at]))
    return told(query, lines, facts={"deadlines": []})


def facts_on(scene: Scene, found: Sequence[Deadline]) -> dict[str, JSON]:
    """Deadlines for machines."""
    return {"deadlines": [deadline_fact(scene.program, d, scene.now) for d in found]}


def together(scene: Scene, same: Sequence[Deadline]) -> Line:
    """One sentence on deadlines that share their close."""
    many = len({deadline.track for deadline in same}) > 1
    return closing(scene.program, same[0], scene.now, _subject(scene, same), many=many)


def _subject(scene: Scene, same: Sequence[Deadline]) -> str:
    if len(same) == 1:
        return name_of(scene.program, same[0])
    names = [scene.track_of(deadline).name for deadline in same]
    many = len(set(names)) > 4
    return count(len(same), "deadline").capitalize() if many else join(dict.fromkeys(names))


def _closer(scene: Scene, query: Query, found: Sequence[Deadline]) -> list[Line]:
    """What a question on hours or zones wants besides."""
    closes = found[0].closes.at
    lines: list[Line] = []
    if query.intent == "time_left" and "hours" in scene.said and closes > scene.now:
        hours = int((closes - scene.now).total_seconds() // 3600)
        if hours >= 24:
            lines.append((f"That is {count(hours, 'hour')}.",))
    if query.intent == "time_left" and not found[0].is_open(scene.now) and closes > scene.now:
        left = wording.time_left(scene.program, found[0], scene.now)
        lines.append((f"That close is {left.removesuffix(' left')} away.",))
    return lines + zone_lines(scene, query, found)


def zone_lines(scene: Scene, query: Query, found: Sequence[Deadline]) -> list[Line]:
    """The closes in the zone that was asked for, or in the asker's where hours were."""
    name = query.zone or (scene.asker.zone or "UTC" if query.intent == "deadline_time" else None)
    if name is None or not found:
        return []
    zone = ZoneInfo(name)
    if not query.zone and zone_label(zone) == found[0].closes.zone:
        return []
    times = dict.fromkeys(deadline.closes.at for deadline in found)
    said = [wording.moment(at, zone, scene.program.locale) for at in list(times)[:5]]
    if len(times) == 1:
        return [(f"That is {said[0]}.",)]
    return [(f"{wording.capital(words)}.",) for words in said]


# Of a track


def by_track(scene: Scene, query: Query) -> Answer:
    """The next deadline of each track that a query names."""
    tracks = scene.tracks(query)
    lines: list[Line] = []
    named: list[Deadline] = []
    for track in tracks[:10]:
        said, found = _of_track(scene, query, track)
        lines += said
        named += found
    if len(tracks) == 1 and is_open(scene.program, tracks[0], scene.now):
        lines += apply_line(tracks)
    lines.append(track_source(scene.program, tracks))
    ahead = [d.closes.at for d in named if d.closes.at > scene.now]
    at = min(ahead) if ahead else named[0].closes.at if named else None
    return told(query, lines, at=at, facts=facts_on(scene, named))


def _of_track(scene: Scene, query: Query, track: Track) -> tuple[list[Line], list[Deadline]]:
    both = around(scene.program, track, scene.now)
    if scene.past and both.past:
        return _passed(scene, track, both)
    if track.status in SHUT:
        return [shut_line(track), ("No deadline is set while it is.",)], []
    if both.coming:
        wanted = both.coming[: query.top] if query.top else both.coming[:1]
        lines = [sentence(scene, deadline) for deadline in wanted]
        return [*lines, *_closer(scene, query, wanted)], list(wanted)
    if both.past:
        told_last = ("The last one: ", *sentence(scene, both.past[-1]))
        return [(Strong(f"{track.name} has no deadline ahead."),), told_last], [both.past[-1]]
    return [_without_deadline(track)], []


def _passed(scene: Scene, track: Track, both: Around) -> tuple[list[Line], list[Deadline]]:
    last, following = both.past[-1], both.coming[:1]
    lines = [sentence(scene, last)]
    if track.status in SHUT:
        return [*lines, shut_line(track)], [last]
    if following:
        return [*lines, next_one(scene, following[0])], [last, *following]
    return [*lines, (f"No further deadline of {track.name} is known.",)], [last]


def next_one(scene: Scene, deadline: Deadline) -> Line:
    """What follows one that has passed."""
    at = ReaderTime(deadline.closes.at)
    closes = wording.closes(deadline, scene.program.locale)
    return (f"The next one closes on {closes}", at, ".")


def _without_deadline(track: Track) -> Line:
    if track.status is Status.SUGGESTIONS:
        return (Strong(f"{track.name} has no deadline. "), *shut_line(track))
    return (Strong(f"{track.name} has no deadline:"), " it is open at any time.")


def sentence(scene: Scene, deadline: Deadline) -> Line:
    """One deadline in a sentence, with its track and label."""
    return closing(scene.program, deadline, scene.now, name_of(scene.program, deadline))


# Of a label


def labelled(scene: Scene, query: Query) -> tuple[list[Deadline], list[Deadline]]:
    """The deadlines that the query's labels name: (passed, coming), each in order."""
    past: list[Deadline] = []
    ahead: list[Deadline] = []
    for track in scene.program.tracks:
        wanted = {label.partition("/")[2] for label in query.labels if _is_of(label, track)}
        if not wanted or (query.tracks and track.key not in query.tracks):
            continue
        series = {one.key for one in track.series if one.key in wanted}
        both = around(scene.program, track, scene.now)
        for deadline in (*both.past, *both.coming):
            of_series = any(deadline.key.startswith(f"{key}-") for key in series)
            if deadline.key in wanted or of_series:
                (ahead if deadline.closes.at > scene.now else past).append(deadline)
    return sorted(past, key=by_close), sorted(ahead, key=by_close)


def _is_of(label: str, track: Track) -> bool:
    return label.partition("/")[0] == track.key


def by_close(deadline: Deadline) -> tuple[datetime, str]:
    """How deadlines are sorted: by their close."""
    return deadline.closes.at, deadline.track


def _by_label(scene: Scene, query: Query) -> Answer:
    past, ahead = labelled(scene, query)
    shut = [d for d in ahead if scene.track_of(d).status in SHUT]
    ahead = [d for d in ahead if d not in shut]
    chosen = past[-3:] if scene.past and past else _first_each(ahead) or _last_each(past)
    lines: list[Line] = []
    if len(chosen) > 1 and chosen == soonest(scene, chosen):
        lines.append(together(scene, chosen))
    else:
        lines += [sentence(scene, deadline) for deadline in chosen]
    lines += [shut_line(scene.track_of(deadline)) for deadline in shut[:3]]
    lines += _closer(scene, query, chosen) if chosen else []
    tracks = list(dict.fromkeys(scene.track_of(d) for d in (*chosen, *shut[:3])))
    live = [scene.track_of(d) for d in chosen if d.is_open(scene.now)]
    lines += apply_line(live) if len(live) <= 2 else ()
    lines.append(track_source(scene.program, tracks))
    at = chosen[0].closes.at if chosen else None
    return told(query, lines, at=at, facts=facts_on(scene, chosen))


def _first_each(found: list[Deadline]) -> list[Deadline]:
    seen: dict[str, Deadline] = {}
    for deadline in found:
        seen.setdefault(deadline.track, deadline)
    return list(seen.values())[:10]


def _last_each(found: list[Deadline]) -> list[Deadline]:
    return list({deadline.track: deadline for deadline in found}.values())[:10]


def answer_zone(scene: Scene, query: Query) -> Answer:
    """The hour and the zone; without a deadline ahead, the program's zone alone."""
    if query.tracks or query.labels or coming(scene, query):
        return answer_deadline(scene, query)
    program = scene.program
    words = f"{program.short_name} keeps {zone_label(program.zone)} ({program.timezone})."
    here = wording.moment(scene.now, program.zone, program.locale)
    lines: list[Line] = [(words,), (f"There it is {here}", ReaderTime(scene.now), ".")]
    lines.append(source(program, [program.name], [program.changed_at]))
    return told(query, lines, facts={"timezone": program.timezone})
