"""Countdowns follow the program: what is planned, sent, skipped and told anew."""

import pytest

from bot.domain.ledger import Kind, State
from tests.domain.samples import MOSS
from tests.services.conftest import House

FT, MP = "foundational-technology/2018-01", "mission-partners/january-2018-batch"
APRIL = "mission-partners/april-2018-batch"
FT_CLOSES = "opens: 2017-11-01, closes: 2018-01-31"
LADDER = ["01-01", "01-17", "01-23", "01-28", "01-30", "01-31"]


def states(house: House, subject: str, step: str) -> list[tuple[int, State, str]]:
    return [
        (row.revision, row.state, row.reason)
        for row in house.rows(subject=subject)
        if row.step == step
    ]


def test_the_first_import_plans_the_ladder(house: House) -> None:
    house.load()
    assert house.planned(FT) == house.planned(MP) == LADDER
    house.load()
    house.services.reminders.plan()
    assert house.planned(FT) == LADDER


def test_deadlines_that_coincide_are_one_message(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    assert house.headlines() == [
        "*Eight days left* for Foundational Technology and Mission Partners"
    ]
    house.send("2018-01-23 23:00")
    assert len(house.heard()) == 1


def test_after_an_outage_the_newest_step_alone_and_worded_for_the_day(house: House) -> None:
    house.load()
    house.send("2018-01-29 15:00")
    assert house.headlines() == ["*Two days left* for Foundational Technology and Mission Partners"]
    assert states(house, FT, "8") == [
        (1, State.SKIPPED, "the reminder of three days before fell due, too")
    ]
    assert states(house, FT, "3") == [(1, State.SENT, "")]


def test_after_the_close_nothing_is_said(house: House) -> None:
    house.load()
    house.send("2018-02-01 00:00")
    assert house.heard() == []
    assert {row.reason for row in house.rows(subject=FT)} == {"the deadline had passed"}


def test_steps_from_before_the_first_import_are_skipped_and_say_why(house: House) -> None:
    house.clock.stand_at("2018-01-20 00:00")
    house.load()
    assert house.planned(FT) == ["01-23", "01-28", "01-30", "01-31"]
    assert states(house, FT, "14") == [
        (1, State.SKIPPED, "it fell due before the deadline was known")
    ]
    house.send()
    assert house.heard() == []


def test_pausing_cancels_and_opening_plans_what_is_ahead(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-10 00:00")
    paused = house.change(("aliases: [FT]", "aliases: [FT]\n    status: paused"))
    assert house.planned(FT) == []
    assert house.planned(MP) == LADDER
    house.send("2018-01-23 10:00")
    assert house.headlines() == ["*Eight days left* for Mission Partners"]
    house.clock.stand_at("2018-01-24 00:00")
    house.change(("status: paused", "status: open"), text=paused)
    assert house.planned(FT) == ["01-28", "01-30", "01-31"]
    assert [state for _, state, _ in states(house, FT, "8")] == [State.CANCELLED]
    house.send("2018-01-28 10:00")
    assert house.headlines()[1:] == [
        "*Three days left* for Foundational Technology and Mission Partners"
    ]


def test_an_extension_is_told_once_to_those_who_knew(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    assert house.planned(FT) == ["01-31", "02-06", "02-11", "02-13", "02-14"]
    house.send()
    (_, told) = house.heard()
    assert told.splitlines()[0] == "*New date for Foundational Technology* — January 2018 batch"
    assert "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time to " in told
    assert "*Wednesday 14 February 2018 at 23:59, Los Angeles time*" in told
    assert "20 days left" in told
    house.services.reminders.plan()
    house.send("2018-01-25 13:00")
    assert len(house.heard()) == 2
    house.send("2018-01-31 10:00")
    assert [line for line in house.heard()[2].splitlines() if line.startswith("*")] == [
        "*Today: 13 hours left* for Mission Partners",
        "*14 days left* for Foundational Technology",
    ]


def test_who_was_told_nothing_is_told_nothing_new(house: House) -> None:
    house.load()
    house.send("2017-12-31 23:59")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send()
    assert house.heard() == []
    assert house.rows(Kind.CHANGE) == []


def test_a_deadline_that_comes_sooner_is_told_too(house: House) -> None:
    house.load()
    house.send("2018-01-01 10:00")
    house.clock.stand_at("2018-01-22 12:00")
    house.change((FT_CLOSES, "closes: 2018-01-25"))
    assert house.planned(FT) == ["01-22", "01-24", "01-25"][1:]
    house.send()
    assert "three days left" in house.heard()[-1].casefold()


def test_of_a_deadline_moved_to_before_now_is_told_that_it_has_closed(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.clock.stand_at("2018-01-22 12:00")
    house.change((FT_CLOSES, "closes: 2018-01-20"))
    house.send()
    assert house.planned(FT) == []
    _, said = house.heard()
    head, line = said.splitlines()
    assert head == "*Closed: Foundational Technology* — January 2018 batch"
    assert "It was to close on Wednesday 31 January 2018 at 23:59, Los Angeles time; " in line
    assert "it closed on *Saturday 20 January 2018 at 23:59, Los Angeles time*" in line
    # That is all there is to know of it.
    house.load(house.change((FT_CLOSES, "closes: 2018-01-19")))
    house.send("2018-02-01 10:00")
    assert house.heard()[2:] == []


def test_who_was_told_of_no_date_hears_of_none_that_has_passed(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 12:00")
    house.change((FT_CLOSES, "closes: 2018-01-20"))
    house.send()
    assert house.rows(Kind.CHANGE) == []


def test_moved_twice_before_anybody_was_told_is_told_once_from_what_they_knew(
    house: House,
) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.change((FT_CLOSES, "closes: 2018-02-28"))
    house.send("2018-01-25 12:01")
    assert len(house.heard()) == 2
    assert "Extended from Wednesday 31 January 2018" in house.heard()[1]
    assert "*Wednesday 28 February 2018" in house.heard()[1]


def test_moved_and_moved_back_before_anybody_was_told_is_no_news(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.load()
    house.send("2018-01-25 12:01")
    assert len(house.heard()) == 1
    assert house.planned(FT) == ["01-28", "01-30", "01-31"]


def test_moved_and_moved_back_after_they_were_told_is_told_again(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send("2018-01-25 12:01")
    house.load()
    house.send("2018-01-25 12:02")
    assert "Moved forward from Wednesday 14 February 2018" in house.heard()[2]


def test_a_withdrawn_deadline_is_not_counted_down(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.change(("      - {label: January 2018 batch, closes: 2018-01-31}\n", ""))
    assert house.planned(MP) == []
    house.send("2018-01-17 10:05")
    house.send("2018-01-23 10:00")
    assert house.headlines()[1:] == [
        "*Withdrawn: Mission Partners* — January 2018 batch",
        "*Eight days left* for Foundational Technology",
    ]
    house.load()
    assert house.planned(MP) == ["01-28", "01-30", "01-31"]


def test_another_ladder_plans_and_cancels(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.change(("days_before: [30, 14, 8, 3, 1, 0]", "days_before: [20, 8, 5]"))
    assert house.planned(FT) == ["01-23", "01-26"]
    # A new step whose day has gone is not sent late.
    house.send("2018-01-17 10:01")
    assert len(house.heard()) == 1


def test_another_hour_moves_what_is_ahead(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-20 00:00")
    house.change(('at: "10:00"', 'at: "07:30"'))
    house.send("2018-01-23 07:29")
    before = len(house.heard())
    house.send("2018-01-23 07:30")
    assert len(house.heard()) == before + 1


def test_another_channel_takes_over(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.change(('announce_in: ["#moss"]', 'announce_in: ["#moss-ft"]'))
    house.send("2018-01-23 10:00")
    assert len(house.heard("#moss")) == 1
    assert house.headlines("#moss-ft") == [
        "*Eight days left* for Foundational Technology and Mission Partners"
    ]


def test_a_track_with_a_channel_of_its_own(house: House) -> None:
    house.change(("aliases: [FT]", 'aliases: [FT]\n    announce_in: ["#moss-ft"]'))
    house.send("2018-01-23 10:00")
    assert house.headlines("#moss") == ["*Eight days left* for Mission Partners"]
    assert house.headlines("#moss-ft") == ["*Eight days left* for Foundational Technology"]


def test_another_name_is_said_at_once_and_nothing_is_sent_again(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.change(("name: Mission Partners", "name: Partners"))
    house.send("2018-01-17 11:00")
    assert len(house.heard()) == 1
    house.send("2018-01-23 10:00")
    assert house.headlines()[1:] == ["*Eight days left* for Foundational Technology and Partners"]


SERIES = MOSS.replace(
    "      - {label: April 2018 batch, closes: 2018-04-30}\n",
    '      - {label: rolling, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2018-02-28}\n',
).replace("days_before: [30, 14, 8, 3, 1, 0]", "days_before: [8]")


def test_a_deadline_that_comes_again_is_counted_down_again(house: House) -> None:
    house.load(SERIES)
    for day in ("2018-02-20", "2018-03-23", "2018-04-22"):
        house.send(f"{day} 09:59")
        before = len(house.heard())
        house.send(f"{day} 10:00")
        assert len(house.heard()) == before + 1
    assert len({row.subject for row in house.rows() if row.state is State.SENT}) >= 3


def test_the_plan_of_a_series_is_carried_on(house: House) -> None:
    house.load(SERIES)
    last = max(row.due for row in house.rows())
    house.clock.stand_at("2018-07-01 00:00")
    house.services.reminders.plan()
    assert max(row.due for row in house.rows()) > last
    assert {row.state for row in house.rows() if row.due > last} == {State.PLANNED}


def test_another_rule_cancels_and_plans(house: House) -> None:
    house.load(SERIES)
    house.change(("BYMONTHDAY=-1", "BYMONTHDAY=15"), text=SERIES)
    house.send("2018-02-20 10:00")
    assert [text for text in house.headlines() if "Mission" in text] == []
    house.send("2018-03-07 10:00")
    assert house.headlines()[-1] == "*Eight days left* for Mission Partners"


# One snapshot is older than another


def test_a_replica_that_has_not_heard_of_a_change_does_not_act_on_the_old_date(
    make: type[House],
) -> None:
    one, other = make(), make()  # type: ignore[call-arg]
    one.load()
    other.services.programs.refresh()
    one.send("2018-01-23 10:00")
    one.clock.stand_at("2018-01-25 12:00")
    one.change((FT_CLOSES, "closes: 2018-02-14"))
    other.send("2018-01-25 12:01")
    assert "Extended from Wednesday 31 January 2018" in one.heard()[-1]
    assert {row.state for row in one.rows(Kind.CHANGE)} == {State.SENT}


def test_a_change_between_claim_and_sending_wins(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-23 10:00")
    house.send_while(lambda: house.change((FT_CLOSES, "closes: 2018-02-14")))
    assert house.headlines() == ["*Eight days left* for Mission Partners"]


@pytest.mark.parametrize("when", ["2018-01-23 09:59", "2018-01-22 10:00"])
def test_nothing_is_early(house: House, when: str) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    house.send(when)
    assert len(house.heard()) == 1
