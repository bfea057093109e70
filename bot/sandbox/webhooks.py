"""A receiver of signed announcements, as docs/webhooks.md asks for one: it checks the signature and
the time stamp, drops what it has, and shows the rest.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.sandbox.feed import Change, Feed
from bot.sandbox.timelines import ShownPicture, ShownPost

Json = dict[str, Any]

PATH = "/webhook/moss"
# Seconds by which a delivery may be old: what was overheard must not be of use later.
FRESH = 300


@dataclass(frozen=True)
class Delivery:
    """What came, after it was checked."""

    key: str
    event: str
    body: Json


class Receiver:
    """One receiver and what it heard."""

    def __init__(self, clock: Clock, feed: Feed, origin: Callable[[], str]) -> None:
        self._clock = clock
        self._feed = feed
        self._origin = origin
        self.secret = "demo-webhook-secret"  # noqa: S105
        self.deliveries: list[Delivery] = []
        """What was taken, oldest first."""
        self.repeated: list[str] = []
        """The keys of what came once more and was dropped."""
        self.posts: list[ShownPost] = []
        self.deleted: list[ShownPost] = []

    @property
    def url(self) -> str:
        """What `WEBHOOK_URLS` has to name."""
        return f"{self._origin()}{PATH}"

    def clear(self) -> None:
        """As if nothing had come."""
        for held in (self.deliveries, self.repeated, self.posts, self.deleted):
            held.clear()

    def routes(self) -> list[Route]:
        """Where it listens."""
        return [Route(PATH, self._receive, methods=["POST"])]

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        key = request.headers.get("x-eightdays-idempotency-key", "")
        refusal = self._refusal(request, body)
        if refusal is not None:
            return refusal
        if any(one.key == key for one in self.deliveries):
            self.repeated.append(key)
            return PlainTextResponse("known")
        try:
            heard = json.loads(body)
            delivery = Delivery(key, str(heard["event"]), heard)
            self._show(delivery)
        except (ValueError, LookupError, TypeError) as exc:
            return PlainTextResponse(f"the body is not understood: {exc!r}", 422)
        self.deliveries.append(delivery)
        return PlainTextResponse("taken", 202)

    def _refusal(self, request: Request, body: bytes) -> Response | None:
        stamp = request.headers.get("x-eightdays-timestamp", "")
        given = request.headers.get("x-eightdays-signature", "")
        signed = hmac.new(self.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
        if not hmac.compare_digest(f"v1={signed.hexdigest()}".encode(), given.encode()):
            return PlainTextResponse("the signature is wrong", 401)
        now = self._clock.real_now().timestamp()
        if not stamp.isdecimal() or abs(now - int(stamp)) > FRESH:
            return PlainTextResponse("the time stamp is old", 401)
        if not request.headers.get("x-eightdays-idempotency-key"):
            return PlainTextResponse("there is no idempotency key", 400)
        return None

    def _show(self, delivery: Delivery) -> None:
        """Does with the post what the delivery tells. Raises LookupError where it tells too
        little."""
        body = delivery.body
        if delivery.event == "announcement.published":
            self.posts.append(self._post(delivery))
            self._feed.publish(Change("post", channel="webhook", ts=delivery.key))
            return
        target = next((one for one in self.posts if one.id == body["original_delivery"]), None)
        if target is None:
            # It was taken down before; to hear of it again changes nothing.
            return
        if delivery.event == "announcement.removed":
            self.posts.remove(target)
            self.deleted.append(replace(target, deleted=True))
        else:
            images = _pictures(body) if "images" in body else target.images
            edited = replace(target, text=body["text"], images=images, edited=True)
            self.posts[self.posts.index(target)] = edited
        self._feed.publish(Change("post", channel="webhook", ts=target.id, detail=delivery.event))

    def _post(self, delivery: Delivery) -> ShownPost:
        return ShownPost(
            id=delivery.key,
            text=delivery.body["text"],
            created_at=self._clock.real_now(),
            shown_at=self._clock.now(),
            thread=delivery.key,
            images=_pictures(delivery.body),
        )


def _pictures(body: Json) -> tuple[ShownPicture, ...]:
    return tuple(
        ShownPicture(
            url=f"data:{one['type']};base64,{one['data']}" if "data" in one else "",
            alt=one["alt"],
            type=one["type"],
        )
        for one in body["images"]
    )
