"""The day from which a report is wanted: "since October", "since 1 October 2017", "this year"."""

from datetime import date, datetime

from bot.domain.model import Program
from bot.questions.said_periods import read_period
from bot.questions.words import tokens

# Words that belong to no date.
_ALOUD = frozenset({"since", "from", "of", "the", "awards", "for", "and", "a", "an", "our"})


def first_day(words: str, program: Program, now: datetime) -> date | None:
    """The first day that these words name, none of them ahead; None where they are not understood.

    A bare month or weekday is the last one that has begun.
    """
    said = tokens(f"awards since {words.strip().removeprefix('since ')}", 40)
    free = [True] * len(said)
    period = read_period(said, program, now, free)
    left = [word.text for word, unread in zip(said, free, strict=True) if unread]
    if period is None or period.start is None or not _ALOUD.issuperset(left):
        return None
    today = now.astimezone(program.zone).date()
    return period.start if period.start <= today else None
