"""/program award: write an award down, see its announcement, make a draft public."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import UserError
from bot.render import slack
from bot.render.award_form import award_form
from handlers.desk import Desk, actor
from handlers.orders import Order


async def run(desk: Desk, order: Order) -> None:
    """Runs /program award."""
    *name, last = order.words or [""]
    if not order.words or order.words == ["add"]:
        await open_award_form(desk, order.client, order.trigger)
    elif last == "publish" and name:
        await _publish(desk, order, " ".join(name))
    else:
        wanted = " ".join(name if last == "preview" and name else order.words)
        await _preview(desk, order, wanted)


async def open_award_form(desk: Desk, client: AsyncWebClient, trigger: str) -> None:
    """Opens the form for a new award."""
    program = desk.programs.require()
    today = desk.programs.clock.now().astimezone(program.zone).date()
    await client.views_open(trigger_id=trigger, view=award_form(program, today))


async def _preview(desk: Desk, order: Order, name: str) -> None:
    award = await desk.workers.store(desk.awards.find, name, actor(order.user))
    pages = await desk.workers.store(desk.reviewing.card_of_award, award.key, actor(order.user))
    if pages is None:
        raise UserError(
            f"The award to {award.recipient} has no announcement: it was there when the program "
            "was first imported, or it is a draft still (/program award NAME publish)."
        )
    for page in pages:
        await order.answer(**page)


async def _publish(desk: Desk, order: Order, name: str) -> None:
    award = await desk.workers.store(desk.awards.find, name, actor(order.user))
    if award.published:
        raise UserError(f"The award to {award.recipient} is published already.")
    await desk.workers.store(desk.awards.publish, award.key, actor(order.user))
    desk.wake()
    recipient = slack.escape(award.recipient)
    await order.say([f"The award to {recipient} is published; its announcement waits for review."])
