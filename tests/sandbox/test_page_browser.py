"""The page in a real Chromium, on a workspace with a stand-in for the app.

The stand-in answers over signed HTTP as the bot would, with one of everything that the page has to
draw. Set EIGHTDAYS_SCREENSHOTS to a folder to keep pictures.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
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
            field("at", "Starts on", {"type": "datetimepicker", "action_id": "v"}, optional=True),
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
        self.broken = False

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
            await asyncio.sleep(2)
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
        if self.broken:
            return Response(status_code=500)
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
        if self.broken:
            return Response(status_code=500)
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
        self.core = Core(demo_workspace(clock), commands=names, ack_seconds=1.5)
        self.app = StandIn(self.core)
        machine = TimeMachine(self.core, clock)
        routes = [*page_routes(self.core, machine, COMMANDS),
                  Route("/app", self.app.serve, methods=["POST"])]  # fmt: skip
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="warning",
                                lifespan="off", ws="none", timeout_graceful_shutdown=1)  # fmt: skip
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
        self.core.origin = origin
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


SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update",
            "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    stage.start()
    yield stage
    stage.stop()


class Window:
    """A browser window of its own; what goes wrong in it fails the test."""

    def __init__(self, browser: Browser, origin: str, **settings: Any) -> None:
        settings = {"viewport": {"width": 1280, "height": 860}} | settings
        self.context = browser.new_context(**settings)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"alert: {dialog.message}"))
        self.page.on("console", lambda line: self._console(line.type, line.text))
        self.page.goto(origin)
        expect(self.composer()).to_be_visible()

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "ERR_NAME_NOT_RESOLVED" not in text and "400" not in text:
            self.errors.append(text)

    def composer(self, channel: str = "#moss") -> Any:
        return self.page.get_by_label(f"Message {channel}", exact=True)

    def say(self, text: str, channel: str = "#moss") -> None:
        self.composer(channel).fill(text)
        self.composer(channel).press("Enter")

    def become(self, name: str) -> None:
        self.page.get_by_label("You are", exact=True).select_option(label=name)
        expect(self.page.get_by_text(f"You are {name.partition(' ·')[0]}")).to_be_attached()

    def messages(self) -> Any:
        return self.page.get_by_role("log").first.get_by_role("article")

    def keep(self, name: str) -> None:
        """A picture, where pictures are wanted."""
        folder = os.environ.get("EIGHTDAYS_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture
def open_window(browser: Browser, stage: Stage) -> Iterator[Callable[..., Window]]:
    windows: list[Window] = []

    def open_one(**settings: Any) -> Window:
        windows.append(Window(browser, stage.core.origin, **settings))
        return windows[-1]

    yield open_one
    errors = [error for window in windows for error in window.errors]
    for window in windows:
        window.context.close()
    assert errors == []


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    return open_window()


def test_a_question_is_answered_in_its_thread_and_followed_up_there(
    window: Window, stage: Stage
) -> None:
    window.say("@eightdays how long have we got for <b>FT</b>?")
    window.page.get_by_role("button", name="1 reply").click()
    thread = window.page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article")).to_have_count(2)
    thread.get_by_label("Reply", exact=False).first.fill("@eightdays and for Mission Partners?")
    thread.get_by_label("Reply", exact=False).first.press("Enter")
    expect(thread.get_by_role("article")).to_have_count(4)
    expect(window.page.get_by_role("button", name="3 replies")).to_be_visible()
    window.keep("thread")
    asked = stage.core.workspace.history("C0MOSS")
    assert [one.text for one in asked] == [
        "<@U0EIGHT> how long have we got for &lt;b&gt;FT&lt;/b&gt;?"
    ]
    window.page.keyboard.press("Escape")
    expect(thread).to_have_count(0)


def test_every_block_is_drawn_in_the_zone_of_whoever_looks(window: Window) -> None:
    window.say("/everything")
    message = window.messages().last
    expect(message.get_by_role("heading", name="Eight days left")).to_be_visible()
    expect(message.get_by_text("Wednesday, January 31st at 11:59 PM (8 days from now)")
           ).to_be_visible()  # fmt: skip
    expect(message.get_by_role("link", name="Apply")).to_have_attribute(
        "href", "https://moss.example.org/apply/ft")  # fmt: skip
    expect(message.get_by_role("link", name="bad link")).to_have_count(0)
    expect(message.get_by_role("cell", name="31 January")).to_be_visible()
    expect(message.get_by_text("A card", exact=False).last).to_be_visible()
    window.keep("blocks")
    window.become("Tane Walker · Auckland")
    expect(window.page.get_by_text("Thursday, February 1st at 8:59 PM")).to_be_visible()


def test_what_people_and_the_bot_write_cannot_run(window: Window, stage: Stage) -> None:
    post = stage.app.post
    nested = "*" * 500 + "`" * 500 + "<" * 500 + "_~*a" * 500
    blocks = [
        {"type": "markdown", "block_id": "m",
         "text": f"{HOSTILE} [x](javascript:alert(3)) ![x](javascript:alert(4))"},
        section(f"{HOSTILE} <javascript:alert(5)|five> <data:text/html,x|six>", block_id="s"),
        {"type": "image", "block_id": "i", "image_url": "javascript:alert(7)", "alt_text": HOSTILE},
        {"type": "context", "block_id": "c", "elements": [
            {"type": "image", "image_url": "data:text/html,<script>alert(8)</script>",
             "alt_text": HOSTILE}]},
        {"type": "no_such_block", "block_id": "n"},
    ]  # fmt: skip
    stage.do(lambda: post("C0MOSS", HOSTILE, blocks=blocks))
    stage.do(lambda: post("C0MOSS", nested))
    stage.do(lambda: post("C0MOSS", HOSTILE + "x" * 39_000))
    expect(window.messages()).to_have_count(3)
    page = window.page
    assert page.locator(".log script, .log img[src=x], .log [onerror]").count() == 0
    assert page.locator('.log a[href^="javascript"], .log a[href^="data"]').count() == 0
    window.say("@eightdays " + HOSTILE)
    expect(window.messages()).to_have_count(4)


def test_commands_complete_are_answered_privately_and_time_out_as_in_slack(
    window: Window,
) -> None:
    composer = window.composer()
    composer.press_sequentially("/d")
    options_ = window.page.get_by_role("listbox", name="Completions").get_by_role("option")
    expect(options_).to_have_count(1)
    expect(options_.first).to_contain_text("What is due when")
    composer.press("Tab")
    expect(composer).to_have_value("/deadlines ")
    composer.press_sequentially("FT")
    composer.press("Enter")
    expect(window.page.get_by_text("Only visible to you")).to_be_visible()
    expect(window.page.get_by_text("You asked: FT")).to_be_visible()
    composer.press("ArrowUp")
    expect(composer).to_have_value("/deadlines FT")
    window.say("/slow")
    expect(window.page.get_by_text('/slow failed with the error "operation_timeout"')
           ).to_be_visible()  # fmt: skip
    window.say("/nothing")
    expect(window.page.get_by_text("is not a valid command")).to_be_visible()
    window.become("Mia Duarte · Lisbon")
    expect(window.page.get_by_text("Only visible to you")).to_have_count(0)


def test_a_modal_shows_errors_keeps_what_was_typed_and_gives_the_focus_back(
    window: Window, stage: Stage
) -> None:
    window.say("/program award")
    modal = window.page.get_by_role("dialog", name="New award")
    expect(modal.get_by_label("Recipient")).to_be_focused()
    modal.get_by_role("button", name="Save draft").click()
    expect(modal.get_by_text("Please complete this required field.")).to_have_count(2)
    modal.get_by_label("Recipient").fill("rust-av")
    modal.get_by_label("Amount").fill("13")
    modal.get_by_label("Networks", exact=False).click()
    modal.get_by_role("checkbox", name="Mastodon").check()
    modal.get_by_label("Later").check()
    modal.get_by_label("Starts on", exact=False).fill("2018-02-01T09:00")
    modal.get_by_role("button", name="More fields").click()
    expect(modal.get_by_label("Note")).to_be_visible()
    expect(modal.get_by_label("Recipient")).to_have_value("rust-av")
    modal.get_by_role("button", name="Save draft").click()
    expect(modal.get_by_text("Thirteen is not for us.")).to_be_visible()
    expect(modal.get_by_label("Amount")).to_be_focused()
    window.keep("modal")
    modal.get_by_label("Amount").fill("71356")
    modal.get_by_label("Amount").press("Enter")
    expect(modal).to_have_count(0)
    expect(window.composer()).to_be_focused()
    values = stage.app.submitted[-1]
    assert values["amount"]["v"]["value"] == "71356"
    assert [one["value"] for one in values["networks"]["v"]["selected_options"]] == ["mastodon"]
    assert values["at"]["v"]["selected_date_time"] == 1517504400
    assert values["when"]["v"]["selected_option"]["value"] == "later"


def test_an_app_that_fails_is_told_of_in_the_form_and_at_the_button(
    window: Window, stage: Stage
) -> None:
    stage.app.broken = True
    window.say("/program award")
    modal = window.page.get_by_role("dialog", name="New award")
    modal.get_by_label("Recipient").fill("rust-av")
    modal.get_by_label("Amount").fill("1")
    modal.get_by_role("button", name="Save draft").click()
    expect(modal.get_by_text("We had some trouble connecting. Try again?")).to_be_visible()
    stage.app.broken = False
    modal.get_by_role("button", name="Save draft").click()
    expect(modal).to_have_count(0)
    window.page.get_by_role("link", name="moss-review").click()
    stage.app.broken = True
    window.page.get_by_role("button", name="Reject").click()
    expect(window.page.get_by_text("This app responded with an error.")).to_be_visible()


def test_stacked_modals_close_one_by_one(window: Window, stage: Stage) -> None:
    def push() -> None:
        view = {"type": "modal", "title": plain("Preview"), "blocks": [section("As it will be")]}
        stage.core.workspace.views.push("U0OLIVE", check_view(view, "modal"))

    window.say("/program award")
    below = window.page.get_by_role("dialog", name="New award")
    below.get_by_label("Recipient").fill("rust-av")
    stage.do(push)
    above = window.page.get_by_role("dialog", name="Preview")
    expect(above).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(below.get_by_label("Recipient")).to_have_value("rust-av")
    window.page.keyboard.press("Escape")
    expect(below).to_have_count(0)


def test_a_file_is_chosen_and_taken_back_and_reaches_the_app(window: Window, stage: Stage) -> None:
    view = award_form()
    file = {"type": "file_input", "action_id": "v", "filetypes": ["png", "jpg"], "max_files": 1}
    view["blocks"] = [*view["blocks"], field("picture", "Picture", file, optional=True)]
    stage.do(lambda: stage.core.workspace.views.open("U0OLIVE", check_view(view, "modal")))
    modal = window.page.get_by_role("dialog")
    chooser = modal.get_by_label("Picture", exact=False)
    one: Any = {"name": "one.png", "mimeType": "image/png", "buffer": b"\x89PNG one"}
    chooser.set_input_files([one])
    expect(modal.get_by_text("one.png")).to_be_visible()
    modal.get_by_role("button", name="Remove one.png").click()
    expect(modal.get_by_text("one.png")).to_have_count(0)
    chooser.set_input_files([one])
    chooser.set_input_files([one | {"name": "two.png"}])
    expect(modal.get_by_text("two.png")).to_be_visible()
    expect(modal.get_by_text("one.png")).to_have_count(0)
    window.keep("file-input")
    modal.get_by_label("Recipient").fill("rust-av")
    modal.get_by_label("Amount").fill("71356")
    modal.get_by_role("button", name="Save draft").click()
    expect(modal).to_have_count(0)
    (chosen,) = stage.app.submitted[-1]["picture"]["v"]["files"]
    assert (chosen["name"], chosen["user"], chosen["size"]) == (
        "two.png",
        "U0OLIVE",
        len(one["buffer"]),
    )


def test_an_award_is_drafted_reviewed_and_published_by_another_person(
    window: Window, stage: Stage
) -> None:
    window.say("/program award")
    modal = window.page.get_by_role("dialog", name="New award")
    modal.get_by_label("Recipient").fill("rust-av")
    modal.get_by_label("Amount").fill("71356")
    modal.get_by_role("button", name="Save draft").click()
    expect(modal).to_have_count(0)
    window.become("Ada Lindqvist · Stockholm")
    window.page.get_by_role("link", name="moss-review, private, 1 unread").click()
    approve = window.page.get_by_role("button", name="Approve")
    approve.click()
    question = window.page.get_by_role("dialog", name="Publish now?")
    question.get_by_role("button", name="Not yet").click()
    expect(question).to_have_count(0)
    expect(approve).to_be_focused()
    assert stage.app.pressed == []
    approve.click()
    question.get_by_role("button", name="Publish").click()
    expect(window.page.get_by_text("Published by @ada")).to_be_visible()
    expect(window.page.get_by_text("(edited)")).to_be_visible()
    window.page.get_by_role("link", name="X timeline").click()
    posts = window.page.get_by_role("region", name="X timeline").get_by_role("article")
    expect(posts).to_have_count(1)
    expect(posts).to_contain_text("60 / 280 characters")
    window.keep("timeline")


def test_menus_and_pickers_tell_the_app_what_was_chosen(window: Window, stage: Stage) -> None:
    window.say("/everything")
    message = window.messages().last
    message.get_by_label("Choose a track").select_option("SOS")
    wait_until(lambda: len(stage.app.pressed) == 1)
    assert stage.app.pressed[0]["actions"][0]["selected_option"]["value"] == "sos"
    message.get_by_role("button", name="More actions").press("Enter")
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    wait_until(lambda: len(stage.app.pressed) == 2)
    assert stage.app.pressed[1]["actions"][0]["selected_option"]["value"] == "details"
    message.get_by_label("Auckland").check()
    wait_until(lambda: len(stage.app.pressed) == 3)
    chosen = stage.app.pressed[2]["actions"][0]["selected_options"]
    assert [one["value"] for one in chosen] == ["auckland"]
    values = stage.app.pressed[2]["state"]["values"]["acts"]
    assert values["track"]["selected_option"]["value"] == "sos"


def test_the_clock_moves_and_what_is_due_arrives(window: Window) -> None:
    clock = window.page.get_by_role("region", name="The program’s clock")
    expect(clock).to_contain_text("Tue, Jan 23, 2018, 9:58 AM")
    window.page.get_by_role("button", name="Plan ahead").click()
    plan = window.page.get_by_role("complementary", name="Plan ahead")
    expect(plan.get_by_role("listitem")).to_have_count(2)
    window.page.get_by_role("button", name="Next message").click()
    expect(clock).to_contain_text("10:00 AM")
    expect(window.messages()).to_have_count(1)
    expect(plan.get_by_role("listitem")).to_have_count(1)
    window.keep("clock")
    window.page.get_by_role("button", name="One day on").click()
    expect(clock).to_contain_text("Wed, Jan 24, 2018, 10:00 AM")
    window.page.get_by_role("button", name="Go to…").click()
    dialog = window.page.get_by_role("dialog", name="Go to…")
    dialog.get_by_label("Date and time in Los Angeles").fill("2018-01-02T09:00")
    dialog.get_by_role("button", name="Go", exact=True).click()
    expect(window.page.get_by_text("The clock only goes forward.").last).to_be_visible()
    window.page.get_by_role("button", name="Next message").click()
    expect(clock).to_contain_text("Sun, Jan 28, 2018")
    window.page.get_by_role("button", name="Next message").click()
    expect(window.page.get_by_text("Nothing is planned ahead: ")).to_be_visible()


def test_what_was_said_of_days_moves_with_the_clock(window: Window, stage: Stage) -> None:
    space = stage.core.workspace
    tomorrow = int((START + timedelta(days=1)).timestamp())
    space.post(
        "C0MOSS", space.bot.user_id, f"Closes <!date^{tomorrow}^{{date_pretty}}|on 24 January>."
    )
    day = window.page.get_by_role("log").first.get_by_role("separator")
    expect(day).to_have_accessible_name("Today")
    message = window.messages().first
    expect(message).to_contain_text("Closes Tomorrow")
    window.page.get_by_role("button", name="One day on").click()
    expect(message).to_contain_text("Closes Today")
    expect(day.first).to_have_accessible_name("Yesterday")
    window.page.get_by_role("button", name="One day on").click()
    expect(message).to_contain_text("Closes Yesterday")
    expect(day.first).to_have_accessible_name("Tuesday, January 23rd")


def test_two_windows_are_two_people(open_window: Callable[..., Window], stage: Stage) -> None:
    olive, mia = open_window(), open_window()
    mia.become("Mia Duarte · Lisbon")
    mia.page.get_by_role("link", name="eightdays").click()
    mia.say("how long have we got?", "eightdays")
    expect(mia.messages()).to_have_count(2)
    olive.say("Hello, everyone")
    mia.page.get_by_role("link", name="moss, 1 unread").click()
    expect(mia.messages().last).to_contain_text("5:58 PM")
    expect(olive.messages().last).to_contain_text("9:58 AM")
    olive.page.get_by_role("link", name="eightdays").click()
    expect(olive.messages()).to_have_count(0)
    expect(mia.page.get_by_role("link", name="moss-review")).to_have_count(0)
    mia.page.reload()
    expect(mia.page.get_by_label("You are", exact=True)).to_have_value("U0MIA")


def test_edits_deletions_and_reactions_arrive_by_themselves(window: Window, stage: Stage) -> None:
    space = stage.core.workspace
    first = stage.do(lambda: space.post("C0MOSS", space.bot.user_id, "Nine days left"))
    expect(window.messages()).to_have_count(1)
    stage.do(lambda: space.edit("C0MOSS", first.ts, space.bot.user_id, text="Eight days left"))
    expect(window.messages().last).to_contain_text("Eight days left (edited)")
    window.messages().last.hover()
    window.page.get_by_role("button", name="React with thumbs up").click()
    expect(window.page.get_by_role("button", name="+1: 1 reaction")).to_be_visible()
    stage.do(lambda: space.delete("C0MOSS", first.ts))
    expect(window.messages()).to_have_count(0)


def test_a_long_channel_loads_its_past_on_scroll(window: Window, stage: Stage) -> None:
    space = stage.core.workspace

    def fill() -> None:
        for number in range(500):
            space.post("C0GENERAL", space.bot.user_id, f"Message number {number}")

    stage.do(fill)
    window.page.get_by_role("link", name="general", exact=False).click()
    expect(window.messages()).to_have_count(50)
    expect(window.messages().last).to_contain_text("number 499")
    window.page.locator(".scroller").first.evaluate("node => { node.scrollTop = 0; }")
    expect(window.messages()).to_have_count(100)
    expect(window.messages().first).to_contain_text("number 400")


def test_new_messages_show_at_once(window: Window, stage: Stage) -> None:
    seen = """() => new Promise((done) => {
        const log = document.querySelector('.log');
        new MutationObserver(() => done(Date.now())).observe(log, {childList: true});
        window.watching = true;
    })"""
    window.page.evaluate(f"window.seen = ({seen})()  , 0")
    sent = time.time() * 1000
    stage.do(lambda: stage.app.post("C0MOSS", "Now"))
    took = window.page.evaluate("window.seen") - sent
    assert took < 1000, f"{took:.0f} ms"


def test_home_is_drawn_and_its_buttons_work(window: Window, stage: Stage) -> None:
    window.page.get_by_role("link", name="App Home").click()
    home = window.page.get_by_role("region", name="App Home")
    expect(home.get_by_role("heading", name="Your deadlines")).to_be_visible()
    home.get_by_role("button", name="Mute").click()
    wait_until(lambda: len(stage.app.pressed) == 1)
    window.page.get_by_role("link", name="Messages").click()
    expect(window.composer("eightdays")).to_be_visible()


def test_a_phone_has_the_channels_in_a_drawer(open_window: Callable[..., Window]) -> None:
    phone = open_window(viewport={"width": 390, "height": 800}, color_scheme="dark")
    link = phone.page.get_by_role("link", name="general")
    expect(link).to_be_hidden()
    phone.page.get_by_role("button", name="Channels").click()
    phone.keep("phone-drawer")
    link.click()
    expect(phone.composer("#general")).to_be_visible()
    expect(link).to_be_hidden()
    wide = phone.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    phone.keep("phone")


def test_the_hints_lead_on_and_can_be_closed(window: Window) -> None:
    hints = window.page.get_by_role("region", name="Things to try")
    hints.get_by_role("button", name="Try it: /deadlines").click()
    expect(window.composer()).to_have_value("/deadlines")
    window.composer().press("Enter")
    expect(hints.get_by_text("Done: Use a command")).to_be_attached()
    hints.get_by_role("button", name="Close the hints").click()
    expect(hints).to_have_count(0)


def test_colours_can_be_chosen_and_are_kept(window: Window) -> None:
    window.page.get_by_role("button", name="Dark colours").click()
    window.page.reload()
    expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(window.page.get_by_role("button", name="Dark colours")).to_have_attribute(
        "aria-pressed", "true")  # fmt: skip


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
