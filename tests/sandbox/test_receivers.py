"""The Discord channel and the receiver of webhooks, by bare requests: what they refuse."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.discord import CHANNEL, GUILD
from bot.sandbox.server import Sandbox
from tests.networks.pictures import png
from tests.sandbox.helpers import HandClock

BODY = {"event": "announcement.published", "text": "Zappa", "images": []}


@pytest.fixture
async def wire(box: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def execute(box: Sandbox, wire: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await wire.post(f"{box.discord.url}?wait=true", json=body)


# Discord


async def test_a_message_is_given_back_where_it_is_waited_for(
    box: Sandbox, wire: httpx.AsyncClient
) -> None:
    waited = await execute(box, wire, content="Zappa")
    assert (waited.status_code, waited.json()["channel_id"]) == (200, CHANNEL)
    assert (await wire.post(box.discord.url, json={"content": "again"})).status_code == 204
    assert [post.text for post in box.discord.posts] == ["Zappa", "again"]
    shown = await wire.get(f"{box.discord.url}/messages/{waited.json()['id']}")
    assert shown.json()["content"] == "Zappa"
    assert (await wire.get(box.discord.url)).json()["guild_id"] == GUILD


@pytest.mark.parametrize(
    ("body", "code"),
    [({"content": "x" * 2001}, 50035), ({"content": "  "}, 50006), ({}, 50006), ([], 50109)],
    ids=str,
)
async def test_what_discord_does_not_take(
    box: Sandbox, wire: httpx.AsyncClient, body: Any, code: int
) -> None:
    answer = await wire.post(box.discord.url, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert box.discord.posts == []


async def test_a_file_that_is_no_picture(box: Sandbox, wire: httpx.AsyncClient) -> None:
    def form(data: bytes) -> dict[str, Any]:
        described = [{"id": 0, "description": "A card"}]
        payload = json.dumps({"content": "Zappa", "attachments": described})
        return {"data": {"payload_json": payload}, "files": {"files[0]": ("a.png", data)}}

    assert (await wire.post(box.discord.url, **form(b"none"))).status_code == 400
    assert (await wire.post(box.discord.url, **form(png()))).status_code == 204
    (post,) = box.discord.posts
    assert [image.alt for image in post.images] == ["A card"]


async def test_without_allowed_mentions_people_are_pinged(
    box: Sandbox, wire: httpx.AsyncClient
) -> None:
    await execute(box, wire, content="@everyone", allowed_mentions={"parse": []})
    assert box.discord.pinged == []
    await execute(box, wire, content="@everyone")
    assert box.discord.pinged == ["@everyone"]


async def test_whose_webhook_it_is(box: Sandbox, wire: httpx.AsyncClient) -> None:
    assert (await wire.post(f"{box.discord.url}-", json={"content": "x"})).status_code == 401
    other = box.discord.url.replace("8123", "9123")
    assert (await wire.post(other, json={"content": "x"})).json()["code"] == 10015
    assert (await wire.delete(f"{box.discord.url}/messages/1")).json()["code"] == 10008


async def test_a_webhook_rests_after_five_requests(
    box: Sandbox, wire: httpx.AsyncClient, clock: HandClock
) -> None:
    box.discord.limited = True
    for number in range(5):
        assert (await execute(box, wire, content=str(number))).status_code == 200
    refused = await execute(box, wire, content="5")
    assert refused.status_code == 429
    assert 0 < refused.json()["retry_after"] <= 2
    clock.advance(2)
    assert (await execute(box, wire, content="5")).status_code == 200


# The receiver


def headers(box: Sandbox, body: bytes, *, late: float = 0, secret: str = "") -> dict[str, str]:
    stamp = str(int(box.workspace.clock.real_now().timestamp() - late))
    key = (secret or box.webhook.secret).encode()
    signed = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "X-Eightdays-Timestamp": stamp,
        "X-Eightdays-Signature": f"v1={signed}",
        "X-Eightdays-Idempotency-Key": "k1",
    }


async def deliver(
    box: Sandbox, wire: httpx.AsyncClient, body: Any = BODY, **wrong: Any
) -> httpx.Response:
    data = json.dumps(body).encode()
    return await wire.post(box.webhook.url, content=data, headers=headers(box, data, **wrong))


async def test_what_is_signed_is_taken_once(box: Sandbox, wire: httpx.AsyncClient) -> None:
    assert (await deliver(box, wire)).status_code == 202
    assert (await deliver(box, wire)).text == "known"
    assert [post.text for post in box.webhook.posts] == ["Zappa"]
    assert box.webhook.repeated == ["k1"]


@pytest.mark.parametrize("wrong", [{"late": 301}, {"late": -301}, {"secret": "another"}], ids=str)
async def test_what_is_late_or_signed_by_others_is_not(
    box: Sandbox, wire: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    assert (await deliver(box, wire, **wrong)).status_code == 401
    assert box.webhook.deliveries == []


@pytest.mark.parametrize("missing", ["Timestamp", "Signature", "Idempotency-Key"])
async def test_a_header_that_is_missing(
    box: Sandbox, wire: httpx.AsyncClient, missing: str
) -> None:
    given = headers(box, b"{}")
    del given[f"X-Eightdays-{missing}"]
    answer = await wire.post(box.webhook.url, content=b"{}", headers=given)
    assert answer.status_code in {400, 401}


@pytest.mark.parametrize("body", [[], {}, {"event": "announcement.published"}], ids=str)
async def test_a_body_that_is_not_understood_may_come_again(
    box: Sandbox, wire: httpx.AsyncClient, body: Any
) -> None:
    assert (await deliver(box, wire, body)).status_code == 422
    assert (await deliver(box, wire)).status_code == 202


async def test_each_network_has_its_own_faults(box: Sandbox, wire: httpx.AsyncClient) -> None:
    box.faults.add("discord", "status", status=503)
    box.faults.add("webhook", "status", method="POST /moss", status=500, count=1)
    assert (await execute(box, wire, content="x")).status_code == 503
    assert (await deliver(box, wire)).status_code == 500
    assert (await deliver(box, wire)).status_code == 202
    box.faults.clear("discord")
    assert (await execute(box, wire, content="x")).status_code == 200
