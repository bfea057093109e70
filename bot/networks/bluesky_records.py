"""A post as a record of the AT Protocol, in plain JSON.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.facets import Facet
from bot.networks.base import Image

Json = dict[str, Any]
POST, PROFILE = "app.bsky.feed.post", "app.bsky.actor.profile"
_LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_FACET = "app.bsky.richtext.facet"


def record(
    text: str,
    created: datetime,
    facets: Sequence[Json] = (),
    reply: Json | None = None,
    embed: Json | None = None,
) -> Json:
    """A post. The same arguments give the same record, by which writing it again is nothing new."""
    made: Json = {
        "$type": POST,
        "text": text,
        "createdAt": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if facets:
        made["facets"] = list(facets)
    if reply is not None:
        made["reply"] = reply
    if embed is not None:
        made["embed"] = embed
    return made


def is_link(facet: Facet) -> bool:
    """Whether a facet is a link with something behind its //: others are refused, and the post."""
    return facet.kind == "link" and _LINK.fullmatch(facet.value) is not None


def facet_json(facet: Facet, dids: Mapping[str, str | None]) -> Json | None:
    """A facet; None for a mention of somebody who is not there, or a link that leads nowhere, which
    then are words alone."""
    if facet.kind == "mention":
        did = dids.get(facet.value)
        if did is None:
            return None
        feature = {"$type": f"{_FACET}#mention", "did": did}
    elif facet.kind == "link":
        if not is_link(facet):
            return None
        feature = {"$type": f"{_FACET}#link", "uri": facet.value}
    else:
        feature = {"$type": f"{_FACET}#tag", "tag": facet.value}
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}


def reply_json(root: str, parent: str) -> Json:
    """What a post answers; both are external ids, "at-uri cid"."""
    return {"root": _ref(root), "parent": _ref(parent)}


def _ref(external: str) -> Json:
    uri, _, cid = external.partition(" ")
    return {"uri": uri, "cid": cid}


def images_json(images: Sequence[Image], blobs: Sequence[Json]) -> Json:
    """The pictures of a post."""
    return {
        "$type": "app.bsky.embed.images",
        "images": [
            {
                "alt": image.alt,
                "image": blob,
                "aspectRatio": {"width": image.width, "height": image.height},
            }
            for image, blob in zip(images, blobs, strict=True)
        ],
    }


def card_json(address: str, title: str, description: str) -> Json:
    """The preview of a link: nothing is fetched, so that it says what the announcement says."""
    external = {"uri": address, "title": title, "description": description}
    return {"$type": "app.bsky.embed.external", "external": external}
