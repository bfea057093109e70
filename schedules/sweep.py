"""Puts right what a crash left behind, asks after unknown outcomes, forgets what is old."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

from bot.domain.ledger import Row
from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.answering import AnsweringService
from bot.services.settling import Settling
from bot.workers import Workers

log = get_logger(__name__)

SECONDS = 15


class Sweep:
    """The job; harmless to repeat, and on every replica at once."""

    def __init__(
        self,
        settling: Settling,
        answering: AnsweringService,
        workers: Workers,
        wake: Callable[[], None],
    ) -> None:
        """`wake` has the ledger looked at: something may be due again."""
        self.settling = settling
        self.answering = answering
        self.workers = workers
        self.wake = wake
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def begin(self, *, alone: bool = False) -> None:
        """One round, whose questions to networks are not waited for: one that hangs holds up
        neither the others nor the next round. `alone`: no other process sends, so leases are not
        waited for."""
        try:
            await self.workers.store(self.settling.recover, alone=alone)
            # Taken before the rows are read: a network that ends its answers meanwhile has settled
            # some of what was read, and would be asked for it again.
            busy = set(self._asking)
            unsettled: dict[str, list[list[Row]]] = defaultdict(list)
            for rows in await self.workers.store(self.settling.unsettled):
                unsettled[rows[0].destination.network].append(rows)
            for network, messages in unsettled.items():
                if network not in busy and network not in self._asking:
                    self._asking[network] = self.workers.spawn(
                        self._ask(network, messages), f"unknown outcomes of {network}"
                    )
            await self.workers.store(self.answering.forget_old)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
        self.wake()

    async def run(self) -> None:
        """One round, to its end."""
        await self.begin()
        while self._asking:
            await asyncio.wait(self._asking.values())

    async def _ask(self, network: str, messages: list[list[Row]]) -> None:
        try:
            for rows in messages:
                if not await self.workers.run(f"settle-{network}", self.settling.ask, rows):
                    break
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
        finally:
            del self._asking[network]
        self.wake()
