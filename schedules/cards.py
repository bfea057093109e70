"""Takes up drafts of other processes, and redraws cards that no longer show how things stand."""

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.networks.base import Image, NetworkError, PermanentError
from bot.networks.slack import Slack
from bot.services.reviewing import ReviewService, StaleCard
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
            for image in await self.workers.store(self.reviewing.unseen):
                await self._upload(image)
            for card in await self.workers.store(self.reviewing.stale):
                await self._redraw(card)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))

    async def _upload(self, image: Image) -> None:
        """Puts a picture where cards can show it; they tell it in words until then."""
        try:
            file = await self.workers.run("slack", self.slack.pictures.upload, image)
        except NetworkError as exc:
            log.warning("a picture is not shown on its card", error=str(exc))
            return
        await self.workers.store(self.reviewing.seen, image, file)

    async def _redraw(self, card: StaleCard) -> None:
        text, blocks = card.message["text"], card.message["blocks"]
        try:
            await self.workers.run("slack", self.slack.update, card.external_id, text, blocks)
        except PermanentError as exc:
            # It counts as redrawn: the message may be gone, and would be tried for ever.
            log.warning("review card cannot be redrawn", card=card.external_id, error=str(exc))
        except NetworkError as exc:
            log.warning("review card not redrawn", card=card.external_id, error=str(exc))
            return
        await self.workers.store(self.reviewing.redrawn, card)
