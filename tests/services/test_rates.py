"""The pace of a network, and what it does when it asks to slow down."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ledger import Destination, Kind, NewRow
from bot.networks.base import Post, TemporaryError
from bot.services import sending
from bot.store import ledger
from tests.services.conftest import House
from tests.services.lanes import network, owe, states, until


def test_no_second_has_more_than_the_rate(house: House, lane: sending.Lane) -> None:
    begun: list[float] = []
    network(lane).act = lambda _: begun.append(house.clock.monotonic())
    rate = 40
    lane.pacing.keep_to(rate)
    owe(house, 60)
    lane.work()
    begun.sort()
    assert len(begun) == 60
    assert all(begun[n + rate] - begun[n] >= 1.0 for n in range(60 - rate))


def test_a_whole_network_that_asks_to_slow_down_is_left_alone(
    house: House, lane: sending.Lane
) -> None:
    tried: list[str] = []

    def refuse(post: Post) -> None:
        tried.append(post.address)
        raise TemporaryError("slow down", 30)

    lane.pacing.keep_to(20)
    network(lane).act = refuse
    owe(house, 100)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        until(lambda: len(tried) > 1)
        until(lambda: not lane.calls)
        before = len(tried)
        assert before < 50
        threading.Event().wait(0.5)
        assert len(tried) == before
    finally:
        lane.stop()
        worker.join(10)
    assert set(states(house)) == {"planned"}


def test_one_place_that_asks_to_slow_down_is_waited_for_alone(
    house: House, lane: sending.Lane
) -> None:
    def refuse(post: Post) -> None:
        if post.address == "U0003":
            raise TemporaryError("slow down", 30)

    network(lane).act = refuse
    owe(house, 20)
    owe(house, 4, step="1", due=house.clock.now() + timedelta(seconds=5))
    lane.work()
    assert len(network(lane).sent) == 19
    house.clock.ahead += timedelta(seconds=6)
    lane.work()
    assert len(network(lane).sent) == 22
    house.clock.ahead += timedelta(seconds=30)
    network(lane).act = lambda _: None
    lane.work()
    # What was due there meanwhile waited with it, and is one message with it.
    assert network(lane).sent.count("U0003") == 1
    assert set(states(house)) == {"sent"}


def test_of_two_places_that_ask_to_slow_down_the_shorter_wait_is_the_networks(
    house: House, lane: sending.Lane
) -> None:
    now = house.clock.real_now()
    shorter, longer = now + timedelta(seconds=20), now + timedelta(seconds=40)
    assert lane.pacing.refused("#moss", shorter) is None
    assert lane.pacing.refused("#moss-ft", longer) == shorter
    assert lane.pacing.refused("#moss", longer) == longer
    lane.pacing.keep_to(None)
    assert lane.pacing.refused("#moss", shorter) is None


def test_a_pause_is_not_made_shorter_by_another(house: House, lane: sending.Lane) -> None:
    pacing, program = lane.pacing, house.services.programs.id
    now = house.clock.real_now()
    for seconds, slots in ((60, 0), (1, 0)):
        with house.store.write() as connection:
            pacing.pause(connection, program, now + timedelta(seconds=seconds))
            found, free = pacing.slots(connection, program, [now], now + timedelta(seconds=3))
        assert len(found) == slots
        assert free == now + timedelta(seconds=60)


def test_the_sandbox_with_the_same_limit_never_says_to_slow_down(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = 60
    limits = house.sandbox.limits
    monkeypatch.setattr(limits, "rates", replace(limits.rates, workspace_a_second=rate))
    people = [user.id for user in house.sandbox.workspace.users() if not user.is_bot]
    lane.calls.network = house.services.slack
    lane.pacing.keep_to(rate)
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    kind=Kind.NOTICE, subject=f"row/{number}", revision=1, step="failed",
                    destination=Destination("slack", people[number % len(people)]),
                    due=house.clock.now(), payload={"notice": f"Notice {number}"},
                )
                for number in range(150)
            ],
        )  # fmt: skip
    house.send()
    sent = house.rows(Kind.NOTICE)
    assert {(str(row.state), row.attempts, row.reason) for row in sent} == {("sent", 1, "")}
