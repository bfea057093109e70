"""What staff and operators are told of every message: why it was sent, moved, skipped or waits."""

import json

import pytest

from bot.cli import main
from bot.domain.ledger import Destination, Kind, NewRow, State
from bot.services.plan_items import PlanItem
from bot.services.why import why_lines
from bot.store import ledger
from tests.domain.samples import MOSS
from tests.services.conftest import House, at

FT = "foundational-technology"
FT_CLOSES = "opens: 2017-11-01, closes: 2018-01-31"


def why(house: House, track: str = FT) -> list[str]:
    return [item.why for item in house.services.plans.why(track)]


def past(house: House) -> list[PlanItem]:
    return house.services.plans.past(at("2017-01-01 00:00"), at("2018-12-31 00:00"))


def test_sent_skipped_and_still_due(house: House) -> None:
    house.load()
    house.send("2018-01-01 10:00")
    house.send("2018-01-23 10:00")
    assert why(house) == [
        "Was sent on time, Monday 1 January 2018 at 10:00, Los Angeles time.",
        (
            "Was not sent: the reminder of eight days before fell due, too; it was due "
            "Wednesday 17 January 2018 at 10:00, Los Angeles time."
        ),
        "Was sent on time, Tuesday 23 January 2018 at 10:00, Los Angeles time.",
        "Is due Sunday 28 January 2018 at 10:00, Los Angeles time.",
        "Is due Tuesday 30 January 2018 at 10:00, Los Angeles time.",
        "Is due Wednesday 31 January 2018 at 10:00, Los Angeles time.",
    ]


def test_late_and_waiting(house: House) -> None:
    house.load()
    house.send("2018-01-23 15:30")
    house.clock.stand_at("2018-01-28 11:00")
    told = why(house)
    assert (
        "Was sent Tuesday 23 January 2018 at 15:30, Los Angeles time; it was due "
        "Tuesday 23 January 2018 at 10:00, Los Angeles time." in told
    )
    assert "Has been due since Sunday 28 January 2018 at 10:00, Los Angeles time." in told


def test_not_taken_so_far(house: House) -> None:
    house.load()
    house.sandbox.faults.add("slack", "status", status=429, retry_after=17)
    house.send("2018-01-23 10:00")
    (told,) = [said for said in why(house) if "so far" in said]
    assert told == (
        "Has been due since Tuesday 23 January 2018 at 10:00, Los Angeles time. "
        "One attempt so far: Slack asks to slow down."
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (FT_CLOSES, "closes: 2018-02-14", "the deadline moved to Wednesday 14 February 2018 at"),
        ("aliases: [FT]", "aliases: [FT]\n    status: paused", "the track is paused"),
        ("aliases: [FT]", "status: suggestions", "the track takes suggestions only"),
        ("aliases: [FT]", 'announce_in: ["#moss-ft"]', "is not announced in #moss any more"),
        ("aliases: [FT]", "reminders: {days_before: [5]}", "the reminders of the track changed"),
        (f"      - {{key: 2018-01, label: January 2018 batch, {FT_CLOSES}}}\n",
         "      - {label: Other, closes: 2018-06-30}\n", "is not in the program any more"),
    ],
)  # fmt: skip
def test_why_it_was_cancelled(house: House, old: str, new: str, reason: str) -> None:
    house.load()
    house.change((old, new))
    gone = [item for item in past(house) if item.state == "cancelled"]
    assert gone
    assert all(reason in item.why for item in gone)
    assert gone[0].why.startswith("Was cancelled: ")


QUIET = MOSS.replace("  announce_in:", "  quiet: {weekends: true}\n  announce_in:")


def test_moved_out_of_a_quiet_time_before_and_after_it_is_sent(house: House) -> None:
    house.load(QUIET)
    moved = "(moved from Sunday 28 January 2018 at 10:00, Los Angeles time: a quiet time)."
    assert [said for said in why(house) if said.endswith(moved)]
    items = house.services.plans.why(FT)
    (when,) = [item.at for item in items if item.why.endswith(moved)]
    house.clock.move_to(when)
    house.send()
    (said,) = [said for said in why(house) if said.endswith(moved)]
    assert said.startswith("Was sent on time, ")


