"""X's API v2, as much of it as a program's account uses: posting, reading back, taking down.

Requests are signed by OAuth 1.0a, and the signature is checked for real. Shapes and limits:
docs.x.com/x-api; lengths by the rules of twitter-text.
"""

import itertools
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.domain.weight import weighted_length
from bot.sandbox.feed import Change, Feed
from bot.sandbox.oauth import Verifier, XCredentials
from bot.sandbox.pictures import Shown
from bot.sandbox.x_media import Media, wrapped
from bot.sandbox.x_rules import XError, as_stored, check_self_serve, in_front

Json = dict[str, Any]

POSTS, WINDOW = 100, 15 * 60.0
EPOCH_MS = 1_288_834_974_657
TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text."
)
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."


@dataclass(frozen=True)
class XPost:
    """A post on the timeline. `shown_at` is program time, `created_at` real time."""

    id: str
    text: str
    created_at: datetime
    shown_at: datetime
    conversation_id: str
    reply_to: str | None = None
    images: tuple[Shown, ...] = ()
    answered: str = ""
    """Those whom it answers: X puts them in front of the words."""

    def as_x(self, user_id: str, fields: set[str]) -> Json:
        """The post object with the fields that were asked for."""
        text, links = wrapped(self.id, self.answered + as_stored(self.text), self.images)
        body: Json = {"id": self.id, "text": text, "edit_history_tweet_ids": [self.id]}
        if "entities" in fields and links:
            body["entities"] = {"urls": links}
        if "created_at" in fields:
            body["created_at"] = _stamp(self.created_at)
        if "author_id" in fields:
            body["author_id"] = user_id
        if "conversation_id" in fields:
            body["conversation_id"] = self.conversation_id
        if "referenced_tweets" in fields and self.reply_to:
            body["referenced_tweets"] = [{"type": "replied_to", "id": self.reply_to}]
        return body


