"""Signed announcements against a receiver that checks them."""

import hashlib
import logging
import socket
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import requests

from bot import log
from bot.clock import Clock
from bot.networks.base import (
    Act,
    OutcomeUnknownError,
    PermanentError,
    Post,
    TemporaryError,
    perform,
)
from bot.networks.webhook import Webhook, address_of, signature
from bot.sandbox.server import RunningSandbox
from tests.networks.conftest import Says
from tests.networks.pictures import ALT, picture

FACTS = {"id": "a1", "kind": "award", "program": {"name": "Mozilla Open Source Support"}}


class Late(Clock):
    """A machine whose clock is ten minutes slow."""

    def real_now(self) -> datetime:
        return super().real_now() - timedelta(minutes=10)


@pytest.fixture
def webhook(running: RunningSandbox) -> Webhook:
    receiver = running.sandbox.webhook
    return Webhook([receiver.url], receiver.secret)


def post(webhook: Webhook, **more: object) -> Post:
    (address,) = webhook.addresses()
    made = Post(
        address=address, text="MOSS has awarded $65,000 to Zappa — ✓", key="claim.1",
        repeat_key="7" * 64, facts=FACTS,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_an_announcement_arrives_signed(webhook: Webhook, running: RunningSandbox) -> None:
    sent = webhook.send(post(webhook, images=(picture(),)))
    (heard,) = running.sandbox.webhook.deliveries
    assert sent.external_id == heard.key == "7" * 64
    assert heard.event == "announcement.published"
    assert heard.body["text"] == "MOSS has awarded $65,000 to Zappa — ✓"
    assert {key: heard.body[key] for key in FACTS} == FACTS
    (image,) = heard.body["images"]
    assert (image["alt"], image["width"], image["height"]) == (ALT, 160, 90)
    assert image["sha256"] == hashlib.sha256(picture().data).hexdigest()


def test_an_address_holds_no_secret(webhook: Webhook) -> None:
    url = "https://hooks.example.org/s3cret?token=s3cret"
    assert address_of(url) == f"hooks.example.org-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    assert Webhook([url, "https://other.example.org/"], "x").addresses()[0] == address_of(url)


def test_what_comes_again_is_dropped(webhook: Webhook, running: RunningSandbox) -> None:
    webhook.send(post(webhook))
    webhook.send(post(webhook, key="claim.2"))
    assert len(running.sandbox.webhook.posts) == 1
    assert running.sandbox.webhook.repeated == ["7" * 64]


def test_an_answer_that_was_lost_is_no_reason_not_to_send_again(
    webhook: Webhook, running: RunningSandbox
) -> None:
    running.sandbox.faults.add("webhook", "drop_after", count=1)
    with pytest.raises(OutcomeUnknownError):
        webhook.send(post(webhook))
    assert webhook.find(post(webhook), Clock().real_now()) is None  # type: ignore[func-returns-value]
    webhook.send(post(webhook))
    assert len(running.sandbox.webhook.posts) == 1


def test_a_correction_and_a_removal_name_what_they_are_about(
    webhook: Webhook, running: RunningSandbox
) -> None:
    receiver = running.sandbox.webhook
    sent = webhook.send(post(webhook, images=(picture(),))).external_id
    edit = post(webhook, act=Act.EDIT, target=sent, text="$66,000", repeat_key="8" * 64)
    assert perform(webhook, edit).external_id == sent
    (shown,) = receiver.posts
    assert (shown.text, shown.edited, len(shown.images)) == ("$66,000", True, 1)
    gone = post(webhook, act=Act.DELETE, target=sent, repeat_key="9" * 64)
    perform(webhook, gone)
    perform(webhook, gone)
    assert receiver.posts == []
    assert [one.id for one in receiver.deleted] == [sent]
    assert [one.event for one in receiver.deliveries] == [
        "announcement.published", "announcement.corrected", "announcement.removed",
    ]  # fmt: skip


def test_the_receiver_refuses_what_is_not_signed_by_the_secret(running: RunningSandbox) -> None:
    webhook = Webhook([running.sandbox.webhook.url], "another secret")
    with pytest.raises(PermanentError, match="WEBHOOK_SECRET"):
        webhook.send(post(webhook))
    late = Webhook([running.sandbox.webhook.url], running.sandbox.webhook.secret, Late())
    with pytest.raises(PermanentError, match="401"):
        late.send(post(late))
    assert running.sandbox.webhook.deliveries == []


def test_a_changed_body_is_not_signed(running: RunningSandbox) -> None:
    receiver = running.sandbox.webhook
    now = int(Clock().real_now().timestamp())
    headers = {
        "X-Eightdays-Timestamp": str(now),
        "X-Eightdays-Signature": signature(receiver.secret, now, b'{"event": "a"}'),
        "X-Eightdays-Idempotency-Key": "k",
    }
    answer = requests.post(receiver.url, data=b'{"event": "b"}', headers=headers, timeout=5)
    assert answer.status_code == 401


def test_the_signature_is_one_that_anybody_can_reckon() -> None:
    # printf '1516730400.{"a":1}' | openssl dgst -sha256 -hmac secret
    assert signature("secret", 1516730400, b'{"a":1}') == (
        "v1=c6e826db5648726ec3e28dc944f793aabe3527f6d469a437f3ea69bed49847d4"
    )


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_taken(says: Says, status: int) -> None:
    webhook = Webhook([f"{says(status).origin}/"], "secret")
    assert webhook.send(post(webhook)).external_id == "7" * 64


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_sent_again_later(says: Says, status: int) -> None:
    webhook = Webhook([f"{says(status, Retry_After='7').origin}/"], "secret")
    with pytest.raises(TemporaryError) as raised:
        webhook.send(post(webhook))
    assert raised.value.retry_after == 7


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 422])
def test_refused_for_good(says: Says, status: int) -> None:
    webhook = Webhook([f"{says(status).origin}/hook?token=s3cret"], "secret")
    with pytest.raises(PermanentError, match=str(status)) as raised:
        webhook.send(post(webhook))
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(says: Says, status: int) -> None:
    elsewhere = says(200)
    webhook = Webhook([f"{says(status, location=elsewhere.origin).origin}/"], "secret")
    with pytest.raises(PermanentError, match="redirect"):
        webhook.send(post(webhook))
    assert elsewhere.asked == []


