"""What stands on the networks of a sandbox: kept, put back, and read as people read it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from bot.sandbox.server import Sandbox


@dataclass(frozen=True)
class Timelines:
    """Everything that the networks of a sandbox hold: a copy for each of `_held`."""

    kept: tuple[Any, ...]


@dataclass(frozen=True)
class Standing:
    """A post as it stands there: the id that the ledger knows it by, its text, the id of the post
    that it answers, and its pictures' alt texts."""

    id: str
    text: str
    answers: str | None
    alts: tuple[str, ...]


def keep(sandbox: Sandbox) -> Timelines:
    """How they stand now."""
    return Timelines(tuple(copy(held) for held in _held(sandbox)))


def put_back(sandbox: Sandbox, timelines: Timelines) -> None:
    """Makes them as they were then; channels that are newer are empty."""
    for held, kept in zip(_held(sandbox), timelines.kept, strict=False):
        _fill(held, kept)
    # X takes a hundred posts in a quarter of an hour, which many runs together exceed.
    sandbox.x._times.clear()
    for held in _held(sandbox)[len(timelines.kept) :]:
        held.clear()


def clear(sandbox: Sandbox) -> None:
    """Makes them empty."""
    for network in (sandbox.mastodon, sandbox.bluesky, sandbox.discord, sandbox.webhook):
        network.clear()
    for held in (sandbox.x.posts, sandbox.x.deleted, *_messages(sandbox)):
        held.clear()


def ids(sandbox: Sandbox) -> set[str]:
    """The ids of all posts that stand on a network other than Slack, as the ledger has them."""
    places = ("x", "mastodon", "bluesky", "discord", "webhook")
    return {post.id for place in places for post in posts(sandbox, place)}


def posts(sandbox: Sandbox, network: str) -> list[Standing]:
    """What stands on a network other than Slack, oldest first."""
    found: Iterable[Any] = getattr(sandbox, network).posts
    if network == "bluesky":
        known = {post.id: f"{post.uri} {post.cid}" for post in sandbox.bluesky.posts}
        return [
            Standing(known[one.id], one.text, known.get(one.reply_to), _alts(one)) for one in found
        ]
    return [Standing(one.id, one.text, one.reply_to, _alts(one)) for one in found]


def channel(sandbox: Sandbox, name: str) -> list[Standing]:
    """What stands in a channel of Slack, threads included, oldest first."""
    found = []
    for one in sandbox.workspace.messages(name):
        root = f"{one.channel}:{one.thread_ts}" if one.is_reply else None
        alts = tuple(str(b["alt_text"]) for b in one.blocks if b.get("type") == "image")
        found.append(Standing(f"{one.channel}:{one.ts}", one.text, root, alts))
    return found


def _alts(post: Any) -> tuple[str, ...]:
    return tuple(image.alt for image in post.images)


def _held(sandbox: Sandbox) -> list[Any]:
    x, mastodon, bluesky = sandbox.x, sandbox.mastodon, sandbox.bluesky
    discord, webhook = sandbox.discord, sandbox.webhook
    return [
        x.posts, x.deleted,
        mastodon.posts, mastodon.deleted, mastodon.media, mastodon.attached, mastodon._keys,
        bluesky.posts, bluesky.deleted, bluesky.records, bluesky.blobs, bluesky.bytes,
        discord.posts, discord.deleted,
        webhook.posts, webhook.deleted, webhook.deliveries, webhook.repeated,
        *_messages(sandbox),
    ]  # fmt: skip


def _messages(sandbox: Sandbox) -> list[Any]:
    """The messages of each conversation; new ones come last."""
    return list(sandbox.workspace._messages.values())


def _fill(held: Any, kept: Any) -> None:
    if isinstance(held, list):
        held[:] = kept
    else:
        held.clear()
        held.update(kept)
