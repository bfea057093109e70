"""What a network's timeline on this machine holds, in the form that the page shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """A picture of a post: the address on this machine that serves it, and its alt text."""

    url: str
    alt: str
    type: str = "image/png"


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """The preview of a link below a post."""

    url: str
    title: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownPost:
    """A post. `shown_at` is program time, `created_at` real time; `thread` the id of the first
    post of its thread, `reply_to` of the one that it answers."""

    id: str
    text: str
    created_at: datetime
    shown_at: datetime
    thread: str
    reply_to: str | None = None
    images: tuple[ShownPicture, ...] = ()
    card: ShownCard | None = None
    edited: bool = False
    deleted: bool = False
