"""The whole crash test of announcements, and what came of it as a table.

    python -m tests.crash.figures [arguments of pytest, such as -n 4]

It takes a quarter of an hour on two cores. The table is in docs/reliability.md.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

# Under which name the figures of a test are in its report.
FIGURES = "figures of announcing"
COLUMNS = ("runs", "kills", "owed", "out", "unknown", "failed", "waiting")
HEADS = (
    *("what happens beside the kills", "runs", "kills", "posts owed", "out by itself"),
    *("unknown", "failed", "waiting behind those"),
)


class Gathering:
    """A plugin of pytest that adds up the figures of all tests."""

    def __init__(self) -> None:
        self.figures: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Known once a test's fixtures are taken down."""
        if report.when == "teardown":
            for name, value in report.user_properties:
                if name == FIGURES and isinstance(value, dict):
                    self.figures.update(value)


def table(figures: Counter[str]) -> Iterator[str]:
    """The figures as Markdown: a line for each trouble, and one for all."""
    troubles = list(dict.fromkeys(name.split(" | ")[0] for name in figures))
    yield _line(HEADS)
    yield _line(["---", *["---:"] * len(COLUMNS)])
    for trouble in troubles:
        yield _line([trouble, *(_sum(figures, column, trouble) for column in COLUMNS)])
    yield _line(["**all**", *(_sum(figures, column) for column in COLUMNS)])
    for backend in sorted({name.split(" | ")[1] for name in figures}):
        of = {n: v for n, v in figures.items() if n.split(" | ")[1] == backend}
        yield f"{backend}: {_sum(of, 'runs')} runs, {_sum(of, 'kills')} kills"


def _sum(figures: Mapping[str, int], column: str, trouble: str | None = None) -> str:
    parts = [(name.split(" | "), value) for name, value in figures.items()]
    return f"{sum(v for (t, _, c), v in parts if c == column and trouble in {None, t}):,}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Runs it, and gives the exit code of pytest."""
    os.environ.setdefault("EIGHTDAYS_CRASH_RUNS", "2")
    gathering = Gathering()
    here = Path(__file__)
    tests = [str(here.with_name(f"test_{name}.py")) for name in ("announcing", "stopping")]
    code = pytest.main(["-q", *(arguments or ["-n", "2"]), *tests], plugins=[gathering])
    if gathering.figures:
        print("\n".join(table(gathering.figures)))  # noqa: T201
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
