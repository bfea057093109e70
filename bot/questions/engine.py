"""A question in words -> the typed query -> an answer: the whole way, pure."""

from datetime import datetime

from bot.domain.model import Program
from bot.questions.answer import Answer, Asker
from bot.questions.query import Query

__all__ = ["Asker", "answer"]


def answer(
    question: str,
    program: Program,
    now: datetime,
    asker: Asker | None = None,
    context: Query | None = None,
) -> Answer:
    """The answer to `question` about `program` at `now`; `context` is the query before it."""
    del question, now, asker, context
    return Answer(
        answered=False,
        intent="unknown",
        lines=((f"I don't know that about {program.short_name}.",),),
        facts={},
    )
