"""The composition root: builds every part, opens them in order, closes them in reverse.

Nothing is built when a module is imported; everything that is opened here is closed here.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp

from bot.clock import Clock, clock_at
from bot.domain.model import Program
from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.services.suite import Services
from bot.settings import Settings, explicit
from bot.store import migrate
from bot.store.engine import Store
from bot.store.runlock import RunLock
from bot.web.health import Check, health_routes
from bot.web.listening import bind, listening
from bot.workers import Workers
from handlers import commands
from handlers.bolt import make_app
from handlers.desk import Desk
from handlers.identity import WhoAmI
from handlers.ingress import PATH, Front, Ingress, Verifier
from handlers.manifest import SCOPES, manifest
from handlers.socket import Socket
from schedules.cards import Cards
from schedules.dispatch import Dispatch
from schedules.jobs import INTERVALS, Job, Jobs
from schedules.limits import Limits
from schedules.people import People
from schedules.recurring import Recurring
from schedules.refresh import Refresh
from schedules.staff import Staff
from schedules.sweep import Sweep
from schedules.timemachine import TimeMachine

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

log = get_logger(__name__)

# Seconds in all for what is being sent or answered when the process is told to stop.
DRAIN = 10.0


def prepare_store(store: Store) -> None:
    """Upgrades an embedded database; another has to be at the newest schema.

    Raises ConfigurationError, StoreUnavailableError.
    """
    if store.embedded:
        migrate.upgrade(store)
    else:
        migrate.require_current(store)


@dataclass
class Bot:
    """A running bot."""

    services: Services
    dispatch: Dispatch
    jobs: Jobs
    cards: Cards
    people: People
    sweep: Sweep
    who: WhoAmI
    socket: Socket | None
    connecting: "asyncio.Task[None] | None" = None

    def wake(self) -> None:
        """Has the ledger looked at, and cards redrawn, as soon as may be."""
        self.jobs.rearm()

    async def settle(self) -> None:
        """Waits until everything that is due now has been sent."""
        await self.dispatch.run()
        await self.dispatch.idle()


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    *,
    listener: socket.socket | None = None,
) -> AsyncIterator[Bot]:
    """The whole bot while the block lasts. `listener` is the bound socket of its HTTP server.

    Raises ConfigurationError and StoreUnavailableError where it cannot start.
    """
    settings.require(running=True)
    async with AsyncExitStack() as stack:
        store = Store(settings.database_url.get_secret_value())
        if store.path is not None:
            stack.enter_context(RunLock(store.path))
        stack.callback(store.close)
        connections = stack.enter_context(ExitStack())
        # Threads that still work on the database end before it is closed, and before the lock goes;
        # likewise those that talk to a network.
        workers = Workers()
        stack.callback(workers.close)
        await workers.store(prepare_store, store)
        services = Services(settings, store, clock, workers)
        for network in services.networks.values():
            connections.callback(network.close)
        await workers.store(services.open)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        bot = await _assemble(stack, services, session, listener)
        yield bot


async def _assemble(
    stack: AsyncExitStack,
    services: Services,
    session: aiohttp.ClientSession,
    listener: socket.socket | None,
) -> Bot:
    settings, workers, clock = services.settings, services.workers, services.clock
    client = _async_client(settings, session)
    who = WhoAmI(client)
    await who.try_now()
    jobs = Jobs(clock)
    bolt = make_app(_desk(services, jobs.rearm), client, who)
    socket_mode = None
    if settings.slack_app_token is not None:
        token = settings.slack_app_token.get_secret_value()
        socket_mode = Socket(bolt, token, client)
    dispatch = Dispatch(services.delivery, workers, clock, jobs.arm)
    sweep = Sweep(services.settling, services.answering, workers, jobs.rearm)
    cards = Cards(services.reviewing, services.slack, workers)
    people = People(services.reminding, workers, jobs.rearm)
    bot = Bot(services, dispatch, jobs, cards, people, sweep, who, socket_mode)
    stack.push_async_callback(_drain, bot)
    if listener is not None:
        # Closed before the rest is drained: what comes in after that would be lost.
        app = _site(bot, bolt)
        await stack.enter_async_context(listening(app, listener))
    # What a crash left behind comes before anything new is sent. Networks are asked meanwhile: one
    # that hangs must not keep the bot from hearing.
    await sweep.begin(alone=services.store.embedded)
    await workers.store(services.reminders.plan)
    if socket_mode is not None:
        bot.connecting = asyncio.ensure_future(socket_mode.connect())
    workers.spawn(Staff(services.access, workers).run(), "who is staff")
    workers.spawn(people.run(), "personal reminders")
    workers.spawn(Limits(services.networks, workers).run(), "limits of networks")
    jobs.start(_jobs(bot), _wake(bot))
    jobs.rearm()
    return bot


def _wake(bot: Bot) -> Callable[[], Awaitable[object]]:
    waiting = False

    async def redraw() -> None:
        nonlocal waiting
        await bot.dispatch.idle()
        waiting = False
        await bot.cards.run()

    async def wake() -> None:
        nonlocal waiting
        await bot.dispatch.run()
        # While a big step goes out, which takes half an hour, one that waits for its end will do.
        if not waiting:
            waiting = True
            bot.services.workers.spawn(redraw(), "review cards")

    return wake


def _jobs(bot: Bot) -> list[Job]:
    services, workers = bot.services, bot.services.workers
    refresh = Refresh(services.programs, workers)

    async def follow() -> None:
        if await refresh.run():
            bot.wake()

    runs: dict[str, Callable[[], Awaitable[object]]] = {
        "refresh": follow,
        "sweep": bot.sweep.begin,
        "staff": Staff(services.access, workers).run,
        "cards": bot.cards.run,
        "people": bot.people.run,
        "recurring": Recurring(services.reminders, workers).run,
        "limits": Limits(services.networks, workers).run,
    }
    return [Job(name, run, INTERVALS[name]) for name, run in runs.items()]


def _desk(services: Services, wake: Callable[[], None]) -> Desk:
    return Desk(
        programs=services.programs, answering=services.answering, access=services.access,
        awards=services.awards, pictures=services.pictures, reviewing=services.reviewing,
        drafting=services.drafting, deciding=services.deciding,
        following_up=services.following_up,
        moving=services.moving, progress=services.delivery.progress,
        plans=services.plans, teaching=services.teaching, subscribing=services.subscribing,
        calendars=services.calendars, workers=services.workers, wake=wake,
    )  # fmt: skip


def _async_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    # Sends once: slack_sdk's own retries would post an answer twice.
    token = settings.slack_bot_token
    return AsyncWebClient(
        token=token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        session=session,
        timeout=10,
        retry_handlers=[],
    )


def _site(bot: Bot, bolt: AsyncApp) -> ASGIApp:
    settings = bot.services.settings
    routes = health_routes(_checks(bot))
    if settings.socket_mode or settings.slack_signing_secret is None:
        return Starlette(routes=routes)
    verifier = Verifier(settings.slack_signing_secret.get_secret_value(), bot.services.clock)
    ingress = Ingress(bolt, verifier)
    return Front(ingress, Starlette(routes=[*routes, Route(PATH, ingress, methods=["POST"])]))


def _checks(bot: Bot) -> dict[str, Check]:
    async def database() -> str | None:
        try:
            await bot.services.workers.store(bot.services.store.ping)
        except StoreUnavailableError:
            return "the database cannot be reached"
        return None

    async def slack() -> str | None:
        if bot.socket is None:
            return await bot.who.try_now()
        hears = await bot.socket.hears()
        return None if hears else "the Socket Mode connection is not open, or hears nothing"

    return {"database": database, "slack": slack}


async def _drain(bot: Bot) -> None:
    """Stops in order: hear nothing new, claim nothing new, finish what has begun."""
    log.info("stopping")
    if bot.connecting is not None:
        bot.connecting.cancel()
    if bot.socket is not None:
        await bot.socket.close()
    clock = bot.services.clock
    end = clock.monotonic() + DRAIN
    await bot.jobs.stop(DRAIN)
    await bot.dispatch.stop(max(end - clock.monotonic(), 0))
    pending = bot.services.workers.pending
    if pending:
        _, left = await asyncio.wait(pending, timeout=max(end - clock.monotonic(), 0))
        # What hangs on a network still would come back to a database that is closed by then.
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def run(settings: Settings, clock: Clock) -> None:
    """The bot until it is told to stop. Raises ConfigurationError, StoreUnavailableError."""
    settings.require(running=True)
    with bind(settings.host, settings.port) as listener:
        stop = _stop_signal()
        async with running(settings, clock, listener=listener) as bot:
            # What was made at the start stays: to look through it with each full collection held
            # up the loop for 50 ms.
            gc.collect()
            gc.freeze()
            log.info("ready", mode="socket" if bot.socket else "http", port=settings.port)
            await _first(stop, bot.connecting)


async def _first(stop: asyncio.Event, connecting: "asyncio.Task[None] | None") -> None:
    """Waits to be told to stop; raises what ends the connection for good."""
    stopping = asyncio.ensure_future(stop.wait())
    if connecting is not None:
        await asyncio.wait({stopping, connecting}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done() and not connecting.cancelled():
            connecting.result()
    await stopping


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def demo(port: int, start: datetime | None, path: Path, ready: Callable[[str], None]) -> None:
    """The bot on a Slack workspace of this machine, with its page, until it is told to stop.

    `start` is where its clock begins; `path` the program file; `ready` is told the page's address.
    Raises ConfigurationError where the port is taken.
    """
    # Loaded here alone: a bot in production has no use for it, and starts sooner without it.
    from bot.sandbox.demo import demo_workspace
    from bot.sandbox.page import page_routes
    from bot.sandbox.server import Sandbox, build_app
    from bot.sandbox.sockets import LinkProtocol

    clock = clock_at(start)
    stop = _stop_signal()
    with bind("127.0.0.1", port) as listener, TemporaryDirectory(prefix="eightdays-") as folder:
        sandbox = Sandbox(demo_workspace(clock), commands=set(commands.TABLE))
        sandbox.origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        page = Router()
        app = build_app(sandbox, [Mount("/", page)])
        async with listening(app, listener, LinkProtocol):
            settings = _demo_settings(sandbox, Path(folder), path)
            async with running(settings, clock) as bot:
                _invite(sandbox, bot.services.programs.require())
                machine = TimeMachine(
                    clock, bot.services.plans, bot.dispatch, bot.services.workers, bot.wake
                )
                machine.people = bot.people
                listed = manifest("socket")["features"]["slash_commands"]
                page.routes.extend(page_routes(sandbox, machine, listed))
                ready(sandbox.origin)
                await stop.wait()
                await sandbox.close()


def _demo_settings(sandbox: "Sandbox", folder: Path, program: Path) -> Settings:
    """What `run` would read from the environment, for the workspace on this machine."""
    slack, x = sandbox.credentials, sandbox.x.credentials
    mastodon, bluesky = sandbox.mastodon, sandbox.bluesky
    return explicit(
        database_url=f"sqlite:///{folder / 'demo.db'}",
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=sandbox.slack_api_url,
        eightdays_program=program,
        eightdays_staff="U0OLIVE,S0STAFF",
        eightdays_review_channel="#moss-review",
        x_api_key=x.api_key,
        x_api_secret=x.api_secret,
        x_access_token=x.access_token,
        x_access_token_secret=x.access_token_secret,
        x_api_url=sandbox.origin,
        mastodon_url=mastodon.url,
        mastodon_access_token=mastodon.credentials.access_token,
        webhook_urls=sandbox.webhook.url,
        webhook_secret=sandbox.webhook.secret,
        discord_webhook_urls=sandbox.discord.url,
        bluesky_url=bluesky.url,
        bluesky_handle=bluesky.credentials.handle,
        bluesky_app_password=bluesky.credentials.app_password,
    )


def _invite(sandbox: "Sandbox", program: Program) -> None:
    """Makes the channels that a program names, with the bot in them."""
    named = {*program.announce_in, *(c for track in program.tracks for c in track.announce_in)}
    known = {f"#{channel.name}" for channel in sandbox.workspace.channels()}
    for name in sorted(named - known):
        if name.startswith("#"):
            sandbox.workspace.add_channel(name.removeprefix("#"), bot_member=True)


def slack_manifest(mode: Literal["socket", "http"], url: str | None = None) -> dict[str, Any]:
    """The Slack app manifest of everything that is registered."""
    return manifest(mode, url)


def slack_scopes() -> set[str]:
    """The scopes that the bot's token needs."""
    return set(SCOPES)
