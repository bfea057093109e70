"""Delivery: sockets that break, events that come again, HTTP with signatures, response_urls."""

import asyncio
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.sandbox.server import Sandbox
from tests.sandbox.helpers import Connect, HandClock, http_server, until

Json = dict[str, Any]


async def socket_of(web: AsyncWebClient) -> ClientConnection:
    """A bare connection, greeted."""
    opened = await web.apps_connections_open(app_token="xapp-demo-eightdays")
    socket = await connect_socket(opened["url"])
    assert json.loads(await socket.recv())["type"] == "hello"
    return socket


async def envelope(socket: ClientConnection) -> Json:
    found: Json = json.loads(await asyncio.wait_for(socket.recv(), 2))
    return found


def ack(found: Json, payload: Json | None = None) -> str:
    body: Json = {"envelope_id": found["envelope_id"]}
    return json.dumps(body | ({"payload": payload} if payload else {}))


async def test_an_envelope_and_its_ack(box: Sandbox, web: AsyncWebClient) -> None:
    async with await socket_of(web) as socket:
        command = asyncio.create_task(box.person("mia").command("#moss", "/deadlines"))
        found = await envelope(socket)
        assert (found["type"], found["accepts_response_payload"]) == ("slash_commands", True)
        assert found["payload"]["command"] == "/deadlines"
        await socket.send(ack({"envelope_id": "another"}))
        await socket.send(ack(found, {"text": "soon"}))
        seen = await command
        assert seen.message is not None
        assert seen.message.text == "soon"


async def test_a_ticket_opens_one_connection(box: Sandbox, web: AsyncWebClient) -> None:
    opened = await web.apps_connections_open(app_token="xapp-demo-eightdays")
    async with connect_socket(opened["url"]):
        with pytest.raises(InvalidStatus):
            await connect_socket(opened["url"])


async def test_payloads_take_turns_between_connections(box: Sandbox, web: AsyncWebClient) -> None:
    first, second = await socket_of(web), await socket_of(web)
    async with first, second:
        counts = {first: 0, second: 0}

        async def serve(socket: ClientConnection) -> None:
            async for text in socket:
                counts[socket] += 1
                await socket.send(ack(json.loads(text)))

        tasks = [asyncio.create_task(serve(one)) for one in (first, second)]
        for _ in range(4):
            assert (await box.person("mia").command("#moss", "/deadlines")).ok
        assert sorted(counts.values()) == [2, 2]
        for task in tasks:
            task.cancel()


