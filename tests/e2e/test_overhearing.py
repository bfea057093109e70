"""Threads that the bot only overhears: it answers once, and leaves other people's alone."""

from sqlalchemy import func, select

from bot.store.tables import events
from tests.e2e.house import BOT, World, words


def heard(world: World) -> int:
    """How many events the database was written to for."""
    with world.bot.services.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(events)).scalar_one())


async def test_a_mention_with_a_name_in_a_known_thread_is_answered_once(house: World) -> None:
    asked = await house.mia.say("#moss", "@eightdays when does FT close?")
    await house.quiet()
    await house.mia.say("#moss", f"<@{BOT}|eightdays> when does FT close?", thread_ts=asked.ts)
    await house.quiet()
    answers = [one for one in house.box.workspace.replies("#moss", asked.ts) if one.user == BOT]
    assert len(answers) == 2
    assert all("eight days left" in words(one) for one in answers)


async def test_threads_of_other_people_cost_no_writing(house: World) -> None:
    among_them = await house.olive.say("#moss", "lunch?")
    before = heard(house)
    await house.olive.say("#moss", "when does FT close?", thread_ts=among_them.ts)
    await house.quiet()
    assert heard(house) == before
    asked = await house.mia.say("#moss", "@eightdays when does FT close?")
    await house.mia.say("#moss", "and for Mission Partners?", thread_ts=asked.ts)
    await house.quiet()
    assert heard(house) > before


async def test_talk_of_deadlines_in_a_known_thread_is_left_alone(house: World) -> None:
    asked = await house.mia.say("#moss", "@eightdays when does FT close?")
    await house.quiet()
    for talk in (
        "great, our printer is broken but we can still send the FT form in",
        "I told my boss that the FT deadline is a bit tight, sigh",
        "FT is open, and I love the deadline",
    ):
        await house.olive.say("#moss", talk, thread_ts=asked.ts)
    await house.quiet()
    answers = [one for one in house.box.workspace.replies("#moss", asked.ts) if one.user == BOT]
    assert len(answers) == 1
