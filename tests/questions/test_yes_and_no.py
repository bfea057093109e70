"""What was asked decides between yes and no; a call has its number; a clock time changes nothing."""

from datetime import datetime

import pytest

from bot.questions.engine import answer
from tests.questions.cases import program


def ask(name: str, at: str, question: str) -> tuple[bool, str]:
    given = answer(question, program(name), datetime.fromisoformat(at))
    return given.answered, given.text


@pytest.mark.parametrize(
    ("at", "question", "begins"),
    [
        ("2025-06-21T10:00+12:00", "is dark sky week over already?", "No, there is time: "),
        ("2025-06-21T10:00+12:00", "can I still make dark sky week?", "Yes, there is still time: "),
        ("2025-06-22T10:00+12:00", "is dark sky week over already?", "Yes: "),
        ("2025-06-22T10:00+12:00", "am I in time for dark sky week?", "No, it is too late: "),
        ("2025-06-22T10:00+12:00", "Dark sky week isn't over, is it?", "Too late: "),
        ("2025-04-01T00:05+13:00", "did I miss Youth Music?", "Yes: Youth Music (quarterly, 31 M"),
        ("2025-04-20T00:05+12:00", "did I miss Youth Music?", "No, there is time: "),
        ("2025-03-20T12:00+13:00", "did I miss Coast Care?", "Yes: Coast Care (Round 1) closed"),
    ],
)
def test_yes_and_no_answer_what_was_asked(at: str, question: str, begins: str) -> None:
    answered, text = ask("harakeke", at, question)
    assert answered
    assert text.startswith(begins)


@pytest.mark.parametrize(
    ("name", "question", "holds"),
    [
        ("harakeke", "when does round two of Coast Care close?", "Coast Care (Round 2) opens"),
        ("harakeke", "how long until the second Coast Care round closes?", "Coast Care (Round 2)"),
        ("harakeke", "has Coast Care's first round ended?", "Coast Care (Round 1) closed"),
    ],
)
def test_a_call_goes_by_its_number(name: str, question: str, holds: str) -> None:
    answered, text = ask(name, "2025-03-20T12:00+13:00", question)
    assert answered
    assert holds in text
    assert ("Round 1" in text) != ("Round 2" in text)


@pytest.mark.parametrize(
    "question",
    [
        "when does round 3 of Coast Care close?",
        "Round three, Coast Care?",
        "the third Coast Care round, when?",
        "When's round 2 of Youth Sport?",
        "Call C deadline?",
    ],
)
def test_a_round_that_there_is_not_is_unknown(question: str) -> None:
    answered, text = ask("harakeke", "2025-03-20T12:00+13:00", question)
    assert not answered
    assert "closes on" not in text


@pytest.mark.parametrize(
    "question",
    [
        "it's half past four, is round 2 still open?",
        "Round 2 at 4pm, still open?",
        "16:00 here. Round 2 still accepting forms?",
        "ten to five: round 2, how much time have I still got?",
    ],
)
def test_a_clock_time_changes_nothing(question: str) -> None:
    answered, text = ask("harakeke", "2025-09-12T16:00+12:00", question)
    assert answered
    assert "Coast Care (Round 2) closes today, Friday 12 September 2025 at 17:00" in text


def test_a_part_of_a_period_that_is_over_is_no_empty_one() -> None:
    _, text = ask("harakeke", "2025-06-22T10:00+12:00", "deadlines this week")
    assert text.startswith("No further deadline falls from 16 June 2025 to 22 June 2025.")
    _, text = ask("harakeke", "2025-06-22T10:00+12:00", "deadlines earlier this month")
    assert "Night Sky (Dark sky week) closed on Friday 20 June 2025" in text
