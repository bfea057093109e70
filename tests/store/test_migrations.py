"""The migrations lead to the tables, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import bot.store.migrate
from bot.errors import ConfigurationError
from bot.store import migrate
from bot.store.engine import Store
from bot.store.tables import HEAD, metadata


def test_the_migrations_make_the_tables(store: Store) -> None:
    # SQLite has no identity columns and shows them as other defaults.
    options = {"compare_type": True, "compare_server_default": not store.embedded}
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_head_is_the_newest_script() -> None:
    config = Config()
    folder = Path(bot.store.migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_empty_database_is_told_what_to_do(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    try:
        assert migrate.current(store) is None
        with pytest.raises(ConfigurationError, match="eightdays db upgrade"):
            migrate.require_current(store)
        migrate.upgrade(store)
        migrate.require_current(store)
        migrate.upgrade(store)
        assert migrate.current(store) == HEAD
    finally:
        store.close()


def test_a_newer_database_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="9999"):
        migrate.require_current(store)
    with pytest.raises(ConfigurationError, match="cannot be upgraded by this version"):
        migrate.upgrade(store)
    assert migrate.current(store) == "9999"
