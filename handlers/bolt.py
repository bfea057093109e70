"""The Bolt app: one listener for each kind of thing Slack sends, with a table behind it.

Bolt tries listeners one by one, and its default runner polls for the ack; so there are few, and
`process_before_response` lets the ack go as soon as the listener is done.
https://docs.slack.dev/tools/bolt-python/concepts/async
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.payload_utils import is_slash_command
from slack_sdk.web.async_client import AsyncWebClient

from handlers import actions, commands, home, remind, views
from handlers.desk import Desk
from handlers.identity import WhoAmI
from handlers.messages import Listener

# What is listened to; the manifest asks Slack for exactly these.
EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "user_change",
)
_ANY = re.compile(r".*", re.DOTALL)


def make_app(desk: Desk, client: AsyncWebClient, who: WhoAmI) -> AsyncApp:
    """The app with everything registered. Requests are verified before they reach it."""

    known: list[AuthorizeResult] = []

    async def authorize() -> AuthorizeResult:
        if not known:
            identity = await who.get()
            known.append(
                AuthorizeResult(
                    enterprise_id=None,
                    team_id=identity.team_id,
                    bot_id=identity.bot_id,
                    bot_user_id=identity.bot_user_id,
                    bot_token=client.token,
                )
            )
        return known[0]

    app = AsyncApp(
        name="eightdays",
        logger=logging.getLogger("slack_bolt"),
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(Commands(desk))
    _listen_to_people(app, desk)
    _listen_to_events(app, desk, who)
    return app


class Commands(AsyncMiddleware):
    """Slash commands are taken by a middleware, which is given what it needs.

    For a listener Bolt collects every argument that there could be, twice: longer than an answer
    takes. https://docs.slack.dev/tools/bolt-python/concepts/global-middleware
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's name, as is the next
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        """Answers a command, and hands everything else on."""
        if not is_slash_command(req.body):
            return await next()
        context, ack = req.context, req.context.ack
        # Bolt makes it where there is none, which its type does not say.
        respond: Any = context.respond
        await commands.on_command(self.desk, ack, req.body, respond, context.client)
        return ack.response or await ack()


def _listen_to_people(app: AsyncApp, desk: Desk) -> None:
    @app.action(_ANY)
    async def action(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
    ) -> None:
        await actions.on_action(desk, ack, action, body, respond, client)

    @app.view(_ANY)
    async def view(
        ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        await views.on_submit(desk, ack, view, body, client)


def _listen_to_events(app: AsyncApp, desk: Desk, who: WhoAmI) -> None:
    listener = Listener(desk)

    @app.event("app_mention")
    async def mention(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await listener.on_mention(event, body, client)

    @app.event("message")
    async def message(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        await listener.on_message(event, body, client, (await who.get()).bot_user_id)

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        await home.on_home_opened(desk, event, client)

    @app.event("user_change")
    async def changed(event: dict[str, Any], client: AsyncWebClient) -> None:
        await remind.profile_changed(desk, event, client)
