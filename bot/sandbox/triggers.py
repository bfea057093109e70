"""Trigger ids: the short-lived tickets with which an app may open a modal."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusal import SlackError

LIFETIME = 3.0
"""Seconds (docs.slack.dev/interactivity/handling-user-interaction)."""


@dataclass
class _Trigger:
    user: str
    issued: float
    view_id: str | None
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes each back once, within three seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._issued: dict[str, _Trigger] = {}
        self._numbers = itertools.count(1)

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A trigger id for `user`; `view_id` is the modal they were in, if any."""
        while len(self._issued) > 1000:
            self._issued.pop(next(iter(self._issued)))
        now = self._monotonic()
        name = f"{next(self._numbers)}.{int(now * 1000)}.trigger"
        self._issued[name] = _Trigger(user, now, view_id)
        return name

    def exchange(self, trigger_id: str) -> tuple[str, str | None]:
        """The person and the modal it was issued for; a second use or a late one is refused."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.issued > LIFETIME:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user, trigger.view_id
