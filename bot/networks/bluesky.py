"""Bluesky, and other servers of the AT Protocol, by atproto. https://docs.bsky.app/docs/"""

from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

from atproto_client.exceptions import BadRequestError

from bot.domain.facets import Facet, facets
from bot.networks.base import (
    Can,
    Image,
    Network,
    PermanentError,
    Post,
    Sent,
)
from bot.networks.bluesky_calls import Calls, code_of, looked_up
from bot.networks.bluesky_records import (
    POST,
    PROFILE,
    Json,
    card_json,
    facet_json,
    images_json,
    is_link,
    record,
    reply_json,
)
from bot.networks.fence import no_return
from bot.networks.tids import moment_of, record_key
from bot.settings import Settings

# https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json
PICTURE_BYTES = 2_000_000
# How many handles are known by heart.
KEPT = 256
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Bluesky(Network):
    """An account. The external id of a post is its address and its hash, "at-uri cid"."""

    name = "bluesky"
    # A record can be overwritten, but readers are not shown that a post was.
    can = Can(threads=True, delete=True, images=4, look_up=True)

    def __init__(self, url: str, handle: str, password: str) -> None:
        """`url` is the account's server, `password` an app password."""
        self._handle = handle.removeprefix("@")
        self.calls = Calls(url, self._handle, password)
        # Where people read it, whichever server the account is on.
        self._web = url if urlsplit(url).hostname in LOOPBACK else "https://bsky.app"
        self._dids: dict[str, str] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The account of the settings, which have all of its variables."""
        password = settings.bluesky_app_password
        return cls(
            settings.bluesky_url or "",
            settings.bluesky_handle or "",
            password.get_secret_value() if password else "",
        )

    def account(self, address: str) -> str:  # noqa: ARG002
        """The handle."""
        return self._handle

    def close(self) -> None:
        """Ends the connections that are kept open."""
        self.calls.close()

    # Posting

    def send(self, post: Post) -> Sent:
        """Writes a post under a key of its own, so that writing it again changes nothing. Raises
        the errors of `Network.send`."""
        key, did = _key(post), self.calls.did()
        written = {
            "repo": did, "collection": POST, "rkey": key, "record": self._record(post),
        }  # fmt: skip

        def write(client: Any) -> str:
            no_return()
            return _external(client.com.atproto.repo.put_record(written))

        return Sent(self.calls.act(write), self._link(did, key))

    def delete(self, post: Post) -> None:
        """Takes a post down; its absence is fine."""
        key = _key_of(post.target or "")
        gone: Any = {"repo": self.calls.did(), "collection": POST, "rkey": key}
        self.calls.act(lambda client: client.com.atproto.repo.delete_record(gone))

    def _record(self, post: Post) -> Json:
        """All that has to be asked for before a post can be written. Raises TemporaryError or
        PermanentError, for nothing was posted yet."""
        reply = None
        if post.thread is not None or post.parent is not None:
            parent = post.parent or post.thread or ""
            root = post.thread or parent
            for one in {root, parent}:
                self._must_be_there(one)
            reply = reply_json(root, parent)
        found = facets(post.text)
        dids = {one.value: self._did(one.value) for one in found if one.kind == "mention"}
        written = [made for one in found if (made := facet_json(one, dids)) is not None]
        created = moment_of(post.created, post.repeat_key or post.key)
        return record(post.text, created, written, reply, self._embed(post, found))

    def _embed(self, post: Post, found: list[Facet]) -> Json | None:
        if post.images:
            return images_json(post.images, [self._uploaded(image) for image in post.images])
        links = list(dict.fromkeys(one.value for one in found if is_link(one)))
        if len(links) != 1:
            return None
        title, said = post.facts.get("title"), post.facts.get("summary")
        name = links[0].partition("://")[2].removesuffix("/")
        return card_json(links[0], str(title or name), str(said or ""))

    def _uploaded(self, image: Image) -> Json:
        answer = self.calls.ask(
            lambda client: client.com.atproto.repo.upload_blob(
                image.data, headers={"Content-Type": image.type}
            )
        )
        blob = answer.blob
        return {
            "$type": "blob", "ref": {"$link": str(blob.cid)}, "mimeType": blob.mime_type,
            "size": blob.size,
        }  # fmt: skip

    def _must_be_there(self, external: str) -> None:
        if self._read(_key_of(external)) is None:
            raise PermanentError("Bluesky: the post that this one answers is not there any more")

    def _did(self, handle: str) -> str | None:
        """Who has a handle; None where nobody has."""
        if handle not in self._dids:
            asked: Any = {"handle": handle}
            try:
                answer = self.calls.ask(
                    lambda client: client.com.atproto.identity.resolve_handle(asked)
                )
            except PermanentError as exc:
                if isinstance(exc.__cause__, BadRequestError):
                    return None
                raise
            if len(self._dids) >= KEPT:
                self._dids.clear()
            self._dids[handle] = str(answer.did)
        return self._dids[handle]

    # Looking up

    def find(self, post: Post, since: datetime) -> Sent | None:  # noqa: ARG002
        """The post under its key, if it is there."""
        with looked_up():
            key = _key(post)
            found = self._read(key)
            return Sent(_external(found), self._link(self.calls.did(), key)) if found else None

    def _read(self, key: str, collection: str = POST) -> Any:
        """A record, None where there is none."""
        asked: Any = {"repo": self.calls.did(), "collection": collection, "rkey": key}
        try:
            return self.calls.ask(lambda client: client.com.atproto.repo.get_record(asked))
        except PermanentError as exc:
            if _is_no_record(exc):
                return None
            raise

    def _link(self, did: str, key: str) -> str:
        return f"{self._web}/profile/{did}/post/{key}"

    # Rules and labels

    def problems(self, post: Post) -> list[str]:
        """What the lexicon has against a post."""
        found = super().problems(post)
        if len(post.images) > self.can.images:
            found.append(f"{len(post.images)} pictures; it takes {self.can.images}")
        for image in post.images:
            if not image.alt.strip():
                found.append("a picture has no alt text")
            if len(image.data) > PICTURE_BYTES:
                found.append(f"a picture is {len(image.data):,} bytes; it takes {PICTURE_BYTES:,}")
        return found

    def complaints(self, names: tuple[str, ...]) -> list[str]:
        """Whether the account says that it is automated, and whose it is: the label `bot` on
        itself. https://docs.bsky.app/docs/starter-templates/bots"""
        found = self._read("self", PROFILE)
        value = _plain(found.value) if found is not None else {}
        labels = [one.get("val") for one in (value.get("labels") or {}).get("values") or ()]
        complaints = []
        if "bot" not in labels:
            complaints.append(
                "the account is not labelled as automated; turn that on in its settings at "
                "bsky.app, under Account"
            )
        said = str(value.get("description") or "").casefold()
        if names and not any(name.casefold() in said for name in names):
            complaints.append(
                f"the profile does not name its operator; write “Run by {names[0]}” there"
            )
        return complaints


def _key(post: Post) -> str:
    return record_key(post.created, post.repeat_key or post.key)


def _key_of(external: str) -> str:
    """The record's key in an external id, "at://did/collection/key cid"."""
    return external.partition(" ")[0].rpartition("/")[2]


def _external(answer: Any) -> str:
    return f"{answer.uri} {answer.cid}"


def _plain(value: Any) -> Json:
    """A record as JSON, whichever model it was read into."""
    dumped: Json = value.model_dump(by_alias=True) if hasattr(value, "model_dump") else dict(value)
    return dumped


def _is_no_record(error: PermanentError) -> bool:
    """Older servers have no name of their own for it."""
    cause = error.__cause__
    if not isinstance(cause, BadRequestError):
        return False
    return code_of(cause) == "RecordNotFound" or "locate record" in str(cause)
