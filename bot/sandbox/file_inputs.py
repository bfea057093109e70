"""Files that people give in a form (docs.slack.dev/reference/block-kit/block-elements/file-input-
element), and the address at which an app fetches them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.sandbox.core import Core
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]
SCOPE = "files:read"


def with_files(core: Core, user: str, values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """States in which a file input names its files (by id, or as objects), with Slack's file
    objects in their place. A person can give their own files alone."""
    for actions in values.values():
        for state in actions.values():
            if state.get("type") == "file_input":
                state["files"] = [_file(core, user, one) for one in state.get("files") or []]
    return values


def _file(core: Core, user: str, given: Any) -> Json:
    found = core.workspace.files.get(given["id"] if isinstance(given, dict) else str(given))
    if found.user != user:
        raise SlackError("file_not_found")
    return found.as_slack(core.origin)


async def fetch(core: Core, request: Request) -> Response:
    """A file for whoever shows a token that may read files; others are sent on to sign in, as
    Slack does (docs.slack.dev/reference/objects/file-object#authentication)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    known = core.credentials
    if scheme.lower() != "bearer" or token != known.bot_token or SCOPE not in known.scopes:
        return RedirectResponse(f"{core.origin}/?redir={request.url.path}", 302)
    try:
        file = core.workspace.files.get(request.path_params["id"])
    except SlackError as error:
        return PlainTextResponse(error.code, 404)
    return Response(file.content, media_type=file.mimetype)
