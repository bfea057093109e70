"""The page in a real Chromium, on a workspace with a stand-in for the app.

The stand-in answers over signed HTTP as the bot would, with one of everything that the page has to
draw. Set EIGHTDAYS_SCREENSHOTS to a folder to keep pictures.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.errors import UserError
from bot.sandbox.blocks import check_blocks, check_view
from bot.sandbox.core import Core
from bot.sandbox.demo import demo_workspace
from bot.sandbox.feed import Change
from bot.sandbox.page import page_routes

Json = dict[str, Any]

pytestmark = pytest.mark.browser

START = datetime(2018, 1, 23, 17, 58, tzinfo=UTC)
COMMANDS = [
    {"command": "/deadlines", "usage_hint": "[track or period]", "description": "What is due when"},
    {"command": "/everything", "usage_hint": "", "description": "One of every block"},
    {"command": "/program", "usage_hint": "award|plan|help", "description": "For staff"},
    {"command": "/slow", "usage_hint": "", "description": "Does not answer in time"},
]
CLOSES = int(datetime(2018, 2, 1, 7, 59, 59, tzinfo=UTC).timestamp())


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, "value": action, **more}


def options(*words: str) -> list[Json]:
    return [{"text": plain(word), "value": word.lower()} for word in words]


def field(block: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block, "label": plain(label), "element": element, **more}


EVERYTHING: list[Json] = [
    {"type": "header", "text": plain(":alarm_clock: Eight days left")},
    section(
        "*Foundational Technology* and _Mission Partners_ close "
        f"<!date^{CLOSES}^{{date_long_pretty}} at {{time}} ({{ago}})|31 January> ~not tomorrow~ "
        "`FT` &lt;b&gt;not bold&lt;/b&gt; <https://moss.example.org/apply/ft|Apply> "
        "<javascript:alert(1)|bad link> <@U0MIA> <#C0MOSS> :tada:\n> quoted\n```fenced\n code```",
        accessory=button("Remind me", "remind"),
    ),
    {
        "type": "section",
        "fields": [mrkdwn("*Amount*\n$10,000-250,000"), mrkdwn("*Status*\nopen")],
    },
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("Only *eight* days away"), plain("asked by Mia")]},
    {
        "type": "image",
        "image_url": "https://moss.example.org/nothing.png",
        "alt_text": "A card",
        "title": plain("The award card"),
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Rich ", "style": {"bold": True}},
                    {"type": "link", "url": "https://example.org/", "text": "text"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
                ],
            },
        ],
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Track"}, {"type": "raw_text", "text": "Closes"}],
            [{"type": "raw_text", "text": "FT"}, {"type": "raw_text", "text": "31 January"}],
        ],
    },
    {
        "type": "markdown",
        "text": "## Markdown\n**bold** and *slanted*, [link](https://example.org/)"
        "\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    },
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button(
                "Approve",
                "approve",
                style="primary",
                confirm={
                    "title": plain("Publish now?"),
                    "text": mrkdwn("It goes out to *X* at once."),
                    "confirm": plain("Publish"),
                    "deny": plain("Not yet"),
                },
            ),
            button("Retract", "retract", style="danger"),
            {
                "type": "static_select",
                "action_id": "track",
                "placeholder": plain("Choose a track"),
                "options": options("FT", "SOS"),
            },
            {"type": "overflow", "action_id": "more", "options": options("Mute", "Details")},
            {"type": "datepicker", "action_id": "day", "initial_date": "2018-01-31"},
            {"type": "checkboxes", "action_id": "zones", "options": options("Lisbon", "Auckland")},
        ],
    },
]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def award_form() -> Json:
    return {
        "type": "modal",
        "callback_id": "award",
        "title": plain("New award"),
        "submit": plain("Save draft"),
        "close": plain("Cancel"),
        "blocks": [
            field("recipient", "Recipient", {"type": "plain_text_input", "action_id": "v",
                                             "max_length": 80}),
            field("amount", "Amount", {"type": "number_input", "action_id": "v",
                                       "is_decimal_allowed": False, "min_value": "1"},
                  hint=plain("In US dollars")),
            field("track", "Track", {"type": "static_select", "action_id": "v",
                                     "options": options("FT", "SOS")}, optional=True),
            field("networks", "Networks", {"type": "multi_static_select", "action_id": "v",
                                           "options": options("X", "Mastodon", "Bluesky")},
                  optional=True),
            field("when", "Announce", {"type": "radio_buttons", "action_id": "v",
                                       "options": options("Now", "Later")}, optional=True),
            field("at", "At", {"type": "datetimepicker", "action_id": "v"}, optional=True),
            field("purpose", "Purpose", {"type": "plain_text_input", "action_id": "v",
                                         "multiline": True}, optional=True),
            {"type": "actions", "elements": [button("More fields", "more_fields")]},
        ],
    }  # fmt: skip


class StandIn:
    """What the bot would do, in as few words as the page needs."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.space = core.workspace
        self.pressed: list[Json] = []
        self.submitted: list[Json] = []

    async def serve(self, request: Request) -> Response:
        raw = await request.body()
        if request.headers["content-type"] == "application/json":
            return self.event(json.loads(raw)["event"])
        form = {key: value[0] for key, value in parse_qs(raw.decode()).items()}
        if "payload" in form:
            return self.interaction(json.loads(form["payload"]))
        return await self.command(form)

    def post(self, channel: str, text: str, **fields: Any) -> None:
        self.space.post(channel, self.space.bot.user_id, text, **fields)

    def event(self, event: Json) -> Response:
        mine = event.get("bot_id") is not None
        direct = event["type"] == "message" and event.get("channel_type") == "im"
        if event["type"] == "app_home_opened":
            self.space.views.publish(event["user"], {"type": "home", "blocks": self.home()})
        elif (event["type"] == "app_mention" or direct) and not mine:
            thread = event.get("thread_ts") or (None if direct else event["ts"])
            text = "Eight days left: *Foundational Technology* closes on January 31st."
            self.post(event["channel"], text, thread_ts=thread)
        return Response()

    @staticmethod
    def home() -> list[Json]:
        return [
            {"type": "header", "block_id": "h", "text": plain("Your deadlines")},
            section("*FT* - eight days left", block_id="s", accessory=button("Mute", "mute")),
        ]

    async def command(self, form: dict[str, str]) -> Response:
        name = form["command"]
        if name == "/slow":
            await asyncio.sleep(1)
        if name == "/everything":
            self.post(form["channel_id"], "Everything", blocks=check_blocks(EVERYTHING))
            return Response()
        if name == "/program":
            self.space.views.open(form["user_id"], check_view(award_form(), "modal"))
            return Response()
        return JSONResponse({"text": "Two deadlines lie ahead.", "blocks": [
            section("*Foundational Technology* - eight days left", block_id="a"),
            section(f"You asked: {form.get('text', 'nothing')}", block_id="b")]})  # fmt: skip

    def interaction(self, payload: Json) -> Response:
        if payload["type"] == "view_submission":
            return self.submission(payload)
        if payload["type"] == "block_actions":
            self.pressed.append(payload)
            self.press(payload, payload["actions"][0]["action_id"])
        return Response()

    def press(self, payload: Json, action: str) -> None:
        user = payload["user"]["id"]
        if action == "more_fields":
            view = award_form()
            note = field("note", "Note", {"type": "plain_text_input", "action_id": "v"},
                         optional=True)  # fmt: skip
            view["blocks"].insert(2, note)
            self.space.views.update(payload["view"]["id"], check_view(view, "modal"))
        elif action == "preview":
            self.space.views.push(user, {"type": "modal", "title": plain("Preview"), "blocks": [
                section("As it will be", block_id="p")]})  # fmt: skip
        elif action == "approve":
            place = payload["container"]
            self.core.x.post("We awarded $71,356 to rust-av. https://moss.example.org/awards #MOSS")
            self.space.edit(place["channel_id"], place["message_ts"], self.space.bot.user_id,
                            text="Published", blocks=[section("Published by <@" + user + ">",
                                                              block_id="done")])  # fmt: skip
        else:
            self.post("C0GENERAL", f"pressed {action}")

    def submission(self, payload: Json) -> Response:
        values = payload["view"]["state"]["values"]
        self.submitted.append(values)
        if values["amount"]["v"]["value"] == "13":
            return JSONResponse({"response_action": "errors",
                                 "errors": {"amount": "Thirteen is not for us."}})  # fmt: skip
        card = [
            section(f"*{values['recipient']['v']['value']}* gets ${values['amount']['v']['value']}",
                    block_id="card"),
            {"type": "actions", "block_id": "review", "elements": [
                EVERYTHING[-1]["elements"][0], button("Reject", "reject")]},
        ]  # fmt: skip
        self.post("C0REVIEW", "For review", blocks=card)
        return Response()


