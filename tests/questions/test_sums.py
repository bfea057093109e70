"""Sums in questions: two bounds, numbers in words, what a track gives and whether a sum is in it."""

from datetime import datetime

import pytest

from bot.questions.engine import answer
from tests.questions.cases import program

AT = {
    "commons": "2026-05-06T09:30+02:00",
    "moss": "2018-02-03T10:00-08:00",
    "kitsune": "2027-05-10T14:00+09:00",
    "harakeke": "2025-03-20T12:00+13:00",
}


def ask(name: str, question: str) -> tuple[bool, str]:
    given = answer(question, program(name), datetime.fromisoformat(AT[name]))
    return given.answered, given.text


@pytest.mark.parametrize(
    "question",
    [
        "awards above 40k and below 60k",
        "who was awarded more than 40000 and less than 60000",
        "which awards were under sixty thousand but over forty thousand?",
        "Recipients with an award over 40,000 yet under 60,000 euros, please",
        "Are there any awards in the 40,000 to 60,000 range?",
        "What did you award in the bracket €40,000-€60,000?",
        "grants from forty-two thousand up to sixty thousand euros",
        "anything between 40 and 60 thousand euros",
        "any1 get between 40K and 60K?",
        "Can I see the awards whose amount is between 40 000 and 60 000 euro?",
    ],
)
def test_both_bounds_are_kept(question: str) -> None:
    answered, text = ask("commons", question)
    assert answered
    for name in ("Málaga Mesh", "Beacon Index", "Rookery: €55,000.50"):
        assert name in text
    for name in ("Chatterbox", "Søkelys", "Quill Type"):
        assert name not in text


@pytest.mark.parametrize(
    ("question", "sum_said"),
    [
        ("who got two hundred and fifty thousand?", "€250,000"),
        ("who got sixty-four thousand?", "€64,000"),
        ("who got two million one hundred thousand?", "€2,100,000"),
        ("who got one and a half million?", "€1,500,000"),
        ("who got 48K?", "Beacon Index"),
        ("which awards exceed 70k", "Chatterbox"),
    ],
)
def test_numbers_in_words(question: str, sum_said: str) -> None:
    answered, text = ask("commons", question)
    assert answered
    assert sum_said in text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Would a request of 20m yen exceed what Robotics gives?", "Yes: Robotics"),
        ("Would 10m yen be over the limit of the Robotics track?", "No: Robotics"),
        ("Is a request for ¥10m within the bounds of Robotics?", "Yes: Robotics"),
        ("hmm is 20M yen asking too much from robotics", "Yes: Robotics"),
        ("Am I allowed to request 10 million yen for a project under Robotics?", "Yes: Robotics"),
        ("is 20 million more than robotics pays?", "Yes: Robotics"),
        ("does robotics fund projects up to 20m?", "No: Robotics"),
        # Said with a word that nobody here knows: the bounds, and neither yes nor no.
        ("If our proposal costs 20m yen, is that above the ceiling of Robotics?", "Robotics: one"),
        ("my professor would like 10m from Robotics, is it too much?", "Robotics: one"),
        ("how big a cheque could we get from Robotics lol", "Robotics: one"),
        ("Up to what sum does Robotics fund a project?", "Robotics: one"),
        ("between which amounts must a Robotics application lie?", "Robotics: one"),
        ("robotics: least n most", "Robotics: one"),
        ("what is the top amount robotics gives to one project", "Robotics: one"),
    ],
)
def test_whether_a_sum_can_be_asked_for(question: str, begins: str) -> None:
    answered, text = ask("kitsune", question)
    assert answered
    assert text.startswith(begins)
    assert "between ¥1,000,000 and ¥15,000,000" in text


@pytest.mark.parametrize(
    "question",
    [
        "what's the word limit for Robotics?",
        "is there an age limit for Robotics?",
        "what is the maximum team size for Robotics",
        "how much tax do I pay on a Robotics grant of 10m?",
        "what share of overheads can I ask for in Robotics?",
    ],
)
def test_other_limits_are_not_on_record(question: str) -> None:
    assert not ask("kitsune", question)[0]


def test_somebody_with_the_name_of_a_month() -> None:
    assert not ask("commons", "did May get a grant?")[0]
    assert ask("commons", "what did you award in May 2024?")[0]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("a 20m project for Robotics?", "No: Robotics"),
        ("What is open and what isn't?", "Two tracks are open now"),
    ],
)
def test_what_stands_beside_a_sum(question: str, begins: str) -> None:
    answered, text = ask("kitsune", question)
    assert answered
    assert text.startswith(begins)
