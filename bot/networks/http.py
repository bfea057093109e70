"""What the networks that speak by `requests` share: one try, time-outs, no redirects or proxies."""

from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.models import PreparedRequest, Response
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError

from bot.clock import Clock

# Seconds to connect and for each read; the total is kept by whoever calls (see bot/workers.py).
TIMEOUT = (5, 10)


# Seconds that a connection may lie idle and be used again. What stands between may have forgotten
# it after some more, and a post that goes out on it is in doubt.
IDLE = 20.0
_CLOCK = Clock()


class _FreshPool(HTTPConnectionPool):
    """Connections of which none is used again that was idle for long. By the wall clock: another
    stands still while the machine is suspended."""

    def _get_conn(self, timeout: float | None = None) -> Any:
        connection: Any = super()._get_conn(timeout)
        put_back = getattr(connection, "put_back", None)
        if put_back is not None:
            age = (_CLOCK.real_now() - put_back).total_seconds()
            if not 0 <= age <= IDLE:
                connection.close()
        return connection

    def _put_conn(self, conn: Any) -> None:
        if conn is not None:
            conn.put_back = _CLOCK.real_now()
        super()._put_conn(conn)


class _FreshTlsPool(_FreshPool, HTTPSConnectionPool):
    """The same with TLS. A failure before the first byte of HTTP is marked as one."""

    def _validate_conn(self, conn: Any) -> None:
        try:
            super()._validate_conn(conn)
        except TimeoutError as exc:
            raise ConnectTimeoutError(conn, "the connection was not made in time") from exc
        except (OSError, HTTPError) as exc:
            exc.never_left = True  # type: ignore[union-attr]
            raise


class _OnceAdapter(HTTPAdapter):
    """Gives every request a time-out and sends it once."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        pools: Any = {"http": _FreshPool, "https": _FreshTlsPool}
        self.poolmanager.pool_classes_by_scheme = pools

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Sends the request."""
        kwargs["timeout"] = TIMEOUT
        return super().send(request, *args, **kwargs)


class OnceSession(requests.Session):
    """A session that sends each request once, to the address it names and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        # A proxy or a .netrc of the machine must not decide where signed requests go.
        self.trust_env = False
        adapter = _OnceAdapter()
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Response:
        """Sends a request; a redirect is an answer like another."""
        kwargs["allow_redirects"] = False
        try:
            return super().request(method, url, *args, **kwargs)
        except HTTPError as exc:
            # `requests` lets through what is odd about a host's name.
            raise requests.exceptions.InvalidURL(type(exc).__name__) from None


def never_left(error: Exception) -> bool:
    """Whether the connection was never made, so that nothing can have been taken."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    if any(getattr(cause, "never_left", False) for cause in _causes(error)):
        return True
    signs = ("NewConnectionError", "NameResolutionError", "CERTIFICATE_VERIFY_FAILED")
    return isinstance(error, requests.exceptions.ConnectionError) and any(
        sign in repr(error) for sign in signs
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it was made of; not those that came before it."""
    yield error
    for each in {*error.args, getattr(error, "reason", None)}:
        if isinstance(each, BaseException):
            yield from _causes(each)


def retry_after(response: Response, usual: float = 60.0) -> float:
    """The seconds that an answer asks to wait."""
    try:
        return max(float(response.headers["retry-after"]), 1.0)
    except (KeyError, ValueError):
        return usual
