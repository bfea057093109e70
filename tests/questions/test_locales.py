"""Questions as people put them where a program is: dates, amounts and names of months."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.building import read_program
from bot.questions.engine import answer

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
PROGRAM = """
program: {{name: Small Grants, timezone: Europe/Berlin, currency: EUR{locale}}}
tracks:
  - key: alpha
    name: Alpha
    deadlines:
      - {{label: Spring, closes: 2026-03-04}}
      - {{label: Summer, closes: 2026-04-03}}
      - {{label: May, closes: 2026-05-05}}
      - {{label: Winter, closes: 2027-01-31}}
awards:
  - {{recipient: Mayflower, track: alpha, amount: 25000, awarded: 2025-03-04}}
  - {{recipient: Studio Enero, track: alpha, amount: 1500.50, awarded: 2025-04-03}}
  - {{recipient: Third, track: alpha, amount: 25500000, awarded: 2025-05-05}}
"""


def ask(question: str, locale: str | None) -> str:
    """The answer in one text; "?" where the question was not understood."""
    program = read_program(PROGRAM.format(locale=f", locale: {locale}" if locale else ""))
    found = answer(question, program, NOW)
    return found.text if found.answered else "?"


MARCH, APRIL, MAY, WINTER = "(Spring)", "(Summer)", "(May)", "(Winter)"


@pytest.mark.parametrize(
    ("locale", "day", "expected"),
    [
        # Two readings: refused where nothing says which.
        (None, "03/04/2026", "?"),
        (None, "3/4", "?"),
        (None, "3/4/26", "?"),
        (None, "03-04-2026", "?"),
        (None, "3.4.", "?"),
        (None, "3. April", APRIL),
        (None, "31-01-2027", WINTER),
        (None, "2026/4/3", APRIL),
        (None, "2026.4.3", APRIL),
        ("en_US", "03/04/2026", MARCH),
        ("en_US", "3/4", MARCH),
        ("en_US", "3/4/26", MARCH),
        ("en_US", "03-04-2026", MARCH),
        ("en_US", "31/1/2027", WINTER),
        ("en_US", "2026/4/3", APRIL),
        ("en_GB", "03/04/2026", APRIL),
        ("en_GB", "3/4", APRIL),
        ("en_GB", "1/31/2027", WINTER),
        ("en_GB", "3.4", "?"),
        # CLDR has two orders in one place.
        ("en_CA", "03/04/2026", "?"),
        ("en_ZA", "3/4", "?"),
        ("es_US", "03/04/2026", "?"),
        ("de_DE", "03.04.2026", APRIL),
        ("de_DE", "3.4.", APRIL),
        ("de_DE", "03.04.26", APRIL),
        ("de_DE", "3/4", APRIL),
        ("ja_JP", "3/4", MARCH),
        ("ja_JP", "2026/3/4", MARCH),
        ("ja_JP", "03/04/2026", "?"),
        ("sv_SE", "3/4", APRIL),
        # Names in the locale's own language, and in English.
        ("de_DE", "4. März 2026", MARCH),
        ("de_DE", "5. Mai", MAY),
        ("de_DE", "31. Jan. 2027", WINTER),
        ("de_DE", "31 January 2027", WINTER),
        ("fr_FR", "31 janvier 2027", WINTER),
        ("fr_FR", "4 mars", MARCH),
        ("pt_BR", "4 de março de 2026", MARCH),
        ("es_MX", "5 de mayo", MAY),
        ("pl_PL", "4 marca 2026", MARCH),
        ("ru_RU", "4 марта", MARCH),
        (None, "5. Mai", "?"),
        ("de_DE", "31.02.2026", "?"),
    ],
)
def test_a_day(locale: str | None, day: str, expected: str) -> None:
    said = ask(f"does anything close on {day}?", locale)
    assert said == "?" if expected == "?" else expected in said


def test_a_day_is_said_back_in_words() -> None:
    german = ask("does anything close on 3.4.?", "de_DE")
    assert "Friday 3 April 2026 at 23:59, Berlin time" in german
    american = ask("does anything close on 3/4?", "en_US")
    assert "Wednesday, March 4, 2026 at 11:59 PM, Berlin time" in american
    assert "falls on Monday, March 9, 2026" in ask("does anything close on 3/9/2026?", "en_US")


def test_a_full_stop_inside_a_date_ends_no_sentence() -> None:
    asked = "what closes between 31.1. and 5.4.2026? And on 5. Mai?"
    said = ask(asked, "de_DE")
    assert MARCH in said
    assert APRIL in said
    assert MAY in said
    assert "from 1 March 2026 to 5 April 2026" in ask(
        "which deadlines are between 1. März and 5. April 2026?", "de_DE"
    )


@pytest.mark.parametrize(
    ("locale", "amount", "shown"),
    [
        ("de_DE", "25.000 €", "25.000\xa0€"),
        ("de_DE", "25,000 €", "25.000\xa0€"),
        ("de_DE", "1.500,50", "1.500,50\xa0€"),
        ("de_DE", "1,500.50", "1.500,50\xa0€"),
        ("de_DE", "25,5 Mio", "25.500.000\xa0€"),
        ("de_DE", "12.5 €", "12,50\xa0€"),
        ("de_DE", "2,500 million", "?"),
        ("fr_FR", "25 000,50 €", "25\u202f000,50\xa0€"),
        ("en_IN", "2,55,000", "€2,55,000"),
        ("en_US", "25,000", "€25,000"),
        (None, "25.000 €", "€25,000"),
    ],
)
def test_an_amount(locale: str | None, amount: str, shown: str) -> None:
    said = ask(f"how many awards were over {amount}?", locale)
    assert said == "?" if shown == "?" else f"over {shown}" in said


def test_a_full_stop_behind_a_date_ends_the_sentence() -> None:
    said = ask("What closes on 4. März. How much did Mayflower get?", "de_DE")
    assert MARCH in said
    assert "25.000" in said


@given(st.text(alphabet=st.sampled_from("0123456789./-,: 'deMaäiÉ月년ªͺ€kmr"), max_size=40))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    for locale in ("de_DE", "en_US", "fr_FR", "ja_JP"):
        ask(text, locale)


def test_a_name_of_the_program_is_no_month() -> None:
    assert "1,500.50" in ask("how much did Studio Enero get?", "es_MX")
    assert "25.000" in ask("how much did Mayflower get?", "de_DE")
