"""Faults on demand: what tests, and a curious person in the demo, can make go wrong.

A fault stands in front of a service (`slack`, `x`, `mastodon`, `bluesky`, `webhook`, `discord`), or
one of its methods, for so many requests or until it is cleared.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal["delay", "status", "drop_before", "drop_after"]

# Where each service but Slack's stands. X's own paths begin with what is named here.
SERVICES = {
    "/2/": "x",
    "/mastodon/": "mastodon",
    "/bluesky/": "bluesky",
    "/discord/": "discord",
    "/webhook/": "webhook",
}


@dataclass
class Fault:
    """One thing that goes wrong.

    `delay`: the answer takes `seconds` longer. `status`: the request is refused with `status`.
    `drop_before`: the connection closes and nothing was taken. `drop_after`: the request is
    carried out, and then the connection closes without an answer. `method` is a Web API method
    ("chat.postMessage") or a request of another service, without the path that the service stands
    under here ("POST /2/tweets", "POST /api/v1/statuses"); None means all. `count` None lasts until
    cleared.
    """

    service: str
    kind: Kind
    method: str | None = None
    count: int | None = None
    seconds: float = 0.0
    status: int = 500
    retry_after: int = 1


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, service: str, kind: Kind, **fields: Any) -> Fault:
        """Switches a fault on."""
        fault = Fault(service, kind, **fields)
        self.active.append(fault)
        return fault

    def clear(self, service: str | None = None) -> None:
        """Switches off all faults, or those of one service."""
        self.active = [one for one in self.active if service not in {None, one.service}]

    def take(self, service: str, method: str) -> Fault | None:
        """The fault that meets this request, counted down."""
        for fault in self.active:
            if fault.service == service and fault.method in {None, method}:
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self.active.remove(fault)
                return fault
        return None


class FaultyApp:
    """An ASGI app before which the faults stand. It must be outermost: dropping a connection
    needs uvicorn's own `send`."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through, or what the fault makes of it."""
        fault = self._fault(scope)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "delay":
            # What has arrived is carried out, also when nobody waits for the answer any more.
            body = await _all_of(receive)
            await asyncio.sleep(fault.seconds)
            await self._app(scope, _again(body, receive), send)
        elif fault.kind == "status":
            await _refuse(fault, send)
        else:
            if fault.kind == "drop_after":
                await self._app(scope, receive, _swallow)
            await _drop(receive, send)

    def _fault(self, scope: Scope) -> Fault | None:
        if scope["type"] != "http":
            return None
        path: str = scope["path"]
        if path.startswith("/api/"):
            return self._faults.take("slack", path.removeprefix("/api/"))
        if path.startswith("/response/"):
            return self._faults.take("slack", "response_url")
        for prefix, service in SERVICES.items():
            if path.startswith(prefix):
                below = path if service == "x" else path.removeprefix(prefix.rstrip("/"))
                return self._faults.take(service, f"{scope['method']} {below}")
        return None


async def _all_of(receive: Receive) -> list[Message]:
    """A request's body, as it came."""
    body = [await receive()]
    while body[-1].get("more_body"):
        body.append(await receive())
    return body


def _again(body: list[Message], receive: Receive) -> Receive:
    """Gives a body that was read once more, and then what comes after it."""
    left = iter(body)

    async def next_of() -> Message:
        found = next(left, None)
        return await receive() if found is None else found

    return next_of


async def _swallow(message: Message) -> None:
    """An answer that nobody gets."""


async def _refuse(fault: Fault, send: Send) -> None:
    codes = {429: "ratelimited", 401: "invalid_auth", 403: "access_denied"}
    body = {"ok": False, "error": codes.get(fault.status, "internal_error")}
    headers = [(b"content-type", b"application/json")]
    if fault.status == 429:
        headers.append((b"retry-after", str(fault.retry_after).encode()))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


async def _drop(receive: Receive, send: Send) -> None:
    """Closes the connection as a crash would. ASGI has no message for it: uvicorn's transport
    is taken from behind its `send`."""
    cycle: Any = getattr(send, "__self__", None)
    cycle.transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
