"""Discord's webhooks against a channel that keeps Discord's rules."""

from dataclasses import replace

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
from bot.networks.discord import Discord
from bot.sandbox.discord import CHANNEL, GUILD, WEBHOOK
from bot.sandbox.server import RunningSandbox
from tests.networks.conftest import Says
from tests.networks.pictures import ALT, picture

POST = Post(address=WEBHOOK[0], text="MOSS has awarded $65,000 to Zappa ½", key="claim.1")
EXECUTE = f"POST /api/webhooks/{'/'.join(WEBHOOK)}"


@pytest.fixture
def discord(running: RunningSandbox) -> Discord:
    return Discord([running.sandbox.discord.url])


def at(origin: str) -> Discord:
    return Discord([f"{origin}/api/webhooks/{'/'.join(WEBHOOK)}"])


def texts(running: RunningSandbox) -> list[str]:
    return [post.text for post in running.sandbox.discord.posts]


def test_a_message_arrives(discord: Discord, running: RunningSandbox) -> None:
    sent = discord.send(POST)
    (post,) = running.sandbox.discord.posts
    assert (post.text, post.id) == (POST.text, sent.external_id)
    origin = running.sandbox.origin
    assert sent.link == f"{origin}/discord/channels/{GUILD}/{CHANNEL}/{post.id}"


def test_an_address_is_the_webhooks_id(discord: Discord) -> None:
    assert discord.addresses() == (WEBHOOK[0],)
    url = f"https://discord.com/api/v10/webhooks/{'/'.join(WEBHOOK)}"
    assert Discord([url]).addresses() == (WEBHOOK[0],)


def test_nobody_is_pinged(discord: Discord, running: RunningSandbox) -> None:
    sent = discord.send(replace(POST, text="@everyone <@123> @here"))
    perform(discord, replace(POST, act=Act.EDIT, target=sent.external_id, text="@everyone!"))
    assert texts(running) == ["@everyone!"]
    assert running.sandbox.discord.pinged == []


def test_pictures_go_with_their_alt_texts(discord: Discord, running: RunningSandbox) -> None:
    discord.send(replace(POST, images=(picture(), picture("Another", "#123456"))))
    (post,) = running.sandbox.discord.posts
    assert post.text == POST.text
    assert [image.alt for image in post.images] == [ALT, "Another"]


def test_too_long_is_known_before_and_refused_for_good(
    discord: Discord, running: RunningSandbox
) -> None:
    long = replace(POST, text="x" * 2001)
    assert discord.problems(long) == ["2,001 characters as it counts them; it takes 2,000"]
    assert discord.problems(replace(POST, text="é" * 2000)) == []
    with pytest.raises(PermanentError, match="Invalid Form Body"):
        discord.send(long)
    assert discord.problems(replace(POST, images=(picture("a" * 1025),))) != []


def test_parts_follow_one_another_and_none_stands_by_itself(
    discord: Discord, running: RunningSandbox
) -> None:
    first = discord.send(POST).external_id
    part = replace(POST, text="two", thread=first, parent=first)
    second = discord.send(part).external_id
    assert texts(running) == [POST.text, "two"]
    perform(discord, replace(POST, act=Act.DELETE, target=second))
    with pytest.raises(PermanentError, match="part before it was deleted"):
        discord.send(replace(part, text="three", parent=second))
    assert texts(running) == [POST.text]


def test_a_message_is_edited_and_taken_down_and_may_be_again(
    discord: Discord, running: RunningSandbox
) -> None:
    sent = discord.send(replace(POST, images=(picture(),)))
    edit = replace(POST, act=Act.EDIT, target=sent.external_id, text="$66,000")
    assert perform(discord, edit) == sent
    (post,) = running.sandbox.discord.posts
    assert (post.text, post.edited, len(post.images)) == ("$66,000", True, 1)
    perform(discord, replace(edit, images=(picture("Another card"),)))
    (post,) = running.sandbox.discord.posts
    assert [image.alt for image in post.images] == ["Another card"]
    gone = replace(POST, act=Act.DELETE, target=sent.external_id)
    perform(discord, gone)
    perform(discord, gone)
    assert texts(running) == []
    with pytest.raises(PermanentError, match="not there any more"):
        perform(discord, edit)


# Failing


def test_the_rate_limit_says_how_long_to_wait(discord: Discord, running: RunningSandbox) -> None:
    running.sandbox.discord.limited = True
    posts = [replace(POST, text=str(number)) for number in range(6)]
    with pytest.raises(TemporaryError) as raised:
        [discord.send(post) for post in posts]
    assert raised.value.retry_after is not None
    assert 0 < raised.value.retry_after <= 2


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_an_answer_that_was_lost_is_for_a_person(
    discord: Discord, running: RunningSandbox, kind: str
) -> None:
    running.sandbox.faults.add("discord", kind, method=EXECUTE, count=1)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknownError):
        discord.send(POST)
    with pytest.raises(CannotAskError, match="look at the channel"):
        discord.find(POST, Clock().real_now())


def test_a_webhook_that_was_deleted(discord: Discord, running: RunningSandbox) -> None:
    running.sandbox.discord.gone = True
    with pytest.raises(PermanentError, match="DISCORD_WEBHOOK_URLS"):
        discord.send(POST)
    with pytest.raises(PermanentError, match="DISCORD_WEBHOOK_URLS"):
        perform(discord, replace(POST, act=Act.DELETE, target="1"))
    (complaint,) = discord.complaints(())
    assert WEBHOOK[0] in complaint


def test_a_token_that_is_wrong(running: RunningSandbox) -> None:
    wrong = Discord([running.sandbox.discord.url + "-not"])
    with pytest.raises(PermanentError, match="no such webhook") as raised:
        wrong.send(POST)
    assert WEBHOOK[1] not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, PermanentError),
        (401, PermanentError),
        # A page: not Discord's own words, but of what stands in front of it.
        (403, TemporaryError),
        (404, PermanentError),
        (408, OutcomeUnknownError),
        (413, PermanentError),
        (429, TemporaryError),
        (500, OutcomeUnknownError),
        (503, OutcomeUnknownError),
        (302, PermanentError),
    ],
)
def test_each_refusal_is_one_of_the_four(
    says: Says, status: int, error: type[NetworkError]
) -> None:
    discord = at(says(status, b"<html>", location="http://127.0.0.1:9/").origin)
    with pytest.raises(error) as raised:
        discord.send(POST)
    assert WEBHOOK[1] not in str(raised.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"<html>"], ids=repr)
def test_an_answer_that_makes_no_sense_is_no_failure(says: Says, body: bytes) -> None:
    with pytest.raises(OutcomeUnknownError):
        at(says(200, body).origin).send(POST)


def test_nobody_there_means_nothing_was_taken(says: Says) -> None:
    with pytest.raises(TemporaryError, match="cannot be reached"):
        at("http://127.0.0.1:9").send(POST)


def test_a_webhook_that_is_not_named_any_more(discord: Discord) -> None:
    with pytest.raises(PermanentError, match="DISCORD_WEBHOOK_URLS"):
        discord.send(replace(POST, address="1"))


def test_a_webhook_that_is_there(discord: Discord) -> None:
    assert discord.complaints(()) == []
