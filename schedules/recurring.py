"""Carries the plan on: recurring deadlines come into the ledger's reach as time goes by."""

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.reminders import ReminderService
from bot.workers import Workers

log = get_logger(__name__)

HOURS = 6


class Recurring:
    """The job; harmless to repeat, and on every replica at once."""

    def __init__(self, reminders: ReminderService, workers: Workers) -> None:
        self.reminders = reminders
        self.workers = workers

    async def run(self) -> None:
        """Plans what has come into reach."""
        try:
            await self.workers.store(self.reminders.plan)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
