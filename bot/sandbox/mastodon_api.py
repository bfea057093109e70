"""Mastodon's REST API, as much of it as a program's account uses.

https://docs.joinmastodon.org/methods/; limits on requests: https://docs.joinmastodon.org/api/rate-limits/
"""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.forms import Form, read_form
from bot.sandbox.mastodon import PICTURES, Mastodon, MastodonError, Media
from bot.sandbox.mastodon_text import as_html
from bot.sandbox.timelines import ShownPost

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]
# So many in so many seconds: of all requests, and of those that are counted by themselves.
ALL = (300, 300.0)
OWN = {"POST /api/v2/media": (30, 1800.0), "DELETE /api/v1/statuses/{id}": (30, 1800.0)}
MOST = 40


class MastodonApi:
    """The routes under /mastodon. `limited` is whether requests are counted."""

    def __init__(self, mastodon: Mastodon, *, limited: bool = True) -> None:
        self._mastodon = mastodon
        self._limited = limited
        self._times: dict[str, deque[float]] = {}

    def routes(self) -> list[Route]:
        """What is served under /mastodon."""
        return [
            self._route("GET", "/api/v2/instance/", self._instance, scope=None),
            self._route("GET", "/api/v2/instance", self._instance, scope=None),
            self._route("GET", "/api/v1/instance/", self._instance_v1, scope=None),
            self._route("GET", "/api/v1/instance", self._instance_v1, scope=None),
            self._route("GET", "/api/v1/accounts/verify_credentials", self._me, "read:accounts"),
            self._route("GET", "/api/v1/accounts/{id}/statuses", self._statuses, "read:statuses"),
            self._route("POST", "/api/v2/media", self._upload, "write:media"),
            self._route("GET", "/api/v1/media/{id}", self._media, "write:media"),
            self._route("PUT", "/api/v1/media/{id}", self._describe, "write:media"),
            self._route("POST", "/api/v1/statuses", self._post, "write:statuses"),
            self._route("GET", "/api/v1/statuses/{id}", self._show, "read:statuses"),
            self._route("PUT", "/api/v1/statuses/{id}", self._edit, "write:statuses"),
            self._route("DELETE", "/api/v1/statuses/{id}", self._delete, "write:statuses"),
            Route("/mastodon/system/media_attachments/{id}", self._picture, methods=["GET"]),
            Route("/mastodon/@{name}/{id}", _timeline, methods=["GET"]),
        ]

    def _route(self, method: str, path: str, handler: Handler, scope: str | None) -> Route:
        own = OWN.get(f"{method} {path}")

        async def checked(request: Request) -> Response:
            try:
                if scope is not None:
                    self._allowed(request, scope)
                headers = self._count("all", ALL)
                if own is not None:
                    headers = self._count(path, own)
                answer = await handler(request)
            except MastodonError as error:
                return JSONResponse(error.body, error.status)
            except _TooManyError as error:
                return JSONResponse({"error": "Too many requests"}, 429, headers=error.headers)
            except ValueError as error:
                return JSONResponse({"error": str(error)}, 400)
            answer.headers.update(headers)
            return answer

        return Route(f"/mastodon{path}", checked, methods=[method])

    def _allowed(self, request: Request, scope: str) -> None:
        who = self._mastodon.credentials
        if request.headers.get("authorization") != f"Bearer {who.access_token}":
            raise MastodonError(401, "The access token is invalid")
        if self._mastodon.suspended:
            raise MastodonError(403, "Your login is currently disabled")
        if scope not in who.scopes and scope.partition(":")[0] not in who.scopes:
            raise MastodonError(403, "This action is outside the authorized scopes")

    def _count(self, what: str, allowed: tuple[int, float]) -> dict[str, str]:
        """Counts a request; the headers that say how many are left."""
        clock = self._mastodon.clock
        most, window = allowed
        now, times = clock.monotonic(), self._times.setdefault(what, deque())
        while times and now - times[0] >= window:
            times.popleft()
        reset = clock.real_now() + timedelta(seconds=window - (now - times[0] if times else 0))
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(most - len(times) - 1, 0)),
            "X-RateLimit-Reset": _stamp(reset),
        }
        if self._limited and len(times) >= most:
            raise _TooManyError(headers)
        times.append(now)
        return headers

    # The instance and the account

    async def _instance(self, _request: Request) -> Response:
        limits = self._mastodon.limits
        statuses = {
            "max_characters": limits.characters,
            "max_media_attachments": limits.pictures,
            "characters_reserved_per_url": limits.link,
        }
        media = {
            "description_limit": limits.description,
            "supported_mime_types": list(PICTURES),
            "image_size_limit": limits.picture_bytes,
            "image_matrix_limit": 33_177_600,
        }
        return JSONResponse(
            {
                "domain": "mastodon.example.org",
                "title": "Moss House on this machine",
                "version": "4.5.0",
                "api_versions": {"mastodon": 7},
                "configuration": {"statuses": statuses, "media_attachments": media},
            }
        )

    async def _instance_v1(self, _request: Request) -> Response:
        return JSONResponse(
            {"uri": "mastodon.example.org", "version": "4.5.0", "api_versions": {"mastodon": 7}}
        )

    async def _me(self, _request: Request) -> Response:
        return JSONResponse(
            self._account() | {"source": {"privacy": self._mastodon.profile.privacy}}
        )

    def _account(self) -> Json:
        who, said = self._mastodon.credentials, self._mastodon.profile
        url = self._mastodon.url
        return {
            "id": who.account_id,
            "username": who.username,
            "acct": who.username,
            "display_name": who.name,
            "bot": said.bot,
            "note": as_html(said.note, url),
            "fields": [{"name": name, "value": value} for name, value in said.fields],
            "url": f"{url}/@{who.username}",
        }

    # Pictures

    async def _upload(self, request: Request) -> Response:
        form = await read_form(request)
        made = self._mastodon.upload(form.files.get("file"), form.text("description"))
        return JSONResponse(self._attachment(made), 202 if made.waits else 200)

    async def _media(self, request: Request) -> Response:
        found = self._mastodon.processed(request.path_params["id"])
        return JSONResponse(self._attachment(found), 206 if found.waits else 200)

    async def _describe(self, request: Request) -> Response:
        form = await read_form(request)
        made = self._mastodon.describe(request.path_params["id"], form.text("description"))
        return JSONResponse(self._attachment(made))

    def _attachment(self, media: Media) -> Json:
        url = None if media.waits else self._mastodon.address(media)
        return {
            "id": media.id, "type": "image", "url": url, "preview_url": url,
            "description": media.description or None,
        }  # fmt: skip

    async def _picture(self, request: Request) -> Response:
        found = self._mastodon.media.get(request.path_params["id"])
        if found is None:
            return JSONResponse({"error": "Record not found"}, 404)
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return Response(found.file.data, media_type=found.file.type, headers=headers)

    # Statuses

    async def _post(self, request: Request) -> Response:
        form = await read_form(request)
        made = self._mastodon.post(
            form.text("status"),
            form.text("in_reply_to_id") or None,
            _media_of(form),
            request.headers.get("idempotency-key"),
        )
        return JSONResponse(self._status(made))

    async def _show(self, request: Request) -> Response:
        return JSONResponse(self._status(self._mastodon.get(request.path_params["id"])))

    async def _edit(self, request: Request) -> Response:
        post_id, form = request.path_params["id"], await read_form(request)
        self._mastodon.get(post_id)
        for one in form.items("media_attributes") or ():
            self._mastodon.describe(str(one["id"]), str(one.get("description") or ""))
        made = self._mastodon.edit(post_id, form.text("status"), _media_of(form))
        return JSONResponse(self._status(made))

    async def _delete(self, request: Request) -> Response:
        gone = self._mastodon.delete(request.path_params["id"])
        return JSONResponse(self._status(gone) | {"text": gone.text})

    async def _statuses(self, request: Request) -> Response:
        """The account's own, newest first."""
        if request.path_params["id"] != self._mastodon.credentials.account_id:
            raise MastodonError(404, "Record not found")
        query = request.query_params
        most = min(int(query.get("limit", "20")), MOST)
        found = self._mastodon.before(query.get("max_id"), query.get("since_id"), most)
        return JSONResponse([self._status(one) for one in found])

    def _status(self, post: ShownPost) -> Json:
        url = f"{self._mastodon.url}/@{self._mastodon.credentials.username}/{post.id}"
        media = [self._mastodon.media[one] for one in self._mastodon.attached.get(post.id, ())]
        return {
            "id": post.id,
            "uri": url,
            "url": url,
            "created_at": _stamp(post.created_at),
            "edited_at": _stamp(self._mastodon.clock.real_now()) if post.edited else None,
            "in_reply_to_id": post.reply_to,
            "visibility": self._mastodon.profile.privacy,
            "content": as_html(post.text, self._mastodon.url),
            "media_attachments": [self._attachment(one) for one in media],
            "account": self._account(),
        }


class _TooManyError(Exception):
    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("Too many requests")
        self.headers = headers


async def _timeline(_request: Request) -> Response:
    """A link to a status, as Mastodon has them, leads to the timeline here."""
    return RedirectResponse("/#/mastodon", 302)


def _media_of(form: Form) -> list[str]:
    return [str(one) for one in form.items("media_ids") or ()]


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
