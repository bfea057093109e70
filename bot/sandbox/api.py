"""The Web API over HTTP: `/api/<method>`, and the response_urls.

Tokens, scopes, rate limits and the shape of errors are dealt with here
(docs.slack.dev/apis/web-api); what each method does stands in `api_chat.py` and its like.
"""

import json
import secrets
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox import (
    answers,
    api_chat,
    api_conversations,
    api_files,
    api_marks,
    api_people,
    api_views,
)
from bot.sandbox.api_args import Args, Json, Method, read_args
from bot.sandbox.core import Core
from bot.sandbox.refusal import RateLimitedError, SlackError

METHODS: dict[str, Method] = {
    **api_people.METHODS,
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_views.METHODS,
    **api_marks.METHODS,
    **api_files.METHODS,
}


def api_routes(core: Core) -> list[Route]:
    """The routes an app talks to."""

    async def call(request: Request) -> Response:
        headers = {"x-slack-req-id": secrets.token_hex(16)}
        try:
            args = await read_args(request)
            body = {"ok": True, **_call(core, request, args, headers)}
            return JSONResponse(body, headers=headers)
        except RateLimitedError as error:
            headers["retry-after"] = str(error.retry_after)
            return JSONResponse({"ok": False, "error": error.code}, 429, headers=headers)
        except SlackError as error:
            return JSONResponse({"ok": False, "error": error.code, **error.extra}, headers=headers)

    async def respond(request: Request) -> Response:
        try:
            url = core.workspace.response_urls.use(request.path_params["id"])
        except SlackError as error:
            return PlainTextResponse(error.code, 404)
        try:
            answers.response(core, url, await _response_body(request))
        except SlackError as error:
            return JSONResponse({"ok": False, "error": error.code, **error.extra}, 400)
        return PlainTextResponse("ok")

    return [
        Route("/api/{method}", call, methods=["GET", "POST"]),
        Route("/response/{id}", respond, methods=["POST"]),
        *api_files.file_routes(core),
    ]


def _call(core: Core, request: Request, args: Args, headers: dict[str, str]) -> Json:
    method = METHODS.get(request.path_params["method"])
    if method is None:
        raise SlackError("unknown_method", req_method=request.path_params["method"])
    if method.takes is not None:
        _check_token(core, request, args, method)
        headers["x-oauth-scopes"] = ",".join(core.credentials.scopes)
        _check_scope(core, method)
    core.limits.call(request.path_params["method"], method.tier)
    return method.run(core, args)


def _check_token(core: Core, request: Request, args: Args, method: Method) -> None:
    """A bot's token for most methods, the app's for apps.connections.open."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        token = args.text("token") or ""
    if not token:
        raise SlackError("not_authed")
    tokens = {"bot": core.credentials.bot_token, "app": core.credentials.app_token}
    kind = next((kind for kind, known in tokens.items() if known == token), None)
    if kind is None:
        raise SlackError("invalid_auth")
    if kind != method.takes:
        raise SlackError("not_allowed_token_type")


def _check_scope(core: Core, method: Method) -> None:
    provided = core.credentials.scopes
    if method.scope is not None and method.scope not in provided:
        raise SlackError("missing_scope", needed=method.scope, provided=",".join(provided))


async def _response_body(request: Request) -> Json:
    """JSON, or JSON in the `payload` field of a form."""
    body = (await request.body()).decode()
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        body = dict(parse_qsl(body)).get("payload", "")
    try:
        decoded = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(decoded, dict):
        raise SlackError("invalid_payload")
    return decoded
