"""Ten thousand people's direct messages for one step, at a workspace's pace.

Once to a network that costs nothing, and once by the real client to the sandbox in a process of its
own, which refuses what is more than the rate. The people have asked to be reminded of everything,
so each message tells of the two deadlines that coincide in the sample, with its buttons.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from bench.owing import DUE, Free, ask, services
from bench.processes import CORES, folder, pinned, serving
from bench.servers import TOKEN
from bot.domain.ledger import Kind, State
from bot.networks.base import Network, Post, Sent, TemporaryError
from bot.services.suite import Services
from bot.store import ledger, tables

# Seconds; what is due later is another step.
PATIENCE = 60.0


@dataclass(frozen=True)
class Paced:
    """Direct messages at a workspace's pace; `most` is how many began within any one second, and
    `refused` how often the network asked to slow down. `cpu` is the share of a core that the
    process used."""

    network: str
    messages: int
    rate: float
    seconds: float
    share: float
    most: int
    refused: int
    cpu: float


class Noted(Network):
    """A network as it is, whose calls are noted."""

    name = "slack"

    def __init__(self, network: Network) -> None:
        self.network = network
        self.begun: list[float] = []
        self.refused = 0
        self._guard = Lock()

    def send(self, post: Post) -> Sent:
        """Hands a post on."""
        self.begun.append(time.perf_counter())
        try:
            return self.network.send(post)
        except TemporaryError:
            with self._guard:
                self.refused += 1
            raise

    def find(self, post: Post, since: datetime) -> Sent | None:
        """Hands the question on."""
        return self.network.find(post, since)

    def problems(self, post: Post) -> list[str]:
        """Hands the question on."""
        return self.network.problems(post)


def measure(messages: int, rate: float) -> list[Paced]:
    """To a network that costs nothing, and to the sandbox."""
    with folder() as here, pinned(CORES), services(here, rate) as made:
        free = _sent(made, "none", messages, Noted(Free()))
    with (
        folder() as here,
        serving("slack", CORES, here, str(messages), f"{rate:.0f}") as slack,
        pinned(CORES),
        services(
            here,
            rate,
            slack_bot_token=TOKEN,
            slack_api_url=f"http://127.0.0.1:{slack.port}/api/",
        ) as made,
    ):
        return [free, _sent(made, "slack", messages, Noted(made.slack))]


def _sent(made: Services, name: str, messages: int, network: Noted) -> Paced:
    lane = made.delivery.lanes["slack"]
    lane.calls.network = network
    ask(made, messages)
    made.clock.move_to(DUE)
    begin, used = time.perf_counter(), time.process_time()
    lane.work()
    # What was refused waits, and the dispatcher would come back to it.
    while (wait := _wait(made)) < PATIENCE:
        time.sleep(max(wait, 0.0))
        lane.work()
    cpu = (time.process_time() - used) / (time.perf_counter() - begin)
    _check(made, messages)
    begun = sorted(network.begun)
    seconds = begun[-1] - begun[0]
    rate = lane.pacing.a_second or 1.0
    share = (len(begun) - 1) / seconds / rate
    return Paced(name, messages, rate, seconds, share, _most(begun), network.refused, cpu)


def _wait(made: Services) -> float:
    wake = made.delivery.wake_at("slack")
    return PATIENCE if wake is None else (wake - made.clock.now()).total_seconds()


def _check(made: Services, messages: int) -> None:
    """Each person was told, once. Raises RuntimeError."""
    where = tables.ledger.c.kind == Kind.REMINDER
    with made.store.read() as connection:
        rows = ledger.find(connection, made.programs.id, where)
    told = {row.external_id: row.destination for row in rows if row.state is State.SENT}
    if len(told) != messages or len(set(told.values())) != messages or len(rows) != 2 * messages:
        raise RuntimeError(f"{len(told)} of {messages} messages are out")


def _most(begun: list[float]) -> int:
    """How many began within any one second."""
    first, most = 0, 0
    for last, at in enumerate(begun):
        while at - begun[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
