"""The ledger's rows: owed once, claimed by one, sent by that one alone."""

import json
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from bot.domain.ledger import TRANSITIONS, Destination, Kind, NewRow, State
from bot.networks import http, slack_calls
from bot.services import sending, settling
from bot.store import claims, ledger, programs
from bot.store.claims import Claim
from bot.store.engine import Store
from tests.house.sources import ROOT
from tests.store.makers import NOW, REAL, TEXT, add, all_rows, begin, claim, row

SECOND = timedelta(seconds=1)


# Owed once


def test_a_message_is_owed_once(store: Store, program: int) -> None:
    add(store, program, row(), row())
    add(store, program, row(due=NOW + SECOND))
    (kept,) = all_rows(store, program)
    assert kept.due == NOW


@pytest.mark.parametrize(
    "other",
    [
        row(subject="mp/2018-01"),
        row(revision=2),
        row(step="3"),
        row(channel="#news"),
        row(destination=Destination("x")),
    ],
)
def test_another_message_is_another_row(store: Store, program: int, other: NewRow) -> None:
    add(store, program, row(), other)
    assert len(all_rows(store, program)) == 2


def test_another_workspace_owes_its_own(store: Store, program: int) -> None:
    with store.write() as connection:
        other = programs.program_id(connection, "T2")
    add(store, program, row())
    add(store, other, row())
    assert claim(store, other).rows[0].id == all_rows(store, other)[0].id
    assert [each.state for each in all_rows(store, program)] == [State.PLANNED]


