"""What the places that an announcement goes to are called, and their order."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    """A destination as people call it: "Slack, #moss", "X", "Discord", "Webhook, hooks.example".

    The number of a Discord webhook and the mark behind a receiver's host say nothing to anybody.
    """
    destination = Destination.parse(code)
    name = NAMES.get(destination.network, destination.network)
    match destination.network:
        case "discord":
            said = ""
        case "webhook":
            said = destination.address.rpartition("-")[0] or destination.address
        case _:
            said = destination.address
    return f"{name}, {said}" if said else name


def places(codes: Iterable[str]) -> dict[str, str]:
    """What each of these is called, apart from the others: two of one name get the end of what the
    settings call them."""
    names = {code: place(code) for code in codes}
    times = Counter(names.values())
    return {
        code: f"{name}, …{code[-4:]}" if times[name] > 1 else name for code, name in names.items()
    }


def in_order(posts: Mapping[str, _Said]) -> list[tuple[str, _Said]]:
    """What is said at each place, Slack's first, each network's together."""
    return sorted(posts.items(), key=lambda item: (not item[0].startswith("slack"), item[0]))
