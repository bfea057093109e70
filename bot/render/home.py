"""App Home: what is open, what closes next, what was awarded. https://docs.slack.dev/surfaces/app-home"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain import wording
from bot.domain.model import Program, Status, Track
from bot.domain.money import money
from bot.domain.recurrence import deadlines_between
from bot.domain.spans import Line, Link, ReaderTime, Strong, line
from bot.questions.timeline import is_open
from bot.render.slack import Block, button, context, escape, header, section, sections

AHEAD = timedelta(days=400)
SHOWN = 10


def home(
    program: Program | None,
    now: datetime,
    *,
    staff: bool,
    mine: Sequence[Block] = (),
    news: str = "",
) -> Block:
    """The view of App Home for a member, or with what staff need above it.

    `mine` are the blocks of the person's own reminders, `news` is a line for staff.
    """
    if program is None:
        words = "No program has been set up yet."
        return {"type": "home", "blocks": [section(words)]}
    blocks = [header(program.name)]
    if staff:
        blocks.append(
            {
                "type": "actions",
                "elements": [
                    button("New award", "award:new", style="primary"),
                    button("Announce", "announce:new"),
                    button("Move a deadline", "deadline:new"),
                    button("What goes out next", "plan:show"),
                ],
            }
        )
        if news:
            blocks.append(section(f"*{escape(news)}*"))
    blocks += [header("Open now"), *sections(_open(program, now) or [("Nothing is open.",)])]
    blocks += [header("Next deadlines"), *sections(_next(program, now) or [("None is set.",)])]
    blocks += mine
    awards = _awards(program, now)
    blocks += [header("Latest awards"), *sections(awards or [("None yet.",)])]
    blocks.append(
        context(
            "Ask me anything about the program: write to me in Messages, or mention me in a "
            f"channel. As of {escape(wording.moment(now, program.zone, program.locale))}."
        )
    )
    return {"type": "home", "blocks": blocks}


def _open(program: Program, now: datetime) -> list[Line]:
    lines = [_track_line(program, t, now) for t in program.tracks if is_open(program, t, now)]
    return _at_most(lines)


def _track_line(program: Program, track: Track, now: datetime) -> Line:
    coming = [d for d in deadlines_between(track, now, now + AHEAD) if d.is_open(now)]
    left = f": {wording.time_left(program, coming[0], now)}" if coming else ": no deadline"
    apply = (" · ", Link(track.apply_url, "Apply")) if track.apply_url else ()
    return line(Strong(track.name), left, *apply)


def _next(program: Program, now: datetime) -> list[Line]:
    coming = [
        (deadline, track)
        for track in program.tracks
        if track.status is Status.OPEN
        for deadline in deadlines_between(track, now, now + AHEAD)
    ]
    coming.sort(key=lambda item: item[0].closes.at)
    lines = [
        line(
            Strong(wording.closes(deadline, program.locale)),
            ReaderTime(deadline.closes.at),
            f": {track.name}, {deadline.label}",
        )
        for deadline, track in coming[: SHOWN + 1]
    ]
    return _at_most(lines)


def _awards(program: Program, now: datetime) -> list[Line]:
    latest = sorted(program.public_awards(now), key=lambda a: (a.awarded, a.amount), reverse=True)
    lines = [
        line(
            Strong(money(award.amount, program.currency, program.locale)),
            f" to {award.recipient}, {wording.day(award.awarded, program.locale)}",
        )
        for award in latest[: SHOWN + 1]
    ]
    return _at_most(lines)


def _at_most(lines: list[Line]) -> list[Line]:
    return [*lines[:SHOWN], line("… and more")] if len(lines) > SHOWN else lines
