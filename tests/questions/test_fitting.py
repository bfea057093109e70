"""A project described in words finds the track that speaks of it, or nobody knows."""

from datetime import UTC, datetime

import pytest

from bot.questions.engine import answer
from bot.questions.kinship import akin
from tests.questions.cases import program

NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "question", "track"),
    [
        ("harakeke", "our choir wants a piano, which fund do we ask?", "Youth Music"),
        ("harakeke", "Which fund is right for a telescope?", "Night Sky"),
        ("harakeke", "we lead a netball team. is there anything for us?", "Youth Sport"),
        ("harakeke", "who would fund fencing along a beach", "Coast Care"),
        ("commons", "We build an encrypted messenger. Where would we fit?", "Private Messaging"),
        ("commons", "which track would pay for translating our docs", "Small Grants"),
        ("kitsune", "we spin carbon fibres, what track is that", "New Materials"),
        ("moss", "our library could use a security audit, which track?", "Secure Open Source"),
    ],
)
def test_a_described_project_finds_its_track(name: str, question: str, track: str) -> None:
    given = answer(question, program(name), NOW)
    assert given.answered
    assert given.text.startswith(f"{track}: ")


def test_how_much_a_described_project_can_get() -> None:
    given = answer("how much can we get for a new gate?", program("hillside"), NOW)
    assert "£750" in given.text


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("moss", "which track for a dating app"),
        ("harakeke", "which track would not fund football"),
        ("harakeke", "which track pays for the salaries of music teachers"),
        ("harakeke", "which of the tracks has the best coach"),
        ("commons", "do you fund chat servers in Antarctica"),
        ("kitsune", "which grant went to the glass people"),
    ],
)
def test_what_describes_no_project_is_not_answered(name: str, question: str) -> None:
    assert not answer(question, program(name), NOW).answered


def test_the_tracks_are_offered_where_none_speaks_of_the_project() -> None:
    given = answer("which track for a dating app?", program("harakeke"), NOW)
    assert given.suggestions[0] == "What is Coast Care for?"


@pytest.mark.parametrize(
    ("one", "two"), [("fencing", "fence"), ("musicians", "music"), ("translate", "translation")]
)
def test_words_of_one_family(one: str, two: str) -> None:
    assert akin(one, two)


@pytest.mark.parametrize(("one", "two"), [("part", "party"), ("organ", "organisation")])
def test_words_that_only_begin_alike(one: str, two: str) -> None:
    assert not akin(one, two)


@pytest.mark.parametrize(
    "question",
    [
        "someone broke into our studio and took all the cameras, where do i turn",
        "My cello was stolen from the van last night, which of your tracks could help?",
        "Which grant would suit a potter who lost her kiln in a fire?",
        "what fits an artist who needs quick help because of flood damage",
        "Is there something for painters whose canvases were destroyed in a flood?",
        "our gallery burned down, where can we turn?",
    ],
)
def test_what_befell_somebody_says_more_than_what_it_befell(question: str) -> None:
    given = answer(question, program("lumen"), datetime.fromisoformat("2027-03-15T10:00+00:00"))
    assert given.answered
    assert given.text.startswith("Emergency Fund")


@pytest.mark.parametrize(
    "question",
    [
        "which track lost the most money?",
        "which track was hit by the cuts?",
        "who stole the show last year?",
        "do you have money for plumbers?",
    ],
)
def test_words_of_misfortune_are_no_project(question: str) -> None:
    given = answer(question, program("lumen"), datetime.fromisoformat("2027-03-15T10:00+00:00"))
    assert not given.answered
