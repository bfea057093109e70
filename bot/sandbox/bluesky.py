"""A personal data server with one account: its repository, sessions and pictures.

https://docs.bsky.app/docs/api/; the requests are read in bluesky_api.py.
"""

import base64
import hashlib
import hmac
import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.networks.tids import tid
from bot.sandbox.bluesky_lexicon import POST, XrpcError, check_key, check_post
from bot.sandbox.feed import Change, Feed
from bot.sandbox.timelines import ShownCard, ShownPicture, ShownPost

Json = dict[str, Any]
PROFILE = "app.bsky.actor.profile"
BLOB_BYTES = 5_242_880


@dataclass(frozen=True)
class BlueskyCredentials:
    """The account, and what opens it."""

    handle: str = "mosshouse.test"
    did: str = "did:plc:mosshousemosshousemossho"
    app_password: str = "demo-demo-demo-demo"  # noqa: S105
    name: str = "Moss House"


@dataclass(frozen=True, kw_only=True)
class BlueskyPost(ShownPost):
    """A post; `record` is what was written, `cid` what it is known by."""

    uri: str
    cid: str
    record: Json


class Bluesky:
    """The account's repository and timeline."""

    def __init__(
        self,
        clock: Clock,
        feed: Feed,
        origin: Callable[[], str],
        credentials: BlueskyCredentials | None = None,
    ) -> None:
        self.clock = clock
        self._feed = feed
        self._origin = origin
        self._key = secrets.token_bytes(32)
        self._numbers = itertools.count()
        self.credentials = credentials or BlueskyCredentials()
        self.session_seconds = 7200.0
        self.suspended = False
        self.sessions: set[str] = set()
        """The ids of the sessions that were not ended."""
        self.blobs: dict[str, Json] = {}
        self.bytes: dict[str, bytes] = {}
        self.handles = {
            self.credentials.handle: self.credentials.did,
            "zappa.bsky.social": "did:plc:zappazappazappazappazapp",
        }
        """Whom others can mention: handle to DID."""
        self.records: dict[tuple[str, str], tuple[Json, str]] = {}
        """What the repository holds: (collection, key) to the record and its CID."""
        self.posts: list[BlueskyPost] = []
        """The timeline, oldest first; what was deleted is in `deleted`."""
        self.deleted: list[BlueskyPost] = []
        self.describe("Deadlines and awards. Run by Mozilla Open Source Support (MOSS).")

    @property
    def url(self) -> str:
        """What `BLUESKY_URL` has to be."""
        return f"{self._origin()}/bluesky"

    def clear(self) -> None:
        """An empty timeline, for the next test."""
        for held in (self.posts, self.deleted, self.blobs, self.bytes, self.sessions):
            held.clear()
        self.records = {key: one for key, one in self.records.items() if key[0] == PROFILE}

    def describe(self, description: str | None, *, bot: bool = True) -> None:
        """What the profile says; None: there is none."""
        self.records.pop((PROFILE, "self"), None)
        if description is None:
            return
        record: Json = {"$type": PROFILE, "description": description}
        if bot:
            values = [{"val": "bot"}]
            record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
        self.records[PROFILE, "self"] = (record, cid_of(record))

    # Sessions

    def open_session(self, identifier: str, password: str) -> Json:
        """Logs in."""
        who = self.credentials
        if identifier.lower() not in {who.handle, who.did} or password != who.app_password:
            raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
        self._standing()
        return self._session()

    def refresh(self, token: str) -> Json:
        """Another session for the one whose refresh token this is, which ends."""
        self._standing()
        payload = self._payload(token, "com.atproto.refresh")
        self.sessions.discard(payload["jti"])
        return self._session()

    def allow(self, token: str) -> None:
        """Raises XrpcError where an access token opens nothing."""
        self._payload(token, "com.atproto.appPass")
        self._standing()

    def _standing(self) -> None:
        if self.suspended:
            raise XrpcError(401, "AccountTakedown", "Account has been taken down")

    def _session(self) -> Json:
        who, jti = self.credentials, secrets.token_hex(8)
        self.sessions.add(jti)
        return {
            "did": who.did,
            "handle": who.handle,
            "active": True,
            "accessJwt": self._token("com.atproto.appPass", jti, self.session_seconds),
            "refreshJwt": self._token("com.atproto.refresh", jti, 90 * 86_400.0),
        }

    def _token(self, scope: str, jti: str, seconds: float) -> str:
        now = int(self.clock.real_now().timestamp())
        payload = {
            "scope": scope, "sub": self.credentials.did, "jti": jti, "iat": now,
            "exp": now + int(seconds),
        }  # fmt: skip
        head = _packed(b'{"typ":"JWT","alg":"HS256"}') + "." + _packed(json.dumps(payload).encode())
        return f"{head}.{self._signature(head)}"

    def _payload(self, token: str, scope: str) -> Json:
        head, _, signature = token.rpartition(".")
        if not head or not hmac.compare_digest(signature, self._signature(head)):
            raise XrpcError(400, "InvalidToken", "Token could not be verified")
        middle = head.partition(".")[2]
        payload: Json = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        if payload["scope"] != scope:
            raise XrpcError(400, "InvalidToken", "Bad token scope")
        if payload["exp"] <= self.clock.real_now().timestamp() or (
            payload["jti"] not in self.sessions
        ):
            raise XrpcError(400, "ExpiredToken", "Token has expired")
        return payload

    def _signature(self, head: str) -> str:
        return _packed(hmac.digest(self._key, head.encode(), hashlib.sha256))

    # Pictures

    def upload(self, data: bytes, kind: str) -> Json:
        """Takes bytes, which a record may then name."""
        if len(data) > BLOB_BYTES:
            raise XrpcError(413, "PayloadTooLarge", "request entity too large")
        cid = _cid(0x55, data)
        blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": kind, "size": len(data)}
        self.blobs[cid], self.bytes[cid] = blob, data
        return blob

    # Records

    def create(self, collection: str, key: str | None, record: Json) -> Json:
        """Writes a record that is not there yet."""
        key = key or self.new_key()
        if (collection, key) in self.records:
            # What a PDS makes of it: there is no word for it in the protocol.
            raise XrpcError(500, "InternalServerError", "Internal Server Error")
        return self.put(collection, key, record)

    def put(self, collection: str, key: str, record: Json) -> Json:
        """Writes a record, or another in its place; the same again changes nothing."""
        check_key(collection, key)
        if collection == POST:
            check_post(record, self.blobs)
        cid = cid_of(record)
        before = self.records.get((collection, key))
        written = {"uri": self.uri(collection, key), "cid": cid, "validationStatus": "valid"}
        if before is not None and before[1] == cid:
            return written
        self.records[collection, key] = (record, cid)
        if collection == POST:
            self._show(key, record, cid, edited=before is not None)
        return written | {"commit": {"cid": _cid(0x71, cid.encode()), "rev": self.new_key()}}

    def delete(self, collection: str, key: str) -> None:
        """Takes a record away; fine where there is none."""
        if self.records.pop((collection, key), None) is None:
            return
        for post in [one for one in self.posts if one.id == key]:
            self.posts.remove(post)
            self.deleted.append(replace(post, deleted=True))
            self._feed.publish(Change("post", channel="bluesky", ts=key, detail="deleted"))

    def get(self, collection: str, key: str) -> Json:
        """A record."""
        found = self.records.get((collection, key))
        if found is None:
            uri = self.uri(collection, key)
            raise XrpcError(400, "RecordNotFound", f"Could not locate record: {uri}")
        return {"uri": self.uri(collection, key), "cid": found[1], "value": found[0]}

    def uri(self, collection: str, key: str) -> str:
        """A record's address."""
        return f"at://{self.credentials.did}/{collection}/{key}"

    def new_key(self) -> str:
        """A key of now."""
        micros = int(self.clock.real_now().timestamp() * 1_000_000)
        return tid(micros + next(self._numbers), 0)

    def _show(self, key: str, record: Json, cid: str, *, edited: bool) -> None:
        reply = record.get("reply") or {}
        root, parent = (_key_of((reply.get(name) or {}).get("uri")) for name in ("root", "parent"))
        now = self.clock.real_now()
        post = BlueskyPost(
            id=key, text=record["text"], created_at=now, shown_at=self.clock.now(),
            thread=root or key, reply_to=parent, images=self._pictures(record.get("embed") or {}),
            card=_card(record.get("embed") or {}), edited=edited, uri=self.uri(POST, key),
            cid=cid, record=record,
        )  # fmt: skip
        before = next((one for one in self.posts if one.id == key), None)
        if before is None:
            self.posts.append(post)
        else:
            place = self.posts.index(before)
            self.posts[place] = replace(
                post, created_at=before.created_at, shown_at=before.shown_at
            )
        self._feed.publish(Change("post", channel="bluesky", ts=key))

    def _pictures(self, embed: Json) -> tuple[ShownPicture, ...]:
        where = f"{self.url}/xrpc/com.atproto.sync.getBlob?did={self.credentials.did}&cid="
        return tuple(
            ShownPicture(
                url=where + one["image"]["ref"]["$link"], alt=one["alt"],
                type=one["image"]["mimeType"],
            )
            for one in embed.get("images") or ()
        )  # fmt: skip


def new_expiry(clock: Clock, seconds: float) -> str:
    """The moment in so many seconds, as headers have it."""
    return str(int((clock.real_now() + timedelta(seconds=seconds)).timestamp()))


def cid_of(record: Json) -> str:
    """What a record is known by: equal ones have the same, and others another."""
    return _cid(0x71, json.dumps(record, sort_keys=True).encode())


def _cid(codec: int, data: bytes) -> str:
    """https://atproto.com/specs/data-model#link-and-cid-formats"""
    packed = bytes((1, codec, 0x12, 32)) + hashlib.sha256(data).digest()
    return "b" + base64.b32encode(packed).decode().rstrip("=").lower()


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _key_of(uri: str | None) -> str | None:
    return uri.rpartition("/")[2] if uri else None


def _card(embed: Json) -> ShownCard | None:
    card = embed.get("external")
    if card is None:
        return None
    return ShownCard(url=card["uri"], title=card["title"], description=card["description"])
