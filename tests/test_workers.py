"""Threads of networks: as many as there may be, none that keeps the process alive."""

import subprocess
import sys
import threading

import pytest

from bot.workers import NETWORK_THREADS, Workers
from tests.house.sources import ROOT

HANGS = """
import asyncio, threading
from bot.workers import Workers

async def main():
    workers = Workers()
    begun, never = threading.Event(), threading.Event()
    asyncio.ensure_future(workers.run("x", lambda: (begun.set(), never.wait())))
    await workers.store(begun.wait)
    workers.close()

asyncio.run(main())
print("ended")
"""


def test_a_thread_that_hangs_does_not_keep_the_process() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGS],
        cwd=ROOT,
        timeout=20,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ended\n", "")


async def test_a_network_has_so_many_threads_and_uses_them_again() -> None:
    workers, names, go = Workers(), set[str](), threading.Event()

    def work() -> None:
        names.add(threading.current_thread().name)
        go.wait(5)

    awaited = [workers.run("x", work) for _ in range(3 * NETWORK_THREADS)]
    go.set()
    for one in awaited:
        await one
    for _ in range(5):
        await workers.run("x", work)
    assert len(names) <= NETWORK_THREADS
    with pytest.raises(ZeroDivisionError):
        await workers.run("x", lambda: 1 // 0)
    workers.close()
    with pytest.raises(RuntimeError):
        await workers.run("x", work)


def test_what_waits_behind_hung_threads_is_given_up_at_the_end() -> None:
    workers, go, done = Workers(), threading.Event(), []
    for _ in range(NETWORK_THREADS):
        with pytest.raises(TimeoutError):
            workers.within("x", 0.01, lambda: go.wait(5))
    with pytest.raises(TimeoutError, match="never began"):
        workers.within("x", 0.01, lambda: done.append(1))
    assert workers.within("mastodon", 5, lambda: "free") == "free"
    workers.close()
    go.set()
    assert done == []
