"""HTTP mode: `POST /slack/events` takes commands, actions and events.

Signatures are checked, stale ones and repetitions refused; Bolt alone would take the same request
again for five minutes. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.clock import Clock
from bot.log import get_logger

log = get_logger(__name__)

PATH = "/slack/events"
# Seconds for which a signature counts.
STALE = 300
# Slack's largest payloads, views, are 250 kB; the form around them grows that threefold.
MOST_BYTES = 1_000_000


class RefusedError(Exception):
    """A request that did not come from Slack, or came before. The message goes to the log alone."""


class Verifier:
    """Checks what a request says of itself against the signing secret."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock
        # Signatures seen, the oldest first, with the second at which they are stale anyway.
        self._seen: OrderedDict[str, float] = OrderedDict()

    def check(self, stamp: str, signature: str, body: bytes) -> None:
        """Raises RefusedError where a request is forged, stale or repeated."""
        now = self._clock.real_now().timestamp()
        if not stamp.isdigit() or abs(now - int(stamp)) > STALE:
            raise RefusedError("stale or no time stamp")
        digest = hmac.new(self._secret, b"v0:%s:%s" % (stamp.encode(), body), sha256).hexdigest()
        if not hmac.compare_digest(f"v0={digest}".encode(), signature.encode()):
            raise RefusedError("wrong signature")
        while self._seen and next(iter(self._seen.values())) < now:
            self._seen.popitem(last=False)
        if signature in self._seen:
            raise RefusedError("the same request again")
        self._seen[signature] = now + 2 * STALE


class Ingress:
    """The endpoint."""

    def __init__(self, app: AsyncApp, verifier: Verifier) -> None:
        self.app = app
        self.verifier = verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The endpoint as an ASGI app, which is what Starlette takes an object for."""
        answer = await self.answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Hands a request of Slack's to Bolt and its answer back."""
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        headers = request.headers
        try:
            self.verifier.check(
                headers.get("x-slack-request-timestamp", ""),
                headers.get("x-slack-signature", ""),
                body,
            )
            text = body.decode()
        except (RefusedError, UnicodeDecodeError) as exc:
            log.warning("request refused", reason=str(exc))
            return PlainTextResponse("not from Slack", status_code=401)
        kept: dict[str, str | Sequence[str]] = {
            name: [value] for name, value in headers.items() if name in _HEADERS
        }
        answer = await self.app.async_dispatch(AsyncBoltRequest(body=text, headers=kept))
        return _response(answer)


# What Bolt reads; the rest of the headers is not carried around.
_HEADERS = {"content-type", "x-slack-retry-num", "x-slack-retry-reason"}


def _response(answer: BoltResponse) -> Response:
    content_type = answer.headers.get("content-type", ["text/plain"])[0]
    return Response(answer.body, answer.status, media_type=content_type)


async def _body(request: Request) -> bytes | None:
    """The body, or None where it is larger than anything Slack sends."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
