"""A picture of one's own in an announcement: from the form in Slack to the networks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.acts import Seen
from bot.sandbox.messages import Message
from tests.e2e.house import START, World, a_world, words

ALT = "Servo's logo on a red field"


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[World]:
    """The bot on each database, between two countdowns."""
    async with a_world(database_url, at=START + timedelta(hours=1)) as found:
        yield found


def red(form: str = "PNG") -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Olive"
    Image.new("RGB", (400, 300), (250, 0, 0)).save(out, form, exif=exif)
    return out.getvalue()


async def press(world: World, who: str, card: Message, action: str) -> None:
    assert (await world.box.person(who).press(world.now(card), f"announcement:{action}")).ok
    await world.quiet()


async def give(world: World, card: Message, name: str, content: bytes, alt: str = ALT) -> Seen:
    """Olive gives a picture in the form behind the card's button."""
    await press(world, "olive", card, "picture")
    file = world.olive.give(name, content)
    values: dict[str, dict[str, Any]] = {
        "which": {"value": "given"}, "file": {"value": [file["id"]]}, "alt": {"value": alt},
    }  # fmt: skip
    seen = await world.olive.submit(values=values)
    await world.quiet()
    return seen


async def test_a_picture_of_ones_own_goes_out_in_the_cards_place(desk: World) -> None:
    card = await desk.draft(desk.olive)
    assert (await give(desk, card, "My Logo.png", red())).ok
    shown = desk.now(card)
    (image,) = [block for block in shown.blocks if block["type"] == "image"]
    assert image["alt_text"] == ALT
    assert ALT in words(shown)

    await press(desk, "ada", card, "approve")
    desk.clock.move_to(desk.clock.now() + timedelta(seconds=61))
    desk.bot.wake()
    await desk.quiet()
    (post,) = desk.box.x.posts
    (sent,) = post.images
    assert sent.alt == ALT
    (message,) = desk.said_in("#moss")
    (block,) = [block for block in message.blocks if block["type"] == "image"]
    assert block["alt_text"] == ALT
    at_slack = desk.box.workspace.files.get(block["slack_file"]["id"]).content
    assert at_slack is not None
    assert b"Camera" not in at_slack
    with Image.open(BytesIO(at_slack)) as opened:
        assert opened.size == (400, 300)
        assert opened.convert("RGB").getpixel((9, 9)) == (250, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "alt", "says"),
    [
        ("logo.png", b"<svg/>", ALT, "no picture that is known here"),
        ("logo.png", red()[:-60], ALT, "broken"),
        ("logo.png", red(), "", "what it shows"),
    ],
)
async def test_what_is_no_picture_is_said_and_the_card_stays(
    desk: World, name: str, content: bytes, alt: str, says: str
) -> None:
    card = await desk.draft(desk.olive)
    before = words(desk.now(card))
    seen = await give(desk, card, name, content, alt)
    told = [words(one) for one in desk.olive.sees("@eightdays")]
    assert says in " ".join([*seen.errors.values(), *told])
    assert words(desk.now(card)) == before
