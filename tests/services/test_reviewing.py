"""Announcements between draft and network: what is taken back, who counts as an author, which
changes touch words that were edited, and what staff are shown."""

from datetime import timedelta

import pytest
import yaml

from bot.domain.ledger import Kind, State
from tests.services.conftest import ADA, House
from tests.services.test_publishing import AWARD, WORDS, approve


@pytest.fixture
def drafted(house: House) -> House:
    """An award that Ada added waits for approval."""
    house.load()
    house.services.awards.add(AWARD, ADA)
    return house


def import_with(house: House, **fields: object) -> None:
    """Olive imports the program with other fields of the award."""
    data = yaml.safe_load(house.services.programs.export())
    data["awards"][-1] |= fields
    house.load(yaml.safe_dump(data))


def take_back(house: House, how: str) -> None:
    """The award is removed from the program, or unpublished."""
    if how == "removed":
        house.load()
    else:
        import_with(house, published=False)


# What is taken back


@pytest.mark.parametrize("how", ["removed", "unpublished"])
def test_what_is_taken_back_half_way_goes_no_further(drafted: House, how: str) -> None:
    approve(drafted)
    drafted.sandbox.faults.add("x", "status", method="POST /2/tweets", status=429, count=1)
    drafted.send()
    assert (drafted.heard(), drafted.posted()) == ([WORDS], [])
    take_back(drafted, how)
    drafted.clock.ahead += timedelta(hours=1)
    drafted.send()
    assert drafted.posted() == []
    states = {row.destination.network: row.state for row in drafted.rows(Kind.AWARD)}
    assert states == {"slack": State.SENT, "x": State.CANCELLED}


@pytest.mark.parametrize("how", ["removed", "unpublished"])
def test_what_was_on_its_way_meanwhile_is_not_tried_again(drafted: House, how: str) -> None:
    approve(drafted)
    drafted.sandbox.faults.add("x", "drop_before", method="POST /2/tweets", count=1)
    drafted.send()
    take_back(drafted, how)
    drafted.clock.ahead += timedelta(hours=1)
    for rows in drafted.services.delivery.unsettled():
        drafted.services.delivery.settle(rows)
    drafted.send()
    assert drafted.posted() == []
    assert State.PLANNED not in {row.state for row in drafted.rows(Kind.AWARD)}
