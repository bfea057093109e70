"""How far a big step has come."""

from datetime import timedelta

from bot.domain.ledger import Kind, State
from bot.networks.base import Post
from bot.services import sending
from bot.services.delivery import Progress
from tests.services.conftest import House
from tests.services.lanes import network, owe


def test_progress_of_a_big_step(house: House, lane: sending.Lane) -> None:
    delivery = house.services.delivery
    assert delivery.progress() is None
    owe(house, 10)
    owe(house, 10, step="30", due=house.clock.now() - timedelta(days=22), state=State.SENT)
    owe(house, 10, step="1", due=house.clock.now() + timedelta(days=7))
    assert delivery.progress() == Progress(0, 10, 10 / 1000)
    seen: list[Progress | None] = []

    def look(_post: Post) -> None:
        if not seen:
            seen.append(delivery.progress())

    network(lane).act = look
    lane.work()
    assert seen[0] is not None
    assert (seen[0].sent, seen[0].total) == (0, 10)
    assert delivery.progress() is None


def test_progress_counts_notices_to_people_too(house: House, lane: sending.Lane) -> None:
    owe(house, 10, kind=Kind.CHANGE, step="moved")
    owe(house, 10)
    assert house.services.delivery.progress() == Progress(0, 20, 20 / 1000)
