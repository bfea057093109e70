"""Quiet times on a real ledger: what moves, why, and what comes late."""

import pytest

from bot.domain.ledger import Kind, State
from bot.services.plan_items import plan_of
from tests.domain.samples import MOSS
from tests.services.conftest import House, at
from tests.services.test_reminders import FT

# 27 and 28 January 2018 are a Saturday and a Sunday: the step of three days falls on the 28th.
QUIET = 'quiet: {from: "20:00", to: "08:00", weekends: true}'
HEAD = "  currency: USD\n"
BOTH = (HEAD, f"{HEAD}  {QUIET}\n")
MOVED = "moved from Sunday 28 January 2018 at 10:00, Los Angeles time: a quiet time"


def step(house: House, name: str) -> list[tuple[str, State, str]]:
    zone = house.services.programs.require().zone
    return [
        (f"{row.due.astimezone(zone):%m-%d %H:%M}", row.state, row.reason)
        for row in house.rows(subject=FT)
        if row.step == name
    ]


def test_a_step_goes_out_when_the_quiet_time_is_over_and_says_why(house: House) -> None:
    house.change(BOTH)
    house.send("2018-01-23 10:00")
    house.send("2018-01-28 10:00")
    assert len(house.heard()) == 1
    assert step(house, "3") == [("01-29 08:00", State.PLANNED, MOVED)]
    house.send("2018-01-29 08:00")
    # Worded for the day on which it goes out.
    assert house.headlines()[1:] == [
        "*Two days left* for Foundational Technology and Mission Partners"
    ]
    (said,) = [
        item for item in house.services.plans.why("foundational-technology") if MOVED in item.why
    ]
    assert said.state == State.SENT


def test_the_plan_shows_the_time_it_has_moved_to(house: House) -> None:
    house.change(BOTH)
    program = house.services.programs.require()
    since, until = at("2018-01-24 00:00"), at("2018-01-30 00:00")
    for items in (plan_of(program, since, until), house.services.plans.ahead(since, until)):
        (item,) = items
        assert item.at == at("2018-01-29 08:00")
        assert item.reason == MOVED
        assert [fact["days_left"] for fact in item.deadlines] == [2, 2]


