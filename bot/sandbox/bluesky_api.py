"""XRPC, as much of it as a program's account uses. https://docs.bsky.app/docs/api/

Limits: https://docs.bsky.app/docs/advanced-guides/rate-limits
"""

import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.bluesky import PROFILE, Bluesky, new_expiry
from bot.sandbox.bluesky_lexicon import XrpcError

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]
# So many in so many seconds.
SESSIONS = ((30, 300.0), (300, 86_400.0))
WRITES = ((5000, 3600.0), (35_000, 86_400.0))
# Points: https://docs.bsky.app/docs/advanced-guides/rate-limits#content-write-operations-per-account
CREATED, UPDATED, DELETED = 3, 2, 1


class BlueskyApi:
    """The routes under /bluesky/xrpc. `limited` is whether requests are counted."""

    def __init__(self, bluesky: Bluesky, *, limited: bool = True) -> None:
        self._bluesky = bluesky
        self._limited = limited
        self._times: dict[str, deque[float]] = {}

    def routes(self) -> list[Route]:
        """What is served under /bluesky/xrpc."""
        return [
            self._route("POST", "com.atproto.server.createSession", self._login, auth=False),
            self._route("POST", "com.atproto.server.refreshSession", self._refresh, auth=False),
            self._route("POST", "com.atproto.repo.uploadBlob", self._upload),
            self._route("POST", "com.atproto.repo.createRecord", self._create),
            self._route("POST", "com.atproto.repo.putRecord", self._put),
            self._route("POST", "com.atproto.repo.deleteRecord", self._delete),
            self._route("POST", "com.atproto.repo.applyWrites", self._apply),
            self._route("GET", "com.atproto.repo.getRecord", self._get, auth=False),
            self._route("GET", "com.atproto.repo.listRecords", self._list, auth=False),
            self._route("GET", "com.atproto.identity.resolveHandle", self._resolve, auth=False),
            self._route("GET", "com.atproto.sync.getBlob", self._blob, auth=False),
            self._route("GET", "app.bsky.actor.getProfile", self._profile),
            Route("/bluesky/profile/{actor}/post/{key}", _timeline, methods=["GET"]),
        ]

    def _route(self, method: str, name: str, handler: Handler, *, auth: bool = True) -> Route:
        async def checked(request: Request) -> Response:
            try:
                if auth:
                    self._bluesky.allow(_bearer(request))
                return await handler(request)
            except XrpcError as error:
                return JSONResponse(error.body, error.status)
            except _TooManyError as error:
                body = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
                return JSONResponse(body, 429, headers=error.headers)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                body = {
                    "error": "InvalidRequest",
                    "message": f"Input is not as it should be: {error!r}",
                }
                return JSONResponse(body, 400)

        return Route(f"/bluesky/xrpc/{name}", checked, methods=[method])

    def _count(self, what: str, allowed: tuple[tuple[int, float], ...], points: int = 1) -> None:
        clock = self._bluesky.clock
        now, times = clock.monotonic(), self._times.setdefault(what, deque())
        for most, window in allowed:
            used = [one for one in times if now - one < window]
            if self._limited and len(used) + points > most:
                wait = window - (now - used[0])
                raise _TooManyError(
                    {
                        "RateLimit-Limit": str(most),
                        "RateLimit-Remaining": "0",
                        "RateLimit-Reset": new_expiry(clock, wait),
                        "RateLimit-Policy": f"{most};w={int(window)}",
                    }
                )
        times.extend([now] * points)

    # Sessions

    async def _login(self, request: Request) -> Response:
        given = await request.json()
        self._count(f"sessions of {given['identifier']}", SESSIONS)
        return JSONResponse(self._bluesky.open_session(given["identifier"], given["password"]))

    async def _refresh(self, request: Request) -> Response:
        return JSONResponse(self._bluesky.refresh(_bearer(request)))

    # Writing

    async def _upload(self, request: Request) -> Response:
        kind = request.headers.get("content-type", "")
        data = await request.body()
        # As a server does: what the bytes are counts, not what they are said to be.
        return JSONResponse({"blob": self._bluesky.upload(data, _kind(data) or kind)})

    async def _create(self, request: Request) -> Response:
        given = await self._own(request)
        self._count("writes", WRITES, CREATED)
        return JSONResponse(
            self._bluesky.create(given["collection"], given.get("rkey"), given["record"])
        )

    async def _put(self, request: Request) -> Response:
        given = await self._own(request)
        self._count("writes", WRITES, UPDATED)
        return JSONResponse(self._bluesky.put(given["collection"], given["rkey"], given["record"]))

    async def _delete(self, request: Request) -> Response:
        given = await self._own(request)
        self._count("writes", WRITES, DELETED)
        self._bluesky.delete(given["collection"], given["rkey"])
        return JSONResponse({})

    async def _apply(self, request: Request) -> Response:
        given = await self._own(request)
        results = []
        for write in given["writes"]:
            kind = write["$type"].removeprefix("com.atproto.repo.applyWrites#")
            collection, key = write["collection"], write.get("rkey")
            if kind == "create":
                self._count("writes", WRITES, CREATED)
                made = self._bluesky.create(collection, key, write["value"])
            elif kind == "update":
                self._count("writes", WRITES, UPDATED)
                made = self._bluesky.put(collection, key, write["value"])
            else:
                self._count("writes", WRITES, DELETED)
                self._bluesky.delete(collection, key)
                made = {}
            made.pop("commit", None)
            results.append({"$type": f"com.atproto.repo.applyWrites#{kind}Result", **made})
        return JSONResponse({"results": results})

    async def _own(self, request: Request) -> Json:
        given: Json = json.loads(await request.body())
        who = self._bluesky.credentials
        if given["repo"] not in {who.did, who.handle}:
            raise XrpcError(401, "AuthenticationRequired", "Authentication Required")
        return given

    # Reading

    async def _get(self, request: Request) -> Response:
        query = request.query_params
        return JSONResponse(self._bluesky.get(query["collection"], query["rkey"]))

    async def _list(self, request: Request) -> Response:
        query = request.query_params
        most, cursor = int(query.get("limit", "50")), query.get("cursor")
        keys = sorted(key for where, key in self._bluesky.records if where == query["collection"])
        if query.get("reverse") not in {"true", "1"}:
            keys.reverse()
        if cursor is not None:
            keys = keys[keys.index(cursor) + 1 :]
        found = [self._bluesky.get(query["collection"], key) for key in keys[:most]]
        more = {"cursor": keys[most - 1]} if len(keys) > most else {}
        return JSONResponse({"records": found, **more})

    async def _resolve(self, request: Request) -> Response:
        did = self._bluesky.handles.get(request.query_params["handle"].lower())
        if did is None:
            raise XrpcError(400, "InvalidRequest", "Unable to resolve handle")
        return JSONResponse({"did": did})

    async def _blob(self, request: Request) -> Response:
        cid = request.query_params["cid"]
        if cid not in self._bluesky.bytes:
            raise XrpcError(400, "BlobNotFound", "Blob not found")
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        kind = str(self._bluesky.blobs[cid]["mimeType"])
        return Response(self._bluesky.bytes[cid], media_type=kind, headers=headers)

    async def _profile(self, _request: Request) -> Response:
        who = self._bluesky.credentials
        record = self._bluesky.get(PROFILE, "self")["value"]
        labels = [
            {"src": who.did, "val": one["val"], "cts": "2026-01-01T00:00:00Z", "uri": who.did}
            for one in (record.get("labels") or {}).get("values") or ()
        ]
        return JSONResponse(
            {
                "did": who.did, "handle": who.handle, "displayName": who.name,
                "description": record.get("description", ""), "labels": labels,
            }
        )  # fmt: skip


class _TooManyError(Exception):
    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("Rate Limit Exceeded")
        self.headers = headers


async def _timeline(_request: Request) -> Response:
    """A link to a post, as Bluesky has them, leads to the timeline here."""
    return RedirectResponse("/#/bluesky", 302)


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind != "Bearer":
        raise XrpcError(401, "AuthMissing", "Authentication Required")
    return token


def _kind(data: bytes) -> str | None:
    signs = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((kind for sign, kind in signs.items() if data.startswith(sign)), None)
