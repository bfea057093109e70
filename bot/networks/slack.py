"""Slack channels and direct messages, by slack_sdk's WebClient.

`chat.postMessage` has no idempotency key, so each message carries its ledger key as metadata, by
which it is found again in the channel's history.
https://docs.slack.dev/messaging/message-metadata/
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.domain.ledger import Destination
from bot.networks.base import Can, CannotAskError, GoneError, Network, PermanentError, Post, Sent
from bot.networks.slack_calls import ADVICE, BROKEN, Calls, NoThreadError, told
from bot.networks.slack_files import ALT, Pictures

EVENT_TYPE = "eightdays_message"
PAGE = 200
# `chat.update` refuses a text of more than about 4,000 characters as msg_too_long, which
# `chat.postMessage` takes; the blocks are what people see.
UPDATED = 3_900
# What Slack says of a person who cannot be written to. `messages_tab_disabled` is not among it: it
# is a setting of the app, and says nothing about the person.
# https://docs.slack.dev/reference/methods/conversations.open#errors
GONE = {
    "user_not_found": "they are not in this workspace any more",
    "users_not_found": "they are not in this workspace any more",
    "user_disabled": "their account was deactivated",
    "user_not_visible": "the bot may not see them",
    "channel_not_found": "they take no direct messages from the bot",
    "cannot_dm_bot": "it is a bot",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack knows of somebody: the zone (an IANA name), and whether they can be reminded."""

    zone: str | None
    bot: bool = False
    outside: bool = False