def test_facts_of_old_dates_are_kept(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    house.send("2018-01-25 10:00")
    (sent,) = [item for item in past(house) if item.state == "sent" and item.kind == "countdown"]
    shown = sent.to_json(house.services.programs.require())
    assert [(d["track"], d["closes"][:10], d["days_left"]) for d in shown["deadlines"]] == [
        (FT, "2018-01-31", 8), ("mission-partners", "2018-01-31", 8),
    ]  # fmt: skip
    assert set(shown["deadlines"][0]) == {"track", "label", "closes", "days_left"}
    assert shown["why"].startswith("Was sent on time")


def people(house: House, number: int, state: State, step: str = "8", reason: str = "") -> None:
    program = house.services.programs.id
    rows = [
        NewRow(
            kind=Kind.REMINDER, subject=f"{FT}/2018-01", revision=1, step=step, state=state,
            destination=Destination("slack", f"U{step}{state[:2].upper()}{n}"), reason=reason,
            due=at(f"2018-01-2{2 + n % 2} 09:00"),
        )
        for n in range(number)
    ]  # fmt: skip
    with house.store.write() as connection:
        ledger.add(connection, program, rows)


def test_people_are_counted_and_never_named(house: House) -> None:
    house.load()
    people(house, 312, State.SENT)
    people(house, 1, State.SKIPPED, reason="they have applied")
    people(house, 2, State.PLANNED, step="3")
    told = why(house)
    assert (
        "312 people were told by direct message from Monday 22 January 2018 to "
        "Tuesday 23 January 2018." in told
    )
    assert (
        "One person will not be told by direct message on Monday 22 January 2018: they have "
        "applied." in told
    )
    assert (
        "Two people are to be told by direct message from Monday 22 January 2018 to "
        "Tuesday 23 January 2018." in told
    )
    for items in (house.services.plans.why(FT), past(house), house.services.plans.coming(60)):
        assert items
        assert not [item for item in items if item.destination.startswith("U")]
    (planned,) = [
        item
        for item in house.services.plans.why(FT)
        if item.kind == "reminder" and item.state == "planned"
    ]
    assert planned.destination == "two people by direct message"
    assert planned.text.startswith("Three days left for Foundational Technology")


def test_in_slack_it_is_told_by_deadline_what_comes_first(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    people(house, 3, State.SENT)
    people(house, 1, State.SKIPPED, step="snooze-2018-01-24", reason="they have applied")
    house.clock.stand_at("2018-01-24 12:00")
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    program = house.services.programs.require()
    lines = why_lines(program, house.services.plans.why(FT), 40)
    assert lines[0] == (
        "*January 2018 batch* — Wednesday 14 February 2018 at 23:59, Los Angeles time"
    )
    coming = [line for line in lines if "Is due" in line]
    assert lines[1] == (
        "• correction, new date, #moss: Has been due since "
        "Wednesday 24 January 2018 at 12:00, Los Angeles time."
    )
    assert [line.partition(":")[0] for line in coming] == [
        "• 14 days before, #moss", "• eight days before, #moss", "• three days before, #moss",
        "• one day before, #moss", "• on the day, #moss",
    ]  # fmt: skip
    old = [line for line in lines if "(of the date before it moved)" in line]
    assert any(line.startswith("• on the day (of the date before it moved), #moss") for line in old)
    assert any(": 3 people" in line or ": Three people were told" in line for line in old)
    assert any("• snoozed (of the date" in line for line in old)
    assert any("the 30 days" in line or "the new date was known" in line for line in lines)
    at_most = why_lines(program, house.services.plans.why(FT), 5)
    assert at_most == [*lines[:5], f"… and {len(lines) - 5} lines more"]


def test_what_was_cancelled_keeps_its_date_and_its_name(house: House) -> None:
    house.load()
    house.change((FT_CLOSES, "closes: 2018-02-14"))
    program = house.services.programs.require()
    gone = [item.to_json(program) for item in past(house) if item.state == "cancelled"]
    assert gone
    for item in gone:
        (known,) = item["deadlines"]
        assert known["closes"] == "2018-01-31T23:59:59-08:00"
        assert item["text"].startswith("Foundational Technology, January 2018 batch: ")
    assert [item["deadlines"][0]["days_left"] for item in gone] == [30, 14, 8, 3, 1, 0]
    assert gone[-1]["text"].endswith(": on the day")


def test_the_command_line_tells_it(
    house: House, database_url: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    house.load()
    house.send("2018-01-23 10:00")
    monkeypatch.setenv("DATABASE_URL", database_url)
    until = ["--until", "2018-01-24"]
    assert main(["plan", "--past", *until]) == 0
    said = capsys.readouterr().out
    assert "Tue 2018-01-23 10:00  #moss  [sent]\n    *Eight days left*" in said
    assert "\n    Was sent on time, Tuesday 23 January 2018 at 10:00, Los Angeles time.\n" in said
    assert main(["plan", "--past", "--json", *until]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [d["days_left"] for d in last["deadlines"]] == [8, 8]
    assert last["why"].startswith("Was sent on time")
