"""A deadline is moved in Slack: the form, its preview, the act, and who hears of it."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.sandbox.acts import Seen
from bot.sandbox.views import View
from bot.store import ledger, tables
from tests.e2e.house import LOS_ANGELES, World, a_world, block_words, words, write_program
from tests.e2e.test_remindme import reminders, subscribe

FT = "foundational-technology/january-2018-batch"
EIGHT = datetime(2018, 1, 23, 10, 0, tzinfo=LOS_ANGELES)


async def asked(world: World, text: str) -> View | None:
    """The modal that staff get for `/program deadline …`; what else they are told is in #general."""
    seen = await world.olive.command("#general", f"/program deadline {text}".rstrip())
    assert seen.ok, seen
    await world.quiet()
    return world.olive.modal()


async def filled(world: World, closes: str, **values: str) -> Seen:
    given = {name: {"value": text} for name, text in {"closes": closes, **values}.items()}
    seen = await world.olive.submit(values=given)
    await world.quiet()
    return seen


def shown(view: View | None) -> str:
    """All that a modal says."""
    assert view is not None, "there is no modal"
    return "\n".join(block_words(view.blocks))


def told(world: World) -> str:
    """What the bot said last to Olive alone."""
    return world.olive.sees("#general")[-1].text


def rows(world: World, kind: Kind) -> list[Row]:
    services = world.bot.services
    with services.store.read() as connection:
        return ledger.find(connection, services.programs.id, tables.ledger.c.kind == kind)


def closes(world: World) -> str:
    program = world.bot.services.programs.require()
    (deadline,) = (d for t in program.tracks for d in t.deadlines if d.subject == FT)
    return deadline.closes.day.isoformat()


async def test_extended_with_a_preview_and_told_once_in_thread_and_channel(world: World) -> None:
    await world.move_to(EIGHT)
    a_person_was_told(world)
    view = await asked(world, FT)
    assert "Foundational Technology" in shown(view)
    assert "Closes Wednesday 31 January 2018 at 23:59, Los Angeles time" in shown(view)

    seen = await filled(world, "2018-02-14")
    assert seen.ok, seen
    preview = shown(seen.view)
    assert "31 January 2018 at 23:59, Los Angeles time: eight days left" in preview
    assert "14 February 2018 at 23:59, Los Angeles time: 22 days left" in preview
    assert "three are cancelled and five are planned" in preview
    assert (
        "• Wednesday 31 January 2018 at 10:00, Los Angeles time → #moss (14 days before)" in preview
    )
    assert "is told the new one: #moss and one person by direct message." in preview
    assert closes(world) == "2018-01-31"
    assert rows(world, Kind.CHANGE) == []

    done = await world.olive.submit()
    await world.quiet()
    assert done.ok, done
    assert done.view is None
    assert closes(world) == "2018-02-14"
    said = world.olive.sees("@eightdays")[-1].text
    assert said == (
        "Moved: Foundational Technology, January 2018 batch, closes on Wednesday 14 February 2018 "
        "at 23:59, Los Angeles time."
    )
    (countdown, notice) = world.said_in("#moss")
    assert notice.thread_ts == countdown.ts
    assert world.box.workspace.replies("#moss", countdown.ts) == [notice]
    assert "Extended from Wednesday 31 January 2018 at 23:59" in words(notice)
    assert "Wednesday 14 February 2018 at 23:59" in words(notice)
    (direct,) = world.box.workspace.messages(world.box.workspace.dm("U0MIA").id)
    assert "Extended from Wednesday 31 January 2018" in words(direct)

    await world.move_to(EIGHT + timedelta(hours=4))
    await world.restart()
    assert len(world.said_in("#moss")) == 2
    assert {row.state for row in rows(world, Kind.CHANGE)} == {State.SENT}
    await world.olive.command("#general", "/program audit")
    await world.quiet()
    assert f"<@U0OLIVE> (slack) move deadline {FT}" in told(world).splitlines()[0]


def a_person_was_told(world: World) -> None:
    """Mia's own reminder, as sent."""
    services = world.bot.services
    new = NewRow(
        kind=Kind.REMINDER, subject=FT, revision=1, step="8", due=EIGHT,
        destination=Destination("slack", "U0MIA"),
    )  # fmt: skip
    with services.store.write() as connection:
        ledger.add(connection, services.programs.id, [new])
        connection.execute(
            tables.ledger.update()
            .where(tables.ledger.c.kind == Kind.REMINDER)
            .values(state=State.SENT, sent_at=EIGHT)
        )


