"""What was given up before it posted never posts, on any network: the pictures are as far as it
comes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.networks.base import Act, Network, Post, TemporaryError, perform
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.fence import fenced
from bot.networks.mastodon import Mastodon
from bot.networks.slack import Slack
from bot.networks.slack_calls import make_client
from bot.networks.webhook import Webhook
from bot.sandbox.server import RunningSandbox, Sandbox
from tests.networks.conftest import x_at
from tests.networks.pictures import picture

POST = Post(address="", text="MOSS has awarded $65,000 to Zappa.", key="claim.1")


def _slack(running: RunningSandbox) -> Slack:
    box = running.sandbox
    return Slack(make_client(box.credentials.bot_token, box.slack_api_url))


def _mastodon(running: RunningSandbox) -> Mastodon:
    made = running.sandbox.mastodon
    return Mastodon(made.url, made.credentials.access_token)


def _bluesky(running: RunningSandbox) -> Bluesky:
    made = running.sandbox.bluesky
    who = made.credentials
    return Bluesky(made.url, who.handle, who.app_password)


def _out(box: Sandbox) -> list[str]:
    """Everything that stands anywhere."""
    places = (box.x, box.mastodon, box.bluesky, box.discord)
    found = [post.text for place in places for post in place.posts]
    found += [str(each.body["text"]) for each in box.webhook.deliveries]
    return found + [message.text for message in box.workspace.messages("#moss")]


NETWORKS: list[tuple[Callable[[RunningSandbox], Network], str]] = [
    (lambda running: x_at(running.sandbox.origin, running), ""),
    (_slack, "#moss"),
    (_mastodon, ""),
    (_bluesky, ""),
    (lambda running: Discord([running.sandbox.discord.url]), ""),
    (lambda running: Webhook([running.sandbox.webhook.url], running.sandbox.webhook.secret), ""),
]


@pytest.mark.parametrize(("made", "address"), NETWORKS)
def test_what_is_too_late_posts_nothing(
    running: RunningSandbox, made: Callable[[RunningSandbox], Network], address: str
) -> None:
    network = made(running)
    post = replace(POST, address=address or network.addresses()[0], images=(picture(),))
    before = _out(running.sandbox)
    with fenced(lambda: False), pytest.raises(TemporaryError, match="nothing was posted"):
        network.send(post)
    assert _out(running.sandbox) == before
    with fenced(lambda: True):
        sent = network.send(post)
    assert _out(running.sandbox) != before
    if network.can.edit:
        # Nor does an edit that was given up undo a later one.
        late = replace(post, act=Act.EDIT, target=sent.external_id, text="Late")
        now = _out(running.sandbox)
        with fenced(lambda: False), pytest.raises(TemporaryError, match="nothing was posted"):
            perform(network, late)
        assert _out(running.sandbox) == now
    running.sandbox.mastodon.clear()
    running.sandbox.bluesky.clear()
