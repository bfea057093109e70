"""The load: a process that keeps connections busy, a request at a time on each, and times them.

A line of JSON on standard input is one run, a line on standard output its outcome. Requests are
made before the clock starts, answers are looked at after it has stopped.
"""

import asyncio
import gc
import json
import re
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import uvloop

from bench.requests import slash_commands

RUN_SECONDS = 120
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Run:
    """The requests of one run, and what came of them."""

    def __init__(self, requests: list[bytes], connections: int) -> None:
        self.requests: Iterator[bytes] = iter(requests)
        self.latencies: list[float] = []
        self.answers: list[bytes] = []
        self.busy = connections
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def leave(self) -> None:
        """A connection has nothing more to send."""
        self.busy -= 1
        if not self.busy and not self.done.done():
            self.done.set_result(None)

    def fail(self, reason: str) -> None:
        """Ends the run: what is measured must not fail."""
        if not self.done.done():
            self.done.set_exception(RuntimeError(reason))


class Connection(asyncio.Protocol):
    """A keep-alive connection that sends its next request when the answer to the last is there."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.transport: Any = None
        self.buffer = b""
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def send(self) -> None:
        """Sends the next request, where there is one."""
        request = next(self.run.requests, None)
        if request is None:
            self.run.leave()
            return
        self.sent = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        found = _LENGTH.search(self.buffer, 0, end + 2) if end >= 0 else None
        if found is None or len(self.buffer) < end + 4 + int(found[1]):
            return
        self.run.latencies.append(time.perf_counter() - self.sent)
        self.run.answers.append(self.buffer)
        self.buffer = b""
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.run.fail(f"the server closed a connection: {exc}")


async def measure(port: int, connections: int, number: int, expected: str) -> dict[str, float]:
    """Sends `number` slash commands over so many connections. Raises RuntimeError for any answer
    but `expected`."""
    loop = asyncio.get_running_loop()
    run = Run(slash_commands(port, number), connections)
    opened = [
        await loop.create_connection(lambda: Connection(run), "127.0.0.1", port)
        for _ in range(connections)
    ]
    gc.collect()
    gc.disable()
    begin = time.perf_counter()
    for _, connection in opened:
        connection.send()
    async with asyncio.timeout(RUN_SECONDS):
        await run.done
    seconds = time.perf_counter() - begin
    gc.enable()
    for transport, _ in opened:
        transport.close()
    check(run.answers, number, expected)
    cuts = statistics.quantiles(run.latencies, n=100, method="inclusive")
    return {"per_second": number / seconds, "p50_ms": cuts[49] * 1e3, "p99_ms": cuts[98] * 1e3}


def check(answers: list[bytes], number: int, expected: str) -> None:
    """Raises RuntimeError for anything but so many right answers."""
    if len(answers) != number:
        raise RuntimeError(f"{number} requests, {len(answers)} answers")
    for answer in set(answers):
        head, _, body = answer.partition(b"\r\n\r\n")
        text = body.decode()
        said = json.loads(text)["text"] if text.startswith("{") else text
        if not head.startswith(b"HTTP/1.1 200 ") or said != expected:
            raise RuntimeError(f"expected {expected!r}, got {answer.decode()!r}")


def main() -> None:
    """Runs what standard input asks for, until it ends."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for line in sys.stdin:
            print(json.dumps(runner.run(measure(**json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
