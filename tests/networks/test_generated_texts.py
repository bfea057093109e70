"""Threads of all kinds of texts, posted by the real clients: each part is taken as it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.domain.threads import split
from bot.networks.base import Network, Post
from bot.networks.bluesky import Bluesky
from bot.networks.mastodon import Mastodon
from bot.networks.x import X
from bot.sandbox.server import RunningSandbox
from tests.domain.texts import texts

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# X takes 100 posts in 15 minutes.
MOST = 80


def thread(network: Network, text: str, number: int) -> Iterator[str]:
    """Posts a text, each part in answer to the one before it."""
    root = parent = None
    for part, said in enumerate(split(text, network.rules(""))):
        name = f"{number}-{part}"
        assert network.problems(Post(address="", text=said, key=name)) == []
        sent = network.send(
            Post(
                address="",
                text=said,
                key=name,
                repeat_key=sha256(name.encode()).hexdigest(),
                created=NOW + timedelta(seconds=number, milliseconds=part),
                thread=root,
                parent=parent,
            )
        )
        root, parent = root or sent.external_id, sent.external_id
        yield said


def posted(network: Network) -> list[str]:
    """What was posted of many texts, until there is enough."""
    found: list[str] = []
    for number, text in enumerate(texts(200, seed=21)):
        if len(found) < MOST - 20 and text.strip():
            found += thread(network, text, number)
    assert len(found) > MOST / 2
    return found


def test_x_takes_them(x: X, running: RunningSandbox) -> None:
    assert posted(x) == [post.text for post in running.sandbox.x.posts]


def test_mastodon_takes_them(running: RunningSandbox) -> None:
    instance = running.sandbox.mastodon
    try:
        sent = posted(Mastodon(instance.url, instance.credentials.access_token))
        assert sorted(sent) == sorted(post.text for post in instance.posts)
    finally:
        instance.clear()


def test_bluesky_takes_them(running: RunningSandbox) -> None:
    server = running.sandbox.bluesky
    try:
        who = server.credentials
        sent = posted(Bluesky(server.url, who.handle, who.app_password))
        assert sorted(sent) == sorted(post.text for post in server.posts)
    finally:
        server.clear()