def test_several_processes_that_plan_the_same_plan_it_once(store: Store, program: int) -> None:
    rows = [row(subject=f"ft/{number}") for number in range(30)]
    threads = [threading.Thread(target=add, args=(store, program, *rows)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(all_rows(store, program)) == 30


def test_nothing_is_added_where_there_is_nothing_to_add(store: Store, program: int) -> None:
    add(store, program)
    assert all_rows(store, program) == []


def test_a_payload_comes_back(store: Store, program: int) -> None:
    add(store, program, row(payload={"from": "31 January “2018” 🎉", "n": [1, None]}))
    assert all_rows(store, program)[0].payload == {"from": "31 January “2018” 🎉", "n": [1, None]}


# Claimed by one


def test_what_is_due_at_one_place_is_claimed_together(store: Store, program: int) -> None:
    add(
        store, program, row(), row(subject="mp/2018-01"), row(channel="#news"),
        row(step="3", due=NOW + SECOND),
    )  # fmt: skip
    claimed = claim(store, program)
    assert [each.subject for each in claimed.rows] == ["ft/2018-01", "mp/2018-01"]
    assert {each.state for each in claimed.rows} == {State.CLAIMED}
    assert [each.destination.address for each in claim(store, program, "u").rows] == ["#news"]
    assert claim(store, program, "v").rows == ()


def test_the_place_that_has_waited_longest_comes_first(store: Store, program: int) -> None:
    add(store, program, row(channel="#late"), row(channel="#early", due=NOW - SECOND))
    assert claim(store, program).rows[0].destination.address == "#early"


def test_what_has_to_wait_is_not_claimed(store: Store, program: int) -> None:
    add(store, program, row())
    claimed = claim(store, program)
    begin(store, claimed)
    with store.write() as connection:
        ledger.move(
            connection, [claimed.rows[0].id], State.SENDING, State.PLANNED, token="key",
            not_before=REAL + SECOND,
        )  # fmt: skip
        assert ledger.next_due(connection, program) == NOW
        assert claims.next_retry(connection, program, NOW, REAL) == REAL + SECOND
    assert claim(store, program, real=REAL).rows == ()
    assert len(claim(store, program, real=REAL + SECOND).rows) == 1


def test_what_may_be_tried_at_once_is_not_held_up_by_what_may_not(
    store: Store, program: int
) -> None:
    add(store, program, row(), row(channel="#news"))
    with store.write() as connection:
        assert claims.next_retry(connection, program, NOW, REAL) == REAL
        assert claims.next_retry(connection, program, NOW - SECOND, REAL) is None
    claim(store, program)
    with store.read() as connection:
        assert claims.next_retry(connection, program, NOW, REAL) == REAL


PLACES, SUBJECTS = 12, 4


def crowd(store: Store, program: int) -> set[frozenset[int]]:
    """Rows that coincide in fours, and the ids of each four."""
    add(
        store, program,
        *(
            row(subject=f"ft/{subject}", channel=f"#c{place}")
            for place in range(PLACES)
            for subject in range(SUBJECTS)
        ),
    )  # fmt: skip
    together: dict[Destination, set[int]] = {}
    for each in all_rows(store, program):
        together.setdefault(each.destination, set()).add(each.id)
    return {frozenset(ids) for ids in together.values()}


def test_threads_never_share_a_row_nor_split_a_message(
    store: Store, program: int, database_url: str
) -> None:
    expected = crowd(store, program)
    claimed: list[frozenset[int]] = []
    start = threading.Barrier(6)

    def work(number: int) -> None:
        own = Store(database_url)
        start.wait()
        turn = 0
        while rows := claim(own, program, f"{number}-{turn}").rows:
            claimed.append(frozenset(each.id for each in rows))
            turn += 1
        own.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == PLACES
    assert set(claimed) == expected


def test_processes_never_share_a_row_nor_split_a_message(
    store: Store, program: int, database_url: str
) -> None:
    expected = crowd(store, program)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.claimer", database_url, str(program)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0] for process in processes]
    claimed = [frozenset(json.loads(line)) for lines in said for line in lines.splitlines()]
    assert len(claimed) == PLACES
    assert set(claimed) == expected


# Sent by that one alone


def test_only_the_claimer_begins(store: Store, program: int) -> None:
    add(store, program, row())
    claimed = claim(store, program, "mine")
    assert not begin(store, Claim("theirs", claimed.rows))
    assert begin(store, claimed)
    assert not begin(store, claimed)
    (sending,) = all_rows(store, program)
    assert (sending.state, sending.token, sending.attempts) == (State.SENDING, "key", 1)
    assert (sending.payload, sending.attempted_at) == (TEXT, REAL + SECOND)


def test_a_lease_that_is_over_gives_no_right(store: Store, program: int) -> None:
    add(store, program, row())
    claimed = claim(store, program)
    assert not begin(store, claimed, real=REAL + claims.LEASE)
    assert begin(store, claimed, real=REAL + claims.LEASE - SECOND)


def test_all_of_a_message_or_none(store: Store, program: int) -> None:
    add(store, program, row(), row(subject="mp/2018-01"))
    claimed = claim(store, program)
    with store.write() as connection:
        ledger.move(connection, [claimed.rows[1].id], State.CLAIMED, State.CANCELLED)
    assert not begin(store, claimed)
    assert [each.state for each in all_rows(store, program)] == [State.CLAIMED, State.CANCELLED]
    assert begin(store, claimed, [claimed.rows[0].id])


def test_leases_run_out(store: Store, program: int) -> None:
    add(store, program, row(), row(channel="#news"))
    claim(store, program)
    sending = claim(store, program, "u")
    begin(store, sending, real=REAL)
    for before, after in ((State.CLAIMED, State.PLANNED), (State.SENDING, State.UNKNOWN)):
        for real, released in (
            (REAL + claims.LEASE - SECOND, 0), (REAL + claims.LEASE, 1), (None, 0),
        ):  # fmt: skip
            with store.write() as connection:
                assert claims.release(connection, program, before, after, real) == released


def test_alone_nobody_waits_for_leases(store: Store, program: int) -> None:
    add(store, program, row())
    claim(store, program)
    with store.write() as connection:
        assert claims.release(connection, program, State.CLAIMED, State.PLANNED, None) == 1
    (there,) = all_rows(store, program)
    assert (there.state, there.token) == (State.PLANNED, None)


def test_a_lease_outlasts_every_time_out() -> None:
    begun = sending.EARLY + settling.BEGINS_WITHIN
    assert claims.LEASE.total_seconds() > (begun + settling.TOTAL_TIMEOUT) * 2
    assert settling.SETTLED.total_seconds() >= 60 + begun + settling.TOTAL_TIMEOUT
    assert slack_calls.TIMEOUT < settling.TOTAL_TIMEOUT
    assert sum(http.TIMEOUT) < settling.TOTAL_TIMEOUT


# From state to state


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_what_the_table_does_not_have_is_refused(
    sqlite_url: str, before: State, after: State
) -> None:
    store = Store(sqlite_url)
    with store.write() as connection:
        program = programs.program_id(connection, "T0MOSS")
    add(store, program, row(state=before))
    (there,) = all_rows(store, program)
    with store.write() as connection:
        if after in TRANSITIONS[before]:
            assert ledger.move(connection, [there.id], before, after) == 1
        else:
            with pytest.raises(ValueError, match="cannot become"):
                ledger.move(connection, [there.id], before, after)
    allowed = after in TRANSITIONS[before]
    assert all_rows(store, program)[0].state == (after if allowed else before)
    store.close()


def test_a_row_moves_only_from_where_it_is(store: Store, program: int) -> None:
    add(store, program, row())
    (there,) = all_rows(store, program)
    with store.write() as connection:
        assert ledger.move(connection, [there.id], State.CLAIMED, State.PLANNED) == 0
        assert ledger.move(connection, [there.id], State.PLANNED, State.SKIPPED, reason="x") == 1
        assert ledger.move(connection, [there.id], State.PLANNED, State.SKIPPED) == 0


def test_two_who_settle_one_outcome(store: Store, program: int) -> None:
    add(store, program, row())
    claimed = claim(store, program)
    begin(store, claimed)
    ids = [each.id for each in claimed.rows]
    with store.write() as connection:
        assert ledger.move(connection, ids, State.SENDING, State.UNKNOWN, token="key") == 1
        assert ledger.move(connection, ids, State.SENDING, State.SENT, token="key") == 0
        # It is still known by its key, for the network is asked for that.
        assert ledger.find(connection, program)[0].token == "key"
        assert ledger.move(connection, ids, State.UNKNOWN, State.SENT, token="other") == 0
        assert ledger.move(connection, ids, State.UNKNOWN, State.SENT, token="key") == 1


def test_a_planned_row_is_rescheduled_and_no_other(store: Store, program: int) -> None:
    add(store, program, row(), row(channel="#news"))
    claimed = claim(store, program)
    with store.write() as connection:
        for each in ledger.find(connection, program):
            ledger.reschedule(connection, each, NOW + SECOND)
    assert {each.id: each.due for each in all_rows(store, program)}[claimed.rows[0].id] == NOW
    with store.read() as connection:
        assert ledger.next_due(connection, program) == NOW + SECOND


def test_unsent_rows_of_a_kind(store: Store, program: int) -> None:
    add(store, program, row(), row(step="3", kind=Kind.CHANGE), row(step="1", channel="#news"))
    begin(store, claim(store, program))
    with store.read() as connection:
        assert [each.step for each in ledger.unsent(connection, program, Kind.COUNTDOWN)] == ["1"]
