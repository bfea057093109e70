"""Staff is known ahead of time, and a Slack that hangs is waited for by nobody for long."""

import time
from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.networks.base import TemporaryError
from bot.services.access import AGEING, FRESH, HANGING, Access, HangsError
from bot.store.audit import Actor
from schedules.staff import SECONDS, Staff
from tests.services.conftest import House, MovedClock


class Groups:
    """User groups of a Slack that answers, is away, or hangs."""

    def __init__(self, clock: MovedClock, **groups: set[str]) -> None:
        self.clock = clock
        self.groups = groups
        self.asked = 0
        self.error: Exception | None = None
        self.seconds = 0.0

    def __call__(self, group: str) -> frozenset[str]:
        self.asked += 1
        self.clock.ahead += timedelta(seconds=self.seconds)
        if self.error is not None:
            raise self.error
        return frozenset(self.groups[group])


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


def test_nobody_waits_where_it_is_asked_ahead(clock: MovedClock) -> None:
    groups = Groups(clock, S1={"U0ADA"}, S2={"U0BEN"})
    access = Access(["S1", "S2"], groups, clock)
    access.refresh()
    for _ in range(30):
        clock.ahead += timedelta(seconds=SECONDS)
        access.refresh()
        asked = groups.asked
        assert access.is_staff("U0BEN")
        assert not access.is_staff("U0MIA")
        assert groups.asked == asked
    assert groups.asked <= 2 * (1 + 30 * SECONDS / AGEING)


def test_a_removal_counts_within_a_minute_whatever_happens(clock: MovedClock) -> None:
    groups = Groups(clock, S1={"U0ADA"})
    access = Access(["S1"], groups, clock)
    access.refresh()
    assert access.is_staff("U0ADA")
    groups.error = HangsError("Slack does not answer")
    for _ in range(int(FRESH / SECONDS)):
        clock.ahead += timedelta(seconds=SECONDS)
        access.refresh()
    asked = groups.asked
    assert not access.is_staff("U0ADA")
    with pytest.raises(NotAllowedError):
        access.require_staff(Actor("U0ADA", "slack"), "approve")
    assert groups.asked == asked
    groups.error = None
    clock.ahead += timedelta(seconds=SECONDS)
    access.refresh()
    assert access.is_staff("U0ADA")


def test_a_slack_that_hangs_is_left_alone_for_a_while(clock: MovedClock) -> None:
    groups = Groups(clock, S1={"U0ADA"}, S2={"U0BEN"})
    groups.error, groups.seconds = HangsError("Slack does not answer"), 2.0
    access = Access(["U0OLIVE", "S1", "S2"], groups, clock)
    for _ in range(5):
        assert not access.is_staff("U0BEN")
        assert access.is_staff("U0OLIVE")
    assert groups.asked == 1
    clock.ahead += timedelta(seconds=HANGING)
    groups.error, groups.seconds = None, 0.0
    assert access.is_staff("U0BEN")


def test_the_whole_answer_has_a_limit_of_time(clock: MovedClock) -> None:
    groups = Groups(clock, **{f"S{number}": {"U0ADA"} for number in range(9)})
    groups.error, groups.seconds = TemporaryError("away"), 0.6
    access = Access(list(groups.groups), groups, clock)
    assert not access.is_staff("U0ADA")
    assert groups.asked == 2


async def test_the_store_is_free_while_slack_hangs(house: House) -> None:
    """Against a real Slack that hangs, by the real threads."""
    house.sandbox.faults.add("slack", "delay", method="usergroups.users.list", seconds=3)
    access, workers = house.services.access, house.workers
    await Staff(access, workers).run()
    before = time.monotonic()
    found = [workers.store(access.is_staff, "U0BEN") for _ in range(20)]
    assert not any([await one for one in found])
    assert time.monotonic() - before < 1.0
