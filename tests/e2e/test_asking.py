"""What people ask in Slack, and what they then have before them."""

import asyncio
from io import StringIO
from typing import Any

import pytest

from bot.sandbox import events, payloads
from bot.sandbox.messages import Message
from tests.e2e.house import BOT, World, a_world, buttons, left_out, pings, words

CLOSES = "Wednesday 31 January 2018 at 23:59, Los Angeles time"
EVERYBODY = ("<!channel>", "<!here>", "<!everyone>", "<!subteam^S0STAFF>", "@channel")


def said(message: Message | None) -> str:
    """What a message says, once it has been looked at as every message is."""
    assert message is not None
    assert message.user == BOT
    assert left_out(message) == []
    assert pings(message) == []
    return words(message)


# Commands


@pytest.mark.parametrize(
    ("line", "has", "has_not"),
    [
        ("/deadlines", ["Foundational Technology (January 2018 batch)", "Mission Partners",
                        "April 2018 batch", CLOSES, "eight days left"], ["Secure Open"]),
        ("/deadlines FT", ["Foundational Technology (January 2018 batch)", CLOSES],
         ["Mission Partners"]),
        ("/deadlines february", ["No deadline falls in February 2018"], ["April"]),
        ("/deadlines help", ["/deadlines [track or period]"], []),
        ("/tracks", ["four tracks", "Mission Partners", "takes suggestions", "paused"], []),
        ("/tracks SOS", ["Secure Open Source", "suggest a project that would gain from an audit"],
         ["Mission Partners"]),
        ("/awards", ["Warehouse", "$170,000", "rust-av", "$71,356 (€51,000)"], []),
        ("/awards zappa", ["Zappa", "$65,000", "to scale better"], ["Warehouse"]),
        ("/awards who got the most?", ["Warehouse", "$170,000"], ["Commento"]),
    ],
)  # fmt: skip
async def test_a_command_is_answered(
    house: World, line: str, has: list[str], has_not: list[str]
) -> None:
    seen = await house.mia.command("#moss", line)
    assert seen.ok
    answer = said(seen.message).casefold()
    assert [part for part in has if part.casefold() not in answer] == []
    assert [part for part in has_not if part.casefold() in answer] == []


async def test_a_commands_answer_is_for_the_asker_alone(world: World) -> None:
    for line in ("/deadlines", "/tracks sos", "/awards", "/awards help", "/program"):
        assert (await world.mia.command("#moss", line)).ok
        await world.quiet()
        assert world.mia.sees("#moss")[-1].ephemeral_to == "U0MIA"
    assert len(world.mia.sees("#moss")) == 5
    assert world.olive.sees("#moss") == []


async def test_a_date_is_shown_in_the_readers_own_time_too(house: World) -> None:
    seen = await house.mia.command("#moss", "/deadlines FT")
    # Slack puts this into each reader's zone; 1517471999 is the close.
    stamp = "<!date^1517471999^{date_short_pretty}, {time}|2018-02-01 07:59 UTC>"
    answer = said(seen.message)
    assert f"23:59, Los Angeles time (your time: {stamp}; eight days left)" in answer
    assert ") (" not in answer
    assert "))" not in answer


async def test_a_command_works_in_every_kind_of_place(house: World) -> None:
    for place in ("#moss", "#random", "@eightdays"):  # the bot is not in #random
        seen = await house.mia.command(place, "/deadlines")
        assert seen.ok, place
        assert "eight days left" in said(seen.message)


async def test_an_unknown_command_names_those_there_are(world: World) -> None:
    world.box.commands = None  # registered with Slack, but unknown to this version of the bot
    seen = await world.mia.command("#moss", "/dedlines")
    assert seen.ok
    answer = said(seen.message)
    assert "I do not know `/dedlines`" in answer
    assert "/deadlines [track or period]" in answer


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/program awrad", "There is no /program awrad; did you mean `/program award`?"),
        ("/program zzz", "There is no /program zzz; try `/program help`."),
        ("/program <!channel>", "There is no /program &lt;!channel&gt;; try `/program help`."),
        ("/program plan soon", "Give a number of days from 1 to 400, as in /program plan 90."),
        ("/program plan 0", "Give a number of days from 1 to 400, as in /program plan 90."),
        ("/program award Zapp", "There is no award to “Zapp”. Did you mean Zappa?"),
    ],
)
async def test_a_mistake_gets_a_sentence_to_act_on(house: World, line: str, answer: str) -> None:
    assert (await house.olive.command("#general", line)).ok
    await house.quiet()
    (told,) = house.olive.sees("#general")
    assert said(told) == answer
    assert told.ephemeral_to == "U0OLIVE"


