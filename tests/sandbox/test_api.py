"""The Web API, through the real slack_sdk clients."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox, running_sandbox


async def refused(call: Any) -> Any:
    """The answer to a call that has to fail."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


async def test_auth_test_names_team_and_bot(web: AsyncWebClient) -> None:
    answer = await web.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (
        "T0MOSS",
        "U0EIGHT",
        "B0EIGHT",
    )
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xapp-demo-eightdays", "auth.test", "not_allowed_token_type"),
        ("xoxb-demo-eightdays", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-demo-eightdays", "chat.postmassage", "unknown_method"),
    ],
)
async def test_tokens_and_methods(box: Sandbox, token: str, method: str, error: str) -> None:
    client = AsyncWebClient(token=token, base_url=box.slack_api_url)
    assert (await refused(client.api_call(method)))["error"] == error


async def test_a_scope_that_was_not_granted(box: Sandbox, web: AsyncWebClient) -> None:
    object.__setattr__(box.credentials, "scopes", ("commands",))
    answer = await refused(web.chat_postMessage(channel="C0MOSS", text="hello"))
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )


@pytest.mark.parametrize("ref", ["C0MOSS", "#moss", "moss"])
async def test_a_message_goes_to_a_channel(box: Sandbox, web: AsyncWebClient, ref: str) -> None:
    answer = await web.chat_postMessage(channel=ref, text="a &lt; b <!date^1^{date}|x>")
    (message,) = box.person("mia").sees("#moss")
    assert message.text == "a &lt; b <!date^1^{date}|x>"
    assert (message.ts, message.user) == (answer["ts"], "U0EIGHT")
    assert answer["message"]["bot_id"] == "B0EIGHT"


async def test_the_sync_client_speaks_forms_and_json(box: Sandbox) -> None:
    client = WebClient(token=box.credentials.bot_token, base_url=box.slack_api_url)
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "eight days"}}]
    answer = await asyncio.to_thread(
        client.chat_postMessage, channel="C0MOSS", text="eight days", blocks=blocks
    )
    found = await asyncio.to_thread(
        client.conversations_history, channel="C0MOSS", inclusive=True, oldest=answer["ts"]
    )
    assert [one["ts"] for one in found["messages"]] == [answer["ts"]]
    assert found["messages"][0]["blocks"][0]["block_id"]


async def test_a_user_id_opens_direct_messages(box: Sandbox, web: AsyncWebClient) -> None:
    answer = await web.chat_postMessage(channel="U0MIA", text="just you")
    opened = await web.conversations_open(users="U0MIA")
    assert opened["channel"]["id"] == answer["channel"]
    assert [one.text for one in box.person("mia").sees(answer["channel"])] == ["just you"]


@pytest.mark.parametrize(
    ("channel", "text", "error"),
    [
        ("C0NOWHERE", "x", "channel_not_found"),
        ("#nowhere", "x", "channel_not_found"),
        ("U0NOBODY", "x", "channel_not_found"),
        ("C0RANDOM", "x", "not_in_channel"),
        ("C0MOSS", " ", "no_text"),
        ("C0MOSS", "x" * 40_001, "msg_too_long"),
    ],
)
async def test_what_posting_refuses(
    box: Sandbox, web: AsyncWebClient, channel: str, text: str, error: str
) -> None:
    call = web.api_call("chat.postMessage", json={"channel": channel, "text": text})
    assert (await refused(call))["error"] == error
    assert box.workspace.messages("C0MOSS") == []


async def test_a_private_channel_without_the_bot_is_unknown(
    box: Sandbox, web: AsyncWebClient
) -> None:
    box.workspace.add_channel("board", channel_id="C0BOARD", is_private=True)
    answer = await refused(web.chat_postMessage(channel="C0BOARD", text="x"))
    assert answer["error"] == "channel_not_found"
    listed = await web.conversations_list(types="public_channel,private_channel")
    assert "board" not in [one["name"] for one in listed["channels"]]


async def test_an_archived_channel(box: Sandbox, web: AsyncWebClient) -> None:
    box.workspace.archive("C0MOSS")
    answer = await refused(web.chat_postMessage(channel="C0MOSS", text="x"))
    assert answer["error"] == "is_archived"
    listed = await web.conversations_list(exclude_archived=True)
    assert "moss" not in [one["name"] for one in listed["channels"]]


