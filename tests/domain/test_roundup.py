"""The round-up of the sample program, and of programs with odd records."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.building import read_program
from bot.domain.model import Program
from bot.domain.roundup import is_open, roundup
from bot.questions import timeline
from bot.render.roundup import html, markdown, plain_text, slack_lines, title

SAMPLE = Path(__file__).parents[2] / "bot" / "sandbox" / "programs" / "moss.yaml"
NOW = datetime(2018, 1, 23, 18, 0, tzinfo=UTC)
OCTOBER = date(2017, 10, 1)
TODAY = date(2018, 1, 23)


def program(text: str = SAMPLE.read_text("utf-8")) -> Program:
    return read_program(text, "moss.yaml", known_at=NOW)


def odd(*awards: str, tracks: str = "[{key: a, name: A}, {key: b, name: B}]") -> Program:
    listed = "\n".join(f"  - {{{award}, awarded: 2018-01-10}}" for award in awards)
    return program(
        "program: {name: N, short_name: N, timezone: Europe/Berlin, currency: USD}\n"
        f"tracks: {tracks}\nawards:\n{listed or '  []'}\n"
    )


def test_the_sample_since_october_2017() -> None:
    found = roundup(program(), OCTOBER, TODAY, NOW)
    said = plain_text(found)
    assert said.startswith(
        "MOSS has given $570,356 in seven awards since October 2017.\n"
        "$71,356 of this, one award, was given as €51,000.\n"
    )
    assert "Buildbot" not in said
    assert (
        "• rust-av: $71,356 (€51,000) to reach a first usable media library written in Rust "
        in said
    )
    assert "• Foundational Technology: $170,000 in one award\n" in said
    assert "• No track: $310,000 in four awards" in said
    assert (
        "• Foundational Technology: January 2018 batch closes Wednesday 31 January 2018 at 23:59, "
        "Los Angeles time, apply at https://moss.example.org/apply/ft"
    ) in said
    assert "Secure Open Source: no" not in said


def test_the_sums_by_track_are_the_whole() -> None:
    found = roundup(program(), date(2016, 1, 1), TODAY, NOW)
    assert found.total.awards == 8
    assert sum(one.total.amount for one in found.tracks) == found.total.total.amount == 585_356


def test_days_at_both_ends_are_in_it() -> None:
    assert roundup(program(), TODAY, TODAY, NOW).total.awards == 7
    assert roundup(program(), TODAY + timedelta(days=1), date(2019, 1, 1), NOW).total.awards == 0
    with pytest.raises(ValueError, match="2017-10-01 is before 2018-01-23"):
        roundup(program(), TODAY, OCTOBER, NOW)


def test_without_awards_it_says_so() -> None:
    found = roundup(odd(), OCTOBER, date(2017, 12, 31), NOW)
    assert plain_text(found).startswith(
        "N has given no awards from October 2017 to 31 December 2017.\n"
    )


def test_nothing_under_embargo_is_in_it() -> None:
    embargo = datetime(2018, 1, 23, 19, 0, tzinfo=UTC)
    secret = odd(
        "recipient: Open, amount: 5",
        f'recipient: Secret, amount: 7, publish_at: "{embargo.isoformat()}"',
        "recipient: Draft, amount: 11, published: false",
    )
    before = plain_text(roundup(secret, OCTOBER, TODAY, embargo - timedelta(seconds=1)))
    assert "$5 in one award" in before
    assert "Secret" not in before
    after = plain_text(roundup(secret, OCTOBER, TODAY, embargo))
    assert "$12 in two awards" in after
    assert "Draft" not in after


def test_other_currencies_stand_beside_the_sum() -> None:
    found = roundup(
        odd(
            "recipient: A, amount: 100, original: {amount: 80, currency: EUR}",
            "recipient: B, amount: 50, original: {amount: 40, currency: EUR}",
            "recipient: C, amount: 10, original: {amount: 1000, currency: JPY}",
            "recipient: D, amount: 1, original: {amount: 1, currency: USD}",
        ),
        OCTOBER, TODAY, NOW,
    )  # fmt: skip
    assert plain_text(found).splitlines()[:3] == [
        "N has given $161 in four awards since October 2017.",
        "$150 of this, two awards, was given as €120.",
        "$10 of this, one award, was given as ¥1,000.",
    ]


def test_markup_in_records_stays_text() -> None:
    wild = odd('recipient: "<!channel> <b>*x*</b> [y](z)", amount: 5, purpose: "to & fro"')
    found = roundup(wild, OCTOBER, TODAY, NOW)
    assert (
        "<strong>&lt;!channel&gt; &lt;b&gt;*x*&lt;/b&gt; [y](z)</strong>: $5 to &amp; fro"
        in html(found)
    )
    assert r"**\<!channel\> \<b\>\*x\*\</b\> \[y\](z)**: $5 to \& fro" in markdown(found)
    assert "<!channel>" not in "\n".join(slack_lines(found))
    assert markdown(found).startswith(f"# {title(found)}\n")


def test_open_is_what_answers_call_open() -> None:
    series = program(
        "program: {name: N, short_name: N, timezone: Europe/Berlin, currency: USD}\n"
        "tracks:\n"
        "  - {key: a, name: A}\n"
        "  - {key: b, name: B, status: paused}\n"
        "  - {key: c, name: C, deadlines: [{label: x, closes: 2018-01-01}]}\n"
        "  - {key: d, name: D, deadlines: [{label: x, opens: 2018-02-01, closes: 2018-03-01}]}\n"
        "  - {key: e, name: E, deadlines: [{label: x, closes: 2018-03-01}]}\n"
        '  - {key: f, name: F, deadlines: [{label: r, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2018-01-31}]}\n'
        '  - {key: g, name: G, deadlines: [{label: r, rule: "FREQ=MONTHLY;COUNT=2", starts: 2017-01-31}]}\n'
    )
    for each in (program(), series):
        for track in each.tracks:
            assert is_open(track, NOW) == timeline.is_open(each, track, NOW), track.key
    found = {one.track.key: one.deadline for one in roundup(series, OCTOBER, TODAY, NOW).open}
    assert list(found) == ["a", "e", "f"]
    assert found["a"] is None
    assert found["f"] is not None
    assert found["f"].closes.day == date(2018, 1, 31)
