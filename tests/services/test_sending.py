"""The lane of a network: many at once, and one that hangs holds up no other."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.domain.ledger import Destination, Kind, NewRow, Row
from bot.networks.base import PermanentError, Post
from bot.services import sending, settling
from bot.services.composing import Composed
from bot.store import ledger
from tests.services.conftest import House
from tests.services.lanes import network, owe, states, until


def test_many_are_each_sent_once(house: House, lane: sending.Lane) -> None:
    owe(house, 1200)
    lane.pacing.keep_to(None)
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


def test_one_call_that_hangs_holds_up_no_other(
    house: House, lane: sending.Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    network(lane).act = lambda post: None if post.address != "U0001" else _wait(go)
    owe(house, 30)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        until(lambda: states(house).count("sent") == 29)
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
    owe(house, lane.calls.threads + 3)
    worker = threading.Thread(target=lane.work)
    worker.start()
    try:
        until(lambda: len(begun) == lane.calls.threads)
        until(lambda: states(house).count("sending") == lane.calls.threads + 3)
        lane.stop()
        until(lambda: states(house).count("planned") == 3)
    finally:
        go.set()
        worker.join(10)
    assert states(house).count("sent") == lane.calls.threads


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
    lane.pacing.keep_to(100)
    lane.work()
    assert "#moss" in network(lane).sent[: lane.calls.threads]


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
