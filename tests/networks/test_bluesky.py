"""atproto against a personal data server: each way of failing told apart, nothing posted twice."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

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
from bot.networks.bluesky import Bluesky
from bot.networks.tids import is_tid, record_key, tid
from bot.sandbox.bluesky import Bluesky as Server
from bot.sandbox.server import RunningSandbox
from bot.workers import Workers
from tests.networks.conftest import Says

NOW = datetime(2026, 11, 23, 10, 0, 0, 123456, tzinfo=UTC)
POST = Post(
    address="", text="MOSS has awarded $65,000 to Zappa to scale better.", key="claim.1",
    repeat_key="a" * 64, created=NOW,
)  # fmt: skip
CARD = Image(data=b"\x89PNG card", type="image/png", alt="A card: Zappa", width=1600, height=900)
PUT, UPLOAD = "POST /xrpc/com.atproto.repo.putRecord", "POST /xrpc/com.atproto.repo.uploadBlob"
LOGIN = "POST /xrpc/com.atproto.server.createSession"
SINCE = Clock().real_now() - timedelta(minutes=2)


@pytest.fixture
def server(running: RunningSandbox) -> Iterator[Server]:
    made = running.sandbox.bluesky
    yield made
    made.clear()
    made.suspended, made.session_seconds = False, 7200.0
    made.describe("Deadlines and awards. Run by Mozilla Open Source Support (MOSS).")


@pytest.fixture
def bluesky(server: Server) -> Bluesky:
    who = server.credentials
    return Bluesky(server.url, who.handle, who.app_password)


def at(origin: str) -> Bluesky:
    return Bluesky(origin, "moss.example.org", "pass-word")


def posted(server: Server) -> list[str]:
    return [post.text for post in server.posts]


def arrived(running: RunningSandbox) -> None:
    """Waits for what was sent and is carried out late."""
    sandbox = running.sandbox
    running.run(sandbox.workspace.feed.until(lambda: bool(sandbox.bluesky.posts)))


def test_a_post_arrives_and_is_found_again(bluesky: Bluesky, server: Server) -> None:
    sent = bluesky.send(POST)
    (post,) = server.posts
    assert post.text == POST.text
    assert sent.external_id == f"{post.uri} {post.cid}"
    assert sent.link == f"{server.url}/profile/{server.credentials.did}/post/{post.id}"
    assert bluesky.find(POST, SINCE) == sent
    assert post.record["createdAt"] == "2026-11-23T10:00:00.123Z"


def test_people_read_it_at_bsky_app() -> None:
    assert at("https://pds.example.org")._link("did:plc:a", "3k") == (
        "https://bsky.app/profile/did:plc:a/post/3k"
    )


def test_the_same_post_again_changes_nothing(bluesky: Bluesky, server: Server) -> None:
    assert bluesky.send(POST) == bluesky.send(replace(POST, key="claim.2"))
    (post,) = server.posts
    assert not post.edited


def test_another_text_is_another_post(bluesky: Bluesky, server: Server) -> None:
    bluesky.send(POST)
    bluesky.send(replace(POST, text="Another.", repeat_key="b" * 64))
    assert len(server.posts) == 2


def test_where_no_moment_is_known_it_follows_from_the_key(bluesky: Bluesky, server: Server) -> None:
    timeless = replace(POST, created=None)
    sent = bluesky.send(timeless)
    assert bluesky.send(timeless) == sent
    assert bluesky.find(timeless, SINCE) == sent
    assert len(server.posts) == 1


def test_keys_are_ids_that_sort_by_time() -> None:
    keys = [record_key(NOW + timedelta(seconds=n), f"{n}") for n in range(50)]
    assert keys == sorted(keys)
    assert all(is_tid(key) for key in [*keys, record_key(None, "a"), tid(0, 0), tid(1 << 60, 2000)])


def test_what_goes_out_at_one_moment_has_keys_of_its_own() -> None:
    assert len({record_key(NOW, f"{n}") for n in range(10_000)}) == 10_000


def test_a_thread_hangs_together(bluesky: Bluesky, server: Server) -> None:
    first = bluesky.send(POST)
    second = bluesky.send(
        replace(
            POST, text="Two.", repeat_key="b", thread=first.external_id, parent=first.external_id
        )
    )
    bluesky.send(
        replace(
            POST, text="Three.", repeat_key="c", thread=first.external_id, parent=second.external_id
        )
    )
    root = server.posts[0].id
    assert [post.thread for post in server.posts] == [root] * 3
    assert [post.reply_to for post in server.posts] == [None, root, server.posts[1].id]
    assert server.posts[2].record["reply"]["root"]["cid"] == server.posts[0].cid


def test_a_part_never_stands_by_itself(bluesky: Bluesky, server: Server) -> None:
    first = bluesky.send(POST)
    bluesky.delete(Post(address="", text="", key="", act=Act.DELETE, target=first.external_id))
    with pytest.raises(PermanentError, match="not there any more"):
        bluesky.send(replace(POST, text="Two.", repeat_key="b", parent=first.external_id))
    assert posted(server) == []


# Facets, cards, pictures


def test_links_mentions_and_tags_are_told_in_bytes(bluesky: Bluesky, server: Server) -> None:
    text = "👩\u200d👧 Grüße @zappa.bsky.social @nobody.test: https://example.org/日本?a=1 #MOSS"
    bluesky.send(replace(POST, text=text))
    (post,) = server.posts
    told = [_told(text, facet) for facet in post.record["facets"]]
    assert told == [
        ("@zappa.bsky.social", "did", "did:plc:zappazappazappazappazapp"),
        ("https://example.org/日本?a=1", "uri", "https://example.org/日本?a=1"),
        ("#MOSS", "tag", "MOSS"),
    ]


def _told(text: str, facet: dict[str, Any]) -> tuple[str, str, str]:
    start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
    (feature,) = facet["features"]
    ((name, value),) = [(key, one) for key, one in feature.items() if key != "$type"]
    return text.encode()[start:end].decode(), name, value


def test_one_link_has_a_card(bluesky: Bluesky, server: Server) -> None:
    one = replace(POST, text="Zappa: https://zappa.example.org/", facts={"title": "Award to Zappa"})
    bluesky.send(one)
    two = replace(POST, text="https://a.example.org https://b.example.org", repeat_key="b")
    bluesky.send(two)
    bluesky.send(replace(POST, text="See https://a.example.org/", repeat_key="c"))
    first, second, third = server.posts
    assert first.card is not None
    assert (first.card.url, first.card.title) == ("https://zappa.example.org/", "Award to Zappa")
    assert second.card is None
    assert third.card is not None
    assert third.card.title == "a.example.org"


def test_a_picture_comes_with_its_alt_text_and_shape(bluesky: Bluesky, server: Server) -> None:
    bluesky.send(replace(POST, text="See https://a.example.org/", images=(CARD,)))
    (post,) = server.posts
    assert [(one.alt, one.type) for one in post.images] == [("A card: Zappa", "image/png")]
    shape = post.record["embed"]["images"][0]["aspectRatio"]
    assert (shape["width"], shape["height"]) == (1600, 900)
    assert post.card is None


def test_a_post_with_a_picture_again_changes_nothing(bluesky: Bluesky, server: Server) -> None:
    with_card = replace(POST, images=(CARD,))
    assert bluesky.send(with_card) == bluesky.send(with_card)
    assert [post.edited for post in server.posts] == [False]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_where_the_upload_breaks_nothing_was_posted(
    bluesky: Bluesky, running: RunningSandbox, server: Server, kind: str
) -> None:
    running.sandbox.faults.add("bluesky", kind, method=UPLOAD, count=1)  # type: ignore[arg-type]
    with pytest.raises(TemporaryError):
        bluesky.send(replace(POST, images=(CARD,)))
    assert posted(server) == []


@pytest.mark.parametrize("method", [UPLOAD, LOGIN])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_comes_before_the_post_can_be_tried_again(
    bluesky: Bluesky, running: RunningSandbox, method: str, status: int
) -> None:
    running.sandbox.faults.add("bluesky", "status", method=method, status=status, count=1)
    with pytest.raises(TemporaryError):
        bluesky.send(replace(POST, images=(CARD,)))


def test_a_picture_that_is_too_big(bluesky: Bluesky, server: Server) -> None:
    big = replace(POST, images=(replace(CARD, data=b"\x89PNG" + b"x" * 2_000_000, alt=""),))
    assert bluesky.problems(big) == [
        "a picture has no alt text", "a picture is 2,000,004 bytes; it takes 2,000,000",
    ]  # fmt: skip
    with pytest.raises(PermanentError, match="too large"):
        bluesky.send(big)
    assert posted(server) == []


# Failing


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry_After": "100"}, 100, 100),
        ({"RateLimit_Reset": str(int(Clock().real_now().timestamp()) + 3600)}, 600, 3601),
        ({}, 60, 60),
    ],
)
def test_429_says_how_long_to_wait(
    says: Says, headers: dict[str, str], least: float, most: float
) -> None:
    body = b'{"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}'
    server = says(429, body, content_type="application/json", **headers)
    with pytest.raises(TemporaryError) as raised:
        at(server.origin).send(POST)
    assert raised.value.retry_after is not None
    assert least <= raised.value.retry_after <= most
    assert server.asked == [LOGIN]


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_fault_of_theirs_says_nothing_about_the_post(
    bluesky: Bluesky, running: RunningSandbox, status: int
) -> None:
    running.sandbox.faults.add("bluesky", "status", method=PUT, status=status)
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)


def test_a_dropped_answer_is_no_failure(
    bluesky: Bluesky, running: RunningSandbox, server: Server
) -> None:
    running.sandbox.faults.add("bluesky", "drop_after", method=PUT, count=1)
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)
    found = bluesky.find(POST, SINCE)
    assert found is not None
    assert bluesky.send(POST) == found
    assert posted(server) == [POST.text]


def test_a_dropped_request_cannot_be_told_from_it(
    bluesky: Bluesky, running: RunningSandbox
) -> None:
    running.sandbox.faults.add("bluesky", "drop_before", method=PUT, count=1)
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)
    assert bluesky.find(POST, SINCE) is None


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_the_client_never_tries_again_by_itself(
    bluesky: Bluesky, running: RunningSandbox, kind: str
) -> None:
    fault = running.sandbox.faults.add("bluesky", kind, method=PUT, count=5)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)
    assert fault.count == 4


def test_a_password_that_is_not_valid(server: Server) -> None:
    bluesky = Bluesky(server.url, server.credentials.handle, "another-secret")
    with pytest.raises(PermanentError, match="BLUESKY_APP_PASSWORD") as raised:
        bluesky.send(POST)
    assert "another-secret" not in str(raised.value)
    with pytest.raises(CannotAskError):
        bluesky.find(POST, SINCE)


def test_an_account_that_is_suspended(bluesky: Bluesky, server: Server) -> None:
    bluesky.send(POST)
    server.suspended = True
    with pytest.raises(PermanentError, match="suspended") as raised:
        bluesky.send(replace(POST, repeat_key="b"))
    assert raised.value.code == "AccountTakedown"


def test_what_may_not_be_done(bluesky: Bluesky, running: RunningSandbox) -> None:
    running.sandbox.faults.add("bluesky", "status", method=PUT, status=403)
    with pytest.raises(PermanentError):
        bluesky.send(POST)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("👩\u200d👩\u200d👧\u200d👦" * 150, "3,750 bytes; it takes 3,000"),
        ("字" * 301, "301 characters as it counts them; it takes 300"),
    ],
)
def test_too_long_is_known_before_and_refused_for_good(
    bluesky: Bluesky, server: Server, text: str, problem: str
) -> None:
    long = replace(POST, text=text)
    (found,) = bluesky.problems(long)
    assert problem in found
    with pytest.raises(PermanentError, match="must not be longer"):
        bluesky.send(long)
    assert posted(server) == []


def test_nobody_there_means_nothing_was_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    bluesky = at(f"http://127.0.0.1:{port}")
    with pytest.raises(TemporaryError, match="cannot be reached"):
        bluesky.send(POST)
    with pytest.raises(TemporaryError):
        bluesky.find(POST, SINCE)


def test_an_answer_that_takes_too_long(
    server: Server, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.bluesky_calls.TIMEOUT", (1, 0.2))
    who = server.credentials
    bluesky = Bluesky(server.url, who.handle, who.app_password)
    running.sandbox.faults.add("bluesky", "delay", method=PUT, seconds=0.5, count=1)
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)
    arrived(running)


def test_an_answer_beyond_the_total_time_out(bluesky: Bluesky, running: RunningSandbox) -> None:
    running.sandbox.faults.add("bluesky", "delay", method=PUT, seconds=0.5, count=1)
    workers = Workers()
    with pytest.raises(TimeoutError):
        workers.within("bluesky", 0.05, lambda: bluesky.send(POST))
    workers.close()
    arrived(running)


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"{", b"[]", b"null", b"{}", b'"words"', b"7"], ids=repr
)
@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_an_answer_that_makes_no_sense_is_no_failure(
    bluesky: Bluesky, says: Says, body: bytes, kind: str
) -> None:
    bluesky.calls.did()
    bluesky.calls._client.update_base_url(says(200, body, content_type=kind).origin)
    with pytest.raises(OutcomeUnknownError):
        bluesky.send(POST)
    with pytest.raises((TemporaryError, CannotAskError)):
        bluesky.find(POST, SINCE)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_password_is_not_sent_elsewhere(says: Says, status: int) -> None:
    elsewhere = says(200, b"{}")
    server = says(status, location=f"{elsewhere.origin}/xrpc/com.atproto.server.createSession")
    with pytest.raises(NetworkError, match="leads elsewhere"):
        at(server.origin).send(POST)
    assert elsewhere.asked == []


def test_a_mention_that_cannot_be_looked_up_now_puts_the_post_off(
    bluesky: Bluesky, running: RunningSandbox, server: Server
) -> None:
    method = "GET /xrpc/com.atproto.identity.resolveHandle"
    running.sandbox.faults.add("bluesky", "status", method=method, status=503, count=1)
    mention = replace(POST, text="For @zappa.bsky.social")
    with pytest.raises(TemporaryError):
        bluesky.send(mention)
    bluesky.send(mention)
    assert len(server.posts[0].record["facets"]) == 1


# Sessions


def test_one_session_serves_for_all(bluesky: Bluesky, server: Server) -> None:
    for number in range(40):
        bluesky.send(replace(POST, text=f"{number}", repeat_key=f"{number}"))
    assert len(server.sessions) == 1
    assert len(server.posts) == 40


def test_a_session_that_ends_soon_is_refreshed(bluesky: Bluesky, server: Server) -> None:
    server.session_seconds = 60.0
    bluesky.send(POST)
    before = set(server.sessions)
    bluesky.send(replace(POST, text="Two.", repeat_key="b"))
    assert len(server.sessions) == 1
    assert server.sessions != before


def test_a_session_that_was_ended_is_made_anew(bluesky: Bluesky, server: Server) -> None:
    bluesky.send(POST)
    server.sessions.clear()
    bluesky.send(replace(POST, text="Two.", repeat_key="b"))
    assert posted(server) == [POST.text, "Two."]
    server.session_seconds = 60.0
    server.sessions.clear()
    bluesky.send(replace(POST, text="Three.", repeat_key="c"))
    server.sessions.clear()
    bluesky.send(replace(POST, text="Four.", repeat_key="d"))
    assert len(server.posts) == 4


# Afterwards


def test_taking_down_can_be_repeated(bluesky: Bluesky, server: Server) -> None:
    sent = bluesky.send(POST)
    gone = Post(address="", text="", key="k", act=Act.DELETE, target=sent.external_id)
    bluesky.delete(gone)
    bluesky.delete(gone)
    assert posted(server) == []
    assert bluesky.find(POST, SINCE) is None


def test_an_edit_is_not_offered(bluesky: Bluesky) -> None:
    assert not bluesky.can.edit
    with pytest.raises(PermanentError, match="cannot be edited"):
        bluesky.edit(replace(POST, act=Act.EDIT, target="at://a/b/c d"))


# Labels


def test_an_account_that_is_labelled(bluesky: Bluesky) -> None:
    assert bluesky.complaints(("Nobody", "moss")) == []
    assert bluesky.account("") == "mosshouse.test"


@pytest.mark.parametrize("description", ["Hello", None])
def test_an_account_that_is_not(bluesky: Bluesky, server: Server, description: str | None) -> None:
    server.describe(description, bot=False)
    automated, operator = bluesky.complaints(("MOSS",))
    assert "not labelled as automated" in automated
    assert "Run by MOSS" in operator
