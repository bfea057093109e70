"""What every answer keeps: its facts, its dates for the reader, its suggestions."""

from datetime import datetime, timedelta

import pytest

from bot.domain.spans import ReaderTime
from bot.questions.answer import Answer, Asker
from bot.questions.engine import answer
from tests.questions.cases import cases, program

ALL = list(cases())
AT = datetime.fromisoformat("2018-01-23T09:00:00-08:00")


def ask(question: str, name: str = "moss", at: datetime = AT) -> Answer:
    return answer(question, program(name), at)


@pytest.mark.parametrize("name", sorted({case.file for case in ALL}))
def test_what_is_suggested_can_be_answered(name: str) -> None:
    for case in [case for case in ALL if case.file == name][::3]:
        for suggestion in case.ask().suggestions:
            again = answer(suggestion, program(case.program), case.at)
            assert again.answered, f"{suggestion}: {again.text}"


def test_a_close_goes_with_the_reader_s_time() -> None:
    given = ask("when is the FT deadline?")
    shown = [span for line in given.lines for span in line if isinstance(span, ReaderTime)]
    closes = datetime.fromisoformat("2018-01-31T23:59:59-08:00")
    assert [span.at for span in shown] == [closes]


def test_facts_are_for_machines() -> None:
    facts = ask("when is the FT deadline?").facts
    assert facts["deadlines"] == [
        {
            "track": "foundational-technology",
            "key": "january-2018-batch",
            "label": "January 2018 batch",
            "opens": None,
            "closes": "2018-02-01T07:59:59+00:00",
            "days_left": 8,
            "passed": False,
        }
    ]


def test_the_fact_leads_and_the_source_is_last() -> None:
    lines = ask("how much did Zappa get?").text.split("\n")
    assert lines[0].startswith("Zappa received $65,000")
    assert lines[-1] == "Source: Zappa"


def test_lists_have_ten_lines_at_most() -> None:
    given = ask(
        "deadlines until 2030", "harakeke", datetime.fromisoformat("2025-04-24T10:00+12:00")
    )
    listed = [line for line in given.text.split("\n") if line.startswith("• ")]
    assert len(listed) == 10
    assert "more" in given.text.split("\n")[-2]


def test_several_questions_are_each_answered() -> None:
    given = ask("Hi! When is FT due? And how much did Zappa get? Thanks!")
    assert given.answered
    assert "31 January 2018" in given.text
    assert "$65,000" in given.text
    assert "Hello" not in given.text


def test_what_is_not_known_beside_what_is() -> None:
    given = ask("When is FT due? What's for lunch?")
    assert given.answered
    assert "31 January 2018" in given.text
    assert "lunch" in given.text


def test_a_question_after_what_was_not_understood_takes_nothing_from_it() -> None:
    given = ask("We are interested in NLnet. When is the deadline?")
    assert not given.answered
    assert "31 January" not in given.text


def test_what_people_say_of_themselves_changes_no_date() -> None:
    for question in (
        "Hi from Kisumu, our upload just broke: when does FT close?",
        "I'm a potter. When is the deadline for FT?",
        "It's half past nine here, how long have we still got for FT?",
    ):
        assert "31 January 2018" in ask(question).text


def test_who_may_apply_is_not_answered_without_what_they_said_of_themselves() -> None:
    given = ask("We are a company in Canada. Can we apply to FT?")
    assert not given.answered


def test_the_asker_s_zone_is_said() -> None:
    given = answer("what time does FT close?", program("moss"), AT, Asker(zone="Europe/Berlin"))
    assert "Thursday 1 February 2018 at 08:59, Berlin time" in given.text


def test_in_the_last_hours_days_are_not_said() -> None:
    late = datetime.fromisoformat("2018-01-31T23:30:00-08:00")
    text = ask("when is FT due?", at=late).text
    assert "closes today, Wednesday 31 January 2018 at 23:59, Los Angeles time: 29 minutes" in text
    after = ask("when is FT due?", at=late + timedelta(hours=1)).text
    assert "30 April 2018" in after
    assert "today" not in after
