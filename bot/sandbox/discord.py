"""Discord's webhooks: executing one, and editing, reading and deleting what it posted.

https://discord.com/developers/docs/resources/webhook
"""

import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.sandbox.feed import Change, Feed
from bot.sandbox.forms import Form, read_form
from bot.sandbox.pictures import Shown, decoded
from bot.sandbox.timelines import ShownPicture, ShownPost

Json = dict[str, Any]

LIMIT, ALT, FILES, FILE = 2000, 1024, 10, 10_485_760
# A webhook takes so many requests in so many seconds; the numbers are in no document, answers tell
# them: https://discord.com/developers/docs/topics/rate-limits
BUCKET, SECONDS = 5, 2.0
EPOCH = 1_420_070_400_000
WEBHOOK = ("812345678901234567", "demo-discord-token")
GUILD, CHANNEL = "800000000000000001", "800000000000000002"


class DiscordError(Exception):
    """A refusal, with Discord's status, code and words."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **more}


class Discord:
    """A channel with one webhook."""

    def __init__(self, clock: Clock, feed: Feed, origin: Callable[[], str]) -> None:
        self._clock = clock
        self._feed = feed
        self._origin = origin
        self._numbers = itertools.count()
        self._times: deque[float] = deque()
        self.limited = False
        """Whether the rate limit is kept."""
        self.gone = False
        """Whether somebody deleted the webhook."""
        self.pinged: list[str] = []
        """The texts that would have pinged people."""
        self.posts: list[ShownPost] = []
        self.deleted: list[ShownPost] = []

    @property
    def url(self) -> str:
        """What `DISCORD_WEBHOOK_URLS` has to name."""
        return f"{self._origin()}/discord/api/webhooks/{'/'.join(WEBHOOK)}"

    def clear(self) -> None:
        """An empty channel."""
        for held in (self.posts, self.deleted, self.pinged):
            held.clear()

    def routes(self) -> list[Route]:
        """What is served under /discord/."""
        base = "/discord/api/webhooks/{webhook}/{token}"
        message = f"{base}/messages/{{id}}"
        return [
            Route(base, self._told(self._about), methods=["GET"]),
            Route(base, self._told(self._execute), methods=["POST"]),
            Route(message, self._told(self._show), methods=["GET"]),
            Route(message, self._told(self._edit), methods=["PATCH"]),
            Route(message, self._told(self._remove), methods=["DELETE"]),
            Route("/discord/channels/{rest:path}", self._page, methods=["GET"]),
        ]

    def _told(self, handle: Callable[[Request, Form], Response]) -> Any:
        async def handler(request: Request) -> Response:
            try:
                self._check_webhook(request)
                form = _payload(await read_form(request))
                return handle(request, form)
            except DiscordError as error:
                headers = {"retry-after": "1"} if error.status == 429 else {}
                return JSONResponse(error.body, error.status, headers)
            except (ValueError, LookupError, TypeError) as error:
                return JSONResponse({"code": 50109, "message": f"Invalid JSON: {error}"}, 400)

        return handler

    async def _page(self, _request: Request) -> Response:
        """A link to a message leads to the timeline here."""
        return RedirectResponse("/#/discord", 302)

    def _check_webhook(self, request: Request) -> None:
        given = (request.path_params["webhook"], request.path_params["token"])
        if given[0] != WEBHOOK[0] or self.gone:
            raise DiscordError(404, 10015, "Unknown Webhook")
        if given[1] != WEBHOOK[1]:
            raise DiscordError(401, 50027, "Invalid Webhook Token")
        now = self._clock.monotonic()
        while self._times and now - self._times[0] >= SECONDS:
            self._times.popleft()
        if self.limited and len(self._times) >= BUCKET:
            wait = SECONDS - (now - self._times[0])
            said = "You are being rate limited."
            raise DiscordError(429, 0, said, retry_after=round(wait, 3), **{"global": False})
        self._times.append(now)

    def _about(self, _request: Request, _form: Form) -> Response:
        return JSONResponse(
            {
                "id": WEBHOOK[0],
                "type": 1,
                "name": "Moss House",
                "guild_id": GUILD,
                "channel_id": CHANNEL,
                "token": WEBHOOK[1],
            }
        )

    def _execute(self, request: Request, form: Form) -> Response:
        text = _content(form)
        if not text and not form.files:
            raise DiscordError(400, 50006, "Cannot send an empty message")
        self._count_pings(text, form)
        now = self._clock.real_now()
        identity = str(
            ((int(now.timestamp() * 1000) - EPOCH) << 22) | (next(self._numbers) & 0x3FFFFF)
        )
        post = ShownPost(
            id=identity,
            text=text,
            created_at=now,
            shown_at=self._clock.now(),
            thread=identity,
            images=_shown(form),
        )
        self.posts.append(post)
        self._feed.publish(Change("post", channel="discord", ts=post.id))
        if request.query_params.get("wait") != "true":
            return Response(status_code=204)
        return JSONResponse(_message(post))

    def _show(self, request: Request, _form: Form) -> Response:
        return JSONResponse(_message(self._find(request)))

    def _edit(self, request: Request, form: Form) -> Response:
        post = self._find(request)
        images = _shown(form) if "attachments" in form.fields else post.images
        edited = replace(post, text=_content(form), images=images, edited=True)
        self._count_pings(edited.text, form)
        self.posts[self.posts.index(post)] = edited
        self._feed.publish(Change("post", channel="discord", ts=post.id, detail="edited"))
        return JSONResponse(_message(edited))

    def _remove(self, request: Request, _form: Form) -> Response:
        post = self._find(request)
        self.posts.remove(post)
        self.deleted.append(replace(post, deleted=True))
        self._feed.publish(Change("post", channel="discord", ts=post.id, detail="deleted"))
        return Response(status_code=204)

    def _find(self, request: Request) -> ShownPost:
        found = next((one for one in self.posts if one.id == request.path_params["id"]), None)
        if found is None:
            raise DiscordError(404, 10008, "Unknown Message")
        return found

    def _count_pings(self, text: str, form: Form) -> None:
        """Without `allowed_mentions`, whatever looks like a mention is one."""
        allowed = form.fields.get("allowed_mentions")
        kinds = allowed.get("parse", []) if isinstance(allowed, dict) else ["everyone", "users"]
        if kinds and ("@everyone" in text or "@here" in text or "<@" in text):
            self.pinged.append(text)


def _payload(form: Form) -> Form:
    """With files, the message is JSON in one of the form's fields."""
    if "payload_json" in form.fields:
        return Form(json.loads(form.text("payload_json")), form.files)
    return form


