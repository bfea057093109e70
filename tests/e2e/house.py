"""The whole bot in a workspace of its own: opened, moved through time, looked at, closed.

Everything is real but the machines on the other side: Bolt, slack_sdk and tweepy talk to the
sandbox over loopback, and rows lie in a real database.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import Bot, running
from bot.cli import SAMPLE
from bot.render.slack import escape
from bot.sandbox.acts import Person
from bot.sandbox.limits import Rates
from bot.sandbox.messages import Message
from bot.sandbox.server import Sandbox, running_sandbox
from bot.settings import Settings, explicit
from bot.web.listening import bind
from handlers.commands import TABLE
from schedules.timemachine import TimeMachine
from tests.sandbox.helpers import HandClock

Mode = Literal["socket", "http"]
Json = dict[str, Any]

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
# Shortly before "eight days left" is due in the sample.
START = datetime(2018, 1, 23, 9, 58, tzinfo=LOS_ANGELES)
BOT = "U0EIGHT"
# Messages under way are few; a machine that is busy with other things gets patience.
PATIENCE = 20.0


class World:
    """A workspace with people in it, and the bot, which can be stopped and started again."""

    def __init__(self, box: Sandbox, clock: HandClock, mode: Mode, values: Json) -> None:
        self.box = box
        self.clock = clock
        self.mode: Mode = mode
        self.values = values
        self.bot_now: Bot | None = None
        self._life: AsyncExitStack | None = None
        self.olive, self.ada, self.ben = (box.person(name) for name in ("olive", "ada", "ben"))
        self.mia = box.person("mia")

    @property
    def bot(self) -> Bot:
        """The bot as it runs now."""
        assert self.bot_now is not None, "the bot is stopped"
        return self.bot_now

    # Its life

    def settings(self) -> Settings:
        """What the environment of `run` would say."""
        slack, x = self.box.credentials, self.box.x.credentials
        entry: Json = (
            {"slack_app_token": slack.app_token}
            if self.mode == "socket"
            else {"slack_signing_secret": slack.signing_secret}
        )
        return explicit(
            **{
                "slack_bot_token": slack.bot_token,
                "slack_api_url": self.box.slack_api_url,
                "eightdays_program": SAMPLE,
                "eightdays_staff": "U0OLIVE,S0STAFF",
                "eightdays_review_channel": "#moss-review",
                "eightdays_messages_per_second": 200,
                "x_api_key": x.api_key,
                "x_api_secret": x.api_secret,
                "x_access_token": x.access_token,
                "x_access_token_secret": x.access_token_secret,
                "x_api_url": self.box.origin,
                **entry,
                **self.values,
            }
        )

    async def start(self) -> None:
        """Starts the bot and waits until it hears."""
        life = AsyncExitStack()
        listener: socket.socket | None = None
        if self.mode == "http":
            listener = life.enter_context(bind("127.0.0.1", 0))
            port = listener.getsockname()[1]
            self.box.delivery.request_url = f"http://127.0.0.1:{port}/slack/events"
        try:
            self.bot_now = await life.enter_async_context(
                running(self.settings(), self.clock, listener=listener)
            )
        except BaseException:
            await life.aclose()
            raise
        self._life = life
        if self.bot.connecting is not None:
            await self.bot.connecting
        await self.quiet()

    async def stop(self) -> None:
        """Stops the bot as SIGTERM does."""
        life, self._life, self.bot_now = self._life, None, None
        if life is not None:
            await life.aclose()

    async def restart(self) -> None:
        """Another process on the same database."""
        await self.stop()
        await self.start()

    def environment(self) -> dict[str, str]:
        """The settings as variables, for a process of its own."""
        said = self.settings().model_dump(exclude_unset=True)
        return {
            name.upper(): str(
                value.get_secret_value()
                if isinstance(value, SecretStr)
                else ",".join(value)
                if isinstance(value, tuple)
                else value
            )
            for name, value in said.items()
            if value is not None
        }

    # Its time

    async def quiet(self) -> None:
        """Waits until nobody has anything left to say: all is delivered, answered and sent."""
        async with asyncio.timeout(PATIENCE):
            before = -1
            while True:
                await self.box.delivery.settle()
                await self.bot.people.run()
                await self.bot.settle()
                await self.bot.cards.run()
                tasks = self.bot.services.workers.pending
                after = len(self.box.delivery.attempts)
                if not tasks and before == after:
                    return
                before = after
                if tasks:
                    await asyncio.wait(tasks)

    async def move_to(self, when: datetime) -> None:
        """Moves the program's clock on; what falls due on the way is sent on the way."""
        services = self.bot.services
        machine = TimeMachine(
            self.clock, services.plans, self.bot.dispatch, services.workers, self.bot.wake
        )
        machine.people = self.bot.people
        await machine.move_to(when)
        await self.quiet()

    async def wait(self, seconds: float) -> None:
        """Lets real time go by, such as a backoff or a lease; nobody sleeps for it."""
        self.clock.advance(seconds)
        await self.bot.sweep.run()
        await self.quiet()

    # What is there

    def said_in(self, channel: str) -> list[Message]:
        """What the bot has said in a channel for all to see, its threads left out."""
        return [one for one in self.box.workspace.history(channel) if one.user == BOT]

    def posts_on_x(self) -> list[str]:
        """X's timeline."""
        return [one.text for one in self.box.x.posts]

    def cards(self) -> list[Message]:
        """The review cards."""
        return [one for one in self.said_in("#moss-review") if "Review: " in one.text]

    async def ask(self, person: Person, text: str, channel: str = "#moss") -> list[Message]:
        """What the bot says in the thread of a mention."""
        asked = await person.say(channel, f"@eightdays {text}")
        await self.quiet()
        return self.box.workspace.replies(channel, asked.ts)

    async def draft(self, by: Person, **fields: str) -> Message:
        """Has an award written down in the form; gives the review card."""
        before = {one.ts for one in self.cards()}
        values = {"recipient": "Servo", "amount": "50000", "purpose": "to draw faster", **fields}
        seen = await by.command("#general", "/program award")
        assert seen.ok, seen
        await self.quiet()
        assert by.modal() is not None, "the form did not open"
        filled = await by.submit(values={name: {"value": text} for name, text in values.items()})
        assert filled.ok, filled
        await self.quiet()
        (card,) = [one for one in self.cards() if one.ts not in before]
        return card

    def now(self, message: Message) -> Message:
        """A message as it stands now."""
        return self.box.workspace.message(message.channel, message.ts)


