"""What the page shows to a person, as JSON: the frame, messages, views."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.sandbox.messages import Message
from bot.sandbox.people import Channel, User
from bot.sandbox.views import View
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
PAGE = 50
"""Messages loaded at a time."""


class Reads:
    """How far each person has read each conversation."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._read: dict[tuple[str, str], str] = {}

    def mark(self, person: str, channel: str) -> None:
        """Everything that is in the channel now has been read."""
        seen = self._space.seen_by(person, channel)
        replies = self._space.messages(channel)[-1:]
        latest = max((one.ts for one in (*seen[-1:], *replies)), default="0")
        self._read[person, channel] = latest

    def unread(self, person: str, channel: str) -> int:
        """How many messages that concern the person came since."""
        since = self._read.get((person, channel), "0")
        threads = threads_of(self._space, person, channel)
        new = [one for one in self._space.seen_by(person, channel) if one.ts > since]
        replies = [
            one for one in self._space.messages(channel)
            if one.is_reply and not one.broadcast and one.ts > since
        ]  # fmt: skip
        return sum(concerns(one, person, threads) for one in (*new, *replies))


def threads_of(space: Workspace, person: str, channel: str) -> set[str]:
    """The threads in a channel that a person started or wrote in."""
    return {one.thread_ts or one.ts for one in space.messages(channel) if one.user == person}


def concerns(message: Message, person: str, threads: set[str]) -> bool:
    """Whether a message leaves a mark beside its channel: not the person's own, nor a reply in a
    thread that they are not part of."""
    if message.user == person:
        return False
    top = not message.is_reply or message.broadcast
    return top or f"<@{person}>" in message.text or message.thread_ts in threads


def sees(space: Workspace, message: Message, person: str) -> bool:
    """Whether the message is before that person's eyes."""
    channel = space.channel(message.channel)
    return person in channel.members and message.ephemeral_to in {None, person}


def frame(space: Workspace, person: User, reads: Reads) -> Json:
    """Everything around the messages."""
    own = [*space.channels(person.id), space.dm(person.id)]
    return {
        "workspace": {"name": space.team.name},
        "me": person.id,
        "bot": space.bot.user_id,
        "people": [_person(one) for one in space.users()],
        "channels": [
            _channel(one, space.bot.user_id, reads.unread(person.id, one.id)) for one in own
        ],
        "views": [view_json(one) for one in space.views.stack(person.id)],
    }


def _person(user: User) -> Json:
    keys = ("id", "name", "real_name", "tz", "is_staff", "is_bot")
    return {key: getattr(user, key) for key in keys}


def _channel(channel: Channel, bot: str, unread: int) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "user": bot if channel.is_im else None,
        "members": len(channel.members),
        "unread": unread,
    }


def history(space: Workspace, person: str, channel: str, before: str | None = None) -> Json:
    """The last messages of a channel, or those before a time stamp."""
    every = space.seen_by(person, channel)
    if before is not None:
        every = [one for one in every if one.ts < before]
    threads = _threads(space, channel)
    page = every[-PAGE:]
    return {
        "messages": [message_json(one, threads.get(one.ts, ())) for one in page],
        "more": len(every) > len(page),
    }


def thread(space: Workspace, person: str, channel: str, ts: str) -> Json:
    """A message with all replies to it."""
    every = space.seen_by(person, channel, ts)
    replies = [one for one in every if one.ts != ts and one.ephemeral_to is None]
    return {"messages": [message_json(one, replies) for one in every], "more": False}


def one_message(space: Workspace, message: Message) -> Json:
    """A message as it is now."""
    replies = space.replies(message.channel, message.ts)
    return message_json(message, replies)


def _threads(space: Workspace, channel: str) -> dict[str, list[Message]]:
    found: defaultdict[str, list[Message]] = defaultdict(list)
    for one in space.messages(channel):
        if one.is_reply and one.thread_ts:
            found[one.thread_ts].append(one)
    return found


def message_json(message: Message, replies: Sequence[Message]) -> Json:
    """A message; `replies` are what its thread link counts."""
    return {
        "channel": message.channel,
        "ts": message.ts,
        "at": message.shown_at.timestamp(),
        "user": message.user,
        "bot": message.bot_id is not None,
        "system": message.is_system,
        "text": message.text,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
        "files": list(message.files),
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "ephemeral": message.ephemeral_to is not None,
        "edited": message.edited_ts is not None,
        "pinned": message.pinned,
        "reactions": [
            {"name": name, "users": list(users)} for name, users in message.reactions.items()
        ],
        "thread": {
            "count": len(replies),
            "last": replies[-1].shown_at.timestamp() if replies else None,
            "users": list(dict.fromkeys(one.user for one in replies)),
        },
    }


def view_json(view: View) -> Json:
    """A modal or a Home, with what the page needs of it."""
    payload = view.payload
    return {
        "id": view.id,
        "hash": view.hash,
        "blocks": view.blocks,
        "title": payload.get("title"),
        "submit": payload.get("submit"),
        "close": payload.get("close"),
    }


def clock_json(now: datetime, zone: str) -> Json:
    """The program's clock."""
    return {"now": now.timestamp(), "zone": zone}
