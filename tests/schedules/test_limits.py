"""The networks are asked for their limits, and one that does not answer keeps nobody waiting."""

from collections.abc import Iterator

import pytest

from bot.networks.bluesky import Bluesky
from bot.networks.mastodon import Mastodon
from bot.sandbox.server import RunningSandbox, sandbox_in_thread
from bot.workers import Workers
from schedules.limits import Limits


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    with sandbox_in_thread() as made:
        yield made


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


async def test_limits_are_learnt(running: RunningSandbox, workers: Workers) -> None:
    sandbox = running.sandbox
    sandbox.mastodon.limits.characters = 1234
    mastodon = Mastodon(sandbox.mastodon.url, sandbox.mastodon.credentials.access_token)
    bluesky = Bluesky(sandbox.bluesky.url, "moss.test", "secret")
    limits = Limits({"mastodon": mastodon, "bluesky": bluesky}, workers)
    await limits.run()
    assert mastodon.rules("").limit == 1234
    # What does not answer later leaves what was known.
    sandbox.faults.add("mastodon", "status", status=503)
    await limits.run()
    assert mastodon.rules("").limit == 1234
