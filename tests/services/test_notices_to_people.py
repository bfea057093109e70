"""Notices of a moved date to people: not in their night, after a mute, in their own days."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ledger import Kind, Row, State
from bot.domain.personal import Subscriber, Way
from bot.store import subscribers
from tests.domain.samples import MOSS
from tests.services.conftest import MIA, House, at
from tests.services.test_reminding import _quiet_again, ask, carry_on, told

__all__ = ["_quiet_again"]
CLOSES = "opens: 2017-11-01, closes: 2018-01-31"
LATER = (CLOSES, "closes: 2018-02-14")
NOTICE = "*New date for Foundational Technology* — January 2018 batch"
LISBON = ZoneInfo("Europe/Lisbon")


def told_of_it(house: House, text: str = MOSS) -> None:
    """Mia, in Lisbon, is told at nine on 23 January."""
    house.load(text)
    house.clock.stand_at("2018-01-22 00:00")
    ask(house, days="8")
    house.services.reminding.plan()
    house.send("2018-01-23 01:00")
    assert len(told(house)) == 1


def owed(house: House) -> Row:
    """The notice to Mia."""
    (row,) = [row for row in house.rows(Kind.CHANGE) if row.destination.is_person]
    return row


def due(house: House) -> str:
    return f"{owed(house).due.astimezone(LISBON):%d %H:%M}"


# At night, and on holidays


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2018-01-24 12:00", "24 20:00"),
        ("2018-01-24 14:00", "25 09:00"),  # 22:00 in Lisbon
        ("2018-01-24 19:00", "25 09:00"),  # 03:00 in Lisbon
        ("2018-01-28 23:00", "29 09:00"),
    ],
)
def test_nobody_is_woken_by_it(house: House, now: str, expected: str) -> None:
    told_of_it(house)
    house.clock.stand_at(now)
    house.change(LATER)
    assert due(house) == expected
    house.send()
    assert len(told(house)) == (1 if "09:00" in expected else 2)
    house.clock.move_to(owed(house).due)
    house.send()
    assert told(house)[1:] == [NOTICE]


def test_nor_hears_of_it_on_a_holiday_of_the_program(house: House) -> None:
    holiday = MOSS.replace("  announce_in:", "  quiet: {holidays: [2018-01-25]}\n  announce_in:")
    told_of_it(house, holiday)
    house.clock.stand_at("2018-01-25 03:00")
    house.change(LATER, text=holiday)
    assert due(house) == "26 09:00"


def test_where_it_closes_in_the_night_it_comes_at_once(house: House) -> None:
    told_of_it(house)
    house.clock.stand_at("2018-01-24 19:00")
    house.change((CLOSES, 'closes: "2018-01-25 06:00 Europe/Lisbon"'))
    house.send()
    assert told(house)[1:] == [NOTICE]


def test_what_is_late_waits_for_the_morning(house: House) -> None:
    told_of_it(house)
    house.clock.stand_at("2018-01-24 13:59")
    house.change(LATER)
    assert due(house) == "24 21:59"
    # The process was down until three.
    house.send("2018-01-24 19:00")
    assert len(told(house)) == 1
    assert due(house) == "25 09:00"
    house.send("2018-01-25 01:00")
    assert told(house)[1:] == [NOTICE]


# After a mute


def test_who_mutes_reminders_hears_of_it_when_that_is_over(house: House) -> None:
    told_of_it(house)
    house.services.subscribing.mute(MIA)
    house.clock.stand_at("2018-01-25 12:00")
    house.change((CLOSES, "closes: 2018-04-14"))
    house.send()
    assert len(told(house)) == 1
    assert due(house) == "22 09:00"
    carry_on(house, "2018-02-22 01:02")
    assert told(house)[1:] == [NOTICE]


@pytest.mark.parametrize("muted_first", [True, False])
def test_or_when_they_unmute(house: House, muted_first: bool) -> None:
    told_of_it(house)
    if muted_first:
        house.services.subscribing.mute(MIA)
    house.clock.stand_at("2018-01-24 12:00")
    house.change((CLOSES, "closes: 2018-01-27"))
    if not muted_first:
        house.services.subscribing.mute(MIA)
    house.send()
    assert len(told(house)) == 1
    house.clock.stand_at("2018-01-24 13:00")
    house.services.subscribing.unmute(MIA)
    house.send()
    assert told(house)[1:] == [NOTICE]
    assert "Moved forward from Wednesday 31 January 2018" in house.heard("D0MIA")[-1]


def test_but_not_when_it_has_closed_meanwhile(house: House) -> None:
    told_of_it(house)
    house.services.subscribing.mute(MIA)
    house.clock.stand_at("2018-01-24 12:00")
    house.change((CLOSES, "closes: 2018-01-27"))
    carry_on(house, "2018-02-22 02:00")
    assert len(told(house)) == 1
    assert owed(house).state is State.SKIPPED


def test_and_not_when_they_have_stopped(house: House) -> None:
    told_of_it(house)
    house.services.subscribing.mute(MIA)
    house.clock.stand_at("2018-01-24 12:00")
    house.change(LATER)
    house.services.subscribing.stop(MIA)
    assert owed(house).state is State.CANCELLED


# In which days


def test_what_is_left_is_counted_as_in_their_reminders(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    wishes: dict[str, Any] = {"everything": True, "asked_at": at("2018-01-21 00:00")}
    there = Way("Asia/Tokyo", time(9), (8, 7))
    with house.store.write() as connection:
        person = Subscriber(user="U0MIA", way=there, **wishes)
        subscribers.save(connection, house.services.programs.id, person)
    house.services.reminding.plan()
    house.send("2018-01-22 16:01")
    house.clock.stand_at("2018-01-29 16:30")  # 30 January, 09:30 in Tokyo
    house.change((CLOSES, "closes: 2018-02-07"))
    house.send()
    assert told(house)[-1] == NOTICE
    assert "eight days left" in house.heard("D0MIA")[-1]
    kept = (owed(house).payload or {})["deadlines"]["foundational-technology/2018-01"]
    assert kept["days_left"] == 8
    assert datetime.fromisoformat(kept["closes"]) == at("2018-02-07 23:59:59")
