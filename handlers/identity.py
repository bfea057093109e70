"""Who the bot is in the workspace. Asked once: a network call for each request would be the
slowest part of it. https://docs.slack.dev/reference/methods/auth.test
"""

from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigurationError
from bot.log import get_logger

log = get_logger(__name__)

# Refusals that no waiting mends.
HOPELESS = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
    "not_allowed_token_type",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in the workspace."""

    team_id: str
    bot_id: str
    bot_user_id: str


class WhoAmI:
    """Finds the identity when it is first needed, and keeps it."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self.known: Identity | None = None

    async def get(self) -> Identity:
        """The identity. Raises ConfigurationError for a refused token, ClientError and the like
        where Slack cannot be reached."""
        if self.known is None:
            try:
                answer = await self._client.auth_test()
            except SlackApiError as exc:
                code = exc.response.get("error")
                if code in HOPELESS:
                    raise ConfigurationError(f"SLACK_BOT_TOKEN is refused: {code}") from exc
                raise
            self.known = Identity(answer["team_id"], answer["bot_id"], answer["user_id"])
        return self.known

    async def try_now(self) -> str | None:
        """None where the identity is known, and else why not. Raises ConfigurationError."""
        try:
            await self.get()
        except (SlackApiError, ClientError, TimeoutError, OSError) as exc:
            log.warning("Slack cannot be reached", error=str(exc) or type(exc).__name__)
            return "Slack cannot be reached"
        return None
