"""Program files, right and wrong: what a person reads who wrote them."""

import time
from dataclasses import replace
from datetime import date
from datetime import time as hour
from decimal import Decimal
from itertools import pairwise

import pytest

from bot.domain.building import Stamp, build, read_program
from bot.domain.model import AmountRange, Money, Reminders, Status
from bot.domain.reading import MAX_BYTES, ProgramFileError, parse

from .samples import HEAD, MOSS, problems, program, utc


def test_a_whole_file() -> None:
    moss = read_program(MOSS)
    ft, mp = moss.tracks
    assert (moss.name, moss.short_name, moss.timezone, moss.currency) == (
        "Mozilla Open Source Support", "MOSS", "America/Los_Angeles", "USD"
    )  # fmt: skip
    assert (ft.key, ft.aliases, ft.status) == ("foundational-technology", ("FT",), Status.OPEN)
    assert ft.amount == AmountRange(Decimal(10000), Decimal(250000))
    (batch,) = ft.deadlines
    assert batch.subject == "foundational-technology/2018-01"
    assert (batch.opens, batch.closes.at) == (utc("2017-11-01T07:00"), utc("2018-02-01T07:59:59"))
    assert [d.key for d in mp.deadlines] == ["january-2018-batch", "april-2018-batch"]
    av, ocean = moss.awards
    assert (av.key, av.amount, av.original) == (
        "rust-av", Decimal("71356.50"), Money(Decimal(51000), "EUR")
    )  # fmt: skip
    assert (av.awarded, av.published) == (date(2018, 1, 23), True)
    assert (ocean.track, ocean.published, ocean.publish_at) == (
        None,
        False,
        utc("2018-03-01T08:00"),
    )


def test_a_file_that_says_little() -> None:
    small = read_program(HEAD)
    assert small.short_name == "Small Grants"
    assert small.reminders == Reminders((30, 14, 8, 3, 1, 0), hour(10))
    assert (small.tracks, small.awards, small.announce_in, small.locale) == ((), (), (), "en")


