"""How long a text is as each network counts it, and what posting it costs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import regex

from bot.domain.weight import weighted_length

# US dollars: https://docs.x.com/x-api/fundamentals/pay-per-use (since 20 April 2026)
X_COST, X_COST_WITH_LINK, X_COST_OF_ALT = 0.015, 0.20, 0.005
_LINK = re.compile(r"https?://\S+")
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a network takes: `limit` in its own count, `most_bytes` of UTF-8, `link` what any link
    counts, where those are limited or fixed."""

    network: str
    limit: int
    most_bytes: int | None = None
    link: int | None = None

    def length(self, text: str) -> int:
        """The length of a text as the network counts it."""
        if self.network == "x":
            return weighted_length(text)
        if self.network == "bluesky":
            return len(_GRAPHEME.findall(text))
        if self.link is not None:
            text = _LINK.sub("x" * self.link, text)
        return len(text)

    def problems(self, text: str) -> list[str]:
        """What the network has against the length of a text; empty where it takes it."""
        found = []
        if (count := self.length(text)) > self.limit:
            found.append(f"{count:,} characters as it counts them; it takes {self.limit:,}")
        size = len(text.encode())
        if self.most_bytes is not None and size > self.most_bytes:
            found.append(f"{size:,} bytes; it takes {self.most_bytes:,}")
        return found


# Of each network as it usually is; what an instance says of itself comes by `Network.rules`.
RULES: Mapping[str, Rules] = {
    # A section block's: https://docs.slack.dev/reference/block-kit/blocks/section-block
    "slack": Rules("slack", 3000),
    "x": Rules("x", 280, link=23),  # https://docs.x.com/fundamentals/counting-characters
    "mastodon": Rules("mastodon", 500, link=23),
    # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
    "bluesky": Rules("bluesky", 300, most_bytes=3000),
    "discord": Rules("discord", 2000),
    "webhook": Rules("webhook", 40_000),
}
LIMITS = {name: rules.limit for name, rules in RULES.items()}


def length(text: str, network: str) -> int:
    """The length of a text as a network usually counts it."""
    return RULES[network].length(text)


def cost(text: str, network: str) -> float:
    """What a network charges for a post, in US dollars."""
    if network != "x":
        return 0.0
    return X_COST_WITH_LINK if "://" in text else X_COST
