"""The one way off the event loop: synchronous work on executors, the store and every network on
its own, so that a network that hangs starves nothing else.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

from bot.log import get_logger

P = ParamSpec("P")
T = TypeVar("T")
log = get_logger(__name__)

STORE = "store"
STORE_THREADS = 6
# Of each of a network's executors, where nothing else was said.
NETWORK_THREADS = 8


class NetworkThreads:
    """An executor whose threads end with the process: Python's own joins its threads at exit,
    those that hang on a network, too."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0
        self._closed = False
        self._guard = threading.Lock()

    def submit(self, work: Callable[[], T], /) -> "Future[T]":
        """Has work done by the next thread that is free."""
        future: Future[T] = Future()
        with self._guard:
            if self._closed:
                raise RuntimeError("no work is taken after the end")
            self._work.put((future, work))
            if not self._idle.acquire(blocking=False) and self._threads < self._most:
                name = f"{self._name}_{self._threads}"
                self._threads += 1
                threading.Thread(target=self._serve, name=name, daemon=True).start()
        return future

    def _serve(self) -> None:
        while (item := self._work.get()) is not None:
            _do(*item)
            # Let go of before the next is waited for: it holds what was sent.
            del item
            self._idle.release()

    def shutdown(self) -> None:
        """Cancels what has not begun, and waits for nothing."""
        with self._guard:
            self._closed = True
        with suppress(Empty):
            while (item := self._work.get_nowait()) is not None:
                item[0].cancel()
        for _ in range(self._threads):
            self._work.put(None)


def _do(future: "Future[T]", work: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as exc:  # noqa: BLE001 - told to whoever waits for it
        future.set_exception(exc)
    else:
        future.set_result(result)


class Workers:
    """Executors by name. Work is handed in from the loop or, with a time-out, from a thread."""

    def __init__(self) -> None:
        self._store = ThreadPoolExecutor(STORE_THREADS, thread_name_prefix="eightdays-store")
        self._networks: dict[str, NetworkThreads] = {}
        self._most: dict[str, int] = {}
        self._guard = threading.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def store(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Runs work on the database off the loop."""
        return self.run(STORE, work, *args, **kwargs)

    def run(
        self, pool: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Runs work on the executor of that name off the loop."""
        return asyncio.wrap_future(self._pool(pool).submit(partial(work, *args, **kwargs)))

    def allow(self, pool: str, threads: int) -> None:
        """Sets how many threads an executor may have, before its first work."""
        self._most[pool] = threads

    def hand(self, pool: str, work: Callable[[], object]) -> None:
        """Has work done by the executor of that name, from any thread; nobody waits for it.

        The work tells of itself what went wrong. Raises RuntimeError after the end.
        """
        self._pool(pool).submit(work)

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
        with self._guard:
            networks = list(self._networks.values())
        for network in networks:
            network.shutdown()
        self._store.shutdown(wait=True, cancel_futures=True)

    def _pool(self, name: str) -> ThreadPoolExecutor | NetworkThreads:
        if name == STORE:
            return self._store
        # Asked for from the loop and from threads at once.
        with self._guard:
            if name not in self._networks:
                most = self._most.get(name, NETWORK_THREADS)
                self._networks[name] = NetworkThreads(most, f"eightdays-{name}")
            return self._networks[name]
