"""Buttons, one listener with this table behind it; what stands before the colon names the act.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.render import deadline_form
from bot.render.answers import answer_message
from handlers import card_presses, deadlines, questions, remind_presses
from handlers.card_forms import drafted
from handlers.desk import Desk, actor, asker
from handlers.orders import Order
from handlers.posting import post
from handlers.press import Press
from handlers.program import SUBCOMMANDS as PROGRAM
from handlers.program_announce import open_news_form
from handlers.program_awards import open_award_form

Act = Callable[[Desk, Press], Awaitable[None]]


async def _ask(desk: Desk, press: Press) -> None:
    """A suggestion was pressed: the question is asked, where the button stands."""
    found = desk.answering.answer(press.value, asker(press.user))
    message = answer_message(found)
    container = press.body.get("container", {})
    if container.get("is_ephemeral") or not container.get("channel_id"):
        await press.answer(**message)
        return
    channel = str(container["channel_id"])
    thread = container.get("thread_ts")
    await post(press.client, channel=channel, thread_ts=thread, **message)
    await desk.workers.store(desk.answering.remember, channel, str(thread or ""), found.query)


async def _teach(desk: Desk, press: Press) -> None:
    await questions.open_form(desk, press.client, press.trigger, press.user, press.value)


async def _dismiss(desk: Desk, press: Press) -> None:
    await press.tell(await questions.dismiss(desk, press.user, press.value))


async def _new_award(desk: Desk, press: Press) -> None:
    await desk.workers.store(desk.access.require_staff, actor(press.user), "award form")
    await open_award_form(desk, press.client, press.trigger)


async def _move_deadline(desk: Desk, press: Press) -> None:
    await deadlines.open_form(desk, press.client, press.trigger, press.user, "")


async def _announce(desk: Desk, press: Press) -> None:
    await desk.workers.store(desk.access.require_staff, actor(press.user), "announce form")
    await open_news_form(desk, press.client, press.trigger)


async def _announce_deadline(desk: Desk, press: Press) -> None:
    found = await desk.workers.store(desk.drafting.deadline, press.value, actor(press.user))
    desk.wake()
    await press.tell(drafted(desk, found))


async def _back_to_deadline(desk: Desk, press: Press) -> None:
    await deadlines.back(desk, press.client, press.body["view"], press.user)


async def _show_plan(desk: Desk, press: Press) -> None:
    await desk.workers.store(desk.access.require_staff, actor(press.user), "plan")

    async def say(text: str, blocks: list[dict[str, Any]], **_more: Any) -> None:
        await post(press.client, channel=press.user, text=text, blocks=blocks)

    order = Order((), press.user, press.trigger, say, press.client)
    await PROGRAM["plan"].run(desk, order)


ACTIONS: dict[str, Act] = {
    "ask": _ask,
    **card_presses.ACTIONS,
    "announce:new": _announce,
    deadline_form.ANNOUNCE: _announce_deadline,
    "question:teach": _teach,
    "question:dismiss": _dismiss,
    "award:new": _new_award,
    "deadline:new": _move_deadline,
    deadline_form.BACK: _back_to_deadline,
    "plan:show": _show_plan,
    **remind_presses.ACTIONS,
}


async def on_action(
    desk: Desk,
    ack: AsyncAck,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: AsyncRespond,
    client: AsyncWebClient,
) -> None:
    """Any button. A button that only opens a link has nothing behind it but the ack."""
    await ack()
    name = str(action["action_id"])
    act = next((ACTIONS[known] for known in ACTIONS if f"{name}:".startswith(f"{known}:")), None)
    if act is None:
        return
    press = Press(action, body, respond if body.get("response_url") else None, client)

    async def work() -> None:
        await act(desk, press)

    desk.later(work(), name, press.tell)
