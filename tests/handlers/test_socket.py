"""An address of Socket Mode works once: one that is dead is not tried for ever."""

from typing import Any

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.errors import ConfigurationError
from tests.e2e.house import a_world, words
from tests.sandbox.helpers import until

DEAD = "ws://127.0.0.1:1/dead"


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Slack gives out next, before it gives good ones again."""
    monkeypatch.setattr("handlers.socket.CONNECT_SECONDS", 1.0)
    monkeypatch.setattr("handlers.socket.FIRST_RETRY", 0.01)
    monkeypatch.setattr("handlers.socket.PING_SECONDS", 0.3)
    given: list[str] = []
    issue = SocketModeClient.issue_new_wss_url

    async def issued(client: Any) -> str:
        return given.pop() if given else await issue(client)

    monkeypatch.setattr(SocketModeClient, "issue_new_wss_url", issued)
    return given


async def test_the_first_address_is_dead(sqlite_url: str, dead: list[str]) -> None:
    dead += [DEAD]
    async with a_world(sqlite_url) as world:
        (answer,) = await world.ask(world.mia, "when does FT close?")
        assert "31 January" in words(answer)


async def test_the_address_after_a_lost_connection_is_dead(
    sqlite_url: str, dead: list[str]
) -> None:
    async with a_world(sqlite_url) as world:
        (before,) = world.box.sockets.connections
        dead += [DEAD, DEAD]
        world.box.sockets.cut()
        await until(lambda: world.box.sockets.connections not in ([], [before]), seconds=20)
        assert dead == []
        (answer,) = await world.ask(world.mia, "when does FT close?")
        assert "31 January" in words(answer)


async def test_a_refused_token_is_no_dead_address(sqlite_url: str, dead: list[str]) -> None:
    dead += [DEAD]
    async with a_world(sqlite_url, start=False) as world:
        world.values["slack_app_token"] = "xapp-1-A0-1-nobody"
        with pytest.raises(ConfigurationError, match="SLACK_APP_TOKEN"):
            await world.start()
        assert world.bot.connecting is not None
        await world.stop()
