"""Places that are not set up any more keep nothing from going out, and new ones are taken up."""

from collections.abc import Callable

import pytest

from bot.errors import UserError
from bot.sandbox.server import RunningSandbox
from tests.services.conftest import ADA, House
from tests.services.everywhere import SHORT, SHORT_NEWS, Everywhere, everywhere
from tests.services.everywhere import settings as every

__all__ = ["everywhere"]


def with_other_settings(everywhere: Everywhere, house: House) -> Everywhere:
    """The same program, once it was started with other settings."""
    house.services.programs.refresh()
    house.clock.move_to(everywhere.house.clock.now())
    return Everywhere(house)


def test_a_network_that_is_switched_off_is_left_out_by_an_edit(
    everywhere: Everywhere, make: Callable[..., House], running: RunningSandbox
) -> None:
    found = everywhere.news(SHORT)
    given = {k: v for k, v in every(running.sandbox).items() if not k.startswith("mastodon")}
    later = with_other_settings(everywhere, make(**given))
    with pytest.raises(UserError, match=r"mastodon is not set up; Edit leaves it out"):
        later.approve(found.id)
    now = later.get(found.id)
    later.services.deciding.edit(found.id, now.digest, now.texts, ADA)
    edited = later.get(found.id)
    assert "mastodon" not in edited.posts
    assert edited.revision == found.revision + 1
    later.approve(found.id)
    later.house.send()
    assert {state for all_of in later.states(found.id).values() for state in all_of} == {"sent"}


def test_another_receiver_takes_the_place_of_the_old_one(
    everywhere: Everywhere, make: Callable[..., House], running: RunningSandbox
) -> None:
    found = everywhere.news(SHORT)
    url = running.sandbox.webhook.url
    given = {**every(running.sandbox), "webhook_urls": f"{url}?to=another"}
    later = with_other_settings(everywhere, make(**given))
    with pytest.raises(UserError, match=r"is not set up any more; Edit leaves it out"):
        later.approve(found.id)
    later.services.reviewing.adopt()
    now = later.get(found.id)
    (old,) = (code for code in found.texts if code.startswith("webhook"))
    (new,) = (code for code in now.texts if code.startswith("webhook"))
    assert new != old
    assert now.texts[new] == found.texts[old] == SHORT_NEWS
    later.approve(found.id)
    later.house.send()
    assert later.states(found.id)["webhook"] == ["sent"]


def test_what_nobody_can_see_or_store_is_not_kept(everywhere: Everywhere) -> None:
    found = everywhere.news("A\x00 sentence\ud83d.")
    assert set(found.texts.values()) == {SHORT_NEWS}
    deciding = everywhere.services.deciding
    given = dict.fromkeys(found.texts, "Other\x00 words.")
    deciding.edit(found.id, found.digest, given, ADA)
    assert set(everywhere.get(found.id).texts.values()) == {"Other words."}
    now = everywhere.get(found.id)
    with pytest.raises(UserError, match="is empty"):
        deciding.edit(found.id, now.digest, dict.fromkeys(found.texts, "\u200b"), ADA)
    with pytest.raises(UserError, match="A note has between"):
        deciding.note(found.id, "\u200b\x00", ADA)
    assert deciding.note(found.id, "Yes\x00.", ADA).text == "Yes."


def test_a_text_that_is_much_too_long_is_not_split_at_all(everywhere: Everywhere) -> None:
    found = everywhere.news(SHORT)
    with pytest.raises(UserError, match="takes 15,000 characters"):
        everywhere.services.deciding.edit(
            found.id, found.digest, dict.fromkeys(found.texts, "x" * 100_000), ADA
        )
