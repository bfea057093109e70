"""slack_sdk against a workspace: each way of failing told apart, nothing sent twice."""

import json
import logging
import socket
from dataclasses import replace
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
from bot.networks.slack import Slack
from bot.networks.slack_calls import make_client
from bot.sandbox.server import RunningSandbox
from bot.workers import Workers
from tests.networks.conftest import Says

POST = Post(address="#moss", text="Eight days left", key="claim.1")


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def lately() -> datetime:
    return Clock().real_now() - timedelta(minutes=2)


def heard(running: RunningSandbox, channel: str = "#moss") -> list[str]:
    return [message.text for message in running.sandbox.workspace.messages(channel)]


def slack_at(origin: str) -> Slack:
    return Slack(make_client("xoxb-1", f"{origin}/api/"))


def test_a_post_arrives_and_is_found_again(slack: Slack, running: RunningSandbox) -> None:
    sent = slack.send(POST)
    (message,) = running.sandbox.workspace.messages("#moss")
    assert sent.external_id == f"C0MOSS:{message.ts}"
    assert sent.link == (
        f"https://moss-house.slack.com/archives/C0MOSS/p{message.ts.replace('.', '')}"
    )
    assert slack.find(POST, lately()) == sent


def test_blocks_go_out_with_the_text(slack: Slack, running: RunningSandbox) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Eight"}}
    slack.send(Post(address="#moss", text="Eight", key="k", blocks=[block]))
    (message,) = running.sandbox.workspace.messages("#moss")
    assert [each["text"] for each in message.blocks] == [block["text"]]


# Finding


def test_another_post_with_the_same_words_is_not_it(slack: Slack) -> None:
    slack.send(Post(address="#moss", text=POST.text, key="claim.2"))
    assert slack.find(POST, lately()) is None


def test_what_was_before_the_window_is_not_found(slack: Slack) -> None:
    slack.send(POST)
    assert slack.find(POST, Clock().real_now() + timedelta(seconds=5)) is None


