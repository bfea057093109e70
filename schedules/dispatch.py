"""Wakes when the next row of the ledger is due, and has everything that is due sent."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.delivery import DeliveryService
from bot.store.ledger import Claim
from bot.workers import Workers

log = get_logger(__name__)

# However far ahead the next row is, look again after so long: the wall clock may be set meanwhile.
LONGEST_SLEEP = timedelta(minutes=10)
DATABASE_RETRY = timedelta(seconds=5)


class Dispatch:
    """The job. `arm` has it run again at a moment in real time."""

    def __init__(
        self,
        delivery: DeliveryService,
        workers: Workers,
        clock: Clock,
        arm: Callable[[datetime], None],
    ) -> None:
        self.delivery = delivery
        self.workers = workers
        self.clock = clock
        self.arm = arm
        self.stopping = False
        self._claiming = asyncio.Lock()
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Claims whatever is due and lets it be sent, then sleeps until the next row is due."""
        try:
            async with self._claiming:
                while not self.stopping:
                    claim = await self.workers.store(self.delivery.claim)
                    if claim is None:
                        break
                    self._start(claim)
            wake = await self.workers.store(self.delivery.wake_at)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
            self.arm(self.clock.real_now() + DATABASE_RETRY)
            return
        sleep = LONGEST_SLEEP if wake is None else min(wake - self.clock.now(), LONGEST_SLEEP)
        self.arm(self.clock.real_now() + max(sleep, timedelta(0)))

    def _start(self, claim: Claim) -> None:
        task = asyncio.ensure_future(self._deliver(claim))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _deliver(self, claim: Claim) -> None:
        network = claim.rows[0].destination.network
        try:
            await self.workers.run(f"deliver-{network}", self._send, claim)
        except StoreUnavailableError as exc:
            # The lease ends by itself; whoever finds the row then asks the network.
            log.warning("database lost while sending", error=str(exc))
        except Exception:
            log.exception("delivery failed", rows=[row.id for row in claim.rows])
        if not self.stopping:
            self.arm(self.clock.real_now())

    def _send(self, claim: Claim) -> None:
        if self.stopping:
            self.delivery.put_back(claim)
        else:
            self.delivery.deliver(claim)

    async def idle(self) -> None:
        """Waits until nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def stop(self, seconds: float) -> None:
        """Claims nothing more, and waits so long for what is being sent."""
        self.stopping = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)
