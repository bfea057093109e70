"""The Slack app manifest, derived from what is registered.

https://docs.slack.dev/reference/app-manifest
"""

from typing import Any, Literal

from handlers.bolt import EVENTS
from handlers.commands import COMMANDS

# Each scope with its reason; docs/slack.md repeats them.
SCOPES = {
    "app_mentions:read": "hear questions by mention",
    "channels:history": "hear follow-ups in threads; find a message whose outcome is unknown",
    "channels:read": "find a public channel's id",
    "chat:write": "answer, remind, announce",
    "commands": "slash commands",
    "files:read": "fetch a picture that staff give for an announcement",
    "files:write": "send deadlines as a calendar file to whoever asks; show pictures",
    "groups:history": "the same in private channels the bot is invited to",
    "groups:read": "find a private channel's id",
    "im:history": "hear questions in direct messages; find a reminder whose outcome is unknown",
    "im:write": "remind people in direct messages, who asked for it",
    "usergroups:read": "staff that is named as a user group",
    "users:read": "the time zone of people who want to be reminded, and when they leave",
}
DESCRIPTION = "Answers questions about the program, counts deadlines down, announces awards."


def manifest(mode: Literal["socket", "http"], url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP mode at `url` (the address of this bot)."""
    endpoint = {"url": f"{url.rstrip('/')}/slack/events"} if url and mode == "http" else {}
    request = {"request_url": endpoint["url"]} if endpoint else {}
    return {
        "display_information": {
            "name": "eightdays",
            "description": DESCRIPTION,
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "eightdays", "always_online": True},
            "slash_commands": [
                {
                    "command": command.name,
                    "description": command.description,
                    "usage_hint": command.hint,
                    "should_escape": False,
                }
                | endpoint
                for command in COMMANDS
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)} | request,
            "interactivity": {"is_enabled": True} | request,
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }
