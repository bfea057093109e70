"""The page's JSON, its stream, and who may talk to it."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.clock import Clock
from bot.errors import UserError
from bot.sandbox.demo import demo_workspace
from bot.sandbox.feed import Change
from bot.sandbox.page import STATIC, page_routes
from bot.sandbox.page_stream import stream
from bot.sandbox.server import Sandbox, build_app, serving

Json = dict[str, Any]
START = datetime(2018, 1, 23, 17, 58, tzinfo=UTC)
HOST = "http://127.0.0.1:8080"
COMMANDS = [{"command": "/deadlines", "description": "What is due", "usage_hint": "[track]"}]


class TimeMachine:
    """A program's clock with one message planned."""

    zone = "America/Los_Angeles"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.due: list[datetime] = [START + timedelta(minutes=2)]

    def now(self) -> datetime:
        return self.clock.now()

    async def move_to(self, when: datetime) -> None:
        if when < self.now():
            raise UserError("The clock only goes forward.")
        self.clock.move_to(when)

    async def next_message(self) -> datetime | None:
        if not self.due:
            return None
        await self.move_to(self.due[0])
        return self.due.pop()

    async def plan(self) -> list[dict[str, str]]:
        row = {"destination": "#moss", "text": "Eight days left", "state": "planned"}
        return [{"at": one.isoformat(), **row} for one in self.due]


@pytest.fixture
def sandbox() -> Sandbox:
    clock = Clock()
    clock.move_to(START)
    return Sandbox(demo_workspace(clock), commands=["/deadlines"], ack_seconds=0.3)


@pytest.fixture
def machine(sandbox: Sandbox) -> TimeMachine:
    return TimeMachine(sandbox.workspace.clock)


@pytest.fixture
async def page(sandbox: Sandbox, machine: TimeMachine) -> AsyncIterator[httpx.AsyncClient]:
    """The page's own requests: from its origin, as JSON."""
    app = build_app(sandbox, page_routes(sandbox, machine, COMMANDS))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url=HOST, headers={"Origin": HOST}
    ) as client:
        yield client
    await sandbox.close()


async def state_of(page: httpx.AsyncClient, person: str) -> Json:
    answer: Json = (await page.get("/page/state", params={"as": person})).json()
    return answer


async def texts(page: httpx.AsyncClient, channel: str, person: str, **query: str) -> list[str]:
    answer = await page.get(f"/page/channel/{channel}", params={"as": person, **query})
    return [one["text"] for one in answer.json()["messages"]]


# Who may talk to it


@pytest.mark.parametrize("path", ["/", "/page/static/app.js", "/page/state", "/page/timeline/x"])
async def test_every_answer_has_the_strict_headers(page: httpx.AsyncClient, path: str) -> None:
    answer = await page.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": ""},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_another_website_cannot_drive_the_page(
    page: httpx.AsyncClient, sandbox: Sandbox, headers: dict[str, str]
) -> None:
    body = json.dumps({"as": "U0OLIVE", "channel": "C0MOSS", "text": "hello"})
    sent = {"Content-Type": "application/json"} | headers
    answer = await page.post("/page/say", content=body, headers=sent)
    assert answer.status_code == 403
    assert sandbox.workspace.messages("C0MOSS") == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.168.0.7", 403),
    ],
)
async def test_the_page_answers_to_loopback_names_only(
    page: httpx.AsyncClient, host: str, status: int
) -> None:
    answer = await page.get("/page/state", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "path", ["/page/static/../page.py", "/page/static/%2e%2e%2fpage.py", "/page/static/no.js"]
)
async def test_only_the_pages_own_files_are_served(page: httpx.AsyncClient, path: str) -> None:
    assert (await page.get(path)).status_code == 404


def test_no_markup_is_made_of_data() -> None:
    """The page is safe by construction: no inline code, no sink that reads markup."""
    sinks = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
    for path in [*STATIC.glob("*.js"), STATIC / "index.html"]:
        content = path.read_text()
        assert [one for one in (*sinks, "style=", " onclick=") if one in content] == [], path
        assert len(content.splitlines()) <= 300, path


@pytest.mark.parametrize("body", ["", "[]", "{", '{"as": "U0OLIVE"}', '{"as": "U0NOBODY"}'])
async def test_nonsense_is_refused_with_a_sentence(page: httpx.AsyncClient, body: str) -> None:
    answer = await page.post(
        "/page/say", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]


# What is there


