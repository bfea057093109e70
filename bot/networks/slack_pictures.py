"""A file that somebody gave in Slack, fetched with the bot's token.

The token goes to Slack's own hosts and nowhere else: not where a forged address or a redirect
points. https://docs.slack.dev/reference/objects/file-object#authentication
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from bot.networks.base import CannotAskError, PermanentError, TemporaryError
from bot.networks.http import OnceSession, retry_after
from bot.networks.slack_calls import Calls, make_client
from bot.settings import Settings

# Bytes that are read at most; what is larger is not read to its end.
MOST_READ = 10_000_000
# Nothing but letters, figures, dots and dashes before the path: no user, no port, no second host.
_SLACKS = re.compile(r"https://(?:[a-z0-9-]+\.)*slack\.com/[^\s\\]*", re.IGNORECASE)
_SCOPE = (
    "Slack does not hand the file to the bot: the scope files:read is missing; reinstall the app "
    "with `eightdays manifest`"
)


class SlackPictures:
    """Fetches files of one workspace. Its calls block."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._calls = Calls(make_client(token, api_url))
        at = urlsplit(api_url)
        origin = f"{at.scheme}://{at.netloc}/"
        # Where the API is another (a test, a proxy of one's own), its origin is trusted as it is.
        self._origin = None if _SLACKS.fullmatch(origin) else origin
        self._session = OnceSession()

    @classmethod
    def of(cls, settings: Settings) -> "SlackPictures":
        """What fetches with the settings' token."""
        token = settings.slack_bot_token
        return cls(token.get_secret_value() if token else "", settings.slack_api_url)

    def fetch(self, file: Mapping[str, Any]) -> bytes:
        """The bytes of a file object as Slack sends it. Raises TemporaryError, or PermanentError
        with a sentence for whoever gave the file."""
        url = self._address(file)
        if not self._is_slacks(url):
            raise PermanentError("the file is not at Slack; upload it to Slack and choose it again")
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            with self._session.get(url, headers=headers, stream=True) as answer:
                self._check(answer)
                return _read(answer)
        except requests.exceptions.RequestException as exc:
            # Its words may hold the address, which is nobody's business.
            kind = type(exc).__name__
            raise TemporaryError(f"Slack does not hand the file out just now ({kind})") from None

    def _address(self, file: Mapping[str, Any]) -> str:
        found = file.get("url_private_download") or file.get("url_private")
        if not found and file.get("id"):
            # Of files from elsewhere a form tells the id alone.
            # https://docs.slack.dev/reference/objects/file-object#slack_connect_files
            try:
                told = self._calls.ask("files.info", ["file"], file=str(file["id"]))["file"]
            except CannotAskError as exc:
                raise PermanentError(str(exc), exc.code) from exc
            found = told.get("url_private_download") or told.get("url_private")
        return str(found or "")

    def _is_slacks(self, url: str) -> bool:
        if self._origin is not None and url.startswith(self._origin):
            return not re.search(r"[\s\\]", url)
        return bool(_SLACKS.fullmatch(url))

    @staticmethod
    def _check(answer: requests.Response) -> None:
        status = answer.status_code
        if status == 429 or status >= 500:
            raise TemporaryError("Slack does not hand the file out just now", retry_after(answer))
        # Without the scope Slack sends on to its page to sign in, or shows it.
        page = answer.headers.get("content-type", "").startswith("text/html")
        if 300 <= status < 400 or status in {401, 403} or (status == 200 and page):
            raise PermanentError(_SCOPE)
        if status != 200:
            raise PermanentError(f"Slack has the file no more (HTTP {status}); upload it again")


def _read(answer: requests.Response) -> bytes:
    found = bytearray()
    for piece in answer.iter_content(64 * 1024):
        found += piece
        if len(found) > MOST_READ:
            raise PermanentError(
                f"the file has more than {MOST_READ // 1_000_000} MB; give a smaller one"
            )
    return bytes(found)
