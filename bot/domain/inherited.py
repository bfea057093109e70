"""Settings that a program gives and a track may give otherwise, key by key."""

import re
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.domain.document import ProgramTemplatesEntry, QuietEntry, RemindersEntry, TemplatesEntry
from bot.domain.model import Reminders
from bot.domain.moments import parse_stated
from bot.domain.post_templates import POST_KEYS, PostTemplates
from bot.domain.quiet import Quiet
from bot.domain.reading import Path, Problem
from bot.domain.templates import KEYS, Templates

DEFAULT_REMINDERS = Reminders(days_before=(30, 14, 8, 3, 1, 0), at=time(10))


def reminders_of(entry: RemindersEntry | None, default: Reminders) -> Reminders:
    """What the entry says, and the default for what it leaves out."""
    if entry is None:
        return default
    return Reminders(
        days_before=default.days_before if entry.days_before is None else tuple(entry.days_before),
        at=default.at if entry.at is None else time.fromisoformat(entry.at),
        after_close=default.after_close if entry.after_close is None else entry.after_close,
    )


def templates_of(entry: TemplatesEntry | None, default: Templates) -> Templates:
    """What the entry says, and the default for what it leaves out."""
    said = entry.model_dump(exclude_none=True, include=set(KEYS)) if entry else {}
    return replace(default, **said)


def posts_of(entry: ProgramTemplatesEntry | None, default: PostTemplates) -> PostTemplates:
    """The words of announcements that the entry gives, and the default for what it leaves out."""
    said = entry.model_dump(exclude_none=True, include=set(POST_KEYS)) if entry else {}
    return replace(default, **said)


def quiet_of(
    entry: QuietEntry | None, default: Quiet, path: Path, problems: list[Problem]
) -> Quiet:
    """What the entry, at `path` in the file, says, and the default for what it leaves out.

    What is wrong with it is added to `problems`.
    """
    if entry is None:
        return default
    holidays = default.holidays
    if entry.holidays is not None:
        days = enumerate(entry.holidays)
        found = (_holiday(text, (*path, "holidays", i), problems) for i, text in days)
        holidays = frozenset(filter(None, found))
    quiet = Quiet(
        start=default.start if entry.start is None else time.fromisoformat(entry.start),
        end=default.end if entry.to is None else time.fromisoformat(entry.to),
        weekends=default.weekends if entry.weekends is None else entry.weekends,
        holidays=holidays,
    )
    if (quiet.start is None) != (quiet.end is None):
        given, missing = ("from", "to") if quiet.end is None else ("to", "from")
        problems.append(Problem((*path, missing), f"is missing; {given} needs its other end"))
    return quiet


def _holiday(text: str, path: Path, problems: list[Problem]) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        problems.append(Problem(path, f"{text!r} is not a date; write 2026-12-25"))
        return None
    try:
        return parse_stated(text, ZoneInfo("UTC")).day
    except ValueError as exc:
        problems.append(Problem(path, str(exc)))
        return None
