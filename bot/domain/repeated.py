"""What a program file says twice, and cannot mean twice.

It is a mistake of files alone: a program that was stored before this was looked at stays one.
"""

from collections.abc import Iterator

from bot.domain.document import ProgramFile, RemindersEntry
from bot.domain.reading import Path, Problem


def repeated_days(file: ProgramFile) -> Iterator[Problem]:
    """Days that stand in a ladder twice: one of them was meant to be another."""
    ladders: list[tuple[Path, RemindersEntry | None]] = [
        (("program",), file.program.reminders),
        *((("tracks", n), track.reminders) for n, track in enumerate(file.tracks)),
    ]
    for path, ladder in ladders:
        days = (ladder and ladder.days_before) or []
        for n, day in enumerate(days):
            if day in days[:n]:
                place = (*path, "reminders", "days_before", n)
                yield Problem(place, f"{day} is in the list twice")