def test_nobody_there_means_nothing_was_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    webhook = Webhook([f"http://127.0.0.1:{port}/hook?token=s3cret"], "secret")
    with pytest.raises(TemporaryError, match="cannot be reached: refused") as raised:
        webhook.send(post(webhook))
    assert "s3cret" not in str(raised.value)
    (complaint,) = webhook.complaints(())
    assert "cannot be reached" in complaint
    assert "s3cret" not in complaint


def test_a_receiver_that_is_not_named_any_more(webhook: Webhook) -> None:
    with pytest.raises(PermanentError, match="WEBHOOK_URLS"):
        webhook.send(post(webhook, address="gone.example.org-12345678"))


def test_a_look_at_the_receivers_delivers_nothing(
    webhook: Webhook, running: RunningSandbox
) -> None:
    assert webhook.complaints(()) == []
    assert running.sandbox.webhook.deliveries == []


def test_a_large_picture_stays_behind(webhook: Webhook, running: RunningSandbox) -> None:
    large = replace(picture(), data=picture().data + b"\0" * 600_000)
    webhook.send(post(webhook, images=(large,)))
    (image,) = running.sandbox.webhook.deliveries[0].body["images"]
    assert "data" not in image
    assert image["alt"] == ALT


def test_no_address_reaches_the_log(
    running: RunningSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    handlers, root = logging.getLogger().handlers[:], logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in (*log.QUIET, "")}
    try:
        log.configure("debug")
        root.addHandler(caplog.handler)
        webhook = Webhook([f"{running.sandbox.webhook.url}?token=s3cret"], "hmac-secret")
        with pytest.raises(PermanentError):
            webhook.send(post(webhook))
    finally:
        root.handlers[:] = handlers
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
    assert "s3cret" not in caplog.text
    assert "hmac-secret" not in caplog.text
