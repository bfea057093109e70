"""What is announced, and the fingerprint that an approval binds to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ledger import Kind as RowKind
from bot.domain.model import Award, Deadline

# The posts of an announcement by the code of their destination: {"slack:#moss": ["…"], "x": …}.
Posts = dict[str, list[str]]
# One text for each place, as staff edit it, by the same codes.
Texts = dict[str, str]


class Kind(StrEnum):
    """What an announcement is."""

    AWARD = "award"
    AWARDS = "awards"
    ROUNDUP = "roundup"
    NEWS = "news"
    DEADLINE = "deadline"
    CORRECTION = "correction"
    TAKEDOWN = "takedown"

    @property
    def row(self) -> RowKind:
        """The kind of its rows in the ledger."""
        return _ROWS.get(self) or RowKind(self.value)


_ROWS = {Kind.AWARDS: RowKind.AWARD, Kind.DEADLINE: RowKind.NEWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of an announcement, without its bytes, which `digest` (their SHA-256) names. `made`
    is true of the card that is drawn from the records, false of what a person gave."""

    digest: str
    type: str
    alt: str
    width: int
    height: int
    made: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an announcement says, before it is worded for each network (`bot/render/posts.py`).

    Of an award or several, `awards`; of news, `title`, `text` and `link`; of a deadline, `deadline`
    and, where it moved, `before`: its old close in words ("Friday 15 May 2026 at 17:00, Lisbon
    time"); of a round-up, `roundup`: its text. `link` is an address of its own for any of them,
    beside those of the records.
    """

    kind: Kind
    awards: tuple[Award, ...] = ()
    title: str = ""
    text: str = ""
    link: str = ""
    deadline: Deadline | None = None
    before: str = ""
    roundup: str = ""


def award_subject(key: str) -> str:
    """What ledger and announcements call the announcement of an award."""
    return f"award/{key}"


def purpose_clause(purpose: str) -> str:
    """A purpose as the end of a sentence: " to improve …", or ": a discussion system …"."""
    bare = purpose.rstrip(".")
    return f" {bare}" if bare.startswith(("to ", "for ")) else f": {bare}"


def digest(
    posts: Posts,
    due: datetime | None,
    pictures: Sequence[Picture] = (),
    accounts: Mapping[str, str] | None = None,
) -> str:
    """The fingerprint of everything that an approval is given to: final parts, places, time,
    pictures with their alt texts, and accounts."""
    content: list[object] = [posts, due.isoformat() if due else None]
    if pictures or accounts:
        content += [[asdict(one) for one in pictures], dict(accounts or {})]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
