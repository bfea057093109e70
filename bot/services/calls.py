"""The calls of one network that are under way.

Each begins at its slot, on a thread of its network, so that one that hangs holds up nothing but
itself; and none is waited for longer than it may take.
"""

import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue

from bot.clock import Clock
from bot.networks.base import Network, OutcomeUnknownError, Sent, perform
from bot.networks.fence import fenced
from bot.services import settling
from bot.services.messages import Message
from bot.services.pacing import Pacing
from bot.services.settling import NotBegunError, Outcome
from bot.workers import Workers

# So long outcomes are gathered for one transaction.
LINGER = 0.03
# Meanwhile it is not woken by each: that would take the processor from those who call.
NAP = 0.01
# Calls are made by as many threads as keep the rate where each takes so long, within these bounds.
TAKES = 0.1
FEWEST_THREADS, MOST_THREADS = 8, 32
# A call that is so late finds every thread of its network hanging; none is added behind it.
HANGS = 1.0


@dataclass(slots=True, eq=False)
class Call:
    """A message that is committed as `sending`. `at`, its slot, and `begun` are monotonic time,
    which stands still while a machine is suspended; `until` is real time."""

    message: Message
    at: float
    # Later it posts nothing: another process may have taken the message over.
    until: datetime | None = None
    begun: float | None = None
    # Nobody waits for it any more; what has not begun never will.
    over: bool = False
    guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def overdue_at(self) -> float:
        """When it is given up (monotonic time)."""
        if self.begun is None:
            return self.at + settling.BEGINS_WITHIN
        return self.begun + settling.TOTAL_TIMEOUT

    def may_post(self, clock: Clock) -> bool:
        """Whether somebody still waits for it, so that what it posts is not posted again."""
        if self.until is not None and clock.real_now() > self.until:
            return False
        with self.guard:
            return not self.over and clock.monotonic() <= self.overdue_at


class Calls:
    """Makes calls, and hands out what came of them. One thread at a time asks; `wake`, `stop` and
    the calls themselves come from others."""

    def __init__(self, network: Network, pacing: Pacing, clock: Clock, workers: Workers) -> None:
        self.network = network
        self.pacing = pacing
        self.clock = clock
        self.workers = workers
        self._pool = f"send-{network.name}"
        # How many calls may be under way.
        a_second = pacing.a_second or 0.0
        self.threads = max(FEWEST_THREADS, min(int(a_second * TAKES), MOST_THREADS))
        workers.allow(self._pool, self.threads)
        self.stopping = threading.Event()
        self._under_way: dict[str, Call] = {}
        self._ended: SimpleQueue[tuple[Call, Sent | Exception] | None] = SimpleQueue()

    def __len__(self) -> int:
        return len(self._under_way)

    def begin(self, calls: Iterable[Call]) -> None:
        """Has calls made, each at its slot."""
        for call in calls:
            self._under_way[call.message.key] = call
            self.workers.hand(self._pool, partial(self._make, call))

    def _make(self, call: Call) -> None:
        """On a thread of the network."""
        turn = self.pacing.wait(call.at, self.stopping)
        with call.guard:
            if not call.over and not self.stopping.is_set():
                call.begun = self.clock.monotonic()
        if call.begun is None:
            self.pacing.ended(turn, made=False)
            self._ended.put((call, NotBegunError()))
            return
        try:
            with fenced(partial(call.may_post, self.clock)):
                result: Sent | Exception = perform(self.network, call.message.post)
        except Exception as exc:  # noqa: BLE001 - whatever it is, the message may be out
            result = exc
        self.pacing.ended(turn, made=True)
        self._ended.put((call, result))

    def gather(self, wait: float) -> list[Outcome]:
        """Waits so many seconds for the first outcome, or to be woken, and gives it with those that
        come right behind it."""
        found: list[Outcome] = []
        try:
            found += self._next(wait)
        except Empty:
            return found
        end = self.clock.monotonic() + LINGER
        while True:
            with suppress(Empty):
                while True:
                    found += self._next(0)
            if not self._under_way or self.clock.monotonic() >= end or self.stopping.wait(NAP):
                return found

    def _next(self, wait: float) -> list[Outcome]:
        ended = self._ended.get(timeout=wait) if wait > 0 else self._ended.get_nowait()
        return [] if ended is None else self._end(*ended)

    def _end(self, call: Call, result: Sent | Exception) -> list[Outcome]:
        # One that was given up meanwhile is settled already.
        if self._under_way.pop(call.message.key, None) is None:
            return []
        return [Outcome(call.message, result)]

    def give_up(self) -> list[Outcome]:
        """Gives up calls that take too long, and those that cannot begin."""
        now = self.clock.monotonic()
        found: list[Outcome] = []
        for call in list(self._under_way.values()):
            with call.guard:
                late = now > call.overdue_at
                if call.begun is not None and late:
                    result: Exception = OutcomeUnknownError("no answer in time")
                elif call.begun is None and late:
                    result = NotBegunError(
                        "never began: every worker of this network hangs", settling.BACKOFF_FIRST
                    )
                elif call.begun is None and self.stopping.is_set():
                    result = NotBegunError()
                else:
                    continue
                call.over = True
            found += self._end(call, result)
        return found

    def hold_back(self, reason: str, wait: float) -> None:
        """Gives up the calls that wait for their slot: they would only meet the limit, too."""
        for call in list(self._under_way.values()):
            with call.guard:
                if call.begun is not None:
                    continue
                call.over = True
            self._ended.put((call, NotBegunError(reason, wait)))

    def hang(self) -> bool:
        """Whether every thread of the network seems to hang."""
        now = self.clock.monotonic()
        late = (now - call.at for call in self._under_way.values() if call.begun is None)
        return max(late, default=0.0) >= HANGS

    def next_overdue(self) -> float | None:
        """When the first of them is given up (monotonic time)."""
        return min((call.overdue_at for call in self._under_way.values()), default=None)

    def wake(self) -> None:
        """Ends the wait of `gather`."""
        self._ended.put(None)

    def stop(self) -> None:
        """Begins nothing more."""
        self.stopping.set()
        self.wake()
