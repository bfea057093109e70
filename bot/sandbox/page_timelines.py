"""What the page shows of each network: the account, and its posts as threads."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from bot.domain.lengths import RULES
from bot.sandbox.core import Core
from bot.sandbox.timelines import ShownPicture, ShownPost
from bot.sandbox.x import XPost

Json = dict[str, Any]


def timeline(core: Core, network: str) -> Json:
    """A network's timeline: the newest thread on top, but in a channel, where one reads down.

    Raises KeyError where there is no such network.
    """
    account, posts = NETWORKS[network](core)
    threads: defaultdict[str, list[ShownPost]] = defaultdict(list)
    for post in sorted(posts, key=lambda one: one.created_at):
        threads[post.thread].append(post)
    shown = [[_post(core, network, post) for post in thread] for thread in threads.values()]
    return {"account": account, "threads": shown if network == "discord" else shown[::-1]}


def _x(core: Core) -> tuple[Json, Iterable[ShownPost]]:
    x = core.x
    posts = [*(_of_x(one) for one in x.posts), *(_of_x(one, deleted=True) for one in x.deleted)]
    return _account(x.credentials.name, f"@{x.credentials.username}"), posts


def _of_x(post: XPost, *, deleted: bool = False) -> ShownPost:
    pictures = (ShownPicture(url=one.url, alt=one.alt, type=one.type) for one in post.images)
    return ShownPost(
        id=post.id, text=post.text, created_at=post.created_at, shown_at=post.shown_at,
        thread=post.conversation_id, reply_to=post.reply_to, images=tuple(pictures),
        deleted=deleted,
    )  # fmt: skip


def _mastodon(core: Core) -> tuple[Json, Iterable[ShownPost]]:
    found = core.mastodon
    who = _account(found.credentials.name, f"@{found.credentials.username}", bot=found.profile.bot)
    return who, [*found.posts, *found.deleted]


def _bluesky(core: Core) -> tuple[Json, Iterable[ShownPost]]:
    found = core.bluesky
    who = _account(found.credentials.name, f"@{found.credentials.handle}")
    return who, [*found.posts, *found.deleted]


def _discord(core: Core) -> tuple[Json, Iterable[ShownPost]]:
    found = core.discord
    return _account("Moss House", "#announcements"), [*found.posts, *found.deleted]


def _webhook(core: Core) -> tuple[Json, Iterable[ShownPost]]:
    found = core.webhook
    return _account("A receiver", found.url, bot=False), [*found.posts, *found.deleted]


NETWORKS: dict[str, Callable[[Core], tuple[Json, Iterable[ShownPost]]]] = {
    "x": _x,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "discord": _discord,
    "webhook": _webhook,
}


def _account(name: str, handle: str, *, bot: bool = True) -> Json:
    return {"name": name, "handle": handle, "automated": bot}


def _post(core: Core, network: str, post: ShownPost) -> Json:
    shown: Json = {
        "id": post.id,
        "text": post.text,
        "at": post.shown_at.timestamp(),
        "images": [{"url": one.url, "alt": one.alt} for one in post.images],
        "card": vars(post.card) if post.card else None,
        "edited": post.edited,
        "deleted": post.deleted,
    }
    if network == "webhook":
        return shown | {"deliveries": _deliveries(core, post.id)}
    rules = RULES[network]
    limit = core.mastodon.limits.characters if network == "mastodon" else rules.limit
    return shown | {"length": rules.length(post.text), "limit": limit}


def _deliveries(core: Core, post_id: str) -> list[Json]:
    """What was delivered about a post, as JSON without the bytes of pictures."""
    about = [
        one for one in core.webhook.deliveries
        if one.key == post_id or one.body.get("original_delivery") == post_id
    ]  # fmt: skip
    return [{"event": one.event, "key": one.key, "body": _readable(one.body)} for one in about]


def _readable(body: Json) -> str:
    images = [
        one | ({"data": f"({len(one['data'])} characters)"} if "data" in one else {})
        for one in body.get("images", ())
    ]
    shown = body | ({"images": images} if images else {})
    return json.dumps(shown, ensure_ascii=False, indent=2)
