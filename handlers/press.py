"""One press of a button, and the ways to answer it.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

import json
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import UserError
from handlers.orders import UsedUpError, answer
from handlers.posting import post


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button."""

    action: dict[str, Any]
    body: dict[str, Any]
    respond: AsyncRespond | None
    client: AsyncWebClient

    @property
    def user(self) -> str:
        """Who pressed it."""
        return str(self.body["user"]["id"])

    @property
    def name(self) -> str:
        """What the button does: its action."""
        return str(self.action["action_id"])

    @property
    def place(self) -> str:
        """The channel (id) that it stands in; "" in App Home and in a form."""
        return str((self.body.get("container") or {}).get("channel_id") or "")

    @property
    def message(self) -> str:
        """The message or the view that it stands in."""
        container = self.body.get("container") or {}
        return str(container.get("message_ts") or container.get("view_id") or "")

    @property
    def value(self) -> str:
        """What the button carries."""
        return str(self.action.get("value") or "")

    @property
    def trigger(self) -> str:
        """What opens a modal, within three seconds."""
        return str(self.body.get("trigger_id") or "")

    def announcement(self) -> tuple[int, str]:
        """The announcement that a button of a review card is about, and its fingerprint."""
        try:
            value = json.loads(self.value)
            return int(value["id"]), str(value["digest"])
        except (ValueError, KeyError, TypeError):
            raise UserError("This button is from another version of the bot.") from None

    def row(self) -> int:
        """The row of the ledger that a button of a review card is about."""
        try:
            return int(json.loads(self.value)["row"])
        except (ValueError, KeyError, TypeError):
            raise UserError("This button is from another version of the bot.") from None

    async def tell(self, text: str) -> None:
        """Tells the person alone."""
        await self.answer(text=text)

    async def answer(self, **message: Any) -> None:
        """Shows the person alone a message: where they pressed, or else directly."""
        if self.respond is not None:
            try:
                return await answer(self.respond, **message)
            except UsedUpError:
                pass
        await post(self.client, channel=self.user, **message)
        return None
