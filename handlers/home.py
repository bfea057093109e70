"""App Home. https://docs.slack.dev/reference/events/app_home_opened"""

from contextlib import suppress
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreUnavailableError
from bot.render import remind_home
from bot.render.home import home
from bot.render.slack import Block
from handlers.desk import Desk, actor
from handlers.program import going_out


async def on_home_opened(desk: Desk, event: dict[str, Any], client: AsyncWebClient) -> None:
    """Draws App Home for whoever opened it."""
    if event.get("tab", "home") != "home":
        return
    user = str(event["user"])
    desk.workers.spawn(draw(desk, user, client), "App Home")


async def draw(desk: Desk, user: str, client: AsyncWebClient) -> None:
    """Draws App Home for somebody, as things stand now."""
    staff = await desk.workers.store(desk.access.is_staff, user)
    program, now = desk.programs.current, desk.programs.clock.now()
    mine: list[Block] = []
    if program is not None:
        try:
            found = await desk.workers.store(desk.subscribing.mine, actor(user))
        except StoreUnavailableError:
            mine = remind_home.unknown()
        else:
            mine = remind_home.mine(program, None, now)
            if found is not None:
                mine = remind_home.mine(
                    program, found.person, now, applied=found.applied, snoozed=found.snoozed
                )
    news = ""
    if staff and program is not None:
        with suppress(StoreUnavailableError):
            news = await going_out(desk)
    view = home(program, now, staff=staff, mine=mine, news=news)
    await client.views_publish(user_id=user, view=view)
