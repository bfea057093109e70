"""Puts right what a crash left behind, asks after unknown outcomes, forgets what is old."""

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.answering import AnsweringService
from bot.services.delivery import DeliveryService
from bot.workers import Workers

log = get_logger(__name__)

SECONDS = 15


class Sweep:
    """The job; harmless to repeat, and on every replica at once."""

    def __init__(
        self, delivery: DeliveryService, answering: AnsweringService, workers: Workers
    ) -> None:
        self.delivery = delivery
        self.answering = answering
        self.workers = workers

    async def run(self, *, alone: bool = False) -> None:
        """One round. `alone`: no other process sends, so leases are not waited for."""
        try:
            await self.workers.store(self.delivery.recover, alone=alone)
            for rows in await self.workers.store(self.delivery.unsettled):
                network = rows[0].destination.network
                await self.workers.run(f"deliver-{network}", self.delivery.settle, rows)
            await self.workers.store(self.answering.forget_old)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
