"""Personal reminders through real Bolt: asked for in a form, told at the person's own hour."""

import asyncio
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.sandbox import events
from bot.sandbox.acts import Person, Seen
from bot.sandbox.messages import Message
from tests.e2e.house import LOS_ANGELES, World, a_world, buttons, left_out, words

AUCKLAND = ZoneInfo("Pacific/Auckland")
LISBON = ZoneInfo("Europe/Lisbon")


def there(day: int, hour: int = 9, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2018, month, day, hour, minute, tzinfo=AUCKLAND)


def told(world: World, name: str) -> list[Message]:
    """What the bot has written to somebody directly."""
    user = world.box.workspace.user(name).id
    return world.said_in(world.box.workspace.dm(user).id)


def reminders(world: World, name: str) -> list[Message]:
    """Those of them that are reminders."""
    return [one for one in told(world, name) if "Mute for a month" in buttons(one)]


async def opens(world: World, person: Person, line: str = "/remindme") -> Seen:
    seen = await person.command("#moss", line)
    await world.quiet()
    return seen


async def subscribe(
    world: World, person: Person, line: str = "/remindme", **values: object
) -> None:
    """Fills in the form; what is not given stays as it is shown."""
    await opens(world, person, line)
    assert person.modal() is not None, [one.text for one in person.sees("#moss")][-1:]
    seen = await person.submit(values={name: {"value": value} for name, value in values.items()})
    assert seen.ok, seen
    await world.quiet()


def shown(person: Person, name: str) -> list[str]:
    """What a field of the form has chosen."""
    view = person.modal()
    assert view is not None
    (block,) = [b for b in view.blocks if b.get("block_id") == name]
    element = block["element"]
    options = element.get("initial_options") or [element.get("initial_option")]
    return [option["value"] for option in options if option]


async def press(world: World, person: Person, message: Message, label: str) -> Message:
    """Presses a button, and gives what the person is told."""
    before = {one.ts for one in person.sees(message.channel)}
    seen = await person.press(message, buttons(message)[label])
    assert seen.ok, seen
    await world.quiet()
    found = [one for one in person.sees(message.channel) if one.ts not in before]
    return found[-1]


async def test_a_person_is_told_at_their_own_hour_in_their_own_days(world: World) -> None:
    tane = world.box.person("tane")
    await opens(world, tane, "/remindme FT")
    assert shown(tane, "tracks") == ["foundational-technology"]
    assert shown(tane, "days") == ["30", "14", "8", "3", "1", "0"]  # the track's own ladder
    assert shown(tane, "at") == ["10:00"]
    view = tane.modal()
    assert view is not None
    assert "Auckland time" in str(view.blocks)
    seen = await tane.submit(values={"days": {"value": ["8", "1"]}, "at": {"value": "09:00"}})
    assert seen.ok
    await world.quiet()
    (saved,) = told(world, "tane")
    # It is past nine on the 24th there, which is seven days before: what comes next is one day.
    assert "I will remind you on *Tuesday 30 January 2018 at 09:00, your time*" in words(saved)
    assert "one day before January 2018 batch of Foundational Technology closes" in words(saved)

    await world.move_to(there(30, 8, 59))
    assert len(told(world, "tane")) == 1
    await world.move_to(there(30, 9, 1))
    (message,) = reminders(world, "tane")
    assert message.shown_at.astimezone(AUCKLAND).strftime("%d %H:%M") == "30 09:00"
    # In Los Angeles it is the 29th still, and two days are left; here it is one.
    assert "ne day left" in words(message)
    assert "Wednesday 31 January 2018 at 23:59, Los Angeles time" in words(message)
    assert "https://moss.example.org/apply/ft" in words(message)
    assert left_out(message) == []
    await world.restart()
    await world.move_to(there(1, 23, month=2))
    assert len(reminders(world, "tane")) == 1
    # The channel had its own, untouched by all this.
    assert len(world.said_in("#moss")) == 4


async def test_the_button_under_a_countdown_opens_the_form_for_its_tracks(house: World) -> None:
    await house.move_to(datetime(2018, 1, 23, 10, 1, tzinfo=LOS_ANGELES))
    (countdown,) = house.said_in("#moss")
    assert list(buttons(countdown)) == ["Remind me", "Add to calendar"]
    await house.mia.press(countdown, buttons(countdown)["Remind me"])
    await house.quiet()
    assert shown(house.mia, "tracks") == ["foundational-technology", "mission-partners"]
    assert (await house.mia.submit()).ok
    await house.quiet()
    # In Lisbon, where ten o'clock on the 23rd has gone: not sent late.
    assert "on *Sunday 28 January 2018 at 10:00, your time*" in words(told(house, "mia")[-1])
    await house.move_to(datetime(2018, 1, 28, 10, 1, tzinfo=LISBON))
    (both,) = reminders(house, "mia")
    assert "Three days left for Foundational Technology and Mission Partners" in plain(both)
    # What they have is shown the next time.
    await opens(house, house.mia)
    assert shown(house.mia, "tracks") == ["foundational-technology", "mission-partners"]


