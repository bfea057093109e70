"""Answers to commands are kept while they are true, and not a microsecond longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from bot.domain.building import read_program
from bot.domain.model import Program
from bot.questions.answer import Answer
from bot.questions.commands import awards_answer, deadlines_answer, tracks_answer
from bot.render.slack import message
from bot.services.answering import MOST_KEPT, AnsweringService, Topic

CLOSES = datetime(2026, 5, 15, 17, 0, 30, tzinfo=UTC)
EMBARGO = datetime(2026, 5, 15, 16, 20, 7, tzinfo=UTC)
OPENS = datetime(2026, 5, 15, 16, 31, tzinfo=UTC)
FILE = f"""
program: {{name: Garden, short_name: Garden, timezone: America/Los_Angeles, currency: USD}}
tracks:
  - key: seeds
    name: Seeds
    deadlines:
      - {{label: Spring, closes: "{CLOSES.isoformat()}"}}
      - {{label: Summer, opens: "{OPENS.isoformat()}", closes: 2026-06-30}}
      - {{label: Anywhere, closes: 2026-05-16 AoE}}
      - {{label: Rolling, rule: "FREQ=DAILY", starts: 2026-05-01}}
awards:
  - {{recipient: Rosa, track: seeds, amount: 100, awarded: 2026-05-01, publish_at: "{EMBARGO.isoformat()}"}}
  - {{recipient: Tulip, track: seeds, amount: 300, awarded: 2026-05-02}}
"""
PROGRAM = read_program(FILE)
TOPICS = {"deadlines": deadlines_answer, "tracks": tracks_answer, "awards": awards_answer}
ASKED: tuple[tuple[Topic, str], ...] = (
    ("deadlines", ""), ("deadlines", "seeds"), ("deadlines", "today"), ("deadlines", "in 2 hours"),
    ("deadlines", "what time zone"), ("tracks", ""), ("tracks", "seeds"), ("awards", ""),
    ("awards", "Rosa"), ("awards", "how many"),
)  # fmt: skip
MIDNIGHT = datetime(2026, 5, 16, 7, 0, tzinfo=UTC)
EDGES = [
    CLOSES, EMBARGO, OPENS, MIDNIGHT, MIDNIGHT - timedelta(seconds=1),
    datetime(2026, 5, 16, tzinfo=UTC),
    *(CLOSES - timedelta(hours=hours) for hours in (1, 2, 23, 24, 25)),
    *(CLOSES - timedelta(minutes=minutes) for minutes in (1, 2, 3, 59)),
]  # fmt: skip


class _Clock(Clock):
    """A clock that stands where it is put."""

    at = CLOSES

    def now(self) -> datetime:
        return self.at


class _Programs:
    """The snapshot, and nothing of a database."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def require(self) -> Program:
        return self.program


def a_service(program: Program = PROGRAM) -> tuple[AnsweringService, _Clock, _Programs]:
    clock, programs = _Clock(), _Programs(program)
    no_store: Any = None
    held: Any = programs
    return AnsweringService(no_store, held, clock), clock, programs


def shown(answer: Answer) -> dict[str, Any]:
    return message(answer.lines, answer.suggestions)


def fresh(program: Program, now: datetime, topic: Topic, words: str) -> dict[str, Any]:
    return shown(TOPICS[topic](program, now, words))


near = st.builds(
    lambda edge, micros: edge + timedelta(microseconds=micros),
    st.sampled_from(EDGES),
    st.one_of(
        st.integers(-3, 3),
        st.sampled_from([-1_000_000, -999_999, -1, 0, 1, 999_999, 1_000_000]),
        st.integers(-2_500_000, 2_500_000),
    ),
)


@given(moments=st.lists(near, min_size=2, max_size=6), asked=st.sampled_from(ASKED))
def test_what_is_kept_is_what_would_be_said_now(
    moments: list[datetime], asked: tuple[Topic, str]
) -> None:
    service, clock, _ = a_service()
    for clock.at in moments:  # forward, backward and on the spot, as a demo's clock moves
        assert service.about(*asked, shown) == fresh(PROGRAM, clock.at, *asked)


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("asked", ASKED)
def test_no_edge_is_overstepped(edge: datetime, asked: tuple[Topic, str]) -> None:
    service, clock, _ = a_service()
    for micros in (-1_000_001, -1_000_000, -999_999, -1, 0, 1, 999_999, 1_000_000):
        clock.at = edge + timedelta(microseconds=micros)
        assert service.about(*asked, shown) == fresh(PROGRAM, clock.at, *asked), micros


def test_the_edges_are_edges() -> None:
    """Otherwise the tests above would show nothing."""
    for edge, asked in ((CLOSES, "seeds"), (OPENS, "seeds"), (CLOSES - timedelta(hours=1), "")):
        before = fresh(PROGRAM, edge - timedelta(microseconds=1), "deadlines", asked)
        after = fresh(PROGRAM, edge + timedelta(microseconds=1), "deadlines", asked)
        assert before != after, edge
    hidden = fresh(PROGRAM, EMBARGO - timedelta(microseconds=1), "awards", "")
    assert "Rosa" not in hidden["text"]
    assert "Rosa" in fresh(PROGRAM, EMBARGO, "awards", "")["text"]


def test_another_program_is_answered_from_at_once() -> None:
    service, _, programs = a_service()
    assert "Seeds" in service.about("tracks", "", shown)["text"]
    # Even one of the same version: it is the snapshot itself that counts.
    programs.program = read_program(FILE.replace("name: Seeds", "name: Bulbs"))
    said = service.about("tracks", "", shown)["text"]
    assert "Bulbs" in said
    assert "Seeds" not in said


def test_within_the_second_it_is_worked_out_once() -> None:
    service, clock, _ = a_service()
    clock.at = CLOSES - timedelta(seconds=10, microseconds=900_000)
    first = service.about("deadlines", "", shown)
    clock.at += timedelta(microseconds=500)
    assert service.about("deadlines", "", shown) is first
    assert service.about("deadlines", "seeds", shown) is not first
    clock.at += timedelta(seconds=1)
    assert service.about("deadlines", "", shown) is not first


def test_not_more_is_kept_than_fits() -> None:
    service, _, _ = a_service()
    for number in range(MOST_KEPT + 5):
        service.about("deadlines", f"{number}", shown)
    assert len(service._kept) <= MOST_KEPT
