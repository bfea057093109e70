"""Who was told a date hears of it when it is not so any more: once, there, from what they know."""

from datetime import datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.domain.personal import Subscriber, Way
from bot.store import ledger, subscribers, tables
from tests.domain.samples import MOSS
from tests.services.conftest import House, at

FT, MP = "foundational-technology/2018-01", "mission-partners/january-2018-batch"
FT_CLOSES = "opens: 2017-11-01, closes: 2018-01-31"
JANUARY = "      - {label: January 2018 batch, closes: 2018-01-31}\n"
APRIL = "      - {label: April 2018 batch, closes: 2018-04-30}\n"
PAUSED = ("aliases: [FT]", "aliases: [FT]\n    status: paused")
MIA = Destination("slack", "U0MIA")


def notices(house: House, subject: str | None = None) -> list[Row]:
    return house.rows(Kind.CHANGE, subject)


def threads(house: House, channel: str = "#moss") -> dict[str, list[str]]:
    """The headlines in the threads of a channel, by the headline that each hangs on."""
    space = house.sandbox.workspace
    return {
        one.text.partition("\n")[0]: [
            reply.text.partition("\n")[0] for reply in space.replies(channel, one.ts)
        ]
        for one in space.history(channel)
        if space.replies(channel, one.ts)
    }


def told(house: House, when: str) -> None:
    """FT's eight days are told, and it is some days later."""
    house.load()
    house.send("2018-01-23 10:00")
    house.clock.stand_at(when)


# In the thread and in the channel


def test_the_notice_answers_the_last_countdown_and_stands_in_the_channel(house: House) -> None:
    told(house, "2018-01-25 12:00")
    house.send("2018-01-28 10:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send("2018-01-28 10:01")
    headline = "*Three days left* for Foundational Technology and Mission Partners"
    notice = "*New date for Foundational Technology* — January 2018 batch"
    assert threads(house) == {headline: [notice]}
    assert [text.partition("\n")[0] for text in in_channel(house)][-1] == notice
    # The next one hangs on the same message, and not on the first notice.
    house.change((FT_CLOSES, "closes: 2018-02-20"))
    house.send("2018-01-28 10:02")
    assert threads(house) == {headline: [notice, notice]}


def in_channel(house: House) -> list[str]:
    return [message.text for message in house.sandbox.workspace.history("#moss")]


def test_where_the_countdown_was_deleted_it_stands_in_the_channel_alone(house: House) -> None:
    told(house, "2018-01-25 12:00")
    (message,) = house.sandbox.workspace.messages("#moss")
    house.sandbox.workspace.delete("#moss", message.ts)
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send()
    (notice,) = house.sandbox.workspace.messages("#moss")
    assert "Extended from Wednesday 31 January 2018" in notice.text
    assert notice.thread_ts is None
    assert {row.state for row in notices(house)} == {State.SENT}


@pytest.mark.parametrize("mode", ["drop_after", "drop_before"])
def test_a_notice_whose_outcome_is_unknown_is_looked_for_and_sent_once(
    house: House, mode: Literal["drop_after", "drop_before"]
) -> None:
    told(house, "2018-01-25 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.sandbox.faults.add("slack", mode, method="chat.postMessage", count=1)
    house.send()
    assert {row.state for row in notices(house)} == {State.UNKNOWN}
    house.clock.ahead += house.clock.ahead.resolution * 200_000_000
    for rows in house.services.settling.unsettled():
        house.services.settling.ask(rows)
    house.send()
    assert {row.state for row in notices(house)} == {State.SENT}
    assert len(in_channel(house)) == 2
    assert len(house.heard()) == 2


# In which words


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        ("2018-02-14", "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time to "),
        ("2018-01-29", "Moved forward from Wednesday 31 January 2018 at 23:59, Los Angeles time"),
        ('"2018-01-31 12:00 UTC"', "Moved forward from Wednesday 31 January 2018 at 23:59"),
        ('"2018-01-31 AoE"', "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time"),
    ],
)
def test_it_says_which_way_the_date_went(house: House, closes: str, words: str) -> None:
    told(house, "2018-01-25 12:00")
    house.change((FT_CLOSES, f"closes: {closes}"))
    house.send()
    assert words in in_channel(house)[-1]


def test_the_same_moment_in_other_words_is_no_news(house: House) -> None:
    told(house, "2018-01-25 12:00")
    house.change((FT_CLOSES, 'closes: "2018-01-31T23:59:59-08:00"'))
    house.send()
    assert notices(house) == []


# Persons


def a_person_was_told(house: House, subject: str = FT, step: str = "8") -> None:
    """A row of somebody's own reminder, as sent."""
    program = house.services.programs.id
    new = NewRow(
        kind=Kind.REMINDER, subject=subject, revision=1, step=step, destination=MIA,
        due=at("2018-01-23 09:00"),
    )  # fmt: skip
    with house.store.write() as connection:
        ledger.add(connection, program, [new])
        connection.execute(
            tables.ledger.update()
            .where(tables.ledger.c.kind == Kind.REMINDER)
            .values(state=State.SENT, external_id="D1:1.000000", sent_at=house.clock.real_now())
        )