async def test_staff_see_the_help_the_plan_the_reasons_and_who_did_what(world: World) -> None:
    async def told(line: str) -> str:
        assert (await world.olive.command("#general", line)).ok
        await world.quiet()
        return said(world.olive.sees("#general")[-1])

    assert "/program why TRACK" in await told("/program")
    assert "/program why TRACK" in await told("/program help")
    plan = await told("/program plan")
    assert "Tuesday 23 January 2018 at 10:00, Los Angeles time → #moss: Eight days left" in plan
    assert plan.count("•") == 4
    why = await told("/program why ft")
    assert "Was not sent: it fell due before the deadline was known" in why
    assert "• eight days before, #moss: Is due Tuesday 23 January 2018 at 10:00" in why
    assert "*January 2018 batch* — Wednesday 31 January 2018 at 23:59, Los Angeles time" in why
    assert "Name one track, as in `/program why foundational-technology`" in await told(
        "/program why"
    )
    assert "Did you mean `/program why foundational-technology`?" in await told(
        "/program why fundational"
    )
    assert "operator (cli) import" in await told("/program audit")


async def test_who_is_not_staff_is_refused_and_sees_nothing(world: World) -> None:
    for words_after in ("", " award", " award zappa", " plan", " awrad", " why FT", " audit"):
        assert (await world.mia.command("#moss", "/program" + words_after)).ok
        await world.quiet()
        told = world.mia.sees("#moss")[-1]
        assert said(told) == "Only the program's staff can do this. Ask one of them to."
        assert world.mia.modal() is None


async def test_members_of_a_user_group_are_staff_as_much_as_those_who_are_named(
    house: World,
) -> None:
    await house.ada.command("#general", "/program plan")  # by S0STAFF, not by her own id
    await house.quiet()
    assert "The next 30 days" in said(house.ada.sees("#general")[-1])


# Mentions, threads, direct messages


async def test_a_mention_is_answered_once_in_its_thread(world: World) -> None:
    asked = await world.mia.say("#moss", "@eightdays when does FT close?")
    await world.quiet()
    # It came as a message and as a mention.
    assert len({one.event_id for one in world.box.delivery.attempts if one.event_id}) >= 2
    (answer,) = world.box.workspace.replies("#moss", asked.ts)
    assert CLOSES in said(answer)
    assert "eight days left" in said(answer)
    assert world.box.workspace.history("#moss") == [asked]


async def test_a_follow_up_in_the_thread_keeps_the_topic(world: World) -> None:
    asked = await world.mia.say("#moss", "@eightdays how long have we got for FT?")
    await world.quiet()
    await world.mia.say("#moss", "and for Mission Partners?", thread_ts=asked.ts)
    await world.quiet()
    await world.mia.say("#moss", "@eightdays and SOS?", thread_ts=asked.ts)
    await world.quiet()
    first, _, second, _, third = world.box.workspace.replies("#moss", asked.ts)
    assert "Foundational Technology" in said(first)
    assert "Mission Partners" in said(second)
    assert "eight days left" in said(second)
    assert "Foundational" not in said(second)
    assert "Secure Open Source" in said(third)


async def test_another_thread_is_another_conversation(house: World) -> None:
    await house.ask(house.mia, "how much did Zappa get?")
    (answer,) = await house.ask(house.mia, "and Warehouse?")
    (again,) = await house.ask(house.mia, "what about it?")
    assert "$170,000" in said(answer)
    assert "Zappa" not in said(again).split("\n")[0]


async def test_people_are_let_talk_to_each_other(house: World) -> None:
    asked = await house.mia.say("#moss", "@eightdays when does FT close?")
    await house.quiet()
    await house.olive.say("#moss", "thanks, see you at lunch then", thread_ts=asked.ts)
    await house.quiet()
    assert len(house.box.workspace.replies("#moss", asked.ts)) == 2
    among_them = await house.olive.say("#moss", "when does FT close, anybody?")
    await house.olive.say("#moss", "FT closes when?", thread_ts=among_them.ts)
    await house.quiet()
    assert house.said_in("#moss") == []
    assert [one.user for one in house.box.workspace.replies("#moss", among_them.ts)] == ["U0OLIVE"]


async def test_a_mention_inside_somebodys_thread_is_answered_there(house: World) -> None:
    theirs = await house.olive.say("#moss", "who knows the dates?")
    await house.mia.say("#moss", "@eightdays when does FT close?", thread_ts=theirs.ts)
    await house.quiet()
    _, answer = house.box.workspace.replies("#moss", theirs.ts)
    assert CLOSES in said(answer)


