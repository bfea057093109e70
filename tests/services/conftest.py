"""All services on a real database, with the real clients against Moss House and its X."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.domain.ledger import Kind, Row, State
from bot.sandbox.limits import Rates
from bot.sandbox.server import RunningSandbox, Sandbox, sandbox_in_thread
from bot.services import pacing
from bot.services.messages import Message
from bot.services.sending import Lane
from bot.services.suite import Services
from bot.settings import explicit
from bot.store import ledger, tables
from bot.store.audit import Actor
from bot.store.engine import Store
from bot.workers import Workers
from tests.domain.samples import MOSS
from tests.services.lanes import to_here

ZONE = ZoneInfo("America/Los_Angeles")
OLIVE, ADA, MIA = Actor("U0OLIVE", "slack"), Actor("U0ADA", "slack"), Actor("U0MIA", "slack")
CLI = Actor("operator", "cli")
TURNS = 100


def at(text: str) -> datetime:
    """A local time of the program: "2018-01-23 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class MovedClock(Clock):
    """Program time is moved as ever; real time jumps when told to."""

    ahead = timedelta(0)

    def real_now(self) -> datetime:
        return super().real_now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()

    def stand_at(self, text: str) -> None:
        self.move_to(at(text))


class House:
    """The services, and what people see of what they do."""

    def __init__(self, running: RunningSandbox, url: str, **settings: object) -> None:
        self.running = running
        self.sandbox: Sandbox = running.sandbox
        slack, x = self.sandbox.credentials, self.sandbox.x.credentials
        self.clock = MovedClock()
        self.clock.stand_at("2018-01-01 00:00")
        self.workers = Workers()
        self.store = Store(url)
        given = {
            "slack_bot_token": slack.bot_token,
            "slack_api_url": self.sandbox.slack_api_url,
            "eightdays_staff": "U0OLIVE,S0STAFF",
            "eightdays_review_channel": "#moss-review",
            "eightdays_messages_per_second": 1000,
            "x_api_key": x.api_key,
            "x_api_secret": x.api_secret,
            "x_access_token": x.access_token,
            "x_access_token_secret": x.access_token_secret,
            "x_api_url": self.sandbox.origin,
            **settings,
        }
        self.services = Services(explicit(**given), self.store, self.clock, self.workers)
        self.services.open()

    def load(self, text: str = MOSS) -> None:
        """Imports a program file."""
        self.services.programs.import_text(text, "moss.yaml", OLIVE)

    def change(self, *pairs: tuple[str, str], text: str = MOSS) -> str:
        """Imports the file with these words in the place of those, and gives it."""
        for before, after in pairs:
            assert before in text, before
            text = text.replace(before, after)
        self.load(text)
        return text

    def send(self, when: str | None = None) -> None:
        """Sends what is due, at that time where one is given."""
        if when is not None:
            self.clock.stand_at(when)
        delivery = self.services.delivery
        for _ in range(TURNS):
            delivery.refuse_strangers()
            for lane in delivery.lanes.values():
                lane.work()
            wake = delivery.wake_at()
            if wake is None or wake > self.clock.now():
                return
        raise AssertionError("it never ends")

    def send_while(self, act: Callable[[], object]) -> None:
        """Sends what is due, and does something after it was claimed and before it is sent."""
        take, acts = self.services.delivery.take, [act]

        def taken(network: str, most: int) -> tuple[list[Message], bool]:
            found = take(network, most)
            if found[0] and acts:
                acts.pop()()
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.services.delivery, "take", taken)
            self.send()

    def heard(self, channel: str = "#moss") -> list[str]:
        """What stands in a channel."""
        return [message.text for message in self.sandbox.workspace.messages(channel)]

    def headlines(self, channel: str = "#moss") -> list[str]:
        """The first line of each message in a channel."""
        return [text.partition("\n")[0] for text in self.heard(channel)]

    def posted(self) -> list[str]:
        """What stands on X's timeline."""
        return [post.text for post in self.sandbox.x.posts]

    def rows(self, kind: Kind = Kind.COUNTDOWN, subject: str | None = None) -> list[Row]:
        """The rows of a kind."""
        table = tables.ledger
        where = [table.c.kind == kind]
        if subject is not None:
            where.append(table.c.subject == subject)
        with self.store.read() as connection:
            return ledger.find(connection, self.services.programs.id, *where)

    def planned(self, subject: str) -> list[str]:
        """The days of the steps of a deadline that are planned: "01-23"."""
        return [
            f"{row.due.astimezone(ZONE):%m-%d}"
            for row in self.rows(subject=subject)
            if row.state is State.PLANNED
        ]


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSandbox]:
    with sandbox_in_thread(rates=Rates.unlimited()) as made:
        yield made


@pytest.fixture
def make(
    running: RunningSandbox, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[type[House]]:
    """`make(**settings)`: services with these settings on the test's database."""
    monkeypatch.setattr(pacing, "PACE", timedelta(0))
    houses: list[House] = []

    class Made(House):
        def __init__(self, **settings: object) -> None:
            super().__init__(running, database_url, **settings)
            houses.append(self)

    running.sandbox.workspace.add_channel("moss-ft", bot_member=True)
    yield Made
    for house in houses:
        house.workers.close()
        house.store.close()
    sandbox = running.sandbox
    sandbox.faults.clear()
    sandbox.x.posts.clear()
    for place in (*sandbox.workspace.channels(), *sandbox.workspace.dms()):
        for message in sandbox.workspace.messages(place.id):
            sandbox.workspace.delete(place.id, message.ts)


@pytest.fixture
def house(make: type[House]) -> House:
    """The services with the usual settings, and no program yet."""
    return make()  # type: ignore[call-arg]


@pytest.fixture
def lane(house: House) -> Lane:
    """The lane to a network in this process, for direct messages."""
    return to_here(house)
