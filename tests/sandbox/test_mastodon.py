"""The Mastodon instance, spoken to by Mastodon.py: it takes and refuses as a real one does."""

from collections.abc import Iterator

import httpx
import pytest
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonUnauthorizedError,
)

from bot.sandbox.mastodon import Mastodon as Instance
from bot.sandbox.mastodon_text import as_html, counted
from bot.sandbox.server import RunningSandbox, sandbox_in_thread
from tests.sandbox.helpers import HandClock

PNG = b"\x89PNG picture"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def running(clock: HandClock) -> Iterator[RunningSandbox]:
    with sandbox_in_thread(clock) as made:
        yield made


@pytest.fixture
def instance(running: RunningSandbox) -> Instance:
    return running.sandbox.mastodon


@pytest.fixture
def client(instance: Instance) -> Mastodon:
    return client_of(instance, instance.credentials.access_token)


def client_of(instance: Instance, token: str) -> Mastodon:
    return Mastodon(access_token=token, api_base_url=instance.url, ratelimit_method="throw")


def upload(client: Mastodon, data: bytes = PNG, kind: str = "image/png") -> str:
    return str(client.media_post(data, mime_type=kind, description="A card")["id"])


def test_the_instance_tells_its_limits(client: Mastodon) -> None:
    told = client.instance_v2()["configuration"]
    assert told["statuses"]["max_characters"] == 500
    assert told["statuses"]["characters_reserved_per_url"] == 23
    assert "image/png" in told["media_attachments"]["supported_mime_types"]


def test_the_account(client: Mastodon) -> None:
    me = client.account_verify_credentials()
    assert (me["username"], me["bot"]) == ("mosshouse", True)


def test_a_status_with_a_picture_is_shown_read_and_taken_down(
    client: Mastodon, instance: Instance
) -> None:
    made = client.status_post("Hello #MOSS", media_ids=[upload(client)])
    assert client.status(made["id"])["media_attachments"][0]["description"] == "A card"
    (picture,) = instance.posts[0].images
    served = httpx.get(picture.url)
    assert (served.content, served.headers["content-type"]) == (PNG, "image/png")
    assert client.status_delete(made["id"])["text"] == "Hello #MOSS"
    with pytest.raises(MastodonNotFoundError):
        client.status(made["id"])
    assert [post.deleted for post in instance.deleted] == [True]


def test_a_token_opens_its_own_account_only(instance: Instance) -> None:
    with pytest.raises(MastodonUnauthorizedError):
        client_of(instance, "another").status_post("Hello")
    instance.suspended = True
    with pytest.raises(MastodonAPIError, match="disabled"):
        client_of(instance, instance.credentials.access_token).status_post("Hello")


def test_a_key_is_known_for_an_hour(client: Mastodon, instance: Instance, clock: HandClock) -> None:
    first = client.status_post("Hello", idempotency_key="k")
    assert client.status_post("Hello", idempotency_key="k")["id"] == first["id"]
    clock.advance(3601)
    assert client.status_post("Hello", idempotency_key="k")["id"] != first["id"]
    assert len(instance.posts) == 2


def test_too_long_empty_and_unanswerable_are_refused(client: Mastodon, instance: Instance) -> None:
    for text in ("x" * 501, "", "   "):
        with pytest.raises(MastodonAPIError, match="Validation failed"):
            client.status_post(text)
    with pytest.raises(MastodonNotFoundError):
        client.status_post("Hello", in_reply_to_id="1")
    assert instance.posts == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x" * 500, 500),
        ("https://example.org/" + "a" * 400, 23),
        ("(https://example.org/a) and http://example.org", 1 + 23 + 1 + 5 + 23),
        ("example.org/bare", 16),
        ("for @zappa@fosstodon.org", 10),
        ("👩\u200d👩\u200d👧🇵🇹e\u0301", 3),
        ("mail@example.org", 16),
    ],
)
def test_length_is_counted_as_mastodon_counts_it(text: str, count: int) -> None:
    assert counted(text, 23) == count


def test_what_readers_get_is_escaped() -> None:
    shown = as_html("<b> & https://example.org/?a=1&b=2\n@zappa@fosstodon.org\n\n#MOSS", "http://h")
    assert "<b>" not in shown
    assert 'href="https://example.org/?a=1&amp;b=2"' in shown
    assert "<br />" in shown
    assert shown.count("<p>") == 2
    assert "#<span>MOSS</span>" in shown


def test_pictures_are_checked(client: Mastodon, instance: Instance) -> None:
    with pytest.raises(MastodonAPIError, match="content type"):
        upload(client, kind="text/html")
    instance.limits.picture_bytes = 4
    with pytest.raises(MastodonAPIError, match="file size"):
        upload(client)
    with pytest.raises(MastodonAPIError, match="not found"):
        client.status_post("Hello", media_ids=["1"])


def test_a_picture_belongs_to_one_status(client: Mastodon) -> None:
    media = upload(client)
    client.status_post("One", media_ids=[media])
    with pytest.raises(MastodonAPIError, match="already attached"):
        client.status_post("Two", media_ids=[media])


def test_a_picture_that_is_processed_cannot_be_posted_yet(
    client: Mastodon, instance: Instance
) -> None:
    instance.processing = 1
    media = upload(client)
    with pytest.raises(MastodonAPIError, match="finished processing"):
        client.status_post("One", media_ids=[media])
    assert client.media(media)["url"] is None
    assert client.media(media)["url"]
    client.status_post("One", media_ids=[media])


def test_an_edit_drops_the_pictures_that_it_does_not_name(
    client: Mastodon, instance: Instance
) -> None:
    made = client.status_post("One", media_ids=[upload(client)])
    client.status_update(made["id"], "Two")
    (post,) = instance.posts
    assert (post.text, post.edited, post.images) == ("Two", True, ())


def test_own_statuses_come_newest_first_in_pages(client: Mastodon, instance: Instance) -> None:
    for number in range(45):
        instance.post(f"{number}")
    me = instance.credentials.account_id
    page = client.account_statuses(me, limit=40)
    assert [len(page), "44" in page[0]["content"]] == [40, True]
    rest = client.account_statuses(me, limit=40, max_id=page[-1]["id"])
    assert len(rest) == 5
    assert len(client.account_statuses(me, since_id=page[1]["id"])) == 1


def test_requests_are_counted(client: Mastodon, clock: HandClock, instance: Instance) -> None:
    for _ in range(300):
        client.account_verify_credentials()
    with pytest.raises(MastodonRatelimitError):
        client.status_post("Hello")
    clock.advance(301)
    client.status_post("Hello")
    assert len(instance.posts) == 1


def test_uploads_are_counted_by_themselves(client: Mastodon) -> None:
    for _ in range(30):
        upload(client)
    with pytest.raises(MastodonRatelimitError):
        upload(client)
    client.status_post("Hello")


def test_a_link_to_a_status_leads_to_the_timeline(client: Mastodon) -> None:
    made = client.status_post("Hello")
    assert httpx.get(made["url"]).headers["location"] == "/#/mastodon"
