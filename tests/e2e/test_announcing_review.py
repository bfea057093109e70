"""An announcement under review: news, several awards, a round-up, a deadline; notes, changes, the
time, the minute to stop it; and what can be done once it is out."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from bot.domain.announcement import Kind
from bot.domain.lengths import RULES
from bot.sandbox.discord import WEBHOOK
from tests.e2e.announcing import (
    DECIDING,
    NEWS,
    OWN,
    QUIET,
    SOON,
    STAFF_ONLY,
    act,
    approve,
    fill,
    forge_press,
    kinds,
    news,
    pass_the_minute,
    press,
    said_in_moss,
    staff_says,
    stored,
)
from tests.e2e.house import World, a_world, buttons, left_out, words

EXECUTE = f"POST /api/webhooks/{'/'.join(WEBHOOK)}"
POST = "MOSS has awarded $50,000 to Servo to draw faster."


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[World]:
    """The bot on each database."""
    async with a_world(database_url, at=QUIET) as found:
        yield found


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[World]:
    """The bot, where the database is not the subject."""
    async with a_world(sqlite_url, at=QUIET) as found:
        yield found


# What there is to announce


async def test_news_are_written_in_a_form_and_go_out_a_minute_after_approval(desk: World) -> None:
    card = await news(desk, desk.olive, link="https://moss.example.org/new")
    shown = words(card)
    assert "Review: Two tracks" in shown
    assert "MOSS opens two tracks." in shown
    assert "https://moss.example.org/new" in shown
    assert "Costs $0.205" in shown
    assert list(buttons(card)) == DECIDING
    assert left_out(card) == []
    assert await press(desk, "olive", card, "approve") == OWN
    assert await press(desk, "ada", card, "approve") == SOON
    assert desk.posts_on_x() == []
    assert list(buttons(desk.now(card))) == ["Stop", "Note"]
    await pass_the_minute(desk)
    (on_x,) = desk.posts_on_x()
    assert "MOSS opens two tracks." in on_x
    assert "https://moss.example.org/new" in on_x
    (in_slack,) = said_in_moss(desk)
    assert "MOSS opens two tracks." in in_slack
    after = desk.now(card)
    assert "Approved by <@U0ADA> on Tuesday 23 January 2018 at 10:58" in words(after)
    assert "• X: out · <" in words(after)
    assert list(buttons(after)) == ["Correct", "Take down"]


async def test_what_is_wrong_with_news_is_said_at_its_field(house: World) -> None:
    assert (await house.olive.command("#general", "/program announce")).ok
    await house.quiet()
    given = {**NEWS, "link": "javascript:alert(1)"}
    seen = await house.olive.submit(values={k: {"value": v} for k, v in given.items()})
    assert list(seen.errors) == ["link"]
    assert stored(house) == []


async def test_news_too_long_for_one_post_become_a_thread_in_order(house: World) -> None:
    long = " ".join(f"Sentence number {number} of our news ends here." for number in range(20))
    card = await news(house, house.olive, text=long)
    shown = words(card)
    assert "X · " in shown.replace("*", "")
    assert "1 of 4" in shown
    await approve(house, card)
    posts = house.posts_on_x()
    assert len(posts) == 4
    assert [f"({n}/4)" in text for n, text in enumerate(posts, 1)] == [True] * 4
    assert all(RULES["x"].length(text) <= 280 for text in posts)
    assert "• X: out, all four posts · <" in words(house.now(card))


async def test_several_awards_in_one_announcement(house: World) -> None:
    told = await staff_says(house, "/program announce awards rust-av, Zappa")
    assert "is drafted, and waits for review in #moss-review." in told
    (card,) = house.cards()
    assert "$71,356" in words(card)
    assert kinds(house) == [Kind.AWARDS]
    assert (await house.olive.command("#general", "/program announce awards")).ok
    await house.quiet()
    keys = [award.key for award in house.bot.services.programs.require().awards][:2]
    form = house.olive.modal()
    assert form is not None
    seen = await house.olive.submit(values={"awards": {"value": keys}})
    assert seen.ok, seen
    await house.quiet()
    assert kinds(house) == [Kind.AWARDS, Kind.AWARDS]


async def test_the_round_up_since_october_is_drafted_from_the_records(house: World) -> None:
    told = await staff_says(house, "/program roundup since October")
    assert "is drafted, and waits for review" in told
    (card,) = house.cards()
    assert "$570,356" in words(card)
    assert "seven awards" in words(card)
    assert kinds(house) == [Kind.ROUNDUP]
    await approve(house, card)
    assert any("$570,356" in text for text in house.posts_on_x())


@pytest.mark.parametrize("words_", ["", "since Foo", "since tomorrow"])
async def test_a_round_up_says_how_to_ask_for_one(house: World, words_: str) -> None:
    told = await staff_says(house, f"/program roundup {words_}".strip())
    assert "/program roundup since October" in told
    assert stored(house) == []


async def test_a_deadline_is_announced_by_command_and_after_it_moved(house: World) -> None:
    told = await staff_says(house, "/program deadline foundational-technology announce")
    assert "is drafted, and waits for review" in told
    (card,) = house.cards()
    assert "31 January 2018" in words(card)

    line = "/program deadline foundational-technology/january-2018-batch"
    assert (await house.olive.command("#general", line)).ok
    await house.quiet()
    assert (await house.olive.submit(values={"closes": {"value": "2018-02-14"}})).ok
    assert (await house.olive.submit()).ok
    await house.quiet()
    moved = house.olive.sees("@eightdays")[-1]
    assert buttons(moved) == {"Announce it on the networks": "deadline:announce"}
    assert (await house.olive.press(moved, "deadline:announce")).ok
    await house.quiet()
    assert "14 February 2018" in words(house.cards()[-1])
    assert kinds(house) == [Kind.DEADLINE, Kind.DEADLINE]


async def test_announcements_are_listed_and_shown_whole(house: World) -> None:
    assert "Nothing has been announced yet." in await staff_says(house, "/program announce list")
    card = await news(house, house.olive)
    (found,) = stored(house)
    told = await staff_says(house, "/program announce list")
    assert f"• {found.id}: Two tracks — waits for approval" in told
    shown = await staff_says(house, f"/program announce {found.id}", "ada")
    assert shown == words(card)
    own = house.ada.sees("#general")[-1]
    assert await press(house, "ada", own, "approve") == SOON


async def test_the_preview_of_an_award_that_nobody_announces(house: World) -> None:
    told = await staff_says(house, "/program award rust-av preview")
    assert "$71,356" in told
    assert "of 280 characters" in told
    assert "This is a preview; nothing has been drafted." in told
    assert buttons(house.olive.sees("#general")[-1]) == {}
    assert stored(house) == []


# Reviewing


async def test_whoever_reviews_asks_for_changes_and_nobody_approves_it_as_it_is(
    desk: World,
) -> None:
    card = await desk.draft(desk.olive)
    assert (await fill(desk, "ada", card, "ask_changes", text="Say *why* <!channel>")).ok
    asked = desk.now(card)
    assert "<@U0ADA> asks for changes:\n> Say *why* &lt;!channel&gt;" in words(asked)
    assert "Approve" not in buttons(asked)
    (found,) = stored(desk)
    value = {"id": found.id, "digest": found.digest[:16]}
    told = await forge_press(desk, "ben", act("approve"), value, asked)
    assert "Changes were asked for" in told[0]
    # Whoever asked can take it back, nobody else.
    assert "Whoever asked" in await press(desk, "ben", asked, "take_back")
    assert "can be approved as it is" in await press(desk, "ada", asked, "take_back")
    assert list(buttons(desk.now(card))) == DECIDING
    assert (await fill(desk, "ada", card, "ask_changes", text="Again")).ok
    assert (await fill(desk, "olive", card, "edit", **{"0__x": "Why: because."})).ok
    again = desk.now(card)
    assert list(buttons(again)) == [*DECIDING, "Notes (2)"]
    assert "asks for changes" not in words(again)
    # All of them can be read, by staff alone.
    read = await press(desk, "ben", again, "notes")
    assert "Say *why* &lt;!channel&gt;" in read
    assert "> Again" in read
    told = await forge_press(desk, "mia", act("notes"), value, again)
    assert told == [STAFF_ONLY]
    await approve(desk, desk.now(card))
    assert desk.posts_on_x() == ["Why: because."]


async def test_notes_are_for_staff_alone_and_void_no_approval(house: World) -> None:
    card = await house.draft(house.olive)
    assert await press(house, "ada", card, "approve") == SOON
    assert (await fill(house, "ben", house.now(card), "note", text="Nice & short")).ok
    assert "<@U0BEN> notes:\n> Nice &amp; short" in words(house.now(card))
    await pass_the_minute(house)
    assert house.posts_on_x() == [POST]
    assert not any("Nice" in text for text in said_in_moss(house))


async def test_the_minute_in_which_anybody_of_staff_can_stop_it(desk: World) -> None:
    card = await desk.draft(desk.olive)
    assert await press(desk, "ada", card, "approve") == SOON
    await desk.move_to(desk.clock.now() + timedelta(seconds=30))
    assert desk.posts_on_x() == []
    told = await press(desk, "ben", desk.now(card), "stop")
    assert told == "Stopped. It is in review again, and has to be approved anew."
    await pass_the_minute(desk)
    await desk.restart()
    assert desk.posts_on_x() == []
    assert said_in_moss(desk) == []
    again = desk.now(card)
    assert list(buttons(again)) == DECIDING
    await approve(desk, again)
    assert desk.posts_on_x() == [POST]
    late = await forge_press(desk, "ben", act("stop"), {"id": stored(desk)[0].id, "digest": "0"})
    assert "too late" in late[0]


async def test_the_time_is_chosen_in_words_before_approval(desk: World) -> None:
    card = await desk.draft(desk.olive)
    seen = await fill(desk, "ada", card, "time", when="3/4 10:00")
    assert "when" in seen.errors
    assert (await desk.ada.submit(values={"when": {"value": "tomorrow 10:00"}})).ok
    await desk.quiet()
    timed = desk.now(card)
    assert "Goes out: Wednesday 24 January 2018 at 10:00, Los Angeles time" in words(timed)
    assert await press(desk, "ada", timed, "approve") == OWN
    told = await press(desk, "ben", timed, "approve")
    assert "it goes out on Wednesday 24 January 2018 at 10:00, Los Angeles time." in told
    listed = await staff_says(desk, "/program announce list")
    assert "— scheduled for Wednesday 24 January 2018 at 10:00, Los Angeles time" in listed
    await desk.move_to(QUIET + timedelta(hours=22))
    assert desk.posts_on_x() == []
    await desk.move_to(QUIET + timedelta(hours=23, minutes=3))
    assert desk.posts_on_x() == [POST]


async def test_the_card_goes_with_it_or_not(desk: World) -> None:
    card = await desk.draft(desk.olive)
    picture = "Picture · "
    assert picture in words(card).replace("*", "")
    (image,) = [block for block in desk.now(card).blocks if block["type"] == "image"]
    assert image["alt_text"]
    assert image["slack_file"]["id"]
    assert (await fill(desk, "olive", card, "picture", which="none")).ok
    assert picture not in words(desk.now(card)).replace("*", "")
    assert (await fill(desk, "olive", card, "picture", which="drawn")).ok
    assert picture in words(desk.now(card)).replace("*", "")
    seen = await fill(desk, "olive", card, "picture", which="given")
    assert list(seen.errors) == ["file"]


async def test_a_person_gives_a_picture_of_their_own_and_says_what_it_shows(house: World) -> None:
    card = await house.draft(house.olive)
    written = BytesIO()
    Image.new("RGB", (320, 180), "#0f766e").save(written, "PNG")
    file = house.olive.give("servo.png", written.getvalue())
    seen = await fill(house, "olive", card, "picture", which="given", file=[file])
    assert "say what it shows" in seen.errors["alt"]
    words_of_it: dict[str, dict[str, Any]] = {
        "which": {"value": "given"},
        "file": {"value": [file]},
    }
    seen = await house.olive.submit(values={**words_of_it, "alt": {"value": "The Servo team."}})
    assert seen.ok, seen
    await house.quiet()
    shown = house.now(card)
    assert "*Picture* · The Servo team." in words(shown)
    assert [b["alt_text"] for b in shown.blocks if b["type"] == "image"] == ["The Servo team."]
    # What is no picture is refused, and the one that was chosen stays.
    bad = house.olive.give("virus.png", b"MZ not a picture")
    seen = await fill(house, "olive", shown, "picture", which="given", file=[bad], alt="Mine")
    assert not seen.ok
    await approve(house, house.now(card))
    (on_x,) = house.box.x.posts
    assert "The Servo team." in str(on_x)


async def test_a_file_is_the_picture_whatever_the_choice_above_it_says(desk: World) -> None:
    card = await desk.draft(desk.olive)
    written = BytesIO()
    Image.new("RGB", (320, 180), "#0f766e").save(written, "PNG")
    file = desk.olive.give("servo.png", written.getvalue())
    # The words of the card are not taken for those of another picture.
    seen = await fill(desk, "olive", card, "picture", file=[file])
    assert list(seen.errors) == ["alt"]
    seen = await desk.olive.submit(
        values={"file": {"value": [file]}, "alt": {"value": "The Servo team."}}
    )
    assert seen.ok, seen
    await desk.quiet()
    assert "*Picture* · The Servo team." in words(desk.now(card))
    seen = await fill(desk, "olive", card, "picture", which="none", file=[file])
    assert list(seen.errors) == ["which"]


async def test_an_alt_text_of_ones_own_survives_the_form_of_the_picture(desk: World) -> None:
    card = await desk.draft(desk.olive)
    assert (await fill(desk, "olive", card, "edit", alt__0="My own words.")).ok
    assert "*Picture* · My own words." in words(desk.now(card))
    assert (await fill(desk, "olive", card, "picture")).ok
    assert "*Picture* · My own words." in words(desk.now(card))
    assert (await fill(desk, "olive", card, "picture", alt="Others.")).ok
    assert "*Picture* · Others." in words(desk.now(card))
    assert (await fill(desk, "olive", card, "picture", alt="")).ok
    assert "*Picture* · Mozilla" in words(desk.now(card))


# Once it is out


async def test_a_correction_and_a_take_down_are_reviewed_like_anything_else(desk: World) -> None:
    card = await desk.draft(desk.olive)
    await approve(desk, card)
    out = desk.now(card)
    seen = await fill(desk, "olive", out, "correct", **{"0__slack:#moss": "It was $51,000."})
    assert seen.ok, seen
    assert said_in_moss(desk) == [POST]
    correction = desk.cards()[-1]
    assert "It was $51,000." in words(correction)
    assert "Slack, #moss* · 15 of 3,000 characters · edits the post that is there" in words(
        correction
    )
    assert "X* · " in words(correction)
    assert "replies to the post that is there, which cannot be edited" in words(correction)
    assert await press(desk, "olive", correction, "approve") == OWN
    await approve(desk, correction)
    assert said_in_moss(desk) == ["It was $51,000."]
    assert "Slack, #moss: corrected" in words(desk.now(correction))
    assert "X: corrected by a reply" in words(desk.now(correction))
    assert "Slack, #moss: corrected ·" in words(desk.now(card))

    assert "put up for review" in await press(desk, "olive", desk.now(card), "take_down")
    removal = desk.cards()[-1]
    assert list(buttons(removal)) == ["Approve", "Time", "Ask for changes", "Note", "Withdraw"]
    assert "deletes what is there" in words(removal)
    assert "Costs $" not in words(removal)
    await approve(desk, removal)
    assert said_in_moss(desk) == []
    assert desk.posts_on_x() == []
    assert "Slack, #moss: taken down" in words(desk.now(removal))
    assert "Taken down" in words(desk.now(card))
    # All cards tell the same, and nothing of it can be corrected or taken down again.
    for one in (card, correction):
        now = desk.now(one)
        assert not {"Correct", "Take down"} & set(buttons(now))
        assert "Slack, #moss: taken down" in words(now)
        assert "X: taken down" in words(now)
        assert "see it" not in words(now)
    first = words(desk.now(card))
    assert first.index("Corrected, approved") < first.index("Taken down, approved")
    assert "|card of its own>" in first
    told = await staff_says(desk, "/program announce list")
    assert [line.partition(" — ")[2] for line in told.splitlines() if " — " in line] == [
        "done", "taken down", "taken down",
    ]  # fmt: skip


async def test_what_failed_alone_is_tried_again(desk: World) -> None:
    desk.box.faults.add("x", "status", method="POST /2/tweets", status=401, count=1)
    card = await desk.draft(desk.olive)
    await approve(desk, card)
    await desk.wait(2)
    failed = desk.now(card)
    assert "X: failed (" in words(failed)
    assert "• Slack, #moss: out" in words(failed)
    assert list(buttons(failed)) == ["Try again", "Correct", "Take down"]
    assert "— partly out" in await staff_says(desk, "/program announce list")
    assert "What failed is tried again" in await press(desk, "ben", failed, "retry")
    await desk.wait(2)
    assert desk.posts_on_x() == [POST]
    assert said_in_moss(desk) == [POST]
    assert "Try again" not in buttons(desk.now(card))


async def test_where_nobody_can_be_asked_staff_say_whether_it_is_out(sqlite_url: str) -> None:
    async with a_world(sqlite_url, at=QUIET) as world:
        world.values["discord_webhook_urls"] = world.box.discord.url
        await world.restart()
        for fault, pressed, taken in (
            ("drop_after", "is_out", 1),
            ("drop_before", "send_again", 1),
        ):
            before = len(world.box.discord.posts)
            card = await news(world, world.olive, title=f"News, {fault}", text=f"For {fault}.")
            world.box.faults.add("discord", fault, method=EXECUTE, count=1)  # type: ignore[arg-type]
            await approve(world, card)
            await world.wait(120)
            unclear = world.now(card)
            assert "unclear whether it is out" in words(unclear)
            assert "))" not in words(unclear)
            names = [label for label in buttons(unclear) if label.startswith("Discord")]
            assert [name.partition(": ")[2] for name in names] == ["it is out", "send again"]
            action = next(a for a in buttons(unclear).values() if f":{pressed}:" in a)
            value = next(
                element["value"]
                for block in unclear.blocks if block["type"] == "actions"
                for element in block["elements"] if element["action_id"] == action
            )  # fmt: skip
            told = await forge_press(world, "mia", action, value, unclear)
            assert told == [STAFF_ONLY]
            assert (await world.ben.press(unclear, action)).ok
            await world.quiet()
            await world.wait(5)
            assert len(world.box.discord.posts) == before + taken
            assert "unclear" not in words(world.now(card))
            if pressed == "is_out":
                assert ": out, as <@U0BEN> says" in words(world.now(card))
            # The same press, once more, changes nothing.
            told = await forge_press(world, "ben", action, value, unclear)
            assert "settled" in told[0]
            assert len(world.box.discord.posts) == before + taken


# For the community


async def test_whoever_reads_it_in_slack_can_share_it_with_text_and_link(house: World) -> None:
    card = await house.draft(house.olive, url="https://servo.org/a?b=1&c=2")
    await approve(house, card)
    (message,) = house.said_in("#moss")
    (row,) = [block for block in message.blocks if block["type"] == "actions"]
    links = {button["text"]["text"]: button["url"] for button in row["elements"]}
    assert list(links) == ["Share on X", "Share on Mastodon", "Share on Bluesky"]
    for address in links.values():
        filled = unquote(address)
        assert "MOSS has awarded $50,000 to Servo to draw faster." in filled
        assert filled.count("https://servo.org/a?b=1&c=2") == 1
    assert left_out(message) == []
    # The press of a button that opens an address is acknowledged, and nothing else.
    before = len(house.mia.sees("#moss"))
    assert (await house.mia.press(message, "share:x")).ok
    await house.quiet()
    assert len(house.mia.sees("#moss")) == before
