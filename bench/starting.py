"""How soon the bot is ready, and what memory it takes at rest, beside its libraries alone.

Both are processes of their own on one core, one at a time, in rounds that change the order. The bot
is `eightdays run` in Socket Mode with a database that is up to date and holds the sample; Slack is
the sandbox, in another process. Ready means that `GET /readyz` answers 200.
"""

import http.client
import socket
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.processes import MEASURED, OTHERS, READY_SECONDS, folder, process, serving
from bench.servers import PROGRAM
from bench.throughput import spread
from bot.clock import Clock
from bot.services.suite import Services
from bot.settings import explicit
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.store.migrate import upgrade
from bot.workers import Workers

POLL_SECONDS = 0.003
NAMES = ("eightdays", "libraries")


@dataclass(frozen=True)
class Plan:
    """How much is measured; the first round of each only warms the disk's cache."""

    rounds: int = 9
    settle: float = 3.0


QUICK = Plan(rounds=1, settle=0.2)


@dataclass(frozen=True)
class Row:
    """Medians of the rounds, and how far their middle half lies apart."""

    process: str
    ready_seconds: float
    ready_spread: float
    cpu_seconds: float
    resident_mb: float
    resident_spread: float
    ready_ratio: float
    cpu_ratio: float
    resident_ratio: float


@dataclass(frozen=True)
class Start:
    """One start: seconds until ready, processor time until then, resident memory at rest."""

    ready: float
    cpu: float
    resident: float


def measure(plan: Plan) -> list[Row]:
    """The table."""
    starts: dict[str, list[Start]] = {name: [] for name in NAMES}
    with folder() as here, serving("slack", OTHERS, here) as slack:
        database = Path(here) / "eightdays.db"
        _fill(f"sqlite:///{database}")
        for number in range(-1 if plan.rounds > 1 else 0, plan.rounds):
            for name in NAMES if number % 2 else NAMES[::-1]:
                found = _start(name, here, database, slack.port, plan.settle)
                if number >= 0:
                    starts[name].append(found)
    return [_row(name, starts[name], starts[NAMES[0]]) for name in NAMES]


def _fill(url: str) -> None:
    """A database as the bot leaves it: the newest schema, and the sample program."""
    store, workers, settings = Store(url), Workers(), explicit(database_url=url)
    try:
        upgrade(store)
        services = Services(settings, store, Clock(), workers)
        services.programs.open()
        services.programs.import_text(PROGRAM.read_text("utf-8"), "moss.yaml", OPERATOR)
    finally:
        workers.close()
        store.close()


def _start(name: str, here: str, database: Path, slack: int, settle: float) -> Start:
    port = free_port()
    command = ["-m", "bot", "run"] if name == NAMES[0] else ["-m", "bench.libraries", str(database)]
    variables = {
        "DATABASE_URL": f"sqlite:///{database}",
        "SLACK_BOT_TOKEN": "xoxb-demo-eightdays",
        "SLACK_APP_TOKEN": "xapp-demo-eightdays",
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
        "PORT": str(port),
        "LOG_LEVEL": "warning",
    }
    begin = time.perf_counter()
    with process(command, MEASURED, here, variables) as child:
        _until_ready(child, port)
        ready = time.perf_counter() - begin
        inside = psutil.Process(child.pid)
        used = inside.cpu_times()
        time.sleep(settle)
        resident = inside.memory_info().rss / 2**20
    return Start(ready, used.user + used.system, resident)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _until_ready(child: "subprocess.Popen[str]", port: int) -> None:
    """Waits until `/readyz` says 200. Raises RuntimeError where that does not come."""
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up:
        if child.poll() is not None:
            raise RuntimeError(f"{child.args!r} ended with status {child.returncode}")
        if _status(port) == 200:
            return
        time.sleep(POLL_SECONDS)
    raise RuntimeError(f"{child.args!r} was not ready in {READY_SECONDS} s")


def _status(port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _row(name: str, own: list[Start], ours: list[Start]) -> Row:
    pairs = list(zip(ours, own, strict=True))
    middle = statistics.median
    return Row(
        process=name,
        ready_seconds=middle(each.ready for each in own),
        ready_spread=spread([each.ready for each in own]),
        cpu_seconds=middle(each.cpu for each in own),
        resident_mb=middle(each.resident for each in own),
        resident_spread=spread([each.resident for each in own]),
        ready_ratio=middle(mine.ready / theirs.ready for mine, theirs in pairs),
        cpu_ratio=middle(mine.cpu / theirs.cpu for mine, theirs in pairs),
        resident_ratio=middle(mine.resident / theirs.resident for mine, theirs in pairs),
    )