class X:
    """The account's timeline and the routes under /2/."""

    def __init__(self, clock: Clock, feed: Feed, credentials: XCredentials) -> None:
        self._clock = clock
        self._feed = feed
        self._times: deque[float] = deque()
        self._oauth = Verifier(clock, credentials)
        self._sequence = itertools.count()
        self.credentials = credentials
        self.posts: list[XPost] = []
        """The timeline, oldest first; what was deleted is gone."""
        self.deleted: list[XPost] = []
        self.media = Media()
        # Whether its plan lets it mention people, and answer its own posts.
        self.mentions = self.replies = True
        self.bio = "News of Moss House. Automated; run by Mozilla Open Source Support (MOSS)."

    # The account

    def post(self, text: str, reply_to: str | None = None, images: tuple[Shown, ...] = ()) -> XPost:
        """Puts a post on the timeline, or XError."""
        if not text.strip():
            raise XError(
                400, "Invalid Request", "One or more parameters to your request was invalid."
            )
        if weighted_length(text) > 280:
            raise XError(400, "Bad Request", TOO_LONG)
        check_self_serve(text, reply_to, mentions=self.mentions, replies=self.replies)
        if any(one.text == text for one in self.posts[-POSTS:]):
            raise XError(403, "Forbidden", DUPLICATE)
        parent = self._find(reply_to) if reply_to is not None else None
        if reply_to is not None and parent is None:
            raise XError(
                403,
                "Forbidden",
                "You attempted to reply to a Tweet that is deleted or not visible to you.",
            )
        now = self._clock.real_now()
        post_id = self._new_id(now)
        thread = parent.conversation_id if parent else post_id
        names = in_front(parent.answered + parent.text, text) if parent else ""
        post = XPost(post_id, text, now, self._clock.now(), thread, reply_to, images, names)
        self.posts.append(post)
        self._feed.publish(Change("post", channel="x", ts=post.id))
        return post

    def delete(self, post_id: str) -> bool:
        """Takes a post down; False where there is none."""
        post = self._find(post_id)
        if post is None:
            return False
        self.posts.remove(post)
        self.deleted.append(post)
        self._feed.publish(Change("post", channel="x", ts=post_id, detail="deleted"))
        return True

    def _find(self, post_id: str) -> XPost | None:
        return next((one for one in self.posts if one.id == post_id), None)

    def _new_id(self, now: datetime) -> str:
        """Ids are snowflakes: milliseconds and a sequence, so they sort by time."""
        millis = int(now.timestamp() * 1000) - EPOCH_MS
        return str((millis << 22) | (next(self._sequence) & 0x3FFFFF))

    # The wire

    def routes(self) -> list[Route]:
        """What is served under /2/."""
        return [
            Route("/2/tweets", self._create, methods=["POST"]),
            Route("/2/tweets/{id}", self._show, methods=["GET"]),
            Route("/2/tweets/{id}", self._remove, methods=["DELETE"]),
            Route("/2/media/upload", self._upload, methods=["POST"]),
            Route("/2/media/metadata", self._describe, methods=["POST"]),
            Route("/2/users/me", self._me, methods=["GET"]),
            Route("/2/users/{id}/tweets", self._timeline, methods=["GET"]),
        ]

    async def _create(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        rate = self._rate_headers()
        if rate["x-rate-limit-remaining"] == "-1":
            rate["x-rate-limit-remaining"] = "0"
            error = XError(429, "Too Many Requests", "Too Many Requests")
            return JSONResponse(error.body, 429, headers=rate)
        try:
            body = await request.json()
            reply = body.get("reply") or {}
            images = self.media.named((body.get("media") or {}).get("media_ids") or [])
            text = str(body.get("text") or "")
            post = self.post(text, reply.get("in_reply_to_tweet_id"), images)
        except (ValueError, AttributeError) as error:
            return _problem(XError(400, "Invalid Request", str(error)))
        except XError as error:
            return JSONResponse(error.body, error.status, headers=rate)
        self._times.append(self._clock.monotonic())
        data = {"id": post.id, "text": post.text, "edit_history_tweet_ids": [post.id]}
        return JSONResponse({"data": data}, 201, headers=rate)

    async def _upload(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        try:
            return JSONResponse({"data": self.media.upload(await request.json())})
        except (ValueError, AttributeError) as error:
            return _problem(XError(400, "Invalid Request", str(error)))

    async def _describe(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        try:
            body = await request.json()
            self.media.describe(body)
        except (ValueError, LookupError, TypeError) as error:
            return _problem(XError(400, "Invalid Request", str(error)))
        return JSONResponse({"data": {"id": str(body["id"]), "associated_metadata": {}}})

    async def _show(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        post = self._find(request.path_params["id"])
        if post is None:
            return JSONResponse({"errors": [_not_found(request.path_params["id"])]})
        return JSONResponse({"data": post.as_x(self.credentials.user_id, _fields(request))})

    async def _remove(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        return JSONResponse({"data": {"deleted": self.delete(request.path_params["id"])}})

    async def _me(self, request: Request) -> Response:
        if not self._signed(request):
            return _problem(_unauthorized())
        who = self.credentials
        body = {"id": who.user_id, "name": who.name, "username": who.username}
        if "description" in request.query_params.get("user.fields", ""):
            body["description"] = self.bio
        return JSONResponse({"data": body})

    async def _timeline(self, request: Request) -> Response:
        """Newest first (docs.x.com/x-api/posts/user-posts-timeline-by-user-id)."""
        if not self._signed(request):
            return _problem(_unauthorized())
        if request.path_params["id"] != self.credentials.user_id:
            return JSONResponse({"errors": [_not_found(request.path_params["id"])]})
        try:
            most = int(request.query_params.get("max_results", "10"))
            posts = self._selected(request.query_params)
        except ValueError as error:
            return _problem(XError(400, "Invalid Request", str(error)))
        if not 5 <= most <= 100:
            detail = f"The `max_results` query parameter value [{most}] is not between 5 and 100"
            return _problem(XError(400, "Invalid Request", detail))
        fields = _fields(request)
        page = [one.as_x(self.credentials.user_id, fields) for one in posts[:most]]
        meta: Json = {"result_count": len(page)}
        if len(posts) > most:
            meta["next_token"] = page[-1]["id"]
        if page:
            meta |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        return JSONResponse({"data": page, "meta": meta} if page else {"meta": meta})

    def _selected(self, query: Mapping[str, str]) -> list[XPost]:
        posts = list(reversed(self.posts))
        if "since_id" in query:
            posts = [one for one in posts if int(one.id) > int(query["since_id"])]
        if "pagination_token" in query:
            posts = [one for one in posts if int(one.id) < int(query["pagination_token"])]
        if "until_id" in query:
            posts = [one for one in posts if int(one.id) < int(query["until_id"])]
        if "start_time" in query:
            start = datetime.fromisoformat(query["start_time"])
            posts = [one for one in posts if one.created_at >= start]
        if "end_time" in query:
            end = datetime.fromisoformat(query["end_time"])
            posts = [one for one in posts if one.created_at < end]
        return posts

    def _rate_headers(self) -> dict[str, str]:
        """100 posts in 15 minutes a user (docs.x.com/x-api/fundamentals/rate-limits)."""
        now = self._clock.monotonic()
        while self._times and now - self._times[0] >= WINDOW:
            self._times.popleft()
        wait = WINDOW - (now - self._times[0]) if self._times else WINDOW
        return {
            "x-rate-limit-limit": str(POSTS),
            "x-rate-limit-remaining": str(POSTS - 1 - len(self._times)),
            "x-rate-limit-reset": str(int(self._clock.real_now().timestamp() + wait)),
        }

    def _signed(self, request: Request) -> bool:
        return self._oauth.verify(
            request.method,
            f"{request.url.scheme}://{request.url.netloc}",
            request.url.path,
            request.url.query,
            request.headers.get("authorization", ""),
        )


def _fields(request: Request) -> set[str]:
    return set(request.query_params.get("tweet.fields", "").split(","))


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _unauthorized() -> XError:
    return XError(401, "Unauthorized", "Unauthorized")


def _not_found(value: str) -> Json:
    return {
        "value": value,
        "title": "Not Found Error",
        "detail": f"Could not find what [id] names: [{value}].",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def _problem(error: XError) -> Response:
    return JSONResponse(error.body, error.status)
