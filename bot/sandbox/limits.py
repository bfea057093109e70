"""How often an app may call each method (docs.slack.dev/apis/web-api/rate-limits)."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.refusal import RateLimitedError

TIERS = {1: 10, 2: 20, 3: 50, 4: 100, 5: 600}
"""Calls a minute. Slack promises 1 in the first tier and tolerates bursts: 10 lets a Socket Mode
client connect again a few times. 5 stands for the methods of no tier, such as auth.test."""
POSTING = 0
"""chat.postMessage has a "special tier": a message a second in each channel, and so many in the
whole workspace."""


@dataclass
class Rates:
    """What is allowed. `post_interval` is the seconds between two messages in one channel; a
    workspace's own posting limit is not published, so it is off until `workspace_a_minute` or
    `workspace_a_second` is set.
    """

    post_interval: float = 1.0
    workspace_a_minute: int | None = None
    workspace_a_second: int | None = None
    tiers: dict[int, int] = field(default_factory=lambda: dict(TIERS))

    @classmethod
    def unlimited(cls) -> "Rates":
        """For tests whose subject is something else."""
        return cls(post_interval=0.0, tiers={})


class Limits:
    """Counts calls in sliding windows on monotonic time."""

    def __init__(self, rates: Rates, monotonic: Callable[[], float]) -> None:
        self.rates = rates
        self._monotonic = monotonic
        self._calls: dict[str, deque[float]] = {}

    def call(self, method: str, tier: int) -> None:
        """Counts a call; RateLimitedError once a minute's allowance is used up."""
        allowed = self.rates.tiers.get(tier)
        if allowed is not None:
            self._take(f"method {method}", allowed, 60.0)

    def post(self, channel: str) -> None:
        """Counts a message to a channel; RateLimitedError where the last is too fresh."""
        if self.rates.workspace_a_minute is not None:
            self._take("workspace", self.rates.workspace_a_minute, 60.0)
        if self.rates.workspace_a_second is not None:
            self._take("workspace, a second", self.rates.workspace_a_second, 1.0)
        if self.rates.post_interval > 0:
            self._take(f"channel {channel}", 1, self.rates.post_interval)

    def _take(self, key: str, allowed: int, window: float) -> None:
        now = self._monotonic()
        calls = self._calls.setdefault(key, deque())
        while calls and now - calls[0] >= window:
            calls.popleft()
        if len(calls) >= allowed:
            raise RateLimitedError(max(1, math.ceil(window - (now - calls[0]))))
        calls.append(now)
