"""The ways to one's reminders from everywhere: words, buttons under answers and notices, pauses."""

from datetime import datetime

import pytest

from tests.e2e.house import LOS_ANGELES, World, buttons, left_out, words
from tests.e2e.test_moving import FT, asked, filled
from tests.e2e.test_remindme import (
    LISBON,
    opens,
    press,
    reminders,
    shown,
    subscribe,
    there,
    told,
)


async def said_to(world: World, text: str) -> list[str]:
    """What the bot says to Mia in a direct message, with the buttons below it."""
    await world.mia.say("@eightdays", text)
    await world.quiet()
    message = told(world, "mia")[-1]
    assert left_out(message) == []
    return [words(message), *buttons(message)]


async def test_stop_in_a_direct_message_says_how_and_has_the_buttons(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT", days=["3"], at="09:00")
    said, *labels = await said_to(house, "stop")
    assert said.startswith("`/remindme stop` ends the reminders that I send you")
    assert labels == ["Settings", "Mute for a month", "Stop"]
    answer = told(house, "mia")[-1]
    (block,) = [one for one in answer.blocks if one["type"] == "actions"]
    assert block["elements"][-1]["confirm"]["title"]["text"] == "Stop all reminders?"
    stopped = await press(house, house.mia, answer, "Stop")
    assert "Your reminders are stopped. `/remindme` brings them back." in words(stopped)
    await house.move_to(datetime(2018, 1, 28, 10, tzinfo=LISBON))
    assert told(house, "mia")[-1].ts == answer.ts


async def test_remind_me_of_a_track_opens_the_form_with_it(house: World) -> None:
    said, *labels = await said_to(house, "remind me of FT")
    assert "`/remindme Foundational Technology` asks how long before" in said
    assert labels == ["Remind me"]
    await house.mia.press(told(house, "mia")[-1], "remind:form")
    await house.quiet()
    assert shown(house.mia, "tracks") == ["foundational-technology"]


async def test_help_has_the_button_too(house: World) -> None:
    said, *labels = await said_to(house, "help")
    assert "`/remindme` sets that up" in said
    assert "Remind me" in labels
    assert "`/remindme`" in (await said_to(house, "hi"))[0]


async def test_a_new_date_can_be_put_into_the_calendar_where_it_is_told(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["3", "1"], at="09:00")
    await house.move_to(there(29, 1))
    (reminder,) = reminders(house, "tane")
    assert "Add to calendar" in buttons(reminder)
    await asked(house, FT)
    assert (await filled(house, "2018-02-14")).ok
    assert (await house.olive.submit()).ok
    await house.move_to(there(29, 12))
    (in_channel,) = [
        one for one in house.said_in("#moss") if "New date for Foundational" in words(one)
    ]
    assert list(buttons(in_channel)) == ["Remind me", "Add to calendar"]
    directly = told(house, "tane")[-1]
    assert "New date for Foundational Technology" in words(directly)
    assert list(buttons(directly)) == ["Add to calendar", "I've applied", "Settings"]
    await tane.press(directly, buttons(directly)["Add to calendar"])
    await house.quiet()
    (shared,) = told(house, "tane")[-1].files
    assert shared["name"] == "moss-2018-02-14.ics"


async def test_no_snooze_where_all_close_before_tomorrows_hour(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["1", "0"], at="22:00")
    await house.move_to(there(30, 22, 1))
    (first,) = reminders(house, "tane")
    assert "Snooze until tomorrow" in buttons(first)
    await house.move_to(there(1, 19, month=2))  # it closes at 20:59 there
    (_, last) = reminders(house, "tane")
    assert list(buttons(last)) == [
        "I've applied", "Add to calendar", "Mute for a month", "Settings",
    ]  # fmt: skip


async def test_a_snooze_to_the_moment_of_the_next_reminder_promises_no_other(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT", days=["1", "0"], at="09:00")
    await house.move_to(datetime(2018, 1, 30, 9, 1, tzinfo=LISBON))
    (first,) = reminders(house, "mia")
    said = words(await press(house, house.mia, first, "Snooze until tomorrow"))
    assert "Your next reminder of Foundational Technology comes on Wednesday 31 January" in said
    assert "once more" not in said
    await house.move_to(datetime(2018, 1, 31, 9, 1, tzinfo=LISBON))
    assert len(reminders(house, "mia")) == 2


async def test_what_is_snoozed_into_a_mute_is_not_listed_as_coming(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT", days=["3"], at="09:00")
    await house.move_to(datetime(2018, 1, 28, 9, 1, tzinfo=LISBON))
    (first,) = reminders(house, "mia")
    await press(house, house.mia, first, "Snooze until tomorrow")
    await press(house, house.mia, first, "Mute for a month")
    await opens(house, house.mia, "/remindme list")
    listed = words(house.mia.sees("#moss")[-1])
    assert "Muted until" in listed
    assert "Snoozed" not in listed


@pytest.mark.parametrize(
    ("line", "tracks"),
    [
        ("/remindme all", ["*"]),
        ("/remindme Everything!", ["*"]),
        ("/remindme settings", ["*"]),  # nothing yet: what is usual
        ("/remindme FT and MP", ["foundational-technology", "mission-partners"]),
        ("/remindme ft, mp", ["foundational-technology", "mission-partners"]),
        ("/remindme me about FT", ["foundational-technology"]),
        ("/remindme of the FT deadline please", ["foundational-technology"]),
    ],
)
async def test_the_command_takes_what_people_type(
    house: World, line: str, tracks: list[str]
) -> None:
    await opens(house, house.mia, line)
    assert shown(house.mia, "tracks") == tracks


async def test_other_words_for_stop_and_mute(house: World) -> None:
    async def answer(line: str) -> str:
        await opens(house, house.mia, line)
        return words(house.mia.sees("#moss")[-1])

    for line in ("/remindme off", "/remindme end", "/remindme unsubscribe"):
        await subscribe(house, house.mia, "/remindme FT")
        assert "Your reminders are stopped" in await answer(line)
    assert "`/remindme` brings them back" in await answer("/remindme list")
    assert "`/remindme` sets them up" in await answer("/remindme mute")
    await subscribe(house, house.mia, "/remindme FT")
    assert "Muted until Thursday 22 February 2018" in await answer("/remindme mute")
    assert "I will remind you on" in await answer("/remindme unmute")
    for line in ("/remindme 3 days before", "/remindme zzz", "/remindme FT and zzzz"):
        refused = await answer(line)
        assert "There is no track called" in refused
        assert "`/remindme help` says what I understand." in refused
        assert "Did you mean" not in refused


async def test_after_a_stop_a_track_is_that_track_alone(house: World) -> None:
    await subscribe(house, house.mia, "/remindme MP")
    await opens(house, house.mia, "/remindme stop")
    await opens(house, house.mia, "/remindme FT")
    assert shown(house.mia, "tracks") == ["foundational-technology"]


async def test_three_clicks_are_one_file(house: World) -> None:
    await house.move_to(datetime(2018, 1, 23, 10, 1, tzinfo=LOS_ANGELES))
    (countdown,) = house.said_in("#moss")
    await press(house, house.mia, countdown, "Add to calendar")
    for _ in range(2):
        again = await press(house, house.mia, countdown, "Add to calendar")
        assert "on its way to you, or there already" in words(again)
    assert len(told(house, "mia")) == 1
    await house.wait(90)
    await press(house, house.mia, countdown, "Add to calendar")
    assert len(told(house, "mia")) == 2


async def test_saved_is_said_where_the_button_was_pressed_too(house: World) -> None:
    await house.move_to(datetime(2018, 1, 23, 10, 1, tzinfo=LOS_ANGELES))
    (countdown,) = house.said_in("#moss")
    await house.mia.press(countdown, buttons(countdown)["Remind me"])
    await house.quiet()
    assert (await house.mia.submit()).ok
    await house.quiet()
    here = house.mia.sees("#moss")[-1]
    assert here.text == "Saved; the rest is in a direct message from me."
    assert here.ephemeral_to == "U0MIA"
    assert "Saved. I will remind you on" in words(told(house, "mia")[-1])
    # Where the bot is no member it can only write to the person.
    seen = await house.mia.command("#random", "/remindme")
    assert seen.ok
    await house.quiet()
    assert (await house.mia.submit()).ok
    await house.quiet()
    assert len(told(house, "mia")) == 2
