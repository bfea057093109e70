"""`python -m bench [--quick] [--json] [PART ...]`: the bot beside its floors.

Nothing leaves this machine, and it ends by itself: some four minutes, with --quick some seconds.
See docs/performance.md for what is measured and how.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bench import answering, reminders, report, starting, throughput
from bench.processes import OTHERS, pin

Part = Callable[[bool], tuple[Sequence[Any], str]]


def _commands(quick: bool) -> tuple[Sequence[Any], str]:
    rows = throughput.measure(throughput.QUICK if quick else throughput.Plan())
    return rows, f"Slash commands, answered from the snapshot:\n\n{report.commands(rows)}"


def _starts(quick: bool) -> tuple[Sequence[Any], str]:
    rows = starting.measure(starting.QUICK if quick else starting.Plan())
    return rows, f"Start to ready, and memory at rest, in Socket Mode:\n\n{report.starts(rows)}"


def _answers(quick: bool) -> tuple[Sequence[Any], str]:
    rows = answering.measure(answering.QUICK if quick else answering.Plan())
    return rows, f"A question, in process, nothing kept:\n\n{report.answers(rows)}"


def _reminders(quick: bool) -> tuple[Sequence[Any], str]:
    rows = reminders.measure(reminders.QUICK if quick else reminders.Plan())
    return rows, f"Reminders:\n\n{report.reminders(rows)}"


PARTS: dict[str, Part] = {
    "commands": _commands,
    "starts": _starts,
    "answers": _answers,
    "reminders": _reminders,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures the bot.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="only whether it works")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args(arguments)
    unknown = set(given.parts) - PARTS.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if not given.json:
        print(f"{report.machine()}\n", flush=True)
    document: dict[str, Any] = {"machine": report.machine(), "quick": given.quick}
    for name in given.parts or PARTS:
        rows, text = PARTS[name](given.quick)
        document[name] = [asdict(row) for row in rows]
        if not given.json:
            print(f"{text}\n", flush=True)
    if given.json:
        print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    pin(OTHERS)
    main()
