"""The longest time for which an event loop does not come round, of one that works and of one that
has nothing to do: `python -m bench.standing`.

The idle one says with each line on its standard input how long it stood still since the last.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvloop

from bench.processes import OTHERS, process, read_json

TICK = 0.002


class Stalls:
    """The longest time in which the loop did not come round: by the clock (`longest`), and by the
    processor time of the whole process within it (`held`), which is what the process can have held
    it up by itself. In seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.held = 0.0

    async def watch(self) -> None:
        """Looks until it is cancelled."""
        while True:
            before, used = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK)
            gone = time.perf_counter() - before - TICK
            self.longest = max(self.longest, gone)
            self.held = max(self.held, min(gone, time.process_time() - used))


@contextmanager
def idle_loop(folder: str) -> Iterator[Callable[[], float]]:
    """An idle loop in a process of its own; asked, it says how long it stood still at most since it
    was asked last (seconds)."""
    with process(["-m", "bench.standing"], OTHERS, folder) as child:

        def ask() -> float:
            if child.stdin is None:
                raise AssertionError("stdin is a pipe")
            child.stdin.write("\n")
            child.stdin.flush()
            return float(read_json(child)["seconds"])

        ask()
        yield ask


async def _stand() -> None:
    stalls = Stalls()

    def tell() -> None:
        if not sys.stdin.readline():
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            watching.cancel()
        print(json.dumps({"seconds": stalls.longest}), flush=True)
        stalls.longest = 0.0

    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), tell)
    watching = asyncio.ensure_future(stalls.watch())
    await asyncio.wait([watching])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_stand())
