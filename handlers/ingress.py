"""HTTP mode: `POST /slack/events` takes commands, actions and events.

Signatures are checked, stale ones and repetitions refused; Bolt alone would take the same request
again for five minutes. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
from collections.abc import Sequence

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.types import ASGIApp, Receive, Scope, Send

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
        # What was seen in this stretch of time and in the one before; a stretch is so long that
        # all of the one before that is stale.
        self._seen: set[bytes] = set()
        self._seen_before: set[bytes] = set()
        self._ends = 0.0

    def check(self, stamp: bytes, signature: bytes, body: bytes) -> None:
        """Raises RefusedError where a request is forged, stale or repeated."""
        now = self._clock.real_now().timestamp()
        if not stamp.isdigit() or len(stamp) > 15 or abs(now - int(stamp)) > STALE:
            raise RefusedError("stale or no time stamp")
        digest = hmac.digest(self._secret, b"v0:%s:%s" % (stamp, body), "sha256")
        if not hmac.compare_digest(b"v0=" + digest.hex().encode(), signature):
            raise RefusedError("wrong signature")
        if now >= self._ends:
            long_ago = now >= self._ends + 2 * STALE
            self._seen_before = set() if long_ago else self._seen
            self._seen, self._ends = set(), now + 2 * STALE
        if digest in self._seen or digest in self._seen_before:
            raise RefusedError("the same request again")
        self._seen.add(digest)


class Ingress:
    """The endpoint, an ASGI app of its own: what is in front of Bolt is paid for by each request.

    https://asgi.readthedocs.io/en/latest/specs/www.html
    """

    def __init__(self, app: AsyncApp, verifier: Verifier) -> None:
        self.app = app
        self.verifier = verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request of Slack's to Bolt and its answer back."""
        answer = await self._answer(dict(scope["headers"]), receive)
        content_type = answer.headers.get("content-type", ["text/plain;charset=utf-8"])[0]
        body = answer.body.encode()
        headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", b"%d" % len(body)),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, headers: dict[bytes, bytes], receive: Receive) -> BoltResponse:
        body = await _body(receive)
        if body is None:
            return BoltResponse(status=413, body="too large")
        try:
            stamp = headers.get(b"x-slack-request-timestamp", b"")
            self.verifier.check(stamp, headers.get(b"x-slack-signature", b""), body)
            text = body.decode()
        except (RefusedError, UnicodeDecodeError) as exc:
            log.warning("request refused", reason=str(exc))
            return BoltResponse(status=401, body="not from Slack")
        kept: dict[str, str | Sequence[str]] = {
            name: [headers[raw].decode("latin-1")] for raw, name in _KEPT.items() if raw in headers
        }
        try:
            request = AsyncBoltRequest(body=text, headers=kept)
        except (ValueError, TypeError, AttributeError) as exc:
            # Signed, and yet neither the form nor the JSON that Bolt takes it for.
            log.warning("request not understood", reason=str(exc))
            return BoltResponse(status=400, body="not understood")
        return await self.app.async_dispatch(request)


class Front:
    """Hands what Slack posts straight to the ingress, and everything else to the site.

    Routing and its error handling would cost a tenth of what a slash command takes.
    """

    def __init__(self, ingress: Ingress, site: ASGIApp) -> None:
        self.ingress = ingress
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST":
            await self.ingress(scope, receive, send)
        else:
            await self.site(scope, receive, send)


# What Bolt reads; the rest of the headers is not carried around.
_KEPT = {
    name.encode(): name for name in ("content-type", "x-slack-retry-num", "x-slack-retry-reason")
}


async def _body(receive: Receive) -> bytes | None:
    """The body, or None where it is larger than anything Slack sends, or breaks off."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        part: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
