"""A call that was given up goes on, but posts nothing: it may have been sent again meanwhile."""

import threading
from datetime import datetime, timedelta

import pytest

from bot.networks.base import Post
from bot.networks.fence import no_return
from bot.services import sending, settling
from bot.services.settling import SETTLED, TOTAL_TIMEOUT
from bot.store import claims
from tests.services.conftest import House
from tests.services.lanes import network, owe, states, until


def test_what_was_given_up_and_sent_again_is_out_once(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pictures take longer than anybody waits for."""
    monkeypatch.setattr(sending, "LONGEST_WAIT", 0.05)
    go, ended = threading.Event(), threading.Event()
    calls: list[str] = []
    posted: list[str] = []

    def slow(post: Post) -> None:
        calls.append(post.key)
        first = len(calls) == 1
        try:
            if first:
                go.wait(20)
            no_return()
            posted.append(post.key)
        finally:
            if first:
                ended.set()

    network(lane).act = slow
    owe(house, 1)
    worker = threading.Thread(target=lane.work)
    worker.start()
    until(lambda: len(calls) == 1)
    house.clock.ahead += timedelta(seconds=TOTAL_TIMEOUT + 1)
    lane.poke()
    worker.join(10)
    assert states(house) == ["unknown"]
    house.clock.ahead += SETTLED
    house.services.settling.networks = {"slack": network(lane)}
    (rows,) = house.services.settling.unsettled()
    house.services.settling.ask(rows)
    lane.work()
    assert states(house) == ["sent"]
    go.set()
    assert ended.wait(10)
    assert posted == calls[1:]


@pytest.mark.parametrize("where", ["before it begins", "before it posts"])
def test_a_machine_that_was_suspended_posts_nothing_of_what_another_took_over(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Monotonic time stands still meanwhile; the wall clock does not."""
    slept = [timedelta(0)]
    here = house.clock.real_now
    posted: list[str] = []

    def suspended() -> None:
        slept[0] = claims.LEASE + timedelta(seconds=10)

    def post(given: Post) -> None:
        if where == "before it posts":
            suspended()
        no_return()
        posted.append(given.key)

    def real_now() -> datetime:
        return here() + slept[0]

    begin = lane.calls.begin

    def begins(calls: list[settling.Outcome]) -> None:
        if calls and where == "before it begins":
            suspended()
        begin(calls)  # type: ignore[arg-type]

    network(lane).act = post
    owe(house, 1)
    monkeypatch.setattr(house.clock, "real_now", real_now)
    monkeypatch.setattr(lane.calls, "begin", begins)
    lane.work()
    assert posted == []
    assert states(house) == ["planned"]
