"""Answers that list deadlines: of a period, all that are coming, passed ones, openings."""

from collections.abc import Sequence

from bot.domain import wording
from bot.domain.model import Deadline, Track
from bot.domain.money import count
from bot.domain.spans import Line, ReaderTime, Span, Strong, join
from bot.questions.answer import Answer
from bot.questions.deadlines import (
    answer_deadline,
    coming,
    facts_on,
    labelled,
    none_coming,
    soonest,
    zone_lines,
)
from bot.questions.phrasing import (
    MOST,
    apply_line,
    closing,
    item,
    listed,
    name_of,
    source,
    track_source,
)
from bot.questions.query import Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, around, is_open, opening_in, openings, within


def answer_list(scene: Scene, query: Query) -> Answer:
    """Everything that is coming, soonest first."""
    found = coming(scene, query)
    if not found:
        return answer_deadline(scene, query) if query.tracks else none_coming(scene, query)
    shown = found[: query.top] if query.top else found
    lines: list[Line] = [_heading(shown, "is coming up", "are coming up")]
    return _list(scene, query, lines, shown)


def _heading(found: Sequence[Deadline], one: str, many: str) -> Line:
    words = count(len(found), "deadline")
    return (Strong(f"{wording.capital(words)} {one if len(found) == 1 else many}:"),)


def _list(scene: Scene, query: Query, lines: list[Line], found: Sequence[Deadline]) -> Answer:
    lines += listed([item(scene.program, d, scene.now) for d in found[:MOST]], len(found))
    lines += zone_lines(scene, query, found)
    tracks = {deadline.track: scene.track_of(deadline) for deadline in found}
    lines.append(track_source(scene.program, tracks.values()))
    return told(query, lines, at=found[0].closes.at, facts=facts_on(scene, found[:10]))


# Of a period


def answer_period(scene: Scene, query: Query) -> Answer:
    """The deadlines whose closing day lies in the query's period."""
    assert query.period is not None  # noqa: S101 - the caller's branch
    tracks = [track for track in scene.tracks(query) if track.status not in SHUT]
    if not tracks and query.tracks:
        return _all_shut(scene, query)
    over = query.period.end is not None and query.period.end < scene.today
    used = scene.tracks(query) if over else tracks
    found = within(scene.program, used, query.period)
    if query.labels:
        past, ahead = labelled(scene, query)
        found = [d for d in found if d in past or d in ahead]
    if not over and not scene.past:
        ahead = [d for d in found if d.closes.at > scene.now]
        # Of a period that is not over, what is still to come; what has passed if that is all.
        if found and not ahead and not (query.tracks or query.labels):
            return _empty(scene, query, tracks, more=True)
        found = ahead or found
    if not found:
        return _empty(scene, query, tracks)
    if len(found) == 1:
        return _single(scene, query, found[0])
    passed = all(d.closes.at <= scene.now for d in found)
    verb = ("fell", "fell") if passed else ("falls", "fall")
    lines = [_heading(found, *(f"{v} {query.period.words}" for v in verb))]
    return _list(scene, query, lines, found[: query.top] if query.top else found)


def _single(scene: Scene, query: Query, deadline: Deadline) -> Answer:
    track = scene.track_of(deadline)
    lines = [closing(scene.program, deadline, scene.now, name_of(scene.program, deadline))]
    lines += zone_lines(scene, query, [deadline])
    if query.intent == "deadline_count":
        lines.insert(0, (Strong("One deadline."),))
    if deadline.is_open(scene.now):
        lines += apply_line([track])
    lines.append(track_source(scene.program, [track]))
    return told(query, lines, at=deadline.closes.at, facts=facts_on(scene, [deadline]))


def _empty(scene: Scene, query: Query, tracks: Sequence[Track], *, more: bool = False) -> Answer:
    assert query.period is not None  # noqa: S101 - the caller's branch
    over = query.period.end is not None and query.period.end < scene.today
    named = query.tracks or query.labels
    whose = f" of {join([track.name for track in tracks[:3]])}" if named else ""
    verb = "fell" if over else "falls"
    ahead = coming(scene, query)
    start = query.period.start or scene.today
    # Beyond the last deadline that is set, nothing is known yet.
    sure = over or any(scene.program.closing_day(d) >= start for d in ahead)
    known = "" if sure else " that I know of"
    lines: list[Line] = [
        (Strong(f"No{' further' * more} deadline{whose}{known} {verb} {query.period.words}."),)
    ]
    following = soonest(scene, ahead)
    if following and not over:
        day = wording.weekday(following[0].closes.day, scene.program.locale)
        names = join(dict.fromkeys(scene.track_of(d).name for d in following[:4]))
        at = ReaderTime(following[0].closes.at)
        lines.append((f"The next one is on {day}", at, f" ({names})."))
    if over and query.tracks:  # "did FT close on Jan 30?"
        passed = [d for t in tracks for d in around(scene.program, t, scene.now).past[-1:]]
        subjects = [(name_of(scene.program, d), d) for d in passed[:3]]
        lines += [closing(scene.program, d, scene.now, name) for name, d in subjects]
    used = tracks if query.tracks else [scene.track_of(d) for d in following]
    if over and not query.tracks:
        lines.append(source(scene.program, [scene.program.name], []))
    else:
        lines.append(track_source(scene.program, used))
    return told(query, lines, facts={"deadlines": []})


def _all_shut(scene: Scene, query: Query) -> Answer:
    tracks = scene.tracks(query)
    lines = [shut_line(track) for track in tracks]
    lines.append(track_source(scene.program, tracks))
    return told(query, lines, facts={"deadlines": []})


def answer_count(scene: Scene, query: Query) -> Answer:
    """How many deadlines there are, and which."""
    return answer_period(scene, query) if query.period else answer_list(scene, query)


