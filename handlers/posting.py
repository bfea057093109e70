"""Posting an answer: waits its turn where Slack asks to slow down, and posts once."""

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.log import get_logger

log = get_logger(__name__)

# Answers in a busy channel wait for Slack's one a second; after this many the asker is told.
TRIES = 6
# The question was taken back meanwhile, or its place is closed: nobody waits for an answer there.
GONE = {"thread_not_found", "message_not_found", "channel_not_found", "is_archived"}


async def post(client: AsyncWebClient, **message: Any) -> None:
    """Posts a message. Raises SlackApiError where Slack refuses it for another reason than pace.

    https://docs.slack.dev/apis/web-api/rate-limits
    """
    for left in reversed(range(TRIES)):
        try:
            said = await client.chat_postMessage(unfurl_links=False, unfurl_media=False, **message)
        except SlackApiError as exc:
            code = exc.response.get("error")
            if code in GONE:
                log.info("nobody waits there any more", channel=message["channel"], error=code)
                return
            if exc.response.status_code != 429 or not left:
                raise
            await asyncio.sleep(float(exc.response.headers.get("Retry-After", 1)))
        else:
            if message.get("thread_ts") and not (said.get("message") or {}).get("thread_ts"):
                await _take_back(client, said)
            return


async def _take_back(client: AsyncWebClient, said: AsyncSlackResponse) -> None:
    """Deletes an answer whose question was deleted meanwhile: Slack has put it into the channel,
    without a word, for all to read. https://github.com/slack-go/slack/issues/1571
    """
    try:
        await client.chat_delete(channel=str(said["channel"]), ts=str(said["ts"]))
    except SlackApiError as exc:
        log.warning("an answer to nobody stays", error=exc.response.get("error"))
