"""Mastodon, and servers that speak its API, by Mastodon.py.

https://docs.joinmastodon.org/methods/statuses/
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from mastodon import MastodonNotFoundError

from bot.domain.lengths import RULES, Rules
from bot.networks.base import (
    Can,
    CannotAskError,
    Image,
    Network,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.networks.fence import no_return
from bot.networks.mastodon_calls import asked, looked_up, make_client, told
from bot.networks.mastodon_text import same, words_of
from bot.settings import Settings

# What an instance gives of an account's statuses at once, and how often it is asked for more.
PAGE, PAGES = 40, 5
# Pictures of posts that were not taken yet; Mastodon forgets them after a day.
KEPT = 64
GONE = "Mastodon: the post is not there any more"


class Mastodon(Network):
    """An account on an instance."""

    name = "mastodon"
    can = Can(threads=True, edit=True, delete=True, images=4, look_up=True)

    def __init__(self, url: str, token: str) -> None:
        """`url` is the instance's, `token` an access token of the account."""
        self.client = make_client(url, token)
        self._rules = RULES["mastodon"]
        # An approval binds to it. The account behind a token is not known without a call, so that
        # it is the token that is named, by what cannot be turned back.
        self._account = f"{urlsplit(url).netloc} {hashlib.sha256(token.encode()).hexdigest()[:8]}"
        self._types: tuple[str, ...] = ()
        self._most_bytes: int | None = None
        self._most_alt: int | None = None
        self._id: str | None = None
        self._uploads: dict[str, str] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The account of the settings, which have both of its variables."""
        token = settings.mastodon_access_token
        return cls(settings.mastodon_url or "", token.get_secret_value() if token else "")

    def account(self, address: str) -> str:  # noqa: ARG002
        """The instance, and which token."""
        return self._account

    # Posting

    def send(self, post: Post) -> Sent:
        """Posts a status. Raises the errors of `Network.send`."""
        media = [self._uploaded(image) for image in post.images]
        no_return()
        with told():
            status = self.client.status_post(
                post.text,
                in_reply_to_id=post.parent or post.thread,
                media_ids=media or None,
                # Honoured for an hour: what was taken is given back instead of posted again.
                idempotency_key=post.repeat_key or post.key,
            )
            sent = _sent(status)
        for image in post.images:
            self._uploads.pop(_name(image), None)
        return sent

    def edit(self, post: Post) -> Sent:
        """Gives a status another text, and other pictures where there are any in the post; else
        it keeps those that it has. What is not named would be taken off it."""
        target = post.target or ""
        media = [self._uploaded(image) for image in post.images]
        with told():
            try:
                kept = [] if media else _described(self.client.status(target))
                no_return()
                status = self.client.status_update(
                    target, post.text, media_ids=media or None, media_attributes=kept or None
                )
            except MastodonNotFoundError:
                raise PermanentError(GONE, "404") from None
            return _sent(status)

    def delete(self, post: Post) -> None:
        """Takes a status and its pictures down."""
        with told():
            try:
                self.client.status_delete(post.target or "", delete_media=True)
            except MastodonNotFoundError:
                return

    def _uploaded(self, image: Image) -> str:
        """The id of an uploaded picture. One that is still processed is found again by the next
        attempt. Raises TemporaryError, for nothing was posted yet, or PermanentError."""
        with asked():
            found = self._kept(image)
            if found is None:
                found = self.client.media_post(
                    image.data, mime_type=image.type, description=image.alt,
                    file_name="picture." + image.type.rpartition("/")[2],
                )  # fmt: skip
            media, ready = _id(found), bool(found["url"])
        if len(self._uploads) >= KEPT:
            self._uploads.clear()
        self._uploads[_name(image)] = media
        if not ready:
            raise TemporaryError("Mastodon is still processing the picture", 5.0)
        return media

    def _kept(self, image: Image) -> Any:
        known = self._uploads.pop(_name(image), None)
        if known is None:
            return None
        try:
            return self.client.media(known)
        except MastodonNotFoundError:
            return None

    # Looking up

    def find(self, post: Post, since: datetime) -> Sent | None:
        """Looks for the text among the account's own statuses since then: a key is known for an
        hour only, and not on every server."""
        with looked_up():
            for status in self._since(since):
                parent = status["in_reply_to_id"]
                asked_for = post.parent or post.thread
                answers = (str(parent) if parent else None) == asked_for
                if answers and same(str(status["content"]), post.text):
                    return _sent(status)
        return None

    def _since(self, since: datetime) -> Iterator[Any]:
        """The account's statuses since then, newest first. Raises CannotAskError where there are
        more than can be looked at."""
        if self._id is None:
            self._id = _id(self.client.account_verify_credentials())
        before: Any = None
        for _ in range(PAGES):
            page = self.client.account_statuses(
                self._id, max_id=before, limit=PAGE, exclude_reblogs=True
            )
            for status in page:
                if _created(status) < since:
                    return
                yield status
            if len(page) < PAGE:
                return
            before = page[-1]["id"]
        raise CannotAskError("Mastodon: too many statuses came since; look at the account")

    # Limits and labels

    def rules(self, address: str) -> Rules:  # noqa: ARG002
        """What the instance allows, once it was asked."""
        return self._rules

    def problems(self, post: Post) -> list[str]:
        """What the instance has against a post."""
        found = super().problems(post)
        if len(post.images) > self.can.images:
            found.append(f"{len(post.images)} pictures; it takes {self.can.images}")
        for image in post.images:
            if not image.alt.strip():
                found.append("a picture has no alt text")
            if self._most_alt is not None and len(image.alt) > self._most_alt:
                found.append(
                    f"an alt text is {len(image.alt):,} characters; it takes {self._most_alt:,}"
                )
            if self._types and image.type not in self._types:
                found.append(f"a picture is {image.type}; it takes {', '.join(self._types)}")
            if self._most_bytes is not None and len(image.data) > self._most_bytes:
                found.append(
                    f"a picture is {len(image.data):,} bytes; it takes {self._most_bytes:,}"
                )
        return found

    def learn(self) -> None:
        """Asks the instance for its limits. https://docs.joinmastodon.org/entities/Instance/"""
        with asked():
            try:
                told_of = self.client.instance_v2()
            except MastodonNotFoundError:
                told_of = self.client.instance_v1()
            limits = told_of.get("configuration") or {}
            statuses = limits.get("statuses") or {}
            media = limits.get("media_attachments") or {}
            # Pleroma names it so.
            limit = statuses.get("max_characters") or told_of.get("max_toot_chars")
            if limit:
                link = statuses.get("characters_reserved_per_url") or self._rules.link
                self._rules = replace(self._rules, limit=int(limit), link=link)
            if (pictures := statuses.get("max_media_attachments")) is not None:
                self.can = replace(self.can, images=int(pictures))
            self._types = tuple(map(str, media.get("supported_mime_types") or ()))
            self._most_bytes = media.get("image_size_limit")
            self._most_alt = media.get("description_limit")

    def complaints(self, names: tuple[str, ...]) -> list[str]:
        """Whether the account says that it is automated, and whose it is."""
        with asked():
            me = self.client.account_verify_credentials()
            said = [str(me["note"])]
            said += [f"{one['name']} {one['value']}" for one in me.get("fields") or ()]
            bot, source = me.get("bot"), me.get("source") or {}
        found = []
        if not bot:
            found.append(
                "the account is not marked as automated; tick “This is an automated account” under "
                "Preferences, Public profile"
            )
        profile = words_of(" ".join(said)).casefold()
        if names and not any(name.casefold() in profile for name in names):
            found.append(f"the profile does not name its operator; write “Run by {names[0]}” there")
        if source.get("privacy") not in {None, "public", "unlisted"}:
            found.append("posts are not public; change Posting privacy under Preferences, Other")
        return found


def _described(status: Any) -> list[dict[str, str]]:
    """The pictures of a status, each with its alt text."""
    return [
        {"id": str(one["id"]), "description": str(one.get("description") or "")}
        for one in status["media_attachments"]
    ]


def _created(status: Any) -> datetime:
    created = status["created_at"]
    found = created if isinstance(created, datetime) else datetime.fromisoformat(str(created))
    return found.astimezone(UTC)


def _sent(status: Any) -> Sent:
    link = status.get("url")
    return Sent(_id(status), str(link) if link else None)


def _id(answer: Any) -> str:
    """The client fills in what an answer lacks with None."""
    found = answer["id"]
    if not found:
        raise LookupError("no id")
    return str(found)


def _name(image: Image) -> str:
    return hashlib.sha256(image.alt.encode() + b"\0" + image.data).hexdigest()
