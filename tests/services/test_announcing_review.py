"""What staff draft, and what they decide about it before it goes out."""

from dataclasses import replace
from datetime import datetime

import pytest
import yaml

from bot.domain.announcement import Kind
from bot.errors import ConflictError, FieldErrors, NotAllowedError, UserError
from bot.store import announcements
from bot.store.announcements import Stage
from tests.services.conftest import ADA, OLIVE, at
from tests.services.everywhere import BEN, NOWHERE, OTHERS, SHORT, Everywhere, everywhere
from tests.services.test_publishing import AWARD

__all__ = ["everywhere"]


def early(everywhere: Everywhere, due: datetime) -> list[str]:
    """The networks on which something stands since before that moment (program time)."""
    return [
        name
        for name in OTHERS
        if any(post.shown_at < due for post in getattr(everywhere.box, name).posts)
    ]


# What staff draft


def test_news_say_what_is_wrong_with_them(everywhere: Everywhere) -> None:
    with pytest.raises(FieldErrors) as raised:
        everywhere.services.drafting.news("", " ", "javascript:alert(1)", OLIVE)
    assert set(raised.value.fields) == {"title", "text", "link"}


def test_several_awards_are_one_announcement(everywhere: Everywhere) -> None:
    services = everywhere.services
    services.awards.add(AWARD, ADA)
    services.awards.add({**AWARD, "recipient": "Ooni"}, ADA)
    found = services.drafting.awards(["zappa", "ooni"], OLIVE)
    assert (found.kind, found.authors) == (Kind.AWARDS, ("U0ADA", "U0OLIVE"))
    assert everywhere.get(1).stage is Stage.CANCELLED
    everywhere.approve(found.id)
    # An award that is taken back takes it along.
    data = yaml.safe_load(services.programs.export())
    data["awards"][-1]["published"] = False
    services.programs.import_text(yaml.safe_dump(data), "f", ADA)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE
    with pytest.raises(UserError, match="published"):
        services.drafting.awards(["zappa", "ooni"], OLIVE)


def test_an_award_that_was_announced_is_not_announced_again(everywhere: Everywhere) -> None:
    services = everywhere.services
    services.awards.add(AWARD, ADA)
    everywhere.approve(1)
    everywhere.house.send()
    for keys in (["zappa"], ["zappa", "rust-av"]):
        with pytest.raises(ConflictError, match="announced already"):
            services.drafting.awards(keys, OLIVE)


def test_a_round_up_and_a_deadline_are_drafted(everywhere: Everywhere) -> None:
    drafting = everywhere.services.drafting
    everywhere.house.clock.stand_at("2018-01-24 00:00")
    found = drafting.roundup(at("2017-10-01 00:00").date(), OLIVE)
    assert found.kind is Kind.ROUNDUP
    assert "$71,356.50" in found.texts["mastodon"]
    with pytest.raises(UserError):
        drafting.roundup(at("2018-02-01 00:00").date(), OLIVE)
    deadline = drafting.deadline("mission-partners/april-2018-batch", OLIVE)
    assert "30 April 2018" in deadline.texts["x"]
    with pytest.raises(UserError):
        drafting.deadline("mission-partners/never", OLIVE)
    for one in (found, deadline):
        everywhere.approve(one.id)
    everywhere.house.send()
    assert everywhere.said("x") == [*found.posts["x"], *deadline.posts["x"]]


