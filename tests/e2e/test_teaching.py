"""What was not understood comes to staff, who teach it; from then on it is understood."""

from tests.e2e.house import World


async def test_staff_see_what_was_not_understood_and_teach_a_name(world: World) -> None:
    for _ in range(2):
        (reply,) = await world.ask(world.mia, "when does Bedrock close?")
        assert "I don't know" in reply.text
    await world.ask(world.mia, "how long have we got for FT?")

    seen = await world.ada.command("#general", "/program questions")
    await world.quiet()
    assert seen.ok
    listed = world.ada.sees("#general")[-1]
    assert "“when does Bedrock close?” — 2 ×" in listed.text
    assert "FT" not in listed.text
    assert "mia" not in listed.text.casefold()

    await world.ada.press(listed, "question:teach")
    await world.quiet()
    modal = world.ada.modal()
    assert modal is not None
    filled = await world.ada.submit(
        values={
            "words": {"value": "Bedrock"},
            "meaning": {"value": "track"},
            "track": {"value": "foundational-technology"},
        }
    )
    assert filled.ok, filled
    await world.quiet()

    (reply,) = await world.ask(world.mia, "when does Bedrock close?")
    assert "Foundational Technology" in reply.text
    assert "31 January 2018" in reply.text
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    assert world.ada.sees("#general")[-1].text == "Everything that was asked was understood."
    await world.ada.command("#general", "/program audit")
    await world.quiet()
    assert "teach track Bedrock" in world.ada.sees("#general")[-1].text


async def test_an_answer_of_staff_s_own_is_taught_and_exported(world: World) -> None:
    await world.ask(world.mia, "do you pay in crypto?")
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    await world.ada.press(world.ada.sees("#general")[-1], "question:teach")
    await world.quiet()
    wrong = await world.ada.submit(
        values={
            "words": {"value": "do you pay in crypto?"},
            "meaning": {"value": "answer"},
        }
    )
    assert wrong.errors == {"answer": "write the answer"}
    right = await world.ada.submit(
        values={
            "words": {"value": "do you pay in crypto?"},
            "meaning": {"value": "answer"},
            "answer": {"value": "No: in US dollars, by bank transfer."},
        }
    )
    assert right.ok, right
    await world.quiet()
    (reply,) = await world.ask(world.mia, "Do you pay in crypto")
    assert "No: in US dollars, by bank transfer." in reply.text
    assert "do you pay in crypto?" in world.bot.services.programs.export()


async def test_who_is_not_staff_sees_no_questions(world: World) -> None:
    await world.ask(world.mia, "do you pay in crypto?")
    await world.mia.command("#general", "/program questions")
    await world.quiet()
    assert "crypto" not in world.mia.sees("#general")[-1].text
    assert "Only the program's staff" in world.mia.sees("#general")[-1].text


async def test_a_dismissed_question_comes_back_when_it_is_asked_again(world: World) -> None:
    await world.ask(world.mia, "do you pay in crypto?")
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    await world.ada.press(world.ada.sees("#general")[-1], "question:dismiss")
    await world.quiet()
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    assert world.ada.sees("#general")[-1].text == "Everything that was asked was understood."
    await world.ask(world.mia, "Do you pay in crypto?")
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    assert "— 2 ×" in world.ada.sees("#general")[-1].text


async def test_what_a_command_did_not_understand_is_kept_too(world: World) -> None:
    await world.mia.command("#general", "/deadlines Bedrock")
    await world.quiet()
    await world.ada.command("#general", "/program questions")
    await world.quiet()
    assert "“Bedrock” — 1 ×" in world.ada.sees("#general")[-1].text
