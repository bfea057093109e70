"""How Mastodon counts and shows a text.

The count: https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb;
what a link is: Mastodon's own expression, which Mastodon.py carries.
"""

import html
import re

import regex

# Account::MENTION_RE: https://github.com/mastodon/mastodon/blob/main/app/models/account.rb
_USER = r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*"
_MENTION = re.compile(rf"(?<![=/\w])@({_USER})@[\w.-]+\w", re.IGNORECASE)
_ANY_MENTION = re.compile(rf"(?<![=/\w])@({_USER})(?:@[\w.-]+\w)?", re.IGNORECASE)
_TAG = re.compile(r"(?<![/)\w])#(\w*[^\W\d_]\w*)")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_GRAPHEME = regex.compile(r"\X")


def counted(text: str, link: int) -> int:
    """The length of a text: graphemes, any link as `link`, of a remote mention the user alone."""
    # Loaded where it is used: the client is not needed to show a timeline.
    from mastodon._url_regex import url_regex

    text = url_regex.sub(lambda found: found.group(2) + "x" * link, text)
    text = _MENTION.sub(r"@\1", text)
    return len(_GRAPHEME.findall(text))


def as_html(text: str, origin: str) -> str:
    """A text as its readers' browsers get it: paragraphs, breaks, links, mentions, hashtags."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{_line(one, origin)}</p>" for one in paragraphs)


def _line(text: str, origin: str) -> str:
    shown, end = [], 0
    for found in _LINK.finditer(text):
        shown.append(_words(text[end : found.start()], origin))
        shown.append(_link(found.group()))
        end = found.end()
    shown.append(_words(text[end:], origin))
    return "".join(shown).replace("\n", "<br />")


def _link(address: str) -> str:
    """A long address is cut for the eye; all of it is still in the text."""
    scheme, _, rest = address.partition("://")
    short, more = html.escape(rest[:30]), html.escape(rest[30:])
    cut = ' class="ellipsis"' if more else ""
    return (
        f'<a href="{html.escape(address)}" target="_blank" rel="nofollow noopener" '
        f'translate="no"><span class="invisible">{scheme}://</span><span{cut}>{short}</span>'
        f'<span class="invisible">{more}</span></a>'
    )


def _words(text: str, origin: str) -> str:
    shown = html.escape(text, quote=False)
    shown = _ANY_MENTION.sub(
        rf'<span class="h-card"><a href="{origin}/@\1" class="u-url mention">@<span>\1</span></a>'
        "</span>",
        shown,
    )
    return _TAG.sub(
        rf'<a href="{origin}/tags/\1" class="mention hashtag" rel="tag">#<span>\1</span></a>', shown
    )
