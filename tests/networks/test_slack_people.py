"""What Slack is asked about people, and what is sent to one of them alone."""

from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.networks.base import CannotAskError, GoneError, PermanentError, Post, TemporaryError
from bot.networks.slack import Profile, Slack
from bot.sandbox.server import RunningSandbox

POST = Post(address="U0MIA", text="Eight days left", key="claim.7")


def lately() -> datetime:
    return Clock().real_now() - timedelta(minutes=2)


def test_a_message_to_a_user_is_a_direct_one_and_is_found_again(
    slack: Slack, running: RunningSandbox
) -> None:
    sent = slack.send(POST)
    (message,) = running.sandbox.workspace.messages("D0MIA")
    assert sent.external_id == f"D0MIA:{message.ts}"
    assert sent.link is None  # nobody else could follow it
    # By another process, too, which has not written to them before.
    assert Slack(slack.client).find(POST, lately()) == sent
    other = Post(address="U0MIA", text="", key="other")
    assert slack.find(other, lately()) is None


def test_who_is_gone_is_told_apart_from_a_channel_that_is(slack: Slack) -> None:
    with pytest.raises(GoneError, match="they take no direct messages from the bot"):
        slack.send(Post(address="U0GHOST", text="Eight", key="k"))
    with pytest.raises(PermanentError) as raised:
        slack.send(Post(address="C0GHOST", text="Eight", key="k"))
    assert not isinstance(raised.value, GoneError)
    with pytest.raises(GoneError, match="not in this workspace any more"):
        slack.find(Post(address="U0GHOST", text="", key="k"), lately())


def test_who_was_deactivated_takes_messages_but_no_conversation_is_opened(
    slack: Slack, running: RunningSandbox
) -> None:
    # As in Slack: https://github.com/slackapi/python-slack-sdk/issues/1156
    running.sandbox.workspace.change_user("mia", deleted=True)
    try:
        assert slack.send(POST).external_id.startswith("D0MIA:")
        with pytest.raises(GoneError, match="deactivated"):
            Slack(slack.client).find(POST, lately())
    finally:
        running.sandbox.workspace.change_user("mia", deleted=False)


def test_a_file_arrives_with_its_comment(slack: Slack, running: RunningSandbox) -> None:
    slack.share("U0MIA", "moss.ics", b"BEGIN:VCALENDAR\r\n", "For you")
    message = running.sandbox.workspace.messages("D0MIA")[-1]
    (shared,) = message.files
    assert (message.text, shared["name"]) == ("For you", "moss.ics")
    assert running.sandbox.workspace.files.get(shared["id"]).content == b"BEGIN:VCALENDAR\r\n"
    running.sandbox.faults.add("slack", "status", method="files.getUploadURLExternal", status=429)
    try:
        with pytest.raises(TemporaryError, match="slow down"):
            slack.share("U0MIA", "moss.ics", b"BEGIN", "For you")
    finally:
        running.sandbox.faults.clear()


def test_a_profile_says_the_zone_and_who_cannot_be_reminded(
    slack: Slack, running: RunningSandbox
) -> None:
    assert slack.profile("U0MIA") == Profile("Europe/Lisbon")
    assert slack.profile("U0EIGHT").bot
    space = running.sandbox.workspace
    space.change_user("mia", team_id="T0OTHER")
    try:
        assert slack.profile("U0MIA").outside
    finally:
        space.change_user("mia", team_id=space.team.id)
    with pytest.raises(CannotAskError, match="user_not_found"):
        slack.profile("U0GHOST")