@asynccontextmanager
async def a_world(
    database_url: str,
    mode: Mode = "socket",
    *,
    at: datetime = START,
    start: bool = True,
    sandbox: Mapping[str, Any] | None = None,
    clock: HandClock | None = None,
    **values: Any,
) -> AsyncIterator[World]:
    """A workspace with the bot in it. `values` are settings, `sandbox` those of the sandbox."""
    clock = clock or HandClock()
    clock.move_to(at)
    given: Json = {"rates": Rates.unlimited(), "retry_delays": (0.0, 0.02, 0.02), **(sandbox or {})}
    async with running_sandbox(clock, commands=set(TABLE), **given) as box:
        world = World(box, clock, mode, {"database_url": database_url, **values})
        try:
            if start:
                await world.start()
            yield world
        finally:
            await world.stop()


# What a message says


def words(message: Message) -> str:
    """All that a person reads in a message: its blocks, or its text where it has none."""
    return "\n".join(block_words(message.blocks)) if message.blocks else message.text


def block_words(
    blocks: Sequence[Json], kinds: Collection[str] = ("mrkdwn", "plain_text", "text")
) -> list[str]:
    """Every text of these kinds within blocks, in order."""
    found: list[str] = []

    def look(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") in {"mrkdwn", "plain_text", "text"}:
                text = str(node["text"])
                # A run of rich text is shown as it is.
                text = escape(text) if node["type"] == "text" else text
                found.extend([text] if node["type"] in kinds else [])
                return
            for key, value in node.items():
                # What is asked before a press is no part of the message.
                if key != "confirm":
                    look(value)
        elif isinstance(node, list | tuple):
            for one in node:
                look(one)

    look(list(blocks))
    return found


def buttons(message: Message) -> dict[str, str]:
    """The buttons of a message: what they say, and the action behind each."""
    return {
        element["text"]["text"]: element["action_id"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def write_program(folder: Path, old: str = "", new: str = "", name: str = "program.yaml") -> Path:
    """The sample program, with a part of it put otherwise."""
    text = SAMPLE.read_text("utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
    return path


def left_out(message: Message) -> list[str]:
    """What the blocks of a message say that its top-level text does not: phones and screen readers
    would never hear it. What only labels a button counts where it is a question to ask."""
    labels = {label for label, action in buttons(message).items() if not action.startswith("ask:")}
    said = " ".join(plain(message.text).split())
    return [
        line
        for text in block_words(message.blocks)
        if text not in labels
        for line in plain(text).split("\n")
        if " ".join(line.split()) not in said
    ]


def plain(text: str) -> str:
    """Without bold and quotation marks, which blocks and texts may set in their own ways."""
    return text.replace("*", "").replace("> ", "")


def pings(message: Message) -> list[str]:
    """What in a message would ping more people than the one who asked, in any part of it. Plain
    text is shown as it is, whatever is in it."""
    parts = [message.text, *block_words(message.blocks, kinds={"mrkdwn"})]
    assert not message.attachments
    return [found for part in parts for found in re.findall(r"<!(?!date)[^>]*>", part)]
