"""What becomes of a text that a person types: it is escaped, and its mentions are resolved
(docs.slack.dev/messaging/formatting-message-text)."""

import re

from bot.sandbox.core import Core


def typed(core: Core, text: str) -> str:
    """A text as Slack stores what somebody typed; links that are in Slack's form already stay."""
    space = core.workspace
    users = {one.name: one.id for one in space.users()}
    channels = {one.name: one.id for one in space.channels()}
    parts = re.split(r"(<@[UW]\w+>|<#C\w+(?:\|[^<>]*)?>)", text)
    for index in range(0, len(parts), 2):
        part = parts[index].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        part = re.sub(r"(?<!\w)@(here|channel|everyone)\b", r"<!\1>", part)
        part = re.sub(
            r"(?<!\w)@([\w.-]*\w)",
            lambda found: f"<@{users[found[1]]}>" if found[1] in users else found[0],
            part,
        )
        parts[index] = re.sub(
            r"(?<![\w&])#([\w-]*\w)",
            lambda found: f"<#{channels[found[1]]}|>" if found[1] in channels else found[0],
            part,
        )
    return "".join(parts)
