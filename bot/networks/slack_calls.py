"""Calls of Slack's Web API by slack_sdk's WebClient, and what their failures mean."""

import errno
import http.client
import json
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.networks.base import CannotAskError, OutcomeUnknownError, PermanentError, TemporaryError
from bot.networks.fence import no_return

# Seconds for each read of a socket; the total is kept by whoever calls (see bot/workers.py).
TIMEOUT = 10
# Slack's own faults: the message was not taken, and may be later.
TEMPORARY = {"ratelimited", "service_unavailable", "team_added_to_org", "request_timeout"}
# "It's possible some aspect of the operation succeeded before the error was raised."
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
UNKNOWN = {"internal_error", "fatal_error"}
# There is no such message to answer. Mostly Slack says nothing and posts into the channel instead.
# https://github.com/slack-go/slack/issues/1571
NO_THREAD = {"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"}
# Methods that are given blocks take JSON, and a third of a message's cost is saved by it; others
# take forms alone. https://docs.slack.dev/apis/web-api
JSON = {"chat.postMessage", "chat.update"}
# What slack_sdk lets through when a connection or an answer breaks.
BROKEN = (OSError, http.client.HTTPException, ValueError, SlackClientError)
# How a connection fails before anything of a request is sent.
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_HANDSHAKE = ("handshake", "HANDSHAKE", "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL")
_CODE = re.compile(r"[a-z0-9_]+")
ADVICE = {
    "not_in_channel": "the bot is not in the channel; write /invite @eightdays there",
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it",
    "is_archived": "the channel is archived",
    "invalid_auth": "SLACK_BOT_TOKEN is not valid any more",
    "token_revoked": "SLACK_BOT_TOKEN was revoked; reinstall the app",
    "account_inactive": "the app was removed from the workspace; reinstall it",
    "missing_scope": "a scope is missing; reinstall the app with `eightdays manifest`",
    "message_not_found": "the message is not there any more",
    "cant_update_message": "only the bot's own messages can be changed",
    "edit_window_closed": "the workspace does not allow to edit messages that old",
    "cant_delete_message": "only the bot's own messages can be deleted",
    "messages_tab_disabled": "the app's Messages tab is off; paste `eightdays manifest` again",
}


class NoThreadError(PermanentError):
    """The message that was to be answered is not there."""


def make_client(token: str, base_url: str) -> WebClient:
    """A client that sends once: slack_sdk's own retries would post a message twice."""
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[])


class Calls:
    """The calls of a client, with every failure told as one of the errors of `base.py`."""

    def __init__(self, client: WebClient) -> None:
        self.client = client

    def ask_raw(self, method: str) -> SlackResponse:
        try:
            return self.client.api_call(method)
        except SlackApiError as exc:
            _translate(exc)
        except (*BROKEN, AttributeError, TypeError) as exc:
            raise TemporaryError(f"Slack cannot be reached: {type(exc).__name__}") from exc

    def ask(self, method: str, needed: Sequence[str], **arguments: Any) -> dict[str, Any]:
        """A call that changes nothing: whatever goes wrong, it may be asked again later."""
        try:
            return self.call(method, needed, **arguments)
        except OutcomeUnknownError as exc:
            raise TemporaryError(str(exc)) from exc
        except NoThreadError:
            raise
        except PermanentError as exc:
            raise CannotAskError(str(exc), exc.code) from exc

    def call(self, method: str, needed: Sequence[str], **arguments: Any) -> dict[str, Any]:
        """Calls a method whose answer has all that is `needed`; every way in which that fails
        becomes one of the three errors."""
        body = {name: value for name, value in arguments.items() if value is not None}
        if method in JSON:
            # These alone post something.
            no_return()
        with told():
            # GET for reads would put channel names in logs of proxies; Slack takes POST for all.
            if method in JSON:
                answer = self.client.api_call(method, json=body)
            else:
                answer = self.client.api_call(method, params=_flat(body))
        data = answer.data
        if not isinstance(data, dict) or any(name not in data for name in needed):
            raise OutcomeUnknownError(f"Slack's answer to {method} makes no sense")
        return data


@contextmanager
def told() -> Iterator[None]:
    """Every way in which a call fails becomes one of the three errors."""
    try:
        yield
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
    except (*BROKEN, AttributeError, TypeError) as exc:
        # Their words may repeat the token ("Invalid header value …").
        raise OutcomeUnknownError(f"no answer from Slack: {type(exc).__name__}") from exc


def _flat(body: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in body.items()
    }


def _never_left(error: URLError) -> bool:
    """Whether the connection itself failed, so that nothing can have been taken."""
    reason = error.reason
    if isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return True
    if isinstance(reason, ssl.SSLError | TimeoutError):
        return any(sign in str(reason) for sign in _HANDSHAKE)
    return isinstance(reason, OSError) and reason.errno in _NO_WAY


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
    raise PermanentError(f"Slack: {code}{scope}: {detail}", code) from error


def _retry_after(response: SlackResponse) -> float:
    try:
        return max(float(response.headers.get("Retry-After", 1)), 1.0)
    except ValueError:
        return 60.0
