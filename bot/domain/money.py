"""Money and numbers in words and in the program's locale, by Babel."""

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    list_currencies,
    parse_decimal,
)

from bot.domain.dates import locale_of

# Figures, with a currency's sign or code on either side.
_AMOUNT = re.compile(
    r"\s*(?:[A-Z]{3}\s?|[^\w\s.,'’-]{1,3}\s?)?(?P<figures>-?\d[\d.,\s'’]*?)"
    r"\s?(?:[A-Z]{3}|[^\w\s.,'’-])?\s*$"
)
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The ISO 4217 codes that Babel knows."""
    return frozenset(list_currencies())


def check_locale(name: str) -> str:
    """The name itself; raises ValueError where no such locale is known."""
    locale_of(name)
    return name


@lru_cache(maxsize=65536)
def money(amount: Decimal, currency: str, locale: str = "en") -> str:
    """ "$65,000" or "$65,000.50": no cents where there are none."""
    whole = amount == amount.to_integral_value()
    shown = format_currency(
        amount,
        currency,
        locale=locale.replace("-", "_"),
        currency_digits=not whole,
        decimal_quantization=True,
        format=None if not whole else _whole_pattern(locale),
    )
    # CLDR sets a code apart from the figure, "CHF 51,000"; Babel does so in some locales only.
    return re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", "\xa0", str(shown))


@lru_cache(maxsize=64)
def _whole_pattern(locale: str) -> str:
    pattern: str = Locale.parse(locale.replace("-", "_")).currency_formats["standard"].pattern
    return pattern.replace("0.00", "0").replace("0,00", "0")


def number(value: int | Decimal, locale: str = "en") -> str:
    """A figure with the locale's grouping: "1,650,000"."""
    return str(format_decimal(value, locale=locale.replace("-", "_")))


def count(value: int, thing: str, things: str | None = None) -> str:
    """ "eight days", "one award", "no awards", "30 days": words up to ten, figures beyond."""
    word = WORDS[value] if 0 <= value <= 10 else number(value)
    return f"{word} {thing if value == 1 else things or thing + 's'}"


def parse_amount(text: str, locale: str = "en") -> Decimal:
    """An amount as people write it: "42000", "42,000", "$42,000.50", "42 000 €".

    Grouping and the decimal sign are the locale's. Raises ValueError.
    """
    found = _AMOUNT.match(text)
    try:
        figures = re.sub(r"[\s'’]", "", found["figures"]) if found else ""
        return parse_decimal(figures, locale=locale.replace("-", "_"), strict=True)
    except NumberFormatError:
        raise ValueError(f"{text!r} is not an amount; write 42000 or 42000.50") from None
