"""A running sandbox on a clock that tests move, and real clients for it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox, running_sandbox
from tests.sandbox.helpers import Connect, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def box(clock: HandClock) -> AsyncIterator[Sandbox]:
    """Moss House without rate limits, quick to deliver again. An ack has its full three seconds,
    for the machine may be busy; tests of late ones set less."""
    async with running_sandbox(
        clock, rates=Rates.unlimited(), retry_delays=(0.0, 0.02, 0.02)
    ) as sandbox:
        yield sandbox


@pytest.fixture
def web(box: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(
        token=box.credentials.bot_token, base_url=box.slack_api_url, retry_handlers=[]
    )


@asynccontextmanager
async def bolt_on_socket(box: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connects a Bolt app by Socket Mode, as it would connect to Slack."""
    handler = AsyncSocketModeHandler(app, box.credentials.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def connect(box: Sandbox) -> AsyncIterator[Connect]:
    """`await connect(app)`: by Socket Mode until the test ends."""
    async with AsyncExitStack() as stack:

        async def connected(app: AsyncApp) -> AsyncSocketModeHandler:
            return await stack.enter_async_context(bolt_on_socket(box, app))

        yield connected


@pytest.fixture
def app(web: AsyncWebClient) -> AsyncApp:
    """A Bolt app without listeners."""
    return AsyncApp(
        client=web, process_before_response=True, raise_error_for_unhandled_request=False
    )
