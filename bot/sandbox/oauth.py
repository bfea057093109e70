"""OAuth 1.0a as X asks for it: who may post, and the check of a request's signature (RFC 5849)."""

from collections import deque
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from oauthlib.oauth1.rfc5849 import signature

from bot.clock import Clock

SIGNED_FOR = ("https://api.twitter.com", "https://api.x.com")
"""tweepy signs for X's own host; the request reaches us through an adapter of its session."""


@dataclass(frozen=True)
class XCredentials:
    """The four secrets of a user context, and whose they are."""

    api_key: str = "demo-x-api-key"
    api_secret: str = "demo-x-api-secret"  # noqa: S105
    access_token: str = "4711-demo-x-access-token"  # noqa: S105
    access_token_secret: str = "demo-x-access-token-secret"  # noqa: S105
    user_id: str = "4711"
    username: str = "mosshouse"
    name: str = "Moss House"


class Verifier:
    """Checks signatures, and that none is stale or comes twice."""

    def __init__(self, clock: Clock, credentials: XCredentials) -> None:
        self._clock = clock
        self._credentials = credentials
        self._nonces: deque[str] = deque(maxlen=10_000)

    def verify(self, method: str, origin: str, path: str, query: str, header: str) -> bool:
        """Whether `header` (Authorization) proves that the account's owner sent this request."""
        try:
            given: dict[str, str] = dict(
                signature.collect_parameters(
                    headers={"Authorization": header}, exclude_oauth_signature=False
                )
            )
        except ValueError:
            return False
        who = self._credentials
        names = (given.get("oauth_consumer_key"), given.get("oauth_token"))
        if names != (who.api_key, who.access_token) or not self._is_fresh(given):
            return False
        if query:
            path = f"{path}?{query}"
        parameters = signature.collect_parameters(
            uri_query=query, headers={"Authorization": header}
        )
        for host in (*SIGNED_FOR, origin):
            request: Any = SimpleNamespace(
                uri=host + path,
                http_method=method,
                params=parameters,
                signature=given.get("oauth_signature", ""),
            )
            if signature.verify_hmac_sha1(request, who.api_secret, who.access_token_secret):
                return True
        return False

    def _is_fresh(self, given: dict[str, str]) -> bool:
        """Within five minutes, with a nonce that was not seen before."""
        stamp, nonce = given.get("oauth_timestamp", ""), given.get("oauth_nonce", "")
        if not stamp.isdecimal() or not nonce or nonce in self._nonces:
            return False
        self._nonces.append(nonce)
        return abs(self._clock.real_now().timestamp() - int(stamp)) <= 300
