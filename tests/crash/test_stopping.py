"""An announcement that staff stop, or change once it is out, while the bot is killed."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.announcement import Kind
from bot.domain.ledger import State
from bot.services.board import BEGUN
from bot.store import tables
from bot.store.announcements import Announcement, Stage
from tests.crash.announcing import ADA, ALL, GRACE, OLIVE, OUT, House
from tests.crash.troubles import NETWORKS
from tests.crash.world import Memory

pytestmark = pytest.mark.crash

STEP = 10 if ALL else 30
CHANGED = OUT + timedelta(minutes=10)
DECIDED = CHANGED + timedelta(minutes=1)
CHANGING = DECIDED + timedelta(seconds=75)
CORRECTED = "There are three residencies, not two."
ANSWERED = f"Correction: {CORRECTED}"


def everywhere(house: House) -> dict[str, list[str]]:
    """What stands on each network."""
    return {name: [post.text for post in house.standing(name)] for name in NETWORKS}


# In the minute of grace


def test_killed_in_the_minute_of_grace(house: House) -> None:
    points = len(house.live(at=GRACE).points)
    for point in (points // 4, points // 2, points - 1):
        house.go_back()
        house.live(point, at=GRACE)
        house.live(at=GRACE)
        assert everywhere(house) == {name: [] for name in NETWORKS}
        house.rest()
        house.check_all_out()


def test_killed_when_the_minute_is_nearly_over(house: House) -> None:
    # What is due within moments is claimed ahead, and put into words.
    due = min(row.due for row in house.rows())
    early = due - timedelta(seconds=1)
    claimed = house.live(at=early).points.index("after commit claimed") + 1
    house.go_back()
    assert house.live(claimed, at=early).killed
    assert everywhere(house) == {name: [] for name in NETWORKS}
    house.rest()
    house.check_all_out()


# Stop


def stopped(house: House) -> bool:
    """Whether somebody of staff was told that it is stopped."""
    with house.world.store.read() as connection:
        acts = connection.execute(tables.audit.select()).all()
    return any(act.act == "announcement stop" for act in acts)


def test_stop_races_the_parts(house: House) -> None:
    points = len(house.live().points)
    became: Counter[str] = Counter()
    for number, point in enumerate(range(8, points * 3 // 4, STEP // 2)):
        house.go_back()
        before = house.world.kills
        then = "die" if number % 3 == 2 else ""
        house.live(point, happens=["stop", house.id, then])
        house.rest()
        there = everywhere(house)
        states = Counter(row.state for row in house.rows())
        doubt = states[State.UNKNOWN]
        assert doubt <= 1
        out = sum(map(len, there.values()))
        # Of what was stopped on its way to a receiver that cannot be asked nobody knows.
        assert states[State.SENT] <= out <= states[State.SENT] + doubt + states[State.FAILED]
        assert all(there[name] == house.posts[name][: len(there[name])] for name in NETWORKS)
        if stopped(house):
            # What came back from being sent is not sent again, and waits for staff.
            ended = {State.SENT, State.CANCELLED, State.UNKNOWN, State.FAILED}
            assert states.keys() <= ended
        else:
            assert states.keys() <= {State.SENT, State.UNKNOWN, State.PLANNED}
        begun = any(row.state in BEGUN for row in house.rows())
        back = stopped(house) and not begun and not states[State.FAILED]
        assert house.announcement().stage is (Stage.REVIEW if back else Stage.APPROVED)
        house.count("stopped by staff, and every third killed", states, house.world.kills - before)
        became["back in review" if back else "stopped" if stopped(house) else "too late"] += 1
        # Nothing more of it goes out, however long it lasts.
        if stopped(house):
            house.world.later()
            house.live()
            assert everywhere(house) == there
    assert became["back in review"]
    assert became["stopped"] + became["too late"]


# Once it is out


def approved_change(house: House, kind: Kind) -> tuple[Announcement, Memory]:
    """A take-down or a correction of what is out, approved, its minute of grace over."""
    house.live()
    house.rest()
    house.check_all_out()
    following = house.services(CHANGED).following_up
    if kind is Kind.TAKEDOWN:
        found = following.take_down(house.id, ADA)
    else:
        texts = dict.fromkeys(house.codes.values(), CORRECTED)
        found = following.correct(house.id, texts, ADA)
    house.rest(CHANGED + timedelta(seconds=30))
    house.services(DECIDED).deciding.approve(found.id, found.digest, OLIVE)
    return found, house.world.remember()


def run_all(house: House, kind: Kind) -> None:
    """Kills the bot at points of the life in which the change goes out."""
    found, memory = approved_change(house, kind)
    subject = f"announcement/{found.id}"
    points = len(house.live(at=CHANGING).points)
    for number, point in enumerate(range(9, points, STEP)):
        house.world.go_back(memory)
        before = house.world.kills
        house.live(point, at=CHANGING)
        if number % 3 == 0:
            house.live(at=CHANGING)
        house.rest(CHANGING)
        check_changed(house, kind)
        states = Counter(row.state for row in house.rows(subject))
        assert states.keys() == {State.SENT}
        assert house.services(CHANGING).reviewing.stale() == []
        house.count(f"killed in a {kind}", states, house.world.kills - before)
    assert house.world.kills


def check_changed(house: House, kind: Kind) -> None:
    """What stands out there in the end."""
    there = everywhere(house)
    sandbox = house.world.sandbox
    if kind is Kind.TAKEDOWN:
        assert there == {name: [] for name in NETWORKS}
        for name in ("x", "mastodon", "bluesky", "discord", "webhook"):
            deleted = [post.text for post in getattr(sandbox, name).deleted]
            assert sorted(deleted) == sorted(house.posts[name]), name
        return
    for name in NETWORKS:
        # Corrected where that is possible, else answered.
        answered = [*house.posts[name], ANSWERED]
        assert there[name] == (answered if name in {"x", "bluesky"} else [CORRECTED]), name
        if name in {"x", "bluesky"}:
            *_, last, answer = house.standing(name)
            assert answer.answers == last.id
        (first, *_) = house.standing(name)
        assert first.alts == (house.picture.alt,), name


@pytest.mark.parametrize("kind", [Kind.TAKEDOWN, Kind.CORRECTION])
def test_a_change_of_what_is_out_is_killed(house: House, kind: Kind) -> None:
    run_all(house, kind)
