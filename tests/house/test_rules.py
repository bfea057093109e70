"""The rules of the house that imports alone cannot tell."""

import ast
import re
import shutil
import subprocess
import tomllib

import pytest

from tests.house.sources import OURS, ROOT, names_used, sources

ASYNC_LIVES_IN = ("handlers/", "schedules/", "bot/web/", "bot/sandbox/", "bot/app.py")
ASYNC = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)

WALL_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
MONOTONIC = {"time.monotonic", "time.monotonic_ns"}

TOP_LEVEL = {
    *("bot", "handlers", "schedules", "tests", "docs", "bench", "requirements"),
    *(".ci", ".slack", ".github", ".gitignore", ".dockerignore", ".env.example"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md"),
    *("Makefile", "Dockerfile", "compose.yaml", "pyproject.toml"),
}


def test_async_lives_in_the_shell_only() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources().items()
        if not path.startswith(ASYNC_LIVES_IN)
        for node in ast.walk(tree)
        if isinstance(node, ASYNC)
    ]
    assert found == []


def test_only_the_clock_reads_the_wall_clock() -> None:
    found = [
        f"{path}:{line} {name}"
        for path, tree in sources().items()
        if path != "bot/clock.py"
        for name, line in names_used(tree)
        if name in WALL_CLOCK
    ]
    assert found == []


def test_only_the_clock_and_the_sandbox_measure_real_time() -> None:
    found = [
        f"{path}:{line} {name}"
        for path, tree in sources().items()
        if path != "bot/clock.py" and not path.startswith("bot/sandbox/")
        for name, line in names_used(tree)
        if name in MONOTONIC
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nx = dt.datetime.now",
        "from time import time\nx = time()",
        "import time as t\nx = t.time()",
        "from sqlalchemy import func\nx = func.now()",
    ],
)
def test_the_wall_clock_is_seen_under_any_name(source: str) -> None:
    assert {name for name, _ in names_used(ast.parse(source))} & WALL_CLOCK


def test_a_clock_that_is_passed_in_is_no_wall_clock() -> None:
    tree = ast.parse("from bot.clock import Clock\ndef f(clock: Clock): return clock.now()")
    assert not {name for name, _ in names_used(tree)} & WALL_CLOCK


def test_what_joins_layers_is_empty() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in (*OURS, "tests")
        for path in (ROOT / folder).rglob("__init__.py")
        if path.read_bytes()
    ]
    assert found == []


def test_everything_has_its_layer() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {each["id"]: each for each in config["tool"]["importlinter"]["contracts"]}
    layered = set(re.findall(r"[\w.]+", " ".join(contracts["layers"]["layers"])))
    there = {
        f"bot.{path.stem}"
        for path in (ROOT / "bot").iterdir()
        if (path / "__init__.py").exists() or path.suffix == ".py"
    } - {"bot.__init__"}
    assert there - layered == set()


def test_the_top_level_holds_what_belongs_there() -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True)
    assert {line.partition("/")[0] for line in listed.splitlines()} - TOP_LEVEL == set()