def test_quiet_times_that_come_and_go_move_what_is_ahead(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-24 00:00")
    assert step(house, "3") == [("01-28 10:00", State.PLANNED, "")]
    house.change(BOTH)
    assert step(house, "3") == [("01-29 08:00", State.PLANNED, MOVED)]
    house.services.reminders.plan()
    assert step(house, "3") == [("01-29 08:00", State.PLANNED, MOVED)]
    house.load()
    assert step(house, "3") == [("01-28 10:00", State.PLANNED, "")]
    house.send("2018-01-28 10:00")
    assert house.headlines() == [
        "*Three days left* for Foundational Technology and Mission Partners"
    ]


def test_one_track_may_be_quiet_where_another_is_not(house: House) -> None:
    house.change(("aliases: [FT]", f"aliases: [FT]\n    {QUIET}"))
    house.send("2018-01-28 10:00")
    assert house.headlines() == ["*Three days left* for Mission Partners"]
    house.send("2018-01-29 08:00")
    assert house.headlines()[1:] == ["*Two days left* for Foundational Technology"]


def test_what_an_outage_made_late_waits_for_the_end_of_the_quiet_time(house: House) -> None:
    house.clock.stand_at("2018-01-20 00:00")
    house.change(BOTH)
    # Down on the day of the step, and back in the night after it.
    house.send("2018-01-23 21:30")
    assert house.heard() == []
    late = "moved from Tuesday 23 January 2018 at 10:00, Los Angeles time: a quiet time"
    assert step(house, "8") == [("01-24 08:00", State.PLANNED, late)]
    house.services.reminders.plan()
    house.send("2018-01-24 07:59")
    assert house.heard() == []
    house.send("2018-01-24 08:00")
    assert house.headlines() == ["*One week left* for Foundational Technology and Mission Partners"]


def test_and_is_left_out_where_the_close_comes_first(house: House) -> None:
    house.change(BOTH)
    house.send("2018-01-30 10:00")
    house.send("2018-01-31 21:00")
    assert len(house.heard()) == 1
    assert step(house, "0") == [
        ("01-31 10:00", State.SKIPPED, "there is no time before the close that is not quiet")
    ]


def test_of_two_steps_that_come_to_one_time_one_is_sent(house: House) -> None:
    # It closes on Sunday, so that the last two steps come to Friday evening.
    house.change(BOTH, ("closes: 2018-01-31}", "closes: 2018-01-28}"))
    house.send("2018-01-26 19:59")
    assert house.headlines() == ["*Two days left* for Foundational Technology and Mission Partners"]
    assert [state for _, state, _ in step(house, "0")] == [State.SENT]
    assert [(state, reason) for _, state, reason in step(house, "1")] == [
        (State.SKIPPED, "the reminder on the day fell due, too")
    ]


def test_a_track_that_is_opened_again_on_a_quiet_day_is_told_after_it(house: House) -> None:
    paused = house.change(BOTH, ("aliases: [FT]", "aliases: [FT]\n    status: paused"))
    house.clock.stand_at("2018-01-27 12:00")
    house.change(("status: paused", "status: open"), text=paused)
    assert step(house, "3") == [("01-29 08:00", State.PLANNED, MOVED)]
    house.send("2018-01-29 08:00")
    assert house.headlines() == ["*Two days left* for Mission Partners and Foundational Technology"]


AFTER = ('at: "10:00"}', 'at: "10:00", after_close: true}')


def test_the_close_is_told_once_with_the_next_one(house: House) -> None:
    house.change(AFTER)
    house.send("2018-01-31 10:00")
    house.send("2018-01-31 23:59")
    before = len(house.heard())
    house.send("2018-02-01 00:00")
    house.send("2018-02-01 12:00")
    (told,) = house.heard()[before:]
    assert told.splitlines()[0] == "*Closed* for Foundational Technology and Mission Partners"
    assert "the next date is not known yet" in told.splitlines()[1]
    assert "the next one, April 2018 batch, closes on Monday 30 April 2018" in told.splitlines()[2]


@pytest.mark.parametrize(("closes", "left"), [("2018-02-14", "13 days"), ("2018-02-01", "Today")])
def test_the_close_is_not_told_where_the_date_moved_meanwhile(
    house: House, closes: str, left: str
) -> None:
    text = house.change(AFTER)
    house.send("2018-01-31 10:00")
    # Down at the close; what is due comes after the change.
    house.clock.stand_at("2018-02-01 09:00")
    before = len(house.heard())
    house.change(("closes: 2018-01-31}", f"closes: {closes}}}"), text=text)
    house.send()
    assert left
    assert [line for line in house.headlines()[before:] if "Closed" in line] == []


def test_an_old_close_is_no_news(house: House) -> None:
    house.change(AFTER)
    house.send("2018-01-31 10:00")
    before = len(house.heard())
    house.send("2018-02-05 09:00")
    assert house.heard()[before:] == []
    assert {state for _, state, _ in step(house, "closed")} == {State.SKIPPED}


def test_words_of_the_program_are_sent_as_they_are_checked(house: House) -> None:
    words = r'templates: {days: "{left}: *{tracks}* <!channel>\n{closes} {apply}"}'
    house.change((HEAD, f"{HEAD}  {words}\n"))
    house.send("2018-01-23 10:00")
    (said,) = house.heard()
    assert said.splitlines()[0] == (
        "Eight days left: *Foundational Technology and Mission Partners* &lt;!channel&gt;"
    )
    assert said.splitlines()[1].startswith("Wednesday 31 January 2018 at 23:59, Los Angeles time")


def test_the_sample_still_says_eight_days(house: House) -> None:
    house.load(MOSS)
    house.send("2018-01-23 10:00")
    assert house.headlines() == [
        "*Eight days left* for Foundational Technology and Mission Partners"
    ]


NIGHTS = (HEAD, f'{HEAD}  quiet: {{from: "20:00", to: "08:00"}}\n')
EXTENDED = ("opens: 2017-11-01, closes: 2018-01-31", "closes: 2018-02-14")


def test_a_notice_that_is_late_waits_for_the_end_of_the_quiet_time(house: House) -> None:
    house.change(NIGHTS)
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-24 19:58")
    house.change(NIGHTS, EXTENDED)
    # Down until the middle of the night.
    house.send("2018-01-25 03:00")
    assert len(house.heard()) == 1
    house.send("2018-01-25 07:59")
    assert len(house.heard()) == 1
    house.send("2018-01-25 08:00")
    assert house.headlines()[1:] == ["*New date for Foundational Technology* — January 2018 batch"]
    (row,) = house.rows(Kind.CHANGE)
    assert row.state is State.SENT


def test_and_is_told_at_night_where_the_close_comes_first(house: House) -> None:
    house.change(NIGHTS)
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-24 19:58")
    house.change(NIGHTS, (EXTENDED[0], 'closes: "2018-01-25 06:00 America/Los_Angeles"'))
    house.send("2018-01-25 03:00")
    assert house.headlines()[1:] == ["*New date for Foundational Technology* — January 2018 batch"]
