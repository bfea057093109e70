"""Importing is free of consequences: nothing is opened, started or written when a module loads."""

import json
import subprocess
import sys

from tests.house.sources import ROOT, sources

# Files that exist to be run: `python -m bot`, and Alembic's, which run inside a migration.
RUN_NOT_IMPORTED = ("bot/__main__.py", "bot/store/migrations/")

WATCH = """
import importlib, json, os, sys, threading

CREATES = {
    "socket.__new__", "socket.bind", "socket.connect", "socket.getaddrinfo", "sqlite3.connect",
    "subprocess.Popen", "os.system", "os.fork", "os.posix_spawn", "_thread.start_new_thread",
    "_thread.start_joinable_thread", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.symlink", "os.truncate", "shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp",
}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
PROBES = os.path.join("urllib3", "util", "connection.py")  # tries whether IPv6 is there, and closes
seen = []
module = None

def is_probe(frame):
    while frame is not None:
        if frame.f_code.co_filename.endswith(PROBES):
            return True
        frame = frame.f_back
    return False

def watch(event, args):
    creates = event in CREATES or (event == "open" and isinstance(args[2], int) and args[2] & WRITES)
    if creates and not is_probe(sys._getframe()):
        seen.append(f"{module}: {event} {args!r:.200}")

sys.addaudithook(watch)
for module in json.load(sys.stdin):
    importlib.import_module(module)
seen += [f"left running: {thread.name}" for thread in threading.enumerate()[1:]]
print(json.dumps(seen))
"""


def test_importing_opens_nothing_starts_nothing_and_writes_nothing() -> None:
    modules = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in sources()
        if not path.startswith(RUN_NOT_IMPORTED)
    ]
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
