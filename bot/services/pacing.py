"""How fast a network is sent to.

Slots are handed out by the table `pace`, so that replicas keep one rate together. A process that
was held up finds several of its slots gone by at once; it still begins no more in a second than the
rate, so what is late is caught up with and never bursts.
"""

import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.store import pace

# Slack takes about a message a second in a channel; the other networks less.
PACE = timedelta(seconds=1.1)
# What is left free of a rate, so that requests which overtake one another on their way do not
# exceed it where they arrive.
MARGIN = 0.02


class Pacing:
    """The pace of one network."""

    def __init__(self, network: str, a_second: float | None, clock: Clock) -> None:
        """`a_second` is how many messages may be sent in a second; None for no limit but that of
        each destination."""
        self.network = network
        self.a_second = a_second
        self.clock = clock
        # The moments at which the last second's worth of calls began, on monotonic time.
        self._begun: deque[float] = deque(maxlen=max(1, int(a_second or 1)))
        self._guard = threading.Lock()
        # Who was told to slow down, and until when.
        self._refused: dict[str, datetime] = {}

    def slots(
        self, connection: Connection, program: int, earliest: Sequence[datetime], until: datetime
    ) -> tuple[list[datetime], datetime]:
        """Slots for messages, each not before its own moment and none after `until` (real time),
        and the next that is free."""
        now = self.clock.real_now()
        interval = (
            timedelta(seconds=(1 + MARGIN) / self.a_second) if self.a_second else timedelta(0)
        )
        return pace.reserve(
            connection, program, self.network, earliest, interval, now=now, until=until
        )

    def wait(self, at: float, stop: threading.Event) -> None:
        """Waits until the call of that slot (monotonic time) may begin, or all is to stop."""
        if self.a_second is None:
            _wait(at - self.clock.monotonic(), stop)
            return
        with self._guard:
            if len(self._begun) == self._begun.maxlen:
                at = max(at, self._begun[0] + self._window)
            _wait(at - self.clock.monotonic(), stop)
            self._begun.append(self.clock.monotonic())

    @property
    def _window(self) -> float:
        """Seconds in which as many calls may begin as are remembered."""
        return (1 + MARGIN) * (self._begun.maxlen or 1) / (self.a_second or 1)

    def refused(self, address: str, until: datetime) -> datetime | None:
        """Notes that a destination asked to slow down until then, and gives the moment until which
        the whole network is to rest, where it seems to ask: another destination did, too.

        Slack's answer does not tell the limit of a channel from that of a workspace; the limit of
        the workspace is over when the first of them is. All in real time.
        https://docs.slack.dev/apis/web-api/rate-limits
        """
        now = self.clock.real_now()
        self._refused = {one: end for one, end in self._refused.items() if end > now}
        self._refused[address] = until
        if self.a_second is None or len(self._refused) < 2:
            return None
        return min(self._refused.values())

    def pause(self, connection: Connection, program: int, until: datetime) -> None:
        """Lets no replica send to this network before then."""
        now = self.clock.real_now()
        most = now + pace.LONGEST_PAUSE
        pace.pause(connection, program, self.network, min(until, most), now=now)


def _wait(seconds: float, stop: threading.Event) -> None:
    if seconds > 0:
        stop.wait(seconds)
