"""Announcements between draft and network: what is taken back, who counts as an author, which
changes touch words that were edited, and what staff are shown."""

from datetime import timedelta
from typing import Any

import pytest
import yaml

from bot.domain.ledger import Kind, State
from bot.errors import NotAllowedError
from bot.store.announcements import Stage
from tests.services.conftest import ADA, CLI, OLIVE, House
from tests.services.test_publishing import AWARD, BEN, WORDS, about, approve, edit

NO_X: dict[str, Any] = dict.fromkeys(
    ("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret")
)
BY_HAND = "Zappa scales, with our help."
REFUSED = {**AWARD, "recipient": "Zap\ufeffpa", "key": "zappa"}


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
    for rows in drafted.services.settling.unsettled():
        drafted.services.settling.ask(rows)
    drafted.send()
    assert drafted.posted() == []
    assert State.PLANNED not in {row.state for row in drafted.rows(Kind.AWARD)}


# Who wrote it


def test_whoever_wrote_or_edited_the_award_is_an_author(house: House) -> None:
    house.load()
    house.services.awards.add({**AWARD, "published": False}, ADA)
    import_with(house, purpose="to scale best")
    house.services.awards.publish("zappa", BEN)
    assert about(house).authors == ("U0ADA", "U0OLIVE", "U0BEN")
    for writer in (ADA, OLIVE, BEN):
        with pytest.raises(NotAllowedError, match="You wrote or edited"):
            approve(house, writer)
    approve(house, CLI)


def test_who_only_taught_another_name_or_wrote_another_award_may_approve(house: House) -> None:
    house.load()
    house.services.awards.add({**AWARD, "recipient": "Zappa 2"}, OLIVE)
    house.services.awards.add({**AWARD, "published": False}, ADA)
    house.services.teaching.teach("zap", "zap", "recipient", "Zappa", OLIVE)
    house.services.awards.publish("zappa", ADA)
    assert about(house).authors == ("U0ADA",)
    approve(house, OLIVE)


def test_whoever_edits_the_award_later_is_an_author_then(drafted: House) -> None:
    import_with(drafted, aliases=["zap"])
    assert about(drafted).authors == ("U0ADA",)
    drafted.services.programs.import_text(
        drafted.services.programs.export().replace("to scale better", "to scale best"), "f", BEN
    )
    assert set(about(drafted).authors) == {"U0ADA", "U0OLIVE", "U0BEN"}


# Words that were edited by hand


@pytest.mark.parametrize("fields", [{"aliases": ["zap"]}, {"track": None}], ids=str)
def test_what_concerns_no_word_leaves_edited_words_and_approval(
    drafted: House, fields: dict[str, object]
) -> None:
    edit(drafted, BY_HAND, OLIVE)
    approve(drafted, BEN)
    import_with(drafted, **fields)
    drafted.send()
    assert drafted.posted() == drafted.heard() == [BY_HAND]


def test_another_time_leaves_edited_words_but_not_the_approval(drafted: House) -> None:
    edit(drafted, BY_HAND, OLIVE)
    approve(drafted, BEN)
    import_with(drafted, publish_at="2018-02-01 09:00 America/Los_Angeles")
    assert set(map(tuple, about(drafted).posts.values())) == {(BY_HAND,)}
    assert about(drafted).stage is Stage.REVIEW
    assert about(drafted).due is not None


def test_other_words_of_the_award_replace_edited_ones(drafted: House) -> None:
    edit(drafted, BY_HAND, OLIVE)
    import_with(drafted, amount=66000)
    assert about(drafted).posts["x"] == [WORDS.replace("65", "66")]


def test_taking_up_a_draft_adds_what_is_missing_and_nothing_else(make: type[House]) -> None:
    blind = make(eightdays_review_channel=None, **NO_X)
    blind.load()
    blind.services.awards.add(AWARD, CLI)
    edit(blind, BY_HAND, OLIVE)
    seeing = make()  # type: ignore[call-arg]
    seeing.services.reviewing.adopt()
    taken = about(seeing)
    assert taken.posts == {"slack:#moss": [BY_HAND], "x": [WORDS]}
    assert taken.authors == ("operator", "U0OLIVE")
    for replica in (blind, seeing, blind, seeing):
        replica.services.reviewing.adopt()
    assert about(seeing) == taken
    seeing.send()
    (card,) = seeing.heard("#moss-review")
    assert BY_HAND in card


def test_taking_up_a_draft_never_puts_its_words_back(drafted: House) -> None:
    reviewing = drafted.services.reviewing
    drafted.services.awards.add({**AWARD, "recipient": "Ooni"}, CLI)
    found = about(drafted, "ooni")
    texts = dict.fromkeys(found.posts, BY_HAND)
    # Whoever is on the machine edits their own draft: nobody else is among its authors.
    drafted.services.deciding.edit(found.id, found.digest[:16], texts, CLI)
    reviewing.adopt()
    assert about(drafted, "ooni").texts == texts


# Without approval


def test_without_approval_all_of_it_goes_out_or_nothing(make: type[House]) -> None:
    house = make(eightdays_require_approval="none")  # type: ignore[call-arg]
    house.load()
    house.services.awards.add(REFUSED, ADA)
    house.send()
    assert house.posted() == house.heard() == []
    assert about(house).stage is Stage.REVIEW
    (card,) = house.heard("#moss-review")
    assert "It cannot go out as it is: X: " in card
    assert "U+FEFF" in card
    edit(house, BY_HAND, ADA)
    house.send()
    assert house.posted() == house.heard() == [BY_HAND]
