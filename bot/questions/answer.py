"""The answer to a question: lines to show, facts to check, and what to ask next."""

from dataclasses import dataclass, field

from bot.domain.spans import Line, plain_text
from bot.questions.query import JSON, Query

__all__ = ["JSON", "Answer", "Asker"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: whether they are staff, and the zone they live in where it is known.

    `overheard` where it was not said to the bot: then only what is a question word for word is
    answered, for people talk of deadlines among themselves.
    """

    is_staff: bool = False
    zone: str | None = None
    overheard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot says to a question.

    `lines` lead with the fact, then the context, then the source. `facts` holds the same for
    machines: track keys, ISO instants, days left, amounts. `suggestions` are whole questions that
    can be answered, shown as buttons. `query` is the context of a follow-up.
    """

    answered: bool
    intent: str
    lines: tuple[Line, ...]
    facts: dict[str, JSON]
    suggestions: tuple[str, ...] = ()
    query: Query | None = None
    bare: bool = False  # to a name of which nothing was asked
    barred: bool = False  # of what is not on record, or in words that nobody knows
    # What was not understood; what is near to it is looked for where nobody says more.
    reading: object = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return plain_text(self.lines)


def spans_both(whole: Answer, parts: list[Answer]) -> bool:
    """ "How many awards and how much money in 2026": the year is said once, and meant twice."""
    asked = [part.query for part in parts if part.query]
    within = whole.query.period if whole.query else None
    return bool(within and asked and asked[-1].period == within and not asked[0].period)


def is_lost(found: list[Answer]) -> bool:
    """Whether something that was asked has no answer."""
    return any(not one.answered for one in found)


def says_anything(given: Answer) -> bool:
    """Whether an answer says more than where it is from."""
    return any(not plain_text((line,)).startswith("Source: ") for line in given.lines)
