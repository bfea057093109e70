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
        # Claims by token that no thread has begun with; all of a network's may be hanging.
        self._waiting: dict[str, Claim] = {}

    async def run(self) -> None:
        """Claims whatever is due and lets it be sent, then sleeps until the next row is due."""
        try:
            async with self._claiming:
                while not self.stopping:
                    claim = await self.workers.store(self.delivery.claim)
                    if claim is None:
                        break
                    self._start(claim)
            if self.stopping:
                await self._put_back()
                return
            wake = await self.workers.store(self.delivery.wake_at)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
            self.arm(self.clock.real_now() + DATABASE_RETRY)
            return
        except Exception:
            # Whatever it was, a dispatcher that is never armed again would look alive.
            log.exception("dispatch failed")
            self.arm(self.clock.real_now() + DATABASE_RETRY)
            return
        sleep = LONGEST_SLEEP if wake is None else min(wake - self.clock.now(), LONGEST_SLEEP)
        self.arm(self.clock.real_now() + max(sleep, timedelta(0)))

    def _start(self, claim: Claim) -> None:
        self._waiting[claim.token] = claim
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
        # First this, then the look at `stopping`: `stop` does the two the other way round.
        self._waiting.pop(claim.token, None)
        if self.stopping:
            self.delivery.put_back(claim)
        else:
            self.delivery.deliver(claim)

    async def idle(self) -> None:
        """Waits until nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def stop(self, seconds: float) -> None:
        """Claims nothing more, puts back what has not begun, and waits so long for what has."""
        self.stopping = True
        await self._put_back()
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    async def _put_back(self) -> None:
        """Gives up the claims that no thread has begun with, so that others need not wait for the
        lease. A thread that begins with one after all finds it given up."""
        try:
            for claim in tuple(self._waiting.values()):
                await self.workers.store(self.delivery.put_back, claim)
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
