"""A Mastodon instance with one account: what it holds and what it refuses.

https://docs.joinmastodon.org/methods/statuses/, /methods/media/; the requests are read in
mastodon_api.py.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.sandbox.feed import Change, Feed
from bot.sandbox.forms import Upload
from bot.sandbox.mastodon_text import counted
from bot.sandbox.timelines import ShownPicture, ShownPost

PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
# Seconds for which a key is known: app/services/post_status_service.rb.
KEY_LASTS = 3600.0


@dataclass(frozen=True)
class MastodonCredentials:
    """The account, and what opens it. The scopes are what the token may do."""

    access_token: str = "demo-mastodon-access-token"  # noqa: S105
    account_id: str = "109876543210"
    username: str = "mosshouse"
    name: str = "Moss House"
    scopes: tuple[str, ...] = ("read:accounts", "read:statuses", "write:media", "write:statuses")


@dataclass
class MastodonLimits:
    """What the instance says of itself; an operator may set each otherwise."""

    characters: int = 500
    link: int = 23
    pictures: int = 4
    picture_bytes: int = 16_777_216
    description: int = 1500


@dataclass
class MastodonProfile:
    """What the account says of itself."""

    bot: bool = True
    note: str = "Deadlines and awards. Run by Mozilla Open Source Support (MOSS)."
    fields: tuple[tuple[str, str], ...] = ()
    privacy: str = "public"


@dataclass(frozen=True)
class Media:
    """An uploaded picture. `waits` is how often it is still said to be processed."""

    id: str
    file: Upload
    description: str = ""
    status: str | None = None
    waits: int = 0


class MastodonError(Exception):
    """A refusal, with Mastodon's status and words."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.body = {"error": error}


