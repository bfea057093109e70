"""Faults that are switched on meet real clients, and what was taken is there, or is not."""

import asyncio

import aiohttp
import pytest
import requests
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.feed import Change
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.refusal import RateLimitedError
from bot.sandbox.server import Sandbox


@pytest.mark.parametrize(("kind", "kept"), [("drop_before", []), ("drop_after", ["x"])])
async def test_a_dropped_connection(
    box: Sandbox, web: AsyncWebClient, kind: str, kept: list[str]
) -> None:
    box.faults.add("slack", kind, method="chat.postMessage", count=1)  # type: ignore[arg-type]
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel="C0MOSS", text="x")
    assert [one.text for one in box.workspace.messages("C0MOSS")] == kept
    assert (await web.chat_postMessage(channel="C0MOSS", text="again"))["ok"]


async def test_slack_sdk_sends_again_by_itself(box: Sandbox) -> None:
    """Why the bot must switch its retry handlers off: the first message had been taken."""
    eager = AsyncWebClient(token=box.credentials.bot_token, base_url=box.slack_api_url)
    box.faults.add("slack", "drop_after", method="chat.postMessage", count=1)
    await eager.chat_postMessage(channel="C0MOSS", text="x")
    assert [one.text for one in box.workspace.messages("C0MOSS")] == ["x", "x"]


async def test_a_status(box: Sandbox, web: AsyncWebClient) -> None:
    box.faults.add("slack", "status", status=429, retry_after=7, count=1)
    with pytest.raises(SlackApiError) as caught:
        await web.auth_test()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["retry-after"] == "7"
    assert (await web.auth_test())["ok"]


async def test_faults_last_until_they_are_cleared(box: Sandbox, web: AsyncWebClient) -> None:
    box.faults.add("slack", "status", status=500)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await web.auth_test()
    box.faults.clear("x")
    with pytest.raises(SlackApiError):
        await web.auth_test()
    box.faults.clear()
    assert (await web.auth_test())["ok"]


async def test_a_delay_meets_only_its_service(box: Sandbox, web: AsyncWebClient) -> None:
    box.faults.add("x", "delay", method="POST /2/tweets", seconds=0.3, count=1)
    loop = asyncio.get_running_loop()
    start = loop.time()
    await web.auth_test()
    assert loop.time() - start < 0.25
    answer = await asyncio.to_thread(requests.post, f"{box.origin}/2/tweets", json={}, timeout=5)
    assert answer.status_code == 401
    assert loop.time() - start >= 0.3


def test_rates_slide_with_monotonic_time() -> None:
    now = 0.0
    limits = Limits(Rates(tiers={2: 2}, workspace_a_minute=3), lambda: now)
    limits.call("users.list", 2)
    now = 30.0
    limits.call("users.list", 2)
    with pytest.raises(RateLimitedError) as caught:
        limits.call("users.list", 2)
    assert caught.value.retry_after == 30
    limits.call("conversations.list", 2)
    now = 60.0
    limits.call("users.list", 2)

    limits.post("C1")
    with pytest.raises(RateLimitedError):
        limits.post("C1")


async def test_the_feed_tells_what_changed_and_admits_losses(
    box: Sandbox, web: AsyncWebClient
) -> None:
    with box.workspace.feed.subscribe(depth=2) as changes:
        ts = (await web.chat_postMessage(channel="C0MOSS", text="x"))["ts"]
        assert await changes.next() == Change("message", channel="C0MOSS", ts=ts)
        for number in range(3):
            await web.chat_postMessage(channel="C0MOSS", text=str(number))
        assert await changes.next() == Change("resync")


async def test_waiting_for_something(box: Sandbox, web: AsyncWebClient) -> None:
    def arrived() -> bool:
        return len(box.workspace.messages("C0MOSS")) == 2

    waiting = asyncio.create_task(box.workspace.feed.until(arrived))
    await web.chat_postMessage(channel="C0MOSS", text="one")
    assert not waiting.done()
    await web.chat_postMessage(channel="C0MOSS", text="two")
    await waiting
    with pytest.raises(TimeoutError):
        await box.workspace.feed.until(lambda: False, timeout=0.01)