async def test_an_argument_is_missing(web: AsyncWebClient) -> None:
    answer = await refused(web.api_call("chat.postMessage", json={"text": "x"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_bad_blocks_say_where(web: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    answer = await refused(web.chat_postMessage(channel="C0MOSS", text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_an_ephemeral_message_is_one_persons(box: Sandbox, web: AsyncWebClient) -> None:
    answer = await web.chat_postEphemeral(channel="C0MOSS", user="U0MIA", text="psst")
    assert [one.text for one in box.person("mia").sees("#moss")] == ["psst"]
    assert box.person("ada").sees("#moss") == []
    history = await web.conversations_history(channel="C0MOSS")
    assert history["messages"] == []
    late = await refused(web.chat_update(channel="C0MOSS", ts=answer["message_ts"], text="x"))
    assert late["error"] == "message_not_found"
    other = await refused(web.chat_postEphemeral(channel="C0REVIEW", user="U0MIA", text="x"))
    assert other["error"] == "user_not_in_channel"


async def test_an_update_keeps_what_is_not_given(box: Sandbox, web: AsyncWebClient) -> None:
    blocks = [{"type": "divider", "block_id": "line"}]
    ts = (await web.chat_postMessage(channel="C0MOSS", text="old", blocks=blocks))["ts"]
    await web.chat_update(channel="C0MOSS", ts=ts, text="new")
    message = box.workspace.message("C0MOSS", ts)
    assert (message.text, message.blocks[0]["block_id"]) == ("new", "line")
    assert message.edited_by == "U0EIGHT"
    await web.chat_update(channel="C0MOSS", ts=ts, text="bare", blocks=[])
    assert box.workspace.message("C0MOSS", ts).blocks == ()


async def test_only_its_own_messages(box: Sandbox, web: AsyncWebClient) -> None:
    message = await box.person("ada").say("#moss", "mine")
    update = await refused(web.chat_update(channel="C0MOSS", ts=message.ts, text="x"))
    delete = await refused(web.chat_delete(channel="C0MOSS", ts=message.ts))
    assert (update["error"], delete["error"]) == ("cant_update_message", "cant_delete_message")
    assert box.workspace.message("C0MOSS", message.ts).text == "mine"


async def test_a_deleted_message_is_gone(box: Sandbox, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel="C0MOSS", text="x"))["ts"]
    await web.chat_delete(channel="C0MOSS", ts=ts)
    assert box.workspace.messages("C0MOSS") == []
    again = await refused(web.chat_delete(channel="C0MOSS", ts=ts))
    assert again["error"] == "message_not_found"


async def test_threads(box: Sandbox, web: AsyncWebClient) -> None:
    root = await box.person("mia").say("#moss", "when?")
    for text in ("one", "two", "three"):
        await web.chat_postMessage(channel="C0MOSS", text=text, thread_ts=root.ts)
    history = await web.conversations_history(channel="C0MOSS")
    (shown,) = history["messages"]
    assert (shown["reply_count"], shown["reply_users"]) == (3, ["U0EIGHT"])
    first = await web.conversations_replies(channel="C0MOSS", ts=root.ts, limit=2)
    assert [one["text"] for one in first["messages"]] == ["when?", "one"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await web.conversations_replies(channel="C0MOSS", ts=root.ts, limit=2, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["two", "three"]
    assert rest["messages"][0]["parent_user_id"] == "U0MIA"
    lost = await refused(web.conversations_replies(channel="C0MOSS", ts="1.000000"))
    assert lost["error"] == "thread_not_found"
    astray = await web.chat_postMessage(channel="C0MOSS", text="astray", thread_ts="1.000000")
    assert "thread_ts" not in astray["message"]
    shown = (await web.conversations_history(channel="C0MOSS"))["messages"]
    assert [one["text"] for one in shown] == ["astray", "when?"]
    wrong = await refused(web.chat_postMessage(channel="C0MOSS", text="x", thread_ts="0"))
    assert wrong["error"] == "invalid_thread_ts"


async def test_a_reply_that_is_broadcast_stands_in_the_channel_too(
    box: Sandbox, web: AsyncWebClient
) -> None:
    root = await box.person("mia").say("#moss", "when?")
    key = {"event_type": "e", "event_payload": {"key": "k"}}
    for broadcast in (False, True):
        await web.chat_postMessage(
            channel="C0MOSS", text=str(broadcast), thread_ts=root.ts, reply_broadcast=broadcast,
            metadata=key,
        )  # fmt: skip
    history = await web.conversations_history(channel="C0MOSS", include_all_metadata=True)
    (shown, first) = history["messages"]
    assert (shown["text"], shown["subtype"]) == ("True", "thread_broadcast")
    assert shown["thread_ts"] == first["ts"] == root.ts
    assert shown["metadata"] == key
    thread = await web.conversations_replies(channel="C0MOSS", ts=root.ts)
    assert [one["text"] for one in thread["messages"]] == ["when?", "False", "True"]


async def test_history_by_time_and_page(web: AsyncWebClient) -> None:
    stamps = [
        (await web.chat_postMessage(channel="C0MOSS", text=str(number)))["ts"]
        for number in range(5)
    ]

    async def texts(**window: Any) -> list[str]:
        found = await web.conversations_history(channel="C0MOSS", **window)
        return [one["text"] for one in found["messages"]]

    assert await texts() == ["4", "3", "2", "1", "0"]
    assert await texts(oldest=stamps[1], latest=stamps[3]) == ["2"]
    assert await texts(oldest=stamps[1], latest=stamps[3], inclusive=True) == ["3", "2", "1"]
    first = await web.conversations_history(channel="C0MOSS", limit=2)
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    assert await texts(limit=2, cursor=cursor) == ["2", "1"]
    bad = await refused(web.conversations_history(channel="C0MOSS", cursor="?"))
    assert bad["error"] == "invalid_cursor"


async def test_metadata_comes_back_on_request(web: AsyncWebClient) -> None:
    metadata = {"event_type": "countdown", "event_payload": {"row": 17}}
    await web.chat_postMessage(channel="C0MOSS", text="x", metadata=metadata)
    without = await web.conversations_history(channel="C0MOSS")
    assert "metadata" not in without["messages"][0]
    found = await web.conversations_history(channel="C0MOSS", include_all_metadata=True)
    assert found["messages"][0]["metadata"] == metadata
    bad = await refused(
        web.chat_postMessage(channel="C0MOSS", text="x", metadata={"event_type": "x"})
    )
    assert bad["error"] == "invalid_metadata_format"


async def test_channels_are_paged(box: Sandbox, web: AsyncWebClient) -> None:
    for number in range(7):
        box.workspace.add_channel(f"extra-{number}")
    names: list[str] = []
    async for answer in await web.conversations_list(limit=4):
        assert len(answer["channels"]) <= 4
        names += [one["name"] for one in answer["channels"]]
    assert sorted(names) == sorted(
        ["general", "moss", "random", *(f"extra-{number}" for number in range(7))]
    )
    mine = await web.users_conversations(types="public_channel,private_channel")
    assert {one["name"] for one in mine["channels"]} == {"general", "moss", "moss-review"}


async def test_joining_makes_posting_possible(web: AsyncWebClient) -> None:
    joined = await web.conversations_join(channel="C0RANDOM")
    assert joined["channel"]["is_member"]
    assert (await web.chat_postMessage(channel="C0RANDOM", text="here"))["ok"]
    private = await refused(web.conversations_join(channel="C0REVIEW"))
    assert private["error"] == "method_not_supported_for_channel_type"


async def test_people_and_groups(web: AsyncWebClient) -> None:
    mia = (await web.users_info(user="U0MIA"))["user"]
    assert (mia["tz"], mia["profile"]["real_name"]) == ("Europe/Lisbon", "Mia Duarte")
    assert (await refused(web.users_info(user="mia")))["error"] == "user_not_found"
    people = await web.users_list(limit=3)
    assert len(people["members"]) == 3
    assert people["response_metadata"]["next_cursor"]
    staff = await web.usergroups_users_list(usergroup="S0STAFF")
    assert staff["users"] == ["U0OLIVE", "U0ADA", "U0BEN"]
    groups = await web.usergroups_list()
    assert [one["handle"] for one in groups["usergroups"]] == ["moss-staff"]
    members = await web.conversations_members(channel="C0REVIEW")
    assert set(members["members"]) == {"U0OLIVE", "U0ADA", "U0BEN", "U0EIGHT"}


async def test_marks_on_a_message(box: Sandbox, web: AsyncWebClient) -> None:
    message = await box.person("ada").say("#moss", "hooray")
    await web.reactions_add(channel="C0MOSS", timestamp=message.ts, name="tada")
    twice = await refused(web.reactions_add(channel="C0MOSS", timestamp=message.ts, name="tada"))
    assert twice["error"] == "already_reacted"
    assert box.workspace.message("C0MOSS", message.ts).reactions == {"tada": ("U0EIGHT",)}
    await web.reactions_remove(channel="C0MOSS", timestamp=message.ts, name="tada")
    assert box.workspace.message("C0MOSS", message.ts).reactions == {}
    await web.pins_add(channel="C0MOSS", timestamp=message.ts)
    pinned = await web.pins_list(channel="C0MOSS")
    assert [one["message"]["text"] for one in pinned["items"]] == ["hooray"]


async def test_a_permalink(web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel="C0MOSS", text="x"))["ts"]
    link = (await web.chat_getPermalink(channel="C0MOSS", message_ts=ts))["permalink"]
    assert link == f"https://moss-house.slack.com/archives/C0MOSS/p{ts.replace('.', '')}"


async def test_a_file_is_uploaded_in_three_steps(box: Sandbox, web: AsyncWebClient) -> None:
    answer = await web.files_upload_v2(
        channel="C0MOSS", content="BEGIN:VCALENDAR", filename="moss.ics", initial_comment="dates"
    )
    (message,) = box.person("leo").sees("#moss")
    assert (message.text, message.files[0]["name"]) == ("dates", "moss.ics")
    assert box.workspace.files.get(answer["file"]["id"]).content == b"BEGIN:VCALENDAR"


async def test_a_second_message_a_second_is_too_many() -> None:
    async with running_sandbox(rates=Rates()) as box:
        web = AsyncWebClient(token=box.credentials.bot_token, base_url=box.slack_api_url)
        await web.chat_postMessage(channel="C0MOSS", text="one")
        answer = await refused(web.chat_postMessage(channel="C0MOSS", text="two"))
        assert (answer.status_code, answer["error"]) == (429, "ratelimited")
        assert answer.headers["retry-after"] == "1"
        await web.chat_postMessage(channel="C0GENERAL", text="elsewhere")
        assert [one.text for one in box.workspace.messages("C0MOSS")] == ["one"]
