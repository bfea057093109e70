"""Programs written out again, what differs between two of them, and the schema."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.domain.building import build, read_program
from bot.domain.diff import compare, moved_closes
from bot.domain.document import ProgramFile, slug
from bot.domain.export import to_json, to_yaml
from bot.domain.reading import ProgramFileError, parse
from bot.domain.templates import KEYS

from .samples import HEAD, MOSS


def entries(text: str) -> ProgramFile:
    file, source = parse(text, "program.yaml")
    assert source.problems == []
    return file


NASTY = ["yes", "no", "on", "~", "null", "2018", "2018-01-31", "10:00", "1_000", "0x1f", "010", "1e3",
    ".inf", "=", "<<", "#moss", "- a", "? a", "a: b", "a #b", "{a}", "[a]", "&a", "*a", "!a", "|", ">",
    "%a", "@a", "`a", "'a'", '"a"', "a\\b", "---", "...", "ü", "🎉", "a\nb", "a\n\n  b", "a\tb",
    "a\x85b", "a\u2028b", "a\ufeffb", "x" * 150]  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
    st.text("ab \n\t#:'\"-", min_size=1, max_size=120),
).filter(lambda text: bool(text.strip()))
keys = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)
urls = st.sampled_from(["https://example.org/", "http://example.org/?a=b&c=#d"])
amounts = st.one_of(
    st.integers(0, 10**12),
    st.decimals(0, 10**12, places=2, allow_nan=False),
    st.just(Decimal("-0")),
)
channels = st.lists(st.sampled_from(["#moss", "#a-b_c", "C0123ABC", "#日本"]), max_size=3)
ladders = st.fixed_dictionaries(
    {},
    optional={
        "days_before": st.lists(st.integers(0, 3650), max_size=5),
        "at": st.times().map("{:%H:%M}".format),
        "after_close": st.booleans(),
    },
)
currencies = st.sampled_from(["USD", "EUR", "NOK"])
clocks = st.times().map("{:%H:%M}".format)
quiets = st.fixed_dictionaries(
    {},
    optional={
        "from": clocks, "to": clocks, "weekends": st.booleans(),
        "holidays": st.lists(st.dates(min_value=date(1950, 1, 1)).map(str), max_size=3),
    },
)  # fmt: skip
templates = st.fixed_dictionaries(
    {}, optional={key: texts.map(lambda t: re.sub("[{}]", "", t) + "{label}") for key in KEYS}
)
deadlines = st.fixed_dictionaries(
    {"label": texts},
    optional={"key": keys, "opens": texts.map(lambda t: t[:60]).filter(str.strip), "closes": st.sampled_from(["2018-01-31", "2018-01-31 AoE"]), "rule": texts, "starts": st.just("2018-01-31")},
)  # fmt: skip
tracks = st.fixed_dictionaries(
    {"key": keys, "name": texts},
    optional={
        "aliases": st.lists(texts, max_size=2), "summary": texts, "apply_url": urls,
        "status": st.sampled_from(["open", "paused", "closed", "suggestions"]),
        "status_note": texts, "reminders": ladders, "announce_in": channels, "quiet": quiets, "templates": templates,
        "amount": st.fixed_dictionaries({}, optional={"min": amounts, "max": amounts}),
        "deadlines": st.lists(deadlines, max_size=2),
    },
)  # fmt: skip
awards = st.fixed_dictionaries(
    {"recipient": texts, "amount": amounts, "awarded": st.just("2018-01-23")},
    optional={
        "key": keys, "aliases": st.lists(texts, max_size=2), "track": keys, "purpose": texts,
        "original": st.fixed_dictionaries({"amount": amounts, "currency": currencies}),
        "url": urls, "published": st.booleans(), "publish_at": st.just("2018-01-23 09:00 UTC"),
    },
)  # fmt: skip
files = st.fixed_dictionaries(
    {
        "program": st.fixed_dictionaries(
            {"name": texts, "timezone": st.just("UTC"), "currency": currencies},
            optional={
                "short_name": texts.map(lambda t: t.strip()[:40]).filter(str.strip), "url": urls,
                "contact": texts, "locale": st.sampled_from(["en", "de", "no"]),
                "announce_in": channels, "reminders": ladders, "quiet": quiets,
                "templates": templates,
            },
        )
    },
    optional={"tracks": st.lists(tracks, max_size=2), "awards": st.lists(awards, max_size=2)},
).map(ProgramFile.model_validate)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files)
def test_what_is_written_reads_back_as_it_was(file: ProgramFile) -> None:
    again = entries(to_yaml(file))
    assert again == file
    assert compare(file, again) == []
    # And so does what the database keeps.
    stored = json.loads(json.dumps(to_json(file)))
    assert ProgramFile.model_validate(stored) == file


@pytest.mark.parametrize("words", NASTY)
def test_words_that_yaml_would_take_for_something_else(words: str) -> None:
    file = ProgramFile.model_validate(
        {"program": {"name": words, "timezone": "UTC", "currency": "USD"}}
    )
    assert entries(to_yaml(file)) == file


def test_export_is_for_people() -> None:
    text = to_yaml(entries(MOSS))
    assert read_program(text) == read_program(MOSS)
    assert "  reminders:\n    days_before:\n      - 30\n" in text
    assert "    at: '10:00'\n" in text
    assert "    amount: 71356.50\n" in text
    assert "      amount: 51000\n" in text
    assert "    recipient: Océan\n" in text
    # What the file leaves unsaid stays so.
    assert "status" not in text


def test_an_entry_as_data() -> None:
    (april,) = [d for d in entries(MOSS).tracks[1].deadlines if "April" in d.label]
    assert to_json(april) == {"label": "April 2018 batch", "closes": "2018-04-30"}


def test_quiet_times_and_words_are_written_as_they_are_read() -> None:
    more = """\
  quiet: {from: "20:00", to: "08:00", weekends: true, holidays: [2026-12-25]}
  templates: {today: "*Last call*: {left}\\n{closes}"}
