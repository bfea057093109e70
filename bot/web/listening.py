"""uvicorn's protocols on the running loop, without uvicorn's server.

The server takes the process's signals for itself and looks ten times a second whether to stop;
neither will do within the bot's process or in hundreds of tests.
"""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from bot.errors import ConfigurationError

BACKLOG = 2048
# Seconds that open requests have to end when the server stops; streams never would.
GRACE = 0.5


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ConfigurationError where the port cannot be had.

    Bound before anything else is done, so that a port in use is said at once.
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as exc:
        reason = {
            errno.EADDRINUSE: f"port {port} is in use; stop what uses it, or choose another",
            errno.EACCES: f"port {port} is not allowed for this user; choose one above 1023",
            errno.EADDRNOTAVAIL: f"{host} is no address of this machine",
        }.get(exc.errno or 0, str(exc))
        raise ConfigurationError(f"cannot listen on {host}:{port}: {reason}") from None


@asynccontextmanager
async def listening(
    app: ASGIApp, listener: socket.socket, ws: type[asyncio.Protocol] | Literal["none"] = "none"
) -> AsyncIterator[None]:
    """Serves `app` on a bound socket while the block lasts; `ws` is the WebSocket protocol."""
    config = uvicorn.Config(
        app,
        ws=ws,
        ws_ping_interval=20.0,
        # A deaf client is left alone, as a half-open connection is: it has to notice by itself.
        ws_ping_timeout=None,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
    )
    config.load()
    state = ServerState()

    def protocol() -> asyncio.Protocol:
        make: Any = config.http_protocol_class
        made: asyncio.Protocol = make(config=config, server_state=state, app_state={})
        return made

    server = await asyncio.get_running_loop().create_server(protocol, sock=listener)
    try:
        yield
    finally:
        server.close()
        await _end(state)


async def _end(state: ServerState) -> None:
    """Ends what is open: politely, then for good."""
    for connection in list(state.connections):
        connection.shutdown()
    if state.tasks:
        await asyncio.wait(list(state.tasks), timeout=GRACE)
    rest = list(state.tasks)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for connection in list(state.connections):
        connection.transport.abort()
    # The loop tells the protocols that their connections are lost in its next turns.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
