"""Mentions, threads and direct messages.

A mention is answered in its thread; a reply there without a mention is answered where it is
understood as a question about the program, so that the bot does not talk into people's own
conversation. In a direct message everything is answered.
https://docs.slack.dev/reference/events/app_mention
"""

import re
from collections import OrderedDict
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.questions.query import Query
from bot.questions.sentences import asks
from bot.render.answers import answer_message
from handlers.desk import Desk, asker, words_of
from handlers.posting import post

log = get_logger(__name__)

# Subtypes that are still somebody saying something new.
# https://docs.slack.dev/reference/events/message#subtypes
SPOKEN = {None, "file_share", "thread_broadcast"}
REMEMBERED = 5000
HELP = "what can you do?"


class Listener:
    """Hears events and answers each once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # The database tells replicas apart; this tells a repetition even while it is gone.
        self._heard: OrderedDict[str, None] = OrderedDict()

    async def on_mention(
        self, event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        """`app_mention`: somebody addressed the bot in a channel."""
        if self._is_for_us(event) and "edited" not in event:
            thread = str(event.get("thread_ts") or event["ts"])
            self._answer(event, body, client, thread)

    async def on_message(
        self, event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, bot: str
    ) -> None:
        """`message`: a direct message, or a reply in a thread that the bot may know."""
        if not self._is_for_us(event) or event.get("subtype") not in SPOKEN:
            return
        if event.get("channel_type") == "im":
            self._answer(event, body, client, str(event.get("thread_ts") or ""))
        elif event.get("thread_ts") and not _mentions(bot, str(event.get("text") or "")):
            # With a mention in it, it comes as app_mention, too.
            self._answer(event, body, client, str(event["thread_ts"]), overheard=True)

    @staticmethod
    def _is_for_us(event: dict[str, Any]) -> bool:
        return bool(event.get("user")) and not event.get("bot_id")

    def _answer(
        self,
        event: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        thread: str,
        *,
        overheard: bool = False,
    ) -> None:
        event_id = str(body.get("event_id") or f"{event['channel']}.{event['ts']}")
        if event_id in self._heard:
            return
        self._heard[event_id] = None
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        channel, user = str(event["channel"]), str(event["user"])

        async def tell(text: str) -> None:
            if not overheard:
                await post(client, channel=channel, thread_ts=thread or None, text=text)

        work = self._reply(client, event_id, channel, thread, user, event, overheard=overheard)
        self.desk.later(work, "a question", tell)

    async def _reply(
        self,
        client: AsyncWebClient,
        event_id: str,
        channel: str,
        thread: str,
        user: str,
        event: dict[str, Any],
        *,
        overheard: bool,
    ) -> None:
        """Answers once, with what was said before in mind."""
        desk = self.desk
        context, known = await self._recall(event_id, channel, thread, overheard=overheard)
        if not known:
            return
        question = words_of(str(event.get("text") or "")) or HELP
        if overheard and not asks(question):
            return
        found = desk.answering.answer(question, asker(user, overheard=overheard), context)
        if overheard and not found.answered:
            return
        message = answer_message(found)
        await post(client, channel=channel, thread_ts=thread or None, **message)
        try:
            if not found.answered:
                await desk.workers.store(desk.teaching.not_understood, question)
            await desk.workers.store(desk.answering.remember, channel, thread, found.query)
        except StoreUnavailableError as exc:
            log.warning("conversation not kept", error=str(exc))

    async def _recall(
        self, event_id: str, channel: str, thread: str, *, overheard: bool
    ) -> tuple[Query | None, bool]:
        """What was asked before; and whether this is ours to answer: heard for the first time,
        and where it was only overheard, in a thread that the bot knows."""
        answering, workers = self.desk.answering, self.desk.workers
        try:
            # Most of what is overheard is in other people's threads: reading is enough there.
            if overheard and not await workers.store(answering.talked_in, channel, thread):
                return None, False
            if not await workers.store(answering.hear, event_id):
                return None, False
            context = await workers.store(answering.context, channel, thread)
        except StoreUnavailableError as exc:
            # Answers come from memory: better one without its context than none.
            log.warning("answering without the database", error=str(exc))
            return None, not overheard
        return context, True


def _mentions(user: str, text: str) -> bool:
    """Whether a text names somebody, as `<@U123>` or as `<@U123|name>`."""
    return re.search(rf"<@{re.escape(user)}[>|]", text) is not None
