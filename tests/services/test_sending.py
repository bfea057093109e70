"""The lane of a network: many at once, at a pace, and one that hangs holds up no other."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.domain.model import Program
from bot.networks.base import PermanentError, Post, Sent, TemporaryError
from bot.services import sending, settling
from bot.services.composing import Composed
from bot.services.delivery import Progress
from bot.store import ledger
from bot.workers import NETWORK_THREADS
from tests.services.conftest import House


class Network:
    """A network in this process: what it does with a post is up to the test."""

    name = "slack"

    def __init__(self) -> None:
        self.act: Callable[[Post], None] = lambda _post: None
        self.sent: list[str] = []
        self._guard = threading.Lock()

    def send(self, post: Post) -> Sent:
        self.act(post)
        with self._guard:
            self.sent.append(post.address)
        return Sent(f"{post.address}:1")

    def find(self, _post: Post, _since: datetime) -> Sent | None:
        return None

    def problems(self, _post: Post) -> list[str]:
        return []


def plain(_program: Program, messages: Sequence[Sequence[Row]], _now: datetime) -> list[Composed]:
    """One word for everybody."""
    return [Composed(text="Soon", send=list(rows)) for rows in messages]


@pytest.fixture
def lane(house: House) -> sending.Lane:
    """The lane to a network in this process, for direct messages."""
    house.load()
    house.services.delivery.many_composers[Kind.REMINDER] = plain
    made = house.services.delivery.lanes["slack"]
    made.network = Network()
    return made


def network(lane: sending.Lane) -> Network:
    assert isinstance(lane.network, Network)
    return lane.network


def owe(house: House, people: int, **more: object) -> None:
    values = {
        "kind": Kind.REMINDER, "due": house.clock.now(), "revision": 1, "step": "8", **more,
    }  # fmt: skip
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    subject="mission-partners/january-2018-batch",
                    destination=Destination("slack", f"U{number:04}"), **values,  # type: ignore[arg-type]
                )
                for number in range(people)
            ],
        )  # fmt: skip


def states(house: House) -> list[str]:
    return [str(row.state) for row in house.rows(Kind.REMINDER)]


def test_many_are_each_sent_once(house: House, lane: sending.Lane) -> None:
    owe(house, 1200)
    lane.pacing.a_second = None
    lane.work()
    assert sorted(network(lane).sent) == [f"U{number:04}" for number in range(1200)]
    assert set(states(house)) == {"sent"}


def test_nothing_begins_before_its_time(house: House, lane: sending.Lane) -> None:
    due = house.clock.now() + timedelta(seconds=1)
    early: list[datetime] = []
    network(lane).act = lambda _: early.append(house.clock.now())
    owe(house, 20, due=due)
    lane.work()
    assert len(early) == 20
    assert min(early) >= due


def test_no_second_has_more_than_the_rate(house: House, lane: sending.Lane) -> None:
    begun: list[float] = []
    network(lane).act = lambda _: begun.append(house.clock.monotonic())
    rate = 40
    lane.pacing.a_second, lane.pacing._begun = rate, type(lane.pacing._begun)(maxlen=rate)
    owe(house, 60)
    lane.work()
    begun.sort()
    assert len(begun) == 60
    assert all(begun[n + rate] - begun[n] >= 1.0 for n in range(60 - rate))


def test_a_whole_network_that_asks_to_slow_down_is_left_alone(
    house: House, lane: sending.Lane
) -> None:
    tried: list[str] = []

    def refuse(post: Post) -> None:
        tried.append(post.address)
        raise TemporaryError("slow down", 30)

    lane.pacing.a_second = 20
    network(lane).act = refuse
    owe(house, 100)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        _until(lambda: len(tried) > 1)
        _until(lambda: not lane._calls)
        before = len(tried)
        assert before < 2 + NETWORK_THREADS
        threading.Event().wait(0.5)
        assert len(tried) == before
    finally:
        lane.stop()
        worker.join(10)
    assert set(states(house)) == {"planned"}


def test_one_place_that_asks_to_slow_down_is_waited_for_alone(
    house: House, lane: sending.Lane
) -> None:
    def refuse(post: Post) -> None:
        if post.address == "U0003":
            raise TemporaryError("slow down", 30)

    network(lane).act = refuse
    owe(house, 20)
    owe(house, 4, step="1", due=house.clock.now() + timedelta(seconds=5))
    lane.work()
    assert len(network(lane).sent) == 19
    house.clock.ahead += timedelta(seconds=6)
    lane.work()
    assert len(network(lane).sent) == 22
    house.clock.ahead += timedelta(seconds=30)
    network(lane).act = lambda _: None
    lane.work()
    # What was due there meanwhile waited with it, and is one message with it.
    assert network(lane).sent.count("U0003") == 1
    assert set(states(house)) == {"sent"}


def test_one_call_that_hangs_holds_up_no_other(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    network(lane).act = lambda post: None if post.address != "U0001" else _wait(go)
    owe(house, 30)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        _until(lambda: states(house).count("sent") == 29)
        assert states(house).count("sending") == 1
        house.clock.ahead += timedelta(seconds=settling.TOTAL_TIMEOUT + 1)
        lane.poke()
        worker.join(10)
        assert not worker.is_alive()
    finally:
        go.set()
    assert states(house).count("unknown") == 1


def test_what_never_began_is_given_back_and_not_in_doubt(house: House, lane: sending.Lane) -> None:
    go = threading.Event()
    begun: list[str] = []

    def hang(post: Post) -> None:
        begun.append(post.address)
        _wait(go)

    network(lane).act = hang
    owe(house, NETWORK_THREADS + 3)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        _until(lambda: len(begun) == NETWORK_THREADS)
        _until(lambda: states(house).count("sending") == NETWORK_THREADS + 3)
        lane.stop()
        _until(lambda: states(house).count("planned") == 3)
    finally:
        go.set()
        worker.join(10)
    assert states(house).count("sent") == NETWORK_THREADS


def test_a_refusal_that_is_nobodys_fault_tells_no_staff(house: House, lane: sending.Lane) -> None:
    gone: list[str] = []

    def refuse(post: Post) -> None:
        raise PermanentError("user_not_found")

    def ended(_connection: object, rows: Sequence[Row], _error: object) -> bool:
        gone.extend(row.destination.address for row in rows)
        return True

    network(lane).act = refuse
    house.services.settling.refused[Kind.REMINDER] = ended
    owe(house, 3)
    lane.work()
    assert states(house) == ["failed"] * 3
    assert sorted(gone) == ["U0000", "U0001", "U0002"]
    assert house.rows(Kind.NOTICE) == []


def test_progress_of_a_big_step(house: House, lane: sending.Lane) -> None:
    delivery = house.services.delivery
    assert delivery.progress() is None
    owe(house, 10)
    owe(house, 10, step="30", due=house.clock.now() - timedelta(days=22), state=State.SENT)
    owe(house, 10, step="1", due=house.clock.now() + timedelta(days=7))
    assert delivery.progress() == Progress(0, 10, 10 / 1000)
    seen: list[Progress | None] = []

    def look(_post: Post) -> None:
        if not seen:
            seen.append(delivery.progress())

    network(lane).act = look
    lane.work()
    assert seen[0] is not None
    assert (seen[0].sent, seen[0].total) == (0, 10)
    assert delivery.progress() is None


def test_the_sandbox_with_the_same_limit_never_says_to_slow_down(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = 60
    limits = house.sandbox.limits
    monkeypatch.setattr(limits, "rates", replace(limits.rates, workspace_a_second=rate))
    people = [user.id for user in house.sandbox.workspace.users() if not user.is_bot]
    lane.network = house.services.slack
    lane.pacing.a_second, lane.pacing._begun = rate, type(lane.pacing._begun)(maxlen=rate)
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    kind=Kind.NOTICE, subject=f"row/{number}", revision=1, step="failed",
                    destination=Destination("slack", people[number % len(people)]),
                    due=house.clock.now(), payload={"notice": f"Notice {number}"},
                )
                for number in range(150)
            ],
        )  # fmt: skip
    house.send()
    sent = house.rows(Kind.NOTICE)
    assert {(str(row.state), row.attempts, row.reason) for row in sent} == {("sent", 1, "")}


def test_of_two_places_that_ask_to_slow_down_the_shorter_wait_is_the_networks(
    house: House, lane: sending.Lane
) -> None:
    now = house.clock.real_now()
    shorter, longer = now + timedelta(seconds=20), now + timedelta(seconds=40)
    assert lane.pacing.refused("#moss", shorter) is None
    assert lane.pacing.refused("#moss-ft", longer) == shorter
    assert lane.pacing.refused("#moss", longer) == longer
    lane.pacing.a_second = None
    assert lane.pacing.refused("#moss", shorter) is None


def test_a_pause_is_not_made_shorter_by_another(house: House, lane: sending.Lane) -> None:
    pacing, program = lane.pacing, house.services.programs.id
    now = house.clock.real_now()
    for seconds, slots in ((60, 0), (1, 0)):
        with house.store.write() as connection:
            pacing.pause(connection, program, now + timedelta(seconds=seconds))
            found, free = pacing.slots(connection, program, [now], now + timedelta(seconds=3))
        assert len(found) == slots
        assert free == now + timedelta(seconds=60)


def test_progress_counts_notices_to_people_too(house: House, lane: sending.Lane) -> None:
    owe(house, 10, kind=Kind.CHANGE, step="moved")
    owe(house, 10)
    assert house.services.delivery.progress() == Progress(0, 20, 20 / 1000)


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.CHANGE])
def test_channels_come_before_people(house: House, lane: sending.Lane, kind: Kind) -> None:
    owe(house, 30, kind=kind)
    house.services.delivery.composers[Kind.NOTICE] = lambda _p, rows, _n: Composed(
        text="A notice", send=list(rows)
    )
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    kind=Kind.NOTICE, subject="row/1", revision=1, step="failed",
                    # Due after them.
                    destination=Destination("slack", "#moss"),
                    due=house.clock.now() + timedelta(seconds=0.2),
                )
            ],
        )  # fmt: skip
    if kind is Kind.CHANGE:
        house.services.delivery.composers[kind] = lambda _p, rows, _n: Composed(
            text="A notice", send=list(rows)
        )
    messages, _ = house.services.delivery.take("slack", 8)
    assert str(messages[0].rows[0].destination) == "#moss"
    house.services.delivery.put_back(messages)
    lane.pacing.a_second = 100
    lane.work()
    assert "#moss" in network(lane).sent[:NETWORK_THREADS]


def test_of_many_messages_to_one_place_one_at_a_time_is_taken(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.pacing.PACE", timedelta(seconds=1.1))
    number = 300
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    kind=Kind.NOTICE, subject=f"row/{each}", revision=1, step="failed",
                    destination=Destination("slack", "#moss"), due=house.clock.now(),
                    payload={"notice": f"Notice {each}"},
                )
                for each in range(number)
            ],
        )  # fmt: skip
    delivery = house.services.delivery
    (first,), _ = delivery.take("slack", 8)
    assert [str(row.state) for row in house.rows(Kind.NOTICE)].count("claimed") == 1
    # Another replica has to wait for its turn, too.
    assert delivery.take("slack", 8) == ([], False)
    house.clock.ahead += timedelta(seconds=1.2)
    (second,), _ = delivery.take("slack", 8)
    assert [first.post.text, second.post.text] == ["Notice 0", "Notice 1"]


def test_all_that_is_due_on_a_network_that_is_not_set_up_is_cancelled_at_once(
    house: House,
) -> None:
    house.load()
    with house.store.write() as connection:
        ledger.add(
            connection,
            house.services.programs.id,
            [
                NewRow(
                    kind=Kind.AWARD, subject=f"announcement/{each}", revision=1, step="0",
                    destination=Destination("mastodon"), due=house.clock.now(),
                )
                for each in range(5)
            ],
        )  # fmt: skip
    house.services.delivery.refuse_strangers()
    assert {str(row.state) for row in house.rows(Kind.AWARD)} == {"cancelled"}


def test_what_keeps_direct_messages_from_being_sent_is_told_once_and_names_nobody(
    house: House, lane: sending.Lane
) -> None:
    def refuse(post: Post) -> None:
        if post.address.startswith("U"):
            raise PermanentError("messages_tab_disabled")

    network(lane).act = refuse
    house.services.delivery.composers[Kind.CHANGE] = lambda _p, rows, _n: Composed(
        text="A notice", send=list(rows)
    )
    owe(house, 5, kind=Kind.CHANGE, step="moved")
    lane.work()
    owe(house, 5)
    lane.work()
    assert {str(row.state) for row in house.rows(Kind.CHANGE)} == {"failed"}
    assert set(states(house)) == {"failed"}
    (notice,) = house.rows(Kind.NOTICE)
    assert notice.payload is not None
    assert notice.payload["notice"] == "Direct messages are not sent: messages_tab_disabled."


def _wait(go: threading.Event) -> None:
    go.wait(20)


def _until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if holds():
            return
        pause.wait(0.005)
    raise AssertionError("it does not come to that")
