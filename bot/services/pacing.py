"""How fast a network is sent to.

Slots are handed out by the table `pace`, so that replicas keep one rate together. A process that
was held up finds several of its slots gone by at once; still no more arrive in a second than the
rate (`windows.py`), so what is late is caught up with and never bursts.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.services.windows import Window
from bot.store import pace

# Slack takes about a message a second in a channel; the other networks less.
PACE = timedelta(seconds=1.1)
# What is left free of a rate, for what other replicas send may be held up on its way.
MARGIN = 0.02
# So often a call that waits looks whether those before it have ended.
NAP = 0.005


class Pacing:
    """The pace of one network."""

    def __init__(self, network: str, a_second: float | None, clock: Clock) -> None:
        """`a_second` is how many messages may be sent in a second; None for no limit but that of
        each destination."""
        self.network = network
        self.clock = clock
        # Whoever waits for its slot; the others wait behind it.
        self._turn = threading.Lock()
        # Who was told to slow down, and until when.
        self._refused: dict[str, datetime] = {}
        self.keep_to(a_second)

    def keep_to(self, a_second: float | None) -> None:
        """Sets the rate; while nothing is being sent."""
        self.a_second = a_second
        self._window = None if a_second is None else Window(a_second)

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

    def wait(self, at: float, stop: threading.Event) -> int | None:
        """Waits until the call of that slot (monotonic time) may begin, or all is to stop. Gives
        what `ended` is to be told afterwards."""
        if self._window is None:
            _wait(at - self.clock.monotonic(), stop)
            return None
        with self._turn:
            _wait(at - self.clock.monotonic(), stop)
            while (left := self._window.opens_at() - self.clock.monotonic()) > 0:
                if stop.wait(min(left, NAP)):
                    break
            return self._window.begin(self.clock.monotonic())

    def ended(self, call: int | None, *, made: bool) -> None:
        """The call that was waited for has ended, or was not `made`."""
        if self._window is not None and call is not None:
            self._window.end(call, self.clock.monotonic(), made=made)

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
