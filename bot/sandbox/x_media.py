"""X's media: uploaded in one request, then given their alt text, then named by a post.

https://docs.x.com/x-api/media/upload-media, https://docs.x.com/x-api/media/create-media-metadata
"""

import base64
import binascii
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.sandbox.pictures import Shown, decoded

Json = dict[str, Any]

LARGEST = 5_000_000
ALT = 1000
MOST = 4
_LINK = re.compile(r"https?://\S+[^\s.,;:!?)\]'\"]")


class Media:
    """What was uploaded and may be posted, by id."""

    def __init__(self) -> None:
        self._uploads: dict[str, Shown] = {}
        self._numbers = itertools.count(1_900_000_000_000_000_000)

    def upload(self, body: Json) -> Json:
        """Takes a picture: the object that X answers with. Raises ValueError."""
        if body.get("media_category") != "tweet_image":
            raise ValueError("media_category: expected tweet_image")
        try:
            data = base64.b64decode(str(body.get("media") or ""), validate=True)
        except binascii.Error as exc:
            raise ValueError("media: expected base64") from exc
        if len(data) > LARGEST:
            raise ValueError("media: the file is larger than 5 MB")
        picture = decoded(data)
        if body.get("media_type") not in {None, picture.type}:
            raise ValueError(f"media_type: this is {picture.type}")
        identity = str(next(self._numbers))
        self._uploads[identity] = picture
        return {
            "id": identity,
            "media_key": f"3_{identity}",
            "size": len(data),
            "expires_after_secs": 86_400,
        }

    def describe(self, body: Json) -> None:
        """Gives a picture its alt text. Raises ValueError, and KeyError where there is none."""
        words = str(body["metadata"]["alt_text"]["text"])
        if not 0 < len(words) <= ALT:
            raise ValueError(f"alt_text: expected 1 to {ALT} characters")
        self._uploads[str(body["id"])] = replace(self._uploads[str(body["id"])], alt=words)

    def named(self, ids: Sequence[Any]) -> tuple[Shown, ...]:
        """The pictures of a post. Raises ValueError."""
        if len(ids) > MOST or any(str(one) not in self._uploads for one in ids):
            raise ValueError("Your media IDs are invalid.")
        return tuple(self._uploads[str(one)] for one in ids)


def wrapped(post_id: str, text: str, pictures: Sequence[Shown]) -> tuple[str, list[Json]]:
    """A text as X gives it back: links shortened, pictures as a link at the end; and what these
    stand for. https://docs.x.com/x-api/fundamentals/data-dictionary#tweet"""
    links: list[Json] = []

    def short(address: str, **more: str) -> str:
        link = f"https://t.co/{post_id[-6:]}{len(links):02d}"
        links.append({"url": link, "expanded_url": address, **more})
        return link

    text = _LINK.sub(lambda found: short(found[0]), text)
    if pictures:
        address = f"https://x.com/i/status/{post_id}/photo/1"
        text += f" {short(address, media_key=f'3_{post_id}')}"
    return text, links
