"""Submitted forms, one listener with this table behind it.

What is wrong is told at the field, in the ack, and what was typed stays.
https://docs.slack.dev/surfaces/modals#displaying_errors
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import FieldErrors, UserError
from bot.render import award_form, deadline_form, remind_form, teach_form
from bot.render.slack import Block, escape
from handlers import card_forms, deadlines, questions, remind
from handlers.desk import Desk, actor, plainly, sorry
from handlers.posting import post

# Seconds for saving before the ack has to go: Slack waits for three.
ACK_WITHIN = 2.2
STILL_SAVING = "This takes longer than usual; you will hear when it is saved."
TOO_SLOW = "That took too long to show, and nothing was changed; please try it again."

Submitted = dict[str, Any]


async def _award(desk: Desk, view: Submitted, user: str) -> str:
    """Adds the award; gives what the person is told."""
    fields = award_form.fields(view["state"]["values"])
    award = await desk.workers.store(desk.awards.add, fields, actor(user))
    desk.wake()
    if not award.published:
        return f"The award to {escape(award.recipient)} is kept as a draft."
    where = desk.reviewing.board.review_channel
    if desk.reviewing.board.approval == "none":
        return f"The award to {escape(award.recipient)} is saved; its announcement goes out."
    seen = f"in {escape(where)}" if where else f"under `/program award {escape(award.recipient)}`"
    return f"The award to {escape(award.recipient)} is saved; its announcement is reviewed {seen}."


# What a form gives: the words that the person is told, a message for them (which has no `type`), or
# the view that takes its place.
Outcome = str | Block

VIEWS: dict[str, Callable[[Desk, Submitted, str], Awaitable[Outcome]]] = {
    award_form.CALLBACK: _award,
    deadline_form.FORM: deadlines.preview,
    deadline_form.PREVIEW: deadlines.move,
    **card_forms.VIEWS,
    teach_form.CALLBACK: questions.teach,
    remind_form.CALLBACK: remind.save,
}


async def on_submit(
    desk: Desk, ack: AsyncAck, view: Submitted, body: dict[str, Any], client: AsyncWebClient
) -> None:
    """Any submitted form."""
    run = VIEWS.get(str(view["callback_id"]))
    if run is None:
        await ack()
        return
    user = str(body["user"]["id"])
    saving = asyncio.ensure_future(run(desk, view, user))
    try:
        said = await asyncio.wait_for(asyncio.shield(saving), ACK_WITHIN)
    except TimeoutError:
        await ack()
        desk.later(_finish(client, user, saving), "a form", lambda t: _tell(client, user, t))
    except FieldErrors as exc:
        await ack(response_action="errors", errors=_at_fields(view, exc))
    except Exception as exc:  # noqa: BLE001 - told at the first field, so that nothing typed is lost
        first = view["blocks"][-1]["block_id"] if not _inputs(view) else _inputs(view)[0]
        await ack(response_action="errors", errors={first: plainly(sorry(exc, "a form"))})
    else:
        if isinstance(said, dict) and "type" in said:
            await ack(response_action="update", view=said)
            return
        await ack()
        if said:
            desk.later(_tell(client, user, said), "a form", lambda t: _tell(client, user, t))
        if view["callback_id"] == remind_form.CALLBACK:
            desk.workers.spawn(remind.tell_where(desk, view, user, client), "App Home")


def _inputs(view: Submitted) -> list[str]:
    return [str(b["block_id"]) for b in view["blocks"] if b["type"] == "input"]


def _at_fields(view: Submitted, error: FieldErrors) -> dict[str, str]:
    """The errors by block; those of fields that the form does not have, at the first."""
    inputs = _inputs(view)
    found: dict[str, str] = {}
    for name, said in error.fields.items():
        block = name if name in inputs else inputs[0]
        found[block] = f"{found[block]}; {said}" if block in found else said
    return found


async def _finish(client: AsyncWebClient, user: str, saving: "asyncio.Future[Outcome]") -> None:
    try:
        said = await saving
    except UserError as exc:
        said = f"It was not saved: {sorry(exc, 'a form')}"
    if isinstance(said, dict) and "type" in said:
        # The form is gone by now, and what it would show next with it.
        said = TOO_SLOW
    await _tell(client, user, said or "It is saved.")


async def _tell(client: AsyncWebClient, user: str, said: str | Block) -> None:
    message = {"text": said} if isinstance(said, str) else said
    await post(client, channel=user, **message)
