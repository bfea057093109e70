"""Deadlines as a calendar file (RFC 5545), by the icalendar library."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain import wording
from bot.domain.model import Deadline, Program

if TYPE_CHECKING:
    from icalendar import Event

ALARM = timedelta(days=1)
_OTHER = re.compile(r"[^a-z0-9]+")


def uid(program: Program, deadline: Deadline) -> str:
    """What calendars know a deadline by. It stays when the date moves, so that the event moves,
    too, and does not stand there twice."""
    return f"{deadline.subject}.{_slug(program.short_name)}@eightdays"


def file_name(program: Program, deadlines: Sequence[Deadline]) -> str:
    """A name for the file: "moss-2018-01-31.ics", by the first close."""
    first = min(deadlines, key=lambda deadline: deadline.closes.at)
    return f"{_slug(program.short_name)}-{first.closes.day.isoformat()}.ics"


def calendar(program: Program, deadlines: Sequence[Deadline], now: datetime) -> bytes:
    """A calendar with an event for each of these deadlines, made at `now` (aware)."""
    # Loaded late: it takes as long as a fifth of a start, and most starts are for something else.
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//eightdays//deadlines//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for deadline in deadlines:
        found.add_component(_event(program, deadline, now))
    made: bytes = found.to_ical()
    return made


def _event(program: Program, deadline: Deadline, now: datetime) -> "Event":
    """The close, an instant in UTC: https://datatracker.ietf.org/doc/html/rfc5545#section-3.6.1

    SEQUENCE counts the times that the date was moved (section 3.8.7.4).
    """
    from icalendar import Alarm, Event

    track = program.tracks_by_key.get(deadline.track)
    name = track.name if track else deadline.track
    link = (track.apply_url if track else None) or program.url
    summary = f"{name} closes: {deadline.label}"
    closes = f"Closes {wording.closes(deadline, program.locale)}."
    event = Event()
    event.add("uid", uid(program, deadline))
    event.add("dtstamp", now)
    event.add("dtstart", deadline.closes.at)
    event.add("sequence", deadline.revision - 1)
    event.add("summary", summary)
    event.add("description", f"{closes}\n{link}" if link else closes)
    if link:
        event.add("url", link)
    # Nobody is busy because something closes.
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -ALARM)
    event.add_component(alarm)
    return event


def _slug(name: str) -> str:
    return _OTHER.sub("-", name.casefold()).strip("-") or "program"
