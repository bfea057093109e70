"""chat.*: posting, changing and deleting messages (docs.slack.dev/reference/methods/chat.*)."""

import json
import re
from typing import Any

from bot.sandbox import events
from bot.sandbox.api_args import Args, Json, Method
from bot.sandbox.blocks import check_blocks
from bot.sandbox.core import Core
from bot.sandbox.limits import POSTING
from bot.sandbox.messages import Message
from bot.sandbox.people import Channel
from bot.sandbox.refusal import SlackError

LONGEST = 40_000
METADATA_BYTES = 8_000
_TS = re.compile(r"[0-9]+\.[0-9]{6}")


def post_message(core: Core, args: Args) -> Json:
    """chat.postMessage"""
    channel = target(core, args.need("channel"))
    content = _content(core, args)
    thread_ts = _thread(core, channel, args)
    metadata = _metadata(args)
    core.limits.post(channel.id)
    message = core.workspace.post(
        channel.id,
        core.workspace.bot.user_id,
        thread_ts=thread_ts,
        metadata=metadata,
        broadcast=args.flag("reply_broadcast") and thread_ts is not None,
        **content,
    )
    events.posted(core, message)
    return _posted(core, message)


def post_ephemeral(core: Core, args: Args) -> Json:
    """chat.postEphemeral"""
    channel = target(core, args.need("channel"))
    user = args.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = core.workspace.post(
        channel.id,
        core.workspace.bot.user_id,
        ephemeral_to=core.workspace.user(user).id,
        thread_ts=_thread(core, channel, args),
        **_content(core, args),
    )
    return {"message_ts": message.ts}


def update(core: Core, args: Args) -> Json:
    """chat.update: what is not given stays, but for the text of a message that gets new blocks."""
    old = _own(core, args, "cant_update_message")
    fields: Json = {}
    if any(args.given.get(name) is not None for name in ("blocks", "text", "markdown_text")):
        content = _content(core, args, standing=old)
        fields = {"text": content["text"]}
        fields |= {key: content[key] for key in ("blocks", "attachments") if key in args.given}
    elif "attachments" in args.given:
        fields["attachments"] = args.json("attachments")
    else:
        raise SlackError("no_text")
    if "metadata" in args.given:
        fields["metadata"] = _metadata(args)
    new = core.workspace.edit(old.channel, old.ts, core.workspace.bot.user_id, **fields)
    events.changed(core, old, new)
    return {**_posted(core, new), "text": new.text}


def delete(core: Core, args: Args) -> Json:
    """chat.delete"""
    old = _own(core, args, "cant_delete_message")
    core.workspace.delete(old.channel, old.ts)
    events.deleted(core, old)
    return {"channel": old.channel, "ts": old.ts}


def permalink(core: Core, args: Args) -> Json:
    """chat.getPermalink"""
    channel = reachable(core, args.need("channel"))
    message = core.workspace.message(channel.id, args.need("message_ts"))
    link = f"{core.workspace.team.url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def reachable(core: Core, ref: str) -> Channel:
    """The channel with that id, if the bot may know of it: private ones it is not in are hidden."""
    channel = core.workspace.channel(ref)
    if channel.id != ref or (channel.is_private and not _is_in(core, channel)):
        raise SlackError("channel_not_found")
    return channel


def target(core: Core, ref: str) -> Channel:
    """Where a message goes: a channel's id or name, or a user's id for direct messages."""
    space = core.workspace
    if ref[:1] in {"U", "W"} and space.has_user(ref):
        return space.dm(ref)
    channel = space.channel(ref)
    if not _is_in(core, channel):
        raise SlackError("channel_not_found" if channel.is_private else "not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _is_in(core: Core, channel: Channel) -> bool:
    return core.workspace.bot.user_id in channel.members


def _content(core: Core, args: Args, standing: Message | None = None) -> Json:
    """Text, blocks and attachments of a message; at least one must be there."""
    text = args.text("text") or ""
    blocks = check_blocks(args.json("blocks", "invalid_blocks_format"))
    _check_files(core, blocks)
    attachments: Any = args.json("attachments", "invalid_attachments") or []
    markdown = args.text("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        text, blocks = markdown, check_blocks([{"type": "markdown", "text": markdown}])
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    left = standing is not None and (standing.blocks or standing.attachments)
    if not (text.strip() or blocks or attachments or left):
        raise SlackError("no_text")
    return {"text": text, "blocks": blocks, "attachments": attachments}


def _check_files(core: Core, blocks: list[Json]) -> None:
    """Pictures are files that were uploaded and worked up."""
    for number, block in enumerate(blocks):
        file = block.get("slack_file")
        if isinstance(file, dict) and not core.workspace.files.has(str(file.get("id"))):
            said = f"invalid slack file [json-pointer:/blocks/{number}/slack_file]"
            raise SlackError("invalid_blocks", errors=[said])


def _thread(core: Core, channel: Channel, args: Args) -> str | None:
    """The thread that a message goes to. One whose first message is gone, and that nobody has
    replied in, is none: Slack says nothing and posts into the channel
    (github.com/slack-go/slack/issues/1571)."""
    thread_ts = args.text("thread_ts")
    if thread_ts is None:
        return None
    if not _TS.fullmatch(thread_ts):
        raise SlackError("invalid_thread_ts")
    here = core.workspace.messages(channel.id)
    return thread_ts if any(thread_ts in {one.ts, one.thread_ts} for one in here) else None


def _metadata(args: Args) -> Json | None:
    """docs.slack.dev/messaging/message-metadata"""
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {key: metadata[key] for key in ("event_type", "event_payload")}


def _own(core: Core, args: Args, refusal: str) -> Message:
    """The bot's own message that is named; an ephemeral one cannot be had this way."""
    channel = reachable(core, args.need("channel"))
    message = core.workspace.message(channel.id, args.need("ts"))
    if message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if message.user != core.workspace.bot.user_id:
        raise SlackError(refusal)
    if channel.archived:
        raise SlackError("is_archived")
    return message


def _posted(core: Core, message: Message) -> Json:
    body = message.as_slack(core.workspace.team.id)
    return {"channel": message.channel, "ts": message.ts, "message": body}


METHODS = {
    "chat.postMessage": Method(post_message, POSTING, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, 4, "chat:write"),
    "chat.update": Method(update, 3, "chat:write"),
    "chat.delete": Method(delete, 3, "chat:write"),
    "chat.getPermalink": Method(permalink, 5),
}
