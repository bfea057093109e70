"""Networks and clocks that fail, by themselves and while the bot is killed: nothing is lost, and
nothing comes twice.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.crash.full_house import EIGHT_DAYS, check_full_house, full_house
from tests.crash.world import LATER, ROUNDS, World

pytestmark = pytest.mark.crash

POSTS = (("slack", "chat.postMessage"), ("x", "POST /2/tweets"))
SENDS = {"before slack chat.postMessage", "before x POST /2/tweets"}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Trouble:
    """What the networks do: `count` of the posts to each meet with it, or all."""

    kind: Any
    count: int | None = 3
    seconds: float = 0.0
    status: int = 500
    # Seconds that the bot waits for an answer; None for as long as always.
    patience: float | None = None
    # What is asked after an unknown outcome meets with it, too.
    mute: bool = False

    def begin(self, world: World) -> None:
        """From here on."""
        faults = world.sandbox.faults
        given = {"seconds": self.seconds, "status": self.status}
        for service, method in POSTS:
            faults.add(service, self.kind, method=method, count=self.count, **given)
        if self.mute:
            faults.add("slack", "status", method="conversations.history", count=2)
            faults.add("slack", "drop_before", method="conversations.replies", count=2)

    def end(self, world: World) -> None:
        """All is well again, and what was on its way has arrived."""
        world.sandbox.faults.clear()
        world.running.run(asyncio.sleep(self.seconds))


TROUBLES = {
    "answers late": Trouble("delay", None, seconds=0.15),
    "answers when nobody waits any more": Trouble("delay", seconds=1.5, patience=0.3),
    "takes it and does not answer": Trouble("drop_after"),
    "takes it and will not say so": Trouble("drop_after", mute=True),
    "closes the connection": Trouble("drop_before"),
    "asks to slow down": Trouble("status", status=429),
    "has an error": Trouble("status", status=500),
}


def recover(world: World) -> None:
    """Lives until all is settled, each long after the one before."""
    if world.open_rows(EIGHT_DAYS):
        world.recover(EIGHT_DAYS)
    check_full_house(world)


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=[*TROUBLES])
def test_a_network_fails_while_the_bot_lives_and_dies(world: World, trouble: Trouble) -> None:
    memory = full_house(world)
    live: Callable[..., Any] = partial(world.live, EIGHT_DAYS)
    if trouble.patience is not None:
        live = partial(live, patience=trouble.patience)
    trouble.begin(world)
    points = live().points
    # Another at once, while what was sent may still be on its way.
    live()
    trouble.end(world)
    recover(world)

    calls = [number for number, name in enumerate(points, 1) if name in SENDS]
    for point in (calls[0], calls[len(calls) // 2] + 1, calls[-1]):
        world.go_back(memory)
        trouble.begin(world)
        live(point)
        live()
        trouble.end(world)
        recover(world)
    assert world.kills >= 2


@pytest.mark.parametrize("happens", ["die", "set back"])
def test_the_clock_was_an_hour_ahead(world: World, happens: str) -> None:
    memory = full_house(world)
    points = len(world.live(EIGHT_DAYS, ahead=HOUR.total_seconds()).points)
    for point in range(9, points, 16):
        world.go_back(memory)
        world.live(EIGHT_DAYS, point, happens=[happens], ahead=HOUR.total_seconds())
        # The program's clock goes with the machine's: nothing is due for another hour.
        quiet = world.live(EIGHT_DAYS - HOUR)
        assert SENDS.isdisjoint(quiet.points)
        # By now it has passed, for the network too, to whose clock nothing had happened.
        passed = HOUR
        for _ in range(ROUNDS):
            passed += LATER
            world.live(EIGHT_DAYS, ahead=passed.total_seconds())
            if not world.open_rows(EIGHT_DAYS):
                break
        check_full_house(world)


def test_the_clock_is_set_back_when_all_is_sent(world: World) -> None:
    full_house(world)
    world.live(EIGHT_DAYS)
    for at in (EIGHT_DAYS - HOUR, EIGHT_DAYS - HOUR / 2, EIGHT_DAYS):
        world.live(at)
        check_full_house(world)