def _content(form: Form) -> str:
    text = form.text("content").strip()
    # Its characters are UTF-16's in the client, and code points in the API.
    if len(text) > LIMIT:
        said = f"Must be {LIMIT} or fewer in length."
        errors = {"content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": said}]}}
        raise DiscordError(400, 50035, "Invalid Form Body", errors=errors)
    return text


def _pictures(form: Form) -> list[Shown]:
    described = {str(one["id"]): one for one in form.items("attachments") or []}
    if len(form.files) > FILES:
        raise DiscordError(400, 50035, "Invalid Form Body")
    found = []
    for name, file in form.files.items():
        if len(file.data) > FILE:
            raise DiscordError(413, 40005, "Request entity too large")
        number = name.removeprefix("files[").removesuffix("]")
        alt = str(described.get(number, {}).get("description", ""))
        if len(alt) > ALT:
            raise DiscordError(400, 50035, "Invalid Form Body")
        found.append(decoded(file.data, alt))
    return found


def _shown(form: Form) -> tuple[ShownPicture, ...]:
    found = _pictures(form)
    return tuple(ShownPicture(url=one.url, alt=one.alt, type=one.type) for one in found)


def _message(post: ShownPost) -> Json:
    return {
        "id": post.id,
        "type": 0,
        "channel_id": CHANNEL,
        "webhook_id": WEBHOOK[0],
        "content": post.text,
        "attachments": [{"id": str(n), "description": p.alt} for n, p in enumerate(post.images)],
        "timestamp": post.created_at.isoformat(),
        "edited_timestamp": None,
    }
