"""Slack channels, by slack_sdk's WebClient.

`chat.postMessage` has no idempotency key, so each message carries its ledger key as metadata, by
which it is found again in the channel's history.
https://docs.slack.dev/messaging/message-metadata/
"""

import http.client
import json
import re
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.networks.base import (
    CannotAskError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)

EVENT_TYPE = "eightdays_message"
# Seconds for each read of a socket; the total is kept by whoever calls (see bot/workers.py).
TIMEOUT = 10
PAGE = 200
# `chat.update` refuses a text of more than about 4,000 characters as msg_too_long, which
# `chat.postMessage` takes; the blocks are what people see.
UPDATED = 3_900
# Slack's own faults: the message was not taken, and may be later.
TEMPORARY = {"ratelimited", "service_unavailable", "team_added_to_org", "request_timeout"}
# "It's possible some aspect of the operation succeeded before the error was raised."
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
UNKNOWN = {"internal_error", "fatal_error"}
# There is no such message to answer. Mostly Slack says nothing and posts into the channel instead.
# https://github.com/slack-go/slack/issues/1571
NO_THREAD = {"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"}
# What slack_sdk lets through when a connection or an answer breaks.
_BROKEN = (OSError, http.client.HTTPException, ValueError, SlackClientError)
_CODE = re.compile(r"[a-z0-9_]+")
ADVICE = {
    "not_in_channel": "the bot is not in the channel; write /invite @eightdays there",
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it",
    "is_archived": "the channel is archived",
    "invalid_auth": "SLACK_BOT_TOKEN is not valid any more",
    "token_revoked": "SLACK_BOT_TOKEN was revoked; reinstall the app",
    "account_inactive": "the app was removed from the workspace; reinstall it",
    "missing_scope": "a scope is missing; reinstall the app with `eightdays manifest`",
}


class NoThreadError(PermanentError):
    """The message that was to be answered is not there."""


def make_client(token: str, base_url: str) -> WebClient:
    """A client that sends once: slack_sdk's own retries would post a message twice."""
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[])


