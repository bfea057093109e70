"""response_urls: the addresses at which an app may answer an interaction for half an hour."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusal import SlackError

USES = 5
LIFETIME = 30 * 60.0
"""docs.slack.dev/interactivity/handling-user-interaction#message_responses"""


@dataclass
class ResponseUrl:
    """Where an answer goes: a channel, the person who asked, the message that had the button."""

    id: str
    channel: str
    user: str
    message_ts: str | None
    thread_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Issues response_urls and counts their uses."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self, channel: str, user: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> ResponseUrl:
        """A new one; its address is `<origin>/response/<id>`."""
        while len(self._issued) > 5000:
            self._issued.pop(next(iter(self._issued)))
        url = ResponseUrl(
            secrets.token_urlsafe(12), channel, user, message_ts, thread_ts, self._monotonic()
        )
        self._issued[url.id] = url
        return url

    def use(self, url_id: str) -> ResponseUrl:
        """Counts one use; refused after five or after thirty minutes."""
        url = self._issued.get(url_id)
        if url is None:
            raise SlackError("invalid_url")
        if url.uses >= USES or self._monotonic() - url.issued > LIFETIME:
            raise SlackError("used_url" if url.uses >= USES else "expired_url")
        url.uses += 1
        return url