def test_it_is_found_behind_many_others(
    slack: Slack, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.slack.PAGE", 3)
    sent = slack.send(POST)
    for number in range(10):
        running.sandbox.workspace.post("C0MOSS", "U0ADA", f"chatter {number}")
    assert slack.find(POST, lately()) == sent


def test_it_is_found_by_a_process_that_did_not_send_it(
    slack: Slack, running: RunningSandbox
) -> None:
    sent = slack.send(POST)
    credentials = running.sandbox.credentials
    other = Slack(make_client(credentials.bot_token, running.sandbox.slack_api_url))
    assert other.find(POST, lately()) == sent


def test_a_person_who_copies_the_words_is_not_the_bot(
    slack: Slack, running: RunningSandbox
) -> None:
    running.sandbox.workspace.post("C0MOSS", "U0MIA", POST.text)
    assert slack.find(POST, lately()) is None


@pytest.mark.parametrize("channel", ["#random", "#nowhere"])
def test_where_the_bot_is_not_it_cannot_look(slack: Slack, channel: str) -> None:
    with pytest.raises(CannotAskError):
        slack.find(Post(address=channel, text="", key="k"), lately())


@pytest.mark.parametrize("status", [429, 500, 503])
def test_asking_may_be_put_off(slack: Slack, running: RunningSandbox, status: int) -> None:
    running.sandbox.faults.add("slack", "status", status=status)
    with pytest.raises(TemporaryError):
        slack.find(POST, lately())


def test_asking_with_a_dead_token_is_for_a_person(running: RunningSandbox) -> None:
    slack = Slack(make_client("xoxb-revoked", running.sandbox.slack_api_url))
    with pytest.raises(CannotAskError):
        slack.find(POST, lately())


# In threads


def test_an_answer_stands_in_the_thread_and_in_the_channel(
    slack: Slack, running: RunningSandbox
) -> None:
    asked = slack.send(POST)
    answer = Post(
        address="#moss", text="Moved", key="m.1", thread=asked.external_id, broadcast=True
    )
    sent = slack.send(answer)
    space = running.sandbox.workspace
    first = space.messages("#moss")[0]
    assert [one.text for one in space.replies("#moss", first.ts)] == ["Moved"]
    assert [one.text for one in space.history("#moss")] == ["Eight days left", "Moved"]
    assert slack.find(answer, lately()) == sent


def test_an_answer_in_the_thread_alone_is_found_there(slack: Slack) -> None:
    asked = slack.send(POST)
    answer = Post(address="#moss", text="Moved", key="m.1", thread=asked.external_id)
    sent = slack.send(answer)
    assert slack.find(answer, lately()) == sent
    assert slack.find(replace(answer, key="m.2"), lately()) is None


def test_an_answer_to_what_was_deleted_stands_in_the_channel(
    slack: Slack, running: RunningSandbox
) -> None:
    asked = slack.send(POST)
    running.sandbox.workspace.delete("C0MOSS", asked.external_id.partition(":")[2])
    answer = Post(
        address="#moss", text="Moved", key="m.1", thread=asked.external_id, broadcast=True
    )
    assert slack.find(answer, lately()) is None
    sent = slack.send(answer)
    assert [one.text for one in running.sandbox.workspace.history("#moss")] == ["Moved"]
    assert slack.find(answer, lately()) == sent


def test_a_thread_that_slack_does_not_take_is_no_reason_to_say_nothing(
    slack: Slack, running: RunningSandbox
) -> None:
    answer = Post(address="#moss", text="Moved", key="m.1", thread="C0MOSS:0", broadcast=True)
    sent = slack.send(answer)
    assert heard(running) == ["Moved"]
    assert slack.find(answer, lately()) == sent


# Failing


def test_429_says_how_long_to_wait(slack: Slack, running: RunningSandbox) -> None:
    running.sandbox.faults.add("slack", "status", status=429, retry_after=17)
    with pytest.raises(TemporaryError) as raised:
        slack.send(POST)
    assert raised.value.retry_after == 17
    assert heard(running) == []


def test_429_without_a_number_is_still_a_429(says: Says) -> None:
    server = says(429, b'{"ok": false, "error": "ratelimited"}', Retry_After="soon")
    with pytest.raises(TemporaryError):
        slack_at(server.origin).send(POST)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_slacks_says_nothing_about_the_post(
    slack: Slack, running: RunningSandbox, status: int
) -> None:
    # "It's possible some aspect of the operation succeeded before the error was raised."
    running.sandbox.faults.add("slack", "status", status=status)
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
def test_so_does_one_that_comes_with_200(says: Says, code: str) -> None:
    server = says(200, json.dumps({"ok": False, "error": code}).encode())
    with pytest.raises(OutcomeUnknownError):
        slack_at(server.origin).send(POST)


@pytest.mark.parametrize("code", ["service_unavailable", "ratelimited", "request_timeout"])
def test_some_refusals_pass(says: Says, code: str) -> None:
    server = says(200, json.dumps({"ok": False, "error": code}).encode())
    with pytest.raises(TemporaryError):
        slack_at(server.origin).send(POST)


@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_need_not_try_again(slack: Slack, running: RunningSandbox, status: int) -> None:
    running.sandbox.faults.add("slack", "status", status=status)
    with pytest.raises(PermanentError):
        slack.send(POST)
    assert heard(running) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#random", "/invite @eightdays"),
        ("#nowhere", "there is no such channel"),
        ("#attic", "the channel is archived"),
    ],
)
def test_a_channel_that_will_not_do_is_said_with_the_remedy(
    slack: Slack, running: RunningSandbox, address: str, said: str
) -> None:
    running.sandbox.workspace.add_channel("attic", bot_member=True)
    running.sandbox.workspace.archive("attic")
    with pytest.raises(PermanentError, match=said):
        slack.send(Post(address=address, text="Hello", key="k"))


def test_a_dead_token_is_said_by_the_name_of_its_setting(running: RunningSandbox) -> None:
    slack = Slack(make_client("xoxb-revoked", running.sandbox.slack_api_url))
    with pytest.raises(PermanentError, match="SLACK_BOT_TOKEN") as raised:
        slack.send(POST)
    assert "xoxb" not in str(raised.value)


def test_nobody_there_means_nothing_was_taken() -> None:
    with pytest.raises(TemporaryError, match="cannot be reached"):
        slack_at(f"http://127.0.0.1:{closed_port()}").send(POST)


def test_a_dropped_answer_is_no_failure(slack: Slack, running: RunningSandbox) -> None:
    running.sandbox.faults.add("slack", "drop_after", method="chat.postMessage", count=1)
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)
    assert heard(running) == [POST.text]
    found = slack.find(POST, lately())
    assert found is not None


def test_a_dropped_request_cannot_be_told_from_it(slack: Slack, running: RunningSandbox) -> None:
    running.sandbox.faults.add("slack", "drop_before", method="chat.postMessage", count=1)
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)
    assert heard(running) == []
    assert slack.find(POST, lately()) is None


