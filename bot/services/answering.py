"""Answers from the snapshot, and what a conversation was about."""

from datetime import timedelta
from typing import Literal

from bot.clock import Clock
from bot.questions.answer import Answer, Asker
from bot.questions.commands import awards_answer, deadlines_answer, tracks_answer
from bot.questions.engine import answer
from bot.questions.query import Query
from bot.services.program import ProgramService
from bot.store import conversations
from bot.store.engine import Store

# How long a direct message still refers to what was asked before; a thread does until it ends.
DIRECT_CONTEXT = timedelta(minutes=15)
Topic = Literal["deadlines", "tracks", "awards"]
_TOPICS = {"deadlines": deadlines_answer, "tracks": tracks_answer, "awards": awards_answer}


class AnsweringService:
    """Answering is pure and in memory; only remembering a conversation touches the database."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock

    def answer(
        self, question: str, asker: Asker | None = None, context: Query | None = None
    ) -> Answer:
        """The answer to a question. Raises UserError while there is no program."""
        return answer(question, self.programs.require(), self.clock.now(), asker, context)

    def about(self, topic: Topic, words: str) -> Answer:
        """What `/deadlines`, `/tracks` or `/awards` says to these words."""
        return _TOPICS[topic](self.programs.require(), self.clock.now(), words)

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
