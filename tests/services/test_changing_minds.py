"""People who change what they want while a reminder is under way, and reminders that come late."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.errors import UserError
from bot.networks.base import CannotAskError
from bot.render import remind, slack
from bot.store import ledger, subscribers, tables
from tests.services.conftest import MIA, House, at
from tests.services.test_reminding import FT, _quiet_again, ask, carry_on, rows, told

__all__ = ["_quiet_again"]
BOTH = "*Eight days left* for Foundational Technology and Mission Partners"
DEADLINE = f"{FT}/2018-01"


def planned_for_nine(house: House) -> None:
    """Mia is to be told at nine on 23 January, which is 01:00 in Los Angeles."""
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house)
    house.services.reminding.plan()


def next_said(house: House) -> str:
    found = house.services.subscribing.mine(MIA)
    assert found is not None
    return slack.text([remind.what_next(found.program, found.person, house.clock.now())])


# What is due and not out yet


def test_who_chooses_a_later_hour_of_today_is_told_then_as_the_form_says(house: House) -> None:
    planned_for_nine(house)
    house.clock.stand_at("2018-01-23 01:05")
    ask(house, hour="15:00")
    assert "Tuesday 23 January 2018 at 15:00, your time" in next_said(house)
    house.send("2018-01-23 01:20")
    assert told(house) == []
    house.services.reminding.plan()
    house.send("2018-01-23 07:00")
    assert told(house) == [BOTH]
    carry_on(house, "2018-01-23 12:00")
    assert len(told(house)) == 1


def test_so_is_who_does_while_it_is_claimed(house: House) -> None:
    planned_for_nine(house)
    house.clock.stand_at("2018-01-23 01:05")
    compose = house.services.reminding.compose_many
    acts: list[Callable[[], object]] = [lambda: ask(house, hour="15:00")]

    def late(*given: Any) -> Any:
        if acts:
            acts.pop()()
        return compose(*given)

    house.services.delivery.many_composers[Kind.REMINDER] = late
    house.send()
    assert told(house) == []
    house.send("2018-01-23 07:00")
    assert told(house) == [BOTH]


def test_who_is_moved_west_is_told_at_their_hour_there(house: House) -> None:
    planned_for_nine(house)
    house.clock.stand_at("2018-01-23 01:05")
    assert house.services.subscribing.profile_changed("U0MIA", "America/New_York", deleted=False)
    house.send("2018-01-23 01:10")
    assert told(house) == []
    carry_on(house, "2018-01-23 06:00")
    assert told(house) == [BOTH]


# Planning for all, while one of them acts


@pytest.mark.parametrize("hour", ["13:00", "07:00"])
def test_a_plan_does_not_undo_what_somebody_saves_meanwhile(
    house: House, monkeypatch: pytest.MonkeyPatch, hour: str
) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 20:00")
    ask(house, MIA, FT)
    read = house.services.reminding._after
    acts: list[Callable[[], object]] = [lambda: ask(house, hour=hour)]

    def stale(user: str) -> Any:
        found = read(user)
        if acts:
            acts.pop()()
        return found

    monkeypatch.setattr(house.services.reminding, "_after", stale)
    house.services.reminding.plan()
    assert [(f"{row.due:%d %H:%M}", row.state) for row in rows(house)] == [
        (f"23 {hour}", State.PLANNED)
    ] * 2


def test_two_acts_of_one_person_are_one_after_the_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned_for_nine(house)
    save = subscribers.save
    stopped: list[Future[bool]] = []
    with ThreadPoolExecutor(1) as other:

        def slow(*given: Any) -> None:
            if not stopped:
                stopped.append(other.submit(house.services.subscribing.stop, MIA))
                # It waits for the end of this; without that it would be done by now.
                with pytest.raises(TimeoutError):
                    stopped[0].result(timeout=1)
            save(*given)

        monkeypatch.setattr(subscribers, "save", slow)
        house.services.subscribing.mute(MIA)
        assert stopped[0].result(timeout=20)
    with house.store.read() as connection:
        found = subscribers.get(connection, house.services.programs.id, "U0MIA")
    assert found is not None
    assert found.ended == "you stopped them"
    assert {row.state for row in rows(house)} == {State.CANCELLED}


# What comes late


def test_what_is_late_waits_for_monday_where_weekends_are_not_wanted(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-26 00:00")
    ask(house, days="5 1", weekends=False)
    # Due on Friday; the process is back on Saturday at noon.
    house.clock.stand_at("2018-01-27 04:00")
    house.services.reminding._planned = None
    carry_on(house, "2018-01-27 04:00")
    carry_on(house, "2018-01-28 12:00")
    assert told(house) == []
    assert [f"{row.due:%d %H:%M}" for row in rows(house, State.PLANNED) if row.step == "5"] == [
        "29 09:00"
    ] * 2
    carry_on(house, "2018-01-29 01:00")
    assert told(house) == ["*Two days left* for Foundational Technology and Mission Partners"]


def test_or_is_left_out_where_it_closes_before_that(house: House) -> None:
    house.change(("closes: 2018-01-31}", 'closes: "2018-01-28 12:00 UTC"}'))
    house.clock.stand_at("2018-01-26 00:00")
    ask(house, MIA, FT, days="1", weekends=False)
    house.services.reminding._planned = None
    carry_on(house, "2018-01-27 12:00")
    assert told(house) == []
    reasons = {(row.state, row.reason) for row in rows(house)}
    assert reasons == {(State.SKIPPED, "there is no time before the close that is not quiet")}


def test_what_is_late_in_the_night_comes_in_the_morning_unless_it_closes_first(
    house: House,
) -> None:
    planned_for_nine(house)
    carry_on(house, "2018-01-23 17:00")  # one o'clock in Lisbon
    assert told(house) == []
    carry_on(house, "2018-01-23 23:00")
    assert told(house) == []
    carry_on(house, "2018-01-24 01:00")
    assert told(house) == ["*One week left* for Foundational Technology and Mission Partners"]
    house.change(("closes: 2018-01-31}", 'closes: "2018-02-02 05:00 Europe/Lisbon"}'))
    carry_on(house, "2018-02-01 00:30")
    before = len(told(house))
    carry_on(house, "2018-02-01 18:01")  # two o'clock; it closes at five
    assert told(house)[before] == (
        "*Today: two hours left* for Foundational Technology and Mission Partners"
    )


def test_a_queue_that_runs_into_the_night_is_not_late(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house, hour="21:45")
    house.services.reminding.plan()
    house.send("2018-01-23 14:20")  # 22:20 in Lisbon
    assert told(house) == [BOTH]


@pytest.mark.parametrize(
    ("edit", "heard"),
    [
        ([("summary: Supports", "summary: Helps")], 1),
        ([("aliases: [FT]", "aliases: [FT]\n    status: open")], 1),
        ([("aliases: [FT]", "aliases: [FT]\n    status: paused")], 0),
    ],
)
def test_an_edit_of_the_track_after_an_outage_loses_no_late_step(
    house: House, edit: list[tuple[str, str]], heard: int
) -> None:
    house.load()
    house.clock.stand_at("2018-01-15 00:00")
    ask(house, MIA, FT)
    house.services.reminding.plan()
    house.clock.stand_at("2018-01-24 04:00")
    text = house.change(*edit)
    if not heard:
        # Paused and open again: what fell due meanwhile is not told late.
        house.change(("status: paused", "status: open"), text=text)
    house.services.reminding._planned = None
    carry_on(house, "2018-01-24 04:00")
    assert len(told(house)) == heard


# Snoozing


def test_who_has_muted_reminders_is_not_promised_one(house: House) -> None:
    planned_for_nine(house)
    house.send("2018-01-23 01:00")
    house.services.subscribing.mute(MIA)
    with pytest.raises(UserError, match="muted reminders until Thursday 22 February 2018"):
        house.services.subscribing.snooze(MIA, [DEADLINE])
    house.services.subscribing.unmute(MIA)
    assert house.services.subscribing.snooze(MIA, [DEADLINE]).again


def test_who_wants_a_track_no_more_is_not_promised_one_either(house: House) -> None:
    planned_for_nine(house)
    house.send("2018-01-23 01:00")
    ask(house, MIA, "mission-partners")
    with pytest.raises(UserError, match="You want no reminders of that any more"):
        house.services.subscribing.snooze(MIA, [DEADLINE])
    assert [row for row in rows(house) if row.step.startswith("snooze")] == []


def test_to_snooze_again_at_another_hour_moves_what_was_promised(house: House) -> None:
    planned_for_nine(house)
    house.send("2018-01-23 01:00")
    snooze = house.services.subscribing.snooze
    snooze(MIA, [DEADLINE])
    ask(house, hour="15:00")
    assert snooze(MIA, [DEADLINE]).at == at("2018-01-24 07:00")
    assert [row.due for row in rows(house) if row.step.startswith("snooze")] == [
        at("2018-01-24 07:00")
    ]
    carry_on(house, "2018-01-24 02:00")
    assert len(told(house)) == 1
    carry_on(house, "2018-01-24 07:00")
    assert told(house)[1:] == ["*One week left* for Foundational Technology"]


# Direct messages of which nobody knows whether they are out


def in_doubt(house: House, user: str, kind: Kind) -> None:
    """A message to somebody that was on its way a minute and a half ago."""
    new = NewRow(
        kind=kind, subject=DEADLINE, revision=1, step="8", destination=Destination("slack", user),
        due=house.clock.now(),
    )  # fmt: skip
    with house.store.write() as connection:
        ledger.add(connection, house.services.programs.id, [new])
        connection.execute(
            tables.ledger.update()
            .where(tables.ledger.c.address == user)
            .values(
                state=State.UNKNOWN, token="x.1",
                attempted_at=house.clock.real_now() - timedelta(seconds=90),
            )
        )  # fmt: skip


def asked(house: House) -> int:
    """One round of the sweep: how many messages the network was asked for."""
    found = house.services.settling.unsettled()
    for each in found:
        house.services.settling.ask(each)
    return len(found)


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.CHANGE])
def test_who_is_gone_is_not_asked_after_for_ever(house: House, kind: Kind) -> None:
    house.load()
    ask(house, type(MIA)("U0GHOST", "slack"))
    in_doubt(house, "U0GHOST", kind)
    assert [asked(house), asked(house)] == [1, 0]
    (row,) = house.rows(kind)
    assert (row.state, row.reason) == (State.FAILED, "they are not in this workspace any more")
    with house.store.read() as connection:
        assert subscribers.active(connection, house.services.programs.id) == []
    assert house.rows(Kind.NOTICE) == []


def test_what_cannot_be_asked_for_is_asked_for_less_and_less_often(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.load()
    in_doubt(house, "U0MIA", Kind.REMINDER)

    def refuses(*_: object) -> None:
        raise CannotAskError("Slack: missing_scope", "missing_scope")

    with monkeypatch.context() as broken:
        broken.setattr(house.services.networks["slack"], "find", refuses)
        rounds = []
        for _ in range(4 * 60 * 8):
            rounds.append(asked(house))
            house.clock.ahead += timedelta(seconds=15)
    # After 1.5, 3, 6 … minutes, and each hour from then on.
    assert 10 <= sum(rounds) <= 15
    (row,) = rows(house)
    assert (row.state, row.reason) == (
        State.UNKNOWN, "it cannot be looked up (Slack: missing_scope)",
    )  # fmt: skip
    said = {(row.payload or {})["notice"] for row in house.rows(Kind.NOTICE)}
    assert len(said) == 1
    assert "not sent" not in said.pop()
    house.clock.ahead += timedelta(hours=1)
    assert asked(house) == 1
