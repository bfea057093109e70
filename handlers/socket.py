"""Socket Mode: a connection that is kept, and noticed when it has gone deaf.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import logging

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigurationError
from bot.log import get_logger
from handlers.identity import HOPELESS

log = get_logger(__name__)

PING_SECONDS = 10.0
FIRST_RETRY, LONGEST_RETRY = 1.0, 30.0
# An address works once; left to itself, slack_sdk goes on trying the same one for ever.
CONNECT_SECONDS = 15.0


class Socket:
    """One Socket Mode connection of this process."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(
            app, app_token, logging.getLogger("slack_sdk.socket_mode"), client,
            ping_interval=PING_SECONDS,
        )  # fmt: skip
        # By this, slack_sdk also opens lost connections again, at an address that it asks for.
        self._connect = self._handler.client.connect
        self._handler.client.connect = self._connect_in_time  # type: ignore[method-assign]

    async def connect(self) -> None:
        """Connects, and goes on trying while Slack cannot be reached.

        Raises ConfigurationError where the token is refused.
        """
        wait = FIRST_RETRY
        while True:
            try:
                # Asked here, for the client would ask for ever, whatever Slack says.
                client = self._handler.client
                client.wss_uri = await client.issue_new_wss_url()
                await self._handler.connect_async()  # type: ignore[no-untyped-call]
            except SlackApiError as exc:
                code = exc.response.get("error")
                if code in HOPELESS:
                    raise ConfigurationError(f"SLACK_APP_TOKEN is refused: {code}") from exc
                log.warning("socket refused", error=code, wait=wait)
            except (ClientError, TimeoutError, OSError) as exc:
                error = str(exc) or type(exc).__name__
                log.warning("Slack cannot be reached", error=error, wait=wait)
            else:
                log.info("socket connected")
                return
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_RETRY)

    async def _connect_in_time(self) -> None:
        client = self._handler.client
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._connect()  # type: ignore[no-untyped-call]
        except TimeoutError:
            # Switched off for as long as it connects; whoever watches the old one goes on.
            client.auto_reconnect_enabled = client.default_auto_reconnect_enabled
            raise

    async def hears(self) -> bool:
        """Whether the connection is open and its pings come back."""
        return bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Closes the connection; nothing more is heard."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]
