"""X, by tweepy. https://docs.x.com/x-api/posts/creation-of-a-post"""

import base64
import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Self

import requests
import tweepy
from requests.models import Response

from bot.networks import x_texts
from bot.networks.base import (
    Can,
    CannotAskError,
    Image,
    Network,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.networks.fence import no_return
from bot.networks.http import OnceSession, never_left
from bot.networks.x_texts import advice, is_same
from bot.settings import X_API_URL, Settings

# tweepy's Client has this host written into it.
HOST = "https://api.twitter.com"
# Characters of an alt text: https://docs.x.com/x-api/media/create-media-metadata; bytes of a
# picture: https://docs.x.com/x-api/media/quickstart/best-practices
ALT, IMAGE = 1000, 5_000_000
# Seconds that a limit may last: there are limits for a day.
LONGEST_LIMIT = 86_400.0
# How often it is asked for more of the account's posts, a hundred at a time.
PAGES = 5
# What a call fails with. The second line is what tweepy and we trip over where an answer is not
# what it should be.
_FAILED = (
    *(tweepy.TweepyException, requests.RequestException, OSError, http.client.HTTPException),
    *(ValueError, LookupError, TypeError, AttributeError),
)


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
    can = Can(threads=True, delete=True, images=4, look_up=True)

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
        self._account = token.partition("-")[0]
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
        """Posts a text, with its pictures, as an answer to `parent`. Raises the errors of
        `Network.send`."""
        media = [self._upload(image) for image in post.images]
        no_return()
        try:
            answer = self.client.create_tweet(
                text=post.text,
                media_ids=media or None,
                in_reply_to_tweet_id=post.parent or post.thread,
                user_auth=True,
            )
            identity = str(answer.data["id"])
        except tweepy.Forbidden as exc:
            if "duplicate content" in str(exc).lower():
                return self._before(post)
            raise PermanentError(f"X: {advice(_said(exc), post.text)}") from exc
        except _FAILED as exc:
            raise _translate(exc) from exc
        return self._sent(identity)

    def _upload(self, image: Image) -> str:
        """Uploads a picture with its alt text: its id. Nothing is posted by it, so whatever goes
        wrong may be tried again. https://docs.x.com/x-api/media/upload-media"""
        picture = {
            "media": base64.b64encode(image.data).decode(),
            "media_category": "tweet_image",
            "media_type": image.type,
        }
        try:
            answer = self.client.request("POST", "/2/media/upload", json=picture, user_auth=True)
            identity = str(answer.json()["data"]["id"])
            words = {"id": identity, "metadata": {"alt_text": {"text": image.alt}}}
            self.client.request("POST", "/2/media/metadata", json=words, user_auth=True)
        except _FAILED as exc:
            error = _translate(exc)
            if isinstance(error, OutcomeUnknownError):
                raise TemporaryError(f"a picture could not be uploaded: {error}") from exc
            raise error from exc
        return identity

    def _before(self, post: Post) -> Sent:
        """The post that X calls a duplicate: an earlier attempt at this one, if it is no older than
        the first of them."""
        found = None
        if post.created is not None:
            try:
                found = self.find(post, post.created - timedelta(minutes=1))
            except CannotAskError as exc:
                raise OutcomeUnknownError(f"X has this text already, but {exc}") from exc
        if found is None:
            raise PermanentError(
                "X: this text was posted before; look at the account, then edit it or let it be"
            )
        return found

    def find(self, post: Post, since: datetime) -> Sent | None:
        """Looks for the text among the account's own posts since then."""
        with _asking():
            for tweet in self._since(since):
                if is_same(tweet, post):
                    return self._sent(str(tweet.id))
        return None

    def _since(self, since: datetime) -> Iterator[Any]:
        """The account's posts since then, newest first. Raises CannotAskError where there are more
        than can be looked at."""
        user, _ = self.me()
        more: str | None = None
        for _page in range(PAGES):
            answer = self.client.get_users_tweets(
                user,
                start_time=since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                max_results=100,
                pagination_token=more,
                tweet_fields=["created_at", "entities", "referenced_tweets"],
                user_auth=True,
            )
            yield from answer.data or ()
            more = (answer.meta or {}).get("next_token")
            if not more:
                return
        raise CannotAskError("X: too many posts came since; look at the account")

    def delete(self, post: Post) -> None:
        """Takes a post down. Raises the errors of `Network.send`."""
        try:
            self.client.delete_tweet(post.target, user_auth=True)
        except tweepy.NotFound:
            return
        except _FAILED as exc:
            raise _translate(exc) from exc

    def problems(self, post: Post) -> list[str]:
        """The length of the text and of the alt texts, cashtags, and the pictures' sizes."""
        found = super().problems(post) + x_texts.problems(post.text)
        if any(len(image.alt) > ALT for image in post.images):
            found.append(f"an alt text of more than {ALT:,} characters")
        if any(len(image.data) > IMAGE for image in post.images):
            found.append("a picture of more than 5 MB")
        return found

    def account(self, address: str) -> str:  # noqa: ARG002
        """The account's id, which a token of OAuth 1.0a begins with."""
        return self._account

    def complaints(self, names: tuple[str, ...]) -> list[str]:
        """Whether the bio names the operator, as X asks of automated accounts.

        https://docs.x.com/developer-guidelines
        """
        with _asking():
            user = self.client.get_me(user_fields=["description"], user_auth=True).data
            bio = str(user.description or "").casefold()
        if not names or any(name.casefold() in bio for name in names):
            return []
        return [f"the bio does not name its operator; write “Run by {names[0]}” there"]

    def me(self) -> tuple[str, str]:
        """The account's id and user name, asked once."""
        if self._me is None:
            user = self.client.get_me(user_auth=True).data
            self._me = (str(user.id), str(user.username))
        return self._me

    def _sent(self, identity: str) -> Sent:
        return Sent(identity, f"{self._web}/i/web/status/{identity}")


@contextmanager
def _asking() -> Iterator[None]:
    """Around what changes nothing. Raises CannotAskError, TemporaryError."""
    try:
        yield
    except (tweepy.Unauthorized, tweepy.Forbidden) as exc:
        raise CannotAskError(f"X cannot be asked: {_said(exc)}") from exc
    except _FAILED as exc:
        raise TemporaryError(f"X cannot be asked now: {_short(exc)}") from exc


def _translate(error: Exception) -> TemporaryError | PermanentError | OutcomeUnknownError:
    if isinstance(error, tweepy.HTTPException):
        return _refusal(error)
    if never_left(error):
        return TemporaryError("X cannot be reached")
    return OutcomeUnknownError(f"no usable answer from X: {type(error).__name__}")


def _refusal(error: Any) -> TemporaryError | PermanentError | OutcomeUnknownError:
    status = error.response.status_code
    if status == 429:
        return TemporaryError("X asks to slow down", _until_reset(error), most=LONGEST_LIMIT)
    if status >= 500 or status == 408:
        return OutcomeUnknownError(f"X answered {_said(error)}")
    if status == 401:
        return PermanentError("X: the keys or tokens are not valid any more; see X_ACCESS_TOKEN")
    if status == 402:
        return PermanentError("X: the account has no credits left; buy some at console.x.com")
    return PermanentError(f"X: {_said(error)}")


def _until_reset(error: tweepy.TooManyRequests) -> float:
    """Seconds until the limit ends, by the server's own clock."""
    headers = error.response.headers
    try:
        now = parsedate_to_datetime(headers["date"]).timestamp()
        return max(float(headers["x-rate-limit-reset"]) - now, 1.0)
    except (KeyError, ValueError, TypeError):
        return 60.0


def _short(error: Exception) -> str:
    """What X said; of what broke on the way the kind alone, for its words hold addresses."""
    return _said(error) if isinstance(error, tweepy.HTTPException) else type(error).__name__


def _said(error: Exception) -> str:
    messages = getattr(error, "api_messages", None)
    return "; ".join(messages) if messages else str(error).partition("\n")[0] or repr(error)