def test_withdrawn_news_stay_in(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    everywhere.services.deciding.withdraw(found.id, found.digest[:16], BEN)
    with pytest.raises(ConflictError, match="withdrawn"):
        everywhere.approve(found.id)
    everywhere.house.send()
    assert everywhere.all_said() == NOWHERE


def test_what_staff_did_is_on_record(everywhere: Everywhere) -> None:
    found = everywhere.publish(SHORT)
    down = everywhere.services.following_up.take_down(found.id, OLIVE)
    everywhere.approve(down.id)
    acts = [entry.act for entry in everywhere.services.programs.audit(5)]
    assert acts == [
        "announcement approve", "announcement draft", "announcement approve",
        "announcement draft", "import",
    ]  # fmt: skip


# Time


def test_a_chosen_time_is_kept_to_the_second(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    deciding = everywhere.services.deciding
    timed = deciding.set_time(found.id, found.digest[:16], "tomorrow 10:00", ADA)
    assert timed.due == at("2018-01-02 10:00")
    with pytest.raises(ConflictError):
        deciding.approve(found.id, found.digest[:16], BEN)
    with pytest.raises(NotAllowedError):
        deciding.approve(found.id, timed.digest[:16], ADA)
    everywhere.approve(found.id)
    everywhere.house.send("2018-01-02 09:59:30")
    assert everywhere.said("x") == []
    everywhere.house.send("2018-01-02 09:59:59")
    everywhere.house.send("2018-01-02 10:00:00")
    assert everywhere.said("x") == found.posts["x"]
    assert early(everywhere, at("2018-01-02 10:00")) == []


@pytest.mark.parametrize("words", ["yesterday 10:00", "3/4 10:00", "Friday 10:00 CST", "soon"])
def test_a_time_that_nobody_can_mean_is_refused(everywhere: Everywhere, words: str) -> None:
    found = everywhere.news(SHORT)
    with pytest.raises(UserError):
        everywhere.services.deciding.set_time(found.id, found.digest[:16], words, OLIVE)


def test_no_time_undercuts_an_embargo(everywhere: Everywhere) -> None:
    until = "2018-02-01 09:00 America/Los_Angeles"
    everywhere.services.awards.add({**AWARD, "publish_at": until}, ADA)
    found = everywhere.services.reviewing.get(1, OLIVE)
    deciding = everywhere.services.deciding
    with everywhere.house.store.read() as connection:
        (warning,) = deciding.warnings(connection, found)
    assert warning.startswith("It is under embargo until")
    with pytest.raises(UserError, match="under embargo"):
        deciding.set_time(found.id, found.digest[:16], "tomorrow 10:00", OLIVE)
    now = deciding.set_time(found.id, found.digest[:16], "now", OLIVE)
    assert now.due == at("2018-02-01 09:00")
    everywhere.approve(found.id)
    everywhere.house.send("2018-02-01 08:59:30")
    assert everywhere.all_said() == NOWHERE
    everywhere.house.send("2018-02-01 08:59:59")
    everywhere.house.send("2018-02-01 09:00:00")
    assert everywhere.said("mastodon") == found.posts["mastodon"]
    assert early(everywhere, at("2018-02-01 09:00")) == []


# What reviewers say


def test_asked_for_changes_it_is_not_approved_until_it_is_edited(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    deciding = everywhere.services.deciding
    asked = deciding.ask_changes(found.id, found.digest[:16], "Name the amount.", BEN)
    assert asked.stage is Stage.CHANGES
    with pytest.raises(ConflictError, match="Changes were asked for"):
        everywhere.approve(found.id, ADA)
    with pytest.raises(NotAllowedError):
        deciding.take_back(found.id, ADA)
    assert deciding.take_back(found.id, BEN).stage is Stage.REVIEW
    deciding.ask_changes(found.id, found.digest[:16], "Really.", BEN)
    texts = dict.fromkeys(found.texts, "Five dollars.")
    edited = deciding.edit(found.id, found.digest[:16], texts, OLIVE)
    assert edited.stage is Stage.REVIEW
    # Who asked for changes wrote none of it.
    everywhere.approve(found.id, BEN)
    everywhere.house.send()
    assert everywhere.said("x") == ["Five dollars."]
    with everywhere.house.store.read() as connection:
        notes = announcements.notes(connection, everywhere.services.programs.id, found.id)
    assert [(note.author, note.text, note.wants_changes) for note in notes] == [
        ("U0BEN", "Name the amount.", True),
        ("U0BEN", "Really.", True),
    ]


def test_notes_are_for_staff_and_change_nothing(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    note = everywhere.services.deciding.note(found.id, " Looks good. ", BEN)
    assert (note.text, note.author) == ("Looks good.", "U0BEN")
    assert everywhere.get(found.id) == found
    with pytest.raises(UserError):
        everywhere.services.deciding.note(found.id, "  ", BEN)


# Pictures


def test_alt_texts_are_what_was_approved_and_never_missing(everywhere: Everywhere) -> None:
    everywhere.services.awards.add(AWARD, ADA)
    found = everywhere.services.reviewing.get(1, OLIVE)
    deciding = everywhere.services.deciding
    with pytest.raises(UserError, match="what the picture shows"):
        deciding.edit(found.id, found.digest[:16], found.texts, OLIVE, alts=[" "])
    edited = deciding.edit(found.id, found.digest[:16], found.texts, OLIVE, alts=["A card."])
    assert edited.digest != found.digest
    assert edited.authors == ("U0ADA", "U0OLIVE")
    everywhere.approve(found.id)
    everywhere.house.send()
    for name in OTHERS:
        (post,) = getattr(everywhere.box, name).posts
        assert [image.alt for image in post.images] == ["A card."], name


def test_it_goes_out_without_a_picture_where_staff_say_so(everywhere: Everywhere) -> None:
    everywhere.services.awards.add(AWARD, ADA)
    found = everywhere.services.reviewing.get(1, OLIVE)
    deciding = everywhere.services.deciding
    bare = deciding.no_picture(found.id, found.digest[:16], OLIVE)
    assert bare.pictures == ()
    again = deciding.picture(found.id, bare.digest[:16], None, OLIVE)
    assert again.pictures == found.pictures
    own = replace(found.pictures[0], alt=" ", made=False)
    with pytest.raises(UserError):
        deciding.picture(found.id, again.digest[:16], own, OLIVE)
    deciding.no_picture(found.id, again.digest[:16], OLIVE)
    everywhere.approve(found.id)
    everywhere.house.send()
    assert [one.images for one in everywhere.box.x.posts] == [()]


def test_reviewers_are_warned_of_what_looks_wrong(everywhere: Everywhere) -> None:
    services = everywhere.services
    services.awards.add(AWARD, ADA)
    found = everywhere.get(1)
    texts = {code: text.replace("65,000", "56,000") for code, text in found.texts.items()}
    services.deciding.edit(1, found.digest[:16], texts, OLIVE)
    with everywhere.house.store.read() as connection:
        warnings = services.deciding.warnings(connection, everywhere.get(1))
    assert any("$56,000" in warning for warning in warnings)
    everywhere.publish(SHORT)
    again = everywhere.news(SHORT)
    with everywhere.house.store.read() as connection:
        (warning,) = services.deciding.warnings(connection, again)
    assert warning == "This looks like an earlier announcement: News."
