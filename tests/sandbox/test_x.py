"""X, through the real tweepy."""

import asyncio
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth1

from bot.sandbox.server import RunningSandbox, Sandbox, sandbox_in_thread
from tests.sandbox.helpers import HandClock


class ToOrigin(HTTPAdapter):
    """Sends what is meant for X to the sandbox, after it was signed."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        request.url = request.url.replace("https://api.twitter.com", self._origin)
        return super().send(request, *args, **kwargs)


@pytest.fixture
def running(clock: HandClock) -> Iterator[RunningSandbox]:
    with sandbox_in_thread(clock) as running:
        yield running


@pytest.fixture
def x(running: RunningSandbox) -> Iterator[tweepy.Client]:
    client = client_for(running.sandbox)
    yield client
    client.session.close()


def client_for(box: Sandbox, **wrong: str) -> tweepy.Client:
    who = box.x.credentials
    secrets = {
        "consumer_key": who.api_key,
        "consumer_secret": who.api_secret,
        "access_token": who.access_token,
        "access_token_secret": who.access_token_secret,
    }
    client = tweepy.Client(**(secrets | wrong))
    client.session.mount("https://api.twitter.com", ToOrigin(box.origin))
    return client


def test_a_post_is_on_the_timeline(running: RunningSandbox, x: tweepy.Client) -> None:
    made = x.create_tweet(text="Only eight days away! ½ & ü")
    (post,) = running.sandbox.x.posts
    assert (post.id, post.text) == (made.data["id"], "Only eight days away! ½ & ü")
    me = x.get_me(user_auth=True)
    assert me.data.username == "mosshouse"
    found = x.get_users_tweets(
        me.data.id, max_results=5, tweet_fields=["created_at"], user_auth=True
    )
    assert [one.id for one in found.data] == [int(post.id)]
    assert abs(found.data[0].created_at - post.created_at) < timedelta(milliseconds=1)
    assert x.get_tweet(post.id, user_auth=True).data.text == post.text
    assert x.delete_tweet(post.id).data == {"deleted": True}
    assert running.sandbox.x.posts == []
    assert x.get_tweet(post.id, user_auth=True).data is None


@pytest.mark.parametrize(
    "name", ["consumer_key", "consumer_secret", "access_token", "access_token_secret"]
)
def test_a_wrong_secret(running: RunningSandbox, name: str) -> None:
    client = client_for(running.sandbox, **{name: "wrong"})
    with pytest.raises(tweepy.Unauthorized):
        client.create_tweet(text="x")
    client.session.close()
    assert running.sandbox.x.posts == []


def test_a_request_that_is_sent_again(running: RunningSandbox, x: tweepy.Client) -> None:
    sent: list[Any] = []
    x.session.hooks["response"].append(lambda response, **_: sent.append(response.request))
    x.create_tweet(text="once")
    with requests.Session() as session:
        assert session.send(sent[0]).status_code == 401


def test_a_thread(running: RunningSandbox, x: tweepy.Client) -> None:
    first = x.create_tweet(text="1/2").data["id"]
    second = x.create_tweet(text="2/2", in_reply_to_tweet_id=first).data["id"]
    post = running.sandbox.x.posts[1]
    assert (post.id, post.reply_to, post.conversation_id) == (second, first, first)
    with pytest.raises(tweepy.Forbidden, match="deleted or not visible"):
        x.create_tweet(text="3/2", in_reply_to_tweet_id="1")


def test_lengths_are_xs(running: RunningSandbox, x: tweepy.Client) -> None:
    link = "https://moss.example.org/" + "long/" * 60
    x.create_tweet(text="x" * 256 + " " + link)
    x.create_tweet(text="日" * 140)
    for text in ("x" * 257 + " " + link, "日" * 141):
        with pytest.raises(tweepy.BadRequest, match="too long"):
            x.create_tweet(text=text)
    with pytest.raises(tweepy.BadRequest):
        x.create_tweet(text="  ")
    assert len(running.sandbox.x.posts) == 2


def test_a_repeated_text(running: RunningSandbox, x: tweepy.Client) -> None:
    x.create_tweet(text="same")
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        x.create_tweet(text="same")
    x.delete_tweet(running.sandbox.x.posts[0].id)
    x.create_tweet(text="same")
    assert len(running.sandbox.x.posts) == 1


def test_the_hundred_and_first_post(
    running: RunningSandbox, x: tweepy.Client, clock: HandClock
) -> None:
    for number in range(99):
        running.sandbox.x._times.append(clock.monotonic())
        running.sandbox.x.post(f"post {number}")
    x.create_tweet(text="the hundredth")
    with pytest.raises(tweepy.TooManyRequests) as caught:
        x.create_tweet(text="one more")
    reset = int(caught.value.response.headers["x-rate-limit-reset"])
    assert 0 < reset - clock.real_now().timestamp() <= 15 * 60
    assert len(running.sandbox.x.posts) == 100
    # Signatures carry the machine's time, so X's has to come back once the window has passed.
    running.sandbox.x._times = deque(then - 15 * 60 for then in running.sandbox.x._times)
    assert x.create_tweet(text="one more").data["text"] == "one more"


def test_the_timeline_in_parts(running: RunningSandbox, x: tweepy.Client, clock: HandClock) -> None:
    ids = []
    for number in range(7):
        ids.append(int(x.create_tweet(text=str(number)).data["id"]))
        clock.advance(20)
    user = running.sandbox.x.credentials.user_id

    def some(**window: Any) -> list[int]:
        found = x.get_users_tweets(user, user_auth=True, **window).data
        return [one.id for one in found or ()]

    newest_first = list(reversed(ids))
    assert some() == newest_first
    assert some(max_results=5) == newest_first[:5]
    assert some(since_id=ids[4]) == newest_first[:2]
    start = running.sandbox.x.posts[5].created_at
    assert some(start_time=start) == newest_first[:2]
    with pytest.raises(tweepy.BadRequest, match="max_results"):
        some(max_results=4)


def test_program_time_is_kept_beside_real_time(
    running: RunningSandbox, x: tweepy.Client, clock: HandClock
) -> None:
    clock.move_to(clock.real_now().replace(year=2018))
    x.create_tweet(text="then")
    (post,) = running.sandbox.x.posts
    assert (post.shown_at.year, post.created_at.year) == (2018, clock.real_now().year)


def test_acts_from_a_thread(running: RunningSandbox) -> None:
    ada = running.sandbox.person("ada")
    message = running.run(ada.say("#moss", "hello"))
    assert [one.ts for one in ada.sees("#moss")] == [message.ts]


async def test_a_taken_port_is_an_oserror(box: Sandbox) -> None:
    from bot.sandbox.demo import demo_workspace
    from bot.sandbox.server import serving

    port = int(box.origin.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with serving(Sandbox(demo_workspace()), port=port):
            await asyncio.sleep(0)


def test_a_client_may_sign_for_the_sandbox_itself(running: RunningSandbox) -> None:
    who = running.sandbox.x.credentials
    auth = OAuth1(who.api_key, who.api_secret, who.access_token, who.access_token_secret)
    with requests.Session() as session:
        session.auth = auth
        made = session.post(f"{running.sandbox.origin}/2/tweets", json={"text": "x"}, timeout=5)
        me = session.get(f"{running.sandbox.origin}/2/users/me?user.fields=id,name", timeout=5)
    assert (made.status_code, me.status_code) == (201, 200)
    assert made.headers["date"].endswith("GMT")
