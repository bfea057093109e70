"""Personal reminders in the ledger: planned a little ahead, told once, ended quietly."""

import time as timing
from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from bot.domain.ledger import Kind, Row, State
from bot.domain.personal import Subscriber, Way
from bot.errors import FieldErrors, NotAllowedError, UserError
from bot.render.remind_form import Filled
from bot.services.reminding import AHEAD
from bot.store import subscribers, tables
from bot.store.audit import Actor
from tests.services.conftest import MIA, ZONE, House, at

TANE = Actor("U0TANE", "slack")
FT = "foundational-technology"
MOVED = ("opens: 2017-11-01, closes: 2018-01-31", "closes: 2018-02-14")


def ask(
    house: House, who: Actor = MIA, *tracks: str, days: str = "8 3 1", hour: str = "09:00",
    weekends: bool = True,
) -> Subscriber:  # fmt: skip
    said = Filled(tracks or ("*",), tuple(days.split()), hour, weekends)
    return house.services.subscribing.save(who, said)


def rows(house: House, *states: State) -> list[Row]:
    """The rows of people, as they are due."""
    return [row for row in house.rows(Kind.REMINDER) if not states or row.state in states]


def told(house: House, user: str = "U0MIA") -> list[str]:
    """The first lines of what somebody was told directly."""
    return [text.partition("\n")[0] for text in house.heard("D" + user[1:])]


@pytest.fixture(autouse=True)
def _quiet_again(house: House) -> None:
    """Direct messages are opened, and what earlier tests said in them is gone."""
    space = house.sandbox.workspace
    for name in ("mia", "tane"):
        channel = space.dm(space.user(name).id).id
        for message in space.messages(channel):
            space.delete(channel, message.ts)


def carry_on(house: House, when: str) -> None:
    """Moves the clock as the job and the dispatcher follow it, and sends what is due."""
    house.clock.stand_at(when)
    house.services.reminding.plan()
    house.send()


