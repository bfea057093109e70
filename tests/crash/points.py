"""The points of a life at which something can happen to it: its death, or trouble around it.

A point is a place where dying has consequences: before and after the commit of every transaction
that writes, before and after every call of a network. A commit is told with the states that it
moves rows of the ledger to.
"""

import os
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from functools import wraps
from typing import Any, ClassVar
from urllib.parse import urlsplit

import apscheduler.schedulers.base
import apscheduler.triggers.date
import apscheduler.triggers.interval
import httpx
import slack_sdk
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

import bot.clock
from bot.networks.http import OnceSession

# What stands at each address of the sandbox; Slack takes files elsewhere than at its API.
SERVICES = {
    "/2/": "x", "/mastodon/": "mastodon", "/bluesky/": "bluesky", "/discord/": "discord",
    "/webhook/": "webhook",
}  # fmt: skip
_ID = re.compile(r"\d{5,}.*")


class Points:
    """Counts the points a life passes, tells of each, and does at one what is to be done there."""

    def __init__(self, at: int | None, act: Callable[[], None], told: int) -> None:
        self._at = at
        self._act = act
        self._told = told
        self._passed = 0
        self._guard = threading.Lock()
        self._writes = threading.local()

    def point(self, name: str) -> None:
        """Passes a point."""
        with self._guard:
            self._passed += 1
            os.write(self._told, f"{name}\n".encode())
            if self._passed == self._at:
                self._act()

    def install(self) -> None:
        """From here on every point is passed."""
        event.listen(Engine, "begin", self._begun)
        event.listen(Engine, "before_cursor_execute", self._executing)
        event.listen(Engine, "commit", self._committing)
        self._around_commit()
        self._around(slack_sdk.WebClient, "api_call", lambda method, **_: f"slack {method}")
        # X, Mastodon, Discord, webhooks and what is uploaded to Slack; and Bluesky.
        self._around(OnceSession, "request", _request)
        self._around(httpx.Client, "request", _request)

    def _begun(self, connection: Connection) -> None:
        self._writes.now = False
        self._writes.states = set()

    def _executing(self, *execution: Any) -> None:
        compiled = getattr(execution[4], "compiled_parameters", None) or ()
        self._writes.states |= {str(one["state"]) for one in compiled if one.get("state")}

    def _committing(self, connection: Connection) -> None:
        self._writes.now = connection.get_execution_options().get("write", True)
        if self._writes.now:
            self.point(f"before {self._commit}")

    @property
    def _commit(self) -> str:
        return " ".join(["commit", *sorted(self._writes.states)])

    def _around_commit(self) -> None:
        commit: Callable[..., None] = DefaultDialect.do_commit

        def do_commit(dialect: DefaultDialect, connection: Any) -> None:
            commit(dialect, connection)
            if getattr(self._writes, "now", False):
                self._writes.now = False
                self.point(f"after {self._commit}")

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


def _request(method: str, url: Any, *_: Any, **__: Any) -> str:
    """ "x POST /2/tweets", "bluesky POST /xrpc/com.atproto.repo.putRecord", "slack upload"."""
    path = urlsplit(str(url)).path
    for prefix, service in SERVICES.items():
        if path.startswith(prefix):
            below = path if service == "x" else path.removeprefix(prefix.rstrip("/"))
            return f"{service} {method} {_ID.sub('', below)}"
    return "slack upload"


class SetClock(datetime):
    """The machine's clock, so much ahead of the true time until it is set."""

    ahead: ClassVar[timedelta] = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """What the machine takes for the time."""
        return datetime.now(tz) + cls.ahead

    @classmethod
    def install(cls, ahead: timedelta) -> None:
        """Whoever in this process reads the wall clock, the scheduler included, reads this one."""
        cls.ahead = ahead
        for module in (
            bot.clock,
            apscheduler.schedulers.base,
            apscheduler.triggers.date,
            apscheduler.triggers.interval,
        ):
            vars(module)["datetime"] = cls


# What can happen at a point


def die() -> None:
    """kill -9"""
    os.kill(os.getpid(), signal.SIGKILL)


def set_back() -> None:
    """The clock, which was ahead, is put right."""
    SetClock.ahead = timedelta(0)


_beside: list[threading.Thread] = []


def beside(work: Callable[[], None]) -> Callable[[], None]:
    """Something else is done from there on, while this life goes on."""

    def act() -> None:
        thread = threading.Thread(target=work, daemon=True)
        _beside.append(thread)
        thread.start()

    return act


def end_beside() -> None:
    """Waits for the end of what was begun so."""
    for thread in _beside:
        thread.join(30)


def stop_database(postmaster: int) -> Callable[[], None]:
    """PostgreSQL ends at once, as in a crash; somebody else starts it again."""

    def act() -> None:
        os.kill(postmaster, signal.SIGQUIT)

    return act


def lock_database(path: str, seconds: float) -> Callable[[], None]:
    """Somebody else writes to the SQLite file for so long: a backup, or a person."""

    def hold() -> None:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)  # in another process than the test's
            other.execute("ROLLBACK")

    return lambda: threading.Thread(target=hold, daemon=True).start()
