"""Notices once a second whether another process changed the program."""

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.program import ProgramService
from bot.workers import Workers

log = get_logger(__name__)

SECONDS = 1


class Refresh:
    """The job. While the database is gone, answers go on from the snapshot."""

    def __init__(self, programs: ProgramService, workers: Workers) -> None:
        self.programs = programs
        self.workers = workers
        self.reachable = True

    async def run(self) -> bool:
        """Whether the program is another than before."""
        try:
            moved = await self.workers.store(self.programs.refresh)
        except StoreUnavailableError as exc:
            if self.reachable:
                log.warning("database unavailable", error=str(exc))
            self.reachable = False
            return False
        if not self.reachable:
            log.info("database is back")
        self.reachable = True
        return moved