async def test_the_eleventh_connection_is_sent_away(box: Sandbox, web: AsyncWebClient) -> None:
    sockets = [await socket_of(web) for _ in range(10)]
    opened = await web.apps_connections_open(app_token="xapp-demo-eightdays")
    async with connect_socket(opened["url"]) as extra:
        assert json.loads(await extra.recv())["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            await extra.recv()
    assert len(box.sockets.connections) == 10
    for socket in sockets:
        await socket.close()


async def test_an_event_comes_again_with_the_same_id(box: Sandbox, web: AsyncWebClient) -> None:
    async with await socket_of(web) as socket:
        box.delivery.ack_seconds = 0.1
        await box.person("mia").say("#moss", "hello")
        first = await envelope(socket)
        box.delivery.ack_seconds = 3.0
        second = await envelope(socket)
        assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
        assert second["retry_reason"] == "timeout"
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert first["envelope_id"] != second["envelope_id"]
        await socket.send(ack(second))
        await box.delivery.settle()
        assert [one.failure for one in box.delivery.attempts] == ["timeout", None]


async def test_an_event_comes_four_times_at_most(box: Sandbox) -> None:
    await box.person("mia").say("#moss", "is anybody there?")
    await until(lambda: len(box.delivery.attempts) >= 4)
    await asyncio.sleep(0.05)
    assert [one.number for one in box.delivery.attempts] == [0, 1, 2, 3]
    assert len({one.event_id for one in box.delivery.attempts}) == 1


async def test_bolt_connects_again_when_asked_to(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack("here")

    await connect(app)
    (before,) = box.sockets.connections
    await box.sockets.ask_to_leave()
    await until(lambda: box.sockets.connected and before not in box.sockets.connections)
    assert (await box.person("mia").command("#moss", "/deadlines")).ok


async def test_a_deaf_connection_answers_no_ping_and_brings_nothing(
    box: Sandbox, app: AsyncApp
) -> None:
    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack("here")

    handler = AsyncSocketModeHandler(app, box.credentials.app_token, ping_interval=0.05)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        assert (await box.person("mia").command("#moss", "/deadlines")).ok
        (before,) = box.sockets.connections
        box.sockets.deafen()
        box.delivery.ack_seconds = 0.05
        seen = await box.person("mia").command("#moss", "/deadlines")
        assert seen.failure == "operation_timeout"
        await until(lambda: box.sockets.connections != [before])
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_cut_connection_fails_what_was_on_it(box: Sandbox, web: AsyncWebClient) -> None:
    async with await socket_of(web) as socket:
        command = asyncio.create_task(box.person("mia").command("#moss", "/deadlines"))
        await envelope(socket)
        box.sockets.cut()
        assert (await command).failure == "dispatch_failed"
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    assert not box.sockets.connected


async def test_the_builtin_socket_client_connects(box: Sandbox) -> None:
    from slack_sdk.socket_mode.response import SocketModeResponse
    from slack_sdk.web import WebClient

    web = WebClient(base_url=box.slack_api_url)
    client = SocketModeClient(app_token=box.credentials.app_token, web_client=web)

    def listen(client: Any, request: Any) -> None:
        payload = {"text": f"you said {request.payload['text']}"}
        client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
        )

    client.socket_mode_request_listeners.append(listen)
    await asyncio.to_thread(client.connect)
    try:
        await until(lambda: box.sockets.connected)
        seen = await box.person("mia").command("#moss", "/deadlines FT")
        assert seen.message is not None
        assert seen.message.text == "you said FT"
    finally:
        await asyncio.to_thread(client.close)


async def test_bolt_over_http_checks_the_signature(box: Sandbox, web: AsyncWebClient) -> None:
    app = AsyncApp(
        client=web, signing_secret=box.credentials.signing_secret, process_before_response=True
    )

    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack("over http")

    @app.event("app_mention")
    async def mention(event: Json, say: Any) -> None:
        await say(text="yes?", thread_ts=event["ts"])

    @app.event("message")
    async def message() -> None:
        pass

    @app.action("press")
    async def press(ack: Any, respond: Any) -> None:
        await respond(text="pressed", replace_original=True)
        await ack()

    handler = AsyncSlackRequestHandler(app)
    route = Route("/slack/events", handler.handle, methods=["POST"])
    async with http_server(Starlette(routes=[route])) as origin:
        box.delivery.request_url = f"{origin}/slack/events"
        mia = box.person("mia")
        seen = await mia.command("#moss", "/deadlines")
        assert seen.message is not None
        assert seen.message.text == "over http"
        asked = await mia.say("#moss", "@eightdays")
        await box.delivery.settle()
        assert [one.text for one in mia.sees("#moss", asked.ts)][1:] == ["yes?"]
        text = {"type": "plain_text", "text": "Press"}
        button = {"type": "button", "action_id": "press", "text": text}
        blocks = [{"type": "actions", "elements": [button]}]
        await web.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks)
        assert (await mia.press(mia.sees("#general")[0], "press")).ok
        assert [one.text for one in mia.sees("#general")] == ["pressed"]
        box.delivery._secret = "forged"
        assert (await mia.command("#moss", "/deadlines")).failure == "http_service_error"


async def test_requests_over_http_as_slack_writes_them(box: Sandbox, clock: HandClock) -> None:
    taken: list[tuple[dict[str, str], bytes]] = []
    statuses = [500, 200, 200]

    async def take(request: Request) -> Response:
        taken.append((dict(request.headers), await request.body()))
        return PlainTextResponse("", statuses.pop(0))

    clock.advance(1000)
    async with http_server(Starlette(routes=[Route("/", take, methods=["POST"])])) as origin:
        box.delivery.request_url = origin
        await box.person("mia").say("#moss", "hello")
        await until(lambda: len(taken) >= 2)
        await box.delivery.settle()
        await box.person("mia").command("#moss", "/deadlines a=b&c")
    (first, body), (again, same), (_, form) = taken
    assert "x-slack-retry-num" not in first
    assert (again["x-slack-retry-num"], again["x-slack-retry-reason"]) == ("1", "http_error")
    assert json.loads(body)["event_id"] == json.loads(same)["event_id"]
    base = f"v0:{first['x-slack-request-timestamp']}:{body.decode()}".encode()
    digest = hmac.new(b"demo-signing-secret", base, hashlib.sha256).hexdigest()
    assert first["x-slack-signature"] == f"v0={digest}"
    assert abs(int(first["x-slack-request-timestamp"]) - clock.real_now().timestamp()) < 5
    assert parse_qs(form.decode())["text"] == ["a=b&c"]


