"""How long a text is as each network counts it, and what posting it costs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.graphemes import graphemes
from bot.domain.weight import link_spans, weighted_length

# US dollars: https://docs.x.com/x-api/fundamentals/pay-per-use (since 20 April 2026)
X_COST, X_COST_WITH_LINK, X_COST_OF_ALT = 0.015, 0.20, 0.005
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Account::MENTION_RE: https://github.com/mastodon/mastodon/blob/main/app/models/account.rb
_REMOTE = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\w.-]+\w", re.IGNORECASE)
# What no text on X may hold: a byte order mark and two code points that are no characters.
_NOT_ON_X = re.compile("[\ufeff\ufffe\uffff]")


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
        match self.network:
            case "x":
                return weighted_length(text)
            case "mastodon":
                # https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb
                return graphemes(_countable(text, self.link))
            case "bluesky":
                return graphemes(text)
            case "discord":
                # Its documentation does not say what a character is: the most that it can mean.
                return len(text.encode("utf-16-le")) // 2
            case _:
                return len(text)

    def fits(self, text: str) -> bool:
        """Whether a text is short enough."""
        if self.most_bytes is not None and len(text.encode()) > self.most_bytes:
            return False
        return self.length(text) <= self.limit

    def problems(self, text: str) -> list[str]:
        """What the network has against a text; empty where it takes it."""
        found = []
        if (count := self.length(text)) > self.limit:
            found.append(f"{count:,} characters as it counts them; it takes {self.limit:,}")
        size = len(text.encode())
        if self.most_bytes is not None and size > self.most_bytes:
            found.append(f"{size:,} bytes; it takes {self.most_bytes:,}")
        if self.network == "x" and (odd := _NOT_ON_X.search(text)):
            found.append(f"holds a character that it does not take, U+{ord(odd[0]):04X}")
        return found


def _countable(text: str, link: int | None) -> str:
    """A text as Mastodon counts it: a link with https:// is `link` long, and of a remote mention
    only the name counts."""
    kept, end = [], 0
    for start, stop in link_spans(text) if link is not None else []:
        if _ADDRESS.match(text, start):
            kept += [text[end:start], "x" * (link or 0)]
            end = stop
    return _REMOTE.sub(r"@\1", "".join([*kept, text[end:]]))


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


def cost(text: str, network: str, alts: int = 0) -> float:
    """What a network charges for a post, in US dollars; `alts` is how many of its pictures are
    described. X takes a bare domain for a link, too."""
    if network != "x":
        return 0.0
    return (X_COST_WITH_LINK if link_spans(text) else X_COST) + alts * X_COST_OF_ALT
