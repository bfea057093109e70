"""What the parts of the reminders' bench stand on: the services on a database of their own, people
who asked to be reminded, and a network that costs nothing.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import prepare_store
from bot.clock import clock_at
from bot.networks.base import Network, Post, Sent
from bot.services.suite import Services
from bot.settings import explicit
from bot.store import tables
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.workers import Workers

PROGRAM = Path(__file__).parents[1] / "bot" / "sandbox" / "programs" / "moss.yaml"
# Eight days before two deadlines of the sample, at the usual hour of people in its zone.
ZONE = "America/Los_Angeles"
DUE = datetime.fromisoformat("2018-01-23T10:00:00-08:00")


class Free(Network):
    """A network that costs nothing and notes when it is called."""

    name = "slack"

    def __init__(self) -> None:
        self.begun: list[float] = []

    def send(self, post: Post) -> Sent:
        """Takes a post."""
        self.begun.append(time.time())
        return Sent(f"{post.address}:1")

    def find(self, _post: Post, _since: datetime) -> Sent | None:
        """Is never asked."""

    def problems(self, _post: Post) -> list[str]:
        """Has nothing against a post."""
        return []


@contextmanager
def services(where: str, rate: float, **settings: object) -> Iterator[Services]:
    """The services on a database of their own in a folder, with the sample program, in whose time
    it is the day before a step of its countdown; at a rate of messages a second."""
    store = Store(f"sqlite:///{where}/eightdays.db")
    prepare_store(store)
    workers = Workers()
    given = {"eightdays_messages_per_second": rate, **settings}
    made = Services(explicit(**given), store, clock_at(DUE - timedelta(days=1)), workers)
    made.open()
    made.programs.import_text(PROGRAM.read_text("utf-8"), "moss.yaml", OPERATOR)
    try:
        with frozen():
            yield made
    finally:
        workers.close()
        store.close()


@contextmanager
def frozen() -> Iterator[None]:
    """What is there so far is not collected while the block lasts, as `run` does once it is
    ready."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def ask(made: Services, people: int) -> None:
    """Has so many people be reminded of everything: each is owed one message at `DUE`, which tells
    of two deadlines and has their buttons."""
    with made.store.write() as connection:
        connection.execute(
            tables.subscribers.insert(),
            [
                {
                    "program_id": made.programs.id, "user_id": person(each), "zone": ZONE,
                    "at": f"{DUE:%H:%M}", "days_before": [8], "everything": True, "weekends": True,
                    "asked_at": DUE - timedelta(days=10),
                }
                for each in range(people)
            ],
        )  # fmt: skip
    made.reminding.plan()


def person(number: int) -> str:
    """The user id of one of them."""
    return f"U0P{number:06}"
