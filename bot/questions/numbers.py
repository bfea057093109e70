"""Numbers as people write them: "25k", "1.5m", "20.000", "half a million", "second"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.questions.words import Token, word_set

UNITS = {
    "k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "mn": 1_000_000,
    "mio": 1_000_000, "mil": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
    "b": 1_000_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000, "lakh": 100_000,
    "lakhs": 100_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
CARDINALS = {word: number for number, word in enumerate(_ONES)} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "couple": 2, "dozen": 12,
}  # fmt: skip
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}
NUMBER_WORDS = frozenset(UNITS) | frozenset(CARDINALS) | frozenset(ORDINALS) | {"half"}
_NO_REST = word_set("zero couple dozen hundred")
_LARGEST = 10**12  # nobody gives away more, and Decimal has an end
# What calls are called by their number: "round 2"; so many of them are counted.
CALLS = word_set(
    "round call batch phase part cycle intake window cohort edition tranche stage wave"
)
_PLURAL = word_set("rounds calls batches weeks days months hours years")
MOST_CALLS = 20
_FIGURE = re.compile(r"(\d+(?:[.,']\d+)*)(k|m|mn|mio|bn|b)?$")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that ends before token `end`; `grouped` where it cannot be a year or a count."""

    value: Decimal
    end: int
    grouped: bool


def ordinal(text: str) -> int | None:
    """31 for "31st", 2 for "second"."""
    found = _ORDINAL.match(text)
    return int(found[1]) if found else ORDINALS.get(text)


def number_at(words: list[Token], at: int) -> Number | None:
    """The number that begins at token `at`."""
    if at >= len(words):
        return None
    text = words[at].text
    figure = _FIGURE.match(text)
    if figure and len(text) <= 20:
        return _figure(figure, words, at)
    if text == "half":
        return _half(words, at)
    if text in {"a", "an"} and at + 1 < len(words) and words[at + 1].text in UNITS:
        return Number(Decimal(UNITS[words[at + 1].text]), at + 2, grouped=True)
    return _in_words(words, at) if text in CARDINALS else None


def _in_words(words: list[Token], at: int) -> Number | None:
    """ "Sixty-four thousand", "two and a half million", "one thousand two hundred"."""
    value, end = _below_hundred(words, at)
    if _said(words, end, "and", "a", "half") and _text(words, end + 3) in UNITS:
        unit = Decimal(UNITS[_text(words, end + 3)])
        return Number((value + Decimal("0.5")) * unit, end + 4, grouped=True)
    if _text(words, end) == "hundred" and value < 100:
        value, end = _with_rest(words, value * 100, end + 1)
    whole = _scaled(value, words, end, grouped=value >= 100)
    if _text(words, whole.end - 1) == "thousand":
        value, end = _with_rest(words, whole.value, whole.end)
        return Number(value, end, grouped=True)
    return _after_millions(words, whole)


def _after_millions(words: list[Token], whole: Number) -> Number:
    """ "Two million one hundred thousand"."""
    behind = words[whole.end].text if whole.end < len(words) else ""
    if _text(words, whole.end - 1) not in {"million", "m"} or behind not in CARDINALS:
        return whole
    rest = _in_words(words, whole.end)
    if rest is None or not 100 <= rest.value < 1_000_000:
        return whole
    return Number(whole.value + rest.value, rest.end, grouped=True)


def _below_hundred(words: list[Token], at: int) -> tuple[Decimal, int]:
    value = CARDINALS[words[at].text]
    ones = CARDINALS.get(_text(words, at + 1), 0)
    if 20 <= value < 100 and value % 10 == 0 and 0 < ones < 10:
        return Decimal(value + ones), at + 2
    return Decimal(value), at + 1


def _with_rest(words: list[Token], value: Decimal, end: int) -> tuple[Decimal, int]:
    """A number and the smaller one behind it; not "between two hundred and three hundred"."""
    begin = end + 1 if _text(words, end) == "and" else end
    if _text(words, begin) not in CARDINALS or _text(words, begin) in _NO_REST:
        return value, end
    rest, behind = _below_hundred(words, begin)
    if value >= 1000 and _text(words, behind) == "hundred":
        rest, behind = _with_rest(words, rest * 100, behind + 1)
    scaled = _text(words, behind) in ({"hundred", *UNITS} if value >= 1000 else {"hundred"})
    if scaled or rest >= (1000 if value >= 1000 else 100):
        return value, end
    return value + rest, behind


def _text(words: list[Token], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _said(words: list[Token], at: int, *texts: str) -> bool:
    return all(_text(words, at + i) == text for i, text in enumerate(texts))


def _figure(figure: re.Match[str], words: list[Token], at: int) -> Number | None:
    value = _value(figure[1], scaled=bool(figure[2]))
    if value is None:
        return None
    grouped = not figure[1].isdigit()
    if figure[2]:
        return Number(value * UNITS[figure[2]], at + 1, grouped=True)
    end = at + 1
    # "25 000": groups of three, as half of Europe writes them.
    while (
        len(figure[1]) <= 3
        and figure[1].isdigit()
        and end < len(words)
        and value < _LARGEST
        and re.fullmatch(r"\d{3}", words[end].text)
    ):
        value, end, grouped = value * 1000 + int(words[end].text), end + 1, True
    cents = re.fullmatch(r"(\d{3})[.,](\d\d)", words[end].text) if end < len(words) else None
    if cents and len(figure[1]) <= 3 and figure[1].isdigit():  # "25 000,50"
        return Number(value * 1000 + Decimal(f"{cents[1]}.{cents[2]}"), end + 1, grouped=True)
    return _scaled(value, words, end, grouped=grouped)


def _half(words: list[Token], at: int) -> Number | None:
    end = at + 1
    if end < len(words) and words[end].text in {"a", "an"}:
        end += 1
    if end < len(words) and words[end].text in {"million", "billion", "thousand"}:
        return Number(Decimal(UNITS[words[end].text]) / 2, end + 1, grouped=True)
    return None


def _scaled(value: Decimal, words: list[Token], end: int, *, grouped: bool) -> Number:
    if end < len(words) and words[end].text == "hundred" and value < 100:
        value, end = value * 100, end + 1
    if end < len(words) and words[end].text in UNITS:
        return Number(value * UNITS[words[end].text], end + 1, grouped=True)
    return Number(value, end, grouped)


def _value(text: str, *, scaled: bool) -> Decimal | None:
    parts = re.split(r"[.,']", text)
    if len(parts) == 1:
        return Decimal(text)
    groups_of_three = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    if re.fullmatch(r"\d{1,2}(,\d\d)+,\d{3}", text):
        return Decimal("".join(parts))  # "12,50,000": lakhs, in India
    if groups_of_three and not (scaled and len(parts) == 2 and text[len(parts[0])] == "."):
        return Decimal("".join(parts))
    # The last separator is the decimal one: "25,000.50", "1.5", "1,5".
    if len(parts[-1]) <= 3 and all(len(part) == 3 for part in parts[1:-1]):
        return Decimal("".join(parts[:-1]) + "." + parts[-1])
    return None


def with_figures(words: list[Token]) -> list[Token]:
    """ "Round two" as "round 2", so that both are one name."""
    found = list(words)
    for at in range(1, len(words)):
        number = CARDINALS.get(words[at].text, 0)
        behind = words[at + 1].text if at + 1 < len(words) else ""
        if 0 < number <= MOST_CALLS and words[at - 1].text in CALLS and behind not in _PLURAL:
            found[at] = Token(str(number), words[at].raw)
    return found
