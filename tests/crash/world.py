"""What the lives of `lives.py` live in: a database, a workspace with X beside it, and a plan."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, update

from bot.clock import clock_at
from bot.domain.ledger import Row, State
from bot.sandbox.messages import Message
from bot.sandbox.server import RunningSandbox
from bot.services.suite import Services
from bot.settings import Settings, explicit
from bot.store import ledger, tables
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.workers import Workers
from tests.crash import timelines
from tests.crash.timelines import Timelines
from tests.house.sources import ROOT

KILLED = -9
NO_DATABASE = 3  # as in lives.py, which is loaded by another process alone
# Longer than the lease (120 s) and than what has to pass before "it is not there" counts (60 s).
LATER = timedelta(minutes=3)
# A life that comes so late finds every lease, every pause and every minute of grace over.
ROUNDS = 4
ENDED = {State.SENT, State.SKIPPED, State.CANCELLED}


@dataclass(frozen=True)
class Life:
    """How a life ended: `status` is 0, or less the signal that ended it, or NO_DATABASE."""

    status: int
    points: tuple[str, ...]
    error: str

    @property
    def killed(self) -> bool:
        """Whether it was, before its time."""
        return self.status == KILLED


@dataclass(frozen=True)
class Memory:
    """How things stood: what is in the database, and on the networks."""

    rows: dict[str, list[dict[str, Any]]]
    timelines: Timelines


class Lives:
    """The process that forks lives."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def live(self, **life: Any) -> Life:
        """Lets a life happen; one that fails by itself fails the test."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(life) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        ended = Life(told["status"], tuple(told["points"]), told["error"])
        assert ended.status in {0, KILLED, NO_DATABASE}, ended.error
        return ended


@contextmanager
def lives(folder: Path) -> Iterator[Lives]:
    """The process, with what the lives log in a file of `folder`."""
    with (
        (folder / "lives.log").open("ab") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.lives"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield Lives(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(10)


class World:
    """A program in a database, and the places where its messages go."""

    def __init__(self, sandbox: RunningSandbox, lives: Lives, url: str, **settings: Any) -> None:
        self.running = sandbox
        self.sandbox = sandbox.sandbox
        self.lives = lives
        slack, x = self.sandbox.credentials, self.sandbox.x.credentials
        # HTTP mode without a listener: these lives hear nothing, they only send.
        self._given: dict[str, Any] = {
            "database_url": url,
            "slack_bot_token": slack.bot_token,
            "slack_signing_secret": slack.signing_secret,
            "slack_api_url": self.sandbox.slack_api_url,
            "eightdays_staff": "U0OLIVE,U0ADA",
            "eightdays_messages_per_second": 200,
            "x_api_key": x.api_key,
            "x_api_secret": x.api_secret,
            "x_access_token": x.access_token,
            "x_access_token_secret": x.access_token_secret,
            "x_api_url": self.sandbox.origin,
            **settings,
        }
        self.store = Store(url)
        self.kills = 0
        """How many lives were killed here."""
        self.tried: list[str] = []
        """What anybody tried to post to X and X would have taken, refused doubles included."""
        self._count_tries()

    @property
    def settings(self) -> Settings:
        """The settings of every life."""
        return explicit(**self._given)

    def set_up(self, **settings: Any) -> None:
        """Gives the lives to come other settings, too."""
        self._given |= settings

    def _count_tries(self) -> None:
        post = self.sandbox.x.post

        def counted(text: str, reply_to: str | None = None, images: Any = ()) -> Any:
            self.tried.append(text)
            return post(text, reply_to, images)

        self.sandbox.x.post = counted  # type: ignore[method-assign]

    def begin(self, program: str, at: datetime) -> Services:
        """A clean database with a program that is known since `at`, and clean timelines."""
        timelines.clear(self.sandbox)
        self.go_back(Memory({}, timelines.keep(self.sandbox)))
        services = self.services(at)
        services.programs.import_text(program, "program.yaml", OPERATOR)
        return services

    def remember(self) -> Memory:
        """How things stand now."""
        with self.store.read() as connection:
            rows = {
                table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in tables.metadata.sorted_tables
            }
        return Memory(rows, timelines.keep(self.sandbox))

    def go_back(self, memory: Memory) -> None:
        """Makes everything as it was then."""
        with self.store.write() as connection:
            for table in reversed(tables.metadata.sorted_tables):
                connection.execute(delete(table))
            for table in tables.metadata.sorted_tables:
                if rows := memory.rows.get(table.name):
                    connection.execute(insert(table), rows)
        self.tried.clear()
        self.sandbox.faults.clear()
        timelines.put_back(self.sandbox, memory.timelines)

    def services(self, at: datetime) -> Services:
        """The services at that hour, for what people do between two lives."""
        services = Services(self.settings, self.store, clock_at(at), Workers())
        services.open()
        return services

    def live(self, at: datetime, point: int | None = None, **more: Any) -> Life:
        """A life at that hour, killed at the given point where one is given.

        `more`: `happens`, what happens at the point instead, and what it needs; `program`, a file
        that is imported first; in seconds the `patience` with networks, that with a `busy`
        database, and how far its clock is `ahead`.
        """
        ended = self.lives.live(at=at.isoformat(), settings=self._given, point=point, **more)
        if ended.killed:
            self.kills += 1
            # What it had sent off arrives, as it would on any network.
            self.running.run(asyncio.sleep(0.02))
        return ended

    @contextmanager
    def run_command(self, log_to: Path) -> Iterator["subprocess.Popen[bytes]"]:
        """`eightdays run` from the environment, as an operator starts it; killed at the end."""
        names = {"PATH", "LANG", "HOME", "PYTHONPATH"}
        environ = {name: value for name, value in os.environ.items() if name in names}
        environ |= {name.upper(): str(value) for name, value in self._given.items()}
        with (
            log_to.open("wb") as log,
            subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=environ | {"PORT": "0"},
                stderr=log,
            ) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    def later(self, passed: timedelta = LATER) -> None:
        """Makes everything that happened in real time as long ago as if so much had passed."""
        table = tables.ledger
        with self.store.write() as connection:
            for row in connection.execute(table.select()).mappings().all():
                times = {
                    name: row[name] - passed
                    for name in ("lease_until", "attempted_at", "not_before")
                    if row[name] is not None
                }
                if times:
                    connection.execute(update(table).where(table.c.id == row["id"]).values(times))

    def recover(self, at: datetime, **more: Any) -> None:
        """Lives at that hour until all that is due is settled, each life long after the one
        before. One is enough but where a busy machine's time-out leaves something in doubt."""
        for _ in range(ROUNDS):
            self.later()
            self.live(at, **more)
            if not self.open_rows(at):
                break

    def messages(self) -> list[Message]:
        """What stands in channels and direct messages."""
        space = self.sandbox.workspace
        return [
            message
            for place in (*space.channels(), *space.dms())
            for message in space.messages(place.id)
        ]

    def heard(self, channel: str = "#moss") -> list[str]:
        """What stands in a channel."""
        return [message.text for message in self.sandbox.workspace.messages(channel)]

    def posted(self) -> list[str]:
        """What stands on X's timeline."""
        return [post.text for post in self.sandbox.x.posts]

    def rows(self) -> list[Row]:
        """The ledger."""
        with self.store.read() as connection:
            (program,) = connection.execute(tables.programs.select()).all()
            return ledger.find(connection, program.id)

    def open_rows(self, at: datetime) -> list[Row]:
        """The rows that are due and of which it is not settled what becomes of them."""
        return [row for row in self.rows() if row.due <= at and row.state not in ENDED]

    def check(self, at: datetime) -> None:
        """All that is due is settled, and the ledger tells the truth about every message."""
        assert [(r.kind, r.subject, r.step, r.state, r.reason) for r in self.open_rows(at)] == []
        sent = {row.external_id for row in self.rows() if row.state is State.SENT}
        there = {f"{one.channel}:{one.ts}" for one in self.messages()}
        assert sent == there | timelines.ids(self.sandbox)
        assert [text for text, times in Counter(self.tried).items() if times > 1] == []