def test_an_answer_that_takes_too_long(
    running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.slack_calls.TIMEOUT", 1)
    credentials = running.sandbox.credentials
    slack = Slack(make_client(credentials.bot_token, running.sandbox.slack_api_url))
    running.sandbox.faults.add("slack", "delay", method="chat.postMessage", seconds=1.3, count=1)
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)


def test_an_answer_beyond_the_total_time_out(slack: Slack, running: RunningSandbox) -> None:
    running.sandbox.faults.add("slack", "delay", method="chat.postMessage", seconds=0.5, count=1)
    workers = Workers()
    with pytest.raises(TimeoutError):
        workers.within("slack", 0.05, lambda: slack.send(POST))
    # It runs on unheard, and what it sent is there to be found.
    assert workers.within("other", 5, lambda: _sooner_or_later(slack)) is not None
    workers.close()


def _sooner_or_later(slack: Slack) -> object:
    found = None
    while found is None:
        found = slack.find(POST, lately())
    return found


@pytest.mark.parametrize(
    "body",
    [b"<html>hello</html>", b"", b"{", b"[]", b"null", b"true", b"{}", b'{"ok": true}', b"\xff"],
    ids=repr,
)
def test_an_answer_that_makes_no_sense_is_no_failure(says: Says, body: bytes) -> None:
    server = says(200, body, content_type="application/json")
    slack = slack_at(server.origin)
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)
    with pytest.raises((TemporaryError, CannotAskError)):
        slack.find(Post(address="C0MOSS", text="", key="k"), lately())


def test_a_proxys_refusal_is_no_answer_of_slacks(says: Says) -> None:
    server = says(502, b"<html>Bad gateway</html>")
    with pytest.raises(OutcomeUnknownError):
        slack_at(server.origin).send(POST)


def test_an_answer_cut_short(says: Says) -> None:
    server = says(200, b'{"ok": true', Content_Length="400")
    with pytest.raises(OutcomeUnknownError):
        slack_at(server.origin).send(POST)


# Once


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_client_never_tries_again_by_itself(says: Says, status: int) -> None:
    server = says(status, b'{"ok": false, "error": "x"}', Retry_After="0")
    with pytest.raises(NetworkError):
        slack_at(server.origin).send(POST)
    assert server.asked == ["POST /api/chat.postMessage"]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_nor_where_the_connection_breaks(slack: Slack, running: RunningSandbox, kind: str) -> None:
    fault = running.sandbox.faults.add("slack", kind, method="chat.postMessage", count=5)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknownError):
        slack.send(POST)
    assert fault.count == 4


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nonsense"], ids=repr)
def test_a_link_that_makes_no_sense_is_none(says: Says, body: bytes) -> None:
    assert slack_at(says(200, body).origin)._link("C0MOSS", "1.0") is None


def test_no_link_is_no_failure(slack: Slack, running: RunningSandbox) -> None:
    running.sandbox.faults.add("slack", "status", method="chat.getPermalink", status=500)
    sent = slack.send(POST)
    assert sent.link is None
    assert heard(running) == [POST.text]


# What else is asked of Slack


def test_members_of_a_group(slack: Slack, running: RunningSandbox) -> None:
    assert slack.members("S0STAFF") == {"U0OLIVE", "U0ADA", "U0BEN"}
    with pytest.raises(CannotAskError, match="no_such_subteam"):
        slack.members("S0NOBODY")
    running.sandbox.faults.add("slack", "drop_before", method="usergroups.users.list", count=1)
    with pytest.raises(TemporaryError):
        slack.members("S0STAFF")


def test_a_card_is_redrawn(slack: Slack, running: RunningSandbox) -> None:
    sent = slack.send(POST)
    slack.update(sent.external_id, "Seven days left", [])
    assert heard(running) == ["Seven days left"]


def test_what_slack_would_refuse_is_known_before() -> None:
    slack = slack_at("http://127.0.0.1:1")
    assert slack.problems(POST) == []
    assert slack.problems(Post(address="#moss", text="a" * 40_001, key="k"))
    assert slack.problems(Post(address="#moss", text="a", key="k", blocks=[{}] * 51))


def test_no_token_reaches_the_log(
    slack: Slack, running: RunningSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    levels = {name: logging.getLogger(name).level for name in (*log.QUIET, "")}
    handlers = logging.getLogger().handlers[:]
    try:
        log.configure("debug")
        logging.getLogger().addHandler(caplog.handler)
        slack.send(POST)
        running.sandbox.faults.add("slack", "drop_before", count=1)
        with pytest.raises(OutcomeUnknownError):
            slack.send(POST)
    finally:
        logging.getLogger().handlers[:] = handlers
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    assert running.sandbox.credentials.bot_token not in caplog.text