async def test_a_mention_without_a_question_is_told_what_can_be_asked(house: World) -> None:
    (answer,) = await house.ask(house.mia, "")
    assert "When is the next deadline?" in said(answer)


async def test_a_direct_message_is_answered_and_so_is_its_follow_up(world: World) -> None:
    await world.mia.dm("when does FT close?")
    await world.quiet()
    await world.mia.dm("and Mission Partners?")
    await world.quiet()
    _, first, _, second = world.mia.sees("@eightdays")
    assert CLOSES in said(first)
    assert "Mission Partners" in said(second)
    assert "eight days left" in said(second)
    assert second.thread_ts is None


# Once, and nobody but people


async def test_an_event_that_comes_again_is_answered_once(world: World) -> None:
    asked = await world.mia.say("#moss", "@eightdays when does FT close?")
    await world.quiet()
    team = world.box.workspace.team.id
    body: dict[str, Any] = asked.as_slack(team) | {
        "channel": asked.channel, "event_ts": asked.ts, "type": "app_mention",
    }  # fmt: skip
    again = payloads.callback(world.box, body)
    for _ in range(3):
        world.box.delivery.event(dict(again, event_time=again["event_time"] + 1))
        await world.quiet()
    # The first of these is a new event; its two repetitions are not.
    assert len(world.box.workspace.replies("#moss", asked.ts)) == 2


async def test_an_event_is_answered_once_though_the_bot_was_started_anew(
    database_url: str,
) -> None:
    async with a_world(database_url) as world:
        asked = await world.mia.say("#moss", "when?")
        body = asked.as_slack("T0MOSS") | {
            "channel": asked.channel, "event_ts": asked.ts, "type": "app_mention",
            "text": f"<@{BOT}> when does FT close?",
        }  # fmt: skip
        event = payloads.callback(world.box, body)
        world.box.delivery.event(event)
        await world.quiet()
        await world.restart()
        world.box.delivery.event(event)
        await world.quiet()
        assert len(world.box.workspace.replies("#moss", asked.ts)) == 1


async def test_an_edited_message_is_not_answered_again(world: World) -> None:
    asked = await world.mia.say("#moss", "@eightdays when does FT close?")
    spoken = await world.mia.say("#moss", "good morning")
    direct = await world.mia.dm("when does FT close?")
    await world.quiet()
    await world.mia.edit(asked, "@eightdays when does FT close, please?")
    await world.mia.edit(spoken, "@eightdays when does FT close?")  # a mention that comes by edit
    await world.mia.edit(direct, "when does Mission Partners close?")
    await world.quiet()
    assert len(world.box.workspace.replies("#moss", asked.ts)) == 1
    assert world.box.workspace.replies("#moss", spoken.ts) == []
    assert len(world.said_in(direct.channel)) == 1


async def test_the_bots_own_messages_are_not_answered(world: World) -> None:
    space = world.box.workspace
    for place in (space.channel("#moss").id, space.dm("U0MIA").id):
        own = space.post(place, BOT, f"<@{BOT}> when does FT close?")
        events.posted(world.box, own)
        await world.quiet()
        assert space.messages(place) == [own]


async def test_other_bots_are_not_answered(house: World) -> None:
    space = house.box.workspace
    asked = space.post("C0MOSS", "U0LEO", f"<@{BOT}> when does FT close?", bot_id="B0OTHER",
                       app_id="A0OTHER")  # fmt: skip
    events.posted(house.box, asked)
    await house.quiet()
    assert space.messages("#moss") == [asked]


async def test_a_question_taken_back_is_no_fault(house: World, logged: StringIO) -> None:
    asked = await house.mia.say("#moss", "@eightdays when does FT close?")
    await house.mia.delete(asked)
    await house.quiet()
    assert house.box.workspace.messages("#moss") == []
    assert [one.failure for one in house.box.delivery.attempts if one.failure] == []
    assert '"level": "error"' not in logged.getvalue()


# What people write


