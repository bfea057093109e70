"""slack_sdk against a workspace: parts in threads, pictures, editing, taking down."""

from dataclasses import replace
from typing import Any

import pytest

from bot.networks.base import Act, PermanentError, Post, TemporaryError, perform
from bot.networks.slack import Slack
from bot.sandbox.messages import Message
from bot.sandbox.server import RunningSandbox
from tests.networks.pictures import ALT, picture

BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Zappa"}},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Share"}]},
]
POST = Post(address="#moss", text="Zappa", key="claim.1", blocks=BLOCKS)
UPLOADS = ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"]


def heard(running: RunningSandbox) -> list[Message]:
    return list(running.sandbox.workspace.messages("#moss"))


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def test_a_picture_stands_between_the_text_and_the_small_print(
    slack: Slack, running: RunningSandbox
) -> None:
    slack.send(replace(POST, images=(picture(),)))
    (message,) = heard(running)
    assert kinds(message) == ["section", "image", "context"]
    assert message.blocks[1]["alt_text"] == ALT
    file = running.sandbox.workspace.files.get(message.blocks[1]["slack_file"]["id"])
    assert file.content == picture().data
    assert file.channels == ()


def test_a_text_alone_gets_a_block_beside_the_picture(
    slack: Slack, running: RunningSandbox
) -> None:
    slack.send(Post(address="#moss", text="Zappa", key="k", images=(picture(),)))
    (message,) = heard(running)
    assert kinds(message) == ["section", "image"]
    assert message.blocks[0]["text"]["text"] == "Zappa"


def test_one_picture_is_uploaded_once(slack: Slack, running: RunningSandbox) -> None:
    for channel in ("#moss", "#general"):
        slack.send(replace(POST, address=channel, images=(picture(),)))
    space = running.sandbox.workspace
    files = {space.messages(one)[0].blocks[1]["slack_file"]["id"] for one in ("#moss", "#general")}
    assert len(files) == 1


@pytest.mark.parametrize("method", UPLOADS)
@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status"])
def test_an_upload_that_fails_is_tried_again(
    slack: Slack, running: RunningSandbox, method: str, kind: str
) -> None:
    running.sandbox.faults.add("slack", kind, method=method, count=1)  # type: ignore[arg-type]
    with pytest.raises(TemporaryError):
        slack.send(replace(POST, images=(picture(),)))
    assert heard(running) == []
    slack.send(replace(POST, images=(picture(),)))
    assert len(heard(running)) == 1


def test_parts_are_in_the_thread_of_the_first(slack: Slack, running: RunningSandbox) -> None:
    first = slack.send(POST).external_id
    second = slack.send(replace(POST, text="two", thread=first, parent=first)).external_id
    slack.send(replace(POST, text="three", thread=first, parent=second))
    one, two, three = heard(running)
    assert (two.thread_ts, three.thread_ts) == (one.ts, one.ts)


def test_no_part_stands_by_itself(slack: Slack, running: RunningSandbox) -> None:
    first = slack.send(POST).external_id
    perform(slack, replace(POST, act=Act.DELETE, target=first))
    with pytest.raises(PermanentError):
        slack.send(replace(POST, text="two", thread=first, parent=first))
    assert heard(running) == []


def test_a_message_is_edited(slack: Slack, running: RunningSandbox) -> None:
    sent = slack.send(replace(POST, images=(picture(),)))
    edit = replace(
        POST, act=Act.EDIT, target=sent.external_id, text="Zappa!", images=(picture("Other"),)
    )
    assert perform(slack, edit) == sent
    (message,) = heard(running)
    assert (message.text, kinds(message)) == ("Zappa!", ["section", "image", "context"])
    assert message.blocks[1]["alt_text"] == "Other"
    perform(
        slack, Post(address="#moss", text="bare", key="k", act=Act.EDIT, target=sent.external_id)
    )
    (message,) = heard(running)
    assert (message.text, kinds(message)) == ("bare", ["section", "image"])
    assert message.blocks[0]["text"]["text"] == "bare"
    assert message.blocks[1]["alt_text"] == "Other"


def test_blocks_of_before_do_not_hide_a_bare_text(slack: Slack, running: RunningSandbox) -> None:
    sent = slack.send(POST)
    bare = Post(address="#moss", text="bare", key="k", act=Act.EDIT, target=sent.external_id)
    perform(slack, bare)
    (message,) = heard(running)
    assert (message.text, list(message.blocks)) == ("bare", [])


def test_a_message_is_taken_down_and_may_be_again(slack: Slack, running: RunningSandbox) -> None:
    gone = replace(POST, act=Act.DELETE, target=slack.send(POST).external_id)
    perform(slack, gone)
    assert heard(running) == []
    perform(slack, gone)
    with pytest.raises(PermanentError, match="not there any more"):
        perform(slack, replace(gone, act=Act.EDIT))


def test_what_slack_would_not_take_is_known_before(slack: Slack) -> None:
    assert slack.problems(replace(POST, images=(picture(),))) == []
    assert slack.problems(replace(POST, images=(picture("a" * 2001),))) != []
