"""A post with links is found on X again, whatever X makes of them."""

from types import SimpleNamespace

import pytest

from bot.networks.x import _bare, _expanded

SHORT = ["https://t.co/aaaaaaaaaa", "https://t.co/bbbbbbbbbb"]


def as_x(text: str, *links: tuple[str, str]) -> SimpleNamespace:
    """What X gives back of a text: its links shortened, and where each of them leads."""
    urls = []
    for short, (written, expanded) in zip(SHORT, links, strict=False):
        text = text.replace(written, short)
        urls.append({"url": short, "expanded_url": expanded, "display_url": "…"})
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
    ],
)  # fmt: skip
def test_links_are_what_was_written(text: str, links: list[tuple[str, str]]) -> None:
    assert _expanded(as_x(text, *links)) == _bare(text)


def test_another_link_is_another_post() -> None:
    found = as_x("See a.example/1", ("a.example/1", "http://a.example/1"))
    assert _expanded(found) != _bare("See a.example/2")
    assert _expanded(found) != _bare("See a.example")


def test_a_link_that_x_does_not_expand() -> None:
    tweet = SimpleNamespace(text=SHORT[0], entities={"urls": [{"url": SHORT[0]}]})
    assert _expanded(tweet) == _bare(SHORT[0])