def test_the_ledger_is_filled_two_days_ahead_and_carried_on(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-20 00:00")
    ask(house)
    assert rows(house) == []  # eight days before comes on the 23rd, more than two days away
    assert timedelta(days=2) == AHEAD
    house.clock.stand_at("2018-01-21 12:00")
    assert house.services.reminding.is_due()
    house.services.reminding.plan()
    planned = rows(house, State.PLANNED)
    assert [(row.step, str(row.destination)) for row in planned] == [("8", "U0MIA")] * 2
    house.services.reminding.plan()
    assert len(rows(house)) == 2
    assert not house.services.reminding.is_due()
    house.clock.stand_at("2018-01-21 18:01")
    assert house.services.reminding.is_due()


def test_deadlines_that_coincide_are_one_message_and_it_comes_once(house: House) -> None:
    house.load()
    ask(house)
    carry_on(house, "2018-01-22 12:00")
    carry_on(house, "2018-01-23 01:01")  # nine in Lisbon
    assert told(house) == ["*Eight days left* for Foundational Technology and Mission Partners"]
    carry_on(house, "2018-01-23 02:00")
    assert len(told(house)) == 1


def test_what_fell_due_before_they_asked_is_never_sent(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-23 02:00")  # an hour after it would have come
    ask(house)
    house.services.reminding.plan()
    carry_on(house, "2018-01-27 00:00")
    assert told(house) == []
    assert rows(house, State.SKIPPED, State.CANCELLED) == []
    # Another day chosen that has gone by is not sent late either.
    ask(house, days="14 8 3")
    carry_on(house, "2018-01-27 01:00")
    assert told(house) == []
    carry_on(house, "2018-01-28 01:01")
    assert len(told(house)) == 1


@pytest.mark.parametrize("planned", [False, True])
def test_after_an_outage_the_newest_step_in_the_words_of_now(house: House, planned: bool) -> None:
    house.load()
    # The step of eight days was in reach when the process stopped, or it was not.
    house.clock.stand_at("2018-01-22 00:00" if planned else "2018-01-15 00:00")
    ask(house)
    # The process was gone for a week; another one starts.
    house.clock.stand_at("2018-01-29 12:00")
    house.services.reminding._planned = None
    house.services.reminding.plan()
    house.send()
    assert told(house) == ["*Two days left* for Foundational Technology and Mission Partners"]
    house.services.reminding._planned = None
    carry_on(house, "2018-01-29 13:00")
    assert len(told(house)) == 1
    reasons = {row.reason for row in rows(house, State.SKIPPED)}
    assert reasons == ({"the reminder of three days before fell due, too"} if planned else set())


def test_after_the_close_nothing_is_told(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-29 00:00")
    ask(house)
    house.services.reminding.plan()
    house.send("2018-02-01 00:00")
    assert told(house) == []
    assert {row.reason for row in rows(house, State.SKIPPED)} == {"the deadline had passed"}


def test_what_they_change_is_followed_at_once(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house)
    ask(house, MIA, FT, hour="11:00")
    assert [(row.subject.partition("/")[0], row.state) for row in rows(house)] == [
        ("mission-partners", State.CANCELLED), (FT, State.PLANNED),
    ]  # fmt: skip
    carry_on(house, "2018-01-23 02:59")
    assert told(house) == []
    carry_on(house, "2018-01-23 03:00")
    assert told(house) == ["*Eight days left* for Foundational Technology"]
    # Both again: what was cancelled and is ahead comes back, what was told is not told again.
    ask(house)
    carry_on(house, "2018-01-28 01:00")
    assert told(house)[1:] == ["*Three days left* for Foundational Technology and Mission Partners"]


def test_a_change_of_the_program_is_followed(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house, MIA, FT)
    house.change(MOVED)
    assert house.services.reminding.is_due()
    # Even a row that nobody has looked at since is not told: its deadline is another now.
    house.send("2018-01-23 02:00")
    assert told(house) == []
    carry_on(house, "2018-02-06 01:01")
    assert told(house) == ["*Eight days left* for Foundational Technology"]


def test_a_paused_track_is_not_told_and_comes_back(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house, MIA, FT)
    paused = house.change(("aliases: [FT]", "aliases: [FT]\n    status: paused"))
    carry_on(house, "2018-01-23 02:00")
    assert told(house) == []
    house.change(("status: paused", "status: open"), text=paused)
    carry_on(house, "2018-01-23 02:01")
    assert told(house) == []  # what fell due while it was paused is not told late
    carry_on(house, "2018-01-28 01:01")
    assert len(told(house)) == 1


def test_who_was_told_the_old_date_is_told_the_new_one_unless_they_stopped(house: House) -> None:
    house.load()
    for who in (MIA, TANE):
        ask(house, who, FT)
    carry_on(house, "2018-01-22 12:01")  # nine on the 23rd in Auckland
    carry_on(house, "2018-01-23 01:01")
    assert [len(told(house, user)) for user in ("U0MIA", "U0TANE")] == [1, 1]
    house.services.subscribing.stop(TANE)
    house.clock.stand_at("2018-01-25 12:00")
    house.change(MOVED)
    house.send()
    assert len(told(house)) == 2
    assert "14 February 2018" in house.heard("D0MIA")[-1]
    assert len(told(house, "U0TANE")) == 1


def test_who_stops_is_told_nothing_and_others_go_on(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    for who in (MIA, TANE):
        ask(house, who)
    assert house.services.subscribing.stop(MIA)
    assert not house.services.subscribing.stop(MIA)
    carry_on(house, "2018-01-22 12:00")  # nine on the 23rd in Auckland
    carry_on(house, "2018-01-23 02:00")
    assert told(house) == []
    assert len(told(house, "U0TANE")) == 1
    with pytest.raises(UserError, match="`/remindme` sets them up"):
        house.services.subscribing.mute(MIA)


def test_a_person_who_is_gone_is_let_go_without_a_notice(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house, Actor("U0GHOST", "slack"))
    carry_on(house, "2018-01-23 12:00")
    assert house.heard("#moss-review") == []
    assert Counter(row.state for row in rows(house))[State.FAILED] == 2
    with house.store.read() as connection:
        found = subscribers.get(connection, house.services.programs.id, "U0GHOST")
    assert found is not None
    assert found.ended == "they take no direct messages from the bot"
    carry_on(house, "2018-01-28 12:00")
    assert len(rows(house)) == 2


def test_what_staff_can_mend_is_told_to_them_once_a_day(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    for who in (MIA, TANE):
        ask(house, who)
    house.sandbox.credentials, before = (
        type(house.sandbox.credentials)(
            scopes=tuple(s for s in house.sandbox.credentials.scopes if s != "chat:write")
        ),
        house.sandbox.credentials,
    )
    try:
        carry_on(house, "2018-01-23 02:00")
    finally:
        house.sandbox.credentials = before
    notices = [row for row in house.rows(Kind.NOTICE) if row.subject == "reminders"]
    assert [(row.payload or {})["notice"] for row in notices] == [
        (
            "Direct messages are not sent: Slack: missing_scope (chat:write): a scope is missing; "
            "reinstall the app with `eightdays manifest`."
        )
    ]
    with house.store.read() as connection:
        assert len(subscribers.active(connection, house.services.programs.id)) == 2


def test_who_moves_to_where_the_hour_has_gone_by_is_told_at_once(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    ask(house)
    house.services.reminding.plan()
    # Two hours before nine in Lisbon; in Auckland it is evening.
    house.clock.stand_at("2018-01-22 23:00")
    moved = house.services.subscribing.profile_changed
    assert moved("U0MIA", "Pacific/Auckland", deleted=False)
    assert not moved("U0MIA", "Pacific/Auckland", deleted=False)
    assert not moved("U0NOBODY", "Pacific/Auckland", deleted=True)
    house.send()
    assert len(told(house)) == 1
    carry_on(house, "2018-01-23 12:00")
    assert len(told(house)) == 1


def test_two_processes_plan_and_send_each_once(make: type[House]) -> None:
    one, other = make(), make()  # type: ignore[call-arg]
    one.load()
    other.services.programs.refresh()
    one.clock.stand_at("2018-01-22 00:00")
    other.clock.stand_at("2018-01-22 00:00")
    ask(one)
    one.services.reminding.plan()
    other.services.reminding.plan()
    assert len(rows(one)) == 2
    one.send("2018-01-23 02:00")
    other.send("2018-01-23 02:00")
    assert len(told(one)) == 1


def test_what_is_filled_in_is_checked_at_its_field(house: House) -> None:
    house.load()
    save = house.services.subscribing.save
    with pytest.raises(FieldErrors) as raised:
        save(MIA, Filled((), (), "later", True))
    assert set(raised.value.fields) == {"tracks", "days", "at"}
    with pytest.raises(FieldErrors) as raised:
        save(MIA, Filled(("gone",), ("8", "900"), "09:00", True))
    assert set(raised.value.fields) == {"tracks", "days"}
    assert house.services.subscribing.mine(MIA) is None


def test_bots_and_people_of_other_workspaces_are_told_why_not(house: House) -> None:
    house.load()
    space = house.sandbox.workspace
    with pytest.raises(UserError, match="for people"):
        ask(house, Actor(space.bot.user_id, "slack"))
    space.change_user("mia", team_id="T0OTHER")
    try:
        with pytest.raises(UserError, match="members and guests of this workspace"):
            ask(house)
    finally:
        space.change_user("mia", team_id=space.team.id)
    assert not issubclass(UserError, NotAllowedError)


def test_without_slack_the_zone_that_is_known_holds(house: House) -> None:
    house.load()
    assert ask(house).way.zone == "Europe/Lisbon"
    house.sandbox.faults.add("slack", "status", method="users.info", status=500)
    assert ask(house).way.zone == "Europe/Lisbon"
    assert ask(house, TANE).way.zone == "America/Los_Angeles"  # the program's
    wishes = house.services.subscribing.wishes(TANE)
    assert not wishes.sure


def test_ten_thousand_people_are_planned_in_seconds_and_nothing_twice(house: House) -> None:
    house.load()
    house.clock.stand_at("2018-01-22 00:00")
    zones = ("Pacific/Auckland", "Europe/Lisbon", "America/Los_Angeles", "Asia/Kolkata")
    people = [
        {
            "program_id": house.services.programs.id, "user_id": f"U{number:07d}",
            "zone": zones[number % 4], "at": f"{7 + number % 12:02d}:00", "days_before": [8, 3, 1],
            "everything": True, "weekends": number % 5 != 0, "asked_at": at("2018-01-01 00:00"),
        }
        for number in range(10_000)
    ]  # fmt: skip
    with house.store.write() as connection:
        connection.execute(tables.subscribers.insert(), people)
    begun = timing.monotonic()
    assert house.services.reminding.plan() == len(house.rows(Kind.REMINDER))
    assert timing.monotonic() - begun < 20  # about two seconds on a quiet machine
    found = Counter(row.destination.address for row in house.rows(Kind.REMINDER))
    assert len(found) == 10_000
    assert set(found.values()) == {2}
    begun = timing.monotonic()
    house.clock.stand_at("2018-01-22 00:01")
    assert house.services.reminding.plan() == 0
    assert timing.monotonic() - begun < 10


def test_a_way_is_kept_as_it_was_said(house: House) -> None:
    house.load()
    ask(house, MIA, FT, "mission-partners", days="0 30 8", hour="07:00", weekends=False)
    found = house.services.subscribing.mine(MIA)
    assert found is not None
    assert found.person.way == Way("Europe/Lisbon", time(7), (30, 8, 0), weekends=False)
    assert found.person.tracks == {FT, "mission-partners"}
    assert found.person.asked_at <= datetime.now(ZONE) + timedelta(days=1)


def test_the_plan_counts_people_further_ahead_than_the_ledger_does(house: House) -> None:
    house.load()
    ask(house)
    ask(house, TANE, FT, days="8")
    assert rows(house) == []
    plans = house.services.plans
    ahead = [
        (item.at, item.destination, item.text.partition("\n")[0])
        for item in plans.ahead(house.clock.now(), at("2018-01-28 23:00"))
        if item.kind == "reminder"
    ]
    assert [(where, text) for _, where, text in ahead] == [
        ("two people by direct message", "Eight days left for Foundational Technology"),
        ("one person by direct message", "Eight days left for Mission Partners"),
        ("one person by direct message", "Three days left for Foundational Technology"),
        ("one person by direct message", "Three days left for Mission Partners"),
    ]
    coming = [item for item in plans.coming(60) if item.kind == "reminder"]
    assert {(item.at, item.destination, item.text.partition("\n")[0]) for item in coming} > {*ahead}
    # What the ledger has by now is not told twice.
    house.clock.stand_at("2018-01-22 00:00")
    house.services.reminding.plan()
    assert len(rows(house, State.PLANNED)) == 3
    again = plans.ahead(house.clock.now(), at("2018-01-28 23:00"))
    assert len([item for item in again if item.kind == "reminder"]) == 4
