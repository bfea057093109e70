"""Buttons, one listener with this table behind it; what stands before the colon names the act.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import wording
from bot.render import deadline_form, slack
from bot.render.answers import answer_message
from bot.render.edit_form import edit_form
from handlers import deadlines, questions, remind_presses
from handlers.desk import Desk, actor, asker
from handlers.orders import Order
from handlers.posting import post
from handlers.press import Press
from handlers.program import SUBCOMMANDS as PROGRAM
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


async def _approve(desk: Desk, press: Press) -> None:
    identity, digest = press.announcement()
    found = await desk.workers.store(desk.publishing.approve, identity, digest, actor(press.user))
    desk.wake()
    program = desk.programs.require()
    when = "now"
    if found.due is not None and found.due > desk.programs.clock.now():
        when = f"on {slack.escape(wording.moment(found.due, program.zone, program.locale))}"
    await press.tell(f"Approved; it goes out {when}.")


async def _withdraw(desk: Desk, press: Press) -> None:
    identity, digest = press.announcement()
    await desk.workers.store(desk.publishing.withdraw, identity, digest, actor(press.user))
    desk.wake()
    await press.tell("Withdrawn; nothing goes out.")


async def _edit(desk: Desk, press: Press) -> None:
    identity, _ = press.announcement()
    found = await desk.workers.store(desk.reviewing.get, identity, actor(press.user))
    view = edit_form(found.id, found.digest, found.texts)
    await press.client.views_open(trigger_id=press.trigger, view=view)


async def _show(desk: Desk, press: Press) -> None:
    identity, _ = press.announcement()
    for page in await desk.workers.store(desk.reviewing.pages, identity, actor(press.user)):
        await press.answer(**page)


async def _teach(desk: Desk, press: Press) -> None:
    await questions.open_form(desk, press.client, press.trigger, press.user, press.value)


async def _dismiss(desk: Desk, press: Press) -> None:
    await press.tell(await questions.dismiss(desk, press.user, press.value))


async def _new_award(desk: Desk, press: Press) -> None:
    await desk.workers.store(desk.access.require_staff, actor(press.user), "award form")
    await open_award_form(desk, press.client, press.trigger)


async def _move_deadline(desk: Desk, press: Press) -> None:
    await deadlines.open_form(desk, press.client, press.trigger, press.user, "")


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
    "announcement:approve": _approve,
    "announcement:withdraw": _withdraw,
    "announcement:edit": _edit,
    "announcement:show": _show,
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
