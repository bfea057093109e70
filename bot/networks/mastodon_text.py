"""A status as Mastodon gives it back (HTML), compared with the words that were posted."""

import re
import unicodedata
from html.parser import HTMLParser

# Of a mention of somebody elsewhere, readers see the name alone, where the server knows them.
_MENTION = re.compile(r"(?<![=/\w])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\w.-]+\w", re.IGNORECASE)
_BREAKS = {"p", "br", "div", "li"}


class _Words(HTMLParser):
    """Gathers the words; paragraphs and line breaks are white space."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in _BREAKS:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_of(html: str) -> str:
    """The words of a status or a profile, without their form."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.found)


def same(html: str, text: str) -> bool:
    """Whether a status says what was posted as `text`."""
    return _bare(words_of(html)) == _bare(text)


def _bare(text: str) -> str:
    text = _MENTION.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(text.split()).casefold()
