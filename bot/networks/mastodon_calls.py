"""Calls of a Mastodon instance by Mastodon.py, and what their failures mean.

https://mastodonpy.readthedocs.io/en/stable/02_errors.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonUnauthorizedError,
)
from requests.models import Response

from bot.networks.asking import looks_up, posts_nothing
from bot.networks.base import (
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    TemporaryError,
)
from bot.networks.http import TIMEOUT, OnceSession, never_left, retry_after

# What Mastodon.py and we trip over where an answer is not what it should be.
NONSENSE = (ValueError, LookupError, TypeError, AttributeError, OSError)
# Mastodon.py reckons with these and fails on odd ones, which would hide that a post is out; and it
# warns of what is deprecated, which is for its authors.
UNHEARD = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Deprecation")
TOKEN = "Mastodon: MASTODON_ACCESS_TOKEN is not valid any more; make another under Development"  # noqa: S105
MAY_NOT = (
    "Mastodon: {}; the token needs the scopes read:accounts, read:statuses, write:media and "
    "write:statuses, and an account that is not suspended"
)


class _SlowDownError(Exception):
    """429. Mastodon.py says so without the time to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__("asks to slow down")
        self.seconds = seconds


class _MovedError(Exception):
    """A redirect, which is not followed: the token is for this address alone."""


class _Session(OnceSession):
    """The session of a client, which tells of what Mastodon.py keeps to itself."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Response:
        """Sends a request once."""
        response = super().request(method, url, *args, **kwargs)
        if response.status_code == 429:
            raise _SlowDownError(_until_reset(response))
        if 300 <= response.status_code < 400:
            raise _MovedError(str(response.status_code))
        for name in UNHEARD:
            response.headers.pop(name, None)
        return response


def make_client(url: str, token: str) -> Mastodon:
    """A client that sends once and never waits by itself."""
    client = Mastodon(
        access_token=token,
        api_base_url=url,
        ratelimit_method="throw",
        request_timeout=TIMEOUT[1],
        # Unasked: an answer that fails would make it think of the oldest version there is.
        mastodon_version="4.0.0",
        version_check_mode="none",
        session=_Session(),
        user_agent="eightdays",
    )
    client.mastodon_major = 4
    return client


@contextmanager
def told() -> Iterator[None]:
    """Every way in which a call that posts something fails becomes one of the three errors."""
    try:
        yield
    except NetworkError:
        raise
    except (MastodonError, requests.RequestException, *NONSENSE) as exc:
        raise translate(exc) from exc


@contextmanager
def asked() -> Iterator[None]:
    """For calls that post nothing: whatever goes wrong, they may be made again later."""
    with posts_nothing(), told():
        yield


@contextmanager
def looked_up() -> Iterator[None]:
    """For calls that look a post up: what is refused for good is for a person to look at."""
    with looks_up(), asked():
        yield


def translate(error: Exception) -> NetworkError:
    """What a failure of a call that posts something means."""
    if isinstance(error, MastodonNetworkError):
        return _of_network(error.__context__)
    if isinstance(error, MastodonUnauthorizedError):
        return PermanentError(TOKEN, "401")
    if isinstance(error, MastodonAPIError) and (status := status_of(error)):
        said = _said(error)
        if status >= 500 or status == 408:
            return OutcomeUnknownError(f"Mastodon answered {status}")
        if status == 403:
            return PermanentError(MAY_NOT.format(said), "403")
        return PermanentError(f"Mastodon: {said}", str(status))
    return OutcomeUnknownError("Mastodon's answer makes no sense")


def status_of(error: Exception) -> int | None:
    """The HTTP status that Mastodon.py keeps among an error's arguments."""
    return next((one for one in error.args[1:2] if isinstance(one, int)), None)


def _of_network(cause: BaseException | None) -> NetworkError:
    if isinstance(cause, _SlowDownError):
        return TemporaryError("Mastodon asks to slow down", cause.seconds)
    if isinstance(cause, _MovedError):
        return PermanentError("Mastodon: MASTODON_URL leads elsewhere; name the instance itself")
    if isinstance(cause, Exception) and never_left(cause):
        return TemporaryError("Mastodon cannot be reached")
    return OutcomeUnknownError(f"no answer from Mastodon: {type(cause).__name__}")


def _said(error: Exception) -> str:
    words = [one for one in error.args[1:] if isinstance(one, str) and one]
    return words[-1] if words else "refused"


def _until_reset(response: Response) -> float:
    """Seconds until the limit ends: Retry-After, or the moment that Mastodon names by its own
    clock. https://docs.joinmastodon.org/api/rate-limits/"""
    if "retry-after" in response.headers:
        return retry_after(response)
    try:
        end = datetime.fromisoformat(response.headers["x-ratelimit-reset"])
        now = parsedate_to_datetime(response.headers["date"])
        return max((end.astimezone(UTC) - now).total_seconds(), 1.0)
    except (KeyError, ValueError, TypeError):
        return 60.0
