"""Each message once, whatever the network does in between."""

from datetime import timedelta

import pytest

from bot.domain.ledger import Kind, Row, State
from bot.networks.base import CannotAskError
from bot.services import pacing, settling
from bot.services.messages import Message
from tests.services.conftest import House

EIGHT = "2018-01-23 10:00"


@pytest.fixture
def due(house: House) -> House:
    """Eight days before the January batch; nothing was sent yet."""
    house.load()
    house.clock.stand_at(EIGHT)
    return house


def settle(house: House) -> None:
    house.services.settling.recover(alone=False)
    for rows in house.services.settling.unsettled():
        house.services.settling.ask(rows)


def wait(house: House, seconds: float) -> None:
    """Real time passes, and program time with it."""
    house.clock.ahead += timedelta(seconds=seconds)


def take(house: House) -> list[Message]:
    """Claims what is due on Slack."""
    return house.services.delivery.take("slack", 8)[0]


def eight(house: House) -> list[Row]:
    return [row for row in house.rows() if row.step == "8" and "april" not in row.subject]


def sent(house: House) -> list[State]:
    return [row.state for row in eight(house)]


def test_one_message_for_both_rows_and_the_link_to_it(due: House) -> None:
    due.send()
    assert sent(due) == [State.SENT, State.SENT]
    (message,) = due.sandbox.workspace.messages("#moss")
    rows = eight(due)
    assert {row.external_id for row in rows} == {f"C0MOSS:{message.ts}"}
    assert {row.link for row in rows} == {
        f"https://moss-house.slack.com/archives/C0MOSS/p{message.ts.replace('.', '')}"
    }
    assert {(row.payload or {})["text"] for row in rows} == {message.text}


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
def test_a_lost_answer_is_asked_after(due: House, kind: str) -> None:
    due.sandbox.faults.add("slack", kind, method="chat.postMessage", count=1)  # type: ignore[arg-type]
    due.send()
    assert sent(due) == [State.UNKNOWN, State.UNKNOWN]
    settle(due)
    due.send()
    taken = kind == "drop_after"
    # What is there is found at once; what is not there counts only a minute later.
    assert sent(due) == [State.SENT if taken else State.UNKNOWN] * 2
    wait(due, 98)
    settle(due)
    due.send()
    assert len(due.heard()) == taken
    wait(due, 4)
    settle(due)
    due.send()
    assert len(due.heard()) == 1
    assert sent(due) == [State.SENT, State.SENT]


def test_while_slack_is_away_nothing_is_decided(due: House) -> None:
    due.sandbox.faults.add("slack", "drop_after", method="chat.postMessage", count=1)
    due.send()
    due.sandbox.faults.add("slack", "status", status=503)
    for _ in range(5):
        wait(due, 300)
        settle(due)
    assert sent(due) == [State.UNKNOWN, State.UNKNOWN]
    due.sandbox.faults.clear()
    settle(due)
    assert sent(due) == [State.SENT, State.SENT]
    assert len(due.heard()) == 1


def test_what_cannot_be_looked_up_is_for_a_person(
    due: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_args: object) -> None:
        raise CannotAskError("no right to read there")

    due.sandbox.faults.add("slack", "drop_after", method="chat.postMessage", count=1)
    due.send()
    monkeypatch.setattr(due.services.slack, "find", ask)
    for _ in range(3):
        wait(due, 90)
        settle(due)
        due.send()
    assert sent(due) == [State.UNKNOWN, State.UNKNOWN]
    assert len(due.heard()) == 1
    (notice,) = due.heard("#moss-review")
    assert "may be out or not" in notice
    assert "#moss" in notice


def test_429_waits_as_long_as_slack_asks(due: House) -> None:
    due.sandbox.faults.add("slack", "status", method="chat.postMessage", status=429,
                           retry_after=30, count=1)  # fmt: skip
    due.send()
    assert sent(due) == [State.PLANNED, State.PLANNED]
    wait(due, 28)
    due.send()
    assert due.heard() == []
    wake = due.services.delivery.wake_at()
    assert wake is not None
    assert timedelta(0) < wake - due.clock.now() < timedelta(seconds=3)
    wait(due, 3)
    due.send()
    assert len(due.heard()) == 1


