"""The only reader of the wall clock.

Two kinds of time live in this process, and they are never mixed:

- *program time* decides what is due and what is answered. It can be moved (`demo`, `--at`).
- *real time* is what signatures, leases, time-outs, backoff and rate limits live on. It cannot.

Calculations take neither: they are given a `now`.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Program time and real time; program time runs `offset` away from the real one."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """Program time, as an aware datetime in UTC."""
        return self.real_now() + self._offset

    def real_now(self) -> datetime:
        """Wall-clock time, as an aware datetime in UTC, whatever the program's clock says."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back, for pacing and time-outs within this process."""
        return time.monotonic()

    def move_to(self, when: datetime) -> None:
        """Makes program time `when`, from where it runs on. Raises ValueError if it is naive."""
        if when.tzinfo is None:
            raise ValueError(f"{when} has no time zone")
        self._offset = when - self.real_now()


def clock_at(when: datetime | None) -> Clock:
    """A clock that starts at `when` (aware), or runs with the wall clock where that is None."""
    clock = Clock()
    if when is not None:
        clock.move_to(when)
    return clock