class Slack(Calls, Network):
    """Slack as a network; an address is a channel's name or id, or a user's id."""

    name = "slack"
    can = Can(threads=True, edit=True, delete=True, images=4, look_up=True)

    def __init__(self, client: WebClient) -> None:
        super().__init__(client)
        self.pictures = Pictures(self)
        # Only ids can be asked for their history; names are learnt from Slack's answers.
        self._ids: dict[str, str] = {}
        self._team: str | None = None

    def send(self, post: Post) -> Sent:
        """Posts a message with its metadata and pictures, in a thread where the post has one.

        A user's id opens the direct messages with that user by itself: conversations.open before
        each would allow some fifty people a minute (its tier), a sixth of the pace. Raises
        GoneError where there is no such user any more.
        """
        if post.parent is not None and post.thread is not None:
            self._expect(post.thread)
        try:
            return self._post(post, post.thread)
        except NoThreadError:
            if post.parent is not None:
                raise
            # Slack took nothing, so this is no repetition.
            return self._post(post, None)
        except PermanentError as exc:
            if _is_person(post.address) and exc.code in GONE:
                raise GoneError(GONE[exc.code], exc.code) from exc
            raise

    def _expect(self, thread: str) -> None:
        """Raises NoThreadError where the first message of a thread is gone: of a part that answers
        it, Slack would make a message of the channel."""
        channel, _, ts = thread.partition(":")
        try:
            answer = self.ask(
                "conversations.replies", ("messages",), channel=channel, ts=ts, limit=1
            )
        except CannotAskError as exc:
            raise PermanentError(str(exc), exc.code) from exc
        # A message that was deleted leaves a "tombstone" while there are replies to it.
        here = [one for one in answer["messages"] if one.get("subtype") != "tombstone"]
        if not any(message.get("ts") == ts for message in here):
            raise NoThreadError("the part before it was deleted in Slack")

    def _post(self, post: Post, thread: str | None) -> Sent:
        blocks = self.pictures.shown(post.text, post.blocks, post.images)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": post.key}}
        answer = self.call(
            "chat.postMessage",
            ("channel", "ts"),
            channel=post.address,
            text=post.text,
            blocks=blocks or None,
            metadata=metadata,
            thread_ts=_ts(thread),
            reply_broadcast=(post.broadcast or None) if thread else None,
            unfurl_links=False,
            unfurl_media=False,
        )
        channel = str(answer["channel"])
        self._ids[post.address] = channel
        return self._sent(channel, str(answer["ts"]))

    def find(self, post: Post, since: datetime) -> Sent | None:
        """Looks for the key among the metadata of the channel's messages since then.

        The history of a channel has no replies, but for those that were broadcast to it.
        https://docs.slack.dev/reference/methods/conversations.replies
        Raises GoneError where it was for somebody who is not there any more.
        """
        try:
            channel = self._channel_id(post.address)
        except CannotAskError as exc:
            if _is_person(post.address) and exc.code in GONE:
                raise GoneError(GONE[exc.code], exc.code) from exc
            raise
        found = self._search("conversations.history", post.key, since, channel=channel)
        if found is None and post.thread is not None:
            with suppress(NoThreadError):
                found = self._search(
                    "conversations.replies", post.key, since, channel=channel, ts=_ts(post.thread)
                )
        return None if found is None else self._sent(channel, found)

    def _search(self, method: str, key: str, since: datetime, **where: Any) -> str | None:
        """The time stamp of the message with this key among those that a method lists."""
        cursor = None
        while True:
            answer = self.ask(
                method,
                ("messages",),
                oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
                **where,
            )
            for message in answer["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            cursor = answer.get("response_metadata", {}).get("next_cursor")
            if not cursor:
                return None

    def problems(self, post: Post) -> list[str]:
        """Slack takes 40,000 characters of text and 50 blocks."""
        found = []
        if len(post.text) > 40_000:
            found.append(f"{len(post.text):,} characters; Slack takes 40,000")
        if len(post.blocks) + len(post.images) > 50:
            found.append(f"{len(post.blocks)} blocks; Slack takes 50")
        if any(len(image.alt) > ALT for image in post.images):
            found.append(f"an alt text of more than {ALT:,} characters")
        return found

    def edit(self, post: Post) -> Sent:
        """Gives a message another text and blocks, and other pictures where there are some. Raises
        like `send`."""
        channel, _, ts = str(post.target).partition(":")
        blocks = self.pictures.instead(post.text, post.blocks, post.images, (channel, ts))
        text = _at_most(post.text, UPDATED)
        # What is not given stays: blocks of before would hide the text.
        self.call("chat.update", (), channel=channel, ts=ts, text=text, blocks=blocks)
        return self._sent(channel, ts)

    def delete(self, post: Post) -> None:
        """Takes a message down. Raises like `send`."""
        channel, _, ts = str(post.target).partition(":")
        try:
            self.call("chat.delete", (), channel=channel, ts=ts)
        except PermanentError as exc:
            if exc.code != "message_not_found":
                raise

    def update(self, external_id: str, text: str, blocks: list[dict[str, Any]]) -> None:
        """Redraws a message; harmless to repeat."""
        channel, _, ts = external_id.partition(":")
        said = _at_most(text, UPDATED)
        self.call("chat.update", (), channel=channel, ts=ts, text=said, blocks=blocks)

    def share(self, user: str, name: str, content: bytes, comment: str) -> None:
        """Sends somebody a file in a direct message, with a comment (mrkdwn).

        https://docs.slack.dev/messaging/working-with-files#uploading_files
        """
        channel = self._direct(user)
        with told():
            self.client.files_upload_v2(
                channel=channel, filename=name, title=name, content=content, initial_comment=comment
            )

    def profile(self, user: str) -> Profile:
        """What Slack knows of somebody. Raises CannotAskError or TemporaryError."""
        found = self.ask("users.info", ("user",), user=user)["user"]
        if self._team is None:
            self._team = str(self.who_am_i()[0].get("team_id", ""))
        teams = {found.get("team_id"), *found.get("enterprise_user", {}).get("teams", [])}
        return Profile(
            zone=found.get("tz") or None,
            bot=bool(found.get("is_bot")) or user == "USLACKBOT",
            # People of another workspace, in a channel that is shared with it (Slack Connect).
            outside=bool(found.get("is_stranger")) or self._team not in teams,
        )

    def members(self, group: str) -> frozenset[str]:
        """The user ids in a user group. Raises CannotAskError or TemporaryError."""
        answer = self.ask("usergroups.users.list", ("users",), usergroup=group)
        return frozenset(answer["users"])

    def who_am_i(self) -> tuple[dict[str, Any], set[str]]:
        """What `auth.test` says, and the scopes that the token has (empty where it is not said)."""
        answer = self.ask_raw("auth.test")
        granted = str(answer.headers.get("x-oauth-scopes", ""))
        data = answer.data
        return data if isinstance(data, dict) else {}, set(filter(None, granted.split(",")))

    def look_at(self, address: str) -> str:
        """Whether the bot can write in a channel: its name, or the error that says why not."""
        identity = self._channel_id(address)
        channel = self.ask("conversations.info", ("channel",), channel=identity)["channel"]
        if not channel.get("is_member"):
            raise PermanentError(ADVICE["not_in_channel"])
        return "the bot is in it"

    def _sent(self, channel: str, ts: str) -> Sent:
        # Nobody but the person could follow a link into their direct messages.
        link = None if channel.startswith("D") else self._link(channel, ts)
        return Sent(f"{channel}:{ts}", link)

    def _link(self, channel: str, ts: str) -> str | None:
        # A link is nice to have; the message is out whether it can be had or not.
        try:
            return str(self.client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
        except (*BROKEN, AttributeError, TypeError, LookupError):
            return None

    def _channel_id(self, address: str) -> str:
        """The id of a channel. Asks only for the bot's own channels, which are few."""
        if _is_person(address):
            return self._direct(address)
        name = address.removeprefix("#")
        if not address.startswith("#"):
            return address
        cursor = None
        while address not in self._ids:
            answer = self.ask(
                "users.conversations",
                ("channels",),
                types="public_channel,private_channel",
                limit=PAGE,
                cursor=cursor,
            )
            self._ids |= {f"#{c['name']}": c["id"] for c in answer["channels"]}
            cursor = answer.get("response_metadata", {}).get("next_cursor")
            if not cursor and address not in self._ids:
                raise CannotAskError(
                    f"the bot is not in #{name}, or there is none; write /invite @eightdays there"
                )
        return self._ids[address]

    def _direct(self, user: str) -> str:
        """The id of the direct messages with somebody; asked for once."""
        if user not in self._ids:
            answer = self.ask("conversations.open", ("channel",), users=user)
            self._ids[user] = str(answer["channel"]["id"])
        return self._ids[user]


def _is_person(address: str) -> bool:
    return Destination.channel(address).is_person


def _ts(external_id: str | None) -> str | None:
    """The time stamp in an external id, by which a thread is named."""
    return None if external_id is None else external_id.partition(":")[2]


def _at_most(text: str, most: int) -> str:
    """The beginning of a text of mrkdwn, cut between words and never inside a link or an entity."""
    if len(text) <= most:
        return text
    head = text[:most]
    end = max(head.rfind(" "), head.rfind("\n"))
    head = head[:end] if end > 0 else head
    for opening, closing in (("<", ">"), ("&", ";")):
        start = head.rfind(opening)
        if start > head.rfind(closing):
            head = head[:start]
    return f"{head.rstrip()} …"
