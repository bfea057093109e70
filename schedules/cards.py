"""Takes up drafts of other processes, and redraws cards that no longer show how things stand."""

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.networks.base import NetworkError
from bot.networks.slack import Slack
from bot.services.reviewing import ReviewService
from bot.workers import Workers

log = get_logger(__name__)

SECONDS = 15


class Cards:
    """The job; runs at its interval and whenever something was decided or sent."""

    def __init__(self, reviewing: ReviewService, slack: Slack, workers: Workers) -> None:
        self.reviewing = reviewing
        self.slack = slack
        self.workers = workers

    async def run(self) -> None:
        """Redraws what is stale; what Slack does not take now is tried at the next round."""
        try:
            await self.workers.store(self.reviewing.adopt)
            for card in await self.workers.store(self.reviewing.stale):
                await self.workers.run(
                    "slack",
                    self.slack.update,
                    card.external_id,
                    card.message["text"],
                    card.message["blocks"],
                )
                await self.workers.store(self.reviewing.redrawn, card)
        except (NetworkError, StoreUnavailableError) as exc:
            log.warning("review card not redrawn", error=str(exc))
