"""What comes late, or from another process, never says again what is said, nor undoes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from bot.domain.ledger import Kind, Row, State
from bot.domain.model import Program
from bot.sandbox.server import RunningSandbox
from bot.services.composing import Composed
from bot.services.program import Saved
from tests.domain.samples import MOSS
from tests.services.conftest import ADA, House, at


def states(house: House, step: str) -> set[State]:
    return {r.state for r in house.rows() if r.step == step and "april" not in r.subject}


def test_a_step_in_doubt_is_not_sent_after_a_later_one(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-23 10:00")
    house.sandbox.faults.add("slack", "drop_before", method="chat.postMessage", count=1)
    house.send()
    assert states(house, "8") == {State.UNKNOWN}
    house.send("2018-01-28 10:00")
    assert [line.partition(" left")[0] for line in house.headlines()] == ["*Three days"]
    house.clock.ahead += timedelta(minutes=5)
    for rows in house.services.settling.unsettled():
        house.services.settling.ask(rows)
    house.send()
    assert len(house.heard()) == 1
    assert states(house, "8") == {State.SKIPPED}


def test_what_backs_off_does_not_hide_what_falls_due(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-23 10:00")
    house.sandbox.faults.add(
        "slack", "status", method="chat.postMessage", status=429, retry_after=900, count=1
    )
    house.send()
    house.change(
        ("announce_in: [\"#moss\"]", "announce_in: [\"#moss\", \"#moss-ft\"]"),
        ('at: "10:00"', 'at: "10:05"'),
    )  # fmt: skip
    wake = house.services.delivery.wake_at()
    assert wake is not None
    assert wake <= at("2018-01-23 10:05")


def test_a_process_that_is_behind_does_not_undo_a_moved_date(make: type[House]) -> None:
    behind, ahead = make(), make()  # type: ignore[call-arg]
    behind.load()
    ahead.services.programs.refresh()
    moved = MOSS.replace("closes: 2018-04-30", "closes: 2018-05-31")
    ahead.services.programs.import_text(moved, "moss.yaml", ADA)
    planned = ahead.planned("mission-partners/april-2018-batch")
    assert planned == ["05-01", "05-17", "05-23", "05-28", "05-30", "05-31"]
    behind.services.reminders.plan()
    assert ahead.planned("mission-partners/april-2018-batch") == planned


def test_one_message_that_cannot_be_made_stops_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.load()

    def broken(
        _program: Program, _messages: Sequence[Sequence[Row]], _now: datetime
    ) -> list[Composed]:
        raise RuntimeError("a mistake of ours")

    composers = house.services.delivery.many_composers
    right = composers[Kind.COUNTDOWN]
    monkeypatch.setitem(composers, Kind.COUNTDOWN, broken)
    house.send("2018-01-23 10:00")
    assert states(house, "8") == {State.PLANNED}
    assert all("incident" in r.reason for r in house.rows() if r.step == "8" and r.reason)
    monkeypatch.setitem(composers, Kind.COUNTDOWN, right)
    house.clock.ahead += timedelta(minutes=6)
    house.send()
    assert states(house, "8") == {State.SENT}


@pytest.mark.postgres
def test_nobody_claims_or_sends_while_a_change_decides(
    postgres_url: str, running: RunningSandbox
) -> None:
    house = House(running, postgres_url)
    free: list[bool] = []

    def look(_connection: Connection, saved: Saved) -> None:
        with house.store.engine.connect() as other:
            found = other.execute(
                text("SELECT pg_try_advisory_xact_lock(8000009, :program)"),
                {"program": saved.program_id},
            )
            free.append(bool(found.scalar()))

    house.services.programs.on_saved.append(look)
    try:
        house.load()
    finally:
        house.workers.close()
        house.store.close()
    assert free == [False]
