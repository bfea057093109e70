"""What `eightdays plan` shows of rows that are still to come, and of those about old dates."""

from tests.services.conftest import ADA, OLIVE, House, at

MOVED = ("closes: 2018-01-31", "closes: 2018-02-20")


def planned(house: House, kind: str) -> list[str]:
    items = house.services.plans.ahead(at("2018-01-01 00:00"), at("2018-05-01 00:00"))
    return [item.text for item in items if item.kind == kind]


def test_announcements_have_their_words(house: House) -> None:
    house.load()
    when = "2018-02-01 09:00 America/Los_Angeles"
    house.services.awards.add(
        {"recipient": "Zappa", "amount": 1, "awarded": "2018-01-01", "publish_at": when}, ADA
    )
    (card,) = planned(house, "review")
    draft = house.services.reviewing.get(1, OLIVE)
    assert card.startswith("Review: award to Zappa\nSlack, #moss:\n")
    assert all(text in card for texts in draft.posts.values() for text in texts)
    house.services.deciding.approve(draft.id, draft.digest, OLIVE)
    assert planned(house, "award") == [draft.posts[code][0] for code in draft.posts]


def test_a_change_has_its_words(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.change(MOVED)
    text, _ = planned(house, "change")
    assert "31 January 2018" in text
    assert "20 February 2018" in text
    house.send()
    assert text.partition("\n")[0] in [line.replace("*", "") for line in house.headlines()]


def test_a_message_about_an_old_date_does_not_show_the_new_one(house: House) -> None:
    house.load()
    house.send("2018-01-23 10:00")
    house.change(MOVED)
    past = house.services.plans.past(at("2018-01-23 00:00"), house.clock.now())
    (sent,) = [item for item in past if item.state == "sent"]
    assert "Eight days left" in sent.text.replace("*", "")
    assert {fact["days_left"] for fact in sent.deadlines} <= {8}
    assert {fact["closes"][:10] for fact in sent.deadlines} <= {"2018-01-31"}
