"""The form, the buttons and the calendar of personal reminders, within what Slack takes."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.domain.model import Program
from bot.domain.personal import Subscriber, Way
from bot.render import remind, remind_home
from bot.render.calendar import calendar, file_name, uid
from bot.render.remind_form import remind_form
from bot.sandbox.blocks import check_blocks, check_view
from tests.domain.samples import program, utc

NOW = utc("2026-01-01T00:00")
LONG = "A track with a name that is a good deal longer than what a button or an option takes, {}"


def crowd(tracks: int) -> Program:
    return program(
        "".join(
            f'- {{key: track-{n}, name: "{LONG.format(n)}", apply_url: "https://x.example.org/{n}",'
            f" deadlines: [{{label: round, closes: 2026-03-31}}]}}\n"
            for n in range(tracks)
        )
    )


def person(**more: object) -> Subscriber:
    given: dict[str, object] = {"asked_at": NOW, "everything": True, **more}
    way = Way("Pacific/Auckland", time(9, 30), (120, 8, 0))
    return Subscriber(user="U1", way=way, **given)  # type: ignore[arg-type]


def test_the_form_of_many_tracks_is_taken_and_shows_what_is_chosen() -> None:
    many = crowd(150)
    chosen = frozenset({"track-149", "track-3"})
    for who in (person(), person(everything=False, tracks=chosen)):
        form = check_view(remind_form(many, who, known=True, sure=False), "modal")
        element = form["blocks"][0]["element"]
        assert len(element["options"]) == 100
        assert {one["value"] for one in element["initial_options"]} == (who.tracks or {"*"})
    hours = form["blocks"][2]["element"]
    assert hours["initial_option"]["value"] == "09:30"
    days = [one["value"] for one in form["blocks"][1]["element"]["initial_options"]]
    assert days == ["120", "8", "0"]


def test_the_buttons_of_many_deadlines_are_taken() -> None:
    for number in (1, 3, 150):
        many = crowd(number)
        deadlines = [track.deadlines[0] for track in many.tracks]
        blocks = [
            remind.under_countdown(deadlines),
            remind.under_reminder(many, deadlines, snooze=True),
            *remind.under_notice(deadlines[0], person=True),
            *remind.under_notice(None, person=True),
        ]
        blocks.append(remind.undo_applied(one.subject for one in deadlines))
        check_blocks(blocks)
        # As many as there is room for, none of them cut.
        kept = remind.unpacked(blocks[0]["elements"][1]["value"])
        assert kept == [one.subject for one in deadlines][: len(kept)]
        assert len(kept) >= min(number, 80)


def test_app_home_of_somebody_with_much_is_taken() -> None:
    many = crowd(60)
    deadlines = [track.deadlines[0] for track in many.tracks]
    who = person(muted_until=utc("2026-02-01T00:00"))
    blocks = remind_home.mine(
        many, who, NOW, applied=deadlines, snoozed=[(one, NOW) for one in deadlines]
    )
    check_blocks(blocks)
    assert len(blocks) < 30
    check_blocks(remind_home.mine(many, None, NOW))
    check_blocks(remind_home.unknown())


def test_a_calendar_keeps_an_event_when_its_date_moves() -> None:
    one = crowd(2)
    before = one.tracks[0].deadlines[0]
    after = replace(before, revision=3, label="second round")
    assert uid(one, before) == uid(one, after) == "track-0/round.small-grants@eightdays"
    found = Calendar.from_ical(calendar(one, [after, one.tracks[1].deadlines[0]], NOW))
    first, second = found.walk("VEVENT")
    assert (first["sequence"], second["sequence"]) == (2, 0)
    assert first.decoded("dtstamp") == NOW
    assert first.decoded("dtstart").tzinfo == ZoneInfo("UTC")
    assert str(first["summary"]).endswith("closes: second round")
    assert first["uid"] != second["uid"]
    assert file_name(one, [before]) == "small-grants-2026-03-31.ics"
    # Lines are folded at 75 bytes, as calendars want them.
    assert all(len(line) <= 75 for line in calendar(one, [after], NOW).split(b"\r\n"))


def test_what_one_has_in_words() -> None:
    assert remind.days((30, 8, 1, 0)) == "30, 8 and 1 days before, and on the day itself"
    assert remind.days((1,)) == "1 day before"
    assert remind.days((0,)) == "on the day itself"
    nothing = program("- {key: a, name: A}")
    assert "Nothing lies ahead for all tracks yet" in str(remind.what_next(nothing, person(), NOW))
