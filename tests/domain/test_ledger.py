"""The life of a message: which way a row can go, and which way it never goes."""

from itertools import product

import pytest

from bot.domain.ledger import TRANSITIONS, UNSENT, Destination, State, check_transition

ALLOWED = {
    "planned": {"claimed", "skipped", "cancelled"},
    "claimed": {"sending", "planned", "skipped", "cancelled", "failed"},
    "sending": {"sent", "planned", "failed", "unknown"},
    "unknown": {"sent", "planned", "failed"},
    "failed": {"planned", "cancelled"},
    "cancelled": {"planned"},
    "skipped": {"planned"},
    "sent": set(),
}


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_only_what_is_in_the_table_is_allowed(before: State, after: State) -> None:
    if after.value in ALLOWED[before.value]:
        check_transition(before, after)
        return
    with pytest.raises(ValueError) as refused:
        check_transition(before, after)
    assert str(refused.value) == f"a {before} row of the ledger cannot become {after}"


def test_the_table_is_closed() -> None:
    assert set(TRANSITIONS) == set(State)
    assert all(after in TRANSITIONS for afters in TRANSITIONS.values() for after in afters)


def test_every_state_can_be_reached_from_planned() -> None:
    reached, ahead = set(), {State.PLANNED}
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead |= TRANSITIONS[state] - reached
    assert reached == set(State)


def test_sent_is_final() -> None:
    assert {s for s in State if not TRANSITIONS[s]} == {State.SENT}


def test_nothing_that_may_be_out_is_claimed_or_cancelled() -> None:
    for state in (State.SENDING, State.UNKNOWN, State.SENT):
        assert not TRANSITIONS[state] & {State.CLAIMED, State.CANCELLED, State.SENDING}


def test_only_a_claimed_row_is_sent() -> None:
    assert [s for s in State if State.SENDING in TRANSITIONS[s]] == [State.CLAIMED]
    assert [s for s in State if State.CLAIMED in TRANSITIONS[s]] == [State.PLANNED]


def test_unsent_rows_can_be_cancelled() -> None:
    assert {State.PLANNED, State.CLAIMED} == UNSENT
    assert all(State.CANCELLED in TRANSITIONS[state] for state in UNSENT)


def test_destination_reads_as_people_call_it() -> None:
    assert str(Destination.channel("#moss")) == "#moss"
    assert str(Destination("x")) == "x"
    assert Destination.channel("#moss") == Destination("slack", "#moss")
