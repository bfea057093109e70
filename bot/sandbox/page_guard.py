"""Who may talk to the page's routes: the page itself, from a browser on this machine.

The page can do whatever its people can, so another website that is open in the same browser must
not reach it: the Host has to be a loopback name (against DNS rebinding), a request that changes
something has to come from the page's own origin, as JSON.
"""

import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.errors import UserError
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]

LARGEST = 1_000_000
"""Bytes of a request; a view's state is the largest thing that the page sends."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

SENTENCES = {
    "not_in_channel": "You are not in this channel.",
    "channel_not_found": "There is no such channel, or you are not in it.",
    "message_not_found": "This message is no longer there.",
    "user_not_found": "There is no such person in this workspace.",
    "not_found": "This form is no longer open.",
    "is_archived": "This channel is archived.",
}


class ForbiddenError(Exception):
    """The request does not come from the page itself."""


def guarded(handler: Handler) -> Handler:
    """The handler behind the checks, with every refusal as JSON and the headers on top."""

    async def checked(request: Request) -> Response:
        try:
            check_origin(request)
            response = await handler(request)
        except ForbiddenError as error:
            response = _refusal(403, str(error))
        except SlackError as error:
            response = _refusal(400, SENTENCES.get(error.code, f"Slack refuses: {error.code}"))
        except UserError as error:
            response = _refusal(400, str(error))
        except (KeyError, TypeError, ValueError) as error:
            response = _refusal(400, f"The page asked for something impossible: {error}")
        response.headers.update(HEADERS)
        return response

    return checked


def check_origin(request: Request) -> None:
    """ForbiddenError unless this comes from the page, opened under a loopback name."""
    if not _is_loopback(request.url.hostname or ""):
        raise ForbiddenError("Open this page as http://127.0.0.1 or http://localhost.")
    if request.method in {"GET", "HEAD"}:
        return
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if request.headers.get("origin") != own:
        raise ForbiddenError("Only this page itself may do that.")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ForbiddenError("Only JSON is taken.")


async def body_of(request: Request, largest: int = LARGEST) -> Json:
    """The JSON object that was sent; ValueError where it is none or too large."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest:
            raise ValueError("the request is too large")
    body = json.loads(content)
    if not isinstance(body, dict):
        raise ValueError("the request is not a JSON object")  # noqa: TRY004
    return body


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _refusal(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status)
