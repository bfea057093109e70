"""tweepy against an account: threads, pictures, taking down, what X calls a duplicate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.networks.base import (
    Act,
    CannotAskError,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    TemporaryError,
    perform,
)
from bot.networks.x import X
from bot.sandbox.server import RunningSandbox
from tests.networks.conftest import Says, x_at
from tests.networks.pictures import ALT, picture

LINK = "https://moss.example.org/awards/zappa"
POST = Post(address="", text=f"MOSS has awarded $65,000 to Zappa.\n{LINK}", key="claim.1")
UPLOAD, WORDS, TWEETS = "POST /2/media/upload", "POST /2/media/metadata", "POST /2/tweets"


def with_picture() -> Post:
    return replace(POST, images=(picture(),))


def test_parts_answer_one_another(x: X, running: RunningSandbox) -> None:
    first = x.send(POST).external_id
    second = x.send(Post(address="", text="two", key="k", thread=first, parent=first)).external_id
    x.send(Post(address="", text="three", key="k", thread=first, parent=second))
    posts = running.sandbox.x.posts
    assert [post.reply_to for post in posts] == [None, first, second]
    assert {post.conversation_id for post in posts} == {first}


def test_no_part_stands_by_itself(x: X, running: RunningSandbox) -> None:
    first = x.send(POST).external_id
    running.sandbox.x.delete(first)
    with pytest.raises(PermanentError, match="deleted or not visible"):
        x.send(Post(address="", text="two", key="k", thread=first, parent=first))
    assert running.sandbox.x.posts == []


def test_a_picture_goes_with_its_alt_text_and_the_post_is_found_again(
    x: X, running: RunningSandbox
) -> None:
    sent = x.send(with_picture())
    (post,) = running.sandbox.x.posts
    (image,) = post.images
    assert (image.alt, image.data) == (ALT, picture().data)
    # X gives the text back with short links in it, and one more for the picture.
    assert x.find(with_picture(), Clock().real_now() - timedelta(minutes=2)) == sent


@pytest.mark.parametrize("request_", [UPLOAD, WORDS])
@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status"])
def test_an_upload_that_fails_is_tried_again(
    x: X, running: RunningSandbox, request_: str, kind: str
) -> None:
    running.sandbox.faults.add("x", kind, method=request_, count=1)  # type: ignore[arg-type]
    with pytest.raises(TemporaryError):
        x.send(with_picture())
    assert running.sandbox.x.posts == []
    x.send(with_picture())
    assert len(running.sandbox.x.posts) == 1


def test_an_upload_that_is_refused_is_not(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "status", method=UPLOAD, status=403)
    with pytest.raises(PermanentError):
        x.send(with_picture())
    broken = replace(picture(), data=b"no picture")
    running.sandbox.faults.clear()
    with pytest.raises(PermanentError, match="no picture"):
        x.send(replace(POST, images=(broken,)))
    assert running.sandbox.x.posts == []


def test_what_x_would_not_take_is_known_before(x: X) -> None:
    assert x.problems(with_picture()) == []
    found = x.problems(replace(POST, images=(picture(alt="a" * 1001),)))
    assert found == ["an alt text of more than 1,000 characters"]


# A duplicate


def test_a_duplicate_of_an_earlier_attempt_is_that_attempt(x: X, running: RunningSandbox) -> None:
    again = replace(POST, created=Clock().real_now())
    running.sandbox.faults.add("x", "drop_after", method=TWEETS, count=1)
    with pytest.raises(OutcomeUnknownError):
        x.send(again)
    (post,) = running.sandbox.x.posts
    assert x.send(again).external_id == post.id
    assert running.sandbox.x.posts == [post]


def test_a_duplicate_of_something_older_is_for_a_person(x: X, running: RunningSandbox) -> None:
    x.send(POST)
    later = replace(POST, created=Clock().real_now() + timedelta(minutes=5))
    with pytest.raises(PermanentError, match="posted before"):
        x.send(later)
    assert len(running.sandbox.x.posts) == 1


def test_a_duplicate_that_cannot_be_looked_up_stays_in_doubt(x: X, running: RunningSandbox) -> None:
    x.send(POST)
    running.sandbox.faults.add("x", "status", method="GET /2/users/me", status=403)
    with pytest.raises(OutcomeUnknownError):
        x.send(replace(POST, created=Clock().real_now()))


# Taking down


def test_a_post_is_taken_down_and_may_be_again(x: X, running: RunningSandbox) -> None:
    sent = x.send(POST)
    gone = replace(POST, act=Act.DELETE, target=sent.external_id)
    perform(x, gone)
    assert running.sandbox.x.posts == []
    perform(x, gone)


def test_an_answer_that_was_lost_leaves_it_open_and_harmless(x: X, running: RunningSandbox) -> None:
    sent = x.send(POST)
    gone = replace(POST, act=Act.DELETE, target=sent.external_id)
    fault = f"DELETE /2/tweets/{sent.external_id}"
    running.sandbox.faults.add("x", "drop_after", method=fault, count=1)
    with pytest.raises(OutcomeUnknownError):
        perform(x, gone)
    perform(x, gone)
    assert running.sandbox.x.posts == []


def test_a_post_cannot_be_edited(x: X) -> None:
    assert not x.can.edit
    with pytest.raises(PermanentError, match="cannot be edited"):
        perform(x, replace(POST, act=Act.EDIT, target="1"))


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, PermanentError, "X_ACCESS_TOKEN"),
        (402, PermanentError, "credits"),
        (403, PermanentError, "403"),
        (408, OutcomeUnknownError, "408"),
        (429, TemporaryError, "slow down"),
        (503, OutcomeUnknownError, "503"),
    ],
)
def test_each_refusal_says_what_it_is(
    running: RunningSandbox, says: Says, status: int, error: type[NetworkError], words: str
) -> None:
    x = x_at(says(status, b"{}").origin, running)
    for post in (POST, replace(POST, act=Act.DELETE, target="1")):
        with pytest.raises(error, match=words):
            perform(x, post)


# The account


def test_the_account_is_known_without_a_call(x: X) -> None:
    assert x.account("") == "4711"


def test_an_automated_account_names_its_operator(x: X, running: RunningSandbox) -> None:
    names = ("Mozilla Open Source Support", "MOSS")
    running.sandbox.x.bio = "News of awards, by the people of moss"
    assert x.complaints(names) == []
    running.sandbox.x.bio = "Beep"
    (complaint,) = x.complaints(names)
    assert "Run by Mozilla Open Source Support" in complaint
    running.sandbox.faults.add("x", "status", method="GET /2/users/me", status=401)
    with pytest.raises(CannotAskError):
        x.complaints(names)
