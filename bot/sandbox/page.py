"""The sandbox's page: a Slack workspace in the browser, and the JSON that it lives on.

`page_routes` serves the page at `/`, its files under `/page/static/` and its data under `/page/`.
Who looks is named in every request (`as`), so that two windows can be two people; there is
nothing to log in to, for all of it lives on this machine (see `page_guard.py`).
"""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from bot.errors import UserError
from bot.sandbox.acts import Person, Seen
from bot.sandbox.core import Core
from bot.sandbox.feed import Change
from bot.sandbox.messages import Message
from bot.sandbox.page_guard import Handler, body_of, guarded
from bot.sandbox.page_stream import Translator, stream
from bot.sandbox.page_timelines import NETWORKS, timeline
from bot.sandbox.page_view import (
    Reads,
    clock_json,
    frame,
    history,
    one_message,
    thread,
    view_json,
)
from bot.sandbox.views import View

Json = dict[str, Any]

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
UPLOAD = 30_000_000
"""Bytes of a request that carries a file."""
LONGEST = 40_000
"""Characters of one message (docs.slack.dev/changelog/2018-truncating-really-long-messages)."""


BUILT_IN = {
    "command": "/invite",
    "usage_hint": "@eightdays",
    "description": "Bring the app into this channel",
}
"""The one command of Slack's own that the sandbox has."""


class Control(Protocol):
    """The time machine: the program's clock, which the page shows and moves."""

    @property
    def zone(self) -> str:
        """The program's zone, an IANA name."""

    def now(self) -> datetime:
        """Program time, aware."""

    async def move_to(self, when: datetime) -> None:
        """Moves the clock on; what falls due on the way is sent, in order. UserError where that
        cannot be, such as backwards."""

    async def next_message(self) -> datetime | None:
        """Moves to the next message that is due and gives its time, None where none is planned."""

    async def plan(self) -> list[dict[str, str]]:
        """What lies ahead: `at` (ISO 8601), `destination`, `text`, `state`."""


def page_routes(
    core: Core, control: Control, commands: Iterable[Mapping[str, str]] = ()
) -> list[Route]:
    """The routes of the page. `commands` are what the composer completes: `command`,
    `description` and `usage_hint`, as in the app's manifest."""
    page = _Page(core, control, [dict(one) for one in commands])
    return [
        Route("/", guarded(_shell), methods=["GET"]),
        Route("/i/web/status/{id}", guarded(_post_on_x), methods=["GET"]),
        Route("/page/static/{name}", guarded(_static), methods=["GET"]),
        Route("/page/events", guarded(page.events), methods=["GET"]),
        *(_get(path, handler) for path, handler in page.reading.items()),
        *(_post(path, handler) for path, handler in page.writing.items()),
    ]


def _get(path: str, handler: Handler) -> Route:
    return Route(f"/page/{path}", guarded(handler), methods=["GET"])


def _post(path: str, handler: Handler) -> Route:
    return Route(f"/page/{path}", guarded(handler), methods=["POST"])


async def _shell(_request: Request) -> Response:
    return FileResponse(STATIC / "index.html", media_type=TYPES[".html"])


async def _post_on_x(_request: Request) -> Response:
    """A link to a post, as X has them, leads to the timeline here."""
    return RedirectResponse("/#/x", 302)


async def _static(request: Request) -> Response:
    path = STATIC / Path(str(request.path_params["name"])).name
    if path.suffix not in TYPES or not path.is_file():
        return JSONResponse({"error": "There is no such file."}, 404)
    return FileResponse(path, media_type=TYPES[path.suffix])