def plain(message: Message) -> str:
    return words(message).replace("*", "")


async def test_all_tracks_those_to_come_too_and_no_weekends(house: World) -> None:
    await subscribe(house, house.mia, tracks=["*"], days=["3"], at="08:00", weekends="no")
    saved = words(told(house, "mia")[-1])
    # Three days before is a Sunday: on Monday.
    assert "Monday 29 January 2018 at 08:00, your time" in saved
    await house.move_to(datetime(2018, 1, 28, 23, tzinfo=LISBON))
    assert reminders(house, "mia") == []
    await house.move_to(datetime(2018, 1, 29, 8, 1, tzinfo=LISBON))
    (message,) = reminders(house, "mia")
    assert "Two days left" in words(message)


async def test_snooze_comes_once_more_tomorrow_and_not_past_the_close(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["3"], at="09:00")
    await house.move_to(there(28, 9, 1))
    (first,) = reminders(house, "tane")
    said = await press(house, tane, first, "Snooze until tomorrow")
    assert "once more on Monday 29 January 2018 at 09:00, your time" in words(said)
    before = len(tane.sees(first.channel))
    assert (await tane.press(first, buttons(first)["Snooze until tomorrow"])).ok
    await house.quiet()
    assert len(tane.sees(first.channel)) == before  # a double click is answered once
    await house.wait(10)
    await press(house, tane, first, "Snooze until tomorrow")  # twice is no more than once
    await opens(house, tane, "/remindme list")
    assert (
        "Snoozed: Foundational Technology, January 2018 batch, until Monday 29 January 2018 at 09:00"
    ) in tane.sees("#moss")[-1].text
    await house.move_to(there(29, 9, 1))
    _, again = reminders(house, "tane")
    assert "Two days left" in words(again)
    await house.move_to(there(1, 9, 1, month=2))  # 12:01 on the 31st in Los Angeles
    late = await press(house, tane, again, "Snooze until tomorrow")
    # The close is at 20:59 there.
    assert "closes before that, on Thursday 1 February 2018 at 20:59, your time" in words(late)
    await house.move_to(there(2, 9, 1, month=2))
    assert len(reminders(house, "tane")) == 2
    over = await press(house, tane, first, "Snooze until tomorrow")
    assert "This deadline has passed: January 2018 batch closed on" in words(over)
    assert "This deadline has passed" in words(await press(house, tane, first, "I've applied"))


async def test_applied_stops_one_deadline_and_can_be_undone(house: World) -> None:
    await subscribe(house, house.mia, tracks=["*"], days=["3", "1"], at="09:00")
    await house.move_to(datetime(2018, 1, 28, 9, 1, tzinfo=LISBON))
    (both,) = reminders(house, "mia")
    said = await press(house, house.mia, both, "I've applied: Mission Partners")
    assert "No more reminders of: Mission Partners, January 2018 batch" in words(said)
    home = str(house.mia.home().blocks)  # type: ignore[union-attr]
    assert "You have applied: Mission Partners, January 2018 batch" in home
    # What is snoozed from the same message is what they have not applied to.
    await press(house, house.mia, both, "Snooze until tomorrow")
    home = str(house.mia.home().blocks)  # type: ignore[union-attr]
    assert "Snoozed: Foundational Technology" in home
    assert "Snoozed: Mission Partners" not in home
    await house.move_to(datetime(2018, 1, 30, 9, 1, tzinfo=LISBON))
    _, again, one = reminders(house, "mia")
    assert "Two days left for Foundational Technology" in plain(again)
    assert "Mission Partners" not in words(again)
    assert "ne day left for Foundational Technology" in plain(one)
    assert "Mission Partners" not in words(one)
    await press(house, house.mia, one, "I've applied")
    over = await press(house, house.mia, one, "Snooze until tomorrow")
    assert "You have said that you applied" in words(over)
    undone = await press(house, house.mia, said, "Undo")
    assert "April 2018 batch" in words(undone)


