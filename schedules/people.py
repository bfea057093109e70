"""Keeps the ledger filled with personal reminders, a few days ahead."""

import asyncio
from collections.abc import Callable

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.reminding import RemindingService
from bot.workers import Workers

log = get_logger(__name__)

SECONDS = 5


class People:
    """The job; it does something where the program changed or time went by, and else costs
    nothing. Harmless to repeat, and on every replica at once."""

    def __init__(
        self, reminding: RemindingService, workers: Workers, wake: Callable[[], None]
    ) -> None:
        self.reminding = reminding
        self.workers = workers
        self.wake = wake
        self._planning = asyncio.Lock()

    async def run(self) -> None:
        """Plans what has to be planned."""
        async with self._planning:
            if not self.reminding.is_due():
                return
            try:
                changed = await self.workers.store(self.reminding.plan)
            except StoreUnavailableError as exc:
                log.warning("database unavailable", error=str(exc))
                return
        if changed:
            self.wake()
