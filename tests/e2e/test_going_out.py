"""A big step that goes out just now, as staff see it."""

import re
from datetime import datetime, timedelta

from bot.domain.ledger import Kind, State
from bot.sandbox.acts import Person
from bot.store import ledger, tables
from tests.e2e.house import LOS_ANGELES, World, a_world, block_words
from tests.sandbox.helpers import until

EIGHT = datetime(2018, 1, 23, 10, 0, tzinfo=LOS_ANGELES)
PEOPLE = 1500
SAID = re.compile(r"Going out now: ([0-9]+) of 1,500 direct messages, about five minutes still")


def subscribe_all(world: World) -> None:
    """Many people, each of whom asked to be reminded of everything."""
    services = world.bot.services
    people = [world.box.workspace.add_user(f"person-{n}").id for n in range(PEOPLE)]
    with services.store.write() as connection:
        connection.execute(
            tables.subscribers.insert(),
            [
                {
                    "program_id": services.programs.id, "user_id": user, "days_before": [8],
                    "zone": "America/Los_Angeles", "at": "10:00", "everything": True,
                    "weekends": True, "asked_at": EIGHT - timedelta(days=10),
                }
                for user in people
            ],
        )  # fmt: skip


def heard(world: World) -> int:
    """How many have been told."""
    space = world.box.workspace
    return sum(len(space.messages(direct.id)) for direct in space.dms())


def told(world: World) -> str:
    """All that Olive reads in #general."""
    return "\n".join(message.text for message in world.olive.sees("#general"))


def home(person: Person) -> str:
    view = person.home()
    return "" if view is None else "\n".join(block_words(view.blocks))


async def test_how_far_it_has_come_is_what_people_have_heard(sqlite_url: str) -> None:
    async with a_world(
        sqlite_url, at=EIGHT - timedelta(hours=1), eightdays_messages_per_second=5
    ) as world:
        subscribe_all(world)
        # Their reminders are planned when the bot starts.
        await world.restart()
        world.clock.move_to(EIGHT)
        world.bot.wake()
        await until(lambda: heard(world) >= 10, seconds=30)

        before = heard(world)
        await world.olive.command("#general", "/program plan")
        await until(lambda: "Going out now" in told(world), seconds=20)
        found = SAID.search(told(world))
        assert found
        # Outcomes are written down a moment after the message is there.
        assert before - 5 <= int(found[1]) <= heard(world)

        before = heard(world)
        await world.olive.open_home()
        await until(lambda: "Going out now" in home(world.olive), seconds=20)
        found = SAID.search(home(world.olive))
        assert found
        assert before - 5 <= int(found[1]) <= heard(world)

        # As many as are waiting, one waits for their end to redraw review cards.
        for _ in range(20):
            world.bot.wake()
        await until(lambda: heard(world) > before + 5, seconds=30)
        assert len(world.bot.services.workers.pending) <= 2

        services = world.bot.services
        await world.stop()
        with services.store.read() as connection:
            rows = ledger.find(connection, services.programs.id)
        # Two deadlines are one message; what did not begin is given back.
        states = [row.state for row in rows if row.kind is Kind.REMINDER]
        assert states.count(State.SENT) == 2 * heard(world)
        assert states.count(State.PLANNED) == 2 * (PEOPLE - heard(world))
