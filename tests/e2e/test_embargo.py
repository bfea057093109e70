"""An award under embargo at the second before its time, and at its time, on every surface."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.sandbox.acts import Person
from tests.e2e.announcing import QUIET, SOON, approve, fill, press, staff_says
from tests.e2e.house import LOS_ANGELES, World, a_world, buttons, words
from tests.sandbox.helpers import HandClock

POST = "MOSS has awarded $50,000 to Quasar to draw faster."
AT = datetime(2018, 1, 24, 9, 0, tzinfo=LOS_ANGELES)
# What is due is taken up a little beforehand, and waits for its second; a clock that stands still in
# between would never come there.
BEFORE = timedelta(seconds=2)
SECRETS = ("Quasar", "50,000", "draw faster", "quasar.example")
QUESTIONS = (
    "how much did Quasar get?", "Quasar", "quasr award", "latest awards", "awards in January 2018",
    "who got $50,000?", "list all recipients", "top 20 awards", "how many awards are there?",
    "why was Quasar funded?", "what is the total of all awards?", "biggest award to quasar",
)  # fmt: skip


class StillClock(HandClock):
    """Program time stands still where it was moved to, so that a test is at one second."""

    def __init__(self) -> None:
        super().__init__()
        self._still: datetime | None = None

    def now(self) -> datetime:
        return self._still or super().now()

    def move_to(self, when: datetime) -> None:
        super().move_to(when)
        self._still = when


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """The bot, with the announcement of an award that is public from `AT` on."""
    async with a_world(sqlite_url, at=QUIET, clock=StillClock()) as found:
        await found.draft(
            found.olive, recipient="Quasar", url="https://quasar.example/",
            publish_at="2018-01-24 09:00 America/Los_Angeles",
        )  # fmt: skip
        yield found


async def at(world: World, moment: datetime) -> None:
    """It is this very second, and what is due is sent."""
    world.clock.move_to(moment)
    world.bot.wake()
    await world.quiet()


async def seen_by(world: World, person: Person) -> list[str]:
    """All that somebody gets to see who asks everything, everywhere."""
    for question in QUESTIONS:
        await world.ask(person, question)
        await person.dm(question)
        for command in ("awards", "tracks", "deadlines"):
            seen = await person.command("#moss", f"/{command} {question}")
            assert seen.message is not None
    for command in ("/awards", "/deadlines", "/tracks", "/remindme", "/program award quasar",
                    "/program award quasar preview", "/program announce list", "/program plan",
                    "/program announce 1", "/program roundup since October", "/program audit"):  # fmt: skip
        await person.command("#moss", command)
    await person.open_home()
    await world.quiet()
    # What they typed themselves comes back in quotation marks, and tells nothing.
    said = [words(one) for one in (*person.sees("#moss"), *person.sees("@eightdays"))
            if one.user != person.id]  # fmt: skip
    return [*said, str(person.home()), str(person.modal())]


def told(seen: list[str]) -> list[str]:
    """What in there tells of the award."""
    plain = [text.replace("“Quasar”", "").replace("“quasar”", "") for text in seen]
    return [
        text for text in plain
        if any(secret in text for secret in ("has awarded $50,000", "to Quasar", "quasar.example"))
        or "$50,000" in text.replace("who got $50,000?", "").replace("No award of $50,000", "")
    ]  # fmt: skip


async def test_at_the_second_before_nobody_outside_staff_sees_anything(world: World) -> None:
    await at(world, AT - timedelta(seconds=1))
    assert world.posts_on_x() == []
    assert told(await seen_by(world, world.mia)) == []
    assert not any(secret in one.text for one in world.said_in("#moss") for secret in SECRETS[1:])


async def test_at_its_time_it_is_out_and_everybody_may_know(world: World) -> None:
    (card,) = world.cards()
    told_ = await press(world, "ada", card, "approve")
    assert "it goes out on Wednesday 24 January 2018 at 09:00, Los Angeles time." in told_
    await at(world, AT - BEFORE)
    assert world.posts_on_x() == []
    await at(world, AT)
    (post,) = world.posts_on_x()
    assert post.startswith(POST)
    assert any(one.text.startswith(POST) for one in world.said_in("#moss"))
    answer = await world.mia.command("#moss", "/awards quasar")
    assert answer.message is not None
    assert "$50,000" in words(answer.message)
    await world.mia.open_home()
    await world.quiet()
    assert "Quasar" in str(world.mia.home())


async def test_the_card_is_where_staff_are_and_nowhere_else(world: World) -> None:
    (card,) = world.cards()
    assert "Quasar" in words(card)
    assert card.channel == world.box.workspace.channel("#moss-review").id
    elsewhere = [
        one
        for channel, messages in world.box.workspace._messages.items()
        if channel != card.channel
        for one in messages.values()
        if one.user == "U0EIGHT" and "Quasar" in words(one)
    ]
    # Olive alone is told that it is saved, and Ada that she approved it.
    assert {one.channel for one in elsewhere} <= {
        world.box.workspace.dm("U0OLIVE").id, world.box.workspace.dm("U0ADA").id,
    }  # fmt: skip


async def test_staff_who_see_it_beforehand_see_that_it_is_under_embargo(world: World) -> None:
    shown = await staff_says(world, "/program award quasar preview")
    assert "Goes out: Wednesday 24 January 2018 at 09:00" in shown
    assert await staff_says(world, "/program award quasar preview", "mia") != shown


async def test_no_earlier_time_can_be_chosen(sqlite_url: str) -> None:
    async with a_world(sqlite_url, at=QUIET, clock=StillClock()) as world:
        card = await world.draft(
            world.olive, recipient="Quasar", publish_at="2018-01-24 09:00 America/Los_Angeles"
        )
        assert "under embargo" in words(card)
        for early in ("today 20:00", "in two hours"):
            seen = await fill(world, "olive", card, "time", when=early)
            assert "under embargo" in seen.errors["when"], early
        assert (await world.olive.submit(values={"when": {"value": "now"}})).ok
        await world.quiet()
        assert "Goes out: Wednesday 24 January 2018 at 09:00" in words(world.now(card))


async def test_a_round_up_and_an_announcement_of_several_leave_it_out_until_then(
    sqlite_url: str,
) -> None:
    async with a_world(sqlite_url, at=QUIET, clock=StillClock()) as world:
        await world.draft(
            world.olive, recipient="Quasar", publish_at="2018-01-24 09:00 America/Los_Angeles"
        )
        await staff_says(world, "/program roundup since October")
        roundup = world.cards()[-1]
        assert "$570,356" in words(roundup)
        assert "Quasar" not in words(roundup)
        assert (await world.olive.command("#general", "/program announce awards")).ok
        await world.quiet()
        assert "Quasar" not in str(world.olive.modal())
        await staff_says(world, "/program announce awards quasar, zappa")
        both = world.cards()[-1]
        assert "Approve" in buttons(both)
        assert await press(world, "ada", both, "approve") != SOON
        await at(world, AT - BEFORE)
        assert world.posts_on_x() == []
        await at(world, AT)
        assert any("Quasar" in text for text in world.posts_on_x())


async def test_what_is_approved_after_its_time_goes_out_a_minute_later(sqlite_url: str) -> None:
    async with a_world(sqlite_url, at=QUIET, clock=StillClock()) as world:
        card = await world.draft(
            world.olive, recipient="Quasar", publish_at="2018-01-24 09:00 America/Los_Angeles"
        )
        await at(world, AT + timedelta(hours=2))
        assert world.posts_on_x() == []
        await approve(world, world.now(card))
        assert len(world.posts_on_x()) == 1
