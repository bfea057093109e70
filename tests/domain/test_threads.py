"""What is too long becomes a numbered thread, and nothing in it is cut that has to stay whole."""

import re
from itertools import pairwise, takewhile

import pytest

from bot.domain.facets import facets
from bot.domain.graphemes import bounds, whole_spans
from bot.domain.lengths import RULES, Rules
from bot.domain.threads import split
from tests.domain.texts import texts

NUMBER = re.compile(r" \((\d+)/(\d+)\)$")
CLAUSE = re.compile(r"[。！？｡、，；：」』）”].$|[.!?…]\s$", re.DOTALL)
SHORT = Rules("slack", 40)


def bare(parts: list[str]) -> list[str]:
    """The parts without their numbers, which are held against the parts."""
    if len(parts) == 1:
        return parts
    found = [NUMBER.search(part) for part in parts]
    assert [one and one.groups() for one in found] == [
        (str(number), str(len(parts))) for number, _ in enumerate(parts, 1)
    ]
    return [NUMBER.sub("", part) for part in parts]


def places(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """Where in the text each part stands; all between them is space."""
    found, end = [], 0
    for part in parts:
        start = text.index(part, end)
        assert not text[end:start].strip()
        end = start + len(part)
        found.append((start, end))
    assert not text[end:].strip()
    return found


def word_around(pieces: list[str], at: int) -> str:
    """The word that is cut before one of these graphemes; "" where a space is."""
    if pieces[at].isspace():
        return ""
    before = list(takewhile(lambda piece: not piece.isspace(), reversed(pieces[:at])))
    after = takewhile(lambda piece: not piece.isspace(), pieces[at:])
    return "".join([*reversed(before), *after])


@pytest.mark.parametrize(
    ("network", "number", "least_threads"),
    [("x", 4000, 1500), ("bluesky", 3000, 1000), ("mastodon", 2500, 150), ("discord", 600, 0)],
)
def test_ten_thousand_texts_are_taken_whole(network: str, number: int, least_threads: int) -> None:
    rules = RULES[network]
    threads = 0
    for text in texts(number, seed=number):
        parts = split(text, rules)
        assert [rules.problems(part) for part in parts] == [[]] * len(parts), text
        stands = places(text, bare(parts))
        threads += len(parts) > 1
        if len(parts) > 1:
            assert_nothing_is_cut(text, [end for _, end in stands[:-1]], rules)
    assert threads >= least_threads


def assert_nothing_is_cut(text: str, ends: list[int], rules: Rules) -> None:
    """Parts end between graphemes, never in a link, and in no word that one post could hold."""
    seen = bounds(text)
    assert set(ends) <= set(seen), text
    for start, end in whole_spans(text):
        assert not any(start < cut < end for cut in ends), text
    pieces = [text[start:end] for start, end in pairwise(seen)]
    for cut in ends:
        is_clause = CLAUSE.search(text[: cut + 1]) is not None
        word = word_around(pieces, seen.index(cut))
        assert not word or is_clause or not rules.fits(f"{word} (99/99)"), text


def test_bluesky_is_told_of_what_stands_in_each_part() -> None:
    for text in texts(300, seed=6):
        for part in split(text, RULES["bluesky"]):
            for facet in facets(part):
                said = part.encode()[facet.start : facet.end].decode()
                assert said.removeprefix("@").removeprefix("#") in {
                    facet.value,
                    facet.value.removeprefix("https://"),
                }


def test_what_fits_is_one_post_without_a_number() -> None:
    assert split("  Zappa. \n", SHORT) == ["Zappa."]
    assert split("", SHORT) == [""]
    assert split("x" * 40, SHORT) == ["x" * 40]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "One sentence here. And another that is long enough.",
            ["One sentence here. (1/2)", "And another that is long enough. (2/2)"],
        ),
        (
            "“Is it?” she asked Dr. Who. So it seems to be, he said then.",
            ["“Is it?” she asked Dr. Who. (1/2)", "So it seems to be, he said then. (2/2)"],
        ),
        (
            "a line of its own\nand the same sentence goes on here",
            ["a line of its own (1/2)", "and the same sentence goes on here (2/2)"],
        ),
        (
            "one two three four five six seven eight nine ten",
            ["one two three four five six seven (1/2)", "eight nine ten (2/2)"],
        ),
        (
            "Awards:\n• $5 to Zappa\n• $6 to Kappa\n• $7 to Lambda",
            ["Awards:\n• $5 to Zappa\n• $6 to Kappa (1/2)", "• $7 to Lambda (2/2)"],
        ),
        (
            "日本語の文です。これは二つ目の文で、とても長いです。そして三つ目の文がここにあります。",
            [
                "日本語の文です。これは二つ目の文で、とても長いです。 (1/2)",
                "そして三つ目の文がここにあります。 (2/2)",
            ],
        ),
        ("字" * 40 + "文" * 10, ["字" * 34 + " (1/2)", "字" * 6 + "文" * 10 + " (2/2)"]),
        (
            "See https://example.org/a/long/path, and more of it.",
            ["See https://example.org/a/long/path, (1/2)", "and more of it. (2/2)"],
        ),
    ],
)
def test_where_it_is_cut(text: str, parts: list[str]) -> None:
    limits = {"Awa": 41, "See": 42}
    assert split(text, Rules("bluesky", limits.get(text[:3], 40))) == parts


def test_a_short_first_sentence_stands_alone_where_the_next_fits_into_one_post() -> None:
    parts = split("Hi. Here is one that just about fits here.", SHORT)
    assert parts == ["Hi. (1/2)", "Here is one that just about fits here. (2/2)"] or len(parts) == 2


def test_a_link_that_no_post_can_hold_stays_whole_and_is_told() -> None:
    link = "https://example.org/" + "a" * 300
    rules = RULES["bluesky"]
    parts = split(f"See {link} for more.", rules)
    assert bare(parts) == ["See", link, "for more."]
    assert [bool(rules.problems(part)) for part in parts] == [False, True, False]
    assert split(link, rules) == [link]


def test_many_parts_keep_their_numbers_within_the_limit() -> None:
    text = "word " * 1000
    parts = split(text, SHORT)
    assert len(parts) > 100
    assert all(SHORT.fits(part) for part in parts)
    assert " ".join(bare(parts)) == text.strip()


@pytest.mark.parametrize("network", ["x", "mastodon", "bluesky", "slack", "discord"])
@pytest.mark.parametrize("letter", ["x", "家", "👨\u200d👩\u200d👧", "."])
def test_a_long_word_takes_no_longer_than_what_it_is_long(
    network: str, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, measured = RULES[network], []
    length = Rules.length

    def counted(self: Rules, text: str) -> int:
        measured.append(len(text))
        return length(self, text)

    monkeypatch.setattr(Rules, "length", counted)
    text = letter * 2_500
    parts = split(text, rules)
    assert "".join(bare(parts)) == text
    # Each part is looked for nearby: in all, that is a few times the text.
    assert sum(measured) < 60 * len(text)
