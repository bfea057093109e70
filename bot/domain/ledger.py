"""What a row of the ledger can be, and which way it can go.

The ledger is the truth about messages: one row for every message that the bot owes the world. The
allowed transitions are this one table; the store refuses every other.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """The life of a message."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a message is about; it decides how it is composed."""

    COUNTDOWN = "countdown"
    REMINDER = "reminder"  # a countdown for one person, in a direct message
    CHANGE = "change"
    REVIEW = "review"
    AWARD = "award"
    NEWS = "news"  # also the change of a deadline, told on the networks
    ROUNDUP = "roundup"
    CORRECTION = "correction"
    TAKEDOWN = "takedown"
    NOTICE = "notice"


# The parts of announcements, which somebody approved.
ANNOUNCED = (Kind.AWARD, Kind.NEWS, Kind.ROUNDUP, Kind.CORRECTION, Kind.TAKEDOWN)
# What goes to one destination at one moment is one message; of other kinds each row is one.
JOINED = (Kind.COUNTDOWN, Kind.REMINDER)
# From `sending` a row goes to `planned` only when the destination said that it took nothing (429,
# a refused connection); a crash or a time-out there makes it `unknown`, never `planned`.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.CLAIMED, State.SKIPPED, State.CANCELLED}),
    # It fails where it may not go out as things stand, and staff can mend that.
    State.CLAIMED: frozenset(
        {State.SENDING, State.PLANNED, State.SKIPPED, State.CANCELLED, State.FAILED}
    ),
    State.SENDING: frozenset({State.SENT, State.PLANNED, State.FAILED, State.UNKNOWN}),
    State.UNKNOWN: frozenset({State.SENT, State.PLANNED, State.FAILED}),
    State.FAILED: frozenset({State.PLANNED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.PLANNED}),
    # Its time was changed to one that lies ahead.
    State.SKIPPED: frozenset({State.PLANNED}),
    State.SENT: frozenset(),
}
# States in which nothing has been sent and nothing is on its way.
UNSENT = frozenset({State.PLANNED, State.CLAIMED})


# https://docs.slack.dev/reference/objects/user-object
_PERSON = re.compile(r"[UW][A-Z0-9]+")


def check_transition(before: State, after: State) -> None:
    """Raises ValueError where a row may not go from `before` to `after`."""
    if after not in TRANSITIONS[before]:
        raise ValueError(f"a {before} row of the ledger cannot become {after}")


@dataclass(frozen=True, slots=True, order=True)
class Destination:
    """Where a message goes: a network and, there, an address ("#moss"; "" for an account)."""

    network: str
    address: str = ""

    def __str__(self) -> str:
        return self.address or self.network

    @property
    def is_person(self) -> bool:
        """Whether it is somebody's direct messages, under their user id."""
        return self.network == "slack" and _PERSON.fullmatch(self.address) is not None

    @property
    def code(self) -> str:
        """The destination as one word, "slack:#moss" or "x", that `parse` reads back."""
        return f"{self.network}:{self.address}" if self.address else self.network

    @classmethod
    def parse(cls, code: str) -> "Destination":
        """The destination of a `code`."""
        network, _, address = code.partition(":")
        return cls(network, address)

    @classmethod
    def channel(cls, name: str) -> "Destination":
        """A Slack channel, by name or id."""
        return cls("slack", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A message to be owed. (subject, revision, step, destination) is unique.

    `due` is program time (aware); `state` and `reason` differ from planned where the row is only
    there to say why nothing is sent. `after` is the step of the same subject, revision and
    destination that has to be sent first, as in a thread; "" for none.
    """

    kind: Kind
    subject: str
    revision: int
    step: str
    destination: Destination
    due: datetime
    state: State = State.PLANNED
    reason: str = ""
    payload: dict[str, Any] | None = None
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(NewRow):
    """A row of the ledger as it stands. Times of attempts and claims are real time, in UTC."""

    id: int
    token: str | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    sent_at: datetime | None = None
    external_id: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Direct messages about one step of one deadline with the same fate, counted by people; due
    from `first` to `last`, for each has an hour and a zone of their own."""

    kind: Kind
    subject: str
    revision: int
    step: str
    state: State
    reason: str
    first: datetime
    last: datetime
    number: int
