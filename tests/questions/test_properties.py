"""What holds for any program, any moment and any words."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.building import read_program
from bot.domain.model import Deadline, Program, Status
from bot.domain.recurrence import deadlines_between
from bot.questions.answer import Answer
from bot.questions.engine import answer
from bot.questions.query import Query
from tests.questions.cases import program

ZONES = ("America/Los_Angeles", "Pacific/Auckland", "Asia/Tokyo", "Europe/Lisbon", "UTC")
START = date(2026, 3, 1)
# What people ask about a track, a call or everything; {} is the track's name.
ASKED = (
    "when is the next deadline?", "deadlines", "what's coming up", "deadlines this week",
    "what closes today?", "what closed last week?", "deadlines in the next 10 days",
    "deadlines until April", "what was the last deadline?", "which tracks are open?", "tracks",
    "which tracks are not open?", "when is the deadline for {}?", "how long until {} closes?",
    "is {} open?", "is {} closed?", "did I miss {}?", "can I still apply to {}?",
    "when did {} close?", "when does {} open?", "tell me about {}", "where do I apply for {}?",
    "the one after the next for {}", "what can I apply for?", "how many deadlines are coming up?",
    "when is L00X?", "did I miss L10X?", "is L20X open?", "is L00X closed?", "has L10X passed?",
    "how long until L01X closes?", "when does L21X open?", "{} deadlines", "{} in March",
    "did I miss the deadline?", "which deadlines passed in February?", "status of {}",
)  # fmt: skip


@st.composite
def deadlines(draw: st.DrawFn, label: str) -> str:
    day = START + timedelta(days=draw(st.integers(-12, 12)))
    closes = draw(
        st.sampled_from((
            f"{day}", f'"{day} AoE"', f'"{day} 09:00 Asia/Tokyo"', f'"{day}T00:00:00-08:00"',
            f'"{day} 17:30 Europe/Lisbon"',
        ))
    )  # fmt: skip
    opens = ""
    if draw(st.booleans()):
        opens = f", opens: {day - timedelta(days=draw(st.integers(3, 20)))}"
    return f"{{label: {label}, closes: {closes}{opens}}}"


@st.composite
def programs(draw: st.DrawFn) -> Program:
    zone = draw(st.sampled_from(ZONES))
    lines = [f"program: {{name: Tern Fund, timezone: {zone}, currency: EUR}}", "tracks:"]
    for number, name in enumerate(("Amber Lights", "Birch Roads", "Coral Songs")):
        status = draw(st.sampled_from(("open", "open", "open", "paused", "closed", "suggestions")))
        labels = [f"L{number}{n}X" for n in range(draw(st.integers(0, 3)))]
        listed = [draw(deadlines(label)) for label in labels]
        if draw(st.booleans()):
            starts = START - timedelta(days=draw(st.integers(0, 9)))
            listed.append(f"{{label: L{number}SX, rule: FREQ=WEEKLY, starts: {starts}}}")
        lines.append(f"  - {{key: t{number}, name: {name}, status: {status}, deadlines: [")
        lines.append(", ".join(listed) + "]}")
    return read_program("\n".join(lines))


moments = st.datetimes(datetime(2026, 2, 20), datetime(2026, 3, 12), timezones=st.just(UTC))  # noqa: DTZ001
questions = st.sampled_from(ASKED)
tracks = st.sampled_from(("Amber Lights", "Birch Roads", "Coral Songs"))


def every_deadline(program: Program, now: datetime) -> list[Deadline]:
    span = timedelta(days=60)
    return [d for t in program.tracks for d in deadlines_between(t, now - span, now + span)]


def closing_day(deadline: Deadline, zone: ZoneInfo) -> date:
    before = (deadline.closes.at - timedelta(seconds=1)).astimezone(zone).date()
    return min(before, deadline.closes.day)


@settings(max_examples=400, deadline=None)
@given(programs(), moments, questions, tracks)
def test_no_passed_deadline_is_coming_and_no_open_one_closed(
    program: Program, now: datetime, question: str, track: str
) -> None:
    given_answer = answer(question.format(track), program, now)
    assert given_answer.answered or "L" in question, question  # no such call in this program
    for deadline in every_deadline(program, now):
        lines = [line for line in given_answer.text.split("\n") if f"({deadline.label})" in line]
        for line in lines:
            if deadline.closes.at <= now:
                assert " closed on " in line, line
                assert " left" not in line, line
            else:
                assert " closed on " not in line, line


@settings(max_examples=400, deadline=None)
@given(programs(), moments, questions, tracks)
def test_an_open_track_is_never_called_shut(
    program: Program, now: datetime, question: str, track: str
) -> None:
    text = answer(question.format(track), program, now).text
    for each in program.tracks:
        ahead = deadlines_between(each, now - timedelta(days=1), now + timedelta(days=60))
        counts = each.status is Status.OPEN and (
            not (each.deadlines or each.series) or any(d.is_open(now) for d in ahead)
        )
        if counts:
            for wrong in (
                "is not open",
                "is closed",
                "is paused",
                ": not open",
                "no deadline ahead",
            ):
                assert f"{each.name} {wrong}" not in text
                assert f"{each.name}{wrong}" not in text
        else:
            assert f"{each.name} is open" not in text
            assert f"{each.name}: open" not in text


@settings(max_examples=400, deadline=None)
@given(programs(), moments, questions, tracks)
def test_days_left_are_those_of_the_design(
    program: Program, now: datetime, question: str, track: str
) -> None:
    given_answer = answer(question.format(track), program, now)
    today = now.astimezone(program.zone).date()
    known = {(d.track, d.key): d for d in every_deadline(program, now)}
    facts = given_answer.facts.get("deadlines", [])
    assert isinstance(facts, list)
    for fact in facts:
        assert isinstance(fact, dict)
        deadline = known.get((str(fact["track"]), str(fact["key"])))
        if deadline is None:
            continue
        days = max((closing_day(deadline, program.zone) - today).days, 0)
        passed = deadline.closes.at <= now
        assert fact["days_left"] == (None if passed else days)
        for line in given_answer.text.split("\n"):
            if f"({deadline.label})" in line and not passed:
                assert_words(line, deadline, now, days)


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def assert_words(line: str, deadline: Deadline, now: datetime, days: int) -> None:
    said = re.search(r"(\w+) days? left", line)
    if said:
        assert deadline.closes.at - now >= timedelta(hours=24)
        assert said[1] == (WORDS[days] if days <= 10 else str(days))
    if "today, " in line:
        assert days == 0
        assert deadline.closes.at - now < timedelta(hours=24)


PIECES = st.sampled_from((
    "when", "is", "the", "deadline", "FT", "awards", "over", "$", "25k", "1.5m", "between", "and",
    "until", "June", "31", "31st", "next", "last", "10", "days", "Q2", "2018", "2018-13-45", "30/2",
    "how", "much", "did", "Zappa", "get", "?", ".", "and when", "why", "India", "tmrw", "autumn",
    "<@U1>", "&lt;", ":wave:", "*", "é", "\u0301", "\u202e", "0", "99999999999999999999", "٣", "Ⅷ",
    "½", "the one after", "what about", "first", "half", "of", "end", "year", "29 February",
))  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_words_get_an_answer(words: str) -> None:
    moss = program("moss")
    now = datetime(2018, 1, 23, 17, tzinfo=UTC)
    check_shape(answer(words, moss, now))
    context = Query(intent="deadline", tracks=("mission-partners",), at=now)
    check_shape(answer(words, moss, now, context=context))
    check_shape(answer(words, moss, now, context=Query(intent="award", recipients=("Zappa",))))


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=20), st.integers(1, 40_000))
def test_long_words_get_an_answer(words: str, length: int) -> None:
    now = datetime(2018, 1, 23, 17, tzinfo=UTC)
    check_shape(answer((words * length)[:40_000], program("moss"), now))


def check_shape(given_answer: Answer) -> None:
    assert given_answer.text.strip()
    if not given_answer.answered:
        assert 2 <= len(given_answer.suggestions) <= 3 or given_answer.intent == "ambiguous"
    query = given_answer.query
    if query:
        assert Query.from_json(query.to_json()) == query
