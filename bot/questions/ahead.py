"""Answers on what lies further ahead: the last deadline, and what is open at another time."""

from datetime import datetime, time, timedelta

from bot.domain.model import Deadline, Status, Track
from bot.domain.spans import Line, Strong, join
from bot.questions.answer import Answer
from bot.questions.calendar_answers import answer_period
from bot.questions.deadlines import coming, facts_on, none_coming, together, zone_lines
from bot.questions.phrasing import MOST, item, listed, track_source
from bot.questions.query import Period, Query
from bot.questions.scene import Scene, shut_line, told
from bot.questions.timeline import SHUT, order, within
from bot.questions.tracks import summary_line


def answer_last(scene: Scene, query: Query) -> Answer:
    """The last deadline that is known, or the last of a period."""
    tracks = [track for track in scene.tracks(query) if track.status not in SHUT]
    endless = [track for track in tracks if track.series]
    if query.period:
        found = within(scene.program, tracks, query.period)
    else:
        keys = {deadline.key for track in tracks for deadline in track.deadlines}
        found = [deadline for deadline in coming(scene, query) if deadline.key in keys]
    if not found:
        return answer_period(scene, query) if query.period else none_coming(scene, query)
    last = max(found, key=order)
    same = [deadline for deadline in found if deadline.closes.at == last.closes.at]
    lines: list[Line] = [together(scene, same), *zone_lines(scene, query, same)]
    if endless and not query.period:
        names = join([track.name for track in endless[:MOST]])
        lines.append((f"{names} goes on: its deadlines come again and again.",))
    lines.append(track_source(scene.program, [scene.track_of(d) for d in same]))
    return told(query, lines, at=last.closes.at, facts=facts_on(scene, same))


def answer_open_in(scene: Scene, query: Query) -> Answer:
    """Which tracks are open at some time of a period, as far as it is known today."""
    assert query.period is not None  # noqa: S101 - the rule needs a period
    lines: list[Line] = []
    named: list[Deadline] = []
    used: list[Track] = []
    for track in scene.tracks(query):
        said, found = _track_in(scene, track, query.period)
        if said or query.tracks:
            lines += said or [(f"No time is known when one can apply to {track.name}.",)]
            if track.status in SHUT and query.tracks:
                lines.append(shut_line(track))
            elif not said:
                lines.append(summary_line(scene, track))
            named += found
            used.append(track)
    words = query.period.words
    if not named and not lines:
        lines = [(f"Nothing that I know of is open {words}.",)]
    lead: Line = (Strong(f"What is known to be open {words}:"),)
    shown = list(listed(lines[:MOST], len(lines)))
    answer_lines = [*([lead] if not query.tracks and used else []), *shown]
    answer_lines.append(track_source(scene.program, used or scene.tracks(query)[:3]))
    return told(query, answer_lines, facts=facts_on(scene, named[:MOST]))


def _track_in(scene: Scene, track: Track, period: Period) -> tuple[list[Line], list[Deadline]]:
    if track.status is not Status.OPEN:
        return [], []
    if not track.deadlines and not track.series:
        return [("• ", Strong(track.name), ": open at any time")], []
    zone = scene.program.zone
    first, last = period.start or scene.today, period.end
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone) if last else None
    later = Period(first, None, "")
    closing_then = within(scene.program, [track], later)
    found = [
        deadline
        for deadline in closing_then
        if deadline.closes.at > max(begin, scene.now)
        and (deadline.opens is None or end is None or deadline.opens < end)
    ]
    return [item(scene.program, d, scene.now) for d in found[:1]], found[:1]
