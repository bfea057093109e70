"""Lives of the whole bot, one after the other, that end when they are told to: by SIGKILL.

Run as a process of its own (`python -m tests.crash.lives`): it loads the bot once and forks a
process for each life, so that a life costs what it does and not what importing costs. It reads a
life a line from standard input and answers each with a line: how it ended, and the points it
passed. A point is a place where dying has consequences: before and after the commit of every
transaction that writes, before and after every call of a network.

Nothing of the bot is replaced. The program's clock is put to where the life is to be, and the pace
at one destination is quickened, for it is no part of what is tested here.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import slack_sdk
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

from bot import log
from bot.app import Bot, running
from bot.clock import clock_at
from bot.domain.ledger import State
from bot.networks.x import OriginSession
from bot.services import pacing
from bot.settings import explicit
from bot.store import ledger, tables
from bot.store.audit import OPERATOR

PATIENCE = 30.0
SOON = timedelta(seconds=3)


class Points:
    """Counts the points a life passes, tells of each, and ends the process at the one it must."""

    def __init__(self, die_at: int | None, told: int) -> None:
        self._die_at = die_at
        self._told = told
        self._passed = 0
        self._guard = threading.Lock()
        self._writes = threading.local()

    def point(self, name: str) -> None:
        with self._guard:
            self._passed += 1
            os.write(self._told, f"{name}\n".encode())
            if self._passed == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        event.listen(Engine, "commit", self._committing)
        self._around_commit()
        self._around(slack_sdk.WebClient, "api_call", lambda method, **_: f"slack {method}")
        self._around(OriginSession, "request", lambda verb, url, **_: f"x {verb}")

    def _committing(self, connection: Connection) -> None:
        self._writes.now = connection.get_execution_options().get("write", True)
        if self._writes.now:
            self.point("before commit")

    def _around_commit(self) -> None:
        commit: Callable[..., None] = DefaultDialect.do_commit

        def do_commit(dialect: DefaultDialect, connection: Any) -> None:
            commit(dialect, connection)
            if getattr(self._writes, "now", False):
                self._writes.now = False
                self.point("after commit")

        DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]

    def _around(self, owner: Any, name: str, called: Callable[..., str]) -> None:
        work = getattr(owner, name)

        @wraps(work)
        def around(this: Any, *args: Any, **kwargs: Any) -> Any:
            what = called(*args, **kwargs)
            self.point(f"before {what}")
            answer = work(this, *args, **kwargs)
            self.point(f"after {what}")
            return answer

        setattr(owner, name, around)


async def live(life: dict[str, Any]) -> None:
    """Starts the bot, lets it do all that it can do at this hour, and stops it."""
    clock = clock_at(datetime.fromisoformat(life["at"]))
    async with running(explicit(**life["settings"]), clock) as bot:
        if life["program"]:
            await bot.services.workers.store(
                bot.services.programs.import_text, life["program"], "new.yaml", OPERATOR
            )
        give_up = clock.monotonic() + PATIENCE
        while True:
            await bot.settle()
            await bot.sweep.run()
            if not await bot.services.workers.store(owes, bot):
                # What the wake has just claimed is owed no more, and would be given back.
                await bot.dispatch.idle()
                if not await bot.services.workers.store(owes, bot):
                    return
            if clock.monotonic() > give_up:
                raise TimeoutError("something that is due is not sent")
            await asyncio.sleep(0.02)


def owes(bot: Bot) -> bool:
    """Whether something is due that this life can still send."""
    clock, table = bot.services.clock, tables.ledger
    with bot.services.store.read() as connection:
        rows = ledger.find(
            connection,
            bot.services.programs.id,
            table.c.state == State.PLANNED,
            table.c.due <= clock.now(),
            table.c.not_before.is_(None) | (table.c.not_before <= clock.real_now() + SOON),
        )
    return bool(rows)


def child(life: dict[str, Any], told: int) -> None:
    """The forked process: it never returns."""
    status = 1
    try:
        pacing.PACE = timedelta(milliseconds=20)
        log.configure("warning")
        Points(life.get("die_at"), told).install()
        asyncio.run(live(life))
        status = 0
    except BaseException:  # noqa: BLE001 - told to the test
        os.write(told, b"failed\n" + traceback.format_exc().encode())
    finally:
        os._exit(status)


def one(life: dict[str, Any]) -> dict[str, Any]:
    """Lets a life happen and says how it ended."""
    hears, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hears)
        child(life, told)
    os.close(told)
    with os.fdopen(hears, "r") as pipe:
        said, _, error = pipe.read().partition("failed\n")
    _, status = os.waitpid(pid, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "points": said.splitlines(),
        "error": error,
    }


def main() -> None:
    # Loaded on first use otherwise, which here is anew in each life.
    importlib.import_module("sqlalchemy.dialects.postgresql.psycopg")
    importlib.import_module("psycopg")
    for line in sys.stdin:
        print(json.dumps(one(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
