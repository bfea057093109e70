"""From a published award to its posts: who approves, what an edit undoes, and when it goes out."""

from datetime import timedelta

import pytest
import yaml
from sqlalchemy import delete

from bot.domain.ledger import Kind, State
from bot.errors import ConflictError, FieldErrors, NotAllowedError, UserError
from bot.services.releasing import GRACE
from bot.store import announcements, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor
from tests.domain.samples import MOSS
from tests.services.conftest import ADA, CLI, MIA, OLIVE, House, at

AWARD = {
    "recipient": "Zappa",
    "amount": "65000",
    "purpose": "to scale better",
    "awarded": "2018-01-23",
    "published": True,
}
WORDS = "MOSS has awarded $65,000 to Zappa to scale better."
BEN = Actor("U0BEN", "slack")


def about(house: House, key: str = "zappa") -> Announcement:
    with house.store.read() as connection:
        found = announcements.about(connection, house.services.programs.id, f"award/{key}")
    assert found is not None
    return found


def none_about(house: House, key: str) -> bool:
    with house.store.read() as connection:
        return announcements.about(connection, house.services.programs.id, f"award/{key}") is None


@pytest.fixture
def drafted(house: House) -> House:
    """An award that Ada added waits for approval."""
    house.load()
    house.services.awards.add(AWARD, ADA)
    return house


def approve(house: House, actor: Actor = OLIVE, key: str = "zappa") -> Announcement:
    """Approves it, and lets the minute pass in which it can be stopped."""
    found = about(house, key)
    approved = house.services.deciding.approve(found.id, found.digest[:16], actor)
    house.clock.move_to(house.clock.now() + GRACE)
    return approved


def edit(house: House, text: str, actor: Actor = OLIVE) -> Announcement:
    found = about(house)
    texts = dict.fromkeys(found.posts, text)
    return house.services.deciding.edit(found.id, found.digest[:16], texts, actor)


# Drafting


def test_a_first_import_announces_nothing(house: House) -> None:
    house.load()
    house.send("2018-01-01 09:00")
    assert house.posted() == house.heard() == house.heard("#moss-review") == []
    assert none_about(house, "rust-av")


def test_a_published_award_is_drafted_and_shown_in_review(drafted: House) -> None:
    drafted.send()
    assert drafted.posted() == drafted.heard() == []
    (card,) = drafted.heard("#moss-review")
    assert WORDS in card
    assert about(drafted).posts == {"slack:#moss": [WORDS], "x": [WORDS]}


def test_an_import_drafts_too(house: House) -> None:
    house.load()
    data = yaml.safe_load(MOSS)
    data["awards"].append({**AWARD, "amount": 65000})
    house.load(yaml.safe_dump(data))
    assert about(house).stage is Stage.REVIEW
    assert about(house).authors == ("U0OLIVE",)


def test_a_draft_is_announced_once_it_is_published(house: House) -> None:
    house.load()
    house.services.awards.add({**AWARD, "published": False}, ADA)
    assert none_about(house, "zappa")
    house.services.awards.publish("zappa", BEN)
    assert about(house).authors == ("U0ADA", "U0BEN")
    approve(house)
    house.send()
    assert house.posted() == [WORDS]


# Approving


def test_a_second_person_approves_and_it_goes_out_once(drafted: House) -> None:
    approve(drafted)
    for _ in range(3):
        drafted.send()
    assert drafted.posted() == drafted.heard() == [WORDS]


