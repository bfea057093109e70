"""A world on each kind of database, and the process that forks the lives in it."""

from collections.abc import Iterator

import pytest

from bot.sandbox.limits import Rates
from bot.sandbox.server import sandbox_in_thread
from tests.crash.announcing import House
from tests.crash.figures import FIGURES
from tests.crash.world import Lives, World, lives


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """Forks the lives of a module's tests."""
    with lives(tmp_path_factory.mktemp("lives")) as forked:
        yield forked


@pytest.fixture
def house(world: World, request: pytest.FixtureRequest) -> Iterator[House]:
    """An announcement, approved; its figures go into the report."""
    made = House(world)
    yield made
    request.node.user_properties.append((FIGURES, dict(made.figures)))


@pytest.fixture
def world(process: Lives, database_url: str, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world with a review channel; how often it saw a life killed is told after the run."""
    with sandbox_in_thread(rates=Rates.unlimited()) as sandbox:
        made = World(sandbox, process, database_url, eightdays_review_channel="#moss-review")
        yield made
        made.store.close()
    request.node.user_properties.append((f"kills on {made.store.backend}", made.kills))
