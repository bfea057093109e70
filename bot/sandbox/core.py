"""What all parts of the sandbox share: the workspace, the ways in and out, limits and faults."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bluesky import Bluesky
from bot.sandbox.delivery import ACK_SECONDS, RETRY_DELAYS, Delivery
from bot.sandbox.discord import Discord
from bot.sandbox.faults import Faults
from bot.sandbox.feed import Change
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.mastodon import Mastodon
from bot.sandbox.oauth import XCredentials
from bot.sandbox.sockets import Sockets
from bot.sandbox.webhooks import Receiver
from bot.sandbox.workspace import Workspace
from bot.sandbox.x import X

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "pins:read",
    "pins:write",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
)


@dataclass(frozen=True)
class Credentials:
    """What the app has to show here. None of it opens anything anywhere else."""

    bot_token: str = "xoxb-demo-eightdays"  # noqa: S105
    app_token: str = "xapp-demo-eightdays"  # noqa: S105
    signing_secret: str = "demo-signing-secret"  # noqa: S105
    verification_token: str = "demo-verification-token"  # noqa: S105
    scopes: tuple[str, ...] = SCOPES


class Core:
    """State and services of one sandbox.

    `commands` are the registered slash commands ("/deadlines"), `events` the subscribed event
    types ("app_mention", "message", ...), None means any. `origin` is where it is served.
    """

    def __init__(  # noqa: PLR0913 - the settings of a whole workspace
        self,
        workspace: Workspace,
        credentials: Credentials | None = None,
        *,
        commands: Collection[str] | None = None,
        events: Collection[str] | None = None,
        request_url: str | None = None,
        rates: Rates | None = None,
        ack_seconds: float = ACK_SECONDS,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        x_credentials: XCredentials | None = None,
    ) -> None:
        clock = workspace.clock
        self.workspace = workspace
        self.credentials = credentials or Credentials()
        self.commands = commands
        self.events = events
        self.origin = "http://127.0.0.1"
        self.limits = Limits(rates or Rates(), clock.monotonic)
        self.faults = Faults()
        self.sockets = Sockets(workspace.bot.app_id)
        self.delivery = Delivery(
            self.sockets,
            clock,
            self.credentials.signing_secret,
            request_url=request_url,
            ack_seconds=ack_seconds,
            retry_delays=retry_delays,
        )
        self.x = X(clock, workspace.feed, x_credentials or XCredentials())
        self.mastodon = Mastodon(clock, workspace.feed, lambda: self.origin)
        self.discord = Discord(clock, workspace.feed, lambda: self.origin)
        self.webhook = Receiver(clock, workspace.feed, lambda: self.origin)
        self.bluesky = Bluesky(clock, workspace.feed, lambda: self.origin)
        # What people chose in menus that wait for a button: (person, place, message or view).
        self.choices: dict[tuple[str, str, str], dict[str, Any]] = {}

    @property
    def slack_api_url(self) -> str:
        """What `SLACK_API_URL` has to be for an app that is to talk to this workspace."""
        return f"{self.origin}/api/"

    async def close(self) -> None:
        """Ends deliveries, connections and streams."""
        self.workspace.feed.publish(Change("closed"))
        await self.delivery.close()
        await self.sockets.close()
