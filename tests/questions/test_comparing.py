"""Awards side by side, zones by name, what lies further ahead, and what none of it may answer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.questions.engine import answer
from bot.questions.query import Query
from tests.questions.cases import program

NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)
COMMONS = program("commons")


def test_tracks_that_share_a_place_are_all_named() -> None:
    text = answer("which track has the most awards?", COMMONS, NOW).text
    assert text.startswith("Hardware") or " share the most awards" in text
    for name in ("Search and Discovery", "Private Messaging", "Small Grants", "Open Hardware"):
        assert name in text


def test_a_track_without_awards_has_the_fewest() -> None:
    moss, now = program("moss"), datetime(2018, 1, 23, 17, tzinfo=UTC)
    text = answer("which track gave the fewest awards?", moss, now).text
    assert text.startswith("Mission Partners has the fewest awards: no award.")
    assert "Four awards have no track on record." in text


def test_an_award_under_embargo_is_in_no_group() -> None:
    for question in ("awards by track", "awards per year", "which track has the most awards?"):
        given = answer(question, COMMONS, NOW)
        assert sum(int(group["count"]) for group in groups(given.facts["groups"])) == 9
        later = answer(question, COMMONS, NOW + timedelta(days=200))
        assert sum(int(group["count"]) for group in groups(later.facts["groups"])) == 10


def groups(fact: object) -> list[dict[str, str]]:
    assert isinstance(fact, list)
    return fact


def test_a_zone_is_told_and_asked_again_in_a_thread() -> None:
    first = answer("when does the spring call close in Tokyo time?", COMMONS, NOW)
    assert "Friday 1 May 2026 at 20:59, Tokyo time" in first.text
    again = answer("and in UTC?", COMMONS, NOW, context=first.query)
    assert "Friday 1 May 2026 at 11:59, UTC" in again.text
    assert first.query
    assert Query.from_json(first.query.to_json()) == first.query


@pytest.mark.parametrize(
    "question",
    [
        "which track is open in Berlin?",
        "awards in Tokyo",
        "deadline in Atlantis time",
        "how much did Rookery spend?",
        "which track has the most applicants?",
        "please close Search and Discovery",
        "can I apply to both Search and Small Grants?",
        "which track will get the most money next year?",
    ],
)
def test_what_is_not_on_record_is_unknown(question: str) -> None:
    assert not answer(question, COMMONS, NOW).answered


def test_what_is_open_at_another_time() -> None:
    given = answer("which tracks will be open in August?", COMMONS, NOW)
    assert "Search and Discovery (Autumn call)" in given.text
    assert "Small Grants: open at any time" in given.text
    assert "Hardware" not in given.text
    assert not answer("which tracks were open in August 2020?", COMMONS, NOW).answered
