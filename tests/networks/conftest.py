"""The real clients against a workspace and an account on this machine."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.networks.slack import Slack
from bot.networks.slack_calls import make_client
from bot.networks.x import X
from bot.sandbox.limits import Rates
from bot.sandbox.server import RunningSandbox, sandbox_in_thread


@pytest.fixture(scope="module")
def house() -> Iterator[RunningSandbox]:
    """One workspace for the tests of a file, each of which clears up with `running`."""
    with sandbox_in_thread(rates=Rates.unlimited()) as made:
        yield made


@pytest.fixture
def running(house: RunningSandbox) -> Iterator[RunningSandbox]:
    yield house
    sandbox = house.sandbox
    sandbox.faults.clear()
    sandbox.x.posts.clear()
    sandbox.x.bio = ""
    sandbox.discord.clear()
    sandbox.discord.gone = sandbox.discord.limited = False
    sandbox.webhook.clear()
    for channel in sandbox.workspace.channels():
        for message in sandbox.workspace.messages(channel.id):
            sandbox.workspace.delete(channel.id, message.ts)


@pytest.fixture
def slack(running: RunningSandbox) -> Slack:
    sandbox = running.sandbox
    return Slack(make_client(sandbox.credentials.bot_token, sandbox.slack_api_url))


def x_at(origin: str, running: RunningSandbox, *, secret: str | None = None) -> X:
    """The account, at an origin."""
    who = running.sandbox.x.credentials
    return X(
        who.api_key,
        secret or who.api_secret,
        who.access_token,
        who.access_token_secret,
        origin,
    )


@pytest.fixture
def x(running: RunningSandbox) -> X:
    return x_at(running.sandbox.origin, running)


class Answering:
    """A server that says the same to every request, and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        self.asked: list[str] = []


@contextmanager
def _answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[Answering]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self._say()

        do_PATCH = do_POST

        def do_GET(self) -> None:
            self._say()

        do_DELETE = do_HEAD = do_GET

        def _say(self) -> None:
            made.asked.append(f"{self.command} {self.path}")
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Answering(server)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


Says = Callable[..., Answering]


@pytest.fixture
def says() -> Iterator[Says]:
    """`says(200, b"not JSON")`: a server that answers everything so."""
    with ExitStack() as stack:

        def make(status: int, body: bytes = b"", **headers: str) -> Answering:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return stack.enter_context(_answering(status, named, body))

        yield make
