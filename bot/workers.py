"""The one way off the event loop: synchronous work on executors, the store and every network on
its own, so that a network that hangs starves nothing else.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.log import get_logger

P = ParamSpec("P")
T = TypeVar("T")
log = get_logger(__name__)

STORE = "store"
THREADS = {STORE: 6}
NETWORK_THREADS = 4


class Workers:
    """Executors by name. Work is handed in from the loop or, with a time-out, from a thread."""

    def __init__(self) -> None:
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._guard = threading.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def store(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Runs work on the database off the loop."""
        return self.run(STORE, work, *args, **kwargs)

    def run(
        self, pool: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Runs work on the executor of that name off the loop."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool(pool), partial(work, *args, **kwargs))

    def within(self, pool: str, seconds: float, work: Callable[[], T]) -> T:
        """Runs work on the executor of that name and waits no longer than so many seconds.

        From a thread, never from the loop. Raises TimeoutError; the work then runs on unheard,
        until its own time-outs end it. This is the total time-out that libraries do not have:
        theirs are for each read, and a server that trickles never meets them.
        """
        future: Future[T] = self._pool(pool).submit(work)
        try:
            return future.result(seconds)
        except FutureTimeoutError:
            if future.cancel():
                raise TimeoutError("never began: every worker of this network hangs") from None
            raise

    def spawn(self, work: Coroutine[Any, Any, None], what: str) -> "asyncio.Task[None]":
        """Runs slow work beside the loop's other tasks; it is drained on shutdown.

        What escapes it is logged.
        """
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, what))
        return task

    def _ended(self, what: str, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task failed", task=what, exc_info=error)

    @property
    def pending(self) -> set["asyncio.Task[None]"]:
        """The spawned tasks that still run."""
        return set(self._tasks)

    def close(self) -> None:
        """Lets threads go; those that hang on a network are not waited for."""
        for name, pool in self._pools.items():
            pool.shutdown(wait=name == STORE, cancel_futures=True)

    def _pool(self, name: str) -> ThreadPoolExecutor:
        # Asked for from the loop and from threads at once.
        with self._guard:
            if name not in self._pools:
                self._pools[name] = ThreadPoolExecutor(
                    THREADS.get(name, NETWORK_THREADS), thread_name_prefix=f"eightdays-{name}"
                )
            return self._pools[name]
