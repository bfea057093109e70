"""Links by which anybody shares an announcement on a network of their own, text filled in."""

from urllib.parse import quote, urlencode

# https://developer.x.com/en/docs/x-for-websites/tweet-button/guides/web-intent
X_INTENT = "https://x.com/intent/post"
# https://docs.bsky.app/docs/advanced-guides/intent-links
BLUESKY_INTENT = "https://bsky.app/intent/compose"
# Mastodon's own page for people of any server; it takes the text behind the #, so that nobody's
# server hears of it. https://blog.joinmastodon.org/2026/03/a-new-share-button/
MASTODON_SHARE = "https://share.joinmastodon.org/"
# Slack takes an address of 3000 characters in a link or button; text this long stays below it,
# whatever letters it is of.
_LONGEST = 280


def share_links(text: str, url: str | None, mastodon: str | None = None) -> list[tuple[str, str]]:
    """The name of each network and the address of its share page, with `text` and `url` filled in.

    `url` is what is shared (the award's page), where there is one. `mastodon` is the origin of the
    server whose share page is meant (MASTODON_URL); without one it is the page that asks people
    for their server.
    """
    short = _shortened(" ".join(text.split()))
    both = f"{short} {url}" if url and url not in short else short
    aside = {"url": url} if url and url not in short else {}
    x = f"{X_INTENT}?{_query(text=short, **aside)}"
    bluesky = f"{BLUESKY_INTENT}?{_query(text=both)}"
    if mastodon:
        fediverse = f"{mastodon.rstrip('/')}/share?{_query(text=both)}"
    else:
        fediverse = f"{MASTODON_SHARE}#text={quote(both, safe='')}"
    return [("X", x), ("Mastodon", fediverse), ("Bluesky", bluesky)]


def _query(**fields: str) -> str:
    # %20, not +, which some apps show as a plus sign.
    return urlencode(fields, quote_via=quote, safe="")


def _shortened(text: str) -> str:
    """The text up to its last whole word that there is room for."""
    if len(text.encode()) <= _LONGEST:
        return text
    words = text.split(" ")
    while words and len(" ".join(words).encode()) > _LONGEST - 3:
        words.pop()
    return " ".join(words).rstrip(",;:–—-") + "…" if words else ""
