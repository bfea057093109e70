"""Money, numbers, dates and lines as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.domain import wording
from bot.domain.model import Deadline
from bot.domain.money import check_locale, count, currencies, money, number, parse_amount
from bot.domain.spans import Link, ReaderTime, Strong, join, line, plain, plain_text

from .samples import stated, utc


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        ("65000", "USD", "en", "$65,000"),
        ("65000.00", "USD", "en", "$65,000"),
        ("65000.50", "USD", "en", "$65,000.50"),
        ("0", "USD", "en", "$0"),
        ("0.05", "USD", "en", "$0.05"),
        ("1000000000000", "USD", "en", "$1,000,000,000,000"),
        ("51000", "EUR", "en", "€51,000"),
        ("51000", "EUR", "de", "51.000\xa0€"),
        ("51000.5", "EUR", "de_DE", "51.000,50\xa0€"),
        ("51000", "GBP", "en-GB", "£51,000"),
        ("1650000", "INR", "en_IN", "₹16,50,000"),
        ("5000", "JPY", "en", "¥5,000"),
        ("5000", "BRL", "pt_BR", "R$\xa05.000"),
        ("51000", "CHF", "en", "CHF\xa051,000"),
    ],
)
def test_money(amount: str, currency: str, locale: str, shown: str) -> None:
    assert money(Decimal(amount), currency, locale) == shown


def test_number() -> None:
    assert number(1650000) == "1,650,000"
    assert number(1650000, "de") == "1.650.000"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "no days"),
        (1, "one day"),
        (2, "two days"),
        (8, "eight days"),
        (10, "ten days"),
        (11, "11 days"),
        (30, "30 days"),
        (1000, "1,000 days"),
    ],
)
def test_count_in_words_to_ten(value: int, words: str) -> None:
    assert count(value, "day") == words


def test_count_with_a_plural_of_its_own() -> None:
    assert count(1, "entry", "entries") == "one entry"
    assert count(3, "entry", "entries") == "three entries"


def test_currencies() -> None:
    assert {"USD", "EUR", "JPY", "BRL"} <= currencies()
    assert "EURO" not in currencies()


@pytest.mark.parametrize("name", ["en", "en_GB", "en-GB", "pt_BR", "zh_Hans_CN"])
def test_locale(name: str) -> None:
    assert check_locale(name) == name


@pytest.mark.parametrize("name", ["xx_YY", "english", "en_GB_x_y_z", "../en", "e"])
def test_locale_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a locale; write en, en_GB or pt_BR"):
        check_locale(name)


def test_dates() -> None:
    assert wording.day(date(2018, 1, 31), "en") == "31 January 2018"
    assert wording.weekday(date(2018, 1, 31), "en") == "Wednesday 31 January 2018"
    assert wording.weekday(date(2024, 2, 29), "en") == "Thursday 29 February 2024"


def test_moment_is_said_in_the_zone_given() -> None:
    at = datetime(2018, 2, 1, 7, 30, tzinfo=UTC)
    zone = ZoneInfo("America/Los_Angeles")
    words = "Wednesday 31 January 2018 at 23:30, Los Angeles time"
    assert wording.moment(at, zone, "en") == words


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        ("2018-01-31", "Wednesday 31 January 2018 at 23:59, Los Angeles time"),
        ("2026-04-30 AoE", "Thursday 30 April 2026 at 23:59, Anywhere on Earth"),
        ("2026-05-15 09:00 Asia/Tokyo", "Friday 15 May 2026 at 09:00, Tokyo time"),
        ("2026-05-15T17:00:00+01:00", "Friday 15 May 2026 at 17:00, UTC+01:00"),
    ],
)
def test_a_close_is_said_in_the_programs_words(closes: str, words: str) -> None:
    deadline = Deadline(key="d", label="D", track="t", closes=stated(closes, "America/Los_Angeles"))
    assert wording.closes(deadline, "en") == words


def test_capital() -> None:
    assert wording.capital("eight days left, NASA") == "Eight days left, NASA"
    assert wording.capital("") == ""


def test_lines_as_plain_text() -> None:
    text = line("Closes ", Strong("31 January"), ReaderTime(utc("2018-02-01T07:59:59")), ".")
    link = line(Link("https://example.org/", "Apply"))
    assert plain(text) == "Closes 31 January."
    assert plain_text([text, link]) == "Closes 31 January.\nhttps://example.org/"


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_join(items: list[str], joined: str) -> None:
    assert join(items) == joined


def test_join_with_another_word() -> None:
    assert join(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("42000", "en", "42000"),
        ("42,000", "en", "42000"),
        (" $42,000.50 ", "en", "42000.50"),
        ("42 000 €", "fr", "42000"),
        ("42.000,50", "de", "42000.50"),
        ("EUR 42,000", "en", "42000"),
        ("42000 USD", "en", "42000"),
        ("CHF 51'000", "en", "51000"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, locale: str, amount: str) -> None:
    assert parse_amount(text, locale) == Decimal(amount)


@pytest.mark.parametrize("text", ["42k", "abc", "4,2000", "1,5", "", "$", "42 or 43", "4e9"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount; write 42000"):
        parse_amount(text, "en")
