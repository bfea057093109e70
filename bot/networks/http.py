"""What the networks that speak by `requests` share: one try, time-outs, no redirects or proxies."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.models import PreparedRequest, Response

# Seconds to connect and for each read; the total is kept by whoever calls (see bot/workers.py).
TIMEOUT = (5, 10)


class _OnceAdapter(HTTPAdapter):
    """Gives every request a time-out and sends it once."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

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
        return super().request(method, url, *args, **kwargs)


def never_left(error: Exception) -> bool:
    """Whether the connection was never made, so that nothing can have been taken."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    signs = ("NewConnectionError", "NameResolutionError", "CERTIFICATE_VERIFY_FAILED")
    return isinstance(error, requests.exceptions.ConnectionError) and any(
        sign in repr(error) for sign in signs
    )


def retry_after(response: Response, usual: float = 60.0) -> float:
    """The seconds that an answer asks to wait."""
    try:
        return max(float(response.headers["retry-after"]), 1.0)
    except (KeyError, ValueError):
        return usual
