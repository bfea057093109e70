"""A post with links is found on X again, whatever X makes of them."""

from types import SimpleNamespace

import pytest

from bot.networks.x_texts import bare, expanded

SHORT = ["https://t.co/aaaaaaaaaa", "https://t.co/bbbbbbbbbb"]


def as_x(text: str, *links: tuple[str, str]) -> SimpleNamespace:
    """What X gives back of a text: its links shortened, and where each of them leads."""
    urls = []
    for short, (written, whole) in zip(SHORT, links, strict=False):
        text = text.replace(written, short)
        urls.append({"url": short, "expanded_url": whole, "display_url": "…"})
    return SimpleNamespace(text=text, entities={"urls": urls} if urls else None)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://moss.example.org/a", [("https://moss.example.org/a",) * 2]),
        ("To example.org to scale.", [("example.org", "http://example.org")]),
        ("To Example.org", [("Example.org", "http://example.org/")]),
        ("To https://example.org/ & on", [("https://example.org/", "https://example.org")]),
        ("Node.js: http://a.example/?b=1&c=2 and Node.js",
         [("http://a.example/?b=1&c=2",) * 2, ("Node.js", "http://Node.js")]),
        ("none at all", []),
        ("To https://münchen.example/x", [("https://münchen.example/x", "https://xn--mnchen-3ya.example/x")]),
    ],
)  # fmt: skip
def test_links_are_what_was_written(text: str, links: list[tuple[str, str]]) -> None:
    assert expanded(as_x(text, *links)) == bare(text)


def test_another_link_is_another_post() -> None:
    found = as_x("See a.example/1", ("a.example/1", "http://a.example/1"))
    assert expanded(found) != bare("See a.example/2")
    assert expanded(found) != bare("See a.example")


def test_a_link_that_x_does_not_expand() -> None:
    tweet = SimpleNamespace(text=SHORT[0], entities={"urls": [{"url": SHORT[0]}]})
    assert expanded(tweet) == bare(SHORT[0])


def test_a_picture_is_a_link_that_nobody_wrote() -> None:
    urls = [{"url": SHORT[0], "expanded_url": "https://x.com/moss/status/12/photo/1"}]
    tweet = SimpleNamespace(id=12, text=f"To scale. {SHORT[0]}", entities={"urls": urls})
    assert expanded(tweet) == bare("To scale.")
    # That of another post was written.
    tweet.id = 13
    assert expanded(tweet) != bare("To scale.")
