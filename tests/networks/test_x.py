"""tweepy against an account: each way of failing told apart, nothing sent twice."""

import logging
import socket
from datetime import datetime, timedelta

import pytest

from bot import log
from bot.clock import Clock
from bot.networks.base import (
    CannotAskError,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    TemporaryError,
)
from bot.networks.x import X
from bot.sandbox.server import RunningSandbox
from bot.workers import Workers
from tests.networks.conftest import Says, x_at

POST = Post(address="", text="MOSS has awarded $65,000 to Zappa to scale better.", key="claim.1")
TWEETS = "POST /2/tweets"


def lately() -> datetime:
    return Clock().real_now() - timedelta(minutes=2)


def posted(running: RunningSandbox) -> list[str]:
    return [post.text for post in running.sandbox.x.posts]


def test_a_post_arrives_and_is_found_again(x: X, running: RunningSandbox) -> None:
    sent = x.send(POST)
    (post,) = running.sandbox.x.posts
    assert post.text == POST.text
    assert sent.external_id == post.id
    assert sent.link == f"{running.sandbox.origin}/i/web/status/{post.id}"
    assert x.find(POST, lately()) == sent


def test_a_link_of_x_itself_leads_to_xs_pages(running: RunningSandbox) -> None:
    assert x_at("https://api.x.com", running)._sent("1").link == "https://x.com/i/web/status/1"


@pytest.mark.parametrize(
    "text", ["Bits & bytes <3", "  two\nlines  ", "It’s “done” — 8 > 7", "日本語の発表 🎉"]
)
def test_odd_words_are_found_again(x: X, running: RunningSandbox, text: str) -> None:
    sent = x.send(Post(address="", text=text, key="k"))
    assert x.find(Post(address="", text=text, key="k"), lately()) == sent


def test_words_that_begin_alike_are_not_it(x: X) -> None:
    x.send(Post(address="", text=POST.text + " More soon.", key="k"))
    assert x.find(POST, lately()) is None


def test_what_was_before_the_window_is_not_found(x: X) -> None:
    x.send(POST)
    assert x.find(POST, Clock().real_now() + timedelta(seconds=5)) is None


def test_an_empty_timeline_has_nothing(x: X) -> None:
    assert x.find(POST, lately()) is None


def test_short_links_of_xs_own_are_read_as_they_were_written(
    running: RunningSandbox, says: Says
) -> None:
    body = (
        b'{"data": [{"id": "1", "edit_history_tweet_ids": ["1"], "text": "See https://t.co/abc &amp; more", "entities": {"urls": '
        b'[{"url": "https://t.co/abc", "expanded_url": "https://pypi.example.org/"}]}}]}'
    )
    x = x_at(says(200, body, content_type="application/json").origin, running)
    x._me = ("1", "moss")
    wanted = Post(address="", text="See https://pypi.example.org/ & more", key="k")
    found = x.find(wanted, lately())
    assert found is not None
    assert found.external_id == "1"


# Failing


def test_429_says_how_long_to_wait(running: RunningSandbox, says: Says) -> None:
    reset = int(Clock().real_now().timestamp()) + 100
    server = says(429, b"{}", x_rate_limit_reset=str(reset))
    with pytest.raises(TemporaryError) as raised:
        x_at(server.origin, running).send(POST)
    assert raised.value.retry_after is not None
    assert 90 <= raised.value.retry_after <= 101


def test_429_without_a_number_is_still_a_429(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "status", method=TWEETS, status=429)
    with pytest.raises(TemporaryError) as raised:
        x.send(POST)
    assert raised.value.retry_after == 60
    assert posted(running) == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_xs_says_nothing_about_the_post(
    x: X, running: RunningSandbox, status: int
) -> None:
    running.sandbox.faults.add("x", "status", method=TWEETS, status=status)
    with pytest.raises(OutcomeUnknownError):
        x.send(POST)


def test_keys_that_are_not_valid(running: RunningSandbox) -> None:
    x = x_at(running.sandbox.origin, running, secret="another")
    with pytest.raises(PermanentError, match="keys or tokens") as raised:
        x.send(POST)
    assert "another" not in str(raised.value)
    with pytest.raises(CannotAskError):
        x.find(POST, lately())


def test_what_may_not_be_done(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "status", method=TWEETS, status=403)
    with pytest.raises(PermanentError):
        x.send(POST)


def test_the_same_words_again_are_for_a_person(x: X, running: RunningSandbox) -> None:
    x.send(POST)
    with pytest.raises(PermanentError, match="posted before"):
        x.send(POST)
    assert posted(running) == [POST.text]


