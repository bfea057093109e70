"""The words of a countdown: one message for the deadlines that coincide, true when it is sent."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import wording
from bot.domain.countdown import Left, Remaining, remaining
from bot.domain.model import Deadline, Program
from bot.domain.spans import Line, Link, ReaderTime, Span, Strong, join, line

Group = tuple[str, list[Deadline]]


def countdown_lines(program: Program, deadlines: Sequence[Deadline], now: datetime) -> list[Line]:
    """The lines of a reminder of these deadlines, worded for `now`; none of them has passed."""
    groups: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        groups.setdefault(_headline(program, deadline, now), []).append(deadline)
    lines: list[Line] = []
    for headline, same in groups.items():
        names = dict.fromkeys(_track_name(program, deadline) for deadline in same)
        lines.append(line(Strong(wording.capital(headline)), f" for {join(names)}"))
        lines.extend(_closes(program, same))
    return lines


def _headline(program: Program, deadline: Deadline, now: datetime) -> str:
    left = remaining(deadline.closes, program.zone, now)
    words = wording.left_in_words(left)
    return f"today: {words}" if _closes_today(left) else words


def _closes_today(left: Remaining) -> bool:
    # On the closing day with more than a day to go (Anywhere on Earth, seen from Auckland) the
    # hours are said, and the stated date; "today" would send people home a day early.
    return left.left is Left.HOURS and left.today and left.hours < 24


def _closes(program: Program, deadlines: Sequence[Deadline]) -> list[Line]:
    """A line for each close among these deadlines, with where to apply."""
    closes: dict[tuple[str, str], list[Deadline]] = {}
    for deadline in deadlines:
        when = wording.closes(deadline, program.locale)
        closes.setdefault((deadline.label, when), []).append(deadline)
    return [
        line(
            f"{wording.capital(label)}: closes {when}",
            ReaderTime(same[0].closes.at),
            ".",
            *_apply(program, same),
        )
        for (label, when), same in closes.items()
    ]


def _apply(program: Program, deadlines: Sequence[Deadline]) -> list[Span]:
    links = {
        track.apply_url: track.name
        for deadline in deadlines
        if (track := program.tracks_by_key.get(deadline.track)) and track.apply_url
    }
    if not links:
        return [" More: ", Link(program.url, program.short_name)] if program.url else []
    spans: list[Span] = [" Apply: "]
    for url, name in links.items():
        spans += [Link(url, name), " · "]
    return spans[:-1]


def _track_name(program: Program, deadline: Deadline) -> str:
    track = program.tracks_by_key.get(deadline.track)
    return track.name if track else deadline.track


def change_lines(
    program: Program, deadline: Deadline, before: str, now: datetime, *, sooner: bool = False
) -> list[Line]:
    """The notice that a close has moved, for those who were told the old one.

    `before` is the old close in words, empty for those who were told that the deadline was
    withdrawn; `sooner` says that the new one is before it.
    """
    left = wording.time_left(program, deadline, now)
    moved = "Moved forward from" if sooner else "Extended from"
    return [
        line(Strong(f"New date for {_track_name(program, deadline)}"), f" — {deadline.label}"),
        line(
            f"{moved} {before} to " if before else "It takes place after all, and closes ",
            Strong(wording.closes(deadline, program.locale)),
            ReaderTime(deadline.closes.at),
            f": {left}.",
            *_apply(program, [deadline]),
        ),
    ]


def withdrawn_lines(track: str, label: str, closes: str) -> list[Line]:
    """The notice that a deadline is no more, for those who were told of it; all in words."""
    return [
        line(Strong(f"Withdrawn: {track}"), f" — {label}"),
        line(f"The deadline on {closes} does not stand any more."),
    ]
