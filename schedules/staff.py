"""Asks Slack who is staff ahead of time, so that nobody's request waits for it."""

from bot.services.access import Access
from bot.workers import Workers

SECONDS = 10


class Staff:
    """The job. It has threads of its own: those of Slack may hang."""

    def __init__(self, access: Access, workers: Workers) -> None:
        self.access = access
        self.workers = workers

    async def run(self) -> None:
        """Asks for what is ageing."""
        await self.workers.run("staff", self.access.refresh)
