"""One use of /program, and the ways to answer it: whoever asked alone reads the answers."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.log import get_logger
from bot.render import slack
from bot.render.review_texts import packed
from handlers.posting import post

log = get_logger(__name__)

# Answers the asker alone: `text`, `blocks`; Bolt's respond, or what stands in for it.
Respond = Callable[..., Awaitable[Any]]
# A response_url may be used five times; one is kept for saying what went wrong.
MESSAGES, SECTIONS = 4, slack.MESSAGE // slack.SECTION


@dataclass(frozen=True, slots=True)
class Order:
    """One use of /program: the words after the subcommand, and the ways to answer."""

    words: Sequence[str]
    user: str
    trigger: str
    respond: Respond
    client: AsyncWebClient

    async def say(self, lines: Sequence[str]) -> None:
        """Answers, for the asker alone; the lines are mrkdwn."""
        # Whole lines; what could be long in them is shortened where they are made.
        texts = packed(line[: slack.SECTION] for line in lines)
        whole = texts[: MESSAGES * SECTIONS]
        if len(whole) < len(texts):
            whole[-1] = slack.SHORTENED
        for start in range(0, len(whole), SECTIONS):
            part = whole[start : start + SECTIONS]
            await self.answer(text="\n".join(part), blocks=[slack.section(t) for t in part])

    async def answer(self, **message: Any) -> None:
        """Answers with a message, for the asker alone. Raises RefusedError where Slack refuses."""
        try:
            await answer(self.respond, **message)
        except UsedUpError:
            await post(self.client, channel=self.user, **message)


class RefusedError(Exception):
    """Slack did not take an answer; why is in the message."""


class UsedUpError(RefusedError):
    """The address for answers has been used five times, or is older than half an hour."""


async def answer(respond: Respond, **message: Any) -> None:
    """Answers the asker alone, and looks at what Slack says to it, which Bolt leaves to us.

    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    """
    said = await respond(response_type="ephemeral", replace_original=False, **message)
    status = getattr(said, "status_code", 200)
    if status != 200:
        reason = f"HTTP {status}: {str(getattr(said, 'body', ''))[:300]}"
        log.warning("an answer was refused", error=reason)
        raise (UsedUpError if status == 404 else RefusedError)(reason)
