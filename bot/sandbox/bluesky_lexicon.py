"""What a personal data server checks a post against before it takes it.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json, and facets:
https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import regex

from bot.networks.tids import is_tid

Json = dict[str, Any]
POST = "app.bsky.feed.post"
GRAPHEMES, BYTES = 300, 3000
TAG_GRAPHEMES, TAG_BYTES = 64, 640
PICTURES, PICTURE_BYTES, THUMB_BYTES = 4, 2_000_000, 1_000_000
_DID = re.compile(r"did:[a-z]+:[\w.:%-]+")
_AT = re.compile(r"at://[^/\s]+/[\w.-]+/[\w.~:-]+")
_URI = re.compile(r"\w+:(?://)?[^\s/]\S*")
_CID = re.compile(r"b[a-z2-7]{50,}")


class XrpcError(Exception):
    """A refusal, with its status, name and words."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": error, "message": message}


def graphemes(text: str) -> int:
    """How many characters readers see."""
    return len(regex.findall(r"\X", text))


def check_key(collection: str, key: str) -> None:
    """The record key of a post is a TID."""
    if collection == POST and not is_tid(key):
        raise XrpcError(400, "InvalidRequest", f'Invalid record key "{key}": expected a TID')


def check_post(record: Any, blobs: Mapping[str, Json]) -> None:
    """Raises XrpcError where the record is not a post as the lexicon has it. `blobs` are those
    that were uploaded, by CID."""
    _need(isinstance(record, dict), "Record must be an object")
    text = record.get("text")
    _need(isinstance(text, str), "Record/text must be a string")
    _need(len(text.encode()) <= BYTES, f"Record/text must not be longer than {BYTES} bytes")
    count = graphemes(text)
    _need(count <= GRAPHEMES, f"Record/text must not be longer than {GRAPHEMES} graphemes")
    _moment(record.get("createdAt"))
    _facets(text.encode(), record.get("facets") or ())
    _reply(record.get("reply"))
    embed = record.get("embed")
    if embed is not None:
        _embed(embed, blobs)
    _need(bool(text.strip()) or embed is not None, "Record/text must not be empty")
    _need(len(record.get("langs") or ()) <= 3, "Record/langs must not have more than 3 elements")


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise XrpcError(400, "InvalidRequest", f"Invalid {POST} record: {otherwise}")


def _moment(created: Any) -> None:
    try:
        moment = datetime.fromisoformat(str(created))
    except ValueError:
        moment = None
    _need(
        moment is not None and moment.tzinfo is not None,
        "Record/createdAt must be an valid atproto datetime",
    )


def _facets(text: bytes, facets: Iterable[Any]) -> None:
    last = 0
    for facet in sorted(facets, key=lambda one: int(one["index"]["byteStart"])):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        _need(0 <= start < end <= len(text), f"facet {start}-{end} is not within the text")
        _need(start >= last, f"facet {start}-{end} overlaps another")
        last = end
        try:
            text[start:end].decode()
        except UnicodeDecodeError:
            _need(False, f"facet {start}-{end} cuts a character")
        _need(bool(facet.get("features")), "facet must have features")
        for feature in facet["features"]:
            _feature(feature)


def _feature(feature: Json) -> None:
    kind = str(feature.get("$type", "")).removeprefix("app.bsky.richtext.facet#")
    if kind == "link":
        uri = str(feature.get("uri", ""))
        _need(_URI.fullmatch(uri) is not None, f"{uri} must be a uri")
    elif kind == "mention":
        did = str(feature.get("did", ""))
        _need(_DID.fullmatch(did) is not None, f"{did} must be a valid did")
    elif kind == "tag":
        tag = str(feature.get("tag", ""))
        _need(bool(tag) and not tag.startswith("#"), "tag must be given without #")
        small = graphemes(tag) <= TAG_GRAPHEMES and len(tag.encode()) <= TAG_BYTES
        _need(small, f"tag must not be longer than {TAG_GRAPHEMES} graphemes")
    else:
        _need(False, f"unknown feature {kind}")


def _reply(reply: Any) -> None:
    if reply is None:
        return
    for name in ("root", "parent"):
        ref = reply.get(name) or {}
        _need(_AT.fullmatch(str(ref.get("uri"))) is not None, f"reply/{name}/uri must be an at-uri")
        _need(_CID.fullmatch(str(ref.get("cid"))) is not None, f"reply/{name}/cid must be a cid")


def _embed(embed: Json, blobs: Mapping[str, Json]) -> None:
    kind = embed.get("$type")
    if kind == "app.bsky.embed.images":
        images = embed.get("images") or ()
        _need(0 < len(images) <= PICTURES, f"embed/images must have 1 to {PICTURES} elements")
        for image in images:
            _need(isinstance(image.get("alt"), str), "embed/images must have the property alt")
            _blob(image.get("image"), blobs, PICTURE_BYTES)
    elif kind == "app.bsky.embed.external":
        card = embed.get("external") or {}
        for name in ("uri", "title", "description"):
            _need(isinstance(card.get(name), str), f"embed/external must have the property {name}")
        if card.get("thumb") is not None:
            _blob(card["thumb"], blobs, THUMB_BYTES)
    else:
        _need(False, f"unknown embed {kind}")


def _blob(given: Any, blobs: Mapping[str, Json], most: int) -> None:
    cid = str(((given or {}).get("ref") or {}).get("$link"))
    found = blobs.get(cid)
    if found is None:
        raise XrpcError(400, "BlobNotFound", f"Could not find blob: {cid}")
    if found["size"] > most:
        raise XrpcError(
            400, "BlobTooLarge",
            f"This file is too large. It is {found['size']} bytes but the maximum size is {most}",
        )  # fmt: skip
    if not str(found["mimeType"]).startswith("image/"):
        raise XrpcError(400, "InvalidMimeType", f"Wrong mimetype: {found['mimeType']}")
