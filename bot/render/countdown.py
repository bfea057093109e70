"""The words of a countdown: one message for the deadlines that coincide, true when it is sent.

What each step says is a template (`bot/domain/templates.py`), which the program file may replace.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import templates, wording
from bot.domain.countdown import Left, Remaining, remaining
from bot.domain.model import Deadline, Program
from bot.domain.recurrence import deadlines_between
from bot.domain.spans import Line, Link, ReaderTime, Span, Strong, join, line, plain
from bot.domain.templates import USUAL, Part, Templates

# How far ahead the next close of a track is looked for when one has closed.
_NEXT = timedelta(days=800)
_AFTER_ALL = (
    "*New date for {tracks}* — {label}\n"
    "It takes place after all, and closes *{closes}*: {left}. {apply}"
)
_CLOSED_BEFORE = (
    "*Closed: {tracks}* — {label}\nIt was to close on {before}; it closed on *{closes}*."
)
_MOVED = {None: "moved", False: "extended", True: "moved forward"}
# Fields that say something of several deadlines at once; all others are of one.
_SHARED = frozenset({"tracks", "apply"})


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one deadline: the lines of its template, and the values of its fields."""

    deadline: Deadline
    template: tuple[tuple[Part, ...], ...]
    values: dict[str, Line]

    def words(self, lines: Iterable[Sequence[Part]]) -> tuple[object, ...]:
        """What these lines say of this deadline alone; where it is the same, it is said once."""
        fields = sorted(frozenset().union(*map(templates.names, lines)) - _SHARED)
        return (self.template, *(plain(self.values[field]) for field in fields))


def countdown_lines(
    program: Program,
    deadlines: Sequence[Deadline],
    now: datetime,
    zone: ZoneInfo | None = None,
) -> list[Line]:
    """The lines of a reminder of these deadlines, worded for `now`.

    Days are counted in `zone`; in the program's where none is given.
    """
    said = [_say(program, deadline, now, zone or program.zone) for deadline in deadlines]
    return _lines(program, said, now)


def _lines(program: Program, said: Iterable[_Said], now: datetime) -> list[Line]:
    """The first line of a template once for all of whom it is true, the others once a close."""
    heads: dict[tuple[object, ...], list[_Said]] = {}
    for one in said:
        heads.setdefault(one.words(one.template[:1]), []).append(one)
    lines: list[Line] = []
    for same in heads.values():
        head, *rest = same[0].template
        lines.append(_filled(program, head, same, now))
        closes: dict[tuple[object, ...], list[_Said]] = {}
        for one in same if rest else []:
            closes.setdefault(one.words(rest), []).append(one)
        lines += [
            _filled(program, parts, alike, now) for alike in closes.values() for parts in rest
        ]
    return [found for found in lines if found]


def _filled(program: Program, parts: Sequence[Part], same: Sequence[_Said], now: datetime) -> Line:
    deadlines = [one.deadline for one in same]
    names = dict.fromkeys(_track_name(program, deadline) for deadline in deadlines)
    shared = {"tracks": (join(names),), "apply": _apply(program, deadlines, now)}
    return templates.fill(parts, same[0].values | shared)


def _say(program: Program, deadline: Deadline, now: datetime, zone: ZoneInfo) -> _Said:
    left = remaining(deadline.closes, zone, now)
    step = _step(left)
    values: dict[str, Line] = {
        "left": (wording.left_in_words(left),),
        "label": (deadline.label,),
        "closes": (
            _closes(program, deadline, step, now.astimezone(zone)),
            ReaderTime(deadline.closes.at),
        ),
    }
    if step == "closed":
        values["next"] = _next(program, deadline, now)
    template = getattr(_templates(program, deadline), step)
    return _Said(deadline, templates.parse(template), values)


def _step(left: Remaining) -> str:
    """Which template says what is left."""
    if left.left is Left.CLOSED:
        return "closed"
    # On the closing day with more than a day to go (Anywhere on Earth, seen from Auckland) the
    # hours are said, and the stated date; "today" would send people home a day early.
    if left.left is Left.HOURS and left.today and left.hours < 24:
        return "today"
    return {1: "tomorrow", 7: "week"}.get(left.days, "days")


