"""Sums of money in a question: "over $25k", "between 60k and 70k", "51,000 euros"."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from babel import UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_symbol

from bot.domain.money import currencies, money, number
from bot.questions.numbers import number_at
from bot.questions.query import Amounts
from bot.questions.words import Token, fold, word_set

_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
_DOLLARS = word_set("USD AUD CAD NZD SGD HKD TWD BSD BBD BZD FJD JMD NAD TTD XCD")
_NAMES = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "pound": "GBP", "pounds": "GBP", "gbp": "GBP",
    "sterling": "GBP", "quid": "GBP", "usd": "USD", "yen": "JPY", "jpy": "JPY", "franc": "CHF",
    "francs": "CHF", "chf": "CHF", "rupee": "INR", "rupees": "INR", "inr": "INR", "cad": "CAD",
    "aud": "AUD", "nzd": "NZD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "czk": "CZK", "brl": "BRL", "zar": "ZAR", "mxn": "MXN", "cny": "CNY", "krw": "KRW",
}  # fmt: skip
# The won, the real and the Turkish lira's code are plain words, too.
_ENGLISH = word_set("won real try all top cup sol mop gel bam pen r k l t")
CURRENCY_WORDS = frozenset(_NAMES) | {"dollar", "dollars", "bucks"}
_LOW = (
    "not less than", "no less than", "more than", "greater than", "larger than", "bigger than",
    "higher than", "at least", "minimum of", "upwards of", "in excess of", "over", "above",
    "exceeding", "beyond", ">", "≥",
)  # fmt: skip
_HIGH = (
    "not more than", "no more than", "less than", "smaller than", "lower than", "fewer than",
    "at most", "maximum of", "up to", "under", "below", "<", "≤",
)  # fmt: skip
_ABOUT = ("about", "around", "approximately", "roughly", "circa", "some")
_COUNTERS = word_set(
    "top last latest first largest biggest smallest next best recent newest oldest"
)
_COUNTED = word_set("awards grants recipients projects days weeks months years deadlines tracks")
_EXACT = ("exactly", "precisely")
_OR_MORE = ("or more", "and more", "or above", "and above", "and up", "or over", "and over", "+")
_OR_LESS = ("or less", "and less", "or below", "and below", "or under", "and under")
_INCLUSIVE = {"not less than", "no less than", "at least", "minimum of", "upwards of", "≥"} | {
    "not more than", "no more than", "at most", "maximum of", "up to", "≤",
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


def currency_at(words: list[Token], at: int, home: str) -> tuple[str, int] | None:
    """The currency named at token `at`, and where its name ends; `home` is the program's."""
    if at < 0 or at >= len(words):
        return None
    token = words[at]
    if token.text in {"us", "nz", "a", "c", "au", "ca"} and _text(words, at + 1) == "$":
        prefix = {"us": "USD", "nz": "NZD", "a": "AUD", "au": "AUD"}
        return prefix.get(token.text, "CAD"), at + 2
    if token.text == "us" and _text(words, at + 1) in {"dollar", "dollars"}:
        return "USD", at + 2
    own = _names_of(home)[1]
    if token.text in own:
        return home, at + 1
    if token.text in {"$", "dollar", "dollars", "bucks"}:
        return (home if home in _DOLLARS else "USD"), at + 1
    code = _SYMBOLS.get(token.text) or _NAMES.get(token.text)
    if token.text == "¥" and home == "CNY":
        code = "CNY"
    if code is None and token.raw.isupper() and token.raw in currencies():
        code = token.raw
    return (code, at + 1) if code else None


@lru_cache(maxsize=256)
def _names_of(currency: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the program's currency is called: the words before its name, and its names."""
    if not currency:
        return frozenset(), frozenset()
    try:
        symbol = fold(get_currency_symbol(currency, f"en_{currency[:2]}"))
    except (UnknownLocaleError, ValueError):
        symbol = ""
    called = [fold(get_currency_name(currency, count, locale="en")).split() for count in (1, 2)]
    names = {words[-1] for words in called} | {currency.lower()}
    names |= {symbol.rstrip(".")} if symbol.rstrip(".").isalpha() else set()
    names -= {"dollar", "dollars"} | _ENGLISH
    return frozenset(word for words in called for word in words[:-1]), frozenset(names)


def without_adjectives(words: list[Token], home: str) -> list[Token]:
    """ "Kenyan shillings" are shillings, lest a name with "Kenya" in it is seen there."""
    first, names = _names_of(home)
    return [
        word
        for word, behind in zip_longest(words, words[1:])
        if not (behind and word.text in first and behind.text in names)
    ]


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
            return found
    return None


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
        return _one_sided(first, low, high, home)
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


def _open_ended(first: Sum, more: str | None, less: str | None, home: _Home) -> Found:
    word = more or less or ""
    limit = first.value
    shown = f"{'at least' if more else 'at most'} {_shown(first, home)}"
    bounds = Amounts(limit if more else None, None if more else limit, shown, first.currency)
    return Found(bounds, first.start, first.end + len(word.split()))


def _range(words: list[Token], first: Sum, home: _Home) -> Found | None:
    lead = _text(words, first.start - 1)
    joint = _text(words, first.end)
    if not ((lead == "between" and joint in {"and", "-"}) or joint in {"to", "-"}):
        return None
    second = sum_at(words, first.end + 1, home.currency) if first.end + 1 < len(words) else None
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
    return {">": "over", "<": "under", "≥": "at least", "≤": "at most"}.get(word, word)


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
