"""An award under embargo has no name, no amount and no place in any sum before its time."""

from datetime import datetime

import pytest

from bot.questions.answer import Asker
from bot.questions.commands import awards_answer
from bot.questions.engine import answer
from tests.questions.cases import program

BEFORE = datetime.fromisoformat("2026-04-10T10:00:00+02:00")
AT = datetime.fromisoformat("2026-09-01T09:00:00+02:00")


@pytest.mark.parametrize(
    "question",
    [
        "how much did Secret Garden get?", "Secret Garden", "secret garden award",
        "latest awards", "awards in 2026", "who got €5,000?", "awards of small grants",
        "smallest awards", "top 10 awards", "awards for a garden", "how many awards in 2026?",
        "total of small grants", "did Secrt Gardn get money?", "why was Secret Garden funded?",
        "awards in March 2026", "list all recipients", "who was funded this year?",
    ],
)  # fmt: skip
def test_nothing_shows_before_its_time(question: str) -> None:
    for asker in (None, Asker(is_staff=True)):
        given = answer(question, program("commons"), BEFORE, asker)
        said = given.text.replace("“Secret”", "").replace("“Garden”", "")
        assert "Secret Garden" not in said
        assert "nobody may know" not in said
        assert "secret-garden" not in str(given.facts)
        assert not any("Secret" in suggestion for suggestion in given.suggestions)


def test_counts_and_sums_leave_it_out() -> None:
    given = answer("total of small grants", program("commons"), BEFORE)
    assert "€7,500" in given.text
    assert "€12,500" in answer("total of small grants", program("commons"), AT).text


def test_it_shows_from_its_time_on_and_not_again_when_the_clock_goes_back() -> None:
    commons = program("commons")
    assert answer("how much did Secret Garden get?", commons, AT).answered
    assert not answer("how much did Secret Garden get?", commons, BEFORE).answered
    assert "Secret Garden" in awards_answer(commons, AT, "latest").text
    assert "Secret Garden" not in awards_answer(commons, BEFORE, "").text
