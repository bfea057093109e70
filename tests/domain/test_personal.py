"""A person's own reminders: due at their hour, counted in their zone; dates worked out by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.countdown import remaining
from bot.domain.model import Program
from bot.domain.personal import (
    Planner,
    Subscriber,
    Way,
    awake,
    find_for,
    next_reminders,
    seen_from,
    steps,
    tomorrow,
)
from tests.domain.samples import program, utc

LONG_AGO = utc("2000-01-01T00:00")


def fund(closes: str, zone: str = "America/Los_Angeles") -> Program:
    return program(f'- {{key: a, name: A, deadlines: [{{label: one, closes: "{closes}"}}]}}', zone)


def way(zone: str, *days: int, at: str = "09:00", weekends: bool = True) -> Way:
    return Way(zone, time.fromisoformat(at), days, weekends)


def person(found: Way, **more: object) -> Subscriber:
    given: dict[str, object] = {"everything": True, "asked_at": LONG_AGO, **more}
    return Subscriber(user="U1", way=found, **given)  # type: ignore[arg-type]


def local(found: Way, at: datetime) -> str:
    return at.astimezone(ZoneInfo(found.zone)).strftime("%a %Y-%m-%d %H:%M")


# The program is in Los Angeles where nothing else is said. The hour is nine.
@pytest.mark.parametrize(
    ("closes", "zone", "days", "expected"),
    [
        # 23:59 on the 31st there is 20:59 on 1 February in Auckland; the stated day is the 31st.
        ("2018-01-31", "Pacific/Auckland", 8, "Tue 2018-01-23 09:00"),
        ("2018-01-31", "Pacific/Auckland", 0, "Wed 2018-01-31 09:00"),
        ("2018-01-31", "Europe/Lisbon", 8, "Tue 2018-01-23 09:00"),
        # Anywhere on Earth: the stated day, wherever one is.
        ("2018-01-31 AoE", "Pacific/Kiritimati", 1, "Tue 2018-01-30 09:00"),
        ("2018-01-31 AoE", "Pacific/Niue", 1, "Tue 2018-01-30 09:00"),
        # Nine o'clock in Tokyo on 15 May is 17:00 on 14 May in Los Angeles, and 14:00 in Honolulu.
        ("2018-05-15T09:00:00+09:00", "America/Los_Angeles", 1, "Sun 2018-05-13 09:00"),
        ("2018-05-15T09:00:00+09:00", "Pacific/Honolulu", 0, "Mon 2018-05-14 09:00"),
        ("2018-05-15T09:00:00+09:00", "Asia/Tokyo", 1, "Mon 2018-05-14 09:00"),
        # In Tokyo two hours before the close is seven o'clock: the last call.
        ("2018-05-15T09:00:00+09:00", "Asia/Tokyo", 0, "Tue 2018-05-15 07:00"),
        # A close at midnight belongs to the day before.
        ("2018-02-01T00:00:00+00:00", "Europe/London", 1, "Tue 2018-01-30 09:00"),
        # Over a change of daylight saving the hour on the wall stays: New York on 11 March,
        # Lisbon on 25 March, Auckland on 1 April 2018, the other way round.
        ("2018-03-12 17:00 America/New_York", "America/New_York", 3, "Fri 2018-03-09 09:00"),
        ("2018-03-27 17:00 Europe/Lisbon", "Europe/Lisbon", 3, "Sat 2018-03-24 09:00"),
        ("2018-04-03 17:00 Pacific/Auckland", "Pacific/Auckland", 3, "Sat 2018-03-31 09:00"),
        # A leap day in between.
        ("2020-03-01", "Europe/Lisbon", 1, "Sat 2020-02-29 09:00"),
    ],
)
def test_a_step_is_due_at_the_hour_of_the_person(
    closes: str, zone: str, days: int, expected: str
) -> None:
    (deadline,) = fund(closes).tracks[0].deadlines
    found = way(zone, days)
    (step,) = steps(deadline, found)
    assert local(found, step.due) == expected


def test_an_hour_that_daylight_saving_skips_or_repeats() -> None:
    (deadline,) = fund("2018-03-12 17:00 America/New_York").tracks[0].deadlines
    (step,) = steps(deadline, way("America/New_York", 1, at="02:30"))
    assert step.due == utc("2018-03-11T07:00")  # there is no 02:30: 03:00 is the first after it
    (deadline,) = fund("2018-11-05 17:00 America/New_York").tracks[0].deadlines
    (step,) = steps(deadline, way("America/New_York", 1, at="01:30"))
    assert step.due == utc("2018-11-04T05:30")  # the first of the two


def test_a_close_early_in_the_morning_has_no_step_of_its_day() -> None:
    (deadline,) = fund("2018-05-15T08:30:00+09:00").tracks[0].deadlines
    assert steps(deadline, way("Asia/Tokyo", 0)) == []
    assert [step.days for step in steps(deadline, way("Asia/Tokyo", 1, 0))] == [1]


@pytest.mark.parametrize(
    ("closes", "days", "expected"),
    [
        ("2018-01-31", 8, ["Tue 2018-01-23 09:00"]),
        ("2018-01-31", 3, ["Mon 2018-01-29 09:00"]),  # from Sunday
        ("2018-01-30", 3, ["Fri 2018-01-26 09:00"]),  # from Saturday
        ("2018-01-28", 0, ["Mon 2018-01-29 09:00"]),  # closes 07:59 UTC on Monday: 20:59 there
        ("2018-01-27 AoE", 0, ["Fri 2018-01-26 09:00"]),
    ],
)
def test_without_weekends_the_nearest_weekday_at_the_same_hour(
    closes: str, days: int, expected: list[str]
) -> None:
    (deadline,) = fund(closes).tracks[0].deadlines
    found = way("Pacific/Auckland", days, weekends=False)
    assert [local(found, step.due) for step in steps(deadline, found)] == expected


def test_before_the_close_whatever_the_weekday() -> None:
    # Sunday at noon: Monday would be too late.
    (deadline,) = fund("2018-01-28 12:00 Europe/Lisbon").tracks[0].deadlines
    found = way("Europe/Lisbon", 1, 0, weekends=False)
    assert [(s.days, local(found, s.due)) for s in steps(deadline, found)] == [
        (0, "Fri 2018-01-26 09:00")  # and the step of one day, from Saturday, is the same message
    ]


def test_no_step_is_moved_to_after_the_one_that_follows_it() -> None:
    # It closes on Monday at ten: the step of the day comes at eight, that of Sunday on Friday.
    (deadline,) = fund("2018-01-29 10:00 UTC").tracks[0].deadlines
    found = way("UTC", 1, 0, weekends=False)
    assert [(s.days, local(found, s.due)) for s in steps(deadline, found)] == [
        (1, "Fri 2018-01-26 09:00"), (0, "Mon 2018-01-29 08:00"),
    ]  # fmt: skip


def test_steps_come_in_their_order_whatever_the_hour_and_the_day() -> None:
    for day in range(1, 15):
        for clock in ("00:30", "07:30", "10:00", "23:59"):
            (deadline,) = fund(f"2018-01-{day + 14} {clock} Europe/Lisbon").tracks[0].deadlines
            for hour in ("00:00", "06:00", "09:00", "23:30"):
                found = steps(deadline, way("Europe/Lisbon", *range(9), at=hour, weekends=False))
                assert [s.days for s in found] == sorted({s.days for s in found}, reverse=True)
                assert [s.due for s in found] == sorted({s.due for s in found})
                assert all(s.due < deadline.closes.at for s in found)


@pytest.mark.parametrize(
    ("at", "hour", "expected"),
    [
        ("2018-01-23T21:59", "09:00", "Tue 2018-01-23 21:59"),
        ("2018-01-23T22:00", "09:00", "Wed 2018-01-24 09:00"),
        ("2018-01-24T03:00", "15:00", "Wed 2018-01-24 08:00"),
        ("2018-01-24T03:00", "05:30", "Wed 2018-01-24 05:30"),
        ("2018-01-26T23:00", "09:00", "Mon 2018-01-29 09:00"),  # a weekend
        ("2018-01-30T12:00", "09:00", "Thu 2018-02-01 09:00"),  # two holidays
        ("2018-02-11T12:00", "09:00", None),  # a Sunday, and it closes
    ],
)
def test_what_has_no_hour_of_its_own_comes_when_people_are_awake(
    at: str, hour: str, expected: str | None
) -> None:
    found = way("UTC", at=hour, weekends=False)
    holidays = [date(2018, 1, 30), date(2018, 1, 31)]
    told = awake(found, utc(at), utc("2018-02-12T00:00"), holidays)
    assert (told and local(found, told)) == expected


def test_what_is_left_is_counted_in_the_zone_of_the_person() -> None:
    here = fund("2018-01-31")
    (deadline,) = here.tracks[0].deadlines
    now = utc("2018-01-29T20:00")  # Tuesday 30 January, 09:00 in Auckland
    assert remaining(deadline.closes, here.zone, now).days == 2
    there = seen_from(here, "Pacific/Auckland")
    assert remaining(deadline.closes, there.zone, now).days == 1
    assert seen_from(here, "Pacific/Auckland") is there
    assert seen_from(here, here.timezone) is here
    assert there.tracks is here.tracks


def planned(who: Subscriber, since: str, until: str, now: str | None = None) -> list[str]:
    found = Planner(fund("2018-01-31"), utc(since), utc(until), utc(now or since))
    return [f"{row.step} {local(who.way, row.due)}" for row in found.rows(who)]


def test_rows_lie_within_the_stretch_and_after_the_person_asked() -> None:
    everywhere = way("Europe/Lisbon", 8, 3, 1)
    who = person(everywhere)
    january = ("2018-01-01T00:00", "2018-02-28T00:00")
    every = ["8 Tue 2018-01-23 09:00", "3 Sun 2018-01-28 09:00", "1 Tue 2018-01-30 09:00"]
    assert planned(who, *january) == every
    assert planned(who, "2018-01-23T09:00", "2018-01-25T09:00") == every[:1]
    assert planned(person(everywhere, asked_at=utc("2018-01-23T09:01")), *january) == every[1:]
    assert planned(person(everywhere, muted_until=utc("2018-01-29T00:00")), *january) == every[2:]
    assert planned(person(everywhere, dismissed=frozenset({"a/one"})), *january) == []
    assert planned(person(everywhere, everything=False), *january) == []
    assert planned(person(everywhere, everything=False, tracks=frozenset("a")), *january) == every
    assert planned(person(everywhere, ended="you stopped them"), *january) == []


def test_of_what_is_late_the_newest_step_alone_and_nothing_of_what_has_closed() -> None:
    who = person(way("Europe/Lisbon", 8, 3, 1))
    late = ("2018-01-01T00:00", "2018-02-28T00:00", "2018-01-29T12:00")
    assert planned(who, *late) == ["3 Sun 2018-01-28 09:00", "1 Tue 2018-01-30 09:00"]
    assert planned(who, "2018-01-01T00:00", "2018-02-28T00:00", "2018-02-02T00:00") == []


def test_a_paused_track_is_not_told() -> None:
    paused = program(
        "- {key: a, name: A, status: paused, deadlines: [{label: one, closes: 2018-01-31}]}"
    )
    found = Planner(paused, LONG_AGO, utc("2018-03-01T00:00"), LONG_AGO)
    assert list(found.rows(person(way("UTC", 8)))) == []


SERIES = "- {key: a, name: A, deadlines: [{label: rolling, rule: FREQ=MONTHLY;BYMONTHDAY=-1, starts: 2018-01-31}]}"


def test_a_deadline_that_comes_again_is_told_each_time() -> None:
    series, found = program(SERIES), way("Pacific/Auckland", 60)
    planner = Planner(series, utc("2018-01-01T00:00"), utc("2018-03-02T00:00"), LONG_AGO)
    rows = list(planner.rows(person(found)))
    assert [(row.subject, local(found, row.due)) for row in rows] == [
        ("a/rolling-2018-03-31", "Tue 2018-01-30 09:00"),
        ("a/rolling-2018-04-30", "Thu 2018-03-01 09:00"),
    ]
    near = rows[0].due
    assert find_for(series, rows[0].subject, near, timedelta(days=60)) is not None
    assert find_for(series, "a/rolling-2018-03-30", near, timedelta(days=60)) is None
    assert find_for(series, "b/rolling-2018-03-31", near, timedelta(days=60)) is None


def test_what_comes_next_is_all_of_one_moment() -> None:
    both = program(
        "- {key: a, name: A, deadlines: [{label: one, closes: 2018-01-31}]}\n"
        "- {key: b, name: B, deadlines: [{label: one, closes: 2018-01-31}]}"
    )
    who = person(way("Europe/Lisbon", 8, 1))
    found = next_reminders(both, who, utc("2018-01-24T00:00"))
    assert [(one.track.key, one.step.days) for one in found] == [("a", 1), ("b", 1)]
    assert next_reminders(both, who, utc("2018-02-01T00:00")) == []


def test_tomorrow_is_the_next_day_of_the_person() -> None:
    there = way("Pacific/Auckland", 1)
    # Friday 26 January, 12:00 in Auckland.
    now = utc("2018-01-25T23:00")
    assert local(there, tomorrow(there, now)) == "Sat 2018-01-27 09:00"
    weekdays = way("Pacific/Auckland", 1, weekends=False)
    assert local(weekdays, tomorrow(weekdays, now)) == "Mon 2018-01-29 09:00"


def test_people_who_share_a_way_are_calculated_once() -> None:
    found = Planner(fund("2018-01-31"), LONG_AGO, utc("2018-03-01T00:00"), LONG_AGO)
    first = [Subscriber(user=f"U{n}", way=way("UTC", 8), everything=True, asked_at=LONG_AGO)
             for n in range(3)]  # fmt: skip
    rows = [row for one in first for row in found.rows(one)]
    assert [row.destination.address for row in rows] == ["U0", "U1", "U2"]
    assert len({row.due for row in rows}) == 1
    assert len(found._known) == 1
