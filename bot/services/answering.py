"""Answers from the snapshot, and what a conversation was about."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from bot.clock import Clock
from bot.domain.model import Program
from bot.questions.answer import Answer, Asker
from bot.questions.commands import awards_answer, deadlines_answer, tracks_answer
from bot.questions.engine import answer
from bot.questions.query import Query
from bot.services.program import ProgramService
from bot.store import conversations, unanswered
from bot.store.engine import Store

# How long a direct message still refers to what was asked before; a thread does until it ends.
DIRECT_CONTEXT = timedelta(minutes=15)
UNANSWERED_KEPT = timedelta(days=365)
Topic = Literal["deadlines", "tracks", "awards"]
_TOPICS = {"deadlines": deadlines_answer, "tracks": tracks_answer, "awards": awards_answer}
# Answers kept for the second that they are true in.
MOST_KEPT = 500
T = TypeVar("T")


class AnsweringService:
    """Answering is pure and in memory; only remembering a conversation touches the database."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock
        self._kept_for: tuple[Program, datetime, bool] | None = None
        self._kept: dict[tuple[Topic, str, Callable[[Answer], Any]], Any] = {}

    def answer(
        self, question: str, asker: Asker | None = None, context: Query | None = None
    ) -> Answer:
        """The answer to a question. Raises UserError while there is no program."""
        return answer(question, self.programs.require(), self.clock.now(), asker, context)

    def about(self, topic: Topic, words: str, show: Callable[[Answer], T]) -> T:
        """What `/deadlines`, `/tracks` or `/awards` says to these words, as `show` puts it.

        Many ask the same when a deadline is near, so it is worked out once for the second in which
        it is true, and shared: whoever gets it must not change it.
        """
        program, now = self.programs.require(), self.clock.now()
        kept = self._kept_at(program, now)
        key = (topic, words, show)
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = show(_TOPICS[topic](program, now, words))
        shown: T = kept[key]
        return shown

    def _kept_at(self, program: Program, now: datetime) -> dict[Any, Any]:
        """What was answered about this very program at a moment that nothing tells from `now`.

        Everything that a program states lies on a whole second, so an answer can change on it and
        right after it, and not before the next.
        """
        second = now.replace(microsecond=0)
        before = self._kept_for
        if before is None or before[0] is not program or before[1:] != (second, now == second):
            self._kept_for, self._kept = (program, second, now == second), {}
        return self._kept

    def hear(self, event_id: str) -> bool:
        """Whether this event is heard for the first time, by any replica."""
        with self.store.write() as connection:
            return conversations.first_time(
                connection, self.programs.id, event_id, self.clock.real_now()
            )

    def context(self, channel: str, thread: str) -> Query | None:
        """What was asked before in this thread, or lately in this direct message (thread "")."""
        with self.store.read() as connection:
            found = conversations.recall(connection, self.programs.id, channel, thread)
        query, at = found or (None, self.clock.real_now())
        if query is None:
            return None
        if not thread and self.clock.real_now() - at > DIRECT_CONTEXT:
            return None
        return Query.from_json(query)

    def talked_in(self, channel: str, thread: str) -> bool:
        """Whether the bot was asked something in this thread before."""
        with self.store.read() as connection:
            return conversations.recall(connection, self.programs.id, channel, thread) is not None

    def remember(self, channel: str, thread: str, query: Query | None) -> None:
        """Keeps what a conversation is about; None where the last question was not understood."""
        with self.store.write() as connection:
            conversations.remember(
                connection,
                self.programs.id,
                channel,
                thread,
                query.to_json() if query else None,
                self.clock.real_now(),
            )

    def forget_old(self) -> None:
        """Drops events and conversations that nobody comes back to."""
        with self.store.write() as connection:
            conversations.forget_old(connection, self.clock.real_now())
            unanswered.forget_old(connection, self.programs.id, self.clock.now() - UNANSWERED_KEPT)
