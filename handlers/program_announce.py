"""/program announce and /program roundup: what is told on every network, once it is approved.

/program announce                     news, in a form
/program announce awards [A, B]       several awards in one announcement
/program announce deadline TRACK      a deadline, with its date
/program announce list                what waits, and what went out lately
/program announce NUMBER              one of them, whole
/program roundup since October        the update of a period, from the records
"""

from collections.abc import Sequence
from datetime import date

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import UserError
from bot.questions.since import first_day
from bot.render import announce_forms, slack
from bot.store.announcements import Announcement
from handlers.card_forms import drafted
from handlers.desk import Desk, actor
from handlers.orders import Order

NAMED = 5


async def run(desk: Desk, order: Order) -> None:
    """Runs /program announce."""
    what, *more = order.words or [""]
    if not what:
        await open_news_form(desk, order.client, order.trigger)
    elif what.casefold() == "awards":
        await _awards(desk, order, " ".join(more))
    elif what.casefold() == "deadline":
        await deadline(desk, order, " ".join(more))
    elif what.casefold() == "list":
        await _list(desk, order)
    elif what.lstrip("#").isdecimal() and not more:
        for page in await desk.workers.store(
            desk.reviewing.pages, int(what.lstrip("#")), actor(order.user)
        ):
            await order.answer(**page)
    else:
        raise UserError(
            "Use `/program announce` for news, or with `awards`, `deadline TRACK`, `list` or the "
            "number of an announcement."
        )


async def open_news_form(desk: Desk, client: AsyncWebClient, trigger: str) -> None:
    """Opens the form for news."""
    view = announce_forms.news_form(desk.programs.require())
    await client.views_open(trigger_id=trigger, view=view)


async def _awards(desk: Desk, order: Order, names: str) -> None:
    program, now = desk.programs.require(), desk.programs.clock.now()
    if not names:
        newest = sorted(program.public_awards(now), key=lambda award: award.awarded, reverse=True)
        if not newest:
            raise UserError("No award is published yet.")
        view = announce_forms.awards_form(program, newest)
        await order.client.views_open(trigger_id=order.trigger, view=view)
        return
    keys = [
        (await desk.workers.store(desk.awards.find, name.strip(), actor(order.user))).key
        for name in names.split(",")
    ]
    found = await desk.workers.store(desk.drafting.awards, keys, actor(order.user))
    await _drafted(desk, order, found)


async def deadline(desk: Desk, order: Order, words: str) -> None:
    """Drafts the announcement of the one deadline that these words mean, the next of a track."""
    if not words:
        raise UserError("Name the track, as in /program announce deadline TRACK.")
    now = desk.programs.clock.now()
    choices = await desk.workers.store(desk.moving.choices, words, actor(order.user))
    ahead = [found for found in choices if found.closes.at > now]
    if not ahead:
        raise UserError("That deadline has passed; there is nothing to announce.")
    if len(ahead) > 1 and ahead[0].track != ahead[1].track:
        subjects = ", ".join(found.subject for found in ahead[:NAMED])
        raise UserError(f"Which one? Name it as in /program announce deadline {subjects}.")
    await announce_deadline(desk, order, ahead[0].subject)


async def announce_deadline(desk: Desk, order: Order, subject: str) -> None:
    """Drafts the announcement of a deadline."""
    found = await desk.workers.store(desk.drafting.deadline, subject, actor(order.user))
    await _drafted(desk, order, found)


async def roundup(desk: Desk, order: Order) -> None:
    """Runs /program roundup."""
    since = _since(desk, order.words)
    found = await desk.workers.store(desk.drafting.roundup, since, actor(order.user))
    await _drafted(desk, order, found)


def _since(desk: Desk, words: Sequence[str]) -> date:
    said = " ".join(words)
    program, now = desk.programs.require(), desk.programs.clock.now()
    found = first_day(said, program, now) if said else None
    if found is None:
        raise UserError(
            "Say since when, as in /program roundup since October, since 1 October 2017 or since "
            "last month."
        )
    return found


async def _drafted(desk: Desk, order: Order, found: Announcement) -> None:
    desk.wake()
    await order.say([drafted(desk, found)])


async def _list(desk: Desk, order: Order) -> None:
    found = await desk.workers.store(desk.reviewing.listed, actor(order.user))
    lines = [
        f"• {one.id}: {slack.escape(one.title or one.subject)} — {slack.escape(state)}"
        for one, state in found
    ]
    more = "See one whole with `/program announce NUMBER`."
    await order.say([*lines, more] if lines else ["Nothing has been announced yet."])