@pytest.mark.parametrize(
    ("answer", "text", "failure"),
    [
        (PlainTextResponse("plain words"), "plain words", None),
        (Response('{"text": "words"}', media_type="application/json"), "words", None),
        (Response("{broken", media_type="application/json"), None, "http_service_error"),
        (Response("", 302, headers={"location": "/"}), None, "http_service_error"),
    ],
)
async def test_acks_over_http(
    box: Sandbox, answer: Response, text: str | None, failure: str | None
) -> None:
    async def reply(_request: Request) -> Response:
        return answer

    async with http_server(Starlette(routes=[Route("/", reply, methods=["POST"])])) as origin:
        box.delivery.request_url = origin
        seen = await box.person("mia").command("#moss", "/deadlines")
    assert seen.failure == failure
    assert seen.message is not None
    assert seen.message.text == (text or f'/deadlines failed with the error "{failure}"')


async def test_nonsense_on_a_socket_is_overheard(box: Sandbox, web: AsyncWebClient) -> None:
    async with await socket_of(web) as socket:
        await socket.send("nonsense")
        await socket.send("[1]")
        command = asyncio.create_task(box.person("mia").command("#moss", "/deadlines"))
        await socket.send(ack(await envelope(socket)))
        assert (await command).ok


async def test_streams_are_told_when_the_sandbox_ends(box: Sandbox) -> None:
    with box.workspace.feed.subscribe() as changes:
        await box.close()
        assert (await changes.next()).kind == "closed"


async def test_no_retry_where_the_app_says_so(box: Sandbox) -> None:
    count = 0

    async def refuse(_request: Request) -> Response:
        nonlocal count
        count += 1
        return PlainTextResponse("", 500, headers={"x-slack-no-retry": "1"})

    async with http_server(Starlette(routes=[Route("/", refuse, methods=["POST"])])) as origin:
        box.delivery.request_url = origin
        await box.person("mia").say("#moss", "hello")
        await box.delivery.settle()
        await asyncio.sleep(0.06)
    assert count == 1


async def test_a_response_url_takes_five_uses_in_half_an_hour(
    box: Sandbox, clock: HandClock
) -> None:
    space = box.workspace

    def address() -> str:
        return f"{box.origin}/response/{space.response_urls.issue('C0MOSS', 'U0MIA').id}"

    hook = AsyncWebhookClient(address())
    for number in range(5):
        assert (await hook.send(text=str(number))).body == "ok"
    sixth = await hook.send(text="5")
    assert (sixth.status_code, sixth.body) == (404, "used_url")
    assert [one.text for one in box.person("mia").sees("#moss")] == ["0", "1", "2", "3", "4"]
    assert box.person("ada").sees("#moss") == []
    late = AsyncWebhookClient(address())
    clock.advance(30 * 60 + 1)
    assert (await late.send(text="x")).body == "expired_url"


async def test_what_a_response_url_can_do(box: Sandbox, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel="C0MOSS", text="card"))["ts"]
    url = box.workspace.response_urls.issue("C0MOSS", "U0MIA", ts)
    hook = AsyncWebhookClient(f"{box.origin}/response/{url.id}")
    await hook.send(text="approved", replace_original=True)
    assert box.workspace.message("C0MOSS", ts).text == "approved"
    await hook.send(text="all see it", response_type="in_channel")
    assert [one.text for one in box.person("ada").sees("#moss")] == ["approved", "all see it"]
    bad = await hook.send(text="x", blocks=[{"type": "marquee"}])
    assert (bad.status_code, json.loads(bad.body)["error"]) == (400, "invalid_blocks")
    await hook.send(delete_original=True)
    assert [one.text for one in box.person("ada").sees("#moss")] == ["all see it"]