class Mastodon:
    """The account's timeline."""

    def __init__(
        self,
        clock: Clock,
        feed: Feed,
        origin: Callable[[], str],
        credentials: MastodonCredentials | None = None,
    ) -> None:
        self.clock = clock
        self._feed = feed
        self._origin = origin
        self._numbers = itertools.count()
        self._keys: dict[str, tuple[str, float]] = {}
        self.credentials = credentials or MastodonCredentials()
        self.limits = MastodonLimits()
        self.profile = MastodonProfile()
        self.suspended = False
        self.honours_keys = True
        """Not every compatible server honours an idempotency key."""
        self.processing = 0
        """How often each uploaded picture is said to be still processed."""
        self.media: dict[str, Media] = {}
        self.attached: dict[str, tuple[str, ...]] = {}
        """The pictures of each status."""
        self.posts: list[ShownPost] = []
        """The timeline, oldest first; what was deleted is in `deleted`."""
        self.deleted: list[ShownPost] = []

    @property
    def url(self) -> str:
        """What `MASTODON_URL` has to be."""
        return f"{self._origin()}/mastodon"

    def clear(self) -> None:
        """An empty timeline, for the next test."""
        for held in (self.posts, self.deleted, self.media, self.attached, self._keys):
            held.clear()

    # Pictures

    def upload(self, file: Upload | None, description: str) -> Media:
        """Takes a picture."""
        if file is None:
            raise MastodonError(422, "Validation failed: File can't be blank")
        if file.type not in PICTURES:
            raise MastodonError(422, "Validation failed: File content type is invalid")
        if len(file.data) > self.limits.picture_bytes:
            raise MastodonError(422, "Validation failed: File file size must be less than 16 MB")
        self._check_description(description)
        made = Media(self._new_id(), file, description, waits=self.processing)
        self.media[made.id] = made
        return made

    def processed(self, media_id: str) -> Media:
        """An uploaded picture; each time it is asked for, its processing goes on."""
        found = self.media.get(media_id)
        if found is None or found.status is not None:
            raise MastodonError(404, "Record not found")
        self.media[media_id] = replace(found, waits=max(found.waits - 1, 0))
        return found

    def describe(self, media_id: str, description: str) -> Media:
        """Gives a picture another alt text."""
        if media_id not in self.media:
            raise MastodonError(404, "Record not found")
        self._check_description(description)
        made = replace(self.media[media_id], description=description)
        self.media[media_id] = made
        return made

    def _check_description(self, description: str) -> None:
        if (most := self.limits.description) < len(description):
            raise MastodonError(
                422, f"Validation failed: Description is too long (maximum is {most} characters)"
            )

    # Statuses

    def post(
        self,
        text: str,
        reply_to: str | None = None,
        media: Sequence[str] = (),
        key: str | None = None,
    ) -> ShownPost:
        """Puts a status on the timeline, or gives the one that was posted under the same key."""
        known = self._known(key)
        if known is not None:
            return self.get(known)
        parent = self._find(reply_to) if reply_to else None
        if reply_to and parent is None:
            raise MastodonError(404, "The post you are trying to reply to does not appear to exist")
        self._check(text, media)
        now = self.clock.real_now()
        post_id = self._new_id()
        made = ShownPost(
            id=post_id, text=text, created_at=now, shown_at=self.clock.now(),
            thread=parent.thread if parent else post_id, reply_to=reply_to or None,
            images=self._attach(post_id, media),
        )  # fmt: skip
        self.posts.append(made)
        if key is not None and self.honours_keys:
            self._keys[key] = (post_id, self.clock.monotonic())
        self._feed.publish(Change("post", channel="mastodon", ts=post_id))
        return made

    def edit(self, post_id: str, text: str, media: Sequence[str]) -> ShownPost:
        """Gives a status another text; the pictures that are not named are taken off it."""
        before = self.get(post_id)
        self._check(text, media, of=post_id)
        made = replace(before, text=text, images=self._attach(post_id, media), edited=True)
        self.posts[self.posts.index(before)] = made
        self._feed.publish(Change("post", channel="mastodon", ts=post_id, detail="edited"))
        return made

    def delete(self, post_id: str) -> ShownPost:
        """Takes a status down."""
        post = self.get(post_id)
        self.posts.remove(post)
        self.deleted.append(replace(post, deleted=True))
        self._feed.publish(Change("post", channel="mastodon", ts=post_id, detail="deleted"))
        return post

    def get(self, post_id: str) -> ShownPost:
        """The status with that id."""
        found = self._find(post_id)
        if found is None:
            raise MastodonError(404, "Record not found")
        return found

    def before(self, until: str | None, since: str | None, most: int) -> list[ShownPost]:
        """The newest statuses, of those before and after an id."""
        found = [
            one for one in reversed(self.posts)
            if (until is None or int(one.id) < int(until))
            and (since is None or int(one.id) > int(since))
        ]  # fmt: skip
        return found[:most]

    def _check(self, text: str, media: Sequence[str], of: str | None = None) -> None:
        if not text.strip() and not media:
            raise MastodonError(422, "Validation failed: Text can't be blank")
        if counted(text, self.limits.link) > (most := self.limits.characters):
            raise MastodonError(422, f"Validation failed: Text character limit of {most} exceeded")
        if len(media) > self.limits.pictures:
            raise MastodonError(422, "Cannot attach more than 4 files")
        for one in media:
            found = self.media.get(one)
            if found is None or found.status not in {None, of}:
                raise MastodonError(422, f"Media {one} not found or already attached")
            if found.waits:
                raise MastodonError(
                    422, "Cannot attach files that have not finished processing. Try again soon!"
                )

    def _attach(self, post_id: str, media: Sequence[str]) -> tuple[ShownPicture, ...]:
        for one in media:
            self.media[one] = replace(self.media[one], status=post_id)
        self.attached[post_id] = tuple(media)
        found = [self.media[one] for one in media]
        return tuple(
            ShownPicture(url=self.address(one), alt=one.description, type=one.file.type)
            for one in found
        )

    def address(self, media: Media) -> str:
        """Where a picture is served."""
        return f"{self.url}/system/media_attachments/{media.id}"

    def _known(self, key: str | None) -> str | None:
        post_id, at = self._keys.get(key or "", ("", 0.0))
        return post_id if post_id and self.clock.monotonic() - at < KEY_LASTS else None

    def _find(self, post_id: str | None) -> ShownPost | None:
        return next((one for one in self.posts if one.id == post_id), None)

    def _new_id(self) -> str:
        """Ids are snowflakes: milliseconds and a sequence, so they sort by time."""
        return str((_millis(self.clock.real_now()) << 16) | (next(self._numbers) & 0xFFFF))


def _millis(when: datetime) -> int:
    return int(when.timestamp() * 1000)
