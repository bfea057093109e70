"""Wakes when the next row of the ledger is due, and has everything that is due sent."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.delivery import DeliveryService
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
        # What works in a network's lane, by network.
        self._working: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Has every network's lane look for what is due."""
        if self.stopping:
            return
        for network, lane in self.delivery.lanes.items():
            if network in self._working:
                lane.poke()
            else:
                task = asyncio.ensure_future(self._work(network))
                self._working[network] = task
        await self._watched(self.workers.store(self.delivery.refuse_strangers))

    async def _work(self, network: str) -> None:
        """Sends until nothing more is due there, and has itself woken for what comes next."""
        lane = self.delivery.lanes[network]
        wake: datetime | None = None
        try:
            if not await self._watched(self.workers.run(f"deliver-{network}", lane.work)):
                wake = self.clock.now() + DATABASE_RETRY
            elif not self.stopping:
                wake = await self.workers.store(self.delivery.wake_at, network)
        except StoreUnavailableError:
            wake = self.clock.now() + DATABASE_RETRY
        finally:
            del self._working[network]
        if not self.stopping:
            sleep = LONGEST_SLEEP if wake is None else min(wake - self.clock.now(), LONGEST_SLEEP)
            self.arm(self.clock.real_now() + max(sleep, timedelta(0)))

    async def _watched(self, work: Awaitable[None]) -> bool:
        """Waits for work and says whether it went well; what did not is logged."""
        try:
            await work
        except StoreUnavailableError as exc:
            log.warning("database unavailable", error=str(exc))
            return False
        except Exception:
            # Whatever it was, a dispatcher that is never armed again would look alive.
            log.exception("dispatch failed")
            return False
        return True

    async def idle(self) -> None:
        """Waits until nothing is being sent."""
        while self._working:
            await asyncio.wait(self._working.values())

    async def stop(self, seconds: float) -> None:
        """Takes nothing more, gives back what has not begun, and waits so long for what has."""
        self.stopping = True
        for lane in self.delivery.lanes.values():
            lane.stop()
        if self._working:
            await asyncio.wait(self._working.values(), timeout=seconds)
        for lane in self.delivery.lanes.values():
            lane.leave()