"""
    file = entries(MOSS.replace("tracks:\n", f"{more}tracks:\n"))
    text = to_yaml(file)
    assert "  quiet:\n    from: '20:00'\n    to: 08:00\n    weekends: true\n" in text
    assert entries(text) == file
    (change,) = compare(entries(MOSS), file)
    assert change.text() == (
        "~ program: quiet nothing -> {'from': '20:00', 'to': '08:00', 'weekends': True, "
        "'holidays': ['2026-12-25']}; "
        "templates nothing -> {'today': '*Last call*: {left}\\n{closes}'}"
    )
    check_schema = Draft202012Validator(ProgramFile.model_json_schema()).is_valid
    assert check_schema(json.loads(json.dumps(to_json(file))))


def changed(old: str, new: str) -> ProgramFile:
    assert MOSS.count(old) == 1
    return entries(MOSS.replace(old, new))


def test_nothing_differs() -> None:
    assert compare(entries(MOSS), entries(MOSS)) == []


def test_a_first_import_adds_everything() -> None:
    assert [c.text() for c in compare(None, entries(MOSS))] == [
        "+ program",
        "+ track foundational-technology",
        "+ deadline foundational-technology/2018-01",
        "+ track mission-partners",
        "+ deadline mission-partners/january-2018-batch",
        "+ deadline mission-partners/april-2018-batch",
        "+ award rust-av",
        "+ award ocean",
    ]


def test_added_changed_and_removed() -> None:
    after = entries(
        MOSS.replace(
            "{label: April 2018 batch, closes: 2018-04-30}", "{label: June, closes: 2018-06-30}"
        )
        .replace("    name: Mission Partners", "    name: Partners\n    status: paused")
        .replace("short_name: MOSS", "short_name: Moss")
        .replace("key: ocean", "key: sea")
    )
    assert [c.text() for c in compare(entries(MOSS), after)] == [
        "~ program: short_name MOSS -> Moss",
        "~ track mission-partners: name Mission Partners -> Partners; status nothing -> paused",
        "+ deadline mission-partners/june",
        "+ award sea",
        "- deadline mission-partners/april-2018-batch",
        "- award ocean",
    ]


@pytest.mark.parametrize(
    ("old", "new", "text", "moves"),
    [
        ("closes: 2018-04-30", "closes: 2018-05-07",
         "~ deadline mission-partners/april-2018-batch: closes 2018-04-30 -> 2018-05-07", True),
        ("closes: 2018-04-30", 'rule: FREQ=YEARLY, starts: 2018-04-30',
         "~ deadline mission-partners/april-2018-batch: closes 2018-04-30 -> nothing; rule nothing -> FREQ=YEARLY; starts nothing -> 2018-04-30", True),
        ("opens: 2017-11-01", "opens: 2017-11-02",
         "~ deadline foundational-technology/2018-01: opens 2017-11-01 -> 2017-11-02", False),
        ("key: 2018-01, label: January 2018 batch", "key: 2018-01, label: Winter",
         "~ deadline foundational-technology/2018-01: label January 2018 batch -> Winter", False),
    ],
)  # fmt: skip
def test_only_another_close_moves_a_close(old: str, new: str, text: str, moves: bool) -> None:
    (change,) = compare(entries(MOSS), changed(old, new))
    assert change.text() == text
    assert moved_closes(build(entries(MOSS)), build(changed(old, new))) == (
        {change.key} if moves else set()
    )


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ("rule: FREQ=DAILY, starts: 2018-01-31", "rule: FREQ=WEEKLY, starts: 2018-01-31", True),
        ("rule: FREQ=DAILY, starts: 2018-01-31", "rule: FREQ=DAILY, starts: 2018-02-01", True),
        ("rule: FREQ=DAILY, starts: 2018-01-31", "closes: 2018-01-31", True),
        ("closes: 2018-01-31", "closes: 2018-01-31, opens: 2018-01-01", False),
    ],
)
def test_a_rule_or_its_start_moves_the_close(before: str, after: str, moves: bool) -> None:
    text = HEAD + "tracks: [{key: a, name: A, deadlines: [{label: x, %s}]}]\n"
    found = moved_closes(build(entries(text % before)), build(entries(text % after)))
    assert found == ({"a/x"} if moves else set())


def test_neither_an_addition_nor_a_removal_moves_a_close() -> None:
    less = changed("      - {label: April 2018 batch, closes: 2018-04-30}\n", "")
    (added,) = compare(less, entries(MOSS))
    (removed,) = compare(entries(MOSS), less)
    assert (added.what, removed.what) == ("added", "removed")
    assert moved_closes(build(less), build(entries(MOSS))) == set()
    assert moved_closes(build(entries(MOSS)), build(less)) == set()


def test_the_program_s_zone_moves_every_bare_date_and_other_words_for_an_instant_none() -> None:
    elsewhere = build(changed("timezone: America/Los_Angeles", "timezone: Europe/Lisbon"))
    reworded = changed("closes: 2018-04-30", '"closes": 2018-04-30 23:59:59 America/Los_Angeles')
    before = build(entries(MOSS))
    assert moved_closes(before, elsewhere) == {
        d.subject for track in before.tracks for d in track.deadlines
    }
    assert moved_closes(before, build(reworded)) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("min: 10000", "min: 10000.00"),
        ("amount: 71356.50", "amount: 71356.5"),
        ("amount: 51000,", "amount: 51_000,"),
    ],
)
def test_the_same_amount_written_otherwise_is_no_change(old: str, new: str) -> None:
    assert compare(entries(MOSS), changed(old, new)) == []


def test_long_values_are_cut_in_a_change() -> None:
    (change,) = compare(entries(MOSS), changed("a media library in Rust", "x" * 200))
    assert change.text() == f"~ award rust-av: purpose a media library in Rust -> {'x' * 77}..."


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("January 2018 batch", "january-2018-batch"),
        ("  Océan & Söhne ", "ocean-sohne"),
        ("a_b--c", "a-b-c"),
        ("日本 2026", "日本-2026"),
        ("!!!", ""),
    ],
)
def test_slug(text: str, key: str) -> None:
    assert slug(text) == key


def as_json(text: str) -> Any:
    """A YAML text as JSON data, its dates as they are written."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    described = ProgramFile.model_json_schema()
    Draft202012Validator.check_schema(described)
    return Draft202012Validator(described)


