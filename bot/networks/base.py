"""What every network is to the rest of the bot: a place to send a post to and to look it up.

One file a network; adding one is adding a file and a line in `configured.py`.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.lengths import RULES, Rules

# Seconds to wait where a network says nothing that makes sense, and at most.
USUAL_RETRY, LONGEST_RETRY = 60.0, 3600.0


class Act(StrEnum):
    """What is done with a post."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Can:
    """What a network can do; the rest adapts. `images` is how many a post may have; `look_up`
    whether it can be asked for a post whose outcome is unknown."""

    threads: bool = False
    edit: bool = False
    delete: bool = False
    images: int = 0
    look_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture, ready to be sent. `type` is its media type; sizes are in pixels."""

    data: bytes = field(repr=False)
    type: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message for one destination.

    `key` names one attempt, by which the network is asked for it when the outcome is unknown where
    it keeps such a word. `repeat_key` is the same for every attempt at the same row and text: what
    networks take for an idempotency key, and what a record's key is derived from. `blocks` is for
    Slack alone. `thread` is the external id of a message at the same address that this one answers
    (the first of its thread), `parent` that of the one right before it, where the network has such;
    with `broadcast` it stands among the other messages there, too. Where that message is gone, the
    post stands by itself, but for a part of an announcement, which then is refused.

    `act` says what is done; `target` is the external id of what is edited or deleted. `created` is
    real time, that of the first attempt. `facts` is what machines are told (webhooks).
    """

    address: str
    text: str
    key: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str | None = None
    parent: str | None = None
    broadcast: bool = False
    act: Act = Act.SEND
    target: str | None = None
    repeat_key: str = ""
    created: datetime | None = None
    images: tuple[Image, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a network said of a post it took: its id there, and a link to it where there is one."""

    external_id: str
    link: str | None = None


class NetworkError(Exception):
    """A network did not take a post. The message is for staff, and holds no secret."""


class TemporaryError(NetworkError):
    """It was not taken, for now: a limit, an outage. `retry_after` is in seconds, `most` what is
    believed of it: whoever answers may say anything."""

    def __init__(
        self, message: str, retry_after: float | None = None, *, most: float = LONGEST_RETRY
    ) -> None:
        super().__init__(message)
        if retry_after is not None:
            is_number = not math.isnan(retry_after)
            retry_after = min(max(retry_after, 0.0), most) if is_number else USUAL_RETRY
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


class Network(ABC):
    """A network. Its calls block; they are made on the network's own executor."""

    name: str
    can = Can()

    @abstractmethod
    def send(self, post: Post) -> Sent:
        """Sends a post once. Raises TemporaryError, PermanentError or OutcomeUnknownError."""

    @abstractmethod
    def find(self, post: Post, since: datetime) -> Sent | None:
        """The post, if the network has it; `since` is real time shortly before the attempt.

        Raises CannotAskError, TemporaryError where it cannot be asked just now, or GoneError where
        the person it was for has left.
        """

    def edit(self, post: Post) -> Sent:  # noqa: ARG002
        """Gives the post `target` another text, and other pictures where there are some; those of
        before stay otherwise. Harmless to repeat. Raises like `send`."""
        raise PermanentError(f"{self.name}: a post cannot be edited there")

    def delete(self, post: Post) -> None:  # noqa: ARG002
        """Takes the post `target` down; harmless to repeat, and fine where it is gone already.
        Raises like `send`."""
        raise PermanentError(f"{self.name}: a post cannot be taken down from here")

    def problems(self, post: Post) -> list[str]:
        """What the network's own rules have against a post; empty where it would be taken. No
        call is made."""
        return self.rules(post.address).problems(post.text)

    def rules(self, address: str) -> Rules:  # noqa: ARG002 - some have rules of their own there
        """How long a post may be; what is known without a call (see `learn`)."""
        return RULES[self.name]

    def addresses(self) -> tuple[str, ...]:
        """Where an announcement goes on this network; "" for an account that has no parts."""
        return ("",)

    def account(self, address: str) -> str:  # noqa: ARG002 - some have several
        """The account that posts there go out from, as far as the settings tell; no secret, and no
        call. An approval binds to it."""
        return ""

    def learn(self) -> None:
        """Asks the network for its limits, where it tells them. Raises NetworkError."""
        return

    def complaints(self, names: tuple[str, ...]) -> list[str]:  # noqa: ARG002
        """What is wrong with the account, for `eightdays check`: a sentence each. `names` are those
        of the operator, of which its profile is to name one. Raises NetworkError."""
        return []

    def close(self) -> None:
        """Ends the connections that are kept open."""
        return


def perform(network: Network, post: Post) -> Sent:
    """Does with a post what its `act` says. Raises like `Network.send`."""
    if post.act is Act.SEND:
        return network.send(post)
    if post.target is None:
        raise PermanentError("there is nothing to change: the post is not known")
    if post.act is Act.EDIT:
        return network.edit(post)
    network.delete(post)
    return Sent(post.target)