def _closes(program: Program, deadline: Deadline, step: str, now: datetime) -> str:
    """When it closes, after "closes": with how far that is where the stated date says so, too."""
    apart = (deadline.closes.day - now.date()).days
    stated = wording.closes(deadline, program.locale)
    match step, apart:
        case "today", 0:
            return f"today at {wording.closing_hour(deadline, program.locale)}"
        case "tomorrow", 1:
            return f"tomorrow, {stated}"
        case "week", 7:
            return f"in seven days, on {stated}"
    return stated


def _next(program: Program, deadline: Deadline, now: datetime) -> Line:
    """The next close of the same track."""
    track = program.tracks_by_key.get(deadline.track)
    found = deadlines_between(track, now, now + _NEXT) if track else []
    if not found:
        return ("the next date is not known yet",)
    when = wording.closes(found[0], program.locale)
    return (f"the next one, {found[0].label}, closes on {when}", ReaderTime(found[0].closes.at))


def _templates(program: Program, deadline: Deadline) -> Templates:
    track = program.tracks_by_key.get(deadline.track)
    return track.templates if track else USUAL


def _apply(program: Program, deadlines: Sequence[Deadline], now: datetime) -> Line:
    """Where to apply; for what has not opened yet, when it opens."""
    shut = [one for one in deadlines if one.opens is not None and one.opens > now]
    links = {
        track.apply_url: track.name
        for deadline in deadlines
        if deadline not in shut
        and (track := program.tracks_by_key.get(deadline.track))
        and track.apply_url
    }
    spans: list[Span] = [_opens(program, shut, alone=len(shut) == len(deadlines))] if shut else []
    if not links:
        if shut or not program.url:
            return tuple(spans)
        return ("More: ", Link(program.url, program.short_name))
    spans.append(" Apply: " if shut else "Apply: ")
    for url, name in links.items():
        spans += [Link(url, name), " · "]
    return tuple(spans[:-1])


def _opens(program: Program, shut: Iterable[Deadline], *, alone: bool) -> str:
    """When these open, each moment a sentence; with their names unless they stand `alone`."""
    names: dict[datetime, list[str]] = {}
    for one in shut:
        if one.opens is not None:
            names.setdefault(one.opens, []).append(_track_name(program, one))
    said = []
    for at, who in sorted(names.items()):
        opens = f"{join(who)} {'opens' if len(who) == 1 else 'open'}"
        if alone and len(names) == 1:
            opens = "Opens"
        said.append(f"{opens} on {wording.moment(at, program.zone, program.locale)}.")
    return " ".join(said)


def _track_name(program: Program, deadline: Deadline) -> str:
    track = program.tracks_by_key.get(deadline.track)
    return track.name if track else deadline.track


def change_lines(
    program: Program, deadline: Deadline, before: str, now: datetime, *, sooner: bool | None = None
) -> list[Line]:
    """The notice that a close has moved, for those who were told the old one.

    `before` is the old close in words, empty for those who were told that the deadline was
    withdrawn; `sooner` says whether the new one is before it, where that is known. Where the new
    one has passed, that is what they are told.
    """
    template = _templates(program, deadline).moved if before else _AFTER_ALL
    if deadline.closes.at <= now:
        template = _CLOSED_BEFORE
    values: dict[str, Line] = {
        "left": (wording.time_left(program, deadline, now),),
        "label": (deadline.label,),
        "moved": (_MOVED[sooner],),
        "before": (before,),
        "closes": (wording.closes(deadline, program.locale), ReaderTime(deadline.closes.at)),
    }
    return _lines(program, [_Said(deadline, templates.parse(template), values)], now)


def withdrawn_lines(track: str, label: str, closes: str) -> list[Line]:
    """The notice that a deadline is no more, for those who were told of it; all in words."""
    return [
        line(Strong(f"Withdrawn: {track}"), f" — {label}"),
        line(f"The deadline on {closes} does not stand any more."),
    ]