def test_too_long_is_known_before_and_refused_for_good(x: X, running: RunningSandbox) -> None:
    long = Post(address="", text="字" * 141, key="k")
    assert x.problems(long) == ["282 characters as it counts them; it takes 280"]
    assert x.problems(POST) == []
    with pytest.raises(PermanentError, match="too long"):
        x.send(long)
    assert posted(running) == []


def test_nobody_there_means_nothing_was_taken(running: RunningSandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    x = x_at(f"http://127.0.0.1:{port}", running)
    with pytest.raises(TemporaryError, match="cannot be reached"):
        x.send(POST)
    with pytest.raises(TemporaryError):
        x.find(POST, lately())


def test_a_dropped_answer_is_no_failure(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "drop_after", method=TWEETS, count=1)
    with pytest.raises(OutcomeUnknownError):
        x.send(POST)
    assert posted(running) == [POST.text]
    assert x.find(POST, lately()) is not None


def test_a_dropped_request_cannot_be_told_from_it(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "drop_before", method=TWEETS, count=1)
    with pytest.raises(OutcomeUnknownError):
        x.send(POST)
    assert x.find(POST, lately()) is None


def test_an_answer_that_takes_too_long(
    x: X, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.http.TIMEOUT", (1, 0.1))
    running.sandbox.faults.add("x", "delay", method=TWEETS, seconds=0.3, count=1)
    with pytest.raises(OutcomeUnknownError):
        x.send(POST)


def test_an_answer_beyond_the_total_time_out(x: X, running: RunningSandbox) -> None:
    running.sandbox.faults.add("x", "delay", method=TWEETS, seconds=0.3, count=1)
    workers = Workers()
    with pytest.raises(TimeoutError):
        workers.within("x", 0.05, lambda: x.send(POST))
    workers.close()


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"{", b"[]", b"null", b"{}", b'{"data": {}}'], ids=repr
)
@pytest.mark.parametrize("status", [200, 201])
def test_an_answer_that_makes_no_sense_is_no_failure(
    running: RunningSandbox, says: Says, body: bytes, status: int
) -> None:
    server = says(status, body, content_type="application/json")
    with pytest.raises(OutcomeUnknownError):
        x_at(server.origin, running).send(POST)
    with pytest.raises((TemporaryError, CannotAskError)):
        x_at(server.origin, running).find(POST, lately())


def test_an_answer_cut_short(running: RunningSandbox, says: Says) -> None:
    server = says(201, b'{"data": {"id": "1"', Content_Length="400")
    with pytest.raises(OutcomeUnknownError):
        x_at(server.origin, running).send(POST)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_signed_request_is_not_sent_elsewhere(
    running: RunningSandbox, says: Says, status: int
) -> None:
    elsewhere = says(201, b'{"data": {"id": "1"}}')
    server = says(status, location=f"{elsewhere.origin}/2/tweets")
    with pytest.raises(NetworkError):
        x_at(server.origin, running).send(POST)
    assert elsewhere.asked == []


# Once


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_client_never_tries_again_by_itself(
    running: RunningSandbox, says: Says, status: int
) -> None:
    server = says(status, b"{}", Retry_After="0")
    with pytest.raises(NetworkError):
        x_at(server.origin, running).send(POST)
    assert server.asked == [TWEETS]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_nor_where_the_connection_breaks(x: X, running: RunningSandbox, kind: str) -> None:
    fault = running.sandbox.faults.add("x", kind, method=TWEETS, count=5)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknownError):
        x.send(POST)
    assert fault.count == 4


# Secrets


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_no_secret_reaches_the_log(
    x: X, running: RunningSandbox, caplog: pytest.LogCaptureFixture, level: str
) -> None:
    levels = {name: logging.getLogger(name).level for name in (*log.QUIET, "")}
    handlers = logging.getLogger().handlers[:]
    try:
        log.configure(level)
        logging.getLogger().addHandler(caplog.handler)
        logging.getLogger("tests").warning("heard")
        x.send(POST)
        x.find(POST, lately())
        with pytest.raises(PermanentError):
            x_at(running.sandbox.origin, running, secret="wrong-secret").send(POST)
    finally:
        logging.getLogger().handlers[:] = handlers
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
    assert ("heard" in caplog.text) == (level != "error")
    who = running.sandbox.x.credentials
    secrets = (who.api_key, who.api_secret, who.access_token, who.access_token_secret)
    assert [
        secret for secret in (*secrets, "wrong-secret", "oauth_") if secret in caplog.text
    ] == []