def test_who_was_told_in_person_is_told_in_person(house: House) -> None:
    told(house, "2018-01-25 12:00")
    a_person_was_told(house)
    space = house.sandbox.workspace
    direct = space.dm("U0MIA").id
    before = len(space.messages(direct))
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    assert {row.destination for row in notices(house)} == {Destination.channel("#moss"), MIA}
    house.send()
    assert "Extended from Wednesday 31 January 2018" in space.messages(direct)[-1].text
    house.services.reminders.plan()
    house.send("2018-01-25 13:00")
    assert len(space.messages(direct)) == before + 1


def mia(house: House, **wishes: Any) -> None:
    """What Mia wishes, whose zone is Lisbon's."""
    given = {"everything": True, "asked_at": at("2018-01-01 00:00"), "weekends": True, **wishes}
    way = Way("Europe/Lisbon", time(9, 0), (8,), weekends=given.pop("weekends"))
    gone = given.pop("dismissed", [])
    with house.store.write() as connection:
        program = house.services.programs.id
        subscribers.save(connection, program, Subscriber(user="U0MIA", way=way, **given))
        subscribers.dismiss(connection, program, "U0MIA", gone)
        if given.get("ended"):
            subscribers.end(connection, program, "U0MIA", str(given["ended"]))


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({"everything": False, "tracks": frozenset({"mission-partners"})}, "do not want to be"),
        ({"dismissed": [FT]}, "they have applied"),
        ({"ended": "they left"}, "their reminders have ended"),
    ],
)
def test_who_wants_to_hear_no_more_of_it_does_not(
    house: House, wishes: dict[str, Any], reason: str
) -> None:
    told(house, "2018-01-25 12:00")
    a_person_was_told(house)
    mia(house)
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    (owed,) = [row for row in notices(house) if row.destination == MIA]
    assert owed.due <= house.clock.now()
    # In the moment between, too.
    mia(house, **wishes)
    house.send()
    (row,) = [row for row in notices(house) if row.destination == MIA]
    assert row.state is State.SKIPPED
    assert reason in row.reason
    house.change((FT_CLOSES, "closes: 2018-02-20"))
    assert len([row for row in notices(house) if row.destination == MIA]) == 1


# Quiet times


def test_a_notice_waits_until_it_is_not_quiet(house: House) -> None:
    quiet = MOSS.replace("  announce_in:", '  quiet: {from: "20:00", to: "08:00"}\n  announce_in:')
    house.load(quiet)
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 22:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"), text=quiet)
    house.send("2018-01-26 07:59")
    assert len(in_channel(house)) == 1
    house.send("2018-01-26 08:00")
    assert "Extended from Wednesday 31 January 2018" in in_channel(house)[-1]


def test_where_all_is_quiet_until_the_close_it_comes_at_once(house: House) -> None:
    quiet = MOSS.replace("  announce_in:", '  quiet: {from: "20:00", to: "08:00"}\n  announce_in:')
    house.load(quiet)
    house.send("2018-01-23 10:00")
    house.clock.stand_at("2018-01-25 22:00")
    house.change((FT_CLOSES, 'closes: "2018-01-26 07:00 America/Los_Angeles"'), text=quiet)
    house.send()
    assert "Moved forward from Wednesday 31 January 2018" in in_channel(house)[-1]