class Slack:
    """Slack channels as a network; an address is a channel's name or id."""

    name = "slack"

    def __init__(self, client: WebClient) -> None:
        self.client = client
        # Only ids can be asked for their history; names are learnt from Slack's answers.
        self._ids: dict[str, str] = {}

    def send(self, post: Post) -> Sent:
        """Posts a message with its metadata, in a thread where the post has one."""
        try:
            return self._post(post, post.thread)
        except NoThreadError:
            # Slack took nothing, so this is no repetition.
            return self._post(post, None)

    def _post(self, post: Post, thread: str | None) -> Sent:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": post.key}}
        answer = self._call(
            "chat.postMessage",
            ("channel", "ts"),
            channel=post.address,
            text=post.text,
            blocks=post.blocks or None,
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
        """
        channel = self._channel_id(post.address)
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
            answer = self._ask(
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
        if len(post.blocks) > 50:
            found.append(f"{len(post.blocks)} blocks; Slack takes 50")
        return found

    def update(self, external_id: str, text: str, blocks: list[dict[str, Any]]) -> None:
        """Redraws a message; harmless to repeat."""
        channel, _, ts = external_id.partition(":")
        said = _at_most(text, UPDATED)
        self._call("chat.update", (), channel=channel, ts=ts, text=said, blocks=blocks)

    def members(self, group: str) -> frozenset[str]:
        """The user ids in a user group. Raises CannotAskError or TemporaryError."""
        answer = self._ask("usergroups.users.list", ("users",), usergroup=group)
        return frozenset(answer["users"])

    def who_am_i(self) -> tuple[dict[str, Any], set[str]]:
        """What `auth.test` says, and the scopes that the token has (empty where it is not said)."""
        answer = self._ask_raw("auth.test")
        granted = str(answer.headers.get("x-oauth-scopes", ""))
        data = answer.data
        return data if isinstance(data, dict) else {}, set(filter(None, granted.split(",")))

    def look_at(self, address: str) -> str:
        """Whether the bot can write in a channel: its name, or the error that says why not."""
        identity = self._channel_id(address)
        channel = self._ask("conversations.info", ("channel",), channel=identity)["channel"]
        if not channel.get("is_member"):
            raise PermanentError(ADVICE["not_in_channel"])
        return "the bot is in it"

    def _sent(self, channel: str, ts: str) -> Sent:
        return Sent(f"{channel}:{ts}", self._link(channel, ts))

    def _link(self, channel: str, ts: str) -> str | None:
        # A link is nice to have; the message is out whether it can be had or not.
        try:
            return str(self.client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
        except (*_BROKEN, AttributeError, TypeError, LookupError):
            return None

    def _channel_id(self, address: str) -> str:
        """The id of a channel. Asks only for the bot's own channels, which are few."""
        name = address.removeprefix("#")
        if not address.startswith("#"):
            return address
        cursor = None
        while address not in self._ids:
            answer = self._ask(
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

    def _ask_raw(self, method: str) -> SlackResponse:
        try:
            return self.client.api_call(method)
        except SlackApiError as exc:
            _translate(exc)
        except (*_BROKEN, AttributeError, TypeError) as exc:
            raise TemporaryError(f"Slack cannot be reached: {exc}") from exc

    def _ask(self, method: str, needed: Sequence[str], **arguments: Any) -> dict[str, Any]:
        """A call that changes nothing: whatever goes wrong, it may be asked again later."""
        try:
            return self._call(method, needed, **arguments)
        except OutcomeUnknownError as exc:
            raise TemporaryError(str(exc)) from exc
        except NoThreadError:
            raise
        except PermanentError as exc:
            raise CannotAskError(str(exc)) from exc

    def _call(self, method: str, needed: Sequence[str], **arguments: Any) -> dict[str, Any]:
        """Calls a method whose answer has all that is `needed`; every way in which that fails
        becomes one of the three errors."""
        body = {name: value for name, value in arguments.items() if value is not None}
        try:
            # GET for reads would put channel names in logs of proxies; Slack takes POST for all.
            answer = self.client.api_call(method, params=_flat(body))
        except SlackApiError as exc:
            _translate(exc)
        except SlackRequestError as exc:
            raise PermanentError(f"Slack: {exc}") from exc
        except HTTPError as exc:
            raise OutcomeUnknownError(f"Slack answered HTTP {exc.code}") from exc
        except URLError as exc:
            if _never_left(exc):
                raise TemporaryError(f"Slack cannot be reached: {exc.reason}") from exc
            raise OutcomeUnknownError(f"no answer from Slack: {exc.reason}") from exc
        # slack_sdk trips over answers that are JSON, but no object.
        except (*_BROKEN, AttributeError, TypeError) as exc:
            raise OutcomeUnknownError(f"no answer from Slack: {exc}") from exc
        data = answer.data
        if not isinstance(data, dict) or any(name not in data for name in needed):
            raise OutcomeUnknownError(f"Slack's answer to {method} makes no sense")
        return data


def _ts(external_id: str | None) -> str | None:
    """The time stamp in an external id, by which a thread is named."""
    return None if external_id is None else external_id.partition(":")[2]


def _flat(body: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in body.items()
    }


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


def _never_left(error: URLError) -> bool:
    """Whether the connection itself failed, so that nothing can have been taken."""
    return isinstance(error.reason, ConnectionRefusedError | socket.gaierror)


def _translate(error: SlackApiError) -> NoReturn:
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    code, status = str(data.get("error", "")), response.status_code
    if status == 429 or code == "ratelimited":
        raise TemporaryError("Slack asks to slow down", _retry_after(response)) from error
    if not _CODE.fullmatch(code):
        # slack_sdk puts a sentence of its own there where the answer is no JSON.
        code = f"HTTP {status}"
        if status < 400:
            raise OutcomeUnknownError("Slack's answer makes no sense") from error
    if code in UNKNOWN or (status >= 500 and code not in TEMPORARY):
        raise OutcomeUnknownError(f"Slack answered {code}") from error
    if code in TEMPORARY:
        raise TemporaryError(f"Slack answered {code}") from error
    if code in NO_THREAD:
        raise NoThreadError(f"Slack: {code}") from error
    needed = data.get("needed")
    detail = ADVICE.get(code, "see https://docs.slack.dev/reference/methods/chat.postMessage")
    scope = f" ({needed})" if needed else ""
    raise PermanentError(f"Slack: {code}{scope}: {detail}") from error


def _retry_after(response: SlackResponse) -> float:
    try:
        return max(float(response.headers.get("Retry-After", 1)), 1.0)
    except ValueError:
        return 60.0
