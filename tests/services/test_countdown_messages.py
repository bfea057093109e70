"""What a countdown says where there is more to say than usual: many deadlines, none open yet."""

import re

import pytest

from bot.domain.ledger import State
from tests.domain.samples import MOSS
from tests.services.conftest import House

HEAD = MOSS.partition("tracks:")[0]
OPENS = "opens: 2017-11-01"


def many(tracks: int) -> str:
    """A program of so many tracks that close together, each with a label of its own."""
    return f"{HEAD}tracks:\n" + "".join(
        f"  - key: track-{i}\n    name: Fund for Something of Number {i}\n"
        f"    apply_url: https://moss.example.org/apply/track-number-{i}\n"
        f"    deadlines:\n      - {{label: Round {i}, closes: 2018-01-31}}\n"
        for i in range(tracks)
    )


@pytest.mark.parametrize("tracks", [20, 45, 100])
def test_however_many_deadlines_coincide_each_is_told_once(house: House, tracks: int) -> None:
    house.load(many(tracks))
    house.send("2018-01-23 10:00")
    said = house.heard()
    assert not any("shortened" in text for text in said)
    told = [int(n) for text in said for n in re.findall(r"^Round (\d+):", text, re.MULTILINE)]
    assert sorted(told) == list(range(tracks))
    assert len(said) == {20: 1, 45: 2, 100: 3}[tracks]
    rows = [row for row in house.rows() if row.step == "8"]
    assert {row.state for row in rows} == {State.SENT}
    # Each row is part of the message that tells of it.
    for row in rows:
        assert row.subject in (row.payload or {})["deadlines"]


def test_before_it_opens_there_is_no_link_but_the_day(house: House) -> None:
    house.change((OPENS, "opens: 2018-01-20"))
    house.send("2018-01-01 10:00")
    (said,) = house.heard()
    assert "apply/foundational" not in said
    assert "Foundational Technology opens on Saturday 20 January 2018 at 00:00, Los Angeles" in said
    house.send("2018-01-23 10:00")
    assert "opens" not in house.heard()[1]
    assert (said.count("Apply: "), house.heard()[1].count("Apply: ")) == (0, 1)


def test_one_that_stands_alone_needs_no_name(house: House) -> None:
    house.change((OPENS, "opens: 2018-01-20"), ("label: January 2018 batch, o", "label: A, o"))
    house.send("2018-01-01 10:00")
    (said,) = house.heard()
    assert ". Opens on Saturday 20 January 2018 at 00:00, Los Angeles time." in said
