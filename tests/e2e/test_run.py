"""`eightdays run` as a process of its own: ready, heard, stopped."""

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp

from tests.e2e.house import Mode, World, a_world, words
from tests.house.sources import ROOT

# From the start of Python until it is ready, on a machine that does other things, too.
READY = 30.0


class Run:
    """One process, and what it has written to its log."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.log = ""

    async def until(self, pattern: str) -> re.Match[str]:
        """Reads the log until it says this."""
        assert self.process.stderr is not None
        async with asyncio.timeout(READY):
            while not (found := re.search(pattern, self.log)):
                line = await self.process.stderr.readline()
                assert line, f"it ended: {self.log}"
                self.log += line.decode()
        return found

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tells it to stop; its status."""
        self.process.send_signal(number)
        assert self.process.stderr is not None
        async with asyncio.timeout(10):
            self.log += (await self.process.stderr.read()).decode()
            return await self.process.wait()


@asynccontextmanager
async def a_run(world: World, **more: str) -> AsyncIterator[Run]:
    """`eightdays run` with the settings of a world."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **world.environment()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment | more, stdout=PIPE, stderr=PIPE
    )
    try:
        yield Run(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_it_answers_and_stops_cleanly(sqlite_url: str, mode: Mode) -> None:
    async with a_world(sqlite_url, mode, start=False) as world:
        port = free_port()
        world.box.delivery.request_url = f"http://127.0.0.1:{port}/slack/events"
        async with a_run(world, PORT=str(port), LOG_FORMAT="json") as run:
            await run.until(r'"event": "ready"|"ready"')
            if mode == "socket":
                await run.until("socket connected")
            ready = f"http://127.0.0.1:{port}/readyz"
            async with aiohttp.ClientSession() as session, session.get(ready) as response:
                assert (response.status, (await response.json())["ready"]) == (200, True)
            asked = await world.mia.say("#moss", "@eightdays which tracks are there?")
            space = world.box.workspace
            await space.feed.until(lambda: bool(space.replies("#moss", asked.ts)), timeout=10)
            (answer,) = space.replies("#moss", asked.ts)
            assert "Mission Partners" in words(answer)
            assert await run.stop() == 0
            assert "Traceback" not in run.log
            assert world.box.credentials.bot_token not in run.log
            assert "xoxb-" not in run.log


async def test_it_waits_for_a_slack_that_is_not_there_and_stops_meanwhile(
    sqlite_url: str,
) -> None:
    nowhere = {"PORT": "0", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    async with a_world(sqlite_url, start=False) as world, a_run(world, **nowhere) as run:
        await run.until("ready")
        await run.until("Slack cannot be reached")
        assert await run.stop(signal.SIGINT) == 0
        assert "Traceback" not in run.log
