"""A program file through the database and back; what changes, and what counts as a change."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from sqlalchemy import select

from bot.clock import Clock, clock_at
from bot.domain.diff import Change
from bot.domain.model import Deadline
from bot.domain.reading import ProgramFileError, parse
from bot.errors import UserError
from bot.services.program import ProgramService
from bot.store import tables
from bot.store.audit import Actor, record
from bot.store.engine import Store
from bot.store.programs import lock
from tests.domain.samples import HEAD, MOSS

NOW = datetime(2018, 1, 1, tzinfo=UTC)
ADA = Actor("U0ADA", "slack")


@pytest.fixture
def clock() -> Clock:
    return clock_at(NOW)


@pytest.fixture
def programs(store: Store, clock: Clock) -> ProgramService:
    made = ProgramService(store, clock)
    made.open()
    return made


def said(changes: list[Change]) -> list[str]:
    return [change.text() for change in changes]


def deadline(programs: ProgramService, subject: str) -> Deadline:
    found = {d.subject: d for track in programs.require().tracks for d in track.deadlines}
    return found[subject]


def test_an_empty_database_has_no_program(programs: ProgramService) -> None:
    assert programs.current is None
    with pytest.raises(UserError, match="eightdays program import"):
        programs.require()
    with pytest.raises(UserError, match="nothing to export"):
        programs.export()
    with pytest.raises(UserError):
        programs.edit(lambda file: file, "edit", "x", ADA)


def test_a_file_goes_in_and_comes_out_as_it_was(programs: ProgramService) -> None:
    changes = programs.import_text(MOSS, "moss.yaml", ADA)
    assert {change.what for change in changes} == {"added"}
    assert parse(programs.export(), "out")[0] == parse(MOSS, "in")[0]
    assert programs.import_text(programs.export(), "out.yaml", ADA) == []
    assert programs.require().version == 1


def test_a_dry_run_says_the_same_and_writes_nothing(programs: ProgramService) -> None:
    dry = programs.tried_text(MOSS, "moss.yaml", ADA).changes
    assert programs.current is None
    assert said(dry) == said(programs.import_text(MOSS, "moss.yaml", ADA))
    other = MOSS.replace("mission-partners", "partners")
    assert programs.tried_text(other, "moss.yaml", ADA).changes
    assert programs.require().version == 1
    assert "mission-partners" in programs.export()


def test_mistakes_write_nothing(programs: ProgramService) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    for broken in ("closes: 2018-01-32", "colses: 2018-01-31"):
        with pytest.raises(ProgramFileError):
            programs.import_text(MOSS.replace("closes: 2018-01-31", broken), "moss.yaml", ADA)
    assert programs.require().version == 1


def test_the_order_of_the_file_is_kept(programs: ProgramService) -> None:
    tracks = "".join(f"  - {{key: {key}, name: {key}}}\n" for key in "cabd")
    programs.import_text(f"{HEAD}tracks:\n{tracks}", "p.yaml", ADA)
    assert [track.key for track in programs.require().tracks] == ["c", "a", "b", "d"]
    data = yaml.safe_load(programs.export())
    data["tracks"] = [data["tracks"][number] for number in (3, 1, 0, 2)]
    data["tracks"].insert(2, {"key": "new", "name": "new"})
    programs.import_text(yaml.safe_dump(data, sort_keys=False), "p.yaml", ADA)
    assert [track.key for track in programs.require().tracks] == ["d", "a", "new", "c", "b"]
    fresh = ProgramService(programs.store, programs.clock)
    fresh.open()
    assert [track.key for track in fresh.require().tracks] == ["d", "a", "new", "c", "b"]


def test_another_order_alone_is_a_new_version(programs: ProgramService) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    data = yaml.safe_load(MOSS)
    data["tracks"].reverse()
    assert programs.import_text(yaml.safe_dump(data), "moss.yaml", ADA) == []
    assert programs.require().version == 2
    assert programs.require().tracks[0].key == "mission-partners"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("label: January 2018 batch, opens: 2017-11-01", "label: Winter, opens: 2017-11-01"),
        ("opens: 2017-11-01", "opens: 2017-12-01"),
        ("name: Foundational Technology", "name: Foundations"),
        (
            "closes: 2018-01-31}\n  - key",
            'closes: "2018-01-31 23:59:59 America/Los_Angeles"}\n  - key',
        ),
        ("days_before: [30, 14, 8, 3, 1, 0]", "days_before: [8]"),
    ],
)
def test_what_is_no_other_close_raises_no_revision(
    programs: ProgramService, before: str, after: str
) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    known = deadline(programs, "foundational-technology/2018-01").known_at
    assert before in MOSS
    assert programs.import_text(MOSS.replace(before, after), "moss.yaml", ADA)
    found = deadline(programs, "foundational-technology/2018-01")
    assert (found.revision, found.known_at) == (1, known)


def test_another_close_raises_the_revision_of_that_deadline_alone(
    programs: ProgramService, clock: Clock
) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    clock.move_to(NOW + timedelta(days=3))
    moved = MOSS.replace("closes: 2018-04-30", "closes: 2018-05-15")
    programs.import_text(moved, "moss.yaml", ADA)
    april = deadline(programs, "mission-partners/april-2018-batch")
    assert april.revision == 2
    assert april.known_at is not None
    assert april.known_at >= NOW + timedelta(days=3)
    assert deadline(programs, "mission-partners/january-2018-batch").revision == 1
    programs.import_text(MOSS, "moss.yaml", ADA)
    assert deadline(programs, "mission-partners/april-2018-batch").revision == 3


def test_another_zone_moves_every_bare_date(programs: ProgramService) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    programs.import_text(MOSS.replace("America/Los_Angeles", "Europe/Lisbon"), "moss.yaml", ADA)
    assert deadline(programs, "mission-partners/april-2018-batch").revision == 2


def test_what_is_left_out_is_archived_and_comes_back_as_another_revision(
    programs: ProgramService, store: Store
) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    without = MOSS.replace("      - {label: April 2018 batch, closes: 2018-04-30}\n", "")
    assert said(programs.import_text(without, "moss.yaml", ADA)) == [
        "- deadline mission-partners/april-2018-batch"
    ]
    table = tables.records
    with store.read() as connection:
        archived = connection.execute(
            select(table.c.key).where(table.c.archived_at.is_not(None))
        ).all()
    assert archived == [("mission-partners/april-2018-batch",)]
    assert said(programs.import_text(MOSS, "moss.yaml", ADA)) == [
        "+ deadline mission-partners/april-2018-batch"
    ]
    assert parse(programs.export(), "out")[0] == parse(MOSS, "in")[0]
    assert deadline(programs, "mission-partners/april-2018-batch").revision == 2


def test_a_whole_track_goes_with_its_deadlines_and_comes_back(programs: ProgramService) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    data = yaml.safe_load(MOSS)
    track = data["tracks"].pop(1)
    data["awards"] = []
    programs.import_text(yaml.safe_dump(data), "moss.yaml", ADA)
    assert [each.key for each in programs.require().tracks] == ["foundational-technology"]
    data["tracks"].insert(0, track)
    programs.import_text(yaml.safe_dump(data), "moss.yaml", ADA)
    assert [each.key for each in programs.require().tracks] == [
        "mission-partners", "foundational-technology",
    ]  # fmt: skip
    assert len(programs.require().tracks[0].deadlines) == 2


def test_every_change_is_in_the_audit(programs: ProgramService) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    programs.import_text(MOSS.replace("MOSS", "Moss"), "a" * 1000, Actor("operator", "cli"))
    newest, oldest = programs.audit()
    assert (newest.actor, newest.via, newest.act) == ("operator", "cli", "import")
    assert newest.detail["changes"] == ["~ program: short_name MOSS -> Moss"]
    assert newest.at.tzinfo == UTC
    assert (oldest.actor, oldest.subject) == ("U0ADA", "moss.yaml")


def test_another_process_notices(programs: ProgramService, store: Store) -> None:
    other = ProgramService(store, programs.clock)
    other.open()
    assert other.current is None
    programs.import_text(MOSS, "moss.yaml", ADA)
    assert other.refresh()
    assert not other.refresh()
    assert other.require().version == 1


def test_an_edit_sees_what_another_process_wrote(programs: ProgramService, store: Store) -> None:
    programs.import_text(MOSS, "moss.yaml", ADA)
    other = ProgramService(store, programs.clock)
    other.open()
    programs.import_text(MOSS.replace("name: Mission Partners", "name: Partners"), "m.yaml", ADA)

    def rename(file: object) -> object:
        assert other.require().version == 1
        return file.model_copy(  # type: ignore[attr-defined]
            update={
                "program": file.program.model_copy(  # type: ignore[attr-defined]
                    update={"short_name": "Moss"}
                )
            }
        )

    other.edit(rename, "rename", "program", ADA)  # type: ignore[arg-type]
    assert other.require().short_name == "Moss"
    assert other.require().tracks_by_key["mission-partners"].name == "Partners"
    programs.refresh()
    assert programs.require().version == 3


ODD = {
    "emoji and marks": "Ünïcödé 🎉 “quoted” — 100% & <b>",
    "other scripts": "日本語 العربية עברית",
    "backslashes": "C:\\temp \"x\" 'y'",
    "lines": "one\ntwo\tthree",
    "percent": "100% %s %(x)s :colon ?",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_words_survive(programs: ProgramService, words: str) -> None:
    data = yaml.safe_load(MOSS)
    data["tracks"][0] |= {"name": words, "summary": words, "aliases": [words]}
    data["awards"][0]["purpose"] = words
    programs.import_text(yaml.safe_dump(data, allow_unicode=True), "odd.yaml", ADA)
    assert programs.require().tracks[0].name == words
    assert programs.import_text(programs.export(), "odd.yaml", ADA) == []


# PostgreSQL has room for 300 characters of a key, and none for a NUL; SQLite takes both.
@pytest.mark.postgres
@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("name", "half \ud800 a character", id="surrogate"),
        pytest.param("name", "nothing\0ness", id="nul"),
        pytest.param("label", "ß" * 150, id="long slug"),
        pytest.param("recipient", "ﷺ" * 150, id="longer slug"),
    ],
)
def test_words_that_a_database_cannot_hold_are_mistakes_in_the_file(
    postgres_url: str, clock: Clock, field: str, value: str
) -> None:
    data = yaml.safe_load(MOSS)
    place = {
        "name": data["tracks"][0],
        "label": data["tracks"][1]["deadlines"][0],
        "recipient": data["awards"][0],
    }
    place[field][field] = value
    store = Store(postgres_url)
    programs = ProgramService(store, clock)
    programs.open()
    try:
        with pytest.raises(ProgramFileError):
            programs.import_text(yaml.safe_dump(data), "odd.yaml", ADA)
    finally:
        store.close()


@pytest.mark.postgres
def test_acts_are_written_down_while_the_program_changes(postgres_url: str, clock: Clock) -> None:
    """Whoever holds the ledger's lock writes rows that refer to the program; waiting for its row
    would be a deadlock, as a change of the program takes that lock next."""
    store = Store(postgres_url)
    try:
        made = ProgramService(store, clock)
        made.open()
        with store.write() as changing, store.write() as acting:
            lock(changing, made.id)
            acting.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
            record(acting, made.id, ADA, "announcement approve", "award/zappa", NOW)
    finally:
        store.close()
