"""What the places that an announcement goes to are called, and their order."""

from collections.abc import Mapping
from typing import TypeVar

from bot.domain.ledger import Destination

NAMES = {
    "slack": "Slack",
    "x": "X",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "discord": "Discord",
    "webhook": "Webhook",
}
_Said = TypeVar("_Said")


def place(code: str) -> str:
    """A destination as people call it: "Slack, #moss", "X"."""
    destination = Destination.parse(code)
    name = NAMES.get(destination.network, destination.network)
    return f"{name}, {destination.address}" if destination.address else name


def in_order(posts: Mapping[str, _Said]) -> list[tuple[str, _Said]]:
    """What is said at each place, Slack's first, each network's together."""
    return sorted(posts.items(), key=lambda item: (not item[0].startswith("slack"), item[0]))
