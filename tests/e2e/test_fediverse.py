"""An announcement on Mastodon and Bluesky: threads, lost answers, refusals, taking down."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.messages import Message
from tests.e2e.house import START, World, a_world, words

APPROVE, EDIT = "announcement:approve", "announcement:edit"
LONG = " ".join(f"Sentence number {n} tells more of what Servo does." for n in range(1, 13))


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The bot with both networks on, between two countdowns, on each database."""
    at = START + timedelta(hours=1)
    async with a_world(database_url, at=at, start=False) as found:
        mastodon, bluesky = found.box.mastodon, found.box.bluesky
        found.values |= {
            "mastodon_url": mastodon.url,
            "mastodon_access_token": mastodon.credentials.access_token,
            "bluesky_url": bluesky.url,
            "bluesky_handle": bluesky.credentials.handle,
            "bluesky_app_password": bluesky.credentials.app_password,
        }
        await found.start()
        yield found


async def publish(world: World, **texts: str) -> Message:
    """Has an award drafted, its texts edited, and approved by somebody else; gives the card."""
    card = await world.draft(world.olive)
    if texts:
        await world.olive.press(card, EDIT)
        await world.quiet()
        form = world.olive.modal()
        assert form is not None
        fields = {one["block_id"].rpartition("|")[2]: one["block_id"] for one in form.blocks}
        given = {fields[network]: {"value": text} for network, text in texts.items()}
        assert (await world.olive.submit(values=given)).ok
        await world.quiet()
    await world.ada.press(world.now(card), APPROVE)
    await world.quiet()
    # The minute in which anybody of staff can stop it.
    await world.move_to(world.clock.now() + timedelta(minutes=2))
    return card


def of_mastodon(world: World) -> list[str]:
    return [post.text for post in world.box.mastodon.posts]


def of_bluesky(world: World) -> list[str]:
    return [post.text for post in world.box.bluesky.posts]


async def test_what_is_long_is_a_thread_in_order(world: World) -> None:
    card = await publish(world, mastodon=LONG, bluesky=LONG)
    for posts in (world.box.mastodon.posts, world.box.bluesky.posts):
        assert len(posts) > 1
        assert [post.thread for post in posts] == [posts[0].id] * len(posts)
        assert [post.reply_to for post in posts] == [None, *(post.id for post in posts[:-1])]
        assert all(f"{n}/{len(posts)}" in post.text for n, post in enumerate(posts, 1))
    said = words(world.now(card))
    assert f"/mastodon/@mosshouse/{world.box.mastodon.posts[0].id}" in said
    assert f"/post/{world.box.bluesky.posts[0].id}" in said


async def test_the_instances_own_limit_counts(world: World) -> None:
    world.box.mastodon.limits.characters = 5000
    await world.restart()
    for _ in range(50):
        if world.bot.services.networks["mastodon"].rules("").limit == 5000:
            break
        await world.quiet()
    await publish(world, mastodon=LONG)
    assert of_mastodon(world) == [LONG]


async def test_a_lost_answer_ends_with_one_post_each(world: World) -> None:
    lose(world, "drop_after")
    await publish(world, mastodon=LONG, bluesky=LONG)
    for _ in range(4):
        await world.wait(600)
    for texts in (of_mastodon(world), of_bluesky(world)):
        assert len(texts) == len(set(texts)) > 1
        assert all(f"{n}/{len(texts)}" in text for n, text in enumerate(texts, 1))


async def test_a_lost_request_is_sent_again(world: World) -> None:
    lose(world, "drop_before")
    await publish(world)
    assert [of_mastodon(world), of_bluesky(world)] == [[], []]
    await world.wait(600)
    assert [len(of_mastodon(world)), len(of_bluesky(world))] == [1, 1]


def lose(world: World, kind: Literal["drop_before", "drop_after"]) -> None:
    """Breaks the connection of the first post on each network."""
    faults = world.box.faults
    faults.add("mastodon", kind, method="POST /api/v1/statuses", count=1)
    faults.add("bluesky", kind, method="POST /xrpc/com.atproto.repo.putRecord", count=1)


async def test_one_network_that_refuses_leaves_the_others_alone(world: World) -> None:
    world.box.bluesky.suspended = True
    card = await publish(world)
    assert len(of_mastodon(world)) == 1
    assert len(world.posts_on_x()) == 1
    assert of_bluesky(world) == []
    assert "suspended" in words(world.now(card))
