"""Where announcements go: addresses are checked when they are read, and never shown."""

import pytest
from pydantic import ValidationError
from slack_sdk import WebClient

from bot.errors import ConfigurationError
from bot.networks import configured
from bot.networks.base import NetworkError, Post
from bot.networks.slack import Slack
from bot.settings import discord_webhook, explicit

DISCORD = "https://discord.com/api/webhooks/812345678901234567/s3cret-TOKEN_1"
RECEIVER = "https://hooks.example.org/s3cret"


@pytest.mark.parametrize(
    "url",
    [
        DISCORD,
        DISCORD + "/",
        DISCORD.replace("/api/", "/api/v10/"),
        DISCORD.replace("discord.com", "discordapp.com"),
        DISCORD.replace("discord.com", "canary.discord.com"),
        "http://127.0.0.1:8080/discord/api/webhooks/1/t",
    ],
)
def test_a_discord_webhook(url: str) -> None:
    address, identity = discord_webhook(url)
    assert address == url.rstrip("/")
    assert identity in {"812345678901234567", "1"}
    assert explicit(discord_webhook_urls=url).discord_webhook_urls


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/channels/1/2",
        "https://evil.example.org/api/webhooks/1/s3cret",
        "https://discord.com.evil.example.org/api/webhooks/1/s3cret",
        "https://evildiscord.com/api/webhooks/1/s3cret",
        DISCORD.replace("https", "http"),
        DISCORD + "?wait=true",
        DISCORD + "/slack",
        "s3cret",
    ],
)
def test_no_discord_webhook(url: str) -> None:
    with pytest.raises(ValidationError) as raised:
        explicit(discord_webhook_urls=f"{DISCORD},{url}")
    words = [str(error["ctx"]["error"]) for error in raised.value.errors()]
    assert "s3cret" not in "".join(words)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "ftp://hooks.example.org/",
        "//hooks.example.org/",
        "hooks.example.org",
        "https://",
    ],
)
@pytest.mark.parametrize("name", ["webhook_urls", "mastodon_url", "bluesky_url"])
def test_what_is_sent_is_sent_under_tls(name: str, url: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        explicit(**{name: url})


@pytest.mark.parametrize(
    "url", [RECEIVER, "http://127.0.0.1:8080/hook", "http://localhost/", "http://[::1]:8080/"]
)
def test_a_receiver(url: str) -> None:
    assert explicit(webhook_urls=url, webhook_secret="s").problems() == []


def test_receivers_without_a_secret_are_half_set() -> None:
    with pytest.raises(ConfigurationError, match="WEBHOOK_SECRET is not set"):
        explicit(webhook_urls=RECEIVER).require()


def test_a_network_is_on_when_it_is_set_up() -> None:
    settings = explicit(
        webhook_urls=f"{RECEIVER},{RECEIVER}2", webhook_secret="s", discord_webhook_urls=DISCORD
    )
    found = configured.networks(settings, configured.slack(settings))
    assert list(found) == ["slack", "discord", "webhook"]
    assert found["discord"].addresses() == ("812345678901234567",)
    assert len(found["webhook"].addresses()) == 2
    assert "s3cret" not in "".join(found["webhook"].addresses()) + repr(settings)
    assert settings.unused() == []


@pytest.mark.parametrize("inside", ["\n", "\r", "\t", " ", "\x00", "\x7f"])
@pytest.mark.parametrize(
    "name",
    ["slack_bot_token", "slack_signing_secret", "mastodon_access_token", "webhook_urls"],
)
def test_a_secret_is_one_word_and_is_not_shown_where_it_is_not(name: str, inside: str) -> None:
    secret = f"https://s3cret{inside}s3cret"
    with pytest.raises(ValidationError) as found:
        explicit(**{name: secret})
    assert "inside" in str(found.value)
    assert "s3cret" not in str(found.value)


def test_what_slack_could_not_be_sent_is_not_quoted() -> None:
    client = WebClient(
        token="xoxb-s3cret\ns3cret", base_url="http://127.0.0.1:9/", retry_handlers=[]
    )
    post = Post(key="k", address="#moss", text="text")
    with pytest.raises(NetworkError) as found:
        Slack(client).send(post)
    assert "s3cret" not in str(found.value)