async def test_shortened_before_anybody_knew(house: World) -> None:
    await asked(house, FT)
    seen = await filled(house, "2018-01-26 17:00 Europe/Lisbon")
    assert "*Moved forward to:* Friday 26 January 2018 at 17:00, Lisbon time" in shown(seen.view)
    assert "Nobody has been told a date that this makes wrong." in shown(seen.view)
    await house.olive.submit()
    await house.quiet()
    await house.move_to(EIGHT)
    (message,) = house.said_in("#moss")
    assert message.text.startswith("*Three days left* for Foundational Technology\n")
    assert "*Eight days left* for Mission Partners" in message.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "is not a date; write 2026-05-15"),
        ("2018-02-30", "is not in the calendar"),
        ("2018-02-14 17:00", "has an hour but no zone; write 2018-02-14 17:00 America/Los_Angeles"),
        ("2018-02-14 17:00 EST", "America/New_York"),
        ("2018-01-20", "That has passed already; give a date that is ahead."),
        ("2018-01-31", "It closes then already"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field(house: World, typed: str, said: str) -> None:
    await asked(house, FT)
    seen = await filled(house, typed)
    assert said in seen.errors["closes"]
    assert "Which" not in shown(house.olive.modal())
    again = await filled(house, "2018-02-14 AoE")
    assert "Anywhere on Earth" in shown(again.view)


async def test_a_close_before_the_opening_is_said_at_the_field(
    sqlite_url: str, tmp_path: Path
) -> None:
    file = write_program(tmp_path, "opens: 2018-02-01, closes: 2018-04-30",
                         "opens: 2018-03-01, closes: 2018-04-30")  # fmt: skip
    async with a_world(sqlite_url, eightdays_program=file) as world:
        await asked(world, "FT/April 2018 batch")
        seen = await filled(world, "2018-02-14")
        assert "is not before closes" in seen.errors["closes"]


async def test_the_one_that_is_ahead_is_chosen_already_and_each_has_its_date(house: World) -> None:
    await house.move_to(datetime(2018, 2, 2, 12, tzinfo=LOS_ANGELES))
    view = await asked(house, "FT")
    assert view is not None
    (choice,) = (b["element"] for b in view.blocks if b.get("block_id") == "deadline")
    assert choice["initial_option"] == choice["options"][0]
    assert [option["text"]["text"] for option in choice["options"]] == [
        "Foundational Technology: April 2018 batch (30 April 2018)",
        "Foundational Technology: January 2018 batch (31 January 2018)",
    ]


async def test_back_keeps_what_was_typed_and_a_list_is_chosen_from(house: World) -> None:
    view = await asked(house, "")
    assert "Which deadline" in shown(view)
    unchosen = await filled(house, "2018-02-14")
    assert "deadline" in unchosen.errors
    seen = await filled(house, "2018-02-14", deadline=FT)
    assert "Extended to" in shown(seen.view)
    assert seen.view is not None
    await house.olive.press(seen.view, "deadline:back")
    await house.quiet()
    back = house.olive.modal()
    assert back is not None
    held = {block["block_id"]: block["element"] for block in back.blocks if "element" in block}
    assert held["closes"]["initial_value"] == "2018-02-14"
    assert held["deadline"]["initial_option"]["value"] == FT
    again = await house.olive.submit()
    assert "Extended to" in shown(again.view)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FT", None),
        ("foundational technology", None),
        ("fundational", "Did you mean `/program deadline foundational-technology`?"),
        ("FT/januar-2018-batch", "Did you mean `/program deadline foundational-technology/january"),
        ("FT/January 2018 batch", None),
        ("SOS", "has no deadline in the program, so there is none to move."),
        ("global-mission-partners-india", "is paused and has no deadline in the program"),
        ("nothing like it", "There is no track “nothing like it”"),
    ],
)
async def test_the_deadline_that_is_meant(house: World, text: str, said: str | None) -> None:
    view = await asked(house, text)
    if said is None:
        assert "Foundational Technology" in json.dumps(view.blocks if view else [])
    else:
        assert view is None
        assert said in told(house)


async def test_a_series_is_moved_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    old = "      - {label: January 2018 batch, opens: 2017-11-01, closes: 2018-01-31}\n  - key: sec"
    rule = '      - {label: rolling, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2018-01-31}\n'
    file = write_program(tmp_path, old, f"{rule}  - key: sec")
    async with a_world(sqlite_url, eightdays_program=file) as world:
        for text in ("MP", "MP/rolling", "mission-partners/rolling-2018-01-31"):
            assert await asked(world, text) is None
            assert "“rolling” of Mission Partners comes again by a rule" in told(world)
            assert "Change `rule`" in told(world)