def test_every_mistake_at_once_with_file_line_and_field() -> None:
    text = """\
program:
  name: MOSS
  timezone: PST
  currency: USB
  locale: xx
  reminders: {days_before: [30, -1], at: 10:00}
tracks:
  - key: FT
    name: Foundational Technology
    status: opened
    amount: {min: 5, max: 4}
    deadlines:
      - {label: one, closes: 2018-02-30}
      - {label: two}
      - {label: three, closes: 2018-01-31, opens: 2018-02-01}
      - {label: four, rule: FREQ=DAILY}
      - {label: five, rule: FREQ=HOURLY, starts: 2018-01-31, closes: 2018-01-31}
      - {label: six, closes: 2018-01-31, starts: 2018-01-31}
      - {closes: 2018-01-31}
  - {key: mp, nmae: Mission Partners}
awards:
  - {recipient: a, amount: -1, awarded: yesterday, track: sos, url: "ftp://example.org"}
  - {recipient: b, amount: 1.005, awarded: 2018-01-31, original: {amount: 1, currency: EUX}}
"""
    assert problems(text, "moss.yaml") == [
        "moss.yaml:3: program.timezone: 'PST' names more than one zone; write America/Los_Angeles or Asia/Manila",
        "moss.yaml:4: program.currency: 'USB' is not a currency code of ISO 4217, such as USD",
        "moss.yaml:5: program.locale: 'xx' is not a locale; write en, en_GB or pt_BR",
        'moss.yaml:6: program.reminders.at: YAML reads a bare 10:00 as the number 600; write it in quotes, "10:00"',
        "moss.yaml:6: program.reminders.days_before[1]: should be greater than or equal to 0, not -1",
        "moss.yaml:8: tracks[0].key: expected small letters, digits, '.', '-' and '_', as in 'ft'",
        "moss.yaml:10: tracks[0].status: expected 'open', 'paused', 'closed' or 'suggestions', not 'opened'",
        "moss.yaml:11: tracks[0].amount: min 5 is more than max 4",
        "moss.yaml:13: tracks[0].deadlines[0].closes: 2018-02-30 is not in the calendar: day is out of range for month",
        "moss.yaml:14: tracks[0].deadlines[1].closes: is missing; give closes, or rule and starts",
        "moss.yaml:15: tracks[0].deadlines[2].opens: 2018-02-01 is not before closes, 2018-01-31",
        "moss.yaml:16: tracks[0].deadlines[3].starts: is missing; a rule needs the date it starts on",
        "moss.yaml:17: tracks[0].deadlines[4].closes: does not go with a rule, which makes the dates",
        "moss.yaml:17: tracks[0].deadlines[4].rule: 'FREQ=HOURLY' recurs within a day; the finest step is FREQ=DAILY",
        "moss.yaml:18: tracks[0].deadlines[5].starts: belongs to a rule; here only closes counts",
        "moss.yaml:19: tracks[0].deadlines[6].label: is missing",
        "moss.yaml:20: tracks[1].name: is missing",
        "moss.yaml:20: tracks[1].nmae: unknown key; did you mean 'name'?",
        "moss.yaml:22: awards[0].amount: should be greater than or equal to 0, not -1",
        "moss.yaml:22: awards[0].awarded: 'yesterday' is not a date; write 2026-05-15, 2026-05-15 AoE, 2026-05-15 17:00 Europe/Lisbon or 2026-05-15T17:00:00+01:00",
        "moss.yaml:22: awards[0].track: there is no track 'sos'; known: FT, mp",
        "moss.yaml:22: awards[0].url: expected an address that begins with https:// or http://",
        "moss.yaml:23: awards[1].amount: Decimal input should have no more than 2 decimal places, not '1.005'",
        "moss.yaml:23: awards[1].original.currency: 'EUX' is not a currency code of ISO 4217, such as USD",
    ]


def test_mistakes_in_what_is_left_out_are_reported_and_those_after_it_keep_their_place() -> None:
    text = (
        HEAD
        + """\
tracks:
  - key: ft
    name: FT
    deadlines:
      - {key: BAD KEY, closes: 2018-01-01}
      - {key: NO TOO, closes: 2018-01-01}
      - {label: y, closes: 2018-99-01}
      - {key: AGAIN, label: z, closes: 2018-01-01}
"""
    )
    assert problems(text) == [
        "program.yaml:6: tracks[0].deadlines[0].key: expected small letters, digits, '.', '-' and '_', as in 'bad-key'",
        "program.yaml:6: tracks[0].deadlines[0].label: is missing",
        "program.yaml:7: tracks[0].deadlines[1].key: expected small letters, digits, '.', '-' and '_', as in 'no-too'",
        "program.yaml:7: tracks[0].deadlines[1].label: is missing",
        "program.yaml:8: tracks[0].deadlines[2].closes: 2018-99-01 is not in the calendar: month must be in 1..12",
        "program.yaml:9: tracks[0].deadlines[3].key: expected small letters, digits, '.', '-' and '_', as in 'again'",
    ]


def test_items_after_one_that_is_no_item_keep_their_place() -> None:
    text = (
        HEAD
        + """\
tracks:
  - 5
  - key: a
    name: A
    deadlines:
      - 6
      - {label: x, closes: 2018-01-31}
      - seven
      - {label: y, closes: 2018-02-30}
      - {label: x, closes: 2018-01-31}
"""
    )
    assert problems(text) == [
        "program.yaml:3: tracks[0]: expected keys with their values, not 5",
        "program.yaml:7: tracks[1].deadlines[0]: expected keys with their values, not 6",
        "program.yaml:9: tracks[1].deadlines[2]: expected keys with their values, not 'seven'",
        "program.yaml:10: tracks[1].deadlines[3].closes: 2018-02-30 is not in the calendar: day is out of range for month",
        "program.yaml:11: tracks[1].deadlines[4].key: 'x' is the key of tracks[1].deadlines[1] already; give this one its own key",
    ]


