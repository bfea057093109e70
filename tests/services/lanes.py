"""A lane to a network in this process, and people who are owed messages by it."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ledger import Destination, Kind, NewRow, Row
from bot.domain.model import Program
from bot.networks import base
from bot.networks.base import Post, Sent
from bot.services import sending
from bot.services.composing import Composed
from bot.store import ledger

if TYPE_CHECKING:
    from tests.services.conftest import House


class Network(base.Network):
    """A network in this process: what it does with a post is up to the test."""

    name = "slack"

    def __init__(self) -> None:
        self.act: Callable[[Post], None] = lambda _post: None
        self.sent: list[str] = []
        self._guard = threading.Lock()

    def send(self, post: Post) -> Sent:
        self.act(post)
        with self._guard:
            self.sent.append(post.address)
        return Sent(f"{post.address}:1")

    def find(self, _post: Post, _since: datetime) -> Sent | None:
        return None

    def problems(self, _post: Post) -> list[str]:
        return []


def plain(_program: Program, messages: Sequence[Sequence[Row]], _now: datetime) -> list[Composed]:
    """One word for everybody."""
    return [Composed(text="Soon", send=list(rows)) for rows in messages]


def to_here(house: "House") -> sending.Lane:
    """The lane to a network in this process, for direct messages."""
    house.load()
    house.services.delivery.many_composers[Kind.REMINDER] = plain
    made = house.services.delivery.lanes["slack"]
    made.calls.network = Network()
    return made


def network(lane: sending.Lane) -> Network:
    """The network at its end."""
    assert isinstance(lane.calls.network, Network)
    return lane.calls.network


def owe(house: "House", people: int, **more: object) -> None:
    """Owes so many people a reminder."""
    values = {
        "kind": Kind.REMINDER, "due": house.clock.now(), "revision": 1, "step": "8", **more,
    }  # fmt: skip
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    subject="mission-partners/january-2018-batch",
                    destination=Destination("slack", f"U{number:04}"), **values,  # type: ignore[arg-type]
                )
                for number in range(people)
            ],
        )  # fmt: skip


def states(house: "House") -> list[str]:
    """How the rows stand."""
    return [str(row.state) for row in house.rows(Kind.REMINDER)]


def until(holds: Callable[[], bool]) -> None:
    """Waits for another thread to get there."""
    pause = threading.Event()
    for _ in range(2000):
        if holds():
            return
        pause.wait(0.005)
    raise AssertionError("it does not come to that")
