"""The database is gone for a while, at every stage of the way of a message: the bot goes on by
itself, nothing is lost, and nothing comes twice.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.sandbox.limits import Rates
from bot.sandbox.server import sandbox_in_thread
from bot.store.engine import Store
from bot.store.migrate import upgrade
from tests.crash.full_house import EIGHT_DAYS, check_full_house, full_house
from tests.crash.world import NO_DATABASE, Life, Lives, World
from tests.house import postgres

pytestmark = pytest.mark.crash

# A write at which it happens, and each so-manieth point.
STEP = 13
GONE = 0.4


class Server:
    """A PostgreSQL server of its own, which is started again whenever it ends."""

    def __init__(self, run_dir: Path) -> None:
        self._run_dir = run_dir
        self._made = postgres.make(run_dir)
        self._closed = threading.Event()
        self.starts = 0
        self.up = threading.Event()
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, name="keeper")
        self._keeper.start()

    @property
    def pid(self) -> int:
        """Of the postmaster that runs now."""
        assert self.up.wait(30)
        return self._process.pid

    @property
    def url(self) -> str:
        """Its database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self._run_dir / 'socket'}"

    def _start(self) -> "subprocess.Popen[bytes]":
        self.starts += 1
        # What is committed has to outlive the server here.
        process = postgres.serve(self._run_dir, *self._made, synchronous_commit="on")
        self.up.set()
        return process

    def _keep(self) -> None:
        while True:
            self._process.wait()
            self.up.clear()
            if self._closed.wait(GONE):
                return
            self._process = self._start()

    def close(self) -> None:
        """Stops it for good."""
        self._closed.set()
        os.kill(self.pid, signal.SIGQUIT)
        self._keeper.join()


@pytest.fixture
def server() -> Iterator[Server]:
    # Not in pytest's own folder: the paths of sockets have a limit.
    run_dir = Path(tempfile.mkdtemp(prefix="eightdays-"))
    try:
        made = Server(run_dir)
        try:
            with closing(Store(made.url)) as store:
                upgrade(store)
            yield made
        finally:
            made.close()
    finally:
        shutil.rmtree(run_dir, ignore_errors=True)


@contextmanager
def a_world(process: Lives, url: str) -> Iterator[World]:
    with sandbox_in_thread(rates=Rates.unlimited()) as sandbox:
        made = World(sandbox, process, url, eightdays_review_channel="#moss-review")
        yield made
        made.store.close()


def recover(world: World, ended: Life) -> None:
    """What it left open is found and sent by the next, when leases and the minute are over."""
    if ended.status == NO_DATABASE or world.open_rows(EIGHT_DAYS):
        world.later()
        world.live(EIGHT_DAYS)
    check_full_house(world)


@pytest.mark.postgres
def test_postgresql_ends_and_comes_back(process: Lives, server: Server) -> None:
    with a_world(process, server.url) as world:
        memory = full_house(world)
        points = len(world.live(EIGHT_DAYS).points)
        lived = 0
        stops = range(4, points, STEP)
        for point in stops:
            world.go_back(memory)
            ended = world.live(EIGHT_DAYS, point, happens=["stop database", server.pid])
            assert server.pid
            lived += ended.status != NO_DATABASE
            recover(world, ended)
        # It may end where the database goes while it starts; once it runs, never.
        assert lived >= len(stops) - 2
        assert server.starts > len(stops) // 2


def test_sqlite_is_written_by_somebody_else(process: Lives, sqlite_url: str) -> None:
    with a_world(process, sqlite_url) as world:
        memory = full_house(world)
        points = len(world.live(EIGHT_DAYS).points)
        lived = 0
        stops = range(4, points, STEP)
        for point in stops:
            world.go_back(memory)
            happens = ["lock database", str(world.store.path), GONE]
            ended = world.live(EIGHT_DAYS, point, happens=happens, busy=0.1)
            lived += ended.status != NO_DATABASE
            recover(world, ended)
        assert lived >= len(stops) - 2
