"""Slash commands per second and how long each takes: the whole bot beside two floors.

All servers run at once on one core, and one at a time is asked, in rounds, each round in another
order: what disturbs the machine disturbs all alike. The load comes from the other core.
"""

import json
import statistics
import subprocess
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from bench import servers
from bench.processes import MEASURED, OTHERS, folder, process, read_json, serving
from bot.domain.building import Stamp, build
from bot.domain.reading import parse
from bot.questions.commands import deadlines_answer
from bot.render.slack import text

OURS = "eightdays"
FLOORS = ("bolt", "bolt_starlette", "starlette")


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int = 9
    # Connections, and requests of one run.
    runs: tuple[tuple[int, int], ...] = ((1, 1500), (32, 4000), (256, 4000))
    warm_up: int = 500


QUICK = Plan(rounds=1, runs=((1, 100), (8, 200)), warm_up=20)


@dataclass(frozen=True)
class Row:
    """A server at so many connections: medians of the rounds.

    `cpu_us` is the processor time that a request takes there, which a busy machine disturbs less.
    The ratios are ours to this server's: of requests per second, and of what one core could serve
    by its processor time. `spread` is how far the middle half of the rounds lies apart, as a part
    of the median.
    """

    server: str
    connections: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    spread: float
    ratio: float
    cpu_ratio: float


def measure(plan: Plan, names: tuple[str, ...] = (OURS, *FLOORS)) -> list[Row]:
    """The table."""
    outcomes: dict[tuple[str, int], list[dict[str, float]]] = defaultdict(list)
    expected = dict.fromkeys(names, servers.ANSWER) | {OURS: answer_of_ours()}
    with ExitStack() as stack:
        here = stack.enter_context(folder())
        slack = stack.enter_context(serving("slack", OTHERS, here))
        started = {
            name: stack.enter_context(
                serving(name, MEASURED, here, *arguments_of(name, slack.port))
            )
            for name in names
        }
        load = stack.enter_context(process(["-m", "bench.load"], OTHERS, here))

        def run(name: str, connections: int, number: int) -> dict[str, float]:
            server = started[name]
            asked = {"port": server.port, "connections": connections, "number": number}
            before = server.cpu_seconds()
            found = ask(load, {**asked, "expected": expected[name]})
            return {**found, "cpu_us": (server.cpu_seconds() - before) / number * 1e6}

        for name in names:
            run(name, 8, plan.warm_up)
        for number in range(plan.rounds):
            turn = number % len(names)
            for connections, requests in plan.runs:
                for name in (*names[turn:], *names[:turn]):
                    outcomes[name, connections].append(run(name, connections, requests))
    return [
        _row(name, connections, outcomes[name, connections], outcomes[OURS, connections])
        for connections, _ in plan.runs
        for name in names
    ]


def arguments_of(name: str, slack: int) -> list[str]:
    """What a server has to be told."""
    return [f"http://127.0.0.1:{slack}/api/"] if name == OURS else []


def answer_of_ours() -> str:
    """What the bot says to `/deadlines` at that time: whole days, so that hours change nothing."""
    file = servers.PROGRAM.read_text("utf-8")
    imported = Stamp(known_at=servers.AT, changed_at=servers.AT)
    program = build(parse(file, "moss.yaml")[0], default=imported)
    return text(deadlines_answer(program, servers.AT, "").lines)


def ask(load: "subprocess.Popen[str]", what: dict[str, Any]) -> dict[str, float]:
    """One run of the load."""
    if load.stdin is None:
        raise AssertionError("stdin is a pipe")
    load.stdin.write(json.dumps(what) + "\n")
    load.stdin.flush()
    return read_json(load)


def _row(
    name: str, connections: int, own: list[dict[str, float]], ours: list[dict[str, float]]
) -> Row:
    pairs = list(zip(ours, own, strict=True))
    middle = statistics.median
    return Row(
        server=name,
        connections=connections,
        per_second=middle(each["per_second"] for each in own),
        p50_ms=middle(each["p50_ms"] for each in own),
        p99_ms=middle(each["p99_ms"] for each in own),
        cpu_us=middle(each["cpu_us"] for each in own),
        spread=spread([each["per_second"] for each in own]),
        ratio=middle(mine["per_second"] / theirs["per_second"] for mine, theirs in pairs),
        cpu_ratio=middle(theirs["cpu_us"] / mine["cpu_us"] for mine, theirs in pairs),
    )


def spread(values: list[float]) -> float:
    """How far the middle half lies apart, as a part of the median."""
    if len(values) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / middle
