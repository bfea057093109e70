"""The state of the Slack workspace: people, channels, messages, and what each person sees.

It knows Slack's rules about what is where, none about the wire: `api.py` speaks the Web API,
`acts.py` does what people do, both on this. All in memory. It belongs to one event loop; other
threads may read it.
"""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.sandbox.feed import Change, Feed
from bot.sandbox.files import Files
from bot.sandbox.messages import SLACKBOT, Message, TimeStamps
from bot.sandbox.people import Bot, Channel, Team, User, UserGroup
from bot.sandbox.refusal import SlackError
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.triggers import Triggers
from bot.sandbox.views import Views

KEPT = 20_000
"""Messages kept a channel; the oldest go first."""


class Workspace:
    """One Slack workspace with one app in it.

    `clock` gives messages their `shown_at` (program time) and their `ts` (real time), and
    triggers and response_urls their monotonic time.
    """

    def __init__(self, clock: Clock, team: Team | None = None, bot: Bot | None = None) -> None:
        self.clock = clock
        self.team = team or Team()
        self.bot = bot or Bot()
        self.feed = Feed()
        self.views = Views(self.team.id, self.feed, clock.monotonic)
        self.triggers = Triggers(clock.monotonic)
        self.response_urls = ResponseUrls(clock.monotonic)
        self.files = Files()
        self.timestamps = TimeStamps(clock.real_now)
        self._users: dict[str, User] = {}
        self._channels: dict[str, Channel] = {}
        self._groups: dict[str, UserGroup] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._numbers = itertools.count(1)
        self.add_user(self.bot.name, user_id=self.bot.user_id, real_name=self.bot.name, is_bot=True)

    # People and groups

    def add_user(self, name: str, *, user_id: str | None = None, **fields: Any) -> User:
        """A new member; `fields` are those of `User`. The bot's messages to them are a DM away."""
        fields.setdefault("real_name", name)
        user = User(user_id or f"U1{next(self._numbers):07d}", name, team_id=self.team.id, **fields)
        self._users[user.id] = user
        self.feed.publish(Change("user", user=user.id))
        return user

    def user(self, ref: str) -> User:
        """The member with that id or name; `user_not_found` otherwise."""
        found = self._users.get(ref)
        if found is None:
            found = next((one for one in self._users.values() if one.name == ref), None)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def has_user(self, identity: str) -> bool:
        """Whether there is a member with that id."""
        return identity in self._users

    def change_user(self, ref: str, **fields: Any) -> User:
        """Replaces what is known of a member: `tz`, `deleted`, ..."""
        user = replace(self.user(ref), **fields)
        self._users[user.id] = user
        self.feed.publish(Change("user", user=user.id))
        return user

    def remove_user(self, ref: str) -> None:
        """Takes a member out of the workspace, and out of sight."""
        user = self._users.pop(self.user(ref).id)
        self.feed.publish(Change("user", user=user.id))

    def users(self) -> list[User]:
        """Everybody, the bot too."""
        return list(self._users.values())

    def add_group(
        self, handle: str, users: Iterable[str], group_id: str | None = None
    ) -> UserGroup:
        """A user group of those user ids."""
        name = group_id or f"S1{next(self._numbers):07d}"
        group = UserGroup(name, handle, handle, tuple(users), self.team.id)
        self._groups[group.id] = group
        return group

    def groups(self) -> list[UserGroup]:
        """All user groups."""
        return list(self._groups.values())

    # Channels

    def add_channel(
        self,
        name: str,
        *,
        channel_id: str | None = None,
        members: Iterable[str] | None = None,
        bot_member: bool = False,
        **fields: Any,
    ) -> Channel:
        """A new channel, or the one of that name as it is; everyone is in it where no `members`
        (user ids) are given. `fields` are those of `Channel` (is_private, topic, archived)."""
        name = name.removeprefix("#")
        for channel in self._channels.values():
            if channel.name == name and not channel.is_im:
                return self.join(channel.id, self.bot.user_id) if bot_member else channel
        if members is None:
            members = (one.id for one in self._users.values() if not one.is_bot)
        everyone = frozenset(members) | ({self.bot.user_id} if bot_member else frozenset())
        channel_id = channel_id or f"C1{next(self._numbers):07d}"
        return self._set_channel(
            Channel(channel_id, name, members=everyone, created=self._unix(), **fields)
        )

    def channel(self, ref: str) -> Channel:
        """The conversation with that id, `#name` or `name`; `channel_not_found` otherwise."""
        found = self._channels.get(ref)
        if found is None:
            name = ref.removeprefix("#")
            every = (one for one in self._channels.values() if not one.is_im)
            found = next((one for one in every if one.name == name), None)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def channels(self, user: str | None = None) -> list[Channel]:
        """All channels without direct messages, or those that `user` (an id) is in."""
        every = [one for one in self._channels.values() if not one.is_im]
        return [one for one in every if user is None or user in one.members]

    def dms(self) -> list[Channel]:
        """All direct messages with the bot that were opened."""
        return [one for one in self._channels.values() if one.is_im]

    def dm(self, user: str) -> Channel:
        """The direct messages between the bot and `user`, opened on first use."""
        person = self.user(user)
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        channel_id = "D" + person.id[1:]
        if channel_id not in self._channels:
            members = frozenset({person.id, self.bot.user_id})
            self._set_channel(
                Channel(
                    channel_id,
                    "directmessage",
                    is_private=True,
                    members=members,
                    im_user=person.id,
                    created=self._unix(),
                )
            )
        return self._channels[channel_id]

    def join(self, channel: str, user: str) -> Channel:
        """Makes `user` a member."""
        old = self.channel(channel)
        if user in old.members:
            return old
        return self._set_channel(replace(old, members=old.members | {user}))

    def leave(self, channel: str, user: str) -> Channel:
        """Takes `user` out of the channel."""
        old = self.channel(channel)
        return self._set_channel(replace(old, members=old.members - {user}))

    def archive(self, channel: str, archived: bool = True) -> Channel:
        """Archives a channel, or brings it back."""
        return self._set_channel(replace(self.channel(channel), archived=archived))

    def _set_channel(self, channel: Channel) -> Channel:
        self._channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})
        self.feed.publish(Change("channel", channel=channel.id))
        return channel

    # Messages

    def post(self, channel: str, user: str, text: str, **fields: Any) -> Message:
        """A new message of `user`'s (an id). `fields` are those of `Message`: blocks, thread_ts,
        ephemeral_to, metadata, ... What the bot posts carries its bot_id and app_id."""
        channel_id = self.channel(channel).id
        if user == self.bot.user_id:
            fields |= {"bot_id": self.bot.bot_id, "app_id": self.bot.app_id}
        fields["blocks"] = tuple(fields.get("blocks") or ())
        fields["attachments"] = tuple(fields.get("attachments") or ())
        ts = self.timestamps.next()
        message = Message(channel_id, ts, user, text, self.clock.now(), **fields)
        kept = self._messages[channel_id]
        kept[ts] = message
        while len(kept) > KEPT:
            kept.pop(next(iter(kept)))
        self._tell("message", message)
        return message

    def notify(self, channel: str, user: str, text: str, thread_ts: str | None = None) -> Message:
        """What Slack itself tells one person, such as that a command failed."""
        return self.post(
            channel, SLACKBOT, text, ephemeral_to=user, subtype="system", thread_ts=thread_ts
        )

    def edit(self, channel: str, ts: str, by: str, **fields: Any) -> Message:
        """Replaces text, blocks, attachments or metadata of a message."""
        old = self.message(channel, ts)
        for key in ("blocks", "attachments"):
            if key in fields:
                fields[key] = tuple(fields[key] or ())
        return self._replace(replace(old, **fields, edited_by=by, edited_ts=self.timestamps.next()))

    def delete(self, channel: str, ts: str) -> Message:
        """Takes a message away, for everyone; its replies stay. Gives what it was."""
        old = self.message(channel, ts)
        del self._messages[old.channel][ts]
        self._tell("message_deleted", old)
        return old

    def react(self, channel: str, ts: str, user: str, name: str, *, on: bool = True) -> Message:
        """Adds or takes back a person's reaction."""
        old = self.message(channel, ts)
        users = old.reactions.get(name, ())
        if on == (user in users):
            raise SlackError("already_reacted" if on else "no_reaction")
        now = (*users, user) if on else tuple(one for one in users if one != user)
        reactions = {**old.reactions, name: now}
        if not now:
            del reactions[name]
        return self._replace(replace(old, reactions=reactions), kind="reaction")

    def pin(self, channel: str, ts: str, *, on: bool = True) -> Message:
        """Pins a message to its channel, or takes it off."""
        old = self.message(channel, ts)
        if old.pinned == on:
            raise SlackError("already_pinned" if on else "no_pin")
        return self._replace(replace(old, pinned=on), kind="pin")

    def message(self, channel: str, ts: str) -> Message:
        """The message (ephemeral ones too) with that time stamp; `message_not_found` otherwise."""
        found = self._messages[self.channel(channel).id].get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def messages(self, channel: str) -> list[Message]:
        """All that everyone sees in a channel, replies too, oldest first."""
        every = list(self._messages[self.channel(channel).id].values())
        return [one for one in every if one.ephemeral_to is None]

    def history(self, channel: str) -> list[Message]:
        """A channel as it reads without its threads, oldest first."""
        return [one for one in self.messages(channel) if not one.is_reply or one.broadcast]

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """What stands below a message, oldest first, without the message itself."""
        every = self.messages(channel)
        return [one for one in every if one.is_reply and one.thread_ts == thread_ts]

    def seen_by(self, user: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What `user` has before them in a channel, or in one of its threads with the message it
        hangs on, ephemeral messages to them included, oldest first."""
        here = self.channel(channel)
        if here.is_private and user not in here.members:
            raise SlackError("channel_not_found")
        every = list(self._messages[here.id].values())
        mine = [one for one in every if one.ephemeral_to in {None, user}]
        if thread_ts is None:
            return [one for one in mine if not one.is_reply or one.broadcast]
        return [one for one in mine if thread_ts in {one.ts, one.thread_ts}]

    def _replace(self, message: Message, kind: str = "message_changed") -> Message:
        self._messages[message.channel][message.ts] = message
        self._tell(kind, message)
        return message

    def _tell(self, kind: str, message: Message) -> None:
        self.feed.publish(
            Change(
                kind,
                channel=message.channel,
                ts=message.ts,
                user=message.ephemeral_to,
                detail=message.thread_ts,
            )
        )

    def _unix(self) -> int:
        return int(self.clock.real_now().timestamp())
