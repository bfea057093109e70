"""Socket Mode's server side (docs.slack.dev/apis/events-api/using-socket-mode).

An app gets an address from `apps.connections.open`, connects, is greeted with `hello`, receives
envelopes and acknowledges each by its id. Of several connections, each payload goes to one.
"""

import asyncio
import itertools
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

Json = dict[str, Any]

MOST = 10
"""Connections an app may have open."""
LINK = "sandbox.link"


class NotAcknowledgedError(Exception):
    """The app did not take a payload; `reason` is Slack's word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Link:
    """A handle on the wire below a connection: what a broken network does to it."""

    protocol: "LinkProtocol"
    deaf: bool = False

    def cut(self) -> None:
        """The connection is gone, without a goodbye."""
        self.protocol.transport.abort()


class LinkProtocol(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket protocol, made so that a connection can be deaf: open, but nothing that
    arrives on it is heard, not even a ping (bolt-python#417, #1529)."""

    link: Link | None = None

    def handle_connect(self, event: Request) -> None:
        """Gives the application the link, as an ASGI extension."""
        super().handle_connect(event)
        if self.handshake_initiated and hasattr(self, "scope"):
            self.link = Link(self)
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[LINK] = self.link

    def data_received(self, data: bytes) -> None:
        """Hears nothing when deaf."""
        if self.link is None or not self.link.deaf:
            super().data_received(data)


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app's, and the payloads on it that wait for their ack."""

    websocket: WebSocket
    link: Link
    leaving: bool = False
    pending: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)

    async def send(self, message: Json) -> None:
        """Sends a message, unless nothing goes through any more."""
        if self.link.deaf:
            return
        # The app may have left at this very moment; the ack that does not come tells.
        with suppress(RuntimeError, WebSocketDisconnect, OSError):
            await self.websocket.send_text(json.dumps(message))

    def heard(self, text: str) -> None:
        """Takes an ack; one that comes too late, or is none, finds nobody waiting."""
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        future = self.pending.get(str(message.get("envelope_id")))
        if future is not None and not future.done():
            payload = message.get("payload")
            future.set_result(payload if isinstance(payload, dict) else {})


class Sockets:
    """The app's connections."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self.connections: list[Connection] = []

    @property
    def connected(self) -> bool:
        """Whether a payload has somewhere to go."""
        return any(not one.leaving for one in self.connections)

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serves one connection until it ends."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close()
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        connection = Connection(websocket, websocket.scope["extensions"][LINK])
        if len(self.connections) >= MOST:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets"})
            await websocket.close()
            return
        self.connections.append(connection)
        try:
            await connection.send(self._hello())
            while True:
                connection.heard(await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self.connections.remove(connection)
            for future in connection.pending.values():
                if not future.done():
                    future.set_exception(NotAcknowledgedError("connection_failed"))

    async def send(self, kind: str, payload: Json, seconds: float, **fields: Any) -> Json:
        """Sends a payload in an envelope to one connection and gives the payload of its ack.

        NotAcknowledgedError after `seconds`, or where nobody is connected. `fields` are further
        ones of the envelope: accepts_response_payload, retry_attempt, retry_reason.
        """
        ready = [one for one in self.connections if not one.leaving]
        if not ready:
            raise NotAcknowledgedError("connection_failed")
        connection = ready[next(self._turn) % len(ready)]
        envelope_id = secrets.token_hex(16)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.pending[envelope_id] = future
        try:
            async with asyncio.timeout(seconds):
                envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload}
                await connection.send(envelope | {"accepts_response_payload": False} | fields)
                return await future
        except TimeoutError:
            raise NotAcknowledgedError("timeout") from None
        finally:
            del connection.pending[envelope_id]

    async def ask_to_leave(self, reason: str = "refresh_requested") -> None:
        """Tells every connection that it will end soon, as Slack does every hour or so.
        After "warning" it still gets payloads for a while, after "refresh_requested" none."""
        for connection in list(self.connections):
            connection.leaving = reason != "warning"
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {}})

    def cut(self) -> None:
        """Ends every connection without a word."""
        for connection in list(self.connections):
            connection.link.cut()

    def deafen(self, deaf: bool = True) -> None:
        """Every connection stays open and carries nothing any more, pings included."""
        for connection in self.connections:
            connection.link.deaf = deaf

    async def close(self) -> None:
        """Closes every connection properly."""
        for connection in list(self.connections):
            connection.link.deaf = False
            if connection.websocket.application_state is WebSocketState.CONNECTED:
                with suppress(RuntimeError, WebSocketDisconnect, OSError):
                    await connection.websocket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": 3600,
            },
            "connection_info": {"app_id": self._app_id},
        }
