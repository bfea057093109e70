"""Brings a database to the newest schema, by Alembic. https://alembic.sqlalchemy.org/"""

from pathlib import Path

from sqlalchemy import inspect, text

from bot.errors import ConfigurationError
from bot.store.engine import Store
from bot.store.tables import HEAD

# Only one process migrates at a time; any number will do, as long as all use the same.
_MIGRATION_LOCK = 8_000_008


def current(store: Store) -> str | None:
    """The revision that the database is at, None for an empty one."""
    with store.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
        return found


def is_current(store: Store) -> bool:
    """Whether the database has the newest schema."""
    return current(store) == HEAD


def upgrade(store: Store) -> None:
    """Brings the database to the newest schema; nothing happens where it is there already."""
    if is_current(store):
        return
    # Loading Alembic takes a good part of a start, and most starts do not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with store.write() as connection:
        if not store.embedded:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as exc:
            raise ConfigurationError(
                f"the database cannot be upgraded by this version of eightdays: {exc}"
            ) from exc


def require_current(store: Store) -> None:
    """Raises ConfigurationError, which names the command that mends it, for another schema."""
    found = current(store)
    if found is None:
        raise ConfigurationError("the database is empty; run: eightdays db upgrade")
    if found != HEAD:
        raise ConfigurationError(
            f"the database is at schema {found}, this version needs {HEAD}; "
            "run: eightdays db upgrade"
        )
