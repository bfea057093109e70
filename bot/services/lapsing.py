"""Announcements of deadlines are as true as their date: what ends them."""

from datetime import UTC, datetime

from bot.domain.announcement import Kind
from bot.domain.model import Deadline, Program, Status
from bot.domain.planning import find_deadline
from bot.services.troubles import LAPSED
from bot.store.announcements import Announcement


def about(deadline: Deadline) -> list[str]:
    """What an announcement of a deadline is about: which it is, and when it closes."""
    return [deadline.subject, deadline.closes.at.astimezone(UTC).isoformat()]


def current(program: Program, found: Announcement, now: datetime) -> Deadline | None:
    """The deadline that an announcement is about, as it stands; None where there is nothing to
    apply for any more."""
    subject = next(iter(found.about), "")
    track = program.tracks_by_key.get(subject.partition("/")[0])
    if track is None or track.status in {Status.PAUSED, Status.CLOSED}:
        return None
    deadline = find_deadline(program, subject, now)
    return deadline if deadline is not None and deadline.closes.at > now else None


def lapsed(program: Program, found: Announcement, now: datetime) -> str | None:
    """Why the announcement of a deadline is not true any more; None where it is."""
    if found.kind is not Kind.DEADLINE:
        return None
    deadline = current(program, found, now)
    if deadline is None:
        return f"{LAPSED} has passed or is gone, or its track takes no applications"
    # Another close is another announcement, which staff have not seen.
    return None if about(deadline) == [*found.about] else f"{LAPSED} has moved"