class TimeMachine:
    """A stand-in for the program's clock and its plan."""

    zone = "America/Los_Angeles"

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock
        self._due = [START + timedelta(minutes=2), START + timedelta(days=5)]

    def now(self) -> datetime:
        return self._clock.now()

    async def move_to(self, when: datetime) -> None:
        if when < self.now():
            raise UserError("The clock only goes forward.")
        for due in [one for one in self._due if one <= when]:
            self._due.remove(due)
            self._clock.move_to(due)
            space = self._core.workspace
            text = "Eight days left for *Foundational Technology* and *Mission Partners*."
            space.post("C0MOSS", space.bot.user_id, text, blocks=[section(text, block_id="c")])
        self._clock.move_to(when)

    async def next_message(self) -> datetime | None:
        if not self._due:
            return None
        due = self._due[0]
        await self.move_to(due)
        return due

    async def plan(self) -> list[dict[str, str]]:
        return [
            {"at": due.isoformat(), "destination": "#moss", "text": "Eight days left for FT",
             "state": "planned"}
            for due in self._due
        ]  # fmt: skip


class Stage:
    """The sandbox, served on a thread of its own."""

    def __init__(self) -> None:
        clock = Clock()
        clock.move_to(START)
        names = [one["command"] for one in COMMANDS]
        self.core = Core(demo_workspace(clock), commands=names, ack_seconds=0.5)
        self.app = StandIn(self.core)
        machine = TimeMachine(self.core, clock)
        routes = [*page_routes(self.core, machine, COMMANDS),
                  Route("/app", self.app.serve, methods=["POST"])]  # fmt: skip
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="warning",
                                lifespan="off", timeout_graceful_shutdown=1)  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.loop: asyncio.AbstractEventLoop | None = None

    def _run(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            await self.server.serve()
            await self.core.close()

        asyncio.run(serve())

    def start(self) -> str:
        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started:
            assert time.monotonic() < deadline, "the page's server did not start"
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        origin = f"http://127.0.0.1:{port}"
        self.core.delivery.request_url = f"{origin}/app"
        return origin

    def stop(self) -> None:
        self.core.workspace.feed.publish(Change("closed"))
        self.server.should_exit = True
        self.thread.join(10)

    def do(self, work: Callable[[], Any]) -> Any:
        """Runs it on the sandbox's own loop, as a request would."""

        async def run() -> Any:
            return work()

        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)
