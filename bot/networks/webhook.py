"""Signed JSON to any receiver over HTTPS. docs/webhooks.md says what a receiver has to know.

A receiver drops what it has by its idempotency key, so to send once more is harmless.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.models import Response

from bot.clock import Clock
from bot.networks.base import (
    Act,
    Can,
    Image,
    Network,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.networks.fence import no_return
from bot.networks.http import OnceSession, never_left, retry_after
from bot.settings import Settings

# Bytes up to which a picture goes along: with it, a delivery stays below the one megabyte that
# servers take where nothing else is set.
CARRIED = 600_000
# Answers that are no refusal: the receiver is busy, or asks for patience.
# https://www.rfc-editor.org/rfc/rfc9110#section-15
LATER = {408, 425, 429}
EVENTS = {
    Act.SEND: "announcement.published",
    Act.EDIT: "announcement.corrected",
    Act.DELETE: "announcement.removed",
}


def address_of(url: str) -> str:
    """What a receiver is called in the ledger and to staff; its URL may hold a secret."""
    return f"{urlsplit(url).hostname}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The value of `X-Eightdays-Signature`."""
    signed = f"{timestamp}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class Webhook(Network):
    """The receivers of the settings."""

    name = "webhook"
    can = Can(edit=True, delete=True, images=4, look_up=True)

    def __init__(self, urls: Iterable[str], secret: str, clock: Clock | None = None) -> None:
        self._urls = {address_of(url): url for url in urls}
        self._secret = secret
        self._clock = clock or Clock()
        self._session = OnceSession()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The receivers of the settings, which have a secret."""
        secret = settings.webhook_secret
        urls = [url.get_secret_value() for url in settings.webhook_urls]
        return cls(urls, secret.get_secret_value() if secret else "")

    def addresses(self) -> tuple[str, ...]:
        """The receivers, in the order of the settings."""
        return tuple(self._urls)

    def account(self, address: str) -> str:
        """The receiver: its address changes with its URL."""
        return address

    def send(self, post: Post) -> Sent:
        """Delivers an announcement. Raises the errors of `Network.send`."""
        return self._deliver(post, Sent(_key(post)))

    def edit(self, post: Post) -> Sent:
        """Tells that the announcement `target` has other words now."""
        return self._deliver(post, Sent(post.target or ""))

    def delete(self, post: Post) -> None:
        """Tells that the announcement `target` was taken down."""
        self._deliver(post, Sent(post.target or ""))

    def find(self, post: Post, since: datetime) -> None:  # noqa: ARG002
        """Nothing: the receiver is told once more, and drops what it has."""
        return

    def complaints(self, names: tuple[str, ...]) -> list[str]:  # noqa: ARG002
        """The receivers that cannot be reached. They are asked for nothing (HEAD), and any answer
        is one."""
        found = []
        for address, url in self._urls.items():
            try:
                self._session.head(url, stream=True).close()
            except (requests.RequestException, OSError) as exc:
                found.append(f"{address} cannot be reached: {_why(exc)}")
        return found

    def _deliver(self, post: Post, sent: Sent) -> Sent:
        url = self._urls.get(post.address)
        if url is None:
            raise PermanentError(f"WEBHOOK_URLS names no receiver {post.address} any more")
        body = _body(post)
        now = int(self._clock.real_now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "eightdays",
            "X-Eightdays-Event": EVENTS[post.act],
            "X-Eightdays-Timestamp": str(now),
            "X-Eightdays-Signature": signature(self._secret, now, body),
            "X-Eightdays-Idempotency-Key": _key(post),
        }
        no_return()
        try:
            # What the receiver says beyond the status is of no use, and may have no end.
            with self._session.post(url, data=body, headers=headers, stream=True) as answer:
                _check(post.address, answer)
        except (requests.RequestException, OSError) as exc:
            if never_left(exc):
                raise TemporaryError(f"{post.address} cannot be reached: {_why(exc)}") from None
            raise OutcomeUnknownError(f"no answer from {post.address}: {_why(exc)}") from None
        return sent


def _key(post: Post) -> str:
    return post.repeat_key or hashlib.sha256(post.key.encode()).hexdigest()


def _body(post: Post) -> bytes:
    facts: Mapping[str, Any] = post.facts
    body: dict[str, Any] = {**facts, "event": EVENTS[post.act], "delivery": _key(post)}
    if post.act is not Act.SEND:
        body["original_delivery"] = post.target
    if post.act is not Act.DELETE:
        body["text"] = post.text
    if post.act is Act.SEND or post.images:
        body["images"] = [_image(one) for one in post.images]
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()


def _image(image: Image) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": image.type,
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
        "sha256": hashlib.sha256(image.data).hexdigest(),
    }
    if len(image.data) <= CARRIED:
        body["data"] = base64.b64encode(image.data).decode()
    return body


def _check(address: str, answer: Response) -> None:
    status = answer.status_code
    if 200 <= status < 300:
        return
    if status in LATER or status >= 500:
        raise TemporaryError(f"{address} answered {status}", retry_after(answer))
    if 300 <= status < 400:
        raise PermanentError(
            f"{address} answers with a redirect ({status}), which is not followed; put the address "
            "that it leads to into WEBHOOK_URLS"
        )
    hint = "; does it know WEBHOOK_SECRET?" if status in {401, 403} else ""
    raise PermanentError(f"{address} refused it with {status}{hint}", str(status))


def _why(error: BaseException) -> str:
    """What went wrong at the bottom, without the URL that the messages of `requests` repeat."""
    if "CERTIFICATE_VERIFY_FAILED" in repr(error):
        return "its certificate is not valid"
    if "NameResolutionError" in repr(error):
        return "its name is not known"
    return "refused" if "Connection refused" in repr(error) else type(error).__name__
