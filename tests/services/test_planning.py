"""The plan ahead, the ledger behind, and why a message was not sent."""

import pytest

from bot.errors import UserError
from tests.domain.samples import MOSS
from tests.services.conftest import ADA, OLIVE, ZONE, House, at

MAY = at("2018-05-01 00:00")


def days(items: list[object]) -> list[str]:
    return [f"{item.at.astimezone(ZONE):%m-%d %H:%M}" for item in items]  # type: ignore[attr-defined]


def test_what_goes_out_is_what_was_planned(house: House) -> None:
    house.load()
    ahead = house.services.plans.ahead(house.clock.now(), MAY)
    assert days([*ahead]) == [
        f"{day} 10:00"
        for day in (
            "01-01", "01-17", "01-23", "01-28", "01-30", "01-31",
            "03-31", "04-16", "04-22", "04-27", "04-29", "04-30",
        )
    ]  # fmt: skip
    for item in ahead:
        house.send(f"{item.at.astimezone(ZONE):%Y-%m-%d %H:%M}")
    assert len(house.heard()) == len(ahead)
    for item, headline in zip(ahead, house.headlines(), strict=True):
        assert headline.replace("*", "") == item.text.partition("\n")[0]


def test_as_json(house: House) -> None:
    house.load()
    (item, *_) = house.services.plans.ahead(at("2018-01-23 00:00"), MAY)
    shown = item.to_json(house.services.programs.require())
    assert shown["at"] == "2018-01-23T10:00:00-08:00"
    assert shown["destination"] == "#moss"
    assert shown["kind"] == "countdown"
    assert shown["deadlines"] == [
        {"track": track, "label": "January 2018 batch",
         "closes": "2018-01-31T23:59:59-08:00", "days_left": 8}
        for track in ("foundational-technology", "mission-partners")
    ]  # fmt: skip


def test_the_past_says_what_became_of_each(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    past = house.services.plans.past(at("2018-01-01 00:00"), house.clock.now())
    assert [(f"{item.at.astimezone(ZONE):%m-%d}", item.state) for item in past] == [
        ("01-01", "skipped"), ("01-17", "skipped"), ("01-23", "sent"),
    ]  # fmt: skip
    assert past[-1].text == house.heard()[0]
    assert past[-1].link is not None
    assert len(past[-1].deadlines) == 2


def test_why_is_told_for_one_track(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    told = house.services.plans.why("mission-partners")
    assert {item.reason for item in told if item.state == "skipped"} == {
        "the reminder of eight days before fell due, too"
    }
    assert {fact["track"] for item in told for fact in item.deadlines} == {"mission-partners"}
    assert house.services.plans.why("mission") == []


def test_no_track_is_called_as_the_ledger_calls_its_other_messages(house: House) -> None:
    with pytest.raises(UserError, match="'announcement' is taken; choose another"):
        house.load(MOSS.replace("mission-partners", "announcement"))


def test_an_approved_announcement_is_in_the_plan(house: House) -> None:
    house.load()
    when = "2018-02-01 09:00 America/Los_Angeles"
    house.services.awards.add(
        {"recipient": "Zappa", "amount": 1, "awarded": "2018-01-01", "publish_at": when}, ADA
    )
    draft = house.services.reviewing.get(1, OLIVE)
    house.services.deciding.approve(draft.id, draft.digest, OLIVE)
    plans = house.services.plans
    kinds = [item.kind for item in plans.ahead(house.clock.now(), at("2018-02-02 00:00"))]
    assert kinds.count("award") == 2
    assert days([*plans.ahead(house.clock.now(), at("2018-02-02 00:00"))]) == sorted(
        days([*plans.ahead(house.clock.now(), at("2018-02-02 00:00"))])
    )


def test_what_comes_next_has_its_words(house: House) -> None:
    house.load()
    house.send("2018-01-17 10:00")
    (first, second) = house.services.plans.coming(2)
    assert first.text.startswith("Eight days left for Foundational Technology and Mission Partners")
    assert second.text.startswith("Three days left")
    assert house.services.plans.next_due() == at("2018-01-23 10:00")
