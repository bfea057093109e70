"""Which events follow from what happens (docs.slack.dev/reference/events).

Used by people (`acts.py`) and by the app itself (`api_chat.py`): its own messages come back to it
as events too, with its bot_id, and so do its edits.
"""

from contextlib import suppress
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.core import Core
from bot.sandbox.messages import Message
from bot.sandbox.people import Channel
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]


def mentions_bot(core: Core, text: str) -> bool:
    """Whether a text as stored names the bot."""
    link = f"<@{core.workspace.bot.user_id}"
    return f"{link}>" in text or f"{link}|" in text


def emit(core: Core, event: Json) -> None:
    """Delivers one event, if the app subscribes to its type."""
    if core.events is None or event["type"] in core.events:
        core.delivery.event(payloads.callback(core, event))


def posted(core: Core, message: Message) -> None:
    """A message in a channel that the bot is in; a mention is told twice, as two events
    (docs.slack.dev/reference/events/app_mention)."""
    channel = core.workspace.channel(message.channel)
    if not _hears(core, channel) or message.ephemeral_to is not None:
        return
    body = _body(core, message)
    emit(core, {**body, "channel_type": channel.event_type})
    by_bot = message.user == core.workspace.bot.user_id
    if mentions_bot(core, message.text) and not channel.is_im and not by_bot:
        emit(core, {**body, "type": "app_mention"})


def changed(core: Core, old: Message, new: Message) -> None:
    """An edit (docs.slack.dev/reference/events/message/message_changed). A mention that an edit
    brings in is an app_mention like any other, with `edited` in it."""
    channel = core.workspace.channel(new.channel)
    if not _hears(core, channel) or new.ephemeral_to is not None:
        return
    team = core.workspace.team.id
    event = _about(core, channel, "message_changed")
    emit(
        core,
        event | {"message": new.as_slack(team), "previous_message": old.as_slack(team)},
    )
    is_new = mentions_bot(core, new.text) and not mentions_bot(core, old.text)
    if is_new and not channel.is_im:
        emit(core, {**_body(core, new), "type": "app_mention"})


def deleted(core: Core, old: Message) -> None:
    """A message is gone (docs.slack.dev/reference/events/message/message_deleted)."""
    channel = core.workspace.channel(old.channel)
    if not _hears(core, channel) or old.ephemeral_to is not None:
        return
    event = _about(core, channel, "message_deleted")
    before = old.as_slack(core.workspace.team.id)
    emit(core, event | {"deleted_ts": old.ts, "previous_message": before})


def reacted(core: Core, message: Message, user: str, name: str, *, on: bool) -> None:
    """A reaction came or went (docs.slack.dev/reference/events/reaction_added)."""
    if not _hears(core, core.workspace.channel(message.channel)):
        return
    event: Json = {
        "type": "reaction_added" if on else "reaction_removed",
        "user": user,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": core.workspace.timestamps.next(),
    }
    emit(core, event)


def joined(core: Core, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Somebody, or the bot, is in a channel now
    (docs.slack.dev/reference/events/member_joined_channel)."""
    event: Json = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": core.workspace.team.id,
        "event_ts": core.workspace.timestamps.next(),
    }
    if inviter:
        event["inviter"] = inviter
    if _hears(core, channel):
        emit(core, event)


def member_changed(core: Core, user_id: str, **fields: Any) -> None:
    """A member moved to another zone (`tz`), was deactivated (`deleted`), ...
    (docs.slack.dev/reference/events/user_change)."""
    user = core.workspace.change_user(user_id, **fields)
    event_ts = core.workspace.timestamps.next()
    shown = payloads.member(core, user)
    emit(core, {"type": "user_change", "user": shown, "event_ts": event_ts})


def home_opened(core: Core, user: str, tab: str) -> None:
    """A person looks at the app (docs.slack.dev/reference/events/app_home_opened)."""
    space = core.workspace
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": space.dm(user).id,
        "tab": tab,
        "event_ts": space.timestamps.next(),
    }
    home = space.views.home(user)
    if tab == "home" and home is not None:
        event["view"] = home.as_slack(space.bot)
    emit(core, event)


def _hears(core: Core, channel: Channel) -> bool:
    return core.workspace.bot.user_id in channel.members


def _body(core: Core, message: Message) -> Json:
    body = message.as_slack(core.workspace.team.id)
    body |= {"channel": message.channel, "event_ts": message.ts}
    if message.is_reply:
        # The parent may have been deleted meanwhile; Slack then leaves its author out.
        with suppress(SlackError):
            parent = core.workspace.message(message.channel, str(message.thread_ts))
            body["parent_user_id"] = parent.user
    return body


def _about(core: Core, channel: Channel, subtype: str) -> Json:
    ts = core.workspace.timestamps.next()
    return {
        "type": "message",
        "subtype": subtype,
        "channel": channel.id,
        "channel_type": channel.event_type,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
    }
