"""Slash commands as Slack sends them, signed: bytes to be written to a connection as they are.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
import time
from hashlib import sha256
from itertools import count
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
PATH = "/slack/events"
_numbers = count(1)


def slash_commands(port: int, number: int, command: str = "/deadlines") -> list[bytes]:
    """So many requests, each unlike any other, signed now."""
    return [_request(port, next(_numbers), command) for _ in range(number)]


def _request(port: int, number: int, command: str) -> bytes:
    body = urlencode({
        "token": "verification-token",
        "team_id": "T0MOSS",
        "team_domain": "moss-house",
        "channel_id": "C0MOSS",
        "channel_name": "moss",
        "user_id": "U0MIA",
        "user_name": "mia",
        "command": command,
        "text": "",
        "api_app_id": "A0EIGHT",
        "is_enterprise_install": "false",
        "response_url": f"http://127.0.0.1/commands/T0MOSS/{number}/abcdefghijklmnopqrstuvwx",
        "trigger_id": f"{number}.1516730400.0123456789abcdef0123456789abcdef",
    }).encode()  # fmt: skip
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), b"v0:%s:%s" % (stamp.encode(), body), sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\n"
        f"host: 127.0.0.1:{port}\r\n"
        "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        "accept-encoding: gzip,deflate\r\n"
        "accept: application/json,*/*\r\n"
        f"x-slack-signature: v0={signed}\r\n"
        f"x-slack-request-timestamp: {stamp}\r\n"
        f"content-length: {len(body)}\r\n"
        "content-type: application/x-www-form-urlencoded\r\n"
        "\r\n"
    )
    return head.encode() + body
