"""A database, and a program in it that owns rows."""

from collections.abc import Iterator

import pytest

from bot.store import programs
from bot.store.engine import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


@pytest.fixture
def program(store: Store) -> int:
    with store.write() as connection:
        return programs.program_id(connection, "T0MOSS")
