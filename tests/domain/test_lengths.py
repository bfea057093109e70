"""How long a text is on each network, and what it costs."""

from collections.abc import Sequence

import pytest

from bot.domain import weight
from bot.domain.lengths import RULES, Rules, cost, length
from tests.domain.texts import texts

X = "x" * 10 + "-"
POEM = (
    "故人西辞黄鹤楼，烟花三月下扬州。孤帆远影碧空尽，唯见长江天际流。朱雀桥边野草花，乌衣巷口夕阳斜。旧时王谢堂前燕，飞入寻常百姓家。"
    "朝辞白帝彩云间，千里江陵一日还。两岸猿声啼不住，轻舟已过万重山。泪湿罗巾梦不成，夜深前殿按歌声。红颜未老恩先断，斜倚薰笼坐到明。"
    "独在异乡为异客，每逢佳节倍思亲。遥知兄弟登高处，遍插茱萸少一人。"
)
ALOHA = "https://www.twitter.com/aloha "
QUOTE = "A lie gets halfway around the world before the truth has a chance to get its pants on."
CHURCHILL = f"{QUOTE} Winston Churchill (1874-1965) http://bit.ly/dJpywL"
KANA = "あいうえおかきくけこ"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PUNCTUATION = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
SIGNS = "‐ ‑ ‒ – — ― ‖  ‗ ‘ ’ ‚ ‛ “ ” „ ‟ ′ ″ ‴ ‵ ‶ ‷"

LONG_URLS = "Long url with invalid domain labels and a short url: " + " ".join(
    [f"https://{'somesuperlongurl' * 249}.com/foo"] * 3
)

# Texts with their weight, and whether X takes them: the conformance cases of twitter-text 3 for its
# current configuration. https://github.com/twitter/twitter-text/tree/master/conformance, validate.yml
# (WeightedTweetsWithDiscountedEmojiCounterTest, UnicodeDirectionalMarkerCounterTest, tweets).
# Copyright 2018 Twitter, Inc.; Apache License 2.0, http://www.apache.org/licenses/LICENSE-2.0
VECTORS: Sequence[tuple[str, int, bool]] = (
    ("Hi http://test.co", 26, True),
    ("http://test.co", 23, True),
    (f"285 chars-{X * 25}", 285, False),
    (f"285 chars- http://www.twitter.com/jack {X * 24}", 299, False),
    (f"{X * 24} http://www.twitter.com/jack ", 289, False),
    (ALOHA * 10, 240, True),
    (POEM, 320, False),
    ("😷" * 160, 320, False),
    (f"the{POEM}", 323, False),
    ("A\u0301B", 2, True),
    ("A\ufb2c", 4, True),
    (f"282 chars-{X * 24}xxxxxA\u0301x", 281, False),
    (f"H🐱☺{FAMILY}", 7, True),
    ("😷👾😡🔥💩", 10, True),
    ("🙋🏽👨\u200d🎤", 4, True),
    (f"This is a tweet with general punctuation characters: {PUNCTUATION} {SIGNS}", 110, True),
    (f"{LONG_URLS} https://validurl.com", 12079, False),
    ("randomurl" * 7 + "s.com", 68, True),
    (f"{KANA * 12} http://{KANA * 5}あいう.com", 358, False),
    (f"{KANA * 12} http://{KANA * 5}あい.com", 264, True),
    (FAMILY * 140, 280, True),
    (f"Unicode 10.0 emoji: 🤪; 🧕; 🧕🏾; {ENGLAND}", 34, True),
    ("Unicode 9.0 emoji: 🤠; 💃; 💃🏾", 29, True),
    ("ABC\u202a\uffffABC\ufffe", 12, False),
    ("\u2066\u202ahttp://foobar.پاکستان/\u202c\u2069", 31, True),
    ("I am a Tweet", 12, True),
    (CHURCHILL, len(CHURCHILL) - len("http://bit.ly/dJpywL") + 23, True),
    (f"{CHURCHILL} {CHURCHILL}", 2 * (len(CHURCHILL) + 3) + 1, False),
    ("の" * 140, 280, True),
    ("\U0001f431" * 140, 280, True),
    ("This is a test.", 15, True),
    ("http://test.com", 23, True),
    ("https://test.com", 23, True),
    ("test.com", 23, True),
    ("Test https://test.com test https://test.com test.com test", 86, True),
)


@pytest.mark.parametrize(("text", "weight", "is_taken"), VECTORS)
def test_x_counts_as_twitter_text_does(text: str, weight: int, is_taken: bool) -> None:
    assert length(text, "x") == weight
    assert (not RULES["x"].problems(text)) is is_taken


def test_words_counted_apart_are_what_the_library_counts_of_the_whole() -> None:
    for text in texts(300, seed=1):
        assert weight.weighted_length(text) == weight._parse(text).weightedLength
        assert weight.link_spans(text) == [tuple(one["indices"]) for one in weight._links(text)]


def test_an_empty_text_weighs_nothing() -> None:
    assert length("", "x") == 0
    assert weight.link_spans("") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Zappa", 5),
        ("a https://example.org/a/very/long/path/that/goes/on/and/on b", 2 + 23 + 2),
        ("http://a.io", 23),
        # Without https:// it is no link there, nor where no such domain can be.
        ("example.org", 11),
        ("https://localhost", 17),
        ("Hi @zappa@fosstodon.org!", len("Hi @zappa!")),
        ("Hi @zappa", 9),
        ("ada@example.org", 15),
        ("https://mastodon.social/@zappa@fosstodon.org", 23),
        (f"{FAMILY}🇵🇹e\u0301", 3),
    ],
)
def test_mastodon_counts_links_as_23_and_of_a_remote_mention_the_name(
    text: str, count: int
) -> None:
    assert length(text, "mastodon") == count


def test_an_instance_has_a_rule_of_its_own() -> None:
    rules = Rules("mastodon", 30, link=10)
    assert rules.problems("https://example.org/long/path and twenty letters") == []
    assert rules.problems("https://example.org/long/path and thirty-one letters") == [
        "33 characters as it counts them; it takes 30"
    ]


def test_bluesky_counts_graphemes_and_bytes() -> None:
    rules = RULES["bluesky"]
    assert rules.problems(FAMILY * 119) == []
    assert rules.problems(FAMILY * 121) == ["3,025 bytes; it takes 3,000"]
    assert rules.problems("é" * 301) == ["301 characters as it counts them; it takes 300"]


def test_discord_counts_what_a_character_can_be_at_most() -> None:
    assert length("🎉é", "discord") == 3


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("Zappa", 0.015),
        ("See https://example.org", 0.20),
        ("See example.org", 0.20),
        ("Node.js and e.g. 3.5", 0.015),
        ("ada@example.org", 0.015),
    ],
)
def test_x_charges_more_for_a_link(text: str, dollars: float) -> None:
    assert cost(text, "x") == dollars
    assert cost(text, "x", alts=2) == pytest.approx(dollars + 0.01)
    assert cost(text, "mastodon", alts=2) == 0


def test_what_x_never_takes_is_a_problem() -> None:
    assert RULES["x"].problems("Zap\ufeffpa") == ["holds a character that it does not take, U+FEFF"]
    assert RULES["mastodon"].problems("Zap\ufeffpa") == []