async def test_undone_in_time_it_comes_after_all(house: World) -> None:
    await subscribe(house, house.mia, "/remindme mp", days=["3", "1"], at="09:00")
    await house.move_to(datetime(2018, 1, 28, 9, 1, tzinfo=LISBON))
    (first,) = reminders(house, "mia")
    said = await press(house, house.mia, first, "I've applied")
    await press(house, house.mia, said, "Undo")
    await house.move_to(datetime(2018, 1, 30, 9, 1, tzinfo=LISBON))
    assert len(reminders(house, "mia")) == 2


async def test_muted_for_a_month_then_told_again(house: World) -> None:
    await subscribe(house, house.mia, tracks=["*"], days=["8", "3"], at="09:00")
    await house.move_to(datetime(2018, 1, 28, 9, 1, tzinfo=LISBON))
    (first,) = reminders(house, "mia")
    said = await press(house, house.mia, first, "Mute for a month")
    assert "Muted until Tuesday 27 February 2018 at 09:01, your time." in words(said)
    assert "Unmute" in str(house.mia.home().blocks)  # type: ignore[union-attr]
    unmuted = await press(house, house.mia, said, "Unmute")
    assert "Sunday 22 April 2018 at 09:00, your time" in words(unmuted)
    await press(house, house.mia, first, "Mute for a month")
    await house.move_to(datetime(2018, 4, 22, 9, 1, tzinfo=LISBON))
    assert len(reminders(house, "mia")) == 2


async def test_stop_and_list_and_come_back(house: World) -> None:
    async def answer(line: str) -> str:
        await opens(house, house.mia, line)
        return words(house.mia.sees("#moss")[-1])

    assert "You have no reminders" in await answer("/remindme list")
    assert "nothing to stop" in await answer("/remindme stop")
    await subscribe(house, house.mia, "/remindme FT", days=["3", "0"], at="09:00")
    listed = await answer("/remindme list")
    assert (
        "*Foundational Technology*: 3 days before, and on the day itself, at 09:00, Lisbon"
        in listed
    )
    assert "Sunday 28 January 2018 at 09:00, your time" in listed
    assert "Your reminders are stopped" in await answer("/remindme stop")
    assert "Your reminders have ended: you stopped them" in await answer("/remindme list")
    await house.move_to(datetime(2018, 1, 28, 10, tzinfo=LISBON))
    assert reminders(house, "mia") == []
    await subscribe(house, house.mia)
    await house.move_to(datetime(2018, 1, 31, 10, tzinfo=LISBON))
    (message,) = reminders(house, "mia")
    assert "Today" in words(message) or "hours left" in words(message)
    assert "`/remindme list`" in await answer("/remindme help")


async def test_a_track_that_nobody_knows_or_that_is_closed(house: World) -> None:
    async def answer(line: str) -> str:
        await opens(house, house.mia, line)
        assert house.mia.modal() is None
        return house.mia.sees("#moss")[-1].text

    said = await answer("/remindme Foundatoinal Technolgy")
    assert "There is no track called “Foundatoinal Technolgy”" in said
    assert "Did you mean Foundational Technology?" in said
    assert "There are Foundational Technology, Mission Partners" in await answer("/remindme zzzz")


async def test_without_a_program_it_says_so(sqlite_url: str) -> None:
    async with a_world(sqlite_url, eightdays_program=None) as world:
        await opens(world, world.mia)
        assert "No program has been set up yet" in world.mia.sees("#moss")[-1].text


async def test_add_to_calendar_sends_a_file_with_each_deadline(house: World) -> None:
    await house.move_to(datetime(2018, 1, 23, 10, 1, tzinfo=LOS_ANGELES))
    (countdown,) = house.said_in("#moss")
    said = await press(house, house.mia, countdown, "Add to calendar")
    assert "in a direct message" in words(said)
    (message,) = told(house, "mia")
    (shared,) = message.files
    assert shared["name"] == "moss-2018-01-31.ics"
    content = house.box.workspace.files.get(shared["id"]).content
    assert content is not None
    found = Calendar.from_ical(content)
    first, second = found.walk("VEVENT")
    assert first["uid"] == "foundational-technology/january-2018-batch.moss@eightdays"
    assert second["uid"] == "mission-partners/january-2018-batch.moss@eightdays"
    assert first["sequence"] == 0
    assert first.decoded("dtstart") == datetime(2018, 2, 1, 7, 59, 59, tzinfo=ZoneInfo("UTC"))
    assert first["url"] == "https://moss.example.org/apply/ft"
    assert "Wednesday 31 January 2018 at 23:59, Los Angeles time" in str(first["description"])
    (alarm,) = first.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(days=1)
    assert re.search(rb"DTSTART:20180201T075959Z\r\n", content)
    await house.move_to(datetime(2018, 2, 1, 9, tzinfo=LOS_ANGELES))
    over = await press(house, house.mia, countdown, "Add to calendar")
    assert "This deadline has passed" in words(over)


