"""What the slash commands answer: `/deadlines`, `/tracks` and `/awards`, with and without words."""

from datetime import datetime

from bot.domain.model import Program
from bot.questions.answer import Answer
from bot.questions.engine import answer, respond
from bot.questions.index import index_of
from bot.questions.query import Query
from bot.questions.scene import Scene


def deadlines_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/deadlines [track or period]`; all coming deadlines where nothing is said."""
    return _answer(program, now, words, "deadlines", Query(intent="deadlines"))


def tracks_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/tracks [track]`; all tracks with their status where nothing is said."""
    return _answer(program, now, words, "track", Query(intent="tracks"))


def awards_answer(program: Program, now: datetime, words: str) -> Answer:
    """`/awards [question]`; the latest awards where nothing is said."""
    return _answer(program, now, words, "awards", Query(intent="awards", top=10))


def _answer(program: Program, now: datetime, words: str, about: str, overview: Query) -> Answer:
    if not words.strip():
        return respond(Scene(program, now, index_of(program, now)), overview)
    # The command's own word is part of the question, unless the words are a question without it.
    with_it = answer(f"{about} {words}", program, now)
    return with_it if with_it.answered else answer(words, program, now)
