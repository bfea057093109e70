"""What is put on messages: reactions.* and pins.* (docs.slack.dev/reference/methods)."""

import re

from bot.sandbox import events
from bot.sandbox.api_args import Args, Json, Method
from bot.sandbox.api_chat import reachable
from bot.sandbox.core import Core
from bot.sandbox.refusal import SlackError


def add_reaction(core: Core, args: Args) -> Json:
    """reactions.add"""
    return _react(core, args, on=True)


def remove_reaction(core: Core, args: Args) -> Json:
    """reactions.remove"""
    return _react(core, args, on=False)


def add_pin(core: Core, args: Args) -> Json:
    """pins.add"""
    channel = reachable(core, args.need("channel"))
    core.workspace.pin(channel.id, args.need("timestamp"))
    return {}


def remove_pin(core: Core, args: Args) -> Json:
    """pins.remove"""
    channel = reachable(core, args.need("channel"))
    core.workspace.pin(channel.id, args.need("timestamp"), on=False)
    return {}


def list_pins(core: Core, args: Args) -> Json:
    """pins.list"""
    channel = reachable(core, args.need("channel"))
    team = core.workspace.team.id
    pinned = [one for one in core.workspace.messages(channel.id) if one.pinned]
    items = [
        {"type": "message", "channel": channel.id, "message": one.as_slack(team)} for one in pinned
    ]
    return {"items": items}


def _react(core: Core, args: Args, *, on: bool) -> Json:
    channel = reachable(core, args.need("channel"))
    name = args.need("name").strip(":")
    if not re.fullmatch(r"[\w+'-]+(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    bot = core.workspace.bot.user_id
    if bot not in channel.members:
        raise SlackError("not_in_channel")
    message = core.workspace.react(channel.id, args.need("timestamp"), bot, name, on=on)
    events.reacted(core, message, bot, name, on=on)
    return {}


METHODS = {
    "reactions.add": Method(add_reaction, 3, "reactions:write"),
    "reactions.remove": Method(remove_reaction, 2, "reactions:write"),
    "pins.add": Method(add_pin, 2, "pins:write"),
    "pins.remove": Method(remove_pin, 2, "pins:write"),
    "pins.list": Method(list_pins, 2, "pins:read"),
}
