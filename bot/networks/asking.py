"""What the failure of a call means that posts nothing; around a client's own translation."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.networks.base import (
    CannotAskError,
    OutcomeUnknownError,
    PermanentError,
    TemporaryError,
)


@contextmanager
def posts_nothing() -> Iterator[None]:
    """Whatever is unclear of such a call, it may be made again later."""
    try:
        yield
    except OutcomeUnknownError as exc:
        raise TemporaryError(str(exc)) from exc


@contextmanager
def looks_up() -> Iterator[None]:
    """Of a call that looks a post up, what is refused for good is for a person to look at."""
    try:
        yield
    except PermanentError as exc:
        raise CannotAskError(str(exc), exc.code) from exc
