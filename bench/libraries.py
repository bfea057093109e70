"""What the bot stands on, imported and started, and nothing of the bot itself: the floor of its
start and its memory. `python -m bench.libraries DATABASE`, with the bot's variables set.

It is written as one would write it who wants nothing but these libraries running: settings read,
logging set up, an engine connected, the scheduler started, a Bolt app on a Socket Mode connection,
clients of the networks, a server that answers. What the bot loads lazily is not loaded here either.
"""

import asyncio
import logging
import sys

import babel.numbers
import dateutil.rrule
import rapidfuzz.fuzz
import rapidfuzz.process
import requests
import sqlalchemy
import structlog
import tweepy
import uvicorn
import uvloop
import yaml
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

# twitter-text cannot be imported without what this stands in for; it imports nothing else.
from bot.domain import weight as twitter_text_loader

# Imported for their weight alone.
LOADED = (
    babel.numbers, dateutil.rrule, rapidfuzz.fuzz, rapidfuzz.process, requests,
    twitter_text_loader, yaml,
)  # fmt: skip


class Settings(BaseSettings):
    """As many kinds of settings as the bot has."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr
    slack_app_token: SecretStr
    slack_api_url: str
    port: int


async def main(database: str) -> None:
    """Starts all, and answers until it is told to stop."""
    settings = Settings()
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    engine = sqlalchemy.create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT 1")).all()
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(_nothing, IntervalTrigger(seconds=60))
    scheduler.start()
    token, url = settings.slack_bot_token.get_secret_value(), settings.slack_api_url
    clients = WebClient(token, base_url=url), tweepy.Client("bearer")
    client = AsyncWebClient(token, base_url=url)
    me = await client.auth_test()

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=me["team_id"], bot_id=me["bot_id"], bot_token=token
        )

    app = AsyncApp(client=client, authorize=authorize, process_before_response=True)
    socket = AsyncSocketModeHandler(
        app, settings.slack_app_token.get_secret_value(), web_client=client
    )
    await socket.connect_async()  # type: ignore[no-untyped-call]

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ok")

    config = uvicorn.Config(
        Starlette(routes=[Route("/readyz", ready)]),
        port=settings.port,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    await uvicorn.Server(config).serve()
    await socket.close_async()  # type: ignore[no-untyped-call]
    del clients


async def _nothing() -> None:
    pass


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
