"""An announcement as each network would show it, for the command line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.announcement import Content, Texts
from bot.domain.ledger import Destination
from bot.domain.lengths import RULES, cost
from bot.domain.model import Program
from bot.render.posts import parts_of, places_of, texts_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with its length, both as the network counts."""

    text: str
    length: int
    limit: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture: the file that it is in, and its alt text."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What goes out at one place, what that costs in US dollars, and what is wrong with it."""

    place: str
    posts: tuple[Shown, ...]
    images: tuple[Pictured, ...]
    cost_usd: float
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """It as `eightdays preview --json` has it."""
        return {
            "network": Destination.parse(self.place).network,
            "posts": [
                {"text": post.text, "length": post.length, "limit": post.limit}
                for post in self.posts
            ],
            "images": [{"path": image.path, "alt": image.alt} for image in self.images],
            "cost_usd": self.cost_usd,
            "problems": list(self.problems),
        }

    def to_text(self) -> str:
        """It for people."""
        price = f", ${self.cost_usd:.3f}" if self.cost_usd else ""
        posts = [f"{post.text}\n({post.length} of {post.limit} characters)" for post in self.posts]
        images = [f"picture {image.path}: {image.alt}" for image in self.images]
        return "\n".join([f"--- {self.place}{price}", *posts, *images, *self.problems])


def of_content(
    content: Content, program: Program, networks: Iterable[str], images: Sequence[Pictured] = ()
) -> list[Preview]:
    """What would go out on these networks, by their usual rules."""
    return of_texts(texts_of(content, program, places_of(networks)), images)


def of_texts(texts: Texts, images: Sequence[Pictured] = ()) -> list[Preview]:
    """What goes out of these texts, by the usual rules of their places."""
    places = places_of(texts)
    return [_preview(code, posts, images) for code, posts in parts_of(texts, places).items()]


def _preview(code: str, posts: Sequence[str], images: Sequence[Pictured]) -> Preview:
    network = Destination.parse(code).network
    rules = RULES[network]
    # A webhook is told of pictures, and gets none.
    shown = tuple(images) if network != "webhook" else ()
    prices = (cost(post, network, 0 if at else len(shown)) for at, post in enumerate(posts))
    return Preview(
        place=code,
        posts=tuple(Shown(post, rules.length(post), rules.limit) for post in posts),
        images=shown,
        cost_usd=round(sum(prices), 3),
        problems=tuple(said for post in posts for said in rules.problems(post)),
    )
