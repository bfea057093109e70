"""The point of no return: right before the one request that posts, a network asks whether it still
may.

A call that nobody waits for any more cannot be stopped from outside, and everything before the post
(pictures, a look at the post before) may take any time: a slow line, a machine that was suspended.
By then the network may have been asked for the post, had nothing, and been given it once more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.networks.base import TemporaryError

_may_post: ContextVar[Callable[[], bool] | None] = ContextVar("may_post", default=None)
TOO_LATE = "what comes before the post took too long; nothing was posted"


@contextmanager
def fenced(may_post: Callable[[], bool]) -> Iterator[None]:
    """Has `no_return` ask `may_post`, on this thread."""
    token = _may_post.set(may_post)
    try:
        yield
    finally:
        _may_post.reset(token)


def no_return() -> None:
    """What every network calls right before a request that posts or edits. Raises TemporaryError
    where that came too late; nothing must have been posted before it."""
    may_post = _may_post.get()
    if may_post is not None and not may_post():
        raise TemporaryError(TOO_LATE)
