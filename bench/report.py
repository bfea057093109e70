"""The outcome as tables that read the same on a terminal and in Markdown."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from bench import answering, starting, throughput
from bench.at_once import Late
from bench.ledgers import Ledger
from bench.paced import Paced
from bench.processes import CORES
from bench.reminders import Idle

NAMES = {
    "eightdays": "eightdays, everything registered",
    "bolt": "Bolt, one listener, by its ASGI adapter",
    "bolt_starlette": "Bolt, one listener, by its Starlette adapter",
    "starlette": "Starlette, one signed route",
    "libraries": "the same libraries alone",
}
SENDERS = {
    "eightdays": "eightdays",
    "apscheduler": "APScheduler, a date job each, SQLAlchemy job store",
}

NETWORKS = {"none": "costs nothing", "slack": "the sandbox, by slack_sdk"}


def machine() -> str:
    """What it ran on, in general terms."""
    return (
        f"{len(CORES) or os.cpu_count()} cores of {_processor()}, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def commands(rows: Sequence[throughput.Row]) -> str:
    """Slash commands: requests per second, latency, processor time, and the ratios."""
    return _table(
        ("connections", "server", "a second", "±", "p50 ms", "p99 ms", "CPU µs",
         "eightdays ÷ this", "by CPU"),
        [
            (
                f"{row.connections}",
                NAMES[row.server],
                f"{row.per_second:,.0f}",
                f"{row.spread / 2:.0%}",
                f"{row.p50_ms:.2f}",
                f"{row.p99_ms:.2f}",
                f"{row.cpu_us:.0f}",
                f"{row.ratio:.2f}",
                f"{row.cpu_ratio:.2f}",
            )
            for row in rows
        ],
    )  # fmt: skip


def starts(rows: Sequence[starting.Row]) -> str:
    """Start and memory."""
    return _table(
        ("process", "ready s", "±", "CPU s", "memory MB", "±", "ready: eightdays ÷ this",
         "CPU: ÷", "memory: ÷"),
        [
            (
                NAMES[row.process],
                f"{row.ready_seconds:.2f}",
                f"{row.ready_spread / 2:.0%}",
                f"{row.cpu_seconds:.2f}",
                f"{row.resident_mb:.1f}",
                f"{row.resident_spread / 2:.1%}",
                f"{row.ready_ratio:.2f}",
                f"{row.cpu_ratio:.2f}",
                f"{row.resident_ratio:.2f}",
            )
            for row in rows
        ],
    )  # fmt: skip


def answers(rows: Sequence[answering.Row]) -> str:
    """Time for a question."""
    return _table(
        ("program", "tracks", "awards", "index ms", "median ms", "worst ms", "hardest ms",
         "/deadlines ms", "the worst question"),
        [
            (
                row.program,
                f"{row.tracks}",
                f"{row.awards:,}",
                f"{row.index_ms:.1f}",
                f"{row.median_ms:.2f}",
                f"{row.worst_ms:.2f}",
                f"{row.hardest_ms:.1f}",
                f"{row.command_ms:.2f}",
                row.worst,
            )
            for row in rows
        ],
    )  # fmt: skip


def reminders(rows: Sequence[Late | Ledger | Paced | Idle]) -> str:
    """Many at once, a large ledger, a workspace's pace, and nothing to do."""
    late = _table(
        ("due at once", "sent by", "late: p50 ms", "p99 ms", "worst ms", "p99: this ÷ eightdays",
         "loop stall ms", "by CPU", "by CPU, most", "beside"),
        [
            (f"{row.reminders:,}", SENDERS[row.sender], f"{row.p50_ms:,.1f}", f"{row.p99_ms:,.1f}",
             f"{row.worst_ms:,.1f}", f"{row.ratio:,.0f}", f"{row.stall_ms:,.1f}",
             f"{row.held_ms:,.1f}", f"{row.most_held_ms:,.1f}", f"{row.beside_ms:,.1f}")
            for row in rows if isinstance(row, Late)
        ],
    )  # fmt: skip
    ledger = _table(
        ("rows", "claim ms", "idle look ms", "sweep ms", "claim: ÷ few", "idle: ÷", "sweep: ÷"),
        [
            (f"{row.rows:,}", f"{row.claim_ms:.1f}", f"{row.idle_ms:.1f}", f"{row.sweep_ms:.1f}",
             f"{row.claim_ratio:.2f}", f"{row.idle_ratio:.2f}", f"{row.sweep_ratio:.2f}")
            for row in rows if isinstance(row, Ledger)
        ],
    )  # fmt: skip
    paced = _table(
        ("direct messages", "network", "rate a second", "seconds", "of the rate",
         "most in a second", "429s", "of a core"),
        [
            (f"{row.messages:,}", NETWORKS[row.network], f"{row.rate:,.0f}", f"{row.seconds:.1f}",
             f"{row.share:.1%}", f"{row.most}", f"{row.refused}", f"{row.cpu:.0%}")
            for row in rows if isinstance(row, Paced)
        ],
    )  # fmt: skip
    idle = _table(
        ("idle for s", "of a core"),
        [(f"{row.seconds:.0f}", f"{row.share:.2%}") for row in rows if isinstance(row, Idle)],
    )
    return f"{late}\n\n{ledger}\n\n{paced}\n\n{idle}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([shown[0], rule, *shown[1:]])
