"""Slash commands, one listener with this table behind it.

/deadlines [track or period]     /tracks [track]     /awards [question]
/remindme [track]                /program …

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.questions.answer import Answer
from bot.render import slack
from bot.render.answers import answer_message
from bot.services.answering import Topic
from handlers import orders, program, remind
from handlers.desk import Desk, sorry, words_of

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a command."""

    name: str
    text: str
    user: str
    trigger: str
    place: str
    ack: AsyncAck
    respond: AsyncRespond
    client: AsyncWebClient


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the manifest and the help say it."""

    name: str
    description: str
    hint: str
    run: Callable[[Desk, Call], Awaitable[None]]


def _topic(topic: Topic) -> Callable[[Desk, Call], Awaitable[None]]:
    async def run(desk: Desk, call: Call) -> None:
        if call.text.casefold() == "help":
            await call.ack(usage(call.name))
            return
        words = words_of(call.text) if call.text else ""
        # What `await call.ack(...)` would do, less making the same response again for each.
        call.ack.response, answered = desk.answering.about(topic, words, _response)
        if not answered:
            desk.workers.spawn(_keep(desk, words), "a question for staff")

    return run


def _response(answer: Answer) -> tuple[BoltResponse, bool]:
    """The ack that carries an answer, and whether it is one."""
    shown = answer_message(answer)
    return BoltResponse(status=200, body={"response_type": "ephemeral", **shown}), answer.answered


async def _keep(desk: Desk, question: str) -> None:
    try:
        await desk.workers.store(desk.teaching.not_understood, question)
    except StoreUnavailableError as exc:
        log.warning("question not kept", error=str(exc))


async def _program(desk: Desk, call: Call) -> None:
    await call.ack()

    async def tell(text: str) -> None:
        await orders.answer(call.respond, text=text)

    desk.later(
        program.run(desk, call.text, call.user, call.trigger, call.respond, call.client),
        "/program",
        tell,
    )


async def _remindme(desk: Desk, call: Call) -> None:
    await call.ack()

    async def tell(text: str) -> None:
        await orders.answer(call.respond, text=text)

    desk.later(
        remind.run(desk, call.text, call.user, call.trigger, call.respond, call.client, call.place),
        "/remindme",
        tell,
    )


COMMANDS = (
    Command("/deadlines", "Which deadlines are coming", "[track or period]", _topic("deadlines")),
    Command("/tracks", "What can be applied for", "[track]", _topic("tracks")),
    Command("/awards", "What was awarded to whom", "[question]", _topic("awards")),
    Command(
        "/remindme",
        "Be reminded of deadlines in a direct message",
        "[tracks] | all | list | mute | stop | help",
        _remindme,
    ),
    Command(
        "/program",
        "Staff: run the program",
        "award | announce | roundup | deadline | plan | why | questions | audit | help",
        _program,
    ),
)
TABLE = {command.name: command for command in COMMANDS}


def usage(name: str) -> str:
    """How a command is used, in a line."""
    command = TABLE[name]
    return f"`{command.name} {slack.escape(command.hint)}` — {command.description.lower()}."


async def on_command(
    desk: Desk,
    ack: AsyncAck,
    command: dict[str, Any],
    respond: AsyncRespond,
    client: AsyncWebClient,
) -> None:
    """Any slash command. The three of the community are answered in the ack, from memory."""
    name = str(command["command"])
    known = TABLE.get(name)
    if known is None:
        await ack(f"I do not know `{slack.escape(name)}`. Try {', '.join(map(usage, TABLE))}")
        return
    call = Call(
        name,
        str(command.get("text") or "").strip(),
        str(command["user_id"]),
        str(command.get("trigger_id") or ""),
        str(command.get("channel_id") or ""),
        ack,
        respond,
        client,
    )
    try:
        await known.run(desk, call)
    except Exception as exc:  # noqa: BLE001 - the person waits for an answer, whatever it is
        await ack(response_type="ephemeral", text=sorry(exc, name))
