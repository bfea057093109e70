"""The bot in its workspace, heard by Socket Mode and by HTTP, and its log."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import cast

import pytest
import structlog

from bot import log
from tests.e2e.house import Mode, World, a_world


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Each way in which Slack reaches the bot."""
    return cast("Mode", request.param)


@pytest.fixture
async def world(sqlite_url: str, mode: Mode) -> AsyncIterator[World]:
    """The bot on SQLite, shortly before "eight days left" is due."""
    async with a_world(sqlite_url, mode) as found:
        yield found


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[World]:
    """The same by Socket Mode alone, where the way in is not the subject."""
    async with a_world(sqlite_url) as found:
        yield found


@pytest.fixture(autouse=True)
def _logging_is_put_back() -> Iterator[None]:
    """What `run` and the commands set up for their process ends with the test."""
    root = logging.getLogger()
    handlers, level, before = list(root.handlers), root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.fixture
def logged(_logging_is_put_back: None) -> StringIO:
    """What an operator finds in the log, as `run` writes it."""
    written = StringIO()
    log.configure("info", "json")
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    return written
