"""HTTP mode's door: requests that are not Slack's, or come twice, change nothing."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.sandbox import payloads
from tests.e2e.house import World, a_world

STALE = 301


@pytest.fixture
async def door(sqlite_url: str) -> AsyncIterator[World]:
    """The bot in HTTP mode."""
    async with a_world(sqlite_url, "http") as world:
        yield world


def a_form(world: World) -> bytes:
    """`/deadlines`, as Slack would send it."""
    channel = world.box.workspace.channel("#moss")
    return urlencode(
        payloads.command(world.box, world.mia.user, channel, "/deadlines", "")
    ).encode()


async def knock(
    world: World, body: bytes, headers: dict[str, str], path: str = "", verb: str = "POST"
) -> tuple[int, str]:
    """The status and the text of the answer."""
    url = str(world.box.delivery.request_url)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            verb, url.replace("/slack/events", path or "/slack/events"), data=body,
            headers=kind | headers,
        ) as response,
    ):  # fmt: skip
        return response.status, await response.text()


async def test_a_signed_request_is_answered_and_its_repetition_refused(door: World) -> None:
    body = a_form(door)
    signed = door.box.delivery.sign(body)
    status, said = await knock(door, body, signed)
    assert (status, "eight days left" in said) == (200, True)
    assert await knock(door, body, signed) == (401, "not from Slack")


async def test_what_is_forged_stale_or_unsigned_is_refused(door: World) -> None:
    body = a_form(door)
    sign = door.box.delivery.sign
    now = int(door.clock.real_now().timestamp())
    good = sign(body)
    refused = {
        "forged": good | {"x-slack-signature": "v0=" + "0" * 64},
        "no signature": {"x-slack-request-timestamp": str(now)},
        "no time stamp": {"x-slack-signature": good["x-slack-signature"]},
        "odd time stamp": good | {"x-slack-request-timestamp": "soon"},
        "other digits": good | {"x-slack-request-timestamp": "²³"},
        "another's body": sign(body + b"&text=more"),
        "stale": sign(body, now - STALE),
        "from the future": sign(body, now + STALE),
        "odd signature": good | {"x-slack-signature": "v0=\u00e9"},
    }
    for what, headers in refused.items():
        assert await knock(door, body, headers) == (401, "not from Slack"), what
    assert (await knock(door, body, good))[0] == 200


async def test_a_forged_press_approves_nothing(door: World) -> None:
    card = await door.draft(door.olive)
    body = urlencode({"payload": '{"type": "block_actions"}'}).encode()
    assert (await knock(door, body, {"x-slack-signature": "v0=1"}))[0] == 401
    await door.quiet()
    assert door.posts_on_x() == []
    assert door.now(card) == card


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"payload=%7B", b"[]", b"a=b", b"payload=1"]
)
async def test_nonsense_that_is_signed_breaks_nothing(door: World, body: bytes) -> None:
    status, said = await knock(door, body, door.box.delivery.sign(body))
    assert status in {200, 400, 401, 404}
    assert "Traceback" not in said
    seen = await door.mia.command("#moss", "/deadlines")
    assert seen.ok


async def test_what_is_larger_than_anything_of_slacks_is_not_read_to_its_end(door: World) -> None:
    body = b"text=" + b"x" * 1_048_000  # more would have aiohttp warn
    assert (await knock(door, body, door.box.delivery.sign(body)))[0] == 413


async def test_health_and_readiness_are_told(door: World) -> None:
    assert await knock(door, b"", {}, "/healthz", "GET") == (200, "ok\n")
    status, said = await knock(door, b"", {}, "/readyz", "GET")
    assert (status, '"ready":true' in said) == (200, True)
    assert (await knock(door, b"", {}, "/slack/events", "GET"))[0] == 405
    assert (await knock(door, b"", {}, "/nothing", "GET"))[0] == 404
