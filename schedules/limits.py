"""Asks the networks for their limits, at start and now and then: an operator may change them."""

import asyncio
from collections.abc import Mapping

from bot.log import get_logger
from bot.networks.base import Network, NetworkError
from bot.workers import Workers

log = get_logger(__name__)

HOURS = 1


class Limits:
    """The job. It has threads of its own: a network that hangs must not keep posts waiting."""

    def __init__(self, networks: Mapping[str, Network], workers: Workers) -> None:
        self.networks = networks
        self.workers = workers

    async def run(self) -> None:
        """Asks each. Where one does not answer, what is known of it stands."""
        await asyncio.gather(*(self._learn(one) for one in self.networks.values()))

    async def _learn(self, network: Network) -> None:
        try:
            await self.workers.run(f"limits-{network.name}", network.learn)
        except NetworkError as exc:
            log.warning("limits are not known", network=network.name, error=str(exc))
