"""Announcements that wait while the program changes: nothing goes out that is not so any more."""

from datetime import date

from bot.store import announcements
from bot.store.announcements import Announcement, Stage
from tests.domain.samples import MOSS
from tests.services.conftest import OLIVE
from tests.services.everywhere import NOWHERE, SHORT, Everywhere, everywhere

__all__ = ["everywhere"]

APRIL = "mission-partners/april-2018-batch"
CLOSES = "closes: 2018-04-30"
ZAPPA = """  - key: zappa
    recipient: Zappa
    track: mission-partners
    amount: 1000
    purpose: to improve Zappa
    url: "https://example.org/z"
    awarded: 2018-01-24
"""
SECRET = ZAPPA + '    publish_at: "2018-06-10 09:00 Europe/Paris"\n'


def award(everywhere: Everywhere, text: str = ZAPPA) -> Announcement:
    """An award's announcement, after it was imported."""
    everywhere.house.load(MOSS + text)
    with everywhere.house.store.read() as connection:
        programs = everywhere.services.programs
        found = announcements.about(connection, programs.id, "award/zappa")
    assert found is not None
    return found


def deadline(everywhere: Everywhere) -> Announcement:
    return everywhere.services.drafting.deadline(APRIL, OLIVE)


def test_a_round_up_of_no_awards_keeps_no_award_from_being_imported(
    everywhere: Everywhere,
) -> None:
    found = everywhere.services.drafting.roundup(date(2017, 12, 1), OLIVE)
    assert found.about == ()
    assert award(everywhere).stage is Stage.REVIEW


# Deadlines


def test_a_deadline_that_moves_while_it_waits_is_told_with_its_new_date(
    everywhere: Everywhere,
) -> None:
    found = deadline(everywhere)
    everywhere.house.load(MOSS.replace(CLOSES, "closes: 2018-05-31"))
    drafted = everywhere.get(found.id)
    assert "30 April" not in str(drafted.posts)
    assert all("31 May" in parts[0] for parts in drafted.posts.values())
    everywhere.approve(found.id, wait=False)
    everywhere.house.load(MOSS.replace(CLOSES, "closes: 2018-06-29"))
    assert everywhere.get(found.id).stage is Stage.REVIEW
    everywhere.pass_minute()
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    everywhere.approve(found.id)
    everywhere.house.send()
    assert all("29 June" in " ".join(said) for said in everywhere.all_said().values())


def test_a_deadline_that_is_removed_is_announced_no_more(everywhere: Everywhere) -> None:
    found = deadline(everywhere)
    everywhere.approve(found.id)
    everywhere.house.load(
        MOSS.replace("      - {label: April 2018 batch, closes: 2018-04-30}\n", "")
    )
    assert everywhere.get(found.id).stage is Stage.CANCELLED
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE


def test_a_deadline_that_has_passed_is_announced_no_more_and_staff_hear_of_it(
    everywhere: Everywhere,
) -> None:
    found = deadline(everywhere)
    everywhere.approve(found.id, wait=False)
    everywhere.house.send("2018-12-01 00:00")
    assert everywhere.all_said()["x"] == []
    assert everywhere.states(found.id)["x"] == ["cancelled"]
    (notice,) = (
        said for said in everywhere.house.heard("#moss-review") if "for x is not sent" in said
    )
    assert "its deadline has passed" in notice


def test_what_is_left_of_a_deadlines_announcement_is_not_sent_when_it_moves(
    everywhere: Everywhere,
) -> None:
    found = deadline(everywhere)
    everywhere.approve(found.id)
    everywhere.services.delivery.lanes["x"].work()
    assert len(everywhere.said("x")) == 1
    everywhere.house.load(MOSS.replace(CLOSES, "closes: 2018-05-31"))
    everywhere.house.send()
    assert everywhere.said("mastodon") == []
    heard = everywhere.house.heard("#moss-review")
    assert any("for mastodon is not sent any more: its deadline has moved" in s for s in heard)


# What is late


def test_what_is_days_late_is_sent_when_staff_say_so(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    everywhere.approve(found.id, wait=False)
    everywhere.house.send("2018-01-11 00:00")
    assert everywhere.said("x") == []
    assert everywhere.row(found.id, "x").reason.startswith("it is 9 days late")
    everywhere.services.following_up.retry(found.id, OLIVE)
    everywhere.house.send()
    assert everywhere.said("x") == found.posts["x"]


# Corrections


def correction(everywhere: Everywhere) -> Announcement:
    """A correction, approved, of an award's announcement that is out."""
    found = award(everywhere)
    everywhere.approve(found.id)
    everywhere.house.send()
    after = everywhere.services.following_up
    texts = dict.fromkeys(after.standing(found.id, OLIVE), "Zappa gets more.")
    made = after.correct(found.id, texts, OLIVE)
    everywhere.approve(made.id, wait=False)
    return made


def test_a_correction_waits_for_the_embargo_of_what_it_corrects(everywhere: Everywhere) -> None:
    made = correction(everywhere)
    everywhere.house.load(MOSS + SECRET)
    everywhere.pass_minute()
    everywhere.house.send()
    assert not any("Zappa gets more." in text for text in everywhere.said("x"))
    everywhere.house.send("2018-06-10 00:00")
    assert any("Zappa gets more." in text for text in everywhere.said("x"))
    assert set(everywhere.states(made.id)["mastodon"]) == {"sent"}


def test_a_correction_of_what_is_not_public_any_more_is_withdrawn(
    everywhere: Everywhere,
) -> None:
    made = correction(everywhere)
    everywhere.house.load(MOSS + ZAPPA + "    published: false\n")
    assert everywhere.get(made.id).stage is Stage.CANCELLED
    everywhere.pass_minute()
    everywhere.house.send()
    assert not any("Zappa gets more." in text for text in everywhere.said("x"))


# Channels


def test_a_draft_goes_where_its_track_announces_by_now(everywhere: Everywhere) -> None:
    found = award(everywhere)
    texts = {**found.texts, "x": "By hand."}
    everywhere.services.deciding.edit(found.id, found.digest, texts, OLIVE)
    moved = (MOSS + ZAPPA).replace(
        "    name: Mission Partners\n",
        '    name: Mission Partners\n    announce_in: ["#moss-ft"]\n',
    )
    everywhere.house.load(moved)
    now = everywhere.get(found.id)
    assert "slack:#moss-ft" in now.posts
    assert "slack:#moss" not in now.posts
    assert now.texts["x"] == "By hand."
