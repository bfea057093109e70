"""How long one question takes: for the sample, and for a program of the largest size foreseen.

The same questions are asked of both, each several times; a question's time is the median of its
times, so that what is slow is the question and not the machine. The index that the first question
of a program's version makes is timed by itself.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bench.servers import AT, PROGRAM
from bot.domain.building import read_program
from bot.domain.model import Program
from bot.questions.commands import deadlines_answer
from bot.questions.engine import answer
from bot.questions.index import index_of

TRACKS, AWARDS = 200, 5000
QUESTIONS = (
    "when is the next deadline?",
    "how many days are left for {track}?",
    "is {track} still open?",
    "what closes this month?",
    "which deadlines are there in April 2018?",
    "how much can I get from {track}?",
    "where do I apply for {track}?",
    "which tracks are open?",
    "why is {track} paused?",
    "how much did {recipient} get?",
    "what did {recipient} get money for?",
    "who got the largest award?",
    "how much was awarded in total in 2018?",
    "how many awards were over 50000 dollars?",
    "list the awards of {track}",
    "who works on documentation?",
    "what is the median award?",
    "wen is teh next dedline",
    "how much did {typo} get?",
    "what is the meaning of life?",
    "hello! when does {track} close, and how much did {recipient} get?",
)
# What nobody asks and somebody will send: each has an answer, and none may hold up the loop.
_BABBLE = (
    "when we are nearly finished brimful gadfly but the tuba players zorp quux deadline track "
    "award how much money {track} who got the {typo} because i think and what or not "
)
HARD = (
    _BABBLE * 3,
    "we think of zorple and glibby, " * 11 + "when is it",
    "when is zork due? " * 8,
    "{track} {recipient} {typo} " * 12,
    " ".join(str(number * 37) for number in range(90)),
    "between 1 may and 3 june or 5 july " * 12,
    (
        "Hello, I am a doctoral student from Coimbra and I share the ceramics proposal with a lab "
        "in Kyoto. By when in Portuguese time should our joint one be in, and what is zorp?"
    ),
    "word " * 8000,
    "?" * 40_000,
    "\u00e9\u0302\u6f22\U0001f642 " * 8000,
)
_FIRST = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
_SECOND = ("Atlas", "Beacon", "Compass", "Dial", "Engine", "Forge", "Grid", "Harbor", "Index")
_PURPOSES = (
    "to improve its documentation", "for accessible forms", "to audit its cryptography",
    "to make builds reproducible", "for a library that reads old formats",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    times: int = 7
    tracks: int = TRACKS
    awards: int = AWARDS


QUICK = Plan(times=1, tracks=20, awards=100)


@dataclass(frozen=True)
class Row:
    """Milliseconds for a question, over all questions; `hardest` is the slowest of the inputs that
    are no questions, `command` is `/deadlines` without words."""

    program: str
    tracks: int
    awards: int
    index_ms: float
    median_ms: float
    worst_ms: float
    worst: str
    hardest_ms: float
    command_ms: float


def measure(plan: Plan) -> list[Row]:
    """The table."""
    sample = PROGRAM.read_text("utf-8")
    names = ("Mission Partners", "rust-av")
    large = (f"{_name(13)} Fund 13", f"{_name(89)} 89")
    return [
        _row("sample", read_program(sample), names, plan.times),
        _row("generated", read_program(generated(plan.tracks, plan.awards)), large, plan.times),
    ]


def _row(name: str, program: Program, names: tuple[str, str], times: int) -> Row:
    track, recipient = names
    typo = recipient[:2] + recipient[3:]
    index = _milliseconds(lambda: index_of(program, AT))
    asked = [question.format(track=track, recipient=recipient, typo=typo) for question in QUESTIONS]
    took: dict[str, list[float]] = {question: [] for question in asked}
    for _ in range(times):
        for question in asked:
            took[question].append(_milliseconds(lambda: answer(question, program, AT)))  # noqa: B023
    medians = {question: statistics.median(each) for question, each in took.items()}
    worst = max(medians, key=lambda question: medians[question])
    return Row(
        program=name,
        tracks=len(program.tracks),
        awards=len(program.awards),
        index_ms=index,
        median_ms=statistics.median(medians.values()),
        worst_ms=medians[worst],
        worst=worst,
        hardest_ms=max(
            _median_of(named.format(track=track, recipient=recipient, typo=typo), program, times)
            for named in HARD
        ),
        command_ms=statistics.median(
            _milliseconds(lambda: deadlines_answer(program, AT, "")) for _ in range(times * 3)
        ),
    )


def _median_of(text: str, program: Program, times: int) -> float:
    return statistics.median(_milliseconds(lambda: answer(text, program, AT)) for _ in range(times))


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3


def generated(tracks: int, awards: int) -> str:
    """A program file of so many records, the same each time."""
    chance = random.Random(8)
    lines = [
        "program: {name: Large Program, short_name: LP, timezone: Europe/Lisbon, currency: EUR}",
        "tracks:",
        *(line for number in range(tracks) for line in _track(number, chance)),
        "awards:",
    ]
    for number in range(awards):
        day = date(2014, 1, 1) + timedelta(days=chance.randrange(1480))
        lines.append(
            f"  - {{recipient: {_name(number)} {number}, track: track-{chance.randrange(tracks)}, "
            f"amount: {chance.randrange(1000, 250_000)}, awarded: {day}, "
            f"purpose: {chance.choice(_PURPOSES)}}}"
        )
    return "\n".join(lines) + "\n"


def _track(number: int, chance: random.Random) -> Iterable[str]:
    yield f"  - key: track-{number}"
    yield f"    name: {_name(number)} Fund {number}"
    yield f"    aliases: [F{number}]"
    yield f"    apply_url: https://example.org/apply/{number}"
    yield "    deadlines:"
    for turn in range(3):
        day = date(2017, 10, 1) + timedelta(days=150 * turn + chance.randrange(120))
        yield f"      - {{label: Round {turn + 1}, closes: {day}}}"


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_SECOND[number * 4 // 3 % len(_SECOND)]}"
