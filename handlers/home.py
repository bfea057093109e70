"""App Home. https://docs.slack.dev/reference/events/app_home_opened"""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.render.home import home
from handlers.desk import Desk


async def on_home_opened(desk: Desk, event: dict[str, Any], client: AsyncWebClient) -> None:
    """Draws App Home for whoever opened it."""
    if event.get("tab", "home") != "home":
        return
    user = str(event["user"])
    desk.workers.spawn(_draw(desk, user, client), "App Home")


async def _draw(desk: Desk, user: str, client: AsyncWebClient) -> None:
    staff = await desk.workers.store(desk.access.is_staff, user)
    view = home(desk.programs.current, desk.programs.clock.now(), staff=staff)
    await client.views_publish(user_id=user, view=view)
