"""What an app says in an ack or to a response_url, put into the workspace.

docs.slack.dev/interactivity/handling-user-interaction (message responses),
docs.slack.dev/surfaces/modals#updating_views (response_action).
"""

from typing import Any

from bot.sandbox import events
from bot.sandbox.blocks import check_blocks, check_view
from bot.sandbox.core import Core
from bot.sandbox.messages import Message
from bot.sandbox.refusal import SlackError
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.views import View

Json = dict[str, Any]
LONGEST = 40_000


def command_ack(core: Core, channel: str, user: str, body: Json) -> Message | None:
    """The answer in a command's ack, shown to the person alone unless `in_channel`."""
    if not body.get("text") and not body.get("blocks"):
        return None
    return _say(core, body, channel, user, None)


def response(core: Core, url: ResponseUrl, body: Json) -> Message | None:
    """One use of a response_url: replaces, deletes, or says something new."""
    if body.get("delete_original"):
        _delete(core, url)
        return None
    if not body.get("text") and not body.get("blocks"):
        raise SlackError("no_text")
    original = _original(core, url)
    if body.get("replace_original") and original is not None:
        content = {"text": _text(body), "blocks": check_blocks(body.get("blocks"))}
        space = core.workspace
        new = space.edit(original.channel, original.ts, space.bot.user_id, **content)
        events.changed(core, original, new)
        return new
    thread_ts = body.get("thread_ts") or url.thread_ts
    return _say(core, body, url.channel, url.user, thread_ts)


def view_ack(core: Core, view: View, body: Json) -> dict[str, str]:
    """What the ack of a view_submission asks for; gives the errors to show in the form."""
    views = core.workspace.views
    action = body.get("response_action")
    if action == "errors":
        errors = body.get("errors") or {}
        known = {block["block_id"] for block in view.blocks}
        if not errors or not set(errors) <= known:
            raise SlackError("invalid_arguments")
        return {str(key): str(value) for key, value in errors.items()}
    if action == "update":
        views.update(view.id, check_view(body.get("view"), "modal"))
    elif action == "push":
        views.push(view.user, check_view(body.get("view"), "modal"))
    elif action == "clear":
        views.clear(view.user)
    elif action is None:
        views.close(view.id)
    else:
        raise SlackError("invalid_arguments")
    return {}


def _say(core: Core, body: Json, channel: str, user: str, thread_ts: str | None) -> Message:
    space = core.workspace
    in_channel = body.get("response_type") == "in_channel"
    message = space.post(
        channel,
        space.bot.user_id,
        _text(body),
        blocks=check_blocks(body.get("blocks")),
        attachments=body.get("attachments"),
        ephemeral_to=None if in_channel else user,
        thread_ts=thread_ts,
    )
    events.posted(core, message)
    return message


def _text(body: Json) -> str:
    text = str(body.get("text") or "")
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    return text


def _original(core: Core, url: ResponseUrl) -> Message | None:
    """The message that the interaction was with; a command has none."""
    if url.message_ts is None:
        return None
    try:
        return core.workspace.message(url.channel, url.message_ts)
    except SlackError:
        return None


def _delete(core: Core, url: ResponseUrl) -> None:
    original = _original(core, url)
    if original is None:
        raise SlackError("message_not_found")
    core.workspace.delete(original.channel, original.ts)
    events.deleted(core, original)