class _Page:
    """The handlers, on one sandbox."""

    def __init__(self, core: Core, control: Control, commands: list[dict[str, str]]) -> None:
        self._core = core
        self._space = core.workspace
        self._control = control
        self._commands = commands
        self._reads = Reads(core.workspace)
        self.reading: dict[str, Handler] = {
            "state": self.state,
            "channel/{id}": self.channel,
            "home": self.home,
            "timeline/{network}": self.timeline,
            "plan": self.plan,
        }
        self.writing: dict[str, Handler] = {
            "say": self.say,
            "command": self.command,
            "react": self.react,
            "read": self.read,
            "press": self.press,
            "view/submit": self.submit,
            "view/close": self.close,
            "upload": self.upload,
            "home": self.open_home,
            "clock": self.move,
        }

    # Reading

    async def state(self, request: Request) -> Response:
        """Everything around the messages, for one person."""
        body = frame(self._space, self._viewer(request), self._reads)
        return JSONResponse(body | {"commands": self._completions(), "clock": self._clock()})

    async def channel(self, request: Request) -> Response:
        """The end of a conversation, what is before a time stamp, or a thread."""
        person, channel = self._viewer(request).id, str(request.path_params["id"])
        parent = request.query_params.get("thread")
        if parent is not None:
            return JSONResponse(thread(self._space, person, channel, parent))
        before = request.query_params.get("before")
        return JSONResponse(history(self._space, person, channel, before))

    async def home(self, request: Request) -> Response:
        """A person's App Home."""
        view = self._space.views.home(self._viewer(request).id)
        return JSONResponse({"view": view_json(view) if view else None})

    async def timeline(self, request: Request) -> Response:
        """The timeline of a network."""
        network = str(request.path_params["network"])
        if network not in NETWORKS:
            raise UserError("There is no such network here.")
        return JSONResponse(timeline(self._core, network))

    async def plan(self, _request: Request) -> Response:
        """What will be sent."""
        return JSONResponse({"rows": await self._control.plan()})

    async def events(self, request: Request) -> Response:
        """What happens from here on, as it happens."""
        events = Translator(self._space, self._viewer(request).id, self._clock)
        body = stream(self._space.feed, events)
        return StreamingResponse(body, media_type="text/event-stream")

    # Writing

    async def say(self, request: Request) -> Response:
        """A message, or a reply in a thread."""
        body = await body_of(request)
        text = str(body["text"])
        if len(text) > LONGEST:
            raise UserError(f"A message holds {LONGEST:,} characters; this one has {len(text):,}.")
        message = await self._person(body).say(str(body["channel"]), text, body.get("thread"))
        self._reads.mark(message.user, message.channel)
        return JSONResponse({"message": one_message(self._space, message)})

    async def command(self, request: Request) -> Response:
        """A slash command; Slack has none of them in threads."""
        body = await body_of(request)
        line, channel, parent = str(body["text"]), str(body["channel"]), body.get("thread")
        person = self._person(body)
        if parent:
            name = line.partition(" ")[0]
            self._space.notify(channel, person.id, f"{name} is not supported in threads. Sorry!",
                               str(parent))  # fmt: skip
            return JSONResponse({})
        if line.partition(" ")[0] == BUILT_IN["command"]:
            await person.invite_bot(channel)
            return JSONResponse({})
        return _outcome(await person.command(channel, line))

    async def react(self, request: Request) -> Response:
        """A reaction, added or taken back."""
        body = await body_of(request)
        message = self._message(body)
        await self._person(body).react(message, str(body["name"]), on=bool(body["on"]))
        return JSONResponse({})

    async def read(self, request: Request) -> Response:
        """A person has read a conversation to its end."""
        body = await body_of(request)
        self._reads.mark(self._person(body).id, str(body["channel"]))
        return JSONResponse({})

    async def press(self, request: Request) -> Response:
        """A button pressed, or something chosen, in a message or a view."""
        body = await body_of(request)
        action: Json = body["action"]
        where = self._view(body) if "view" in body else self._message(body)
        value = None if action["type"] == "button" else _state_of(action)
        seen = await self._person(body).press(
            where, action["action_id"], value, block_id=action.get("block_id"),
            state=body.get("values"),
        )  # fmt: skip
        return _outcome(seen)

    async def submit(self, request: Request) -> Response:
        """A modal sent off."""
        body = await body_of(request)
        seen = await self._person(body).submit(str(body["view"]), body.get("values"))
        if seen.failure:
            return JSONResponse({"error": "We had some trouble connecting. Try again?"})
        return _outcome(seen)

    async def upload(self, request: Request) -> Response:
        """A file chosen in a form; its bytes come in base64."""
        body = await body_of(request, UPLOAD)
        content = b64decode(str(body["content"]), validate=True)
        return JSONResponse({"file": self._person(body).give(str(body["name"]), content)})

    async def close(self, request: Request) -> Response:
        """A modal closed, or all of them."""
        body = await body_of(request)
        everything = bool(body.get("all"))
        await self._person(body).close(str(body["view"]), everything=everything)
        return JSONResponse({})

    async def open_home(self, request: Request) -> Response:
        """The Home tab opened: the app is told, and may draw it anew."""
        await self._person(await body_of(request)).open_home()
        return JSONResponse({})

    async def move(self, request: Request) -> Response:
        """The program's clock moved: to the next message, by a day, or to a time in its zone."""
        body = await body_of(request)
        moved: datetime | None = None
        match body["do"]:
            case "next":
                moved = await self._control.next_message()
            case "day":
                local = self._control.now().astimezone(ZoneInfo(self._control.zone))
                moved = local + timedelta(days=1)
                await self._control.move_to(moved)
            case "to":
                moved = self._instant(str(body["local"]))
                await self._control.move_to(moved)
            case other:
                raise UserError(f"The clock cannot do {other!r}.")
        self._space.feed.publish(Change("clock"))
        return JSONResponse(self._clock() | {"moved": moved.isoformat() if moved else None})

    # What they share

    def _viewer(self, request: Request) -> Any:
        """The person of a GET; the first one where none is named or the name is unknown."""
        people = {one.id: one for one in self._space.users() if not one.is_bot}
        return people.get(request.query_params.get("as", "")) or next(iter(people.values()))

    def _person(self, body: Json) -> Person:
        return Person(self._core, str(body["as"]))

    def _message(self, body: Json) -> Message:
        return self._space.message(str(body["channel"]), str(body["ts"]))

    def _view(self, body: Json) -> View:
        return self._space.views.find(str(body["view"]))

    def _completions(self) -> list[dict[str, str]]:
        known = self._commands or [{"command": one} for one in sorted(self._core.commands or ())]
        return [*known, BUILT_IN]

    def _clock(self) -> Json:
        return clock_json(self._control.now(), self._control.zone)

    def _instant(self, local: str) -> datetime:
        """A local time of the program's zone, as a browser's input writes it."""
        try:
            when = datetime.fromisoformat(local)
        except ValueError:
            raise UserError("That is no date and time.") from None
        return when.replace(tzinfo=when.tzinfo or ZoneInfo(self._control.zone))


def _state_of(action: Json) -> Json:
    """What was chosen, in the shape of Slack's state: the type and the one value."""
    return {key: value for key, value in action.items() if key not in {"action_id", "block_id"}}


def _outcome(seen: Seen) -> JSONResponse:
    return JSONResponse({"errors": seen.errors, "error": seen.failure})