def test_nobody_there_is_tried_less_and_less_often(
    due: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due.services.slack.client, "base_url", "http://127.0.0.1:1/api/")
    waits = []
    for _ in range(9):
        due.send()
        wake = due.services.delivery.wake_at()
        assert wake is not None
        waits.append((wake - due.clock.now()).total_seconds())
        wait(due, waits[-1] + 1)
    assert waits[0] == pytest.approx(settling.BACKOFF_FIRST, abs=1)
    assert [round(each) for each in waits] == sorted(round(each) for each in waits)
    assert max(waits) == pytest.approx(settling.BACKOFF_MOST, abs=1)


def test_refused_for_good_is_told_to_staff_once_and_not_tried_again(due: House) -> None:
    due.sandbox.workspace.leave("C0MOSS", "U0EIGHT")
    try:
        due.send()
        wait(due, 3600)
        due.send()
    finally:
        due.sandbox.workspace.join("C0MOSS", "U0EIGHT")
    assert sent(due) == [State.FAILED, State.FAILED]
    (notice,) = due.heard("#moss-review")
    assert "/invite @eightdays" in notice
    due.send()
    assert due.heard() == []


def test_a_review_channel_that_fails_tells_nobody_and_does_not_loop(make: type[House]) -> None:
    house = make(eightdays_review_channel="#moss")  # type: ignore[call-arg]
    house.load()
    house.sandbox.workspace.leave("C0MOSS", "U0EIGHT")
    try:
        house.send(EIGHT)
    finally:
        house.sandbox.workspace.join("C0MOSS", "U0EIGHT")
    assert house.rows(Kind.NOTICE) == []


def test_one_place_that_fails_holds_up_no_other(house: House) -> None:
    house.change(("aliases: [FT]", 'aliases: [FT]\n    announce_in: ["#random", "#moss-ft"]'))
    house.send(EIGHT)
    assert house.headlines("#moss") == ["*Eight days left* for Mission Partners"]
    assert house.headlines("#moss-ft") == ["*Eight days left* for Foundational Technology"]
    assert [row.state for row in house.rows() if row.destination.address == "#random"][2] == (
        State.FAILED
    )


def test_put_back_can_be_claimed_at_once(due: House) -> None:
    messages = take(due)
    assert len(messages) == 1
    assert take(due) == []
    due.services.delivery.put_back(messages)
    due.send()
    assert len(due.heard()) == 1


def test_a_claim_that_has_run_out_sends_nothing(due: House) -> None:
    def sleep() -> None:
        wait(due, 121)
        due.services.settling.recover(alone=False)

    due.send_while(sleep)
    assert len(due.heard()) == 1


def test_alone_on_a_file_leases_are_not_waited_for(due: House) -> None:
    assert take(due) != []
    due.services.settling.recover(alone=False)
    assert take(due) == []
    due.services.settling.recover(alone=True)
    due.send()
    assert len(due.heard()) == 1


def test_a_destination_is_paced(due: House, monkeypatch: pytest.MonkeyPatch) -> None:
    due.send()
    due.change(("closes: 2018-01-31", "closes: 2018-02-14"))
    monkeypatch.setattr(pacing, "PACE", timedelta(seconds=1.1))
    due.clock.stand_at("2018-01-23 10:01")
    due.send()
    assert len(due.heard()) == 2
    wait(due, 1.2)
    due.send()
    assert len(due.heard()) == 3


def test_when_to_wake(house: House) -> None:
    assert house.services.delivery.wake_at() is None
    house.load()
    wake = house.services.delivery.wake_at()
    assert wake is not None
    # Shortly before it is due, so that it is ready then.
    assert wake.isoformat() == "2018-01-01T17:59:58.500000+00:00"