async def test_the_frame_is_each_persons_own(page: httpx.AsyncClient) -> None:
    olive, mia = await state_of(page, "U0OLIVE"), await state_of(page, "U0MIA")
    names = [one["name"] for one in olive["channels"]]
    assert names == ["general", "moss", "moss-review", "random", "directmessage"]
    assert [one["name"] for one in mia["channels"]] == [
        "general",
        "moss",
        "random",
        "directmessage",
    ]
    assert mia["me"] == "U0MIA"
    assert mia["commands"][:-1] == COMMANDS
    assert mia["clock"]["zone"] == "America/Los_Angeles"
    assert abs(mia["clock"]["now"] - START.timestamp()) < 60


async def test_without_a_name_the_owner_looks(page: httpx.AsyncClient) -> None:
    assert (await page.get("/page/state")).json()["me"] == "U0OLIVE"
    assert (await state_of(page, "U0GONE"))["me"] == "U0OLIVE"


async def test_what_is_said_is_read_by_others_and_marked_unread(page: httpx.AsyncClient) -> None:
    said = {"as": "U0MIA", "channel": "C0MOSS", "text": "Hello <@U0ADA> & @eightdays"}
    message = (await page.post("/page/say", json=said)).json()["message"]
    assert message["text"] == "Hello <@U0ADA> &amp; <@U0EIGHT>"
    assert await texts(page, "C0MOSS", "U0ADA") == [message["text"]]

    async def unread(person: str) -> int:
        channels = (await state_of(page, person))["channels"]
        return int(next(one["unread"] for one in channels if one["id"] == "C0MOSS"))

    assert [await unread("U0MIA"), await unread("U0ADA")] == [0, 1]
    await page.post("/page/read", json={"as": "U0ADA", "channel": "C0MOSS"})
    assert await unread("U0ADA") == 0
    reply = {"as": "U0MIA", "channel": "C0MOSS", "text": "And?", "thread": message["ts"]}
    await page.post("/page/say", json=reply)
    assert await unread("U0ADA") == 0  # a thread of others


