"""What the networks that speak by `requests` share: connections, and what kept a request here."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.error import URLError

import pytest
import requests

from bot.networks import http
from bot.networks.base import LONGEST_RETRY, OutcomeUnknownError, Post, TemporaryError
from bot.networks.discord import Discord
from bot.networks.slack_calls import told
from bot.networks.webhook import Webhook
from tests.networks.conftest import Says


class Forgetful:
    """A server that answers so many requests on a connection; the next is met by a reset."""

    def __init__(self, answered: int) -> None:
        self._answered = answered
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.taken: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            for _ in range(self._answered):
                line = lines.readline().decode().strip()
                if not line:
                    return
                headers = dict(
                    part.decode().lower().split(":", 1) for part in iter(lines.readline, b"\r\n")
                )
                lines.read(int(headers.get("content-length", "0")))
                self.taken.append(line)
                body = json.dumps({"id": "1", "channel_id": "2", "guild_id": "3"}).encode()
                head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n"
                connection.sendall(head.encode() + body)
            lines.peek(1)
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


@pytest.fixture
def forgetful() -> Iterator[Forgetful]:
    made = Forgetful(2)
    yield made
    made.close()


def test_nothing_is_posted_on_a_connection_that_was_idle_for_long(
    forgetful: Forgetful, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord = Discord([f"{forgetful.origin}/api/webhooks/123456789012345678/token"])
    (address,) = discord.addresses()
    discord.send(Post(address=address, text="one", key="1"))
    monkeypatch.setattr(http, "IDLE", 0.0)
    discord.send(Post(address=address, text="a week later", key="2"))
    assert sum(line.startswith("POST") for line in forgetful.taken) == 2


def test_what_broke_behind_a_fresh_connection_stays_in_doubt(forgetful: Forgetful) -> None:
    discord = Discord([f"{forgetful.origin}/api/webhooks/123456789012345678/token"])
    (address,) = discord.addresses()
    discord.send(Post(address=address, text="one", key="1"))
    with pytest.raises(OutcomeUnknownError):
        discord.send(Post(address=address, text="at once", key="2"))


@pytest.mark.parametrize("said", ["inf", "nan", "1e300", "99999999999999", "31536000", "-5"])
def test_no_wait_is_longer_than_an_hour(says: Says, said: str) -> None:
    webhook = Webhook([f"{says(503, retry_after=said).origin}/"], "secret")
    with pytest.raises(TemporaryError) as caught:
        webhook.send(Post(address=webhook.addresses()[0], text="t", key="k"))
    assert caught.value.retry_after is not None
    assert timedelta(seconds=0) < timedelta(seconds=caught.value.retry_after)
    assert caught.value.retry_after <= LONGEST_RETRY


def test_a_host_that_cannot_be_one(says: Says) -> None:
    webhook = Webhook([f"https://{'a' * 64}.example.org/"], "secret")
    with pytest.raises(TemporaryError, match="cannot be reached"):
        webhook.send(Post(address=webhook.addresses()[0], text="t", key="k"))
    (said,) = webhook.complaints(())
    assert "cannot be reached" in said


def test_tls_that_is_none_was_never_sent(says: Says) -> None:
    """A server without TLS where there should be one."""
    origin = says(200).origin.replace("http:", "https:")
    with pytest.raises(requests.RequestException) as caught:
        http.OnceSession().post(origin, data=b"{}")
    assert http.never_left(caught.value)


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        (OSError(101, "Network is unreachable"), False),
        (TimeoutError("_ssl.c:989: The handshake operation timed out"), False),
        (ConnectionRefusedError(111, "Connection refused"), False),
        (ConnectionResetError(104, "Connection reset by peer"), True),
        (TimeoutError("The write operation timed out"), True),
    ],
)
def test_slack_what_never_left_is_no_doubt(reason: OSError, left: bool) -> None:
    with pytest.raises(OutcomeUnknownError if left else TemporaryError), told():
        raise URLError(reason)