async def test_two_at_once_overwrite_nothing_unseen(house: World) -> None:
    await asked(house, FT)
    await filled(house, "2018-02-14")
    seen = await house.ada.command("#general", f"/program deadline {FT}")
    assert seen.ok
    await house.quiet()
    await house.ada.submit(values={"closes": {"value": "2018-02-20"}})
    await house.ada.submit()
    await house.quiet()
    assert closes(house) == "2018-02-20"

    late = await house.olive.submit()
    await house.quiet()
    assert closes(house) == "2018-02-20"
    assert "Somebody has changed the program meanwhile" in shown(late.view)
    assert "*Closes now:* Tuesday 20 February 2018" in shown(late.view)
    assert "*Moved forward to:* Wednesday 14 February 2018" in shown(late.view)
    await house.olive.submit()
    await house.quiet()
    assert closes(house) == "2018-02-14"


async def test_a_date_that_has_passed_meanwhile_goes_back_to_the_form(house: World) -> None:
    await asked(house, FT)
    await filled(house, "2018-01-24 09:00 America/Los_Angeles")
    await house.move_to(EIGHT + timedelta(days=1))
    late = await house.olive.submit()
    assert "That has passed already" in shown(late.view)
    assert closes(house) == "2018-01-31"
    again = await filled(house, "2018-02-14")
    assert "Extended to" in shown(again.view)


async def test_who_is_not_staff_moves_nothing(house: World) -> None:
    await house.mia.command("#general", f"/program deadline {FT}")
    await house.quiet()
    assert house.mia.modal() is None
    assert "Only the program's staff" in house.mia.sees("#general")[-1].text


async def test_from_app_home(house: World) -> None:
    home = await house.olive.open_home()
    await house.quiet()
    home = house.olive.home()
    assert home is not None
    await house.olive.press(home, "deadline:new")
    await house.quiet()
    assert "Which deadline" in shown(house.olive.modal())


@pytest.fixture
async def slow(sqlite_url: str) -> AsyncIterator[World]:
    """The bot at the pace that is usual with Slack."""
    async with a_world(sqlite_url, eightdays_messages_per_second=5) as found:
        yield found


async def test_what_is_going_out_stands_at_the_head_of_the_plan_and_in_app_home(
    slow: World,
) -> None:
    house, services = slow, slow.bot.services
    due = services.clock.now() - timedelta(minutes=1)
    row = {"kind": Kind.REMINDER, "subject": FT, "revision": 1, "step": "8", "due": due}
    with services.store.write() as connection:
        for n in range(1500):
            state = State.SENT if n < 300 else State.PLANNED
            place = Destination("slack", f"U0MANY{n}")
            ledger.add(
                connection, services.programs.id,
                [NewRow(destination=place, state=state, **row)],  # type: ignore[arg-type]
            )  # fmt: skip
        # Long enough that none of them goes out under the test.
        later = services.clock.real_now() + timedelta(hours=1)
        connection.execute(
            tables.ledger.update()
            .where(tables.ledger.c.kind == Kind.REMINDER)
            .values(not_before=later)
        )
    said = "Going out now: 300 of 1,500 direct messages, about four minutes still"
    await house.olive.command("#general", "/program plan")
    await house.quiet()
    assert told(house).splitlines()[0] == f"*{said}*"
    await house.olive.open_home()
    await house.quiet()
    assert said in shown(house.olive.home())
    await house.mia.open_home()
    await house.quiet()
    assert said not in shown(house.mia.home())


async def test_who_asked_to_be_reminded_is_told_in_the_thread_of_their_reminder(
    house: World,
) -> None:
    """Mia is; Ben, who had asked as well, has stopped."""
    for person in (house.mia, house.ben):
        await subscribe(house, person, "/remindme FT", days=["3"], at="09:00")
    three = EIGHT + timedelta(days=5)
    await house.move_to(three)
    (reminder,) = reminders(house, "mia")
    assert len(reminders(house, "ben")) == 1
    await house.ben.command("#moss", "/remindme stop")
    await house.quiet()

    await asked(house, FT)
    seen = await filled(house, "2018-02-14")
    assert "is told the new one: #moss and one person by direct message." in shown(seen.view)
    await house.olive.submit()
    await house.quiet()
    await house.move_to(three + timedelta(minutes=1))
    (notice,) = house.box.workspace.replies(reminder.channel, reminder.ts)
    assert "Extended from Wednesday 31 January 2018 at 23:59, Los Angeles time" in notice.text
    assert "Foundational Technology" in notice.text
    direct = house.box.workspace.dm(house.ben.id).id
    assert not [one for one in house.box.workspace.messages(direct) if "Extended" in one.text]

    # And counts anew to the new date.
    await house.move_to(datetime(2018, 2, 11, 12, tzinfo=LOS_ANGELES))
    assert "Three days left" in reminders(house, "mia")[-1].text
    await house.olive.command("#general", "/program why FT")
    await house.quiet()
    assert "Two people were told by direct message " in told(house)
    assert "U0MIA" not in told(house)
