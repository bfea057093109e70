"""Sums of money in a question: "over $25k", "between 60k and 70k", "51,000 euros"."""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.money import money, number
from bot.questions.currency_words import currency_at
from bot.questions.numbers import number_at
from bot.questions.query import Amounts
from bot.questions.words import Token, word_set

# "Up to 50k" asks whether 50k is reached, where it is asked for.
REACHING = ("up to", "as much as", "as high as", "as large as", "as big as")
_LOW = (
    "not less than", "no less than", "more than", "greater than", "larger than", "bigger than",
    "higher than", "at least", "minimum of", "upwards of", "in excess of", "over", "above",
    "exceeding", "exceed", "exceeds", "topping", "beyond", ">", "≥",
)  # fmt: skip
_HIGH = (
    "not more than", "no more than", "less than", "smaller than", "lower than", "fewer than",
    "at most", "maximum of", "under", "below", "<", "≤", *REACHING,
)  # fmt: skip
# Before the second bound of "over 40k but under 60k".
_JOINTS = (("and",), ("but",), ("yet",), ("and", "yet"), ("and", "also"), ("but", "also"), ())
# Behind or before a stretch of amounts, and only that: "in the 40k to 60k range".
_RANGES = word_set("range bracket band region interval")
# Before a sum: "a budget of 50k" is 50k.
_SUMS = word_set("budget budgets figure figures sum amount cost costs costing price totalling")
_ABOUT = ("about", "around", "approximately", "roughly", "circa", "some")
_COUNTERS = word_set(
    "top last latest first largest biggest smallest next best recent newest oldest"
)
_COUNTED = word_set("awards grants recipients projects days weeks months years deadlines tracks")
_SPOKEN = {
    ">": "over", "<": "under", "≥": "at least", "≤": "at most", "exceed": "over",
    "exceeds": "over", "exceeding": "over", "topping": "over", "as much as": "up to",
    "as high as": "up to", "as large as": "up to", "as big as": "up to", "greater than": "over",
    "larger than": "over", "bigger than": "over", "higher than": "over", "smaller than": "under",
    "lower than": "under", "fewer than": "under", "beyond": "over",
}  # fmt: skip
_CENT = Decimal("0.01")
_EXACT = ("exactly", "precisely")
_OR_MORE = ("or more", "and more", "or above", "and above", "and up", "or over", "and over", "+")
_OR_LESS = ("or less", "and less", "or below", "and below", "or under", "and under")
_INCLUSIVE = {"not less than", "no less than", "at least", "minimum of", "upwards of", "≥"} | {
    "not more than", "no more than", "at most", "maximum of", "≤", *REACHING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sum:
    """A number read as money, from token `start` to before `end`; `sure` where it says so."""

    value: Decimal
    currency: str | None
    start: int
    end: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Home:
    currency: str
    locale: str


@dataclass(frozen=True, slots=True)
class Found:
    """Bounds on amounts, and the tokens that said them."""

    amounts: Amounts
    start: int
    end: int


def find_amounts(
    words: list[Token], currency: str, free: list[bool], locale: str = "en"
) -> Found | None:
    """The first bounds on amounts among the tokens that nothing else has taken.

    `currency` and `locale` are the program's: bounds are said back in them.
    """
    home = _Home(currency, locale)
    for at in range(len(words)):
        if not free[at]:
            continue
        first = sum_at(words, at, currency)
        if first is None or not all(free[first.start : first.end]):
            continue
        found = _bounds(words, first, home)
        if found:
            return _with_its_noun(words, found, free)
    return None


def _with_its_noun(words: list[Token], found: Found, free: list[bool]) -> Found:
    """ "A budget of 50k", "in the 40k to 60k range": the noun says nothing more."""
    start, end = found.start, found.end
    many = found.amounts.low is not None and found.amounts.high is not None
    if many and not found.amounts.exact:
        if _text(words, end) in _RANGES:
            end += 1
        elif _text(words, start - 1) in _RANGES:
            start -= 1
        elif _text(words, start - 1) == "of" and _text(words, start - 2) in _RANGES:
            start -= 2
    if _text(words, start - 1) in _SUMS:
        start -= 1
    elif _text(words, start - 1) in {"of", "for"} and _text(words, start - 2) in _SUMS:
        start -= 2
    clear = start >= 0 and all(free[start : found.start]) and all(free[found.end : end])
    return Found(found.amounts, start, end) if clear else found


def sum_at(words: list[Token], at: int, home: str) -> Sum | None:
    """A sum that begins at token `at`, with its currency before or behind it."""
    before = currency_at(words, at, home)
    begin = before[1] if before else at
    if begin >= len(words):
        return None
    number = number_at(words, begin)
    if number is None:
        return None
    after = currency_at(words, number.end, home)
    currency = before[0] if before else after[0] if after else None
    end = after[1] if after else number.end
    sure = number.grouped or currency is not None
    return Sum(number.value, currency, at, end, sure)


def _bounds(words: list[Token], first: Sum, home: _Home) -> Found | None:
    between = _range(words, first, home)
    if between:
        return between
    low = _before(words, first.start, _LOW)
    high = _before(words, first.start, _HIGH)
    if low or high:
        one = _one_sided(first, low, high, home)
        return _two_sided(words, one, _HIGH if low else _LOW, home) or one
    more = _behind(words, first.end, _OR_MORE)
    less = _behind(words, first.end, _OR_LESS)
    if more or less:
        return _open_ended(first, more, less, home)
    near = _before(words, first.start, _ABOUT)
    if near and first.sure:
        tenth = first.value / 10
        shown = f"about {_shown(first, home)}"
        bounds = Amounts(first.value - tenth, first.value + tenth, shown, first.currency)
        return Found(bounds, first.start - len(near.split()), first.end)
    if not (first.sure or _plain_amount(words, first)):
        return None
    start = first.start - (1 if _before(words, first.start, _EXACT) else 0)
    same = Amounts(first.value, first.value, _shown(first, home), first.currency)
    return Found(same, start, first.end)


def _one_sided(first: Sum, low: str | None, high: str | None, home: _Home) -> Found:
    word = low or high or ""
    limit = first.value
    shown = Amounts(
        limit if low else None,
        None if low else limit,
        f"{_spoken(word)} {_shown(first, home)}",
        first.currency,
        strict=word not in _INCLUSIVE,
    )
    return Found(shown, first.start - len(word.split()), first.end)


def _two_sided(
    words: list[Token], one: Found, phrases: tuple[str, ...], home: _Home
) -> Found | None:
    """ "Over 40k but under 60k": the second bound, and what both bound."""
    for joint in _JOINTS:
        if any(_text(words, one.end + i) != part for i, part in enumerate(joint)):
            continue
        begin = one.end + len(joint)
        phrase = _behind(words, begin, phrases)
        at = begin + len(phrase.split()) if phrase else 0
        second = sum_at(words, at, home.currency) if phrase else None
        if phrase and second:
            low, high = (None, phrase) if phrases is _HIGH else (phrase, None)
            return _both(one, _one_sided(second, low, high, home), second.end)
    return None


def _both(one: Found, other: Found, end: int) -> Found:
    """Two bounds as one; where one of them counts itself and the other not, by a cent."""
    lower, upper = sorted((one.amounts, other.amounts), key=lambda a: a.low is None)
    low, high = lower.low, upper.high
    strict = lower.strict and upper.strict
    if lower.strict and not strict and low is not None:
        low += _CENT
    if upper.strict and not strict and high is not None:
        high -= _CENT
    words = f"{one.amounts.words} and {other.amounts.words}"
    currency = lower.currency or upper.currency
    return Found(Amounts(low, high, words, currency, strict), one.start, end)


def _open_ended(first: Sum, more: str | None, less: str | None, home: _Home) -> Found:
    word = more or less or ""
    limit = first.value
    shown = f"{'at least' if more else 'at most'} {_shown(first, home)}"
    bounds = Amounts(limit if more else None, None if more else limit, shown, first.currency)
    return Found(bounds, first.start, first.end + len(word.split()))


def _range(words: list[Token], first: Sum, home: _Home) -> Found | None:
    lead = _text(words, first.start - 1)
    joint = _text(words, first.end)
    behind = first.end + 1
    if joint == "up" and _text(words, behind) == "to":
        joint, behind = "to", behind + 1
    if not ((lead == "between" and joint in {"and", "-"}) or joint in {"to", "-"}):
        return None
    second = sum_at(words, behind, home.currency) if behind < len(words) else None
    if second is None or second.value < 100 or not (first.sure or second.sure or lead == "between"):
        return None
    low = first.value
    # "between 60 and 70k" means thousands both times.
    if low < 1000 <= second.value and not first.sure and second.value % 1000 == 0:
        low *= 1000
    low, high = sorted((low, second.value))
    currency = first.currency or second.currency
    named = currency or home.currency
    ends = [_money(value, named, home.locale) for value in (low, high)]
    shown = f"between {ends[0]} and {ends[1]}"
    start = first.start - (1 if lead in {"between", "from"} else 0)
    return Found(Amounts(low, high, shown, currency), start, second.end)


def _plain_amount(words: list[Token], found: Sum) -> bool:
    # A bare figure: not a year, not a day, not "top 100", not "300 awards".
    counted = _text(words, found.start - 1) in _COUNTERS or _text(words, found.end) in _COUNTED
    return found.value >= 100 and not 1900 <= found.value <= 2100 and not counted


def _shown(found: Sum, home: _Home) -> str:
    return _money(found.value, found.currency or home.currency, home.locale)


def _money(value: Decimal, currency: str, locale: str) -> str:
    return money(value, currency, locale) if currency else number(value, locale)


def _spoken(word: str) -> str:
    return _SPOKEN.get(word, word)


def _text(words: list[Token], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _before(words: list[Token], at: int, phrases: tuple[str, ...]) -> str | None:
    return next((p for p in phrases if _ends_at(words, at, p)), None)


def _ends_at(words: list[Token], at: int, phrase: str) -> bool:
    parts = phrase.split()
    start = at - len(parts)
    return start >= 0 and all(words[start + i].text == part for i, part in enumerate(parts))


def _behind(words: list[Token], at: int, phrases: tuple[str, ...]) -> str | None:
    for phrase in phrases:
        parts = phrase.split()
        if all(_text(words, at + i) == part for i, part in enumerate(parts)):
            return phrase
    return None