def test_what_the_program_lacks() -> None:
    assert problems("tracks: []\n") == [
        "program.yaml:1: program: is missing",
        "program.yaml:1: program.currency: is missing",
        "program.yaml:1: program.name: is missing",
        "program.yaml:1: program.timezone: is missing",
    ]
    assert problems("program: {name: A}\nawards: 5\n") == [
        "program.yaml:1: program.currency: is missing",
        "program.yaml:1: program.timezone: is missing",
        "program.yaml:2: awards: expected a list, not 5",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "a\n", "- a\n", "5\n"])
def test_no_program_at_all(text: str) -> None:
    assert problems(text) == [
        "program.yaml:1: is empty; expected `program:`, `tracks:` and `awards:`"
    ]


@pytest.mark.parametrize(
    ("track", "said"),
    [
        # Keys.
        ("{key: a, nam: A}", ["tracks[0].nam: unknown key; did you mean 'name'?", "tracks[0].name: is missing"]),
        ("{key: a, name: A, deadlnes: []}", ["tracks[0].deadlnes: unknown key; did you mean 'deadlines'?"]),
        ("{key: a, name: A, amount: {mim: 1}}", ["tracks[0].amount.mim: unknown key; did you mean 'min'?"]),
        ("{key: a, name: A, reminders: {days: [1]}}", ["tracks[0].reminders.days: unknown key; did you mean 'days_before'?"]),
        ("{key: a, name: A, amount: {qqq: 1}}", ["tracks[0].amount.qqq: unknown key; known here: min, max"]),
        ("{key: a, name: A, name: B}", ["tracks[0].name: is given twice"]),
        ("{key: a, name: A, <<: {status: open}}", ["tracks[0].<<: unknown key; known here: key, name, aliases, summary, apply_url, status, status_note, amount, reminders, quiet, templates, announce_in, hashtags, deadlines"]),
        # What YAML makes of words and numbers.
        ("{key: on, name: A}", ["tracks[0].key: YAML reads this as a number or a yes/no; put it in quotes"]),
        ("{key: a, name: no}", ["tracks[0].name: YAML reads this as a number or a yes/no; put it in quotes"]),
        ("{key: a, name: 2018}", ["tracks[0].name: YAML reads this as a number or a yes/no; put it in quotes"]),
        ("{key: a, name: A, aliases: [yes]}", ["tracks[0].aliases[0]: YAML reads this as a number or a yes/no; put it in quotes"]),
        ("{key: a, name: A, status: on}", ["tracks[0].status: expected 'open', 'paused', 'closed' or 'suggestions', not True"]),
        ("{key: a, name: A, amount: {min: yes}}", ["tracks[0].amount.min: Decimal input should be an integer, float, string or Decimal object, not True"]),
        ('{key: a, name: A, amount: {min: !!int ""}}', ["tracks[0].amount.min: should be a valid decimal, not ''"]),
        ("{key: a, name: A, amount: {min: .inf}}", ["tracks[0].amount.min: should be a valid decimal, not '.inf'"]),
        ("{key: a, name: A, amount: {min: NaN}}", ["tracks[0].amount.min: should be a finite number, not 'NaN'"]),
        # Hours.
        ("{key: a, name: A, reminders: {at: 8:30}}", ['tracks[0].reminders.at: YAML reads a bare 8:30 as the number 510; write it in quotes, "08:30"']),
        ("{key: a, name: A, reminders: {at: 10}}", ['tracks[0].reminders.at: expected an hour of the day in quotes, "10:00"; not 10']),
        ("{key: a, name: A, reminders: {at: yes}}", ['tracks[0].reminders.at: expected an hour of the day in quotes, "10:00"; not True']),
        ('{key: a, name: A, reminders: {at: "24:00"}}', ["tracks[0].reminders.at: expected an hour of the day in quotes, \"10:00\"; not '24:00'"]),
        ('{key: a, name: A, reminders: {at: "10am"}}', ["tracks[0].reminders.at: expected an hour of the day in quotes, \"10:00\"; not '10am'"]),
        # Channels.
        ("{key: a, name: A, announce_in: [moss]}", ["tracks[0].announce_in[0]: expected a channel, \"#moss\", or a channel id, C0123ABC; not 'moss'"]),
        ('{key: a, name: A, announce_in: ["<!channel>"]}', ["tracks[0].announce_in[0]: expected a channel, \"#moss\", or a channel id, C0123ABC; not '<!channel>'"]),
        ("{key: a, name: A, announce_in: [~]}", ['tracks[0].announce_in[0]: a bare # begins a comment in YAML; write it in quotes, "#moss"']),
        # Lengths, so that every message stays within Slack's limits.
        (f"{{key: a, name: {'x' * 151}}}", ["tracks[0].name: is longer than 150 characters"]),
        ('{key: a, name: "  "}', ["tracks[0].name: is empty"]),
        ("{key: a, name: A, reminders: {days_before: 8}}", ["tracks[0].reminders.days_before: expected a list, not 8; write [8]"]),
        ("{key: a, name: A, reminders: {days_before: [8, 3, 8]}}", ["tracks[0].reminders.days_before[2]: 8 is in the list twice"]),
        ("{key: a, name: A, reminders: {after_close: perhaps}}", ["tracks[0].reminders.after_close: expected true or false, not 'perhaps'"]),
        ("{key: a, name: A, reminders: {days_before: [3651]}}", ["tracks[0].reminders.days_before[0]: should be less than or equal to 3650, not 3651"]),
        ("5", ["tracks[0]: expected keys with their values, not 5"]),
    ],
)  # fmt: skip
def test_a_track_with_a_mistake(track: str, said: list[str]) -> None:
    assert problems(f"{HEAD}tracks:\n  - {track}\n") == [f"program.yaml:3: {s}" for s in said]


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ("announce_in: #moss", 'program.yaml:5: tracks[0].announce_in: is empty; a bare # begins a comment in YAML; write ["#moss"], or [] for no channel'),
        ("announce_in:\n      - #moss", 'program.yaml:6: tracks[0].announce_in[0]: a bare # begins a comment in YAML; write it in quotes, "#moss"'),
    ],
)  # fmt: skip
def test_a_bare_channel_is_a_comment_and_said_to_be(channels: str, said: str) -> None:
    # Taken for nothing said, the track would go to the program's channels without a word.
    assert problems(f"{HEAD}tracks:\n  - key: a\n    name: A\n    {channels}\n") == [said]


