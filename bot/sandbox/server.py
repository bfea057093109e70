"""The sandbox as a server on this machine: one Starlette app, Slack and the networks together."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from email.utils import format_datetime
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import Clock
from bot.sandbox.acts import Person
from bot.sandbox.api import api_routes
from bot.sandbox.bluesky_api import BlueskyApi
from bot.sandbox.core import Core
from bot.sandbox.demo import demo_workspace
from bot.sandbox.faults import FaultyApp
from bot.sandbox.mastodon_api import MastodonApi
from bot.sandbox.sockets import LinkProtocol
from bot.web.listening import listening

T = TypeVar("T")


class Sandbox(Core):
    """A whole workspace: `Core`, and the people in it as actors."""

    def person(self, ref: str) -> Person:
        """Somebody who can act, by user id or name ("ada")."""
        return Person(self, ref)


class _DatedApp:
    """Puts the `Date` on answers, as real services do: clients reckon their clock's error by it."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.real_now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        await self._app(scope, receive, dated)


def build_app(sandbox: Core, routes: Sequence[BaseRoute] = ()) -> ASGIApp:
    """All routes: Slack's, those of the networks, and further ones, such as the page's."""
    # What tests of something else call as often as they like is counted nowhere.
    limited = bool(sandbox.limits.rates.tiers)
    app = Starlette(
        routes=[
            *api_routes(sandbox),
            WebSocketRoute("/link/", sandbox.sockets.endpoint),
            *sandbox.x.routes(),
            *sandbox.discord.routes(),
            *sandbox.webhook.routes(),
            *MastodonApi(sandbox.mastodon, limited=limited).routes(),
            *BlueskyApi(sandbox.bluesky, limited=limited).routes(),
            *routes,
        ]
    )
    return FaultyApp(_DatedApp(app, sandbox.workspace.clock), sandbox.faults)


@asynccontextmanager
async def serving(
    sandbox: Core,
    host: str = "127.0.0.1",
    port: int = 0,
    routes: Sequence[BaseRoute] = (),
) -> AsyncIterator[str]:
    """Serves the sandbox in the running loop while the block lasts; gives its origin. Port 0 takes
    a free one; OSError where the port is taken."""
    listener = socket.create_server((host, port))
    with closing(listener):
        actual = listener.getsockname()[1]
        sandbox.origin = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{actual}"  # noqa: S104
        async with listening(build_app(sandbox, routes), listener, LinkProtocol):
            try:
                yield sandbox.origin
            finally:
                await sandbox.close()


async def serve(
    sandbox: Core,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    routes: Sequence[BaseRoute] = (),
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serves until cancelled; `ready` is told the origin."""
    async with serving(sandbox, host, port, routes) as origin:
        if ready is not None:
            ready(origin)
        await asyncio.Event().wait()


@asynccontextmanager
async def running_sandbox(clock: Clock | None = None, **settings: Any) -> AsyncIterator[Sandbox]:
    """Moss House on a free port in the running loop; `settings` are those of `Core`."""
    sandbox = Sandbox(demo_workspace(clock), **settings)
    async with serving(sandbox):
        yield sandbox


class RunningSandbox:
    """A sandbox on a thread of its own, for code that has no loop."""

    def __init__(self, sandbox: Sandbox, loop: asyncio.AbstractEventLoop) -> None:
        self.sandbox = sandbox
        self._loop = loop

    def run(self, act: Coroutine[Any, Any, T], seconds: float = 10.0) -> T:
        """Carries out an act and waits for it: `running.run(person.say("#moss", "hello"))`."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(seconds)


@contextmanager
def sandbox_in_thread(clock: Clock | None = None, **settings: Any) -> Iterator[RunningSandbox]:
    """Moss House on a free port, served by a thread while the block lasts."""
    started = threading.Event()
    made: list[RunningSandbox] = []
    failed: list[BaseException] = []
    stop: list[asyncio.Event] = []

    async def live() -> None:
        async with running_sandbox(clock, **settings) as sandbox:
            stop.append(asyncio.Event())
            made.append(RunningSandbox(sandbox, asyncio.get_running_loop()))
            started.set()
            await stop[0].wait()

    def target() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits
            failed.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=target, name="sandbox", daemon=True)
    thread.start()
    started.wait()
    try:
        if failed:
            raise failed[0]
        yield made[0]
    finally:
        if made:
            made[0]._loop.call_soon_threadsafe(stop[0].set)  # noqa: SLF001
        thread.join()
