"""Brings commands, interactions and events to the app, by Socket Mode or by signed HTTP.

An ack has three seconds. A command or an interaction that gets none is not sent again; an event is
(docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/apis/events-api#retries).
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.clock import Clock
from bot.sandbox.sockets import NotAcknowledgedError, Sockets

Json = dict[str, Any]

ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before each further delivery of an event: nearly at once, a minute, five minutes."""


@dataclass(frozen=True)
class Attempt:
    """What became of one delivery: `failure` is None where it was acknowledged."""

    kind: str
    event_id: str | None
    number: int
    failure: str | None
    seconds: float


@dataclass(frozen=True)
class _Retry:
    number: int
    reason: str


class Delivery:
    """The way to the app: a socket where one is connected, else `request_url`."""

    def __init__(
        self,
        sockets: Sockets,
        clock: Clock,
        signing_secret: str,
        *,
        request_url: str | None = None,
        ack_seconds: float = ACK_SECONDS,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        self.request_url = request_url
        self.ack_seconds = ack_seconds
        self.retry_delays = retry_delays
        self.attempts: deque[Attempt] = deque(maxlen=1000)
        self._sockets = sockets
        self._clock = clock
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_flight = 0
        self._starting = 0
        self._idle = asyncio.Event()

    async def ask(self, kind: str, payload: Json) -> Json:
        """Delivers a command (`slash_commands`) or an `interactive` payload once and gives what
        the app said in its ack; NotAcknowledgedError with Slack's word for it."""
        try:
            return await self._attempt(kind, payload, None)
        except NotAcknowledgedError as error:
            words = {"timeout": "operation_timeout", "http_error": "http_service_error"}
            raise NotAcknowledgedError(words.get(error.reason, "dispatch_failed")) from None

    def event(self, body: Json) -> None:
        """Delivers an event (`event_callback`) in the background, again where it is not taken."""
        self._starting += 1
        task = asyncio.get_running_loop().create_task(self._until_taken(body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Returns once every event has been acknowledged or waits for its next delivery."""
        while self._starting or self._in_flight:
            self._idle.clear()
            await self._idle.wait()

    async def close(self) -> None:
        """Gives up what is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def sign(self, body: bytes, timestamp: int | None = None) -> dict[str, str]:
        """The headers that prove who sends (docs.slack.dev/authentication/verifying-requests)."""
        at = str(timestamp or int(self._clock.real_now().timestamp()))
        base = b"v0:" + at.encode() + b":" + body
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}

    async def _until_taken(self, body: Json) -> None:
        self._starting -= 1
        retry: _Retry | None = None
        for number, delay in enumerate((0.0, *self.retry_delays)):
            if number:
                await asyncio.sleep(delay)
            try:
                await self._attempt("events_api", body, retry)
            except NotAcknowledgedError as error:
                if error.reason == "no_retry":
                    return
                retry = _Retry(number + 1, error.reason)
            else:
                return

    async def _attempt(self, kind: str, payload: Json, retry: _Retry | None) -> Json:
        failure: str | None = None
        start = self._clock.monotonic()
        self._in_flight += 1
        try:
            if self._sockets.connected or self.request_url is None:
                return await self._by_socket(kind, payload, retry)
            return await self._by_http(kind, payload, retry)
        except NotAcknowledgedError as error:
            failure = error.reason
            raise
        finally:
            self._in_flight -= 1
            self._idle.set()
            took = self._clock.monotonic() - start
            number = retry.number if retry else 0
            self.attempts.append(Attempt(kind, payload.get("event_id"), number, failure, took))

    async def _by_socket(self, kind: str, payload: Json, retry: _Retry | None) -> Json:
        fields: Json = {"accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            fields |= {
                "retry_attempt": retry.number if retry else 0,
                "retry_reason": retry.reason if retry else "",
            }
        return await self._sockets.send(kind, payload, self.ack_seconds, **fields)

    async def _by_http(self, kind: str, payload: Json, retry: _Retry | None) -> Json:
        content_type, body = _encode(kind, payload)
        headers = {"content-type": content_type, "user-agent": "Slackbot 1.0", **self.sign(body)}
        if retry is not None:
            headers |= {
                "x-slack-retry-num": str(retry.number),
                "x-slack-retry-reason": retry.reason,
            }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(self.ack_seconds),
                self._session.post(
                    str(self.request_url), data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                text = await response.text()
                if response.headers.get("x-slack-no-retry") == "1" and response.status != 200:
                    raise NotAcknowledgedError("no_retry")
                if not 200 <= response.status < 300:
                    raise NotAcknowledgedError("http_error")
                return _decode(response.content_type, text)
        except TimeoutError:
            raise NotAcknowledgedError("timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledgedError("connection_failed") from None


def event_id() -> str:
    """A name for an event; it stays the same however often the event is delivered."""
    return "Ev" + secrets.token_hex(6).upper()


def _encode(kind: str, payload: Json) -> tuple[str, bytes]:
    """Commands are forms, interactions JSON in a form, events JSON."""
    form = "application/x-www-form-urlencoded"
    if kind == "slash_commands":
        return form, urlencode(payload).encode()
    if kind == "interactive":
        return form, urlencode({"payload": json.dumps(payload)}).encode()
    return "application/json", json.dumps(payload).encode()


def _decode(content_type: str, text: str) -> Json:
    if content_type == "application/json" and text:
        try:
            decoded = json.loads(text)
        except ValueError:
            raise NotAcknowledgedError("http_error") from None
        return decoded if isinstance(decoded, dict) else {}
    return {"text": text} if text.strip() else {}