def test_a_bare_channel_of_the_program() -> None:
    text = "program:\n  name: A\n  timezone: UTC\n  currency: USD\n  announce_in: #moss\n"
    assert problems(text) == [
        'program.yaml:5: program.announce_in: is empty; a bare # begins a comment in YAML; write ["#moss"], or [] for no channel'
    ]


def test_a_bare_channel_in_a_list_is_no_yaml() -> None:
    (said,) = problems(f"{HEAD}tracks:\n  - {{key: a, name: A, announce_in: [#moss]}}\n")
    assert said.startswith("program.yaml:4: is not YAML: ")
    assert said.endswith('(a bare # begins a comment; put channel names in quotes, "#moss")')


def test_keys_that_collide() -> None:
    text = (
        HEAD
        + """\
tracks:
  - {key: a, name: A, deadlines: [{label: "Spring, 2026", closes: 2026-01-01}, {label: spring 2026, closes: 2026-01-02}]}
  - {key: b, name: B, deadlines: [{label: "Spring, 2026", closes: 2026-01-01}]}
  - {key: a, name: C}
awards:
  - {recipient: Rust AV, amount: 1, awarded: 2018-01-01}
  - {key: rust-av, recipient: x, amount: 1, awarded: 2018-01-01}
  - {recipient: "!!!", amount: 1, awarded: 2018-01-01}
"""
    )
    assert problems(text) == [
        "program.yaml:3: tracks[0].deadlines[1].key: 'spring-2026' is the key of tracks[0].deadlines[0] already; give this one its own key",
        "program.yaml:5: tracks[2].key: 'a' is the key of tracks[0] already; give this one its own key",
        "program.yaml:8: awards[1].key: 'rust-av' is the key of awards[0] already; give this one its own key",
        "program.yaml:9: awards[2].key: is missing, and the name gives none; write one",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "x\0y: 1\n", "program.yaml:2: is not YAML: character U+0000 is not allowed"),
        (HEAD + "\n\nx: \x07\n", "program.yaml:4: is not YAML: character U+0007 is not allowed"),
        (HEAD + "x: \ud800\n", "program.yaml:2: is not YAML: half a character, which UTF-8 cannot hold"),
        (HEAD + "awards: *nope\n", "program.yaml:2: is not YAML: found undefined alias"),
        (HEAD + "---\n" + HEAD, "program.yaml:2: is not YAML: but found another document"),
        (HEAD + "\tx: 1\n", "program.yaml:2: is not YAML: found character that cannot start any token"),
        ("a: b: c\n", "program.yaml:1: is not YAML: mapping values are not allowed in this context"),
        ("x" * (MAX_BYTES + 1), "program.yaml: is larger than 10,000,000 characters"),
        # Cycles.
        ("a: &a [*a]\n", "program.yaml:1: too large or too deeply nested for a program"),
        ("program: &a {x: *a}\n", "program.yaml:1: too large or too deeply nested for a program"),
        # Composing these takes the whole process down.
        ("[" * 100_000, "program.yaml:1: too large or too deeply nested for a program"),
        ("{a: " * 100_000, "program.yaml:1: too large or too deeply nested for a program"),
        ("- " * 5_000, "program.yaml:1: too large or too deeply nested for a program"),
    ],
    ids=range(13),
)  # fmt: skip
def test_not_a_program(text: str, said: str) -> None:
    assert problems(text) == [said]


