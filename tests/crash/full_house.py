"""A morning on which the bot owes everything that it can owe at once, to everybody.

On 23 January 2018 at 10:00 the January batch of Foundational Technology is eight days away. Two
channels and three people are counted down to. All of them were told on 17 January when Mission
Partners closes, and that was moved a minute ago. One award is approved, for Slack and X; of another
the review card is to be shown.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.domain.building import read_program
from bot.domain.ledger import Kind, State
from bot.render.remind_form import EVERYTHING, Filled
from bot.sandbox.messages import Message
from bot.services.plan_items import plan_of
from bot.store import announcements
from bot.store.audit import Actor
from tests.crash.world import Memory, World
from tests.house.sources import ROOT

MOSS = (ROOT / "bot/sandbox/programs/moss.yaml").read_text("utf-8")
ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2018, 1, 1, tzinfo=ZONE)
FOURTEEN_DAYS = datetime(2018, 1, 17, 10, 0, 1, tzinfo=ZONE)
BEFORE = datetime(2018, 1, 23, 9, 59, tzinfo=ZONE)
EIGHT_DAYS = datetime(2018, 1, 23, 10, 0, 1, tzinfo=ZONE)
PLACES = ("#moss", "#general")
# 10:00 in Los Angeles, on everybody's own clock.
PEOPLE = {"U0OLIVE": "10:00", "U0LEO": "10:00", "U0MIA": "18:00"}
AWARD = {
    "recipient": "Servo",
    "track": "foundational-technology",
    "amount": 100000,
    "purpose": "to lay pages out in parallel",
    "awarded": "2018-01-23",
}
ANNOUNCED = (
    "MOSS has awarded $100,000 to Servo to lay pages out in parallel (Foundational Technology)."
)
TOLD = "*14 days left* for Foundational Technology and Mission Partners"
COUNTED_DOWN = "*Eight days left* for Foundational Technology"
CARD = "*Review: award to {}*"
# Its author hears that it was approved.
APPROVED = "Approved: “award to Servo”"
MOVED = "*New date for Mission Partners*"

# What stands where: place, whether in a thread, and how it begins.
Standing = tuple[str, bool, str]


def moss(*awards: dict[str, Any], moved: bool = False) -> str:
    """The sample for both channels."""
    data = yaml.safe_load(MOSS)
    data["program"]["announce_in"] = list(PLACES)
    data["awards"] += awards
    if moved:
        data["tracks"][1]["deadlines"][0]["closes"] = "2018-02-14"
    return str(yaml.safe_dump(data, sort_keys=False))


def full_house(world: World) -> Memory:
    """Everything is owed, and nothing of it sent."""
    services = world.begin(moss(), START)
    for user, at in PEOPLE.items():
        services.subscribing.save(
            Actor(user, "slack"), Filled((EVERYTHING,), ("14", "8"), at, weekends=True)
        )
    world.live(FOURTEEN_DAYS)
    if world.open_rows(FOURTEEN_DAYS):
        world.recover(FOURTEEN_DAYS)
    world.check(FOURTEEN_DAYS)
    services = world.services(BEFORE)
    second = AWARD | {"recipient": "Gecko"}
    services.programs.import_text(moss(AWARD), "program.yaml", Actor("U0ADA", "slack"))
    world.live(BEFORE)
    with world.store.read() as connection:
        draft = announcements.about(connection, services.programs.id, "award/servo")
    assert draft is not None
    services = world.services(BEFORE)
    services.programs.import_text(moss(AWARD, second), "program.yaml", Actor("U0ADA", "slack"))
    services.deciding.approve(draft.id, draft.digest, Actor("U0OLIVE", "slack"))
    services.programs.import_text(
        moss(AWARD, second, moved=True), "program.yaml", Actor("U0ADA", "slack")
    )
    return world.remember()


@cache
def expected() -> list[Standing]:
    """What is to stand in the workspace in the end: what the plan says, and the rest."""
    planned = plan_of(read_program(moss(moved=True)), BEFORE, EIGHT_DAYS)
    assert [item.destination for item in planned] == sorted(PLACES)
    counted = {f"*{item.text.partition(' for ')[0]}*" for item in planned}
    assert counted == {COUNTED_DOWN.partition(" for ")[0]}
    told: list[Standing] = []
    for place in (*PLACES, *PEOPLE):
        told += [(place, False, TOLD), (place, False, COUNTED_DOWN), (place, True, MOVED)]
    cards = [("#moss-review", False, CARD.format(name)) for name in ("Servo", "Gecko")]
    heard = [("U0ADA", False, APPROVED)]
    return sorted([*told, *((place, False, ANNOUNCED) for place in PLACES), *cards, *heard])


def standing(world: World) -> list[Standing]:
    """What stands in the workspace, told as `expected` tells it."""
    known = [text for *_, text in expected()]
    return sorted(
        (_place(world, one), one.is_reply, _begins(one.text, known)) for one in world.messages()
    )


def _place(world: World, message: Message) -> str:
    channel = world.sandbox.workspace.channel(message.channel)
    return channel.im_user or f"#{channel.name}"


def _begins(text: str, known: Iterable[str]) -> str:
    first = text.partition("\n")[0]
    return next((one for one in known if first.startswith(one)), first)


def check_full_house(world: World) -> None:
    """Nothing is lost, nothing stands there twice, each in its place, and the ledger knows."""
    world.check(EIGHT_DAYS)
    assert standing(world) == expected()
    assert world.posted() == world.tried == [ANNOUNCED]
    sent = {row.kind for row in world.rows() if row.state is State.SENT}
    told = {Kind.COUNTDOWN, Kind.REMINDER, Kind.CHANGE, Kind.NOTICE}
    assert sent == told | {Kind.REVIEW, Kind.AWARD}
