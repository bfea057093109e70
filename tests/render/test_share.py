"""Share links: where they lead, with what filled in."""

from urllib.parse import parse_qs, unquote, urlsplit

from bot.render.share import share_links

TEXT = "MOSS has awarded $65,000 to Zappa & friends <3 #1 + 日本"
URL = "https://moss.example.org/awards/zappa?a=1&b=2#top"


def fields(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query, strict_parsing=True)


def test_each_network_gets_text_and_link() -> None:
    links = dict(share_links(TEXT, URL, "https://fosstodon.org/"))
    assert list(links) == ["X", "Mastodon", "Bluesky"]
    assert links["X"].startswith("https://x.com/intent/post?")
    assert fields(links["X"]) == {"text": [TEXT], "url": [URL]}
    assert links["Mastodon"].startswith("https://fosstodon.org/share?")
    assert fields(links["Mastodon"]) == {"text": [f"{TEXT} {URL}"]}
    assert links["Bluesky"].startswith("https://bsky.app/intent/compose?")
    assert fields(links["Bluesky"]) == {"text": [f"{TEXT} {URL}"]}


def test_without_a_server_mastodon_asks_for_one() -> None:
    link = dict(share_links(TEXT, None))["Mastodon"]
    page, _, text = link.partition("#text=")
    assert page == "https://share.joinmastodon.org/"
    assert unquote(text) == TEXT


def test_a_link_that_the_text_has_is_not_there_twice() -> None:
    links = dict(share_links(f"Look:\n{URL}", URL))
    assert fields(links["X"]) == {"text": [f"Look: {URL}"]}
    assert fields(links["Bluesky"]) == {"text": [f"Look: {URL}"]}


def test_addresses_are_ascii_and_short_enough_for_a_button() -> None:
    for text in ("日本" * 2000, "word " * 2000, "👩‍👩‍👧‍👦" * 500):
        for _, link in share_links(text, URL, "https://m.example"):
            assert link.isascii()
            assert len(link) < 3000
            assert URL.rpartition("/")[2][:5] in unquote(link)