async def test_app_home_shows_what_one_has_and_changes_it(house: World) -> None:
    await house.mia.open_home()
    await house.quiet()

    def home() -> str:
        view = house.mia.home()
        assert view is not None
        return str(view.blocks)

    async def press_home(action: str) -> None:
        view = house.mia.home()
        assert view is not None
        assert (await house.mia.press(view, action)).ok
        await house.quiet()

    assert "You have no reminders" in home()
    await press_home("remind:form")
    assert (await house.mia.submit(values={"tracks": {"value": ["mission-partners"]}})).ok
    await house.quiet()
    assert "*Mission Partners*: 30, 14, 8, 3 and 1 days before" in home()
    assert "Sunday 28 January 2018 at 10:00, your time" in home()
    await press_home("remind:mute")
    assert "Muted until Thursday 22 February 2018" in home()
    await press_home("remind:unmute")
    assert "Muted" not in home()
    await press_home("remind:stop")
    assert "Your reminders have ended: you stopped them." in home()
    assert len(told(house, "mia")) == 1  # Home says what was done; only saving is confirmed


async def test_who_leaves_is_let_go_quietly_and_may_come_back(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["3", "1"], at="09:00")
    events.member_changed(house.box, "U0TANE", deleted=True)
    await house.quiet()
    await house.move_to(there(28, 10))
    assert reminders(house, "tane") == []
    events.member_changed(house.box, "U0TANE", deleted=False)
    await subscribe(house, tane, days=["1"])
    await house.move_to(there(30, 10))
    assert len(reminders(house, "tane")) == 1
    assert house.said_in("#moss-review") == []


async def test_who_cannot_be_written_to_is_let_go_without_a_word_to_staff(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["3", "1"], at="09:00")
    house.box.workspace.remove_user("tane")
    await house.move_to(datetime(2018, 1, 31, 10, tzinfo=LOS_ANGELES))
    assert house.said_in("#moss-review") == []
    with house.bot.services.store.read() as connection:
        states = connection.exec_driver_sql(
            "SELECT step, state FROM ledger WHERE kind = 'reminder' ORDER BY due"
        ).all()
        ended = connection.exec_driver_sql("SELECT ended FROM subscribers").scalar()
    assert [tuple(row) for row in states] == [("3", "failed")]
    assert ended


async def test_who_moves_is_told_at_the_hour_of_the_new_place(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT", days=["3"], at="09:00")
    events.member_changed(house.box, "U0MIA", tz="Pacific/Auckland")
    await house.quiet()
    await house.move_to(datetime(2018, 1, 29, tzinfo=LISBON))
    (message,) = reminders(house, "mia")
    assert message.shown_at.astimezone(AUCKLAND).strftime("%d %H:%M") == "28 09:00"


async def test_who_moves_past_their_hour_is_told_without_waiting(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT", days=["3"], at="09:00")
    await house.move_to(datetime(2018, 1, 27, 23, tzinfo=LOS_ANGELES))
    events.member_changed(house.box, "U0MIA", tz="Pacific/Auckland")  # where it is evening
    # By itself: nobody moves the clock, and no job comes round.
    for _ in range(200):
        if reminders(house, "mia"):
            break
        await asyncio.sleep(0.05)
    assert len(reminders(house, "mia")) == 1


async def test_the_form_has_a_button_that_stops_it_all(house: World) -> None:
    await subscribe(house, house.mia, "/remindme FT")
    await opens(house, house.mia)
    view = house.mia.modal()
    assert view is not None
    assert (await house.mia.press(view, "remind:stop")).ok
    await house.quiet()
    closing = house.mia.modal()
    assert closing is not None
    assert "Your reminders are stopped" in str(closing.blocks)
    await house.move_to(datetime(2018, 1, 31, 12, tzinfo=LOS_ANGELES))
    assert reminders(house, "mia") == []


async def test_staff_cannot_see_whose_they_are(house: World) -> None:
    tane = house.box.person("tane")
    await subscribe(house, tane, "/remindme FT", days=["3"], at="09:00")
    await house.move_to(there(27, 12))
    for line in ("/program plan", "/program why FT"):
        await opens(house, house.olive, line)
        said = words(house.olive.sees("#moss")[-1])
        assert "U0TANE" not in said
        assert "person" in said or "people" in said


async def test_days_have_to_be_chosen(house: World) -> None:
    await opens(house, house.mia)
    seen = await house.mia.submit(values={"days": {"value": []}})
    assert seen.errors
