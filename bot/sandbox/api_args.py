"""A Web API call's arguments, however they were sent (docs.slack.dev/apis/web-api)."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.core import Core
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]
T = TypeVar("T")


class Args:
    """The arguments by name, each in the type that a method wants."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def text(self, name: str) -> str | None:
        """A string, None where it is not there or empty."""
        value = self.given.get(name)
        return None if value in (None, "") else str(value)

    def need(self, name: str) -> str:
        """A string that has to be there."""
        value = self.text(name)
        if value is None:
            message = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean: forms say 1 or true."""
        value = self.given.get(name)
        return default if value is None else str(value).lower() in {"1", "true"}

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments")
        return int(value)

    def words(self, name: str, default: str = "") -> list[str]:
        """A list: in a form its items are joined by commas."""
        value = self.given.get(name, default)
        items = value if isinstance(value, list) else str(value).split(",")
        return [str(one).strip() for one in items if str(one).strip()]

    def json(self, name: str, wrong: str = "invalid_arguments") -> Any:
        """A structure, which a form carries as JSON; `wrong` is the error where it is none."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(wrong) from None


@dataclass(frozen=True)
class Method:
    """A method of the Web API: what it does, its rate tier, the scope that it needs, and whose
    token it takes: the "bot"'s, the "app"'s, or none."""

    run: Callable[[Core, Args], Json]
    tier: int
    scope: str | None = None
    takes: str | None = "bot"


def page(args: Args, items: Sequence[T], default: int, most: int) -> tuple[list[T], Json]:
    """One page of a list and the `response_metadata` that leads to the next
    (docs.slack.dev/apis/web-api/pagination)."""
    limit = args.number("limit", default, most)
    start = 0
    cursor = args.text("cursor")
    if cursor is not None:
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise SlackError("invalid_cursor") from None
    end = start + limit
    more = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": more}


async def read_args(request: Request) -> Args:
    """The arguments of a request: its query and its body, be that JSON or a form."""
    given: Json = dict(request.query_params)
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    body = await request.body()
    if kind == "application/json":
        try:
            decoded = json.loads(body or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(decoded, dict):
            raise SlackError("json_not_object")
        given |= decoded
    elif kind == "multipart/form-data":
        given |= {
            name: content.decode() for name, content in _parts(request, body) if name is not None
        }
    else:
        given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return Args(given)


async def read_upload(request: Request) -> bytes:
    """The bytes of an uploaded file: the body itself, or the only part of a form."""
    body = await request.body()
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return next((content for _, content in _parts(request, body)), b"")
    return body


def _parts(request: Request, body: bytes) -> list[tuple[str | None, bytes]]:
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    parts: list[tuple[str | None, bytes]] = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        known = name if isinstance(name, str) else None
        parts.append((known, content if isinstance(content, bytes) else b""))
    return parts
