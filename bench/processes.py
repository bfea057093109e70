"""Processes of the bench: each pinned to a core, started and ended by whoever measures."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
READY_SECONDS = 60
STOP_SECONDS = 20
# What is measured has the first core to itself; the load, Slack and the bench share the last.
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
MEASURED, OTHERS = CORES[:1], CORES[-1:]


def pin(cores: list[int]) -> None:
    """Keeps this process on these cores, where the system can and there is more than one."""
    if len(CORES) > 1:
        os.sched_setaffinity(0, cores)


@contextmanager
def pinned(cores: list[int]) -> Iterator[None]:
    """Keeps this process on these cores while the block lasts."""
    if len(CORES) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment(folder: str, **variables: str) -> dict[str, str]:
    """A child's environment: nothing of this one's settings, and a home that is thrown away."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return {**kept, "HOME": folder, "PYTHONPATH": str(ROOT), **variables}


@contextmanager
def process(
    arguments: list[str], cores: list[int], folder: str, variables: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """`python ARGUMENTS` on those cores while the block lasts; it is told to stop at the end."""
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(folder, **(variables or {})),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # This process has one thread, and the child must not begin on another core.
        preexec_fn=lambda: pin(cores),  # noqa: PLW1509 - as said
    )
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()


@dataclass(frozen=True)
class Server:
    """A server in a process of its own."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time that it has used."""
        used = self.process.cpu_times()
        return float(used.user + used.system)


@contextmanager
def serving(name: str, cores: list[int], folder: str, *arguments: str) -> Iterator[Server]:
    """A server of `bench/servers.py` in a process of its own."""
    with process(["-m", "bench.servers", name, *arguments], cores, folder) as child:
        yield Server(int(read_json(child)["port"]), psutil.Process(child.pid))


def read_json(child: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next line of a child, which is JSON."""
    if child.stdout is None:
        raise AssertionError("stdout is a pipe")
    line = child.stdout.readline()
    if not line:
        raise RuntimeError(f"{child.args!r} ended with status {child.wait()}")
    found: dict[str, Any] = json.loads(line)
    return found


@contextmanager
def folder() -> Iterator[str]:
    """A folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="eightdays-bench-") as name:
        yield name
