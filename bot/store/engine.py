"""One door to the database: opens it, begins transactions, translates the driver's errors.

SQLite (WAL, BEGIN IMMEDIATE for writers, a busy time-out) is the embedded default; PostgreSQL is
what several replicas share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import ConfigurationError, StoreUnavailableError
from bot.store.tables import programs

# Seconds a writer waits for another on SQLite, and a connection attempt may take on PostgreSQL.
BUSY_TIMEOUT = 10
CONNECT_TIMEOUT = 5
# No statement of ours takes seconds; one that hangs must not hold a thread for ever.
STATEMENT_TIMEOUT = 15


class Store:
    """The database of one process. Give it to repositories; close it when done."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        """`url` as in DATABASE_URL. Raises ConfigurationError where it names no known database."""
        try:
            self.url = make_url(url)
        except ArgumentError:
            raise ConfigurationError(
                "DATABASE_URL is not a database address; "
                "write sqlite:///eightdays.db or postgresql+psycopg://user@host/name"
            ) from None
        self.backend = self.url.get_backend_name()
        if self.backend not in {"sqlite", "postgresql"}:
            raise ConfigurationError(
                f"DATABASE_URL names {self.backend}; only sqlite and postgresql+psycopg are known"
            )
        if self.backend == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        try:
            self.engine = self._engine(pool_size)
        except NoSuchModuleError as exc:
            raise ConfigurationError(f"DATABASE_URL: {exc}") from None

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite, a file of this process."""
        return self.backend == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an embedded database; None where it is in memory or elsewhere."""
        name = self.url.database if self.embedded else None
        return Path(name) if name and name != ":memory:" else None

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def _engine(self, pool_size: int) -> Engine:
        if not self.embedded:
            return create_engine(
                self.url,
                pool_size=pool_size,
                max_overflow=4,
                pool_pre_ping=True,
                pool_timeout=CONNECT_TIMEOUT,
                hide_parameters=True,
                connect_args={
                    "connect_timeout": CONNECT_TIMEOUT,
                    "options": f"-c statement_timeout={STATEMENT_TIMEOUT * 1000} -c timezone=UTC",
                },
            )
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            hide_parameters=True,
            connect_args={"timeout": BUSY_TIMEOUT},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StoreUnavailableError."""
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; committed where the block ends well, else rolled back.

        Raises StoreUnavailableError where the database cannot be reached or written.
        """
        with self._transaction(write=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(write=write)
                with connection.begin():
                    yield connection
        except (OperationalError, PoolTimeoutError) as exc:
            raise StoreUnavailableError(f"{self}: {_first_line(exc)}") from exc
        except DBAPIError as exc:
            # A plain DatabaseError: to sqlite3 the file is broken, or is no database.
            if exc.connection_invalidated or type(exc) is DatabaseError:
                raise StoreUnavailableError(f"{self}: {_first_line(exc)}") from exc
            raise

    def ping(self) -> None:
        """Asks for nothing much. Raises StoreUnavailableError where nobody answers."""
        with self.read() as connection:
            connection.execute(select(programs.c.id).limit(1)).all()

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off: `_begin_sqlite` begins them.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        # What is committed must outlive a power cut, or a message is sent twice.
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT * 1000}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader may fail to become one; IMMEDIATE waits at the start.
    write = connection.get_execution_options().get("write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _first_line(exc: Exception) -> str:
    cause = getattr(exc, "orig", None) or exc
    return str(cause).strip().partition("\n")[0] or type(cause).__name__
