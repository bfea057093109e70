"""Texts as X has them: what it makes of one that was posted, and what it refuses in one.

https://docs.x.com/x-api/fundamentals/data-dictionary#tweet
https://docs.x.com/fundamentals/counting-characters
"""

import re
import unicodedata
from contextlib import suppress
from typing import Any

from bot.networks.base import Post

# As twitter-text finds them: "$MOSS", but no sum.
_CASHTAG = re.compile(r"(?<!\S)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?!\w)", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@/.])@\w{1,15}(?![\w@])")
# Those whom a reply answers stand before it, without having been written.
_ANSWERED = re.compile(r"(?:@\w{1,15}(?:\s+|$))+")
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)


def is_same(tweet: Any, post: Post) -> bool:
    """Whether what X gives back is a post that was sent: the same words, in answer to the same."""
    answered, parent = answers(tweet), post.parent or post.thread
    if answered is not None and answered != parent:
        return False
    found, wanted = expanded(tweet), bare(post.text)
    if parent is not None:
        found, wanted = _ANSWERED.sub("", found, 1), _ANSWERED.sub("", wanted, 1)
    return found == wanted


def answers(tweet: Any) -> str | None:
    """The id of the post that this one answers, where X says so."""
    for one in getattr(tweet, "referenced_tweets", None) or ():
        if one["type"] == "replied_to":
            return str(one["id"])
    return None


def expanded(tweet: Any) -> str:
    """A post's text with X's own short links turned back into what was written."""
    text = str(tweet.text)
    own = f"/status/{getattr(tweet, 'id', '')}/photo/1"
    for link in (tweet.entities or {}).get("urls", ()):
        written = link.get("expanded_url") or link["url"]
        # Pictures come as a link at the end, which nobody wrote.
        if "media_key" in link or written.endswith(own):
            written = ""
        text = text.replace(link["url"], written)
    return bare(text)


def bare(text: str) -> str:
    """A text without what X changes in it."""
    # X escapes these in what it gives back, composes letters, and folds white space at the ends.
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    text = unicodedata.normalize("NFC", _PUNYCODE.sub(_readable, text))
    # It makes "example.org" a link to http://example.org, and may end a host's link with a slash.
    text = re.sub(r"/(?=\s|$)", "", re.sub(r"https?://", "", text))
    return " ".join(text.split()).casefold()


def _readable(label: re.Match[str]) -> str:
    with suppress(UnicodeError):
        return label[0].encode().decode("idna")
    return label[0]


def mentions(text: str) -> bool:
    """Whether a text mentions somebody."""
    return _MENTION.search(text) is not None


def problems(text: str) -> list[str]:
    """What X refuses in a text, besides its length: a second cashtag.

    https://docs.x.com/x-api/posts/manage-tweets/integrate
    """
    found = _CASHTAG.findall(text)
    if len(found) < 2:
        return []
    return [f"{len(found)} cashtags ({', '.join(found)}); it takes one"]


def advice(said: str, text: str) -> str:
    """What X said when it may not be posted, and what staff can do about it."""
    low = said.lower()
    if "reply to this conversation is not allowed" in low:
        return (
            f"{said.rstrip('.')}. X does not let this account answer its own post: delete the part "
            "before it there, or post the rest by hand"
        )
    if not mentions(text) or any(word in low for word in ("reply", "oauth", "suspend", "lock")):
        return said
    return (
        f"{said.rstrip('.')}. X may refuse mentions by automated accounts on self-serve plans: "
        "take the @ out and try again"
    )
