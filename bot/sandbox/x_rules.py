"""What X does to a text, and refuses in one on its self-serve plans.

https://docs.x.com/x-api/posts/manage-tweets/integrate, https://docs.x.com/fundamentals/counting-characters
"""

import re
import unicodedata

_MENTION = re.compile(r"(?<![\w@/.])@\w{1,15}")
_CASHTAG = re.compile(r"(?<!\S)\$[A-Za-z]{1,6}(?!\w)")
NOT_PERMITTED = "You are not permitted to perform this action."
NO_REPLY = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)


class XError(Exception):
    """A refusal, with X's status and words."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {"title": title, "detail": detail, "type": "about:blank", "status": status}


def as_stored(text: str) -> str:
    """A text as X keeps it."""
    return unicodedata.normalize("NFC", text)


def in_front(parent: str, text: str) -> str:
    """What X puts in front of a reply: whom the post that it answers mentions, each once."""
    here = {name.casefold() for name in re.findall(r"^(?:@\w+\s+)+", text) for name in name.split()}
    names = dict.fromkeys(_MENTION.findall(parent))
    return "".join(f"{name} " for name in names if name.casefold() not in here)


def check_self_serve(text: str, reply_to: str | None, *, mentions: bool, replies: bool) -> None:
    """Raises XError where the plan does not allow a post."""
    if len(_CASHTAG.findall(text)) > 1 or (_MENTION.search(text) and not mentions):
        raise XError(403, "Forbidden", NOT_PERMITTED)
    if reply_to is not None and not replies:
        raise XError(403, "Forbidden", NO_REPLY)