def test_an_alias_bomb_ends_soon() -> None:
    names = "abcdefghi"
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise(names)
    )
    began = time.process_time()
    (said,) = problems(bomb)
    assert "too large or too deeply nested for a program" in said
    assert time.process_time() - began < 5


def test_a_thousand_mistakes_are_found_soon() -> None:
    began = time.process_time()
    said = problems(f"{HEAD}tracks:\n" + "  - {key: A B, name: A, zzz: 1}\n" * 1000)
    assert len(said) == 2000
    assert said[-1].startswith("program.yaml:1002: tracks[999].zzz: unknown key; known here: ")
    assert time.process_time() - began < 3


def test_aliases_that_are_no_bomb_are_read() -> None:
    found = read_program(
        HEAD + "tracks:\n"
        "  - {key: a, name: A, deadlines: &d [{label: x, closes: 2018-01-31}]}\n"
        "  - {key: b, name: B, deadlines: *d}\n"
    )
    assert [d.subject for t in found.tracks for d in t.deadlines] == ["a/x", "b/x"]


def test_a_byte_order_mark_and_windows_lines_are_no_mistake() -> None:
    assert read_program("\ufeff" + MOSS.replace("\n", "\r\n")) == read_program(MOSS)


def test_what_is_written_like_a_number_keeps_its_digits() -> None:
    found = read_program(
        HEAD + "tracks:\n"
        "  - {key: 2018-01, name: A, amount: {min: 010, max: 1_000.50}, deadlines: [{label: 2018-01-31, closes: 2018-01-31}]}\n"
    )
    (track,) = found.tracks
    assert track.key == "2018-01"
    # YAML would make it eight.
    assert track.amount == AmountRange(Decimal(10), Decimal("1000.50"))
    assert track.deadlines[0].label == "2018-01-31"


