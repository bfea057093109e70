"""A house with every network that there is, and what stands on each."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.domain.ledger import ANNOUNCED, Row
from bot.sandbox.server import RunningSandbox, Sandbox
from bot.services.releasing import GRACE
from bot.store import announcements, ledger, tables
from bot.store.announcements import Announcement
from bot.store.audit import Actor
from tests.services.conftest import OLIVE, House

BEN = Actor("U0BEN", "slack")
# Networks with one destination each; Slack's is #moss.
OTHERS = ("x", "mastodon", "bluesky", "webhook", "discord")
ALL = ("slack", *OTHERS)
LINES = [f"{word} sentence of an announcement that is told in several parts, all of it." for word in
         ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Last")]  # fmt: skip
LONG = " ".join(LINES)
SHORT = "A sentence."
SHORT_NEWS = f"News\n{SHORT}"
NOWHERE: dict[str, list[str]] = {name: [] for name in ALL}
# The requests that post, as faults name them.
POSTS = {
    "x": "POST /2/tweets",
    "mastodon": "POST /api/v1/statuses",
    "bluesky": "POST /xrpc/com.atproto.repo.putRecord",
}


class Everywhere:
    """A house that announces on every network."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.box = house.sandbox
        self.services = house.services

    def said(self, network: str) -> list[str]:
        """What stands on a network, oldest first."""
        if network == "slack":
            return self.house.heard()
        return [post.text for post in getattr(self.box, network).posts]

    def all_said(self) -> dict[str, list[str]]:
        """What stands on each network."""
        return {name: self.said(name) for name in ALL}

    def get(self, identity: int) -> Announcement:
        """An announcement as it is now."""
        with self.house.store.read() as connection:
            found = announcements.get(connection, self.services.programs.id, identity)
        assert found is not None
        return found

    def rows(self, identity: int) -> list[Row]:
        """The rows of an announcement, of all its revisions."""
        table = tables.ledger
        where = (table.c.kind.in_(ANNOUNCED), table.c.subject == f"announcement/{identity}")
        with self.house.store.read() as connection:
            return ledger.find(connection, self.services.programs.id, *where)

    def row(self, identity: int, network: str, step: str = "0") -> Row:
        """One of the rows of its present words."""
        found = self.get(identity)
        (row,) = (
            row for row in self.rows(identity)
            if (row.destination.network, row.step, row.revision) == (network, step, found.revision)
        )  # fmt: skip
        return row

    def states(self, identity: int) -> dict[str, list[str]]:
        """The states of its present rows by network, in order."""
        found = self.get(identity)
        states: dict[str, list[str]] = {}
        for row in sorted(self.rows(identity), key=lambda one: int(one.step)):
            if row.revision == found.revision:
                states.setdefault(row.destination.network, []).append(str(row.state))
        return states

    def news(self, text: str = LONG, actor: Actor = OLIVE) -> Announcement:
        """Drafts news."""
        return self.services.drafting.news("News", text, "", actor)

    def approve(self, identity: int, actor: Actor = BEN, *, wait: bool = True) -> Announcement:
        """Approves what it says now, and lets the minute pass."""
        found = self.get(identity)
        approved = self.services.deciding.approve(identity, found.digest[:16], actor)
        if wait:
            self.pass_minute()
        return approved

    def pass_minute(self) -> None:
        """Lets the minute pass in which an announcement can be stopped."""
        self.house.clock.move_to(self.house.clock.now() + GRACE)

    def publish(self, text: str = LONG) -> Announcement:
        """News that are out everywhere."""
        found = self.news(text)
        self.approve(found.id)
        self.house.send()
        return self.get(found.id)

    def later(self, **time: float) -> None:
        """Real time goes on, and what waits is sent and asked for."""
        self.house.clock.ahead += timedelta(**time)
        self.ask()
        self.house.send()

    def ask(self) -> None:
        """Asks networks for what is unknown."""
        settling = self.services.settling
        for rows in settling.unsettled():
            settling.ask(rows)


def settings(box: Sandbox) -> dict[str, object]:
    """The settings of every network but Slack and X."""
    return {
        "mastodon_url": box.mastodon.url,
        "mastodon_access_token": box.mastodon.credentials.access_token,
        "bluesky_url": box.bluesky.url,
        "bluesky_handle": box.bluesky.credentials.handle,
        "bluesky_app_password": box.bluesky.credentials.app_password,
        "webhook_urls": box.webhook.url,
        "webhook_secret": box.webhook.secret,
        "discord_webhook_urls": box.discord.url,
    }


@pytest.fixture
def everywhere(make: Callable[..., House], running: RunningSandbox) -> Iterator[Everywhere]:
    """Every network, and the program loaded."""
    box = running.sandbox
    house = make(**settings(box))
    house.load()
    yield Everywhere(house)
    for name in ("mastodon", "bluesky", "webhook", "discord"):
        getattr(box, name).clear()
