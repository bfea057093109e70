"""X, by tweepy. https://docs.x.com/x-api/posts/creation-of-a-post"""

import http.client
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

import requests
import tweepy
from requests.models import Response

from bot.networks.base import (
    CannotAskError,
    Network,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.networks.http import OnceSession, never_left
from bot.settings import X_API_URL, Settings

# tweepy's Client has this host written into it.
HOST = "https://api.twitter.com"
# What tweepy and we trip over where an answer is not what it should be.
_NONSENSE = (ValueError, LookupError, TypeError, AttributeError)


class OriginSession(OnceSession):
    """A session whose requests go to another origin than the one tweepy names."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.origin = origin

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Response:
        """Names the origin before the request is signed: OAuth 1.0a signs the address, too."""
        address = str(url)
        if address.startswith(HOST):
            address = self.origin + address.removeprefix(HOST)
        return super().request(method, address, *args, **kwargs)


class X(Network):
    """An account on X."""

    name = "x"

    def __init__(self, key: str, secret: str, token: str, token_secret: str, origin: str) -> None:
        """OAuth 1.0a user context; `origin` is X_API_URL, without a path."""
        self.client = tweepy.Client(
            consumer_key=key,
            consumer_secret=secret,
            access_token=token,
            access_token_secret=token_secret,
            wait_on_rate_limit=False,
        )
        self.client.session = OriginSession(origin)
        # Where people read what the API takes: another origin has its own pages.
        self._web = "https://x.com" if origin == X_API_URL else origin
        self._me: tuple[str, str] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The account of the settings, which have all four of its secrets."""
        secrets = (
            settings.x_api_key,
            settings.x_api_secret,
            settings.x_access_token,
            settings.x_access_token_secret,
        )
        key, secret, token, token_secret = (s.get_secret_value() if s else "" for s in secrets)
        return cls(key, secret, token, token_secret, settings.x_api_url)

    def send(self, post: Post) -> Sent:
        """Posts a text. Raises the errors of `Network.send`."""
        try:
            answer = self.client.create_tweet(text=post.text, user_auth=True)
            identity = str(answer.data["id"])
        except tweepy.Forbidden as exc:
            if "duplicate content" not in str(exc).lower():
                raise _translate(exc) from exc
            raise PermanentError(
                "X: this text was posted before; look at the account, then edit it or let it be"
            ) from exc
        except (tweepy.TweepyException, requests.RequestException, OSError) as exc:
            raise _translate(exc) from exc
        except (*_NONSENSE, http.client.HTTPException) as exc:
            raise OutcomeUnknownError(f"no usable answer from X: {exc}") from exc
        return self._sent(identity)

    def find(self, post: Post, since: datetime) -> Sent | None:
        """Looks for the text among the account's own posts since then."""
        try:
            user, _ = self.me()
            answer = self.client.get_users_tweets(
                user,
                start_time=since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                max_results=100,
                tweet_fields=["created_at", "entities"],
                user_auth=True,
            )
        except (tweepy.Unauthorized, tweepy.Forbidden) as exc:
            raise CannotAskError(f"X cannot be asked: {_said(exc)}") from exc
        except (tweepy.TweepyException, requests.RequestException, OSError, *_NONSENSE) as exc:
            raise TemporaryError(f"X cannot be asked now: {_said(exc)}") from exc
        for tweet in answer.data or ():
            if _expanded(tweet) == _bare(post.text):
                return self._sent(str(tweet.id))
        return None

    def me(self) -> tuple[str, str]:
        """The account's id and user name, asked once."""
        if self._me is None:
            user = self.client.get_me(user_auth=True).data
            self._me = (str(user.id), str(user.username))
        return self._me

    def _sent(self, identity: str) -> Sent:
        return Sent(identity, f"{self._web}/i/web/status/{identity}")


def _expanded(tweet: Any) -> str:
    """A post's text with X's own short links turned back into what was written."""
    text = str(tweet.text)
    for link in (tweet.entities or {}).get("urls", ()):
        text = text.replace(link["url"], link.get("expanded_url") or link["url"])
    return _bare(text)


def _bare(text: str) -> str:
    # X escapes these in what it gives back, and folds white space at the ends.
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    # It makes "example.org" a link to http://example.org, and may end a host's link with a slash.
    text = re.sub(r"/(?=\s|$)", "", re.sub(r"https?://", "", text))
    return " ".join(text.split()).casefold()


def _translate(error: Exception) -> TemporaryError | PermanentError | OutcomeUnknownError:
    if isinstance(error, tweepy.TooManyRequests):
        return TemporaryError("X asks to slow down", _until_reset(error))
    if isinstance(error, tweepy.TwitterServerError):
        return OutcomeUnknownError(f"X answered {_said(error)}")
    if isinstance(error, tweepy.Unauthorized):
        return PermanentError("X: the keys or tokens are not valid any more; see X_ACCESS_TOKEN")
    if isinstance(error, tweepy.HTTPException):
        return PermanentError(f"X: {_said(error)}")
    if never_left(error):
        return TemporaryError("X cannot be reached")
    return OutcomeUnknownError(f"no answer from X: {type(error).__name__}")


def _until_reset(error: tweepy.TooManyRequests) -> float:
    """Seconds until the limit ends, by the server's own clock."""
    headers = error.response.headers
    try:
        now = parsedate_to_datetime(headers["date"]).timestamp()
        return max(float(headers["x-rate-limit-reset"]) - now, 1.0)
    except (KeyError, ValueError, TypeError):
        return 60.0


def _said(error: Exception) -> str:
    messages = getattr(error, "api_messages", None)
    return "; ".join(messages) if messages else str(error).partition("\n")[0] or repr(error)