TRACK = "- {key: a, name: A, deadlines: [{label: x, closes: 2018-01-31}]%s}\n"


@pytest.mark.parametrize(
    ("more", "ladder", "channels"),
    [
        ("", Reminders((30, 1), hour(9)), ("#all", "C0123ABC")),
        (", reminders: {days_before: [8, 1]}", Reminders((8, 1), hour(9)), ("#all", "C0123ABC")),
        (', reminders: {at: "18:30"}', Reminders((30, 1), hour(18, 30)), ("#all", "C0123ABC")),
        (", reminders: {days_before: []}", Reminders((), hour(9)), ("#all", "C0123ABC")),
        (", reminders: {}", Reminders((30, 1), hour(9)), ("#all", "C0123ABC")),
        (', announce_in: ["#ft"]', Reminders((30, 1), hour(9)), ("#ft",)),
        (', announce_in: ["#ft", "#ft"]', Reminders((30, 1), hour(9)), ("#ft",)),
        (", announce_in: []", Reminders((30, 1), hour(9)), ()),
    ],
)
def test_a_track_overrides_the_program_key_by_key(
    more: str, ladder: Reminders, channels: tuple[str, ...]
) -> None:
    found = program(
        TRACK % more,
        announce_in='["#all", C0123ABC, "#all"]',
        reminders='{days_before: [30, 1], at: "09:00"}',
    )
    assert found.announce_in == ("#all", "C0123ABC")
    assert (found.tracks[0].reminders, found.tracks[0].announce_in) == (ladder, channels)


def test_when_a_deadline_was_known() -> None:
    known = utc("2018-01-01T00:00")
    found = read_program(MOSS, known_at=known)
    assert {d.known_at for t in found.tracks for d in t.deadlines} == {known}


def test_what_the_database_knows_of_a_record() -> None:
    file, _ = parse(MOSS, "moss.yaml")
    stamp = Stamp(3, utc("2018-01-01T00:00"), utc("2018-01-02T00:00"))
    plain, stamped = build(file), build(
        file, {("deadline", "mission-partners/april-2018-batch"): stamp}, version=7
    )  # fmt: skip
    assert (plain.version, stamped.version) == (0, 7)
    january, april = stamped.tracks[1].deadlines
    assert january == plain.tracks[1].deadlines[0]
    assert april == replace(
        plain.tracks[1].deadlines[1],
        revision=3, known_at=utc("2018-01-01T00:00"), changed_at=utc("2018-01-02T00:00"),
    )  # fmt: skip


def test_build_refuses_what_reading_would() -> None:
    file, _ = parse(MOSS.replace("2018-04-30", "2018-04-31"), "moss.yaml")
    with pytest.raises(ProgramFileError) as refused:
        build(file)
    assert refused.value.lines() == [
        "program: tracks[1].deadlines[1].closes: 2018-04-31 is not in the calendar: day is out of range for month"
    ]


def test_an_award_under_embargo_is_public_when_its_time_has_come() -> None:
    found = read_program(
        HEAD + "awards:\n"
        "  - {recipient: a, amount: 1, awarded: 2018-01-01, publish_at: 2018-03-01}\n"
        "  - {recipient: b, amount: 1, awarded: 2018-01-01, published: false}\n"
    )
    before, then = utc("2018-02-28T23:59:59"), utc("2018-03-01T00:00")
    assert [a.key for a in found.public_awards(before)] == []
    assert [a.key for a in found.public_awards(then)] == ["a"]


def test_a_deadline_is_open_from_its_opening_until_its_close() -> None:
    (batch,) = read_program(MOSS).tracks[0].deadlines
    moments = [
        "2017-11-01T06:59:59", "2017-11-01T07:00:00", "2018-02-01T07:59:58", "2018-02-01T07:59:59",
    ]  # fmt: skip
    assert [batch.is_open(utc(at)) for at in moments] == [False, True, True, False]