@pytest.mark.parametrize("shout", EVERYBODY)
async def test_nobody_is_pinged_by_what_somebody_writes(house: World, shout: str) -> None:
    world = house
    question = f"{shout} what is {shout} {shout}qwertz {shout}?"
    asked = await world.ask(world.mia, question)
    # Through the API, mentions of everybody reach the bot unescaped.
    raw = world.box.workspace.post("C0MOSS", "U0MIA", f"<@{BOT}> {question}")
    events.posted(world.box, raw)
    direct = await world.mia.dm(question)
    await world.quiet()
    found = [*asked, *world.box.workspace.replies("#moss", raw.ts), *world.said_in(direct.channel)]
    for line in (f"/deadlines {question}", f"/tracks {question}", f"/awards {question}"):
        seen = await world.mia.command("#moss", line)
        found += [seen.message] if seen.message else []
    await world.olive.command("#general", f"/program {shout}")
    await world.olive.command("#general", f"/program award {question}")
    await world.olive.command("#general", f"/program why {question}")
    await world.quiet()
    found += [one for one in world.olive.sees("#general") if one.user == BOT]
    assert len(found) >= 9
    assert [one for one in found if pings(one)] == []


@pytest.mark.parametrize("size", [3_000, 40_000])
async def test_a_long_text_is_answered_and_nothing_breaks(world: World, size: int) -> None:
    for filler in ("when does FT close? ", "x", "<!channel> & ", "é\u202e🦀"):
        text = (filler * size)[: size - 20]
        asked = await world.ask(world.mia, text)
        assert len(asked) == 1, filler
        assert said(asked[0])
        direct = await world.mia.dm(text)
        await world.quiet()
        assert said(world.said_in(direct.channel)[-1])
        for line in ("/deadlines", "/tracks", "/awards", "/program"):
            seen = await world.mia.command("#moss", f"{line} {text}")
            assert seen.ok, (line, filler, seen)
        await world.quiet()
    assert all(one.failure is None for one in world.box.delivery.attempts)
    (answer,) = await world.ask(world.mia, "when does FT close?")
    assert CLOSES in said(answer)


async def test_what_is_not_known_is_said_to_be_not_known(world: World) -> None:
    (answer,) = await world.ask(world.mia, "what is the meaning of life?")
    assert "I don't know" in said(answer)


# Buttons and Home


async def test_a_suggestion_is_asked_by_pressing_it(world: World) -> None:
    (answer,) = await world.ask(world.mia, "what is the meaning of life?")
    offered = buttons(answer)
    assert "When is the next deadline?" in offered
    assert (await world.mia.press(answer, offered["When is the next deadline?"])).ok
    await world.quiet()
    *_, pressed = world.box.workspace.replies("#moss", str(answer.thread_ts))
    assert CLOSES in said(pressed)
    await world.mia.say("#moss", "and for SOS?", thread_ts=answer.thread_ts)
    await world.quiet()
    *_, follow_up = world.box.workspace.replies("#moss", str(answer.thread_ts))
    assert "Secure Open Source" in said(follow_up)


async def test_a_suggestion_under_a_private_answer_is_answered_privately(world: World) -> None:
    seen = await world.mia.command("#moss", "/awards who is the fairest of them all?")
    assert seen.message is not None
    offered = buttons(seen.message)
    assert offered, "no suggestions were made"
    assert (await world.mia.press(seen.message, next(iter(offered.values())))).ok
    await world.quiet()
    answer = world.mia.sees("#moss")[-1]
    assert answer.ts != seen.message.ts
    assert answer.ephemeral_to == "U0MIA"
    assert said(answer)
    assert world.box.workspace.messages("#moss") == []


async def test_home_shows_what_is_open_next_and_awarded(world: World) -> None:
    await world.mia.open_home()
    await world.olive.open_home()
    await world.quiet()
    theirs, staffs = world.mia.home(), world.olive.home()
    assert theirs is not None
    assert staffs is not None
    for home in (theirs, staffs):
        shown = str(home.blocks)
        assert "Mission Partners" in shown
        assert "eight days left" in shown
        assert "Warehouse" in shown
    assert "New award" not in str(theirs.blocks)
    assert "New award" in str(staffs.blocks)


async def test_staff_reach_the_form_and_the_plan_from_home(world: World) -> None:
    await world.olive.open_home()
    await world.quiet()
    home = world.olive.home()
    assert home is not None
    await world.olive.press(home, "plan:show")
    await world.olive.press(home, "award:new")
    await world.quiet()
    assert "Eight days left" in said(world.olive.sees("@eightdays")[-1])
    form = world.olive.modal()
    assert form is not None
    assert form.payload["title"]["text"] == "New award"


async def test_many_ask_at_once_and_each_is_answered(world: World) -> None:
    people = ["mia", "tane", "leo", "olive", "ada", "ben"] * 3
    asked = await asyncio.gather(
        *(world.box.person(one).say("#moss", "@eightdays when does FT close?") for one in people)
    )
    await world.quiet()
    assert [len(world.box.workspace.replies("#moss", one.ts)) for one in asked] == [1] * 18
