"""The day from which a round-up is wanted."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.building import build
from bot.domain.document import ProgramFile
from bot.questions.since import first_day

NOW = datetime(2018, 1, 23, 18, tzinfo=UTC)
PROGRAM = build(
    ProgramFile.model_validate(
        {"program": {"name": "M", "timezone": "America/Los_Angeles", "currency": "USD"}}
    )
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("since October", date(2017, 10, 1)),
        ("October", date(2017, 10, 1)),
        ("since 1 October 2017", date(2017, 10, 1)),
        ("2017-10-01", date(2017, 10, 1)),
        ("the beginning of October", date(2017, 10, 1)),
        ("last month", date(2017, 12, 1)),
        ("this year", date(2018, 1, 1)),
        ("since January", date(2018, 1, 1)),
        ("yesterday", date(2018, 1, 22)),
        # Not a day, or one that is ahead.
        ("", None),
        ("since Foo", None),
        ("tomorrow", None),
        ("since October and bananas", None),
    ],
)
def test_the_first_day(words: str, expected: date | None) -> None:
    assert first_day(words, PROGRAM, NOW) == expected
