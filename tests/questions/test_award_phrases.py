"""Awards asked for in many words: how many, how much in all, in which currency, and what is not
on record."""

from datetime import datetime

import pytest

from bot.questions.engine import answer
from tests.questions.cases import program

AT = {
    "commons": "2026-05-06T09:30+02:00",
    "baobab": "2027-04-20T11:00+03:00",
    "kitsune": "2027-05-10T14:00+09:00",
    "lumen": "2027-03-15T10:00+00:00",
    "moss": "2018-02-03T10:00-08:00",
}


def ask(name: str, question: str) -> tuple[bool, str]:
    given = answer(question, program(name), datetime.fromisoformat(AT[name]))
    return given.answered, given.text


@pytest.mark.parametrize(
    ("name", "question", "holds"),
    [
        ("commons", "How many times did you award money in 2025?", "four awards in 2025"),
        ("commons", "What's the tally of awards for 2025", "four awards in 2025"),
        ("commons", "Over the whole of 2025, how many awards were there?", "four awards in 2025"),
        ("commons", "Were there many awards in 2025?", "Four awards in 2025"),
        ("commons", "what do the grants to Rookery come to if you add them up?", "€75,000.50"),
        ("baobab", "How many shillings in total have gone to Soil and Seed?", "2,950,000"),
        ("baobab", "Soil and Seed awards, all up?", "2,950,000"),
        ("baobab", "how much in all has been granted under soil and sed", "2,950,000"),
        ("baobab", "show me the single largest award", "Jua Kali Lab received"),
        ("baobab", "Which award tops all the others in size?", "Jua Kali Lab received"),
        ("baobab", "Who holds the record for the biggest award?", "Jua Kali Lab received"),
        ("baobab", "which awards were given in dollars?", "Two awards in USD"),
        ("baobab", "how many grants were in euros?", "two awards in EUR"),
        ("baobab", "who received the amount of 2.8 million Kenyan shillings?", "Chama Cloud"),
        ("baobab", "who is behind the 2.8m kes award", "Chama Cloud"),
        ("baobab", "the sums for two recipients: Pesa Rahisi and Chama Cloud", "Chama Cloud"),
        ("moss", "which grants were in euros?", "rust-av"),
        ("lumen", "the two most recent awards and their purposes", "for a residency in Tallinn"),
        ("kitsune", "any awards in New Materials yet?", "Tanaka Group"),
        ("kitsune", "past awards in the New Materials track", "Tanaka Group"),
        ("kitsune", "which groups won New Materials grants?", "Lisbon Ceramics"),
        ("commons", "What was Søkelys given its award for?", "libraries"),
        ("commons", "the Søkelys people, how much did they get?", "€30,000"),
        ("commons", "what is this", "I'm the bot of"),
        ("commons", "student paper here, short deadline on our side: which grants were over 70k?",
         "Chatterbox"),
    ],
)  # fmt: skip
def test_awards_in_other_words(name: str, question: str, holds: str) -> None:
    answered, text = ask(name, question)
    assert answered
    assert holds in text


@pytest.mark.parametrize(
    "question",
    [
        "What is May Okonkwo doing today?",
        "Does anybody know what May Okonkwo is up to these days?",
        "what's may okonkwo working on at the moment",
        "did May get a fellowship",
    ],
)
def test_what_a_recipient_does_today_is_not_on_record(question: str) -> None:
    assert not ask("lumen", question)[0]


@pytest.mark.parametrize(
    ("name", "question", "intent"),
    [
        ("commons", "Where can I send a question about my application?", "contact"),
        ("commons", "is there a mail address for the fund", "contact"),
        ("commons", "how does one get in touch with the fund?", "contact"),
        ("commons", "why is hardware stuck?", "track_why"),
        ("commons", "Is there a reason given for Open Hardware being paused?", "track_why"),
        ("commons", "which tracks are paused or closed?", "tracks_by_status"),
        ("commons", "which tracks aren't closed or paused", "open_tracks"),
        ("kitsune", "To which website should I go for an application in New Materials?", "apply"),
        ("kitsune", "how do TB work", "track"),
        ("kitsune", "What's the idea behind the Travel Bursaries?", "track"),
        ("baobab", "How does one put a club forward for Girls Who Solder?", "suggest"),
        ("commons", "give me the max for each track", "track_amount"),
    ],
)
def test_tracks_and_the_program_in_other_words(name: str, question: str, intent: str) -> None:
    given = answer(question, program(name), datetime.fromisoformat(AT[name]))
    assert given.answered
    assert given.intent == intent


@pytest.mark.parametrize(
    "question",
    [
        "Who is responsible for choosing the winners in Search?",
        "what's the best way to write an application for Search?",
    ],
)
def test_who_chooses_is_not_on_record(question: str) -> None:
    assert not ask("commons", question)[0]
