"""Calls of a personal data server by atproto's client, its session, and what failures mean.

https://docs.bsky.app/docs/advanced-guides/rate-limits, https://atproto.com/specs/xrpc#error-responses
"""

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
from atproto_client import Client
from atproto_client.exceptions import (
    BadRequestError,
    LoginRequiredError,
    RateLimitExceededError,
    RequestErrorBase,
    UnauthorizedError,
)
from atproto_client.models.common import XrpcError
from atproto_client.request import Request
from atproto_core.exceptions import AtProtocolError

from bot.networks.asking import looks_up, posts_nothing
from bot.networks.base import (
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    TemporaryError,
)
from bot.networks.http import TIMEOUT

T = TypeVar("T")
# What atproto and we trip over where an answer is not what it should be.
_NONSENSE = (ValueError, LookupError, TypeError, AttributeError, OSError)
# The session has ended, so that nothing was done.
ENDED = {"ExpiredToken", "InvalidToken"}
SUSPENDED = {"AccountTakedown", "AccountSuspended", "AccountDeactivated", "AccountInactive"}
PASSWORD = (
    "Bluesky: BLUESKY_HANDLE and BLUESKY_APP_PASSWORD are not valid any more; make another app "  # noqa: S105
    "password under Settings, Privacy and security"
)


class _Once(Request):  # type: ignore[misc] # the client comes without types
    """Requests with a time-out, sent once and to the address they name."""

    def __init__(self) -> None:
        # A proxy or a .netrc of the machine must not decide where passwords go.
        super().__init__(timeout=httpx.Timeout(TIMEOUT[1], connect=TIMEOUT[0]), trust_env=False)
        self._client.follow_redirects = False
        # Nobody else closes its connections.
        weakref.finalize(self, self._client.close)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Bytes go under the name that httpx has for them now; it warns of the client's."""
        if isinstance(kwargs.get("data"), bytes):
            kwargs["content"] = kwargs.pop("data")
        return super().post(*args, **kwargs)


class Calls:
    """The calls of an account, in one session: 30 in five minutes are allowed, 300 a day."""

    def __init__(self, url: str, handle: str, password: str) -> None:
        self._client = Client(url, _Once())
        self._handle, self._password = handle, password
        self._did: str | None = None
        # How many sessions there were, and one at a time that is made.
        self._sessions = 0
        self._guard = threading.Lock()

    def close(self) -> None:
        """Ends the connections that are kept open."""
        self._client.request.close()

    def did(self) -> str:
        """Who the account is, for good. Raises TemporaryError or PermanentError."""
        with asked():
            if self._did is None:
                self._log_in(0)
        return self._did or ""

    def ask(self, work: Callable[[Client], T]) -> T:
        """A call that posts nothing: whatever goes wrong, it may be made again later."""
        with asked():
            return self._do(work)

    def act(self, work: Callable[[Client], T]) -> T:
        """A call that posts something."""
        self.did()
        with told():
            return self._do(work)

    def _do(self, work: Callable[[Client], T]) -> T:
        before = self._sessions
        if not before:
            self._log_in(0)
            before = 1
        try:
            return work(self._client)
        except (BadRequestError, UnauthorizedError) as exc:
            if code_of(exc) not in ENDED:
                raise
        self._log_in(before)
        return work(self._client)

    def _log_in(self, before: int) -> None:
        """Makes a session, unless somebody else made one meanwhile."""
        with self._guard:
            if self._sessions == before:
                # The profile is not needed, and not every server has one.
                self._client.login(self._handle, self._password, fetch_bsky_profile=False)
                # The client keeps whose it is to itself.
                session = self._client.export_session_string().split(":::")
                self._did = session[1]
                self._sessions += 1


@contextmanager
def told() -> Iterator[None]:
    """Every way in which a call that posts something fails becomes one of the three errors."""
    try:
        yield
    except NetworkError:
        raise
    except (AtProtocolError, httpx.HTTPError, httpx.InvalidURL, *_NONSENSE) as exc:
        raise translate(exc) from exc


@contextmanager
def asked() -> Iterator[None]:
    """For calls that post nothing."""
    with posts_nothing(), told():
        yield


@contextmanager
def looked_up() -> Iterator[None]:
    """For calls that look a post up: what is refused for good is for a person to look at."""
    with looks_up(), asked():
        yield


def code_of(error: RequestErrorBase) -> str:
    """The server's own word for what is wrong."""
    content = error.response.content if error.response else None
    return content.error if isinstance(content, XrpcError) else ""


def translate(error: Exception) -> NetworkError:
    """What a failure of a call that posts something means."""
    if isinstance(error, RateLimitExceededError):
        return TemporaryError("Bluesky asks to slow down", _until_reset(error))
    if isinstance(error, LoginRequiredError):
        return TemporaryError("Bluesky: there is no session")
    if isinstance(error, RequestErrorBase) and error.response is not None:
        return _refused(error, error.response.status_code)
    if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return TemporaryError("Bluesky cannot be reached")
    if isinstance(error, RequestErrorBase | httpx.HTTPError):
        return OutcomeUnknownError(f"no answer from Bluesky: {type(error).__name__}")
    return OutcomeUnknownError("Bluesky's answer makes no sense")


def _refused(error: RequestErrorBase, status: int) -> NetworkError:
    code = code_of(error)
    if code in SUSPENDED:
        return PermanentError(
            f"Bluesky: the account is suspended or inactive ({code}); log in at bsky.app to see "
            "why",
            code,
        )
    if status in {401, 403}:
        return PermanentError(PASSWORD, code)
    if status >= 500 or status in {408, 409}:
        return OutcomeUnknownError(f"Bluesky answered {status}")
    if 300 <= status < 400:
        return PermanentError("Bluesky: BLUESKY_URL leads elsewhere; name the server itself", code)
    return PermanentError(f"Bluesky: {_said(error) or f'HTTP {status}'}", code)


def _said(error: RequestErrorBase) -> str:
    content = error.response.content if error.response else None
    return (content.message or content.error) if isinstance(content, XrpcError) else ""


def _until_reset(error: RateLimitExceededError) -> float:
    """Seconds until the limit ends, by the server's own clock."""
    if error.retry_after is not None:
        return max(float(error.retry_after), 1.0)
    try:
        headers = error.response.headers if error.response else {}
        now = parsedate_to_datetime(headers["date"]).timestamp()
        return max(float(headers["ratelimit-reset"]) - now, 1.0)
    except (KeyError, ValueError, TypeError):
        return 60.0
