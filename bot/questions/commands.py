"""What the slash commands answer: `/deadlines`, `/tracks` and `/awards`, with and without words."""

from datetime import datetime

from bot.domain.model import Program
from bot.questions.answer import Answer
from bot.questions.engine import answer


def deadlines_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/deadlines [track or period]`; all coming deadlines where nothing is said."""
    return answer(f"deadlines {words}", program, now)


def tracks_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/tracks [track]`; all tracks with their status where nothing is said."""
    return answer(f"tracks {words}", program, now)


def awards_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/awards [question]`; the latest awards where nothing is said."""
    return answer(f"awards {words}", program, now)
