"""What `/deadlines`, `/tracks` and `/awards` say."""

from datetime import datetime

import pytest

from bot.questions.commands import awards_answer, deadlines_answer, tracks_answer
from tests.questions.cases import program

AT = datetime.fromisoformat("2018-01-23T09:00:00-08:00")
MOSS = program("moss")


@pytest.mark.parametrize(
    ("words", "want", "missing"),
    [
        ("", ["Foundational", "Mission", "31 January", "30 April"], "paused"),
        ("  ", ["31 January", "30 April"], "paused"),
        ("FT", ["31 January", "Foundational"], "Mission"),
        ("mision partners", ["Mission Partners", "31 January"], "Foundational"),
        ("april", ["30 April"], "31 January"),
        ("next week", ["31 January"], "30 April"),
        ("when is MP due?", ["31 January"], "30 April"),
        ("India", ["paused"], "31 January"),
        ("nonsense", ["don't know"], "31 January"),
    ],
)
def test_deadlines(words: str, want: list[str], missing: str) -> None:
    given = deadlines_answer(MOSS, AT, words)
    assert all(part in given.text for part in want), given.text
    assert missing not in given.text


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("", ["Foundational", "Mission Partners", "Secure Open Source", "India", "paused"]),
        ("FT", ["relies on", "eight days"]),
        ("open", ["Foundational", "Mission Partners"]),
        ("paused", ["India"]),
        ("india", ["under review"]),
    ],
)
def test_tracks(words: str, want: list[str]) -> None:
    given = tracks_answer(MOSS, AT, words)
    assert given.answered
    assert all(part in given.text for part in want), given.text


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("", ["Warehouse", "Buildbot"]),
        ("Zappa", ["$65,000"]),
        ("over 100k", ["Warehouse", "Open Observatory"]),
        ("who got $25k?", ["Tatoeba"]),
        ("2016", ["Buildbot"]),
        ("top 3", ["Warehouse", "rust-av"]),
        ("FT", ["Warehouse", "Buildbot"]),
        ("total in 2018", ["$570,356"]),
    ],
)
def test_awards(words: str, want: list[str]) -> None:
    given = awards_answer(MOSS, AT, words)
    assert given.answered
    assert all(part in given.text for part in want), given.text
