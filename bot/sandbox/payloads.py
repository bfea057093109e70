"""The bodies that Slack sends to an app: commands, interactions, events.

Shapes: docs.slack.dev/reference/interaction-payloads, docs.slack.dev/interactivity/implementing-
slash-commands, docs.slack.dev/apis/events-api#event-type-structure.
"""

from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.core import Core
from bot.sandbox.delivery import event_id
from bot.sandbox.messages import Message
from bot.sandbox.people import Channel, User
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.views import View

Json = dict[str, Any]


def command(core: Core, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command. Everything in it is a string, for it is a form."""
    team = core.workspace.team
    return {
        "token": core.credentials.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": core.workspace.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": response_address(
            core, core.workspace.response_urls.issue(channel.id, user.id)
        ),
        "trigger_id": core.workspace.triggers.issue(user.id),
    }


def interaction(core: Core, kind: str, user: User, view_id: str | None = None) -> Json:
    """What all interactions have in common."""
    team = core.workspace.team
    return {
        "type": kind,
        "token": core.credentials.verification_token,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": team.id,
        },
        "api_app_id": core.workspace.bot.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        "action_ts": core.workspace.timestamps.next(),
        "trigger_id": core.workspace.triggers.issue(user.id, view_id),
    }


def on_message(core: Core, user: User, message: Message) -> Json:
    """What an interaction with a message carries: where, which, and how to answer."""
    channel = core.workspace.channel(message.channel)
    is_ephemeral = message.ephemeral_to is not None
    url = core.workspace.response_urls.issue(channel.id, user.id, message.ts, message.thread_ts)
    body: Json = {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
        },
        "channel": {"id": channel.id, "name": channel.name},
        "response_url": response_address(core, url),
    }
    if message.thread_ts:
        body["container"]["thread_ts"] = message.thread_ts
    if not is_ephemeral:
        # Of an ephemeral message an app gets to know the time stamp only.
        body["message"] = message.as_slack(core.workspace.team.id)
    return body


def on_view(core: Core, view: View, values: Json) -> Json:
    """What an interaction with a view carries."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view.as_slack(core.workspace.bot, values),
    }


def response_address(core: Core, url: ResponseUrl) -> str:
    """The address of a response_url."""
    return f"{core.origin}/response/{url.id}"


def callback(core: Core, event: Json) -> Json:
    """The envelope of an event."""
    space = core.workspace
    return {
        "token": core.credentials.verification_token,
        "team_id": space.team.id,
        "context_team_id": space.team.id,
        "api_app_id": space.bot.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id(),
        "event_time": int(space.clock.real_now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": space.team.id,
                "user_id": space.bot.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def member(core: Core, user: User) -> Json:
    """The user object; the offset is the zone's at program time, which the demo lives in."""
    offset = core.workspace.clock.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    return user.as_slack(int(offset.total_seconds()) if offset else 0)
