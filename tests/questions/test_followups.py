"""A follow-up keeps what was being talked about; a question of its own does not."""

import re
from datetime import datetime

import pytest

from bot.questions.engine import answer
from bot.questions.query import Query
from tests.questions.cases import program

AT = datetime.fromisoformat("2018-01-23T09:00:00-08:00")
JANUARY, APRIL = "31 January 2018", "30 April 2018"

# Each talk: what is asked, and what must (or, after "!", must not) stand in the answer.
TALKS = [
    [("when is the FT deadline?", [JANUARY]), ("and for Mission Partners?", ["Mission Part", JANUARY]),
     ("how much can I ask for?", ["Mission Partners does not say"]), ("when is that?", [JANUARY]),
     ("where do I apply?", ["/apply/mp", "!/apply/ft"]), ("what about India?", ["paused"])],
    [("when is the next deadline?", [JANUARY]), ("the one after?", [APRIL, f"!{JANUARY}"]),
     ("and after that?", ["No deadline"])],
    [("is India open?", ["paused"]), ("why?", ["review"]), ("when will it reopen?", ["No date"]),
     ("and SOS?", ["suggest"])],
    [("how much did Zappa get?", [r"\$65,000"]), ("what for?", ["scalability"]),
     ("and Harfbuzz?", ["documentation"]), ("when?", ["23 January 2018"]),
     ("in euros?", ["EUR is not on record"])],
    [("biggest award", ["Warehouse"]), ("what for?", ["finish line"])],
    [("biggest award", ["Warehouse"]), ("and the smallest?", ["Buildbot", "!Warehouse"])],
    [("awards in 2018", ["Zappa"]), ("and in 2016?", ["Buildbot", "!Zappa"]),
     ("how many?", ["one award"]), ("and in 2018?", ["seven awards"])],
    [("deadlines in february", ["No deadline"]), ("and in april?", [APRIL])],
    [("partners deadline", ["Which one"]), ("Mission Partners", [JANUARY])],
    [("is FT open?", ["Yes"]), ("and MP?", ["Mission Partners is open"]),
     ("when is the next deadline?", ["Foundational Technology and Mission Partners"])],
    [("how much did Zappa get?", [r"\$65,000"]), ("which tracks are open?", ["Two tracks"])],
    [("when is FT due?", [JANUARY]), ("lunch?", ["don't know"]), ("and MP?", [JANUARY])],
]  # fmt: skip


@pytest.mark.parametrize("talk", TALKS, ids=[talk[0][0] for talk in TALKS])
def test_a_talk(talk: list[tuple[str, list[str]]]) -> None:
    context: Query | None = None
    for question, wanted in talk:
        given = answer(question, program("moss"), AT, context=context)
        for pattern in wanted:
            absent = pattern.startswith("!")
            found = re.search(pattern.removeprefix("!"), given.text)
            assert bool(found) is not absent, f"{question}: {given.text}"
        context = given.query and Query.from_json(given.query.to_json())


@pytest.mark.parametrize("question", ["and for Mission Partners?", "how much?", "when is that?"])
def test_without_context_nothing_is_guessed(question: str) -> None:
    given = answer(question, program("moss"), AT)
    if given.answered:
        assert "Mission Partners" in given.text  # a name alone is a question about it
    else:
        assert given.suggestions
