"""Lives of the whole bot, one after the other, that end when they are told to: by SIGKILL.

Run as a process of its own (`python -m tests.crash.lives`): it loads the bot once and forks a
process for each life, so that a life costs what it does and not what importing costs. It reads a
life a line from standard input and answers each with a line: how it ended, and the points
(`points.py`) it passed.

Nothing of the bot is replaced. The program's clock is put to where the life is to be. The pace
at one destination is quickened, and where a life says so the patience with networks and with the
database is shortened, for how long they last is no part of what is tested here.
"""

import asyncio
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from bot import log
from bot.app import Bot, running
from bot.clock import Clock, clock_at
from bot.errors import ConflictError, StoreUnavailableError
from bot.networks import slack_calls
from bot.services import pacing
from bot.services.suite import Services
from bot.settings import explicit
from bot.store import claims, engine
from bot.store.audit import OPERATOR, Actor
from bot.workers import Workers
from tests.crash import points

PATIENCE = 30.0
SOON = timedelta(seconds=3)
# How a life ends where the database was not there when it began: a supervisor starts another.
NO_DATABASE = 3
SET_BACK_FOR = 0.5


async def live(life: dict[str, Any]) -> None:
    """Starts the bot, lets it do all that it can do at this hour, and stops it."""
    clock = clock_at(datetime.fromisoformat(life["at"]))
    async with running(explicit(**life["settings"]), clock) as bot:
        if life.get("program"):
            await bot.services.workers.store(
                bot.services.programs.import_text, life["program"], "new.yaml", OPERATOR
            )
        work = asyncio.ensure_future(_work(bot, clock))
        ahead = points.SetClock.ahead
        while not work.done():
            if ahead > points.SetClock.ahead:
                # Nothing is due any more, and what was in hand is for later.
                await asyncio.sleep(SET_BACK_FOR)
                work.cancel()
            await asyncio.wait([work], timeout=0.02)
        if not work.cancelled():
            work.result()


async def _work(bot: Bot, clock: Clock) -> None:
    """Until nothing is left that is due."""
    give_up = clock.monotonic() + PATIENCE
    while True:
        await bot.settle()
        await bot.sweep.run()
        if not await _is_owed(bot):
            # What the wake has just claimed is owed no more, and would be given back.
            await bot.dispatch.idle()
            if not await _is_owed(bot):
                return
        if clock.monotonic() > give_up:
            raise TimeoutError("something that is due is not sent")
        await asyncio.sleep(0.02)


async def _is_owed(bot: Bot) -> bool:
    try:
        return await bot.services.workers.store(owes, bot)
    except StoreUnavailableError:
        return True


def owes(bot: Bot) -> bool:
    """Whether something is due that this life can still send."""
    clock = bot.services.clock
    real = clock.real_now()
    with bot.services.store.read() as connection:
        # Those that wait for the part before them are not counted.
        again = claims.next_retry(connection, bot.services.programs.id, clock.now(), real)
    return again is not None and again <= real + SOON


def _act(life: dict[str, Any]) -> Callable[[], None]:
    """What happens at the life's point."""
    kind, *given = life.get("happens") or ["die"]
    if kind == "stop database":
        return points.stop_database(*given)
    if kind == "lock database":
        return points.lock_database(*given)
    if kind == "stop":
        return points.beside(_stopping(life, *given))
    return {"die": points.die, "set back": points.set_back}[kind]


def _stopping(life: dict[str, Any], announcement: int, then: str) -> Callable[[], None]:
    """Somebody of staff presses Stop, at another replica; and then this one may die."""
    settings = explicit(**life["settings"])
    store = engine.Store(settings.database_url.get_secret_value())
    services = Services(settings, store, clock_at(datetime.fromisoformat(life["at"])), Workers())
    services.open()

    def stop() -> None:
        # It may be too late.
        with suppress(ConflictError):
            services.deciding.stop(announcement, Actor("U0OLIVE", "slack"))
        store.close()
        if then == "die":
            points.die()

    return stop


def child(life: dict[str, Any], told: int) -> None:
    """The forked process: it never returns."""
    status = 1
    try:
        pacing.PACE = timedelta(milliseconds=20)
        if "patience" in life:
            slack_calls.TIMEOUT = life["patience"]
            for module in _patient():
                module.TIMEOUT = (life["patience"], life["patience"])
        if "busy" in life:
            engine.BUSY_TIMEOUT = life["busy"]
        points.SetClock.install(timedelta(seconds=life.get("ahead", 0)))
        log.configure("warning")
        points.Points(life.get("point"), _act(life), told).install()
        asyncio.run(live(life))
        points.end_beside()
        status = 0
    except StoreUnavailableError:
        status = NO_DATABASE
    except BaseException:  # noqa: BLE001 - told to the test
        os.write(told, b"failed\n" + traceback.format_exc().encode())
    finally:
        os._exit(status)


def _patient() -> list[Any]:
    """Who has the time-outs of calls, of those that are loaded."""
    names = ("bot.networks.http", "bot.networks.mastodon_calls", "bot.networks.bluesky_calls")
    return [sys.modules[name] for name in names if name in sys.modules]


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
    for name in (
        "sqlalchemy.dialects.postgresql.psycopg", "psycopg", "babel.dates", "tzdata",
        "apscheduler.executors.asyncio", "slack_bolt.listener_matcher.async_builtins",
    ):  # fmt: skip
        importlib.import_module(name)
    for line in sys.stdin:
        life = json.loads(line)
        for name in ("mastodon", "bluesky"):
            if f"{name}_url" in life["settings"]:
                importlib.import_module(f"bot.networks.{name}")
        print(json.dumps(one(life)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
