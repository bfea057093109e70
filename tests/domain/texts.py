"""Texts of all kinds for the tests of lengths, threads and facets: the same ones in every run."""

import random
from collections.abc import Iterator

ZWJ = "\u200d"
LINKS = (
    "https://example.org",
    "https://example.org/a_(b)?x=1&y=%20#z",
    "http://example.com:8080/" + "long/" * 30,
    "https://blog.mozilla.org/blog/2018/01/23/moss-q4-update/",
    "example.org/apply",
    "socket.io",
    "www.example.co.uk/x?y=z",
    "https://пример.рф/путь",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://localhost/path",
)
MENTIONS = ("@zappa", "@zappa@fosstodon.org", "@zappa.bsky.social", "@a_b_c", "ada@example.org")
TAGS = ("#MOSS", "#open_source", "#日本", "#1st", "#123", "#🎉")
EMOJI = (
    "🎉", "👩‍👩‍👧‍👦", "🧕🏾", "🇵🇹", "🇵🇹🇩🇪", "❤️", "1️⃣", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "👩🏽‍💻", "☺",
)  # fmt: skip
CJK = (
    "故人西辞黄鹤楼",
    "烟花三月下扬州。",
    "日本語の文章、",
    "助成金のお知らせ！",
    "한국어",
    "あいうえお「かきく」",
    "저찀쯿쿿",
)
MARKED = (
    "e\u0301te\u0301",
    "Z\u0351a\u0307\u0323l\u0334go",
    "ไทยภาษา",
    "नमस्ते",
    "क्षत्रिय",
    "\u0301x",
)
RIGHT_TO_LEFT = ("שלום עולם", "مرحبا بالعالم.", "\u2067שָׁלוֹם\u2069", "پاکستان", "\u200fعربي\u200f")
WORDS = (
    "MOSS", "has", "awarded", "$71,356", "(€51,000)", "to", "rust-av", "and", "library.", "Dr.", "e.g.",
    "Really?", "“Quoted.”", "Yes!", "a", "3.5", "e-mail,", "antidisestablishmentarianism", "—", "\u00a0",
    "http", "x@", "…", "…and", "(in", "brackets).", "<b>", "&amp;", "l'été", "C++", "Node.js", ".NET",
)  # fmt: skip
# One glued to the next may be more than any post can hold.
AFTER_A_LINK = (" ", " ", "\n", "\n\n", "。", "、", ") ", ", ", "\u3000", ". ")
GLUE = (" ", " ", " ", " ", " ", "\n", "\n\n", "  ", "\t", "\r\n", "\u3000", "", " \n ")


def texts(count: int, seed: int = 8) -> Iterator[str]:
    """As many texts, from one word to some thousand characters."""
    chance = random.Random(seed)
    kinds = (LINKS, MENTIONS, TAGS, EMOJI, CJK, MARKED, RIGHT_TO_LEFT)
    for _ in range(count):
        favourite = chance.choice(kinds)
        pieces: list[str] = []
        for _ in range(int(chance.triangular(1, 90, 30))):
            kind = chance.choices((WORDS, favourite, chance.choice(kinds)), (6, 3, 2))[0]
            repeat = (
                chance.choices((1, 3, 60), (200, 6, 1))[0] if kind in (CJK, EMOJI, MARKED) else 1
            )
            pieces += [
                chance.choice(kind) * repeat,
                chance.choice(AFTER_A_LINK if kind is LINKS else GLUE),
            ]
        yield "".join(pieces)
