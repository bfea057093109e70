"""Who is staff: a removal counts within a minute, and what cannot be asked is a no."""

from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.networks.base import TemporaryError
from bot.services.access import Access
from bot.store.audit import Actor
from tests.services.conftest import CLI, MIA, House, MovedClock


class Group:
    """A user group that people come into and go out of, and how often it was asked for."""

    def __init__(self, *members: str) -> None:
        self.members = set(members)
        self.asked = 0
        self.away = False

    def __call__(self, _group: str) -> frozenset[str]:
        self.asked += 1
        if self.away:
            raise TemporaryError("Slack does not answer")
        return frozenset(self.members)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


def test_users_are_known_without_asking(clock: MovedClock) -> None:
    group = Group()
    access = Access(["U0OLIVE", "W0ADA"], group, clock)
    assert access.is_staff("U0OLIVE")
    assert access.is_staff("W0ADA")
    assert not access.is_staff("U0MIA")
    assert group.asked == 0


def test_a_removal_counts_within_a_minute(clock: MovedClock) -> None:
    group = Group("U0ADA")
    access = Access(["S0STAFF"], group, clock)
    assert access.is_staff("U0ADA")
    group.members.clear()
    clock.ahead += timedelta(seconds=58)
    assert access.is_staff("U0ADA")
    assert group.asked == 1
    clock.ahead += timedelta(seconds=2)
    assert not access.is_staff("U0ADA")


def test_a_moved_program_clock_changes_nothing(clock: MovedClock) -> None:
    group = Group("U0ADA")
    access = Access(["S0STAFF"], group, clock)
    assert access.is_staff("U0ADA")
    clock.stand_at("2030-01-01 00:00")
    assert access.is_staff("U0ADA")
    assert group.asked == 1


def test_who_cannot_be_asked_about_is_not_staff(clock: MovedClock) -> None:
    group = Group("U0ADA")
    access = Access(["S0STAFF", "U0OLIVE"], group, clock)
    assert access.is_staff("U0ADA")
    group.away = True
    clock.ahead += timedelta(seconds=61)
    assert not access.is_staff("U0ADA")
    assert access.is_staff("U0OLIVE")
    group.away = False
    assert access.is_staff("U0ADA")


def test_the_operator_has_the_database_anyway(clock: MovedClock) -> None:
    access = Access([], Group(), clock)
    access.require_staff(CLI, "import")
    with pytest.raises(NotAllowedError):
        access.require_staff(MIA, "import")
    with pytest.raises(NotAllowedError):
        access.require_staff(Actor("operator", "slack"), "import")


def test_a_real_user_group(house: House) -> None:
    access = house.services.access
    assert access.is_staff("U0BEN")
    assert not access.is_staff("U0MIA")


@pytest.mark.parametrize("kind", ["status", "drop_before"])
def test_a_real_slack_that_is_away(house: House, kind: str) -> None:
    house.sandbox.faults.add("slack", kind, method="usergroups.users.list")  # type: ignore[arg-type]
    assert not house.services.access.is_staff("U0BEN")
    assert house.services.access.is_staff("U0OLIVE")
    house.sandbox.faults.clear()
    assert house.services.access.is_staff("U0BEN")


def test_a_real_slack_that_hangs_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.suite.GROUP_TIMEOUT", 0.05)
    house.sandbox.faults.add("slack", "delay", method="usergroups.users.list", seconds=0.3)
    assert not house.services.access.is_staff("U0BEN")
