"""A message on its way: made of claimed rows, ready to be handed to its network."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.ledger import ANNOUNCED, Row
from bot.domain.model import Program
from bot.networks.base import Act, Post
from bot.services.composing import Composed
from bot.store.claims import Beginning

# Composes many messages of one kind at once, each of its own rows.
ManyComposer = Callable[[Program, Sequence[Sequence[Row]], datetime], Sequence[Composed]]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """Rows that this process has claimed, and the words they got.

    `due` is program time. The words are true for `moment` (program time) and for this `version` of
    the program.
    """

    rows: tuple[Row, ...]
    token: str
    post: Post
    payload: dict[str, Any]
    moment: datetime
    version: int

    @property
    def ids(self) -> tuple[int, ...]:
        """The ledger's rows."""
        return tuple(row.id for row in self.rows)

    @property
    def key(self) -> str:
        """What the network is asked for where the outcome is unknown."""
        return self.post.key

    @property
    def network(self) -> str:
        """The network's name."""
        return self.rows[0].destination.network

    @property
    def due(self) -> datetime:
        """Program time before which it does not go out."""
        return max(row.due for row in self.rows)

    def is_true(self, now: datetime, version: int) -> bool:
        """Whether its words still hold: every program is counted down by the minute at most."""
        return version == self.version and _minute(max(now, self.due)) == _minute(self.moment)

    def beginning(self) -> Beginning:
        """What the ledger is to hold before the network is called."""
        return Beginning(self.token, self.ids, self.key, self.payload)


def made(token: str, composed: Composed, moment: datetime, version: int, real: datetime) -> Message:
    """The message of rows claimed under `token` at `real` time; there is at least one to send."""
    first = composed.send[0]
    payload = (first.payload or {}) | {"text": composed.text} | composed.kept
    if first.kind in ANNOUNCED:
        # That of the first attempt stays: a network knows every later one by it.
        payload.setdefault("created", real.isoformat())
    post = post_of(first, payload, f"{token}.{first.id}", composed.blocks)
    post = replace(post, images=composed.images, facts=composed.facts)
    return Message(tuple(composed.send), token, post, payload, moment, version)


def post_of(
    row: Row, kept: Mapping[str, Any], key: str, blocks: Sequence[dict[str, Any]] = ()
) -> Post:
    """The post of a row, by what the ledger keeps of it."""
    return Post(
        address=row.destination.address,
        text=kept.get("text", ""),
        key=key,
        blocks=list(blocks),
        thread=kept.get("thread"),
        parent=kept.get("parent"),
        broadcast=bool(kept.get("broadcast")),
        act=Act(kept.get("act", Act.SEND)),
        target=kept.get("target"),
        repeat_key=repeat_key(row, kept),
        created=datetime.fromisoformat(kept["created"]) if "created" in kept else None,
    )


def repeat_key(row: Row, kept: Mapping[str, Any]) -> str:
    """What stays the same for every attempt at a row with one text, and is no other's: the moment
    of the first attempt tells rows of two databases apart. "" for what is announced nowhere."""
    if "created" not in kept:
        return ""
    parts = (str(row.id), kept["created"], row.destination.code, kept.get("text", ""))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
