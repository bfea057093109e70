"""Mastodon.py against an instance: each way of failing told apart, nothing posted twice."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.networks.base import (
    Act,
    CannotAskError,
    Image,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    TemporaryError,
)
from bot.networks.mastodon import Mastodon
from bot.networks.mastodon_calls import make_client
from bot.sandbox.mastodon import Mastodon as Instance
from bot.sandbox.mastodon import MastodonLimits, MastodonProfile
from bot.sandbox.server import RunningSandbox
from bot.workers import Workers
from tests.networks.conftest import Says

POST = Post(
    address="", text="MOSS has awarded $65,000 to Zappa to scale better.", key="claim.1",
    repeat_key="a" * 64,
)  # fmt: skip
CARD = Image(data=b"\x89PNG card", type="image/png", alt="A card: Zappa", width=2, height=1)
STATUSES, MEDIA = "POST /api/v1/statuses", "POST /api/v2/media"


def lately() -> datetime:
    return Clock().real_now() - timedelta(minutes=2)


@pytest.fixture
def instance(running: RunningSandbox) -> Iterator[Instance]:
    made = running.sandbox.mastodon
    yield made
    made.clear()
    made.limits, made.profile = MastodonLimits(), MastodonProfile()
    made.suspended, made.honours_keys, made.processing = False, True, 0


@pytest.fixture
def mastodon(instance: Instance) -> Mastodon:
    return Mastodon(instance.url, instance.credentials.access_token)


def arrived(running: RunningSandbox) -> None:
    """Waits for what was sent and is carried out late: the next test has a timeline of its own."""
    sandbox = running.sandbox
    running.run(sandbox.workspace.feed.until(lambda: bool(sandbox.mastodon.posts)))


def at(origin: str) -> Mastodon:
    return Mastodon(origin, "a-token")


def posted(instance: Instance) -> list[str]:
    return [post.text for post in instance.posts]


def test_a_post_arrives_and_is_found_again(mastodon: Mastodon, instance: Instance) -> None:
    sent = mastodon.send(POST)
    (post,) = instance.posts
    assert post.text == POST.text
    assert sent.external_id == post.id
    assert sent.link == f"{instance.url}/@mosshouse/{post.id}"
    assert mastodon.find(POST, lately()) == sent


def test_a_thread_hangs_together(mastodon: Mastodon, instance: Instance) -> None:
    first = mastodon.send(POST)
    second = mastodon.send(
        replace(
            POST, text="Two.", repeat_key="b", thread=first.external_id, parent=first.external_id
        )
    )
    third = mastodon.send(
        replace(POST, text="Three.", repeat_key="c", thread=first.external_id, parent=second.external_id)
    )  # fmt: skip
    assert [post.thread for post in instance.posts] == [first.external_id] * 3
    assert [post.reply_to for post in instance.posts] == [
        None, first.external_id, second.external_id,
    ]  # fmt: skip
    answer = replace(POST, text="Three.", thread=first.external_id, parent=second.external_id)
    assert mastodon.find(answer, lately()) == third
    assert mastodon.find(replace(POST, text="Three."), lately()) is None


def test_a_part_never_stands_by_itself(mastodon: Mastodon, instance: Instance) -> None:
    first = mastodon.send(POST)
    instance.delete(first.external_id)
    with pytest.raises(PermanentError, match="does not appear to exist"):
        mastodon.send(replace(POST, repeat_key="b", parent=first.external_id))
    assert posted(instance) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bits & bytes <3", "  two\nlines\n\n\nand a paragraph  ", "It’s “done” — 8 > 7", "日本語の発表 🎉",
        "For @zappa@fosstodon.org and @mosshouse: #MOSS #open_source",
        "See https://example.org/a/way/that/is/long/enough/to/be/cut?for=the&eye=1#x and more.",
        "cafe\u0301 and 👩\u200d👩\u200d👧 🇵🇹",
    ],
)  # fmt: skip
def test_odd_words_are_found_again(mastodon: Mastodon, text: str) -> None:
    sent = mastodon.send(replace(POST, text=text))
    assert mastodon.find(replace(POST, text=text), lately()) == sent


def test_words_that_begin_alike_are_not_it(mastodon: Mastodon) -> None:
    mastodon.send(replace(POST, text=POST.text + " More soon."))
    assert mastodon.find(POST, lately()) is None


def test_what_was_before_the_window_is_not_found(mastodon: Mastodon) -> None:
    mastodon.send(POST)
    assert mastodon.find(POST, Clock().real_now() + timedelta(seconds=5)) is None


def test_it_is_found_among_many(mastodon: Mastodon, instance: Instance) -> None:
    sent = mastodon.send(POST)
    for number in range(85):
        instance.post(f"Something else {number}")
    assert mastodon.find(POST, lately()) == sent


def test_among_too_many_a_person_looks(mastodon: Mastodon, instance: Instance) -> None:
    for number in range(201):
        instance.post(f"Something else {number}")
    with pytest.raises(CannotAskError, match="too many"):
        mastodon.find(POST, lately())


# Once


def test_the_same_post_again_is_the_same_post(mastodon: Mastodon, instance: Instance) -> None:
    assert mastodon.send(POST) == mastodon.send(replace(POST, key="claim.2"))
    assert posted(instance) == [POST.text]


def test_where_keys_are_not_honoured_it_is_found_instead(
    mastodon: Mastodon, running: RunningSandbox, instance: Instance
) -> None:
    instance.honours_keys = False
    running.sandbox.faults.add("mastodon", "drop_after", method=STATUSES, count=1)
    with pytest.raises(OutcomeUnknownError):
        mastodon.send(POST)
    found = mastodon.find(POST, lately())
    assert found is not None
    assert found.external_id == instance.posts[0].id


def test_a_dropped_request_cannot_be_told_from_it(
    mastodon: Mastodon, running: RunningSandbox
) -> None:
    running.sandbox.faults.add("mastodon", "drop_before", method=STATUSES, count=1)
    with pytest.raises(OutcomeUnknownError):
        mastodon.send(POST)
    assert mastodon.find(POST, lately()) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_client_never_tries_again_by_itself(says: Says, status: int) -> None:
    server = says(status, b"{}", Retry_After="0")
    with pytest.raises(NetworkError):
        at(server.origin).send(POST)
    assert server.asked == [STATUSES]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_nor_where_the_connection_breaks(
    mastodon: Mastodon, running: RunningSandbox, kind: str
) -> None:
    fault = running.sandbox.faults.add("mastodon", kind, method=STATUSES, count=5)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknownError):
        mastodon.send(POST)
    assert fault.count == 4


# Failing


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry_After": "100"}, 100, 100),
        ({"X_RateLimit_Reset": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, 600, 3601),
        ({"X_RateLimit_Reset": "soon"}, 60, 60),
        ({}, 60, 60),
    ],
)
def test_429_says_how_long_to_wait(
    says: Says, headers: dict[str, str], least: float, most: float
) -> None:
    server = says(429, b'{"error": "Too many requests"}', **headers)
    with pytest.raises(TemporaryError) as raised:
        at(server.origin).send(POST)
    assert raised.value.retry_after is not None
    assert least <= raised.value.retry_after <= most


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_fault_of_theirs_says_nothing_about_the_post(
    mastodon: Mastodon, running: RunningSandbox, status: int
) -> None:
    running.sandbox.faults.add("mastodon", "status", method=STATUSES, status=status)
    with pytest.raises(OutcomeUnknownError):
        mastodon.send(POST)


def test_a_token_that_is_not_valid(instance: Instance) -> None:
    mastodon = Mastodon(instance.url, "another-secret")
    with pytest.raises(PermanentError, match="MASTODON_ACCESS_TOKEN") as raised:
        mastodon.send(POST)
    assert "another-secret" not in str(raised.value)
    with pytest.raises(CannotAskError):
        mastodon.find(POST, lately())


def test_an_account_that_is_suspended(mastodon: Mastodon, instance: Instance) -> None:
    instance.suspended = True
    with pytest.raises(PermanentError, match="login is currently disabled") as raised:
        mastodon.send(POST)
    assert raised.value.code == "403"


def test_too_long_is_known_before_and_refused_for_good(
    mastodon: Mastodon, instance: Instance
) -> None:
    long = replace(POST, text="字" * 501)
    assert mastodon.problems(long) == ["501 characters as it counts them; it takes 500"]
    with pytest.raises(PermanentError, match="character limit of 500 exceeded"):
        mastodon.send(long)
    assert posted(instance) == []


def test_nobody_there_means_nothing_was_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    mastodon = at(f"http://127.0.0.1:{port}")
    with pytest.raises(TemporaryError, match="cannot be reached"):
        mastodon.send(POST)
    with pytest.raises(TemporaryError):
        mastodon.find(POST, lately())
    with pytest.raises(TemporaryError):
        mastodon.learn()


def test_an_answer_that_takes_too_long(
    mastodon: Mastodon, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.http.TIMEOUT", (1, 0.1))
    running.sandbox.faults.add("mastodon", "delay", method=STATUSES, seconds=0.3, count=1)
    with pytest.raises(OutcomeUnknownError):
        mastodon.send(POST)
    arrived(running)


def test_an_answer_beyond_the_total_time_out(mastodon: Mastodon, running: RunningSandbox) -> None:
    running.sandbox.faults.add("mastodon", "delay", method=STATUSES, seconds=0.3, count=1)
    workers = Workers()
    with pytest.raises(TimeoutError):
        workers.within("mastodon", 0.05, lambda: mastodon.send(POST))
    workers.close()
    arrived(running)


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"{", b"[]", b"null", b"{}", b'"words"', b"7"], ids=repr
)
def test_an_answer_that_makes_no_sense_is_no_failure(says: Says, body: bytes) -> None:
    server = says(200, body, content_type="application/json")
    with pytest.raises(OutcomeUnknownError):
        at(server.origin).send(POST)
    with pytest.raises((TemporaryError, CannotAskError)):
        at(server.origin).find(POST, lately())


def test_an_answer_cut_short(says: Says) -> None:
    server = says(200, b'{"id": "1"', Content_Length="400")
    with pytest.raises(OutcomeUnknownError):
        at(server.origin).send(POST)


def test_odd_limits_do_not_hide_that_a_post_is_out(says: Says) -> None:
    body = b'{"id": "1", "url": "https://example.org/@moss/1"}'
    server = says(200, body, X_RateLimit_Reset="never", X_RateLimit_Remaining="x", Deprecation="1")
    assert at(server.origin).send(POST).external_id == "1"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_is_not_sent_elsewhere(says: Says, status: int) -> None:
    elsewhere = says(200, b'{"id": "1"}')
    server = says(status, location=f"{elsewhere.origin}/api/v1/statuses")
    with pytest.raises(PermanentError, match="leads elsewhere"):
        at(server.origin).send(POST)
    assert elsewhere.asked == []


# Pictures


def test_a_picture_comes_with_its_alt_text(mastodon: Mastodon, instance: Instance) -> None:
    mastodon.send(replace(POST, images=(CARD,)))
    (picture,) = instance.posts[0].images
    assert picture.alt == "A card: Zappa"
    assert picture.type == "image/png"


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_where_the_upload_breaks_nothing_was_posted(
    mastodon: Mastodon, running: RunningSandbox, instance: Instance, kind: str
) -> None:
    running.sandbox.faults.add("mastodon", kind, method=MEDIA, count=1)  # type: ignore[arg-type]
    with pytest.raises(TemporaryError):
        mastodon.send(replace(POST, images=(CARD,)))
    assert posted(instance) == []
    mastodon.send(replace(POST, images=(CARD,)))
    assert posted(instance) == [POST.text]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_where_the_upload_is_put_off_so_is_the_post(
    mastodon: Mastodon, running: RunningSandbox, status: int
) -> None:
    running.sandbox.faults.add("mastodon", "status", method=MEDIA, status=status, count=1)
    with pytest.raises(TemporaryError):
        mastodon.send(replace(POST, images=(CARD,)))


def test_a_picture_that_is_refused_is_refused(mastodon: Mastodon, instance: Instance) -> None:
    with pytest.raises(PermanentError, match="content type is invalid"):
        mastodon.send(replace(POST, images=(replace(CARD, type="image/bmp"),)))
    assert posted(instance) == []


def test_a_picture_that_is_processed_for_a_while_is_uploaded_once(
    mastodon: Mastodon, instance: Instance
) -> None:
    instance.processing = 1
    with_card = replace(POST, images=(CARD,))
    for _ in range(2):
        with pytest.raises(TemporaryError, match="processing"):
            mastodon.send(with_card)
    mastodon.send(with_card)
    assert [picture.alt for picture in instance.posts[0].images] == ["A card: Zappa"]
    assert len(instance.media) == 1


def test_an_upload_that_was_forgotten_is_made_again(
    mastodon: Mastodon, running: RunningSandbox, instance: Instance
) -> None:
    running.sandbox.faults.add("mastodon", "status", method=STATUSES, status=429, count=1)
    with pytest.raises(TemporaryError):
        mastodon.send(replace(POST, images=(CARD,)))
    instance.media.clear()
    mastodon.send(replace(POST, images=(CARD,)))
    assert len(instance.posts[0].images) == 1


# Afterwards


def test_an_edit_changes_the_words_and_keeps_the_picture(
    mastodon: Mastodon, instance: Instance
) -> None:
    sent = mastodon.send(replace(POST, images=(CARD,)))
    change = Post(address="", text="MOSS has awarded $60,000.", key="k", act=Act.EDIT,
                  target=sent.external_id)  # fmt: skip
    assert mastodon.edit(change) == sent
    mastodon.edit(change)
    (post,) = instance.posts
    assert post.text == "MOSS has awarded $60,000."
    assert post.edited
    assert [picture.alt for picture in post.images] == ["A card: Zappa"]
    mastodon.edit(replace(change, images=(replace(CARD, alt="Another alt text"),)))
    assert [picture.alt for picture in instance.posts[0].images] == ["Another alt text"]
    shown = instance.attached[sent.external_id]
    other = replace(CARD, data=b"\x89PNG another", alt="A card: Servo")
    mastodon.edit(replace(change, images=(other,)))
    assert [picture.alt for picture in instance.posts[0].images] == ["A card: Servo"]
    assert instance.attached[sent.external_id] != shown


def test_an_alt_text_that_the_instance_would_refuse_is_known_before(mastodon: Mastodon) -> None:
    mastodon.learn()
    long = replace(POST, images=(replace(CARD, alt="a" * 1501),))
    assert mastodon.problems(long) == ["an alt text is 1,501 characters; it takes 1,500"]


def test_an_edit_of_what_is_gone(mastodon: Mastodon) -> None:
    with pytest.raises(PermanentError, match="not there any more"):
        mastodon.edit(Post(address="", text="x", key="k", act=Act.EDIT, target="1"))


def test_taking_down_can_be_repeated(mastodon: Mastodon, instance: Instance) -> None:
    sent = mastodon.send(POST)
    gone = Post(address="", text="", key="k", act=Act.DELETE, target=sent.external_id)
    mastodon.delete(gone)
    mastodon.delete(gone)
    assert posted(instance) == []
    assert [post.id for post in instance.deleted] == [sent.external_id]


# Limits and labels


def test_the_limits_are_the_instances_own(mastodon: Mastodon, instance: Instance) -> None:
    instance.limits = MastodonLimits(characters=5000, link=30, pictures=2, picture_bytes=100)
    mastodon.learn()
    rules = mastodon.rules("")
    assert (rules.limit, rules.link) == (5000, 30)
    assert mastodon.can.images == 2
    big = replace(CARD, data=b"x" * 101, type="image/avif", alt=" ")
    found = mastodon.problems(replace(POST, images=(CARD, CARD, big)))
    assert found[0] == "3 pictures; it takes 2"
    assert "a picture has no alt text" in found
    assert "a picture is 101 bytes; it takes 100" in found
    assert any("image/avif" in problem for problem in found)
    mastodon.send(replace(POST, text="字" * 4900))
    assert len(instance.posts) == 1


def test_an_instance_that_tells_nothing_leaves_the_usual(says: Says) -> None:
    mastodon = at(says(200, b'{"domain": "example.org"}', content_type="application/json").origin)
    mastodon.learn()
    assert mastodon.rules("").limit == 500
    pleroma = at(says(200, b'{"max_toot_chars": 5000}', content_type="application/json").origin)
    pleroma.learn()
    assert pleroma.rules("").limit == 5000


def test_an_account_that_is_labelled(mastodon: Mastodon, instance: Instance) -> None:
    assert mastodon.complaints(("Mozilla Open Source Support", "Nobody")) == []
    instance.profile = MastodonProfile(note="Hello", fields=(("Operator", "MOSS"),))
    assert mastodon.complaints(("moss",)) == []


def test_an_account_that_is_not(mastodon: Mastodon, instance: Instance) -> None:
    instance.profile = MastodonProfile(bot=False, note="Hello", privacy="private")
    automated, operator, private = mastodon.complaints(("MOSS",))
    assert "automated account" in automated
    assert "Run by MOSS" in operator
    assert "not public" in private


def test_the_account_is_named_without_its_secret(instance: Instance) -> None:
    one = Mastodon(instance.url, "token-one").account("")
    assert one == Mastodon(instance.url, "token-one").account("")
    assert one != Mastodon(instance.url, "token-two").account("")
    assert "token" not in one


def test_the_client_asks_for_no_version_of_its_own(says: Says) -> None:
    server = says(200, b'{"id": "1", "url": "https://example.org/1"}')
    make_client(server.origin, "t").media_post(b"x", mime_type="image/png", description="A card")
    assert server.asked == [MEDIA]
