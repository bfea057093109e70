"""The program as a value: immutable records, complete and checked.

Everything that reads the program (answers, plans, messages, pages) works on these. They are built
from a program file by `bot/domain/building.py` and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.moments import Stated, closing_day, require_aware
from bot.domain.post_templates import USUAL_POSTS, PostTemplates
from bot.domain.quiet import NEVER, Quiet
from bot.domain.templates import USUAL, Templates


class Status(StrEnum):
    """What a track says of itself; whether it *counts* as open depends on the hour, too."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class AmountRange:
    """What one can ask for; either end may be open."""

    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reminders:
    """The ladder: how many days before a deadline, and at which hour of the program's zone.

    `after_close` says whether it is told, too, when the deadline has closed.
    """

    days_before: tuple[int, ...]
    at: time
    after_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One close of one track. `known_at` is when the program first said it (program time)."""

    key: str
    label: str
    track: str
    closes: Stated
    opens: datetime | None = None
    revision: int = 1
    known_at: datetime | None = None
    changed_at: datetime | None = None

    def __post_init__(self) -> None:
        for at in (self.opens, self.known_at, self.changed_at):
            if at is not None:
                require_aware(at)

    @property
    def subject(self) -> str:
        """What the ledger calls this deadline; it stays the same when the date moves."""
        return f"{self.track}/{self.key}"

    def is_open(self, now: datetime) -> bool:
        """Whether one can apply at `now`: it has opened and has not closed."""
        return (self.opens is None or self.opens <= now) and now < self.closes.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A deadline that comes again by an RRULE (RFC 5545); see `bot/domain/recurrence.py`."""

    key: str
    label: str
    track: str
    rule: str
    starts: str
    zone: str
    # The program's: its dates stand in the labels.
    locale: str = "en"
    revision: int = 1
    known_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A line of funding. Settings are resolved: what the track does not say is the program's.

    `status_at` is when its status last changed, where it ever did (program time).
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    apply_url: str | None = None
    status: Status = Status.OPEN
    status_note: str = ""
    amount: AmountRange | None = None
    reminders: Reminders
    quiet: Quiet = NEVER
    templates: Templates = USUAL
    announce_in: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    series: tuple[Series, ...] = ()
    changed_at: datetime | None = None
    status_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handles:
    """What somebody is called on the networks: "@zappa", "@zappa@fosstodon.org" and
    "@zappa.bsky.social"; "" where they are not there."""

    x: str = ""
    mastodon: str = ""
    bluesky: str = ""

    def on(self, network: str) -> str:
        """The handle on a network; "" where there is none."""
        return {"x": self.x, "mastodon": self.mastodon, "bluesky": self.bluesky}.get(network, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """Money given to somebody. `amount` is in the program's currency."""

    key: str
    recipient: str
    aliases: tuple[str, ...] = ()
    track: str | None = None
    amount: Decimal
    original: Money | None = None
    purpose: str = ""
    url: str | None = None
    handles: Handles = Handles()
    awarded: date
    published: bool = True
    publish_at: datetime | None = None
    changed_at: datetime | None = None

    def is_called(self, name: str) -> bool:
        """Whether people mean this award by a name: its key, its recipient or an alias."""
        wanted = name.casefold()
        return wanted in {self.key, *(n.casefold() for n in (self.recipient, *self.aliases))}

    def is_public(self, now: datetime) -> bool:
        """Whether anybody outside staff may see it at `now`: published, and no embargo ahead."""
        return self.published and (self.publish_at is None or self.publish_at <= now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer:
    """An answer in staff's own words, and the questions that it answers."""

    key: str
    questions: tuple[str, ...]
    text: str
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program at one version: a few thousand records at most, held in memory. `color` is
    that of its cards, "#0f766e"."""

    name: str
    short_name: str
    url: str | None = None
    contact: str | None = None
    timezone: str
    currency: str
    locale: str = "en"
    announce_in: tuple[str, ...] = ()
    reminders: Reminders
    quiet: Quiet = NEVER
    templates: Templates = USUAL
    posts: PostTemplates = USUAL_POSTS
    hashtags: tuple[str, ...] = ()
    color: str | None = None
    tracks: tuple[Track, ...] = ()
    awards: tuple[Award, ...] = ()
    answers: tuple[SavedAnswer, ...] = ()
    version: int = 0
    changed_at: datetime | None = None
    # Indexes and the like that readers derive once a version (see `memo`).
    _memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The program's zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def tracks_by_key(self) -> dict[str, Track]:
        """Tracks by their key."""
        return {track.key: track for track in self.tracks}

    @cached_property
    def awards_by_key(self) -> dict[str, Award]:
        """Awards by their key."""
        return {award.key: award for award in self.awards}

    @property
    def memo(self) -> dict[object, object]:
        """A place for what is derived from this version alone; it dies with the version."""
        return self._memo

    def public_awards(self, now: datetime) -> Iterator[Award]:
        """The awards that anybody may see at `now`."""
        return (award for award in self.awards if award.is_public(now))

    def closing_day(self, deadline: Deadline) -> date:
        """The day that this program counts down to."""
        return closing_day(deadline.closes, self.zone)