async def test_a_channel_comes_in_pages_and_threads_apart(
    page: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    space = sandbox.workspace
    every = [space.post("C0MOSS", "U0MIA", f"{number}") for number in range(120)]
    space.post("C0MOSS", "U0ADA", "a reply", thread_ts=every[-1].ts)
    last = (await page.get("/page/channel/C0MOSS")).json()
    assert [one["text"] for one in last["messages"]] == [f"{n}" for n in range(70, 120)]
    assert last["more"] is True
    assert last["messages"][-1]["thread"]["count"] == 1
    assert last["messages"][-1]["thread"]["users"] == ["U0ADA"]
    first = await page.get("/page/channel/C0MOSS", params={"before": every[20].ts})
    assert len(first.json()["messages"]) == 20
    assert first.json()["more"] is False
    assert await texts(page, "C0MOSS", "U0MIA", thread=every[-1].ts) == ["119", "a reply"]


async def test_private_channels_and_ephemeral_messages_stay_private(
    page: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    space = sandbox.workspace
    space.post("C0MOSS", space.bot.user_id, "psst", ephemeral_to="U0ADA")
    assert await texts(page, "C0MOSS", "U0ADA") == ["psst"]
    assert await texts(page, "C0MOSS", "U0MIA") == []
    review = await page.get("/page/channel/C0REVIEW", params={"as": "U0MIA"})
    assert review.status_code == 400
    assert "no such channel" in review.json()["error"]


async def test_commands_that_fail_are_told_of_as_slack_does(page: httpx.AsyncClient) -> None:
    line = {"as": "U0MIA", "channel": "C0MOSS", "text": "/deadlines FT"}
    answer = await page.post("/page/command", json=line)
    assert answer.json()["error"] == "dispatch_failed"
    assert await texts(page, "C0MOSS", "U0MIA") == [
        '/deadlines failed with the error "dispatch_failed"'
    ]


async def test_threads_take_no_commands(page: httpx.AsyncClient, sandbox: Sandbox) -> None:
    parent = sandbox.workspace.post("C0MOSS", "U0MIA", "hello")
    line = {"as": "U0MIA", "channel": "C0MOSS", "text": "/deadlines", "thread": parent.ts}
    await page.post("/page/command", json=line)
    assert (await texts(page, "C0MOSS", "U0MIA", thread=parent.ts))[1:] == [
        "/deadlines is not supported in threads. Sorry!"
    ]


async def test_the_timeline_shows_threads_newest_first(
    page: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    first = sandbox.x.post("One https://moss.example.org/a-long-address-that-counts-23")
    sandbox.x.post("Two")
    sandbox.x.post("One, continued", reply_to=first.id)
    shown = (await page.get("/page/timeline/x")).json()
    assert [[one["text"][:3] for one in thread] for thread in shown["threads"]] == [
        ["Two"],
        ["One", "One"],
    ]
    assert shown["threads"][1][0]["length"] == len("One ") + 23


async def test_the_app_is_invited_as_in_slack(page: httpx.AsyncClient, sandbox: Sandbox) -> None:
    line = {"as": "U0MIA", "channel": "C0RANDOM", "text": "/invite @eightdays"}
    assert (await page.post("/page/command", json=line)).json() == {}
    assert sandbox.workspace.bot.user_id in sandbox.workspace.channel("random").members


# The clock


async def test_the_clock_moves_on_request(page: httpx.AsyncClient, machine: TimeMachine) -> None:
    async def move(**how: str) -> Json:
        answer: Json = (await page.post("/page/clock", json={"as": "U0ADA", **how})).json()
        return answer

    assert (await page.get("/page/plan")).json()["rows"][0]["destination"] == "#moss"
    assert (await move(do="next"))["moved"] == "2018-01-23T18:00:00+00:00"
    assert (await move(do="next"))["moved"] is None
    await move(do="to", local="2018-03-10T10:00")
    assert machine.now().replace(microsecond=0, second=0) == datetime(2018, 3, 10, 18, tzinfo=UTC)
    await move(do="day")  # over the change to daylight saving: ten in the morning stays ten
    assert machine.now().replace(microsecond=0, second=0) == datetime(2018, 3, 11, 17, tzinfo=UTC)
    assert await move(do="to", local="2018-01-01T00:00") == {
        "error": "The clock only goes forward."
    }
    assert await move(do="to", local="soon") == {"error": "That is no date and time."}
    assert "cannot do" in (await move(do="dance"))["error"]


# The stream


class Listener:
    """Reads the events that a page of one person gets."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self) -> Json:
        async with asyncio.timeout(5):
            async for line in self._lines:
                if line.startswith("data: "):
                    event: Json = json.loads(line.removeprefix("data: "))
                    return event
        raise AssertionError("the stream ended")


async def test_the_stream_tells_each_person_what_concerns_them(
    sandbox: Sandbox, machine: TimeMachine
) -> None:
    space = sandbox.workspace
    space.dm("U0MIA")
    async with (
        serving(sandbox, routes=page_routes(sandbox, machine)) as origin,
        httpx.AsyncClient(base_url=origin) as client,
        client.stream("GET", "/page/events", params={"as": "U0MIA"}) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        heard = Listener(answer.aiter_lines())
        assert await heard.next() == {"kind": "hello"}
        space.post("C0REVIEW", "U0ADA", "not for the community")
        space.post("C0MOSS", "U0ADA", "not for her", ephemeral_to="U0ADA")
        parent = space.post("C0MOSS", "U0ADA", "for everyone")
        event = await heard.next()
        assert (event["kind"], event["message"]["text"]) == ("message", "for everyone")
        assert event["counts"] is True
        space.post("C0MOSS", "U0BEN", "a reply", thread_ts=parent.ts)
        reply, above = await heard.next(), await heard.next()
        assert (reply["message"]["text"], reply["counts"]) == ("a reply", False)
        assert (above["message"]["ts"], above["message"]["thread"]["count"]) == (parent.ts, 1)
        space.delete("C0MOSS", parent.ts)
        assert (await heard.next())["kind"] == "deleted"
        space.feed.publish(Change("view", user="U0ADA"))
        space.views.publish("U0MIA", {"type": "home", "blocks": []})
        assert (await heard.next())["kind"] == "home"
        sandbox.x.post("Out")
        assert await heard.next() == {"kind": "post", "network": "x", "fresh": True}
        space.feed.publish(Change("clock"))
        assert (await heard.next())["clock"]["zone"] == "America/Los_Angeles"


async def test_a_quiet_stream_shows_that_it_lives_and_ends_with_the_sandbox(
    sandbox: Sandbox,
) -> None:
    feed = sandbox.workspace.feed
    lines = stream(feed, lambda change: iter([{"kind": change.kind}]), quiet=0.01)
    assert "hello" in await anext(lines)
    assert (await anext(lines)).startswith(":")
    feed.publish(Change("closed"))
    assert [line async for line in lines if not line.startswith(":")] == []


async def test_a_file_chosen_on_the_page_is_there_for_the_form(
    page: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    content = base64.b64encode(b"GIF89a picture").decode()
    answer = await page.post(
        "/page/upload", json={"as": "U0MIA", "name": "a.gif", "content": content}
    )
    file = answer.json()["file"]
    assert (file["name"], file["user"], file["size"]) == ("a.gif", "U0MIA", 14)
    assert sandbox.workspace.files.get(file["id"]).content == b"GIF89a picture"
    assert (await page.get(file["permalink"])).content == b"GIF89a picture"
    wrong = await page.post("/page/upload", json={"as": "U0MIA", "name": "a", "content": "!"})
    assert wrong.status_code == 400
