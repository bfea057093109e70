"""What conftest.py promises to every test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import current, is_current
from tests.house import postgres


def test_a_database_has_the_newest_schema(database_url: str) -> None:
    store = Store(database_url)
    assert is_current(store)
    store.close()


def test_an_empty_database_has_none(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    assert current(store) is None
    store.close()


@pytest.mark.parametrize("host", ["192.0.2.1", "slack.com", "2001:db8::1"])
def test_other_machines_are_out_of_reach(host: str) -> None:
    with pytest.raises(RuntimeError, match="only this machine"):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_nothing_of_the_developers_settings_comes_in() -> None:
    assert [name.upper() for name in Settings.model_fields if name.upper() in os.environ] == []
    assert list(Path.cwd().iterdir()) == []


def gone(pid: int) -> bool:
    """Whether that process has ended; one that waits for its parent to look counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.crash
@pytest.mark.postgres
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
def test_a_killed_run_leaves_no_server_behind() -> None:
    run_dir = Path(tempfile.mkdtemp(prefix="eightdays-"))
    hold = (
        f"import fcntl, time; file = open({str(run_dir / 'alive')!r}, 'wb');"
        "fcntl.flock(file, fcntl.LOCK_EX); print(flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as run:
        assert run.stdout
        run.stdout.readline()
        with subprocess.Popen([sys.executable, postgres.__file__, run_dir]) as guard:
            try:
                while not (run_dir / postgres.READY).exists():
                    assert guard.poll() is None
                    time.sleep(0.05)
                server = int((run_dir / "data" / "postmaster.pid").read_text().split()[0])
                assert not gone(server)
            finally:
                run.send_signal(signal.SIGKILL)
            assert guard.wait(timeout=20) == 0
    assert gone(server)
    assert not run_dir.exists()
    shutil.rmtree(run_dir, ignore_errors=True)
