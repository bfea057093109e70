"""What every network is to the rest of the bot: a place to send a post to and to look it up.

One file a network; adding one is adding a file and a line in `configured.py`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message for one destination.

    `key` names the rows of the ledger it stands for: what the network is asked for when the
    outcome is unknown. `blocks` is for Slack alone. `thread` is the external id of a message at the
    same address that this one answers, where the network has such; with `broadcast` it stands among
    the other messages there, too. Where that message is gone, the post stands by itself.
    """

    address: str
    text: str
    key: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str | None = None
    broadcast: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What a network said of a post it took: its id there, and a link to it where there is one."""

    external_id: str
    link: str | None = None


class NetworkError(Exception):
    """A network did not take a post. The message is for staff, and holds no secret."""


class TemporaryError(NetworkError):
    """It was not taken, for now: a limit, an outage. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentError(NetworkError):
    """It was refused and will be again, until somebody mends the cause. `code` is the network's
    own word for it, where it has one."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class GoneError(PermanentError):
    """The person it was for has left, or takes no messages; nobody can mend that."""


class OutcomeUnknownError(NetworkError):
    """The request left and no answer came back: the post may be out. Never a reason to repeat."""


class CannotAskError(NetworkError):
    """The network cannot be asked whether it has a post; staff have to look. `code` is the
    network's own word for why, where it has one."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class Network(Protocol):
    """A network. Its calls block; they are made on the network's own executor."""

    name: str

    def send(self, post: Post) -> Sent:
        """Sends a post once. Raises TemporaryError, PermanentError or OutcomeUnknownError."""

    def find(self, post: Post, since: datetime) -> Sent | None:
        """The post, if the network has it; `since` is real time shortly before the attempt.

        Raises CannotAskError, TemporaryError where it cannot be asked just now, or GoneError where
        the person it was for has left.
        """

    def problems(self, post: Post) -> list[str]:
        """What the network's own rules have against a post; empty where it would be taken."""