@pytest.mark.parametrize("actor", [ADA, MIA, Actor("U0ADA", "web")])
def test_who_may_not_approve(drafted: House, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        approve(drafted, actor)
    drafted.send()
    assert drafted.posted() == []


def test_who_edited_may_not_approve_either(drafted: House) -> None:
    edit(drafted, "Zappa gets $65,000.", OLIVE)
    for writer in (ADA, OLIVE):
        with pytest.raises(NotAllowedError):
            approve(drafted, writer)
    approve(drafted, BEN)
    drafted.send()
    assert drafted.posted() == ["Zappa gets $65,000."]


def test_any_staff_may_approve_their_own(make: type[House]) -> None:
    house = make(eightdays_require_approval="any-staff")  # type: ignore[call-arg]
    house.load()
    house.services.awards.add(AWARD, ADA)
    with pytest.raises(NotAllowedError):
        approve(house, MIA)
    approve(house, ADA)
    house.send()
    assert house.posted() == [WORDS]


def test_without_approval_it_goes_out_by_itself(make: type[House]) -> None:
    house = make(eightdays_require_approval="none")  # type: ignore[call-arg]
    house.load()
    house.services.awards.add(AWARD, ADA)
    house.send()
    assert house.posted() == house.heard() == [WORDS]
    assert house.heard("#moss-review") == []


def test_only_what_was_looked_at_is_approved(drafted: House) -> None:
    seen = about(drafted)
    edit(drafted, "Other words.")
    deciding = drafted.services.deciding
    with pytest.raises(ConflictError, match="have changed since"):
        deciding.approve(seen.id, seen.digest[:16], BEN)
    for digest in ("", "0" * 16, about(drafted).digest[:8]):
        with pytest.raises(ConflictError):
            deciding.approve(seen.id, digest, BEN)
    with pytest.raises(UserError):
        deciding.approve(999, "0" * 16, BEN)


def test_approved_twice_is_said_by_whom(drafted: House) -> None:
    approve(drafted, OLIVE)
    with pytest.raises(ConflictError, match="<@U0OLIVE>"):
        approve(drafted, BEN)
    drafted.send()
    assert drafted.posted() == [WORDS]


def test_an_edit_after_approval_voids_it(drafted: House) -> None:
    approve(drafted)
    text = drafted.services.programs.export()
    drafted.change(("to scale better", "to scale best"), text=text)
    assert about(drafted).stage is Stage.REVIEW
    assert about(drafted).approved_by is None
    drafted.send()
    assert drafted.posted() == drafted.heard() == []
    # The import was Olive's: she wrote these words.
    with pytest.raises(NotAllowedError):
        approve(drafted, OLIVE)
    approve(drafted, BEN)
    drafted.send()
    assert drafted.posted() == [WORDS.replace("better", "best")]


def test_an_edit_while_it_is_claimed_voids_it(drafted: House) -> None:
    approve(drafted)
    text = drafted.services.programs.export()
    drafted.send_while(lambda: drafted.change(("to scale better", "to scale best"), text=text))
    assert drafted.posted() == drafted.heard() == []


def test_words_that_were_tampered_with_do_not_go_out(drafted: House) -> None:
    approve(drafted)
    with drafted.store.write() as connection:
        announcements.change(connection, about(drafted).id, posts={"x": ["Buy!"]})
    drafted.send()
    assert drafted.posted() == drafted.heard() == []


def test_another_alias_changes_nothing(drafted: House) -> None:
    approve(drafted)
    data = yaml.safe_load(drafted.services.programs.export())
    data["awards"][-1]["aliases"] = ["zap"]
    drafted.load(yaml.safe_dump(data))
    drafted.send()
    assert drafted.posted() == [WORDS]


def test_what_is_out_is_not_rewritten(drafted: House) -> None:
    approve(drafted)
    drafted.send()
    drafted.change(("to scale better", "to scale best"), text=drafted.services.programs.export())
    drafted.send()
    assert drafted.posted() == [WORDS]
    assert about(drafted).stage is Stage.APPROVED


# What networks refuse


@pytest.mark.parametrize("text", ["", "   ", "字" * 140 * 26])
def test_words_that_a_network_refuses_are_refused_at_the_edit(drafted: House, text: str) -> None:
    with pytest.raises(UserError):
        edit(drafted, text)
    assert about(drafted).posts["x"] == [WORDS]


def test_what_a_network_would_refuse_is_not_approved(house: House) -> None:
    house.load()
    house.services.awards.add({**AWARD, "recipient": "Zap\ufeffpa", "key": "odd"}, ADA)
    with pytest.raises(UserError, match="U\\+FEFF"):
        approve(house, OLIVE, "odd")
    house.send()
    # Not half of it, either.
    assert house.posted() == house.heard() == []


def test_long_words_in_slack_come_whole(drafted: House) -> None:
    long = " ".join(f"R&D <{number:03}>" for number in range(190))
    found = about(drafted)
    texts = {**found.texts, "slack:#moss": long}
    drafted.services.deciding.edit(found.id, found.digest[:16], texts, OLIVE)
    approve(drafted, BEN)
    drafted.send()
    (message,) = drafted.sandbox.workspace.messages("#moss")
    said = [block for block in message.blocks if block["type"] == "section"]
    assert {block["type"] for block in message.blocks} == {"section", "actions", "image"}
    shown = "\n".join(block["text"]["text"] for block in said)
    assert shown.split() == message.text.split()
    assert message.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == long


def test_nobody_is_pinged_by_an_award(house: House) -> None:
    house.load()
    house.services.awards.add({**AWARD, "recipient": "<!channel> & <@U0MIA>", "key": "k"}, ADA)
    house.send()
    approve(house, OLIVE, "k")
    house.send()
    for text in (*house.heard(), *house.heard("#moss-review")):
        assert "<!channel>" not in text
        assert "<@U0MIA>" not in text
    assert "<!channel>" in house.posted()[0]


# Withdrawing and coming back


def test_withdrawn_does_not_go_out(drafted: House) -> None:
    found = about(drafted)
    drafted.services.deciding.withdraw(found.id, found.digest[:16], BEN)
    with pytest.raises(ConflictError, match="withdrawn"):
        approve(drafted)
    drafted.send()
    assert drafted.posted() == []


def test_withdrawn_stays_withdrawn_when_the_award_is_edited(drafted: House) -> None:
    found = about(drafted)
    drafted.services.deciding.withdraw(found.id, found.digest[:16], BEN)
    drafted.change(("to scale better", "to scale best"), text=drafted.services.programs.export())
    assert about(drafted).stage is Stage.CANCELLED


def test_unpublished_is_taken_back_and_published_again_comes_back(drafted: House) -> None:
    approve(drafted)
    text = drafted.services.programs.export()
    data = yaml.safe_load(text)
    data["awards"][-1]["published"] = False
    drafted.load(yaml.safe_dump(data))
    drafted.send()
    assert drafted.posted() == []
    drafted.load(text)
    assert about(drafted).stage is Stage.REVIEW
    drafted.send()
    assert drafted.posted() == []
    approve(drafted, BEN)
    drafted.send()
    assert drafted.posted() == drafted.heard() == [WORDS]


def test_an_award_that_is_removed_takes_its_announcement_along(drafted: House) -> None:
    approve(drafted)
    drafted.load()
    drafted.send()
    assert drafted.posted() == drafted.heard() == []


# Embargoes


def test_an_embargo_is_kept_and_then_it_goes_out(drafted: House) -> None:
    drafted.services.awards.add(
        {**AWARD, "recipient": "Ooni", "publish_at": "2018-02-01 09:00 America/Los_Angeles"}, ADA
    )
    approve(drafted, OLIVE, "ooni")
    drafted.send("2018-02-01 08:59")
    assert drafted.posted() == []
    drafted.send("2018-02-01 09:00")
    assert len(drafted.posted()) == 1


def test_an_embargo_of_the_first_import_ends_in_a_draft(house: House) -> None:
    house.change(("published: false,\n     publish_at", "publish_at"))
    assert about(house, "ocean").due == at("2018-03-01 00:00")


def test_approval_after_the_embargo_sends_at_once(drafted: House) -> None:
    drafted.services.awards.add(
        {**AWARD, "recipient": "Ooni", "publish_at": "2018-02-01 09:00 America/Los_Angeles"}, ADA
    )
    drafted.send("2018-02-05 12:00")
    assert drafted.posted() == []
    approve(drafted, OLIVE, "ooni")
    drafted.send("2018-02-05 12:02")
    assert len(drafted.posted()) == 1


def test_another_embargo_voids_the_approval(drafted: House) -> None:
    approve(drafted)
    data = yaml.safe_load(drafted.services.programs.export())
    data["awards"][-1]["publish_at"] = "2018-02-01 09:00 America/Los_Angeles"
    drafted.load(yaml.safe_dump(data))
    drafted.send()
    assert drafted.posted() == []
    assert about(drafted).stage is Stage.REVIEW


# One network fails


def test_what_one_network_lost_the_other_has_once(drafted: House) -> None:
    approve(drafted)
    drafted.sandbox.faults.add("x", "drop_after", method="POST /2/tweets", count=1)
    drafted.send()
    states = {row.destination.network: row.state for row in drafted.rows(Kind.AWARD)}
    assert states == {"slack": State.SENT, "x": State.UNKNOWN}
    for rows in drafted.services.settling.unsettled():
        drafted.services.settling.ask(rows)
    drafted.send()
    assert [row.state for row in drafted.rows(Kind.AWARD)] == [State.SENT, State.SENT]
    assert drafted.posted() == drafted.heard() == [WORDS]


# The card


def test_the_card_follows(drafted: House) -> None:
    reviewing = drafted.services.reviewing
    drafted.send()
    assert reviewing.stale() == []
    approve(drafted)
    (stale,) = reviewing.stale()
    assert "Approved by <@U0OLIVE> on " in stale.message["text"]
    (buttons,) = (block for block in stale.message["blocks"] if block["type"] == "actions")
    assert [one["text"]["text"] for one in buttons["elements"]] == ["Stop", "Note"]
    drafted.services.slack.update(stale.external_id, stale.message["text"], stale.message["blocks"])
    reviewing.redrawn(stale)
    assert reviewing.stale() == []
    drafted.send()
    (stale,) = reviewing.stale()
    assert stale.message["text"].count(": out") == 2
    drafted.clock.ahead += timedelta(days=61)
    assert reviewing.stale() == []


def test_staff_alone_see_what_waits(drafted: House) -> None:
    reviewing = drafted.services.reviewing
    with pytest.raises(NotAllowedError):
        reviewing.get(about(drafted).id, MIA)
    with pytest.raises(NotAllowedError):
        reviewing.card_of_award("zappa", MIA)
    assert reviewing.card_of_award("zappa", CLI) is not None
    (preview,) = reviewing.card_of_award("rust-av", OLIVE) or []
    assert "This is a preview; nothing has been drafted." in preview["text"]
    assert reviewing.card_of_award("nobody", OLIVE) is None
    with pytest.raises(UserError):
        reviewing.get(999, OLIVE)


# The form


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"recipient": ""}, {"recipient"}),
        ({"amount": "a lot"}, {"amount"}),
        ({"amount": "-5"}, {"amount"}),
        ({"awarded": "2018-02-30"}, {"awarded"}),
        ({"track": "nowhere"}, {"track"}),
        ({"url": "moss.example.org"}, {"url"}),
        ({"publish_at": "tomorrow"}, {"publish_at"}),
        ({"recipient": "rust-av"}, {"recipient"}),
        ({"recipient": "x" * 151}, {"recipient"}),
        ({"recipient": "", "awarded": ""}, {"recipient", "awarded"}),
        ({"recipient": "！！"}, {"key"}),
    ],
    # A set has no order that all workers of the suite agree on.
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else str(value),
)
def test_each_mistake_is_said_at_its_field(
    house: House, fields: dict[str, str], wrong: set[str]
) -> None:
    house.load()
    with pytest.raises(FieldErrors) as raised:
        house.services.awards.add({**AWARD, **fields}, ADA)
    assert set(raised.value.fields) == wrong
    assert house.services.programs.require().version == 1


def test_awards_are_for_staff(house: House) -> None:
    house.load()
    awards = house.services.awards
    with pytest.raises(NotAllowedError):
        awards.add(AWARD, MIA)
    with pytest.raises(NotAllowedError):
        awards.publish("ocean", MIA)
    with pytest.raises(NotAllowedError):
        awards.find("ocean", MIA)


def test_awards_are_found_by_what_people_call_them(house: House) -> None:
    house.load()
    awards = house.services.awards
    assert awards.find(" RUST-AV ", OLIVE).key == "rust-av"
    assert awards.find("océan", OLIVE).key == "ocean"
    with pytest.raises(UserError, match="Did you mean rust-av"):
        awards.find("rust", OLIVE)
    with pytest.raises(UserError, match="no award"):
        awards.publish("nowhere", OLIVE)


def test_history_that_is_gone_harms_nobody(drafted: House) -> None:
    approve(drafted)
    with drafted.store.write() as connection:
        connection.execute(delete(tables.announcements))
    drafted.send()
    assert drafted.posted() == []