def answer_previous(scene: Scene, query: Query) -> Answer:
    """The last deadline that passed, or those of a period."""
    past = [
        deadline
        for track in scene.tracks(query)
        for deadline in around(scene.program, track, scene.now).past
    ]
    if query.period:
        past = [
            deadline
            for deadline in within(scene.program, scene.tracks(query), query.period)
            if deadline.closes.at <= scene.now
        ]
    past.sort(key=lambda d: (d.closes.at, d.track), reverse=True)
    if not past:
        when = f" {query.period.words}" if query.period else ""
        lines: list[Line] = [(f"No deadline has passed{when}.",)]
        lines.append(track_source(scene.program, scene.tracks(query)[:3]))
        return told(query, lines, facts={"deadlines": []})
    if query.period or query.top:
        shown = past[: query.top] if query.top else past
        verb = "has passed" if len(shown) == 1 else "have passed"
        return _list(scene, query, [_heading(shown, verb, verb)], shown)
    same = [d for d in past if d.closes.at == past[0].closes.at]
    lines = [
        closing(scene.program, deadline, scene.now, name_of(scene.program, deadline))
        for deadline in same[:10]
    ]
    lines.append(track_source(scene.program, [scene.track_of(d) for d in same[:10]]))
    return told(query, lines, at=past[0].closes.at, facts=facts_on(scene, same[:10]))


# Openings


def answer_opens(scene: Scene, query: Query) -> Answer:
    """When tracks open, or what opens in a period."""
    if query.labels:
        return _label_opens(scene, query)
    shut = all(track.status in SHUT for track in scene.tracks(query))
    if query.tracks and (shut or not query.period):
        return _tracks_open(scene, query)
    ahead = openings(scene.tracks(query), scene.now)
    ahead = [d for d in ahead if scene.track_of(d).status not in SHUT]
    if query.period:
        ahead = [d for d in ahead if opening_in(scene.program, d, query.period)]
    if not ahead:
        when = f" {query.period.words}" if query.period else " soon that I know of"
        lines: list[Line] = [(f"Nothing opens{when}.",)]
        lines += _instead(scene, query)
        lines.append(track_source(scene.program, scene.tracks(query)[:3]))
        return told(query, lines, facts={"deadlines": []})
    lines = list(listed([_opening(scene, d) for d in ahead[:MOST]], len(ahead)))
    lines.append(track_source(scene.program, [scene.track_of(d) for d in ahead]))
    return told(query, lines, at=ahead[0].closes.at, facts=facts_on(scene, ahead[:10]))


def _instead(scene: Scene, query: Query) -> list[Line]:
    """The call that may be meant: "when do you open the 2028 May Fellowship?" is asked in 2027."""
    if not (query.tracks and query.period):
        return []
    tracks = scene.tracks(query)
    found = [d for d in within(scene.program, tracks, query.period) if d.closes.at > scene.now]
    if found:
        subject = name_of(scene.program, found[0])
        return [closing(scene.program, found[0], scene.now, subject)]
    return [_opening(scene, deadline) for deadline in openings(tracks, scene.now)[:1]]


def _opening(scene: Scene, deadline: Deadline) -> Line:
    subject = name_of(scene.program, deadline)
    if deadline.opens is None:
        return (Strong(subject), " has no opening date of its own.")
    at = wording.moment(deadline.opens, scene.program.zone, scene.program.locale)
    if deadline.opens <= scene.now:
        opened: tuple[Span, ...] = (f" opened on {at}", ReaderTime(deadline.opens), ".")
        return (Strong(subject), *opened)
    line = closing(scene.program, deadline, scene.now, subject)
    if "how_long" not in scene.said:
        return line
    day = deadline.opens.astimezone(scene.program.zone).date()
    return (*line, f" It opens in {count((day - scene.today).days, 'day')}.")


def _label_opens(scene: Scene, query: Query) -> Answer:
    past, ahead = labelled(scene, query)
    chosen = ahead or past[-1:]
    lines: list[Line] = []
    for deadline in chosen[:5]:
        lines.append(_opening(scene, deadline))
        if deadline.opens is None or deadline.opens <= scene.now:
            sentence = closing(scene.program, deadline, scene.now, "It")
            lines.append(sentence)
    lines.append(track_source(scene.program, [scene.track_of(d) for d in chosen]))
    at = chosen[0].closes.at if chosen else None
    return told(query, lines, at=at, facts=facts_on(scene, chosen))


def _tracks_open(scene: Scene, query: Query) -> Answer:
    lines: list[Line] = []
    named: list[Deadline] = []
    for track in scene.tracks(query)[:10]:
        said, found = _track_opens(scene, track)
        lines += said
        named += found
    lines.append(track_source(scene.program, scene.tracks(query)))
    at = named[0].closes.at if named else None
    return told(query, lines, at=at, facts=facts_on(scene, named))


def _track_opens(scene: Scene, track: Track) -> tuple[list[Line], list[Deadline]]:
    if track.status in SHUT:
        return [shut_line(track), ("No date is known for its opening again.",)], []
    ahead = around(scene.program, track, scene.now).coming
    if is_open(scene.program, track, scene.now):
        opened = [d for d in ahead if d.is_open(scene.now)]
        lines: list[Line] = [(Strong(f"{track.name} is open now."),)]
        lines += [
            closing(scene.program, d, scene.now, name_of(scene.program, d)) for d in opened[:1]
        ]
        return lines, opened[:1]
    following = openings([track], scene.now)[:1]
    if following:
        return [_opening(scene, following[0])], following
    return [shut_line(track)] if track.status.value == "suggestions" else [
        (f"No opening of {track.name} is known.",)
    ], []
