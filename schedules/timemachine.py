"""Moves the program's clock in the demo: what falls due on the way is sent on the way, in order."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.errors import UserError
from bot.services.planning import PlanService
from bot.services.reminding import AHEAD
from bot.workers import Workers
from schedules.dispatch import Dispatch
from schedules.people import People

# Real seconds to wait for a destination that asks to slow down before the clock moves on.
PATIENCE = 6.0
PAUSE = 0.15
# The plan that is shown.
SHOWN = 60


class TimeMachine:
    """The program's clock, as the demo's page shows and moves it."""

    def __init__(
        self,
        clock: Clock,
        plans: PlanService,
        dispatch: Dispatch,
        workers: Workers,
        wake: Callable[[], None],
    ) -> None:
        self.clock = clock
        self.plans = plans
        self.dispatch = dispatch
        self.workers = workers
        self.wake = wake
        # Personal reminders are planned a little ahead only, which the clock would jump over.
        self.people: People | None = None
        self._moving = asyncio.Lock()

    @property
    def zone(self) -> str:
        """The program's zone, an IANA name."""
        program = self.plans.programs.current
        return program.timezone if program else "UTC"

    def now(self) -> datetime:
        """Program time."""
        return self.clock.now()

    async def move_to(self, when: datetime) -> None:
        """Moves the clock on to `when`. Raises UserError where that is in the past."""
        async with self._moving:
            if when < self.clock.now():
                raise UserError("The clock only goes forward: what was sent cannot be unsent.")
            while (due := await self._next_due(when)) is not None and due <= when:
                await self._pass(due)
            self.clock.move_to(max(when, self.clock.now()))
        self.wake()

    async def next_message(self) -> datetime | None:
        """Moves to the next message that is due and gives its time; None where none is planned."""
        async with self._moving:
            due = await self._next_due()
            if due is not None:
                await self._pass(due)
        self.wake()
        return due

    async def plan(self) -> list[dict[str, str]]:
        """What lies ahead: `at` (ISO 8601), `destination`, `text`, `state`."""
        program = self.plans.programs.current
        if program is None:
            return []
        items = await self.workers.store(self.plans.coming, SHOWN)
        return [
            {
                "at": item.at.isoformat(),
                "destination": item.destination,
                "text": item.text,
                "state": item.state,
            }
            for item in items
        ]

    async def _next_due(self, until: datetime | None = None) -> datetime | None:
        """When the next message is due; where that is a person's own that the ledger does not have
        yet, and not after `until`, the clock moves to where it is planned."""
        if self.people is None:
            return await self.workers.store(self.plans.next_due)
        await self.people.run()
        due = await self.workers.store(self.plans.next_due)
        own = await self.workers.store(self.people.reminding.next_due)
        if own is None or (due is not None and due <= own) or (until is not None and own > until):
            return due
        self.clock.move_to(max(own - AHEAD / 2, self.clock.now()))
        await self.people.run()
        return own

    async def _pass(self, due: datetime) -> None:
        """Moves to a due moment and has what is due then sent."""
        if due > self.clock.now():
            self.clock.move_to(due)
        patience = self.clock.monotonic() + PATIENCE
        while True:
            await self.dispatch.run()
            await self.dispatch.idle()
            left = await self.workers.store(self.plans.next_due)
            if left is None or left > due or self.clock.monotonic() > patience:
                return
            await asyncio.sleep(PAUSE)
