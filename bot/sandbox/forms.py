"""A request's body as fields and files, whichever way it was sent."""

import json
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request


@dataclass(frozen=True)
class Upload:
    """A file of a form."""

    name: str
    type: str
    data: bytes = field(repr=False)


@dataclass
class Form:
    """Fields by name, files by name. A list is a field whose name ends with [], as Rails has it;
    a JSON body's fields are what they are."""

    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field as text; empty where it is not there."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def items(self, name: str) -> list[Any] | None:
        """A field that is a list; None where it is not there."""
        value = self.fields.get(name)
        return value if isinstance(value, list) else None

    def put(self, name: str, value: str) -> None:
        """One more field as a form has it."""
        if name.endswith("[]"):
            self.fields.setdefault(name.removesuffix("[]"), []).append(value)
        else:
            self.fields[name] = value


async def read_form(request: Request) -> Form:
    """The body: JSON, a form, or a form of several parts. Raises ValueError where it is none."""
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    body = await request.body()
    form = Form()
    if kind == "application/json":
        decoded = json.loads(body or b"{}")
        if not isinstance(decoded, dict):
            raise ValueError("the body is not an object")
        form.fields = decoded
    elif kind == "multipart/form-data":
        head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
        for part in BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body).iter_parts():
            _take(form, part)
    else:
        for name, value in parse_qsl(body.decode(), keep_blank_values=True):
            form.put(name, value)
    return form


def _take(form: Form, part: Any) -> None:
    name = str(part.get_param("name", "", header="content-disposition"))
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    file_name = part.get_filename()
    if file_name is None:
        form.put(name, data.decode())
    else:
        form.files[name] = Upload(file_name, part.get_content_type(), data)
