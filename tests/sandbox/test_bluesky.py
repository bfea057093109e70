"""The personal data server, spoken to by atproto: it takes and refuses as the lexicons say."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from atproto_client import Client
from atproto_client.exceptions import (
    BadRequestError,
    NetworkError,
    RateLimitExceededError,
    RequestException,
    UnauthorizedError,
)

from bot.networks.bluesky_calls import _Once
from bot.networks.tids import tid
from bot.sandbox.bluesky import Bluesky as Server
from bot.sandbox.bluesky import cid_of
from bot.sandbox.bluesky_lexicon import XrpcError, check_post
from bot.sandbox.server import RunningSandbox, sandbox_in_thread
from tests.sandbox.helpers import HandClock

POST = "app.bsky.feed.post"
KEY = tid(1_790_000_000_000_000, 1)
PNG = b"\x89PNG picture"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def running(clock: HandClock) -> Iterator[RunningSandbox]:
    with sandbox_in_thread(clock) as made:
        yield made


@pytest.fixture
def server(running: RunningSandbox) -> Server:
    return running.sandbox.bluesky


@pytest.fixture
def client(server: Server) -> Client:
    made = Client(server.url, _Once())
    made.login(server.credentials.handle, server.credentials.app_password)
    return made


def record(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": "2026-11-23T10:00:00Z", **more}


def put(client: Client, server: Server, made: dict[str, Any], key: str = KEY) -> Any:
    where = {"repo": server.credentials.did, "collection": POST, "rkey": key}
    return client.com.atproto.repo.put_record({**where, "record": made})


def test_login_gives_the_profile(client: Client, server: Server) -> None:
    assert client.me.did == server.credentials.did
    assert [label.val for label in client.me.labels] == ["bot"]


def test_the_clients_own_way_of_posting_works(client: Client, server: Server) -> None:
    made = client.send_images("A card", images=[PNG], image_alts=["The card"])
    client.send_post("An answer", reply_to=_reply(made))
    first, second = server.posts
    assert [one.alt for one in first.images] == ["The card"]
    assert (second.thread, second.reply_to) == (first.id, first.id)
    assert httpx.get(first.images[0].url).content == PNG
    assert client.delete_post(made.uri)
    assert [post.text for post in server.deleted] == ["A card"]


def _reply(made: Any) -> dict[str, Any]:
    ref = {"uri": made.uri, "cid": made.cid}
    return {"root": ref, "parent": ref}


def test_the_same_again_is_nothing_new(client: Client, server: Server) -> None:
    first = put(client, server, record())
    again = put(client, server, record())
    assert first.commit is not None
    assert again.commit is None
    assert (first.uri, first.cid) == (again.uri, again.cid)
    put(client, server, record("Another"))
    assert [(post.text, post.edited) for post in server.posts] == [("Another", True)]


def test_creating_what_is_there_is_no_way_to_ask(client: Client, server: Server) -> None:
    where = {"repo": server.credentials.handle, "collection": POST, "rkey": KEY}
    client.com.atproto.repo.create_record({**where, "record": record()})
    with pytest.raises(RequestException) as raised:
        client.com.atproto.repo.create_record({**where, "record": record()})
    assert raised.value.response.status_code == 500


def test_several_writes_at_once(client: Client, server: Server) -> None:
    writes = [
        {"$type": "com.atproto.repo.applyWrites#create", "collection": POST,
         "rkey": tid(1_790_000_000_000_000 + n, 0), "value": record(f"{n}")}
        for n in range(3)
    ]  # fmt: skip
    client.com.atproto.repo.apply_writes({"repo": server.credentials.did, "writes": writes})
    assert [post.text for post in server.posts] == ["0", "1", "2"]
    page = client.com.atproto.repo.list_records(
        {"repo": server.credentials.did, "collection": POST, "limit": 2}
    )
    assert [one.value.text for one in page.records] == ["2", "1"]
    rest = client.com.atproto.repo.list_records(
        {"repo": server.credentials.did, "collection": POST, "cursor": page.cursor}
    )
    assert [one.value.text for one in rest.records] == ["0"]


def test_what_is_not_there(client: Client, server: Server) -> None:
    asked = {"repo": server.credentials.did, "collection": POST, "rkey": KEY}
    with pytest.raises(BadRequestError, match="RecordNotFound"):
        client.com.atproto.repo.get_record(asked)
    client.com.atproto.repo.delete_record(asked)
    with pytest.raises(BadRequestError, match="Unable to resolve"):
        client.resolve_handle("nobody.test")
    assert client.resolve_handle("zappa.bsky.social").did.startswith("did:plc:")


# Who may


def test_a_wrong_password_opens_nothing(server: Server) -> None:
    with pytest.raises(UnauthorizedError, match="Invalid identifier or password"):
        Client(server.url, _Once()).login(server.credentials.handle, "wrong")
    answer = httpx.post(f"{server.url}/xrpc/com.atproto.repo.putRecord", json={})
    assert (answer.status_code, answer.json()["error"]) == (401, "AuthMissing")


def test_a_forged_token_opens_nothing(client: Client, server: Server) -> None:
    token = client._session.access_jwt
    for forged in (token[:-2] + "xx", "a.b.c", client._session.refresh_jwt):
        answer = httpx.post(
            f"{server.url}/xrpc/com.atproto.repo.deleteRecord",
            json={"repo": server.credentials.did, "collection": POST, "rkey": KEY},
            headers={"authorization": f"Bearer {forged}"},
        )
        assert (answer.status_code, answer.json()["error"]) == (400, "InvalidToken")


def test_a_session_ends(client: Client, server: Server, clock: HandClock) -> None:
    clock.advance(7201)
    with pytest.raises(BadRequestError, match="ExpiredToken"):
        put(client, server, record())
    client._refresh_and_set_session()
    put(client, server, record())
    server.suspended = True
    with pytest.raises(UnauthorizedError, match="taken down"):
        put(client, server, record("Another"))


def test_sessions_are_counted(server: Server, clock: HandClock) -> None:
    client = Client(server.url, _Once())
    who = server.credentials
    for _ in range(30):
        client.login(who.handle, who.app_password, fetch_bsky_profile=False)
    with pytest.raises(RateLimitExceededError) as raised:
        client.login(who.handle, who.app_password, fetch_bsky_profile=False)
    assert raised.value.policy == "30;w=300"
    clock.advance(301)
    client.login(who.handle, who.app_password, fetch_bsky_profile=False)


# What a post has to be


def test_a_post_in_order_is_taken() -> None:
    check_post(record("x" * 300), {})
    check_post(record("👩\u200d👩\u200d👧" * 150), {})


def _facet(start: int, end: int, **feature: Any) -> dict[str, Any]:
    kind = "app.bsky.richtext.facet#" + feature.pop("kind", "link")
    told = feature or {"uri": "https://a.example.org"}
    return {
        "index": {"byteStart": start, "byteEnd": end},
        "features": [{"$type": kind, **told}],
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "must be an object"),
        ({"createdAt": "2026-11-23T10:00:00Z"}, "text must be a string"),
        (record("x" * 301), "300 graphemes"),
        (record("👩\u200d👩\u200d👧\u200d👦" * 130), "3000 bytes"),
        (record(" "), "must not be empty"),
        (record(createdAt="yesterday"), "createdAt"),
        (record(createdAt="2026-11-23T10:00:00"), "createdAt"),
        (record(langs=["en", "de", "pt", "sv"]), "langs"),
        (record(facets=[_facet(0, 6)]), "not within the text"),
        (record(facets=[_facet(3, 3)]), "not within the text"),
        (record("日本", facets=[_facet(0, 4)]), "cuts a character"),
        (record(facets=[_facet(0, 3), _facet(2, 5)]), "overlaps"),
        (record(facets=[_facet(0, 5, uri="moss")]), "must be a uri"),
        (record(facets=[_facet(0, 5, kind="mention", did="@moss")]), "valid did"),
        (record(facets=[_facet(0, 5, kind="tag", tag="#moss")]), "without #"),
        (record(facets=[_facet(0, 5, kind="tag", tag="x" * 65)]), "64 graphemes"),
        (record(facets=[_facet(0, 5, kind="bold", on=True)]), "unknown feature"),
        (record(reply={"root": {"uri": "https://a", "cid": "b"}}), "reply/root/uri"),
        (record(embed={"$type": "app.bsky.embed.images", "images": []}), "1 to 4"),
        (record(embed={"$type": "app.bsky.embed.images", "images": [{"image": {}}]}), "alt"),
        (record(embed={"$type": "app.bsky.embed.external", "external": {"uri": "x"}}), "title"),
        (record(embed={"$type": "app.bsky.embed.video"}), "unknown embed"),
    ],
)  # fmt: skip
def test_a_post_that_is_not_in_order_is_refused(wrong: Any, said: str) -> None:
    with pytest.raises(XrpcError) as raised:
        check_post(wrong, {})
    assert said in str(raised.value)


def test_a_key_of_a_post_is_a_tid(client: Client, server: Server) -> None:
    with pytest.raises(BadRequestError, match="expected a TID"):
        put(client, server, record(), key="self")


def test_pictures_are_checked_where_they_are_named(client: Client, server: Server) -> None:
    def with_picture(data: bytes) -> dict[str, Any]:
        blob = server.upload(data, "application/pdf" if data == b"%PDF" else "image/png")
        image = {"alt": "", "image": blob}
        return record(embed={"$type": "app.bsky.embed.images", "images": [image]})

    with pytest.raises(BadRequestError, match="too large"):
        put(client, server, with_picture(b"x" * 2_000_001))
    with pytest.raises(BadRequestError, match="InvalidMimeType"):
        put(client, server, with_picture(b"%PDF"))
    lost = with_picture(PNG)
    server.blobs.clear()
    with pytest.raises(BadRequestError, match="BlobNotFound"):
        put(client, server, lost)
    with pytest.raises(NetworkError):
        client.upload_blob(b"x" * 5_242_881)


def test_equal_records_are_known_by_the_same() -> None:
    assert cid_of({"a": 1, "b": 2}) == cid_of({"b": 2, "a": 1})
    assert cid_of({"a": 1}) != cid_of({"a": 2})


def test_a_link_to_a_post_leads_to_the_timeline(server: Server) -> None:
    address = f"{server.url}/profile/{server.credentials.did}/post/{KEY}"
    assert httpx.get(address).headers["location"] == "/#/bluesky"
