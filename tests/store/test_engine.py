"""The door to the database: transactions, aware instants, and a database that is gone."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError

from bot.errors import ConfigurationError, StoreUnavailableError
from bot.store import programs
from bot.store.engine import Store
from bot.store.runlock import RunLock
from bot.store.tables import events
from bot.store.tables import programs as programs_table
from tests.store.makers import NOW, add, all_rows, row

# Instants


@pytest.mark.parametrize(
    "when",
    [
        datetime(2018, 1, 31, 23, 59, 59, 999999, timezone(timedelta(hours=-8))),
        datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=14))),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_it_is_in_utc(store: Store, program: int, when: datetime) -> None:
    add(store, program, row(due=when))
    (back,) = all_rows(store, program)
    assert back.due == when
    assert back.due.tzinfo == UTC


def test_instants_are_compared_as_instants(store: Store, program: int) -> None:
    tokyo = datetime(2018, 1, 24, 3, 0, 1, tzinfo=timezone(timedelta(hours=9)))
    add(store, program, row(due=tokyo), row(subject="mp/2018-01", due=NOW))
    assert [each.due for each in all_rows(store, program)] == [NOW, tokyo]


def test_a_naive_time_is_refused(store: Store, program: int) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="no time zone"), store.write() as connection:
        connection.execute(insert(events).values(program_id=program, event_id="e", seen_at=naive))


# Transactions


def test_what_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            programs.program_id(connection, "T1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as connection:
        assert connection.execute(select(programs_table)).all() == []


def test_a_workspace_has_one_program_whoever_asks_first(store: Store) -> None:
    found: list[int] = []

    def ask() -> None:
        with store.write() as connection:
            found.append(programs.program_id(connection, "T1"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_writers_wait_for_each_other(store: Store, program: int) -> None:
    def count_up() -> None:
        for _ in range(10):
            with store.write() as connection:
                programs.lock(connection, program)
                programs.count_up(connection, program)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert programs.version(connection, program) == 40


# Addresses


@pytest.mark.parametrize("url", ["", "moss", "mysql://localhost/x", "sqlite+nothing:///x"])
def test_an_address_that_will_not_do(url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        Store(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_any_way_to_write_postgresql(scheme: str) -> None:
    store = Store(f"{scheme}://moss:hunter2@db/moss")
    assert store.url.drivername == "postgresql+psycopg"
    assert "hunter2" not in str(store)
    store.close()


# Gone


@pytest.mark.postgres
def test_postgresql_that_goes_and_comes_back(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.ping()
    name = make_url(postgres_url).database
    admin = Store(make_url(postgres_url).set(database="postgres").render_as_string(False))

    def connections(allowed: bool) -> None:
        plain = admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with plain as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}"))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :n"),
                {"n": name},
            )

    def lose_it() -> None:
        with store.write() as connection:
            programs.program_id(connection, "T1")
            connections(allowed=False)
            programs.program_id(connection, "T2")

    try:
        with pytest.raises(StoreUnavailableError):
            lose_it()
        with pytest.raises(StoreUnavailableError):
            store.ping()
        connections(allowed=True)
        store.ping()
        with store.read() as connection:
            assert connection.execute(select(programs_table)).all() == []
    finally:
        store.close()
        admin.close()


@pytest.mark.postgres
def test_postgresql_that_is_not_there(tmp_path: Path) -> None:
    store = Store(f"postgresql+psycopg://moss:hunter2@/moss?host={tmp_path}")
    with pytest.raises(StoreUnavailableError) as raised:
        store.ping()
    assert "hunter2" not in str(raised.value)
    store.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/nowhere/eightdays.db")
    with pytest.raises(StoreUnavailableError, match="unable to open"):
        store.ping()
    store.close()


def test_a_file_that_cannot_be_written(sqlite_url: str) -> None:
    path = make_url(sqlite_url).database
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    store.ping()
    with pytest.raises(StoreUnavailableError, match="readonly"), store.write() as connection:
        programs.program_id(connection, "T1")
    store.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "eightdays.db"
    path.write_text("Dear diary, " * 1000)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailableError, match="not a database"):
        store.ping()
    store.close()


def test_a_file_that_another_holds_for_too_long(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT", 0.05)
    store = Store(sqlite_url)
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        store.ping()
        with pytest.raises(StoreUnavailableError, match="locked"), store.write():
            pass
    finally:
        other.close()
        store.close()


@pytest.mark.postgres
def test_more_askers_than_connections_wait_and_then_hear_no(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.CONNECT_TIMEOUT", 1)
    store = Store(postgres_url, pool_size=1)
    held = [store.engine.connect() for _ in range(5)]
    with pytest.raises(StoreUnavailableError):
        store.ping()
    for connection in held:
        connection.close()
    store.close()


# One run on one file


def test_a_second_run_on_one_file_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "eightdays.db"
    with RunLock(database):
        with pytest.raises(ConfigurationError, match=r"process \d+\) runs on .*eightdays\.db;"):
            RunLock(database).__enter__()
        with RunLock(tmp_path / "other.db"):
            pass
    with RunLock(database):
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigurationError, match="cannot be written"),
        RunLock(tmp_path / "nowhere" / "eightdays.db"),
    ):
        pass
