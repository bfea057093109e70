"""The servers that are compared, each a process of its own: `python -m bench.servers NAME`.

All have uvloop, httptools and the same uvicorn settings, answer `POST /slack/events`, and say their
port on standard output once they serve.
"""

import asyncio
import hmac
import json
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from starlette.types import ASGIApp

from bench.requests import PATH, SECRET

TOKEN = "xoxb-demo-eightdays"
ANSWER = "The next deadline is eight days away."
PROGRAM = Path(__file__).parents[1] / "bot" / "sandbox" / "programs" / "moss.yaml"
# Eight days before a deadline of the sample.
AT = datetime.fromisoformat("2018-01-23T09:00:00-08:00")
STALE = 300


def say_port(listener: socket.socket) -> None:
    """Tells whoever started this process that it serves."""
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


async def until_told() -> None:
    """Waits for SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


# What is measured


async def eightdays(slack_api_url: str) -> None:
    """The whole bot in HTTP mode, everything registered, as `run` starts it; its program's clock
    stands in the sample's time."""
    from bot import log
    from bot.app import running
    from bot.clock import clock_at
    from bot.settings import explicit
    from bot.web.listening import bind

    log.configure()
    settings = explicit(
        database_url="sqlite:///eightdays.db",
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=slack_api_url,
        eightdays_program=PROGRAM,
        eightdays_staff="U0OLIVE,S0STAFF",
        eightdays_review_channel="#moss-review",
    )
    with bind("127.0.0.1", 0) as listener:
        async with running(settings, clock_at(AT), listener=listener):
            say_port(listener)
            await until_told()


# What it is compared with


async def bolt() -> None:
    """Floor 1: Bolt's AsyncApp with one listener, which it checks signatures for."""
    from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler

    # Its types are narrower than ASGI's.
    app: Any = AsyncSlackRequestHandler(_bolt_app(), PATH)
    await _serve(app)


async def bolt_starlette() -> None:
    """The same behind Bolt's adapter for Starlette."""
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    handler = AsyncSlackRequestHandler(_bolt_app())

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    await _serve(Starlette(routes=[Route(PATH, endpoint, methods=["POST"])]))


def _bolt_app() -> Any:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_bolt.context.ack.async_ack import AsyncAck

    result = AuthorizeResult(
        enterprise_id=None,
        team_id="T0MOSS",
        bot_id="B0EIGHT",
        bot_user_id="U0EIGHT",
        bot_token=TOKEN,
    )

    async def authorize() -> AuthorizeResult:
        return result

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/deadlines")
    async def deadlines(ack: AsyncAck) -> None:
        await ack(ANSWER)

    return app


async def starlette() -> None:
    """Floor 2: one Starlette route that checks the signature."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    secret = SECRET.encode()

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        stamp = request.headers["x-slack-request-timestamp"]
        signed = hmac.new(secret, b"v0:%s:%s" % (stamp.encode(), body), sha256).hexdigest()
        given = request.headers["x-slack-signature"]
        if abs(time.time() - int(stamp)) > STALE or not hmac.compare_digest(f"v0={signed}", given):
            return PlainTextResponse("not from Slack", status_code=401)
        return PlainTextResponse(ANSWER)

    await _serve(Starlette(routes=[Route(PATH, endpoint, methods=["POST"])]))


async def _serve(app: ASGIApp) -> None:
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
    )
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        say_port(listener)
        await uvicorn.Server(config).serve(sockets=[listener])


# What they need


async def slack(people: str = "0", a_second: str = "0") -> None:
    """Slack itself: the sandbox; with so many more people, and refusing more messages a second."""
    from bench.owing import person
    from bot.sandbox.demo import demo_workspace
    from bot.sandbox.limits import Rates
    from bot.sandbox.server import Sandbox, serving

    sandbox = Sandbox(demo_workspace(), rates=Rates(workspace_a_second=int(a_second) or None))
    for each in range(int(people)):
        sandbox.workspace.add_user(f"person-{each}", user_id=person(each))
    async with serving(sandbox) as origin:
        print(json.dumps({"port": int(origin.rpartition(":")[2])}), flush=True)
        await until_told()


SERVERS: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
    "eightdays": eightdays,
    "bolt": bolt,
    "bolt_starlette": bolt_starlette,
    "starlette": starlette,
    "slack": slack,
}


def main(name: str, *arguments: str) -> None:
    """Serves until it is told to stop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(SERVERS[name](*arguments))


if __name__ == "__main__":
    main(*sys.argv[1:])