def test_the_schema_takes_what_we_export(schema: Draft202012Validator) -> None:
    data = entries(MOSS).model_dump(mode="json", exclude_defaults=True)
    assert [e.message for e in schema.iter_errors(data)] == []
    # Amounts as the numbers they are in the file, too.
    data["awards"][0]["amount"] = 71356.5
    data["tracks"][0]["amount"] = {"min": 10000, "max": 250000}
    assert [e.message for e in schema.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("name: Mission Partners", "nmae: Mission Partners", ["tracks", 1]),
        ("currency: USD", "currency: dollars", ["program", "currency"]),
        ("aliases: [FT]", "aliases: FT", ["tracks", 0, "aliases"]),
        ("summary: Supports", "status: opened\n    summary: Supports", ["tracks", 0, "status"]),
        ("awarded: 2018-01-23", "awarded: ''", ["awards", 0, "awarded"]),
    ],
)
def test_the_schema_refuses_what_we_refuse(
    schema: Draft202012Validator, old: str, new: str, where: list[str | int]
) -> None:
    assert MOSS.count(old) == 1
    data = as_json(MOSS.replace(old, new))
    # Read as words; only what was broken is looked at.
    found = [list(e.absolute_path) for e in schema.iter_errors(data)]
    assert where in found
    with pytest.raises(ProgramFileError):
        read_program(MOSS.replace(old, new))
