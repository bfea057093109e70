"""Links, mentions and tags in bytes of UTF-8."""

import pytest

from bot.domain.facets import facets
from tests.domain.texts import texts


def said(text: str) -> list[tuple[str, str, str]]:
    """Each facet: its kind, what its bytes say, and its value."""
    data = text.encode()
    return [(f.kind, data[f.start : f.end].decode(), f.value) for f in facets(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zappa", []),
        ("See https://example.org.", [("link", "https://example.org", "https://example.org")]),
        (
            "Ünï (https://a.org/b_(c)), and 👩‍👩‍👧‍👦 http://b.org/?x=1&y!",
            [
                ("link", "https://a.org/b_(c)", "https://a.org/b_(c)"),
                ("link", "http://b.org/?x=1&y", "http://b.org/?x=1&y"),
            ],
        ),
        (
            "日本語はhttps://ja.example.org/を。次",
            [("link", "https://ja.example.org/を", "https://ja.example.org/を")],
        ),
        (
            "example.org/apply, (www.b.co.uk) and Node.js",
            [
                ("link", "example.org/apply", "https://example.org/apply"),
                ("link", "www.b.co.uk", "https://www.b.co.uk"),
            ],
        ),
        (
            "🇵🇹 @zappa.bsky.social, (@ada.example.org) but ada@example.org and @zappa",
            [
                ("mention", "@zappa.bsky.social", "zappa.bsky.social"),
                ("mention", "@ada.example.org", "ada.example.org"),
            ],
        ),
        ("@zappa@fosstodon.org", []),
        (
            "#MOSS #open_source! #日本語 #🎉yes",
            [
                ("tag", "#MOSS", "MOSS"),
                ("tag", "#open_source", "open_source"),
                ("tag", "#日本語", "日本語"),
                ("tag", "#🎉yes", "🎉yes"),
            ],
        ),
        (
            "#1 #123 C# a#b ##x # https://a.org/#top",
            [("link", "https://a.org/#top", "https://a.org/#top")],
        ),
        ("#" + "a" * 64, [("tag", "#" + "a" * 64, "a" * 64)]),
        ("#" + "a" * 65, []),
    ],
)
def test_what_is_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert said(text) == found


def test_bytes_are_their_own_and_none_is_over_another() -> None:
    found = 0
    for text in texts(500, seed=3):
        end = 0
        data = text.encode()
        for facet in facets(text):
            assert end <= facet.start < facet.end <= len(data)
            end = facet.end
            shown = data[facet.start : facet.end].decode()
            sign = {"link": "", "mention": "@", "tag": "#"}[facet.kind]
            assert shown == sign + facet.value or f"https://{shown}" == facet.value
            found += 1
    assert found > 1000
