"""What X makes of a text, and refuses in one: mentions, cashtags, answers."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.networks import x as x_module
from bot.networks.base import CannotAskError, OutcomeUnknownError, PermanentError, Post
from bot.networks.x import X
from bot.sandbox.server import RunningSandbox
from tests.networks.conftest import Says, x_at

TWEETS = "POST /2/tweets"
FIRST = Post(address="", text="MOSS has awarded $65,000 to @zappa. (1/3)", key="k1")


def lately() -> datetime:
    return Clock().real_now() - timedelta(minutes=2)


@pytest.fixture
def strict(running: RunningSandbox) -> Iterator[RunningSandbox]:
    yield running
    running.sandbox.x.mentions = running.sandbox.x.replies = True


def test_a_part_behind_one_that_mentions_somebody_is_found_again(
    x: X, running: RunningSandbox
) -> None:
    """X gives it back with the mention in front."""
    first = x.send(FIRST).external_id
    second = Post(
        address="", text="More of it. (2/3)", key="k2", thread=first, parent=first,
        created=Clock().real_now(),
    )  # fmt: skip
    running.sandbox.faults.add("x", "drop_after", method=TWEETS, count=1)
    with pytest.raises(OutcomeUnknownError):
        x.send(second)
    post = running.sandbox.x.posts[-1]
    assert post.as_x("1", set())["text"] == "@zappa More of it. (2/3)"
    found = x.find(second, lately())
    assert found is not None
    assert found.external_id == post.id
    # What X calls a duplicate is that, too, and no failure.
    assert x.send(second) == found
    third = Post(address="", text="@zappa again (3/3)", key="k3", thread=first, parent=post.id)
    assert x.find(third, lately()) is None
    assert x.find(third, lately()) is None
    sent = x.send(third)
    assert x.find(third, lately()) == sent


def test_the_same_words_in_another_thread_are_not_it(x: X) -> None:
    first = x.send(FIRST).external_id
    other = x.send(replace(FIRST, text="Another thread. (1/3)")).external_id
    x.send(Post(address="", text="(2/3)", key="k", thread=first, parent=first))
    assert x.find(Post(address="", text="(2/3)", key="k", parent=other), lately()) is None
    assert x.find(Post(address="", text="(2/3)", key="k"), lately()) is None


def test_letters_that_x_composes_are_found_again(x: X) -> None:
    post = replace(FIRST, text=unicodedata.normalize("NFD", "Café für Ångström"))
    sent = x.send(post)
    assert x.find(post, lately()) == sent


def test_more_posts_than_a_page_are_looked_through(
    x: X, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = x.send(FIRST)
    for number in range(150):
        running.sandbox.x.post(f"Something else, {number}")
    assert x.find(FIRST, lately()) == sent
    monkeypatch.setattr(x_module, "PAGES", 1)
    with pytest.raises(CannotAskError, match="too many posts"):
        x.find(FIRST, lately())


def test_a_refused_mention_says_what_to_do(x: X, strict: RunningSandbox) -> None:
    strict.sandbox.x.mentions = False
    with pytest.raises(PermanentError, match="take the @ out and try again"):
        x.send(FIRST)
    x.send(replace(FIRST, text="MOSS has awarded $65,000 to Zappa."))


def test_a_refused_answer_says_what_to_do(x: X, strict: RunningSandbox) -> None:
    first = x.send(FIRST).external_id
    strict.sandbox.x.replies = False
    with pytest.raises(PermanentError, match="delete the part before it there, or post the rest"):
        x.send(Post(address="", text="To @zappa (2/3)", key="k", thread=first, parent=first))


def test_another_refusal_says_nothing_of_mentions(running: RunningSandbox, says: Says) -> None:
    body = b'{"title": "Forbidden", "status": 403, "detail": "Your account is suspended."}'
    x = x_at(says(403, body, content_type="application/json").origin, running)
    with pytest.raises(PermanentError) as caught:
        x.send(FIRST)
    assert str(caught.value).endswith("suspended.")


def test_two_cashtags_are_known_before(x: X) -> None:
    text = "On $MOSS and $MDN, $65,000 in all"
    assert x.problems(replace(FIRST, text=text)) == ["2 cashtags ($MOSS, $MDN); it takes one"]
    with pytest.raises(PermanentError, match="not permitted"):
        x.send(replace(FIRST, text=text))
    assert x.problems(replace(FIRST, text="On $MOSS, US$5 and $65,000")) == []


def test_a_reason_holds_no_address(running: RunningSandbox) -> None:
    with pytest.raises(Exception, match=r"cannot be asked now: \w+$"):
        x_at("http://127.0.0.1:9", running).find(FIRST, lately())