def test_who_wants_no_weekends_hears_of_it_on_monday_at_their_hour(house: House) -> None:
    told(house, "2018-01-25 12:00")
    a_person_was_told(house)
    mia(house, weekends=False)
    house.clock.stand_at("2018-01-27 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    (row,) = [row for row in notices(house) if row.destination == MIA]
    assert row.due == datetime(2018, 1, 29, 9, 0, tzinfo=ZoneInfo("Europe/Lisbon"))


# What is withdrawn, paused, and comes back


def test_a_deadline_that_is_gone_is_withdrawn_once(house: House) -> None:
    told(house, "2018-01-25 12:00")
    gone = house.change((JANUARY, ""))
    house.send()
    (_, notice) = in_channel(house)
    assert notice.splitlines() == [
        "*Withdrawn: Mission Partners* — January 2018 batch",
        "The deadline on Wednesday 31 January 2018 at 23:59, Los Angeles time does not stand any more.",
    ]
    house.change(("name: Mission Partners", "name: Partners"), text=gone)
    house.send("2018-01-26 12:00")
    assert len(in_channel(house)) == 2


def test_a_whole_track_that_is_gone_is_withdrawn_under_its_name(house: House) -> None:
    told(house, "2018-01-25 12:00")
    start = MOSS.index("  - key: mission-partners")
    house.load(MOSS[:start] + MOSS[MOSS.index("awards:") :].replace("track: mission-partners,", ""))
    house.send()
    assert in_channel(house)[-1].startswith("*Withdrawn: Mission Partners*")


def test_what_was_over_or_never_told_is_withdrawn_for_nobody(house: House) -> None:
    told(house, "2018-02-03 12:00")
    house.change((JANUARY + APRIL, APRIL.replace("April", "May").replace("04-30", "05-31")))
    house.send()
    assert notices(house) == []


def test_a_deadline_by_another_name_is_not_withdrawn(house: House) -> None:
    told(house, "2018-01-25 12:00")
    house.change((JANUARY, JANUARY.replace("January 2018 batch", "Winter batch")))
    house.send()
    assert notices(house) == []


def test_a_withdrawn_deadline_that_comes_back_is_told(house: House) -> None:
    told(house, "2018-01-25 12:00")
    house.change((JANUARY, ""))
    house.send()
    house.load()
    house.send("2018-01-25 12:05")
    assert (
        "It takes place after all, and closes *Wednesday 31 January 2018" in in_channel(house)[-1]
    )
    house.change((JANUARY, JANUARY.replace("2018-01-31", "2018-02-02")))
    house.send("2018-01-25 12:10")
    assert "Extended from Wednesday 31 January 2018" in in_channel(house)[-1]


def test_gone_and_back_before_anybody_heard_of_it_is_no_news(house: House) -> None:
    told(house, "2018-01-25 12:00")
    house.change((JANUARY, ""))
    house.load()
    house.send()
    assert {row.state for row in notices(house)} == {State.CANCELLED}
    assert len(in_channel(house)) == 1


def test_a_paused_track_says_nothing_of_its_dates_until_it_is_open_again(house: House) -> None:
    told(house, "2018-01-25 12:00")
    moved = (FT_CLOSES, "closes: 2018-02-14")
    house.change(PAUSED, moved)
    house.send()
    assert notices(house) == []
    house.change(moved)
    house.send("2018-01-25 12:05")
    assert "Extended from Wednesday 31 January 2018" in in_channel(house)[-1]


def test_pausing_takes_back_what_was_not_said_yet_and_opening_says_it(house: House) -> None:
    told(house, "2018-01-25 12:00")
    moved = (FT_CLOSES, "closes: 2018-02-14")
    house.change(moved)
    house.change(moved, PAUSED)
    house.send()
    assert len(in_channel(house)) == 1
    house.change(moved)
    house.send("2018-01-25 12:05")
    house.change(moved, PAUSED)
    house.change(moved)
    house.send("2018-01-25 12:10")
    assert len(in_channel(house)) == 2


def test_a_deadline_that_is_over_can_be_opened_again_and_is_told(house: House) -> None:
    told(house, "2018-02-02 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send()
    assert "Extended from Wednesday 31 January 2018" in in_channel(house)[-1]


# What comes again

SERIES = MOSS.replace(
    APRIL,
    '      - {label: rolling, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2018-02-28}\n',
).replace("days_before: [30, 14, 8, 3, 1, 0]", "days_before: [8]")


def test_another_rule_moves_the_date_that_was_told(house: House) -> None:
    house.load(SERIES)
    house.send("2018-02-20 10:00")
    house.clock.stand_at("2018-02-21 12:00")
    other = house.change(("BYMONTHDAY=-1", "BYMONTHDAY=15"), text=SERIES)
    house.send()
    notice = in_channel(house)[-1]
    assert notice.startswith("*New date for Mission Partners* — rolling, 15 March 2018")
    assert "Extended from Wednesday 28 February 2018" in notice
    assert list(threads(house).values()) == [[notice.partition("\n")[0]]]
    # And is told from what was said last.
    house.change(("BYMONTHDAY=15", "BYMONTHDAY=10"), text=other)
    house.send("2018-02-21 12:05")
    assert "Moved forward from Thursday 15 March 2018" in in_channel(house)[-1]
    assert len(in_channel(house)) == 3


def test_another_rule_with_the_same_next_date_is_no_news(house: House) -> None:
    house.load(SERIES)
    house.send("2018-02-20 10:00")
    house.change(("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=28"), text=SERIES)
    house.send("2018-02-21 12:00")
    assert notices(house) == []


def test_a_rule_that_has_come_to_its_end_withdraws_what_was_told(house: House) -> None:
    house.load(SERIES)
    house.send("2018-02-20 10:00")
    house.change(("BYMONTHDAY=-1", "BYMONTHDAY=-1;UNTIL=20180201"), ("2018-02-28", "2018-01-31"),
                 text=SERIES)  # fmt: skip
    house.send("2018-02-21 12:00")
    assert in_channel(house)[-1].startswith("*Withdrawn: Mission Partners* — rolling, 28 February")


def test_the_next_date_may_be_far(house: House) -> None:
    house.load(SERIES)
    house.send("2018-02-20 10:00")
    house.change(("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;INTERVAL=3"),
                 ("starts: 2018-02-28", "starts: 2018-01-05"), text=SERIES)  # fmt: skip
    house.send("2018-02-21 12:00")
    assert "to *Tuesday 5 January 2021" in in_channel(house)[-1]
