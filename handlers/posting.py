"""Posting an answer: waits its turn where Slack asks to slow down, and posts once."""

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

# Answers in a busy channel wait for Slack's one a second; after this many the asker is told.
TRIES = 6


async def post(client: AsyncWebClient, **message: Any) -> None:
    """Posts a message. Raises SlackApiError where Slack refuses it for another reason than pace.

    https://docs.slack.dev/apis/web-api/rate-limits
    """
    for left in reversed(range(TRIES)):
        try:
            await client.chat_postMessage(unfurl_links=False, unfurl_media=False, **message)
        except SlackApiError as exc:
            if exc.response.status_code != 429 or not left:
                raise
            await asyncio.sleep(float(exc.response.headers.get("Retry-After", 1)))
        else:
            return
