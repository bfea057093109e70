"""Reminders: a thousand due in the same second (`at_once.py`), what a large ledger costs
(`ledgers.py`), ten thousand direct messages at a workspace's pace (`paced.py`), and idling.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from bench import at_once, ledgers, paced
from bench.processes import MEASURED, OTHERS, folder, serving
from bot import log


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int = 3
    reminders: int = 1000
    small: int = 1000
    large: int = 1_000_000
    claims: int = 15
    messages: int = 10_000
    rate: float = 500.0
    idle_seconds: float = 40.0


QUICK = Plan(rounds=1, reminders=50, large=5000, claims=2, messages=200, idle_seconds=2.0)


@dataclass(frozen=True)
class Idle:
    """The share of a core that the bot uses with nothing to do."""

    seconds: float
    share: float


def measure(plan: Plan) -> list[at_once.Late | ledgers.Ledger | paced.Paced | Idle]:
    """All rows of the four tables."""
    log.configure("warning")
    return [
        *at_once.measure(plan.reminders, plan.rounds),
        *ledgers.measure(plan.small, plan.large, plan.claims),
        *paced.measure(plan.messages, plan.rate),
        _idle(plan.idle_seconds),
    ]


def _idle(seconds: float) -> Idle:
    """The whole bot with the sample program, of which nothing is asked and nothing is due."""
    with ExitStack() as stack:
        here = stack.enter_context(folder())
        slack = stack.enter_context(serving("slack", OTHERS, here))
        bot = stack.enter_context(
            serving("eightdays", MEASURED, here, f"http://127.0.0.1:{slack.port}/api/")
        )
        # What is done once at the start is over by then.
        time.sleep(seconds / 4)
        before = bot.cpu_seconds()
        time.sleep(seconds)
        return Idle(seconds, (bot.cpu_seconds() - before) / seconds)
