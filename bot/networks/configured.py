"""The networks that the settings turn on."""

from bot.networks.base import Network
from bot.networks.discord import Discord
from bot.networks.slack import Slack
from bot.networks.slack_calls import make_client
from bot.networks.webhook import Webhook
from bot.networks.x import X
from bot.settings import Settings


def slack(settings: Settings) -> Slack:
    """Slack, which there always is; without a token it refuses what it is asked."""
    token = settings.slack_bot_token
    return Slack(make_client(token.get_secret_value() if token else "", settings.slack_api_url))


def networks(settings: Settings, workspace: Slack) -> dict[str, Network]:
    """The networks whose variables are set, by name. One more is one more line."""
    found: dict[str, Network] = {"slack": workspace}
    if settings.x_is_on:
        found["x"] = X.of(settings)
    if settings.discord_webhook_urls:
        found["discord"] = Discord.of(settings)
    if settings.webhook_urls:
        found["webhook"] = Webhook.of(settings)
    # Their clients are large: loaded where they are set up alone.
    if settings.mastodon_is_on:
        from bot.networks.mastodon import Mastodon

        found["mastodon"] = Mastodon.of(settings)
    if settings.bluesky_is_on:
        from bot.networks.bluesky import Bluesky

        found["bluesky"] = Bluesky.of(settings)
    return found
