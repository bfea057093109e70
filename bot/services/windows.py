"""A limit of so many calls a second, kept as whoever is called counts them."""

import math
import threading
from bisect import insort
from itertools import count

# A call that has not ended after so many seconds has arrived, or never will: one that hangs takes
# the place of one other for so long, and no longer.
ARRIVES_WITHIN = 3.0
# Seconds: clocks run differently, and a limit may be counted from either end.
MARGIN = 0.002


class Window:
    """The calls of this process within the last second or so. All moments are monotonic time.

    A call is counted at some moment between its beginning and its end: on its way it may be
    overtaken, and what was held up arrives all at once. So the next begins only when, of those
    before, all but as many as may be have arrived a second ago for certain. What every call takes,
    there and back, is left out of the account, so that a distant network costs nothing, and only
    what a call takes longer than the quickest does.
    """

    def __init__(self, a_second: float) -> None:
        self._most = max(1, int(a_second))
        self._length = self._most / a_second + MARGIN
        self._quickest = math.inf
        self._under_way: dict[int, float] = {}
        # When the last calls had arrived, in order.
        self._arrived: list[float] = []
        self._numbers = count()
        self._guard = threading.Lock()

    def opens_at(self) -> float:
        """When the next call may begin, for all that is known now."""
        with self._guard:
            if len(self._arrived) + len(self._under_way) < self._most:
                return -math.inf
            still = [begun + ARRIVES_WITHIN for begun in self._under_way.values()]
            arrived = sorted(self._arrived + still)
        quickest = 0.0 if self._quickest is math.inf else self._quickest
        return arrived[-self._most] + self._length - quickest

    def begin(self, now: float) -> int:
        """Notes that a call begins, and gives the number by which it ends."""
        with self._guard:
            number = next(self._numbers)
            self._under_way[number] = now
            return number

    def end(self, number: int, now: float, *, made: bool) -> None:
        """Notes that it ended; with `made` false, that it was given up before it was made."""
        with self._guard:
            begun = self._under_way.pop(number)
            if not made:
                return
            self._quickest = min(self._quickest, now - begun)
            insort(self._arrived, min(now, begun + ARRIVES_WITHIN))
            del self._arrived[: -self._most]
