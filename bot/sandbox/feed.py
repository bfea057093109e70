"""What changed, told to whoever watches: the page's stream, and tests that wait for something."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

DEPTH = 1000
"""How many changes a slow reader may be behind before it is told to read everything again."""


@dataclass(frozen=True)
class Change:
    """Something happened; the reader looks up what it looks like now.

    Kinds: `message`, `message_changed`, `message_deleted` (with `ephemeral_to` in `user` where
    only that person sees it), `reaction`, `pin`, `view` (the modals of `user` changed), `home`
    (the App Home of `user`), `channel`, `user`, `post` (a network's timeline; `channel` is the
    network's name), `clock`, `resync`: changes were lost, read everything again, and `closed`: the
    sandbox ends, and so should streams.
    """

    kind: str
    channel: str | None = None
    ts: str | None = None
    user: str | None = None
    detail: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For the wire; what is not set is left out."""
        return {key: value for key, value in vars(self).items() if value is not None}


class Subscription:
    """One reader's queue: `async for change in subscription`."""

    def __init__(self, depth: int) -> None:
        self._queue: asyncio.Queue[Change] = asyncio.Queue(depth)
        self._loop = asyncio.get_running_loop()

    def offer(self, change: Change) -> None:
        """Puts a change in the queue, from whatever thread."""
        self._loop.call_soon_threadsafe(self._put, change)

    def _put(self, change: Change) -> None:
        if not self._queue.full():
            self._queue.put_nowait(change)
            return
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(Change("resync"))

    async def next(self) -> Change:
        """The next change, as soon as there is one."""
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Change]:
        while True:
            yield await self._queue.get()


class Feed:
    """Publishes changes to every subscription."""

    def __init__(self) -> None:
        self._readers: set[Subscription] = set()

    def publish(self, change: Change) -> None:
        """Tells every reader."""
        for reader in tuple(self._readers):
            reader.offer(change)

    @contextmanager
    def subscribe(self, depth: int = DEPTH) -> Iterator[Subscription]:
        """A queue of the changes from here on, within a running event loop."""
        reader = Subscription(depth)
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    async def until(self, holds: Callable[[], bool], timeout: float = 3.0) -> None:  # noqa: ASYNC109
        """Returns once `holds()`, looked at after every change; TimeoutError after `timeout` s."""
        with self.subscribe() as changes:
            async with asyncio.timeout(timeout):
                while not holds():
                    await changes.next()
