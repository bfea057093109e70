"""What currencies are called in a question: "€", "euros", "Kenyan shillings", "US$"."""

from functools import lru_cache
from itertools import zip_longest

from babel import UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_symbol

from bot.domain.money import currencies
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


def currency_at(words: list[Token], at: int, home: str) -> tuple[str, int] | None:
    """The currency named at token `at`, and where its name ends; `home` is the program's."""
    if at < 0 or at >= len(words):
        return None
    token = words[at]
    if token.text in {"us", "nz", "a", "c", "au", "ca"} and _behind(words, at) == "$":
        prefix = {"us": "USD", "nz": "NZD", "a": "AUD", "au": "AUD"}
        return prefix.get(token.text, "CAD"), at + 2
    if token.text == "us" and _behind(words, at) in {"dollar", "dollars"}:
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


def _behind(words: list[Token], at: int) -> str:
    return words[at + 1].text if at + 1 < len(words) else ""
