"""Steps that were left out, or are on their way, follow a change that puts them ahead."""

import pytest

from bot.domain.ledger import State
from tests.domain.samples import MOSS
from tests.services.conftest import House, at
from tests.services.test_reminders import FT

AT = 'at: "10:00"'
REMINDERS = "reminders: {days_before"
LAST_WEEK = ", ".join(f"2018-01-{day}" for day in range(25, 32))
MISTAKEN = (REMINDERS, f"quiet: {{holidays: [{LAST_WEEK}]}}\n  {REMINDERS}")
OPEN, PAUSED = "aliases: [FT]", "aliases: [FT]\n    status: paused"


def test_a_wrong_list_of_holidays_that_is_mended_costs_no_step(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 09:00")
    house.change(MISTAKEN)
    assert house.planned(FT) == []
    house.clock.stand_at("2018-01-25 09:05")
    house.load()
    assert house.planned(FT) == ["01-28", "01-30", "01-31"]
    for when in ("2018-01-28 10:00", "2018-01-30 10:00", "2018-01-31 10:00"):
        house.send(when)
    assert len(house.heard()) == 4


def test_a_step_that_was_too_late_comes_at_the_later_hour_it_is_given(house: House) -> None:
    house.clock.stand_at("2018-01-23 12:00")
    house.load()
    house.change((AT, 'at: "15:00"'))
    house.send("2018-01-23 15:00")
    assert house.headlines() == [
        "*Eight days left* for Foundational Technology and Mission Partners"
    ]


def test_what_was_told_by_a_later_step_does_not_come_back(house: House) -> None:
    house.load()
    house.send("2018-01-29 15:00")
    house.change((AT, 'at: "16:00"'))
    house.send("2018-01-29 16:00")
    assert len(house.heard()) == 1


def test_a_track_that_is_opened_again_with_another_hour_keeps_its_step(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 12:00")
    house.change((OPEN, PAUSED))
    house.send("2018-01-23 12:00")
    house.change((OPEN, f'{OPEN}\n    reminders: {{at: "15:00"}}'))
    assert house.planned(FT) == ["01-23", "01-28", "01-30", "01-31"]
    house.send("2018-01-23 15:00")
    assert house.headlines() == [
        "*Eight days left* for Mission Partners",
        "*Eight days left* for Foundational Technology",
    ]


@pytest.mark.parametrize("hour", ["15:00", "10:30"])
def test_what_is_claimed_when_its_hour_changes_goes_at_the_new_one(house: House, hour: str) -> None:
    house.load(MOSS)
    house.clock.stand_at("2018-01-23 10:00")
    house.send_while(lambda: house.change((AT, f'at: "{hour}"')))
    assert house.heard() == []
    (row,) = [row for row in house.rows(subject=FT) if row.step == "8"]
    assert (row.state, row.due) == (State.PLANNED, at(f"2018-01-23 {hour}"))
    house.send(f"2018-01-23 {hour}")
    assert len(house.heard()) == 1
