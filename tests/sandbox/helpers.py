"""What several tests of the sandbox need: a clock to move, a server to deliver to, patience."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta

from slack_bolt.async_app import AsyncApp
from starlette.types import ASGIApp

from bot.clock import Clock
from bot.web.listening import listening

Connect = Callable[[AsyncApp], Awaitable[object]]


class HandClock(Clock):
    """All times run with the machine's, and jump when told to."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0

    def real_now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Real time, monotonic time and program time jump together."""
        self._ahead += seconds


@asynccontextmanager
async def http_server(app: ASGIApp) -> AsyncIterator[str]:
    """Serves an app on a free port; gives its origin."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        async with listening(app, listener):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Returns once `holds()`, for what no change feed tells of; TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
