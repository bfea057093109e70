"""Addresses as they are written in posts."""

from urllib.parse import quote, urlsplit, urlunsplit

# What has a meaning of its own in an address, and what is encoded already.
_KEPT = "%/:=&?~+!$,;'@()*[]"


def written(url: str) -> str:
    """A link with what is not ASCII in its path and query percent-encoded: the networks do not
    agree on where a link ends otherwise."""
    if url.isascii():
        return url
    scheme, host, *rest = urlsplit(url)
    return urlunsplit((scheme, host, *(quote(part, safe=_KEPT) for part in rest)))
