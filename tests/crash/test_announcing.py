"""An announcement on six networks is killed at every commit and every call, while networks fail.

A run of all tests does a part of it. `python -m tests.crash.figures` does all of it and prints what
came of it (docs/reliability.md).
"""

import pytest

from tests.crash.announcing import ALL, House
from tests.crash.troubles import LASTING, PASSING, Trouble

pytestmark = pytest.mark.crash

PARTS = 2 if not ALL else 4
# How far the points at which it dies are apart: of all, every second is SQLite's and the others are
# PostgreSQL's. How often it dies in each trouble.
STEP = 2 if ALL else 16
DEATHS = 3 if ALL else 1
# What the points of a life include: each side of each commit and call that a part's way has.
PASSED = {
    f"{side} {what}"
    for side in ("before", "after")
    for what in (
        "commit claimed", "commit sending", "commit sent",
        "slack files.getUploadURLExternal", "slack upload", "slack files.completeUploadExternal",
        "slack chat.postMessage", "slack conversations.replies", "slack chat.getPermalink",
        "slack chat.update",
        "x POST /2/media/upload", "x POST /2/media/metadata", "x POST /2/tweets",
        "mastodon POST /api/v2/media", "mastodon POST /api/v1/statuses",
        "bluesky POST /xrpc/com.atproto.server.createSession",
        "bluesky POST /xrpc/com.atproto.repo.uploadBlob",
        "bluesky GET /xrpc/com.atproto.repo.getRecord",
        "bluesky POST /xrpc/com.atproto.repo.putRecord",
        "discord GET /api/webhooks/", "discord POST /api/webhooks/", "webhook POST /moss",
    )
}  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_every_point(house: House, part: int) -> None:
    rehearsal = house.live()
    house.check_all_out()
    assert {*rehearsal.points} >= PASSED
    first = 1 + part * STEP + (house.world.store.backend == "postgresql")
    for point in range(first, len(rehearsal.points), PARTS * STEP):
        house.run("killed, no other trouble", point)
    assert house.world.kills >= len(rehearsal.points) // (PARTS * STEP) * 3 // 4


@pytest.mark.parametrize("part", range(PARTS))
def test_networks_fail_while_it_is_killed(house: House, part: int) -> None:
    points = len(house.live().points)
    for number, (name, trouble, late) in enumerate(troubles()):
        if number % PARTS == part:
            # Spread over the life, and over the life after staff's part.
            point = 10 + (number * 37) % (points - 20)
            again = point if trouble.for_good else None
            house.run(name, point, trouble, late=late, again=again)
    assert house.world.kills


def troubles() -> list[tuple[str, Trouble, bool]]:
    """The runs: a trouble's name, what it is, and whether it begins after the first death."""
    found = [
        (name, trouble, death % 3 == 2)
        for name, trouble in PASSING.items()
        for death in range(DEATHS)
    ]  # fmt: skip
    for position, (name, each) in enumerate(LASTING.items()):
        # One after the other, and each network in the end.
        some = each if ALL else each[position::3]
        found += [(name, t, death % 2 == 1) for t in some for death in range(DEATHS // 2 or 1)]
    return found
