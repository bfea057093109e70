"""What people do, seen from a real Bolt app over Socket Mode and from the people themselves."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.refusal import SlackError
from bot.sandbox.server import Sandbox
from tests.sandbox.helpers import Connect, HandClock

Json = dict[str, Any]

FORM: Json = {
    "type": "modal",
    "callback_id": "award",
    "private_metadata": "rust-av",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Award"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "amount",
            "label": {"type": "plain_text", "text": "Amount"},
            "element": {
                "type": "number_input",
                "action_id": "usd",
                "is_decimal_allowed": False,
                "min_value": "1",
            },
        },
        {
            "type": "input",
            "block_id": "track",
            "optional": True,
            "label": {"type": "plain_text", "text": "Track"},
            "element": {
                "type": "static_select",
                "action_id": "key",
                "options": [
                    {"text": {"type": "plain_text", "text": name}, "value": name}
                    for name in ("ft", "sos")
                ],
            },
        },
    ],
}


def button(action_id: str, value: str = "v") -> Json:
    text = {"type": "plain_text", "text": action_id}
    return {"type": "button", "action_id": action_id, "text": text, "value": value}


def events_of(app: AsyncApp) -> list[Json]:
    """Everything that reaches the app as an event, acknowledged."""
    seen: list[Json] = []

    @app.middleware
    async def note(body: Json, next: Any) -> None:  # noqa: A002
        if "event" in body:
            seen.append(body)
        await next()

    for kind in ("message", "app_mention", "app_home_opened", "reaction_added"):

        @app.event(kind)
        async def take() -> None:
            pass

    @app.event("member_joined_channel")
    async def joined() -> None:
        pass

    return seen


async def test_a_command_is_answered_to_the_person(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    given: list[Json] = []

    @app.command("/deadlines")
    async def deadlines(ack: Any, body: Json) -> None:
        given.append(body)
        await ack(text="eight days left")

    await connect(app)
    seen = await box.person("mia").command("#moss", "/deadlines  FT & MP ")
    assert seen.ok
    assert seen.message is not None
    assert seen.message.text == "eight days left"
    assert seen.message.ephemeral_to == "U0MIA"
    (body,) = given
    assert (body["text"], body["channel_id"], body["user_name"]) == ("FT & MP", "C0MOSS", "mia")
    assert box.person("ada").sees("#moss") == []


async def test_an_answer_in_channel_is_everybodys(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack(text="for all", response_type="in_channel")

    await connect(app)
    await box.person("mia").command("#moss", "/deadlines")
    assert [one.text for one in box.person("ada").sees("#moss")] == ["for all"]


async def test_an_ack_without_text_says_nothing(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack()

    await connect(app)
    seen = await box.person("mia").command("#moss", "/deadlines")
    assert (seen.ok, seen.message) == (True, None)


async def test_an_unregistered_command_never_reaches_the_app(box: Sandbox) -> None:
    box.commands = {"/deadlines"}
    seen = await box.person("mia").command("#moss", "/dedlines")
    assert seen.message is not None
    assert seen.message.text == "`/dedlines` is not a valid command."
    assert seen.message.is_system
    assert not box.delivery.attempts


async def test_a_late_ack_shows_as_a_timeout_and_nothing_is_sent_again(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    calls = 0
    gate = asyncio.Event()

    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        nonlocal calls
        calls += 1
        await gate.wait()
        await ack(text="too late")

    await connect(app)
    box.delivery.ack_seconds = 0.1
    seen = await box.person("mia").command("#moss", "/deadlines")
    assert seen.failure == "operation_timeout"
    assert [one.text for one in box.person("mia").sees("#moss")] == [
        '/deadlines failed with the error "operation_timeout"'
    ]
    gate.set()
    await box.delivery.settle()
    assert calls == 1
    assert len(box.person("mia").sees("#moss")) == 1


async def test_nobody_is_connected(box: Sandbox) -> None:
    seen = await box.person("mia").command("#moss", "/deadlines")
    assert seen.failure == "dispatch_failed"


async def test_a_refused_answer_is_seen_by_the_person(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.command("/deadlines")
    async def deadlines(ack: Any) -> None:
        await ack(text="x", blocks=[{"type": "marquee"}])

    await connect(app)
    seen = await box.person("mia").command("#moss", "/deadlines")
    assert seen.failure == "invalid_blocks"


async def test_a_mention_arrives_twice(box: Sandbox, app: AsyncApp, connect: Connect) -> None:
    seen = events_of(app)
    await connect(app)
    message = await box.person("mia").say("#moss", "@eightdays when & <!channel>?")
    await box.delivery.settle()
    assert {one["event"]["type"] for one in seen} == {"message", "app_mention"}
    assert len({one["event_id"] for one in seen}) == 2
    assert {one["event"]["ts"] for one in seen} == {message.ts}
    assert {one["event"]["text"] for one in seen} == {"<@U0EIGHT> when &amp; &lt;!channel&gt;?"}


async def test_a_mention_where_the_bot_is_not(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    seen = events_of(app)
    await connect(app)
    mia = box.person("mia")
    await mia.say("#random", "@eightdays hello?")
    await box.delivery.settle()
    assert seen == []
    assert mia.sees("#random")[-1].is_system
    await mia.invite_bot("#random")
    await mia.say("#random", "@eightdays hello?")
    await box.delivery.settle()
    kinds = [one["event"]["type"] for one in seen]
    assert sorted(kinds) == ["app_mention", "member_joined_channel", "message"]


async def test_direct_messages_are_message_events(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    seen = events_of(app)
    await connect(app)
    await box.person("mia").dm("@eightdays when?")
    await box.delivery.settle()
    (body,) = seen
    assert (body["event"]["type"], body["event"]["channel_type"]) == ("message", "im")


async def test_a_reply_in_a_thread_names_its_parent(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    seen = events_of(app)
    await connect(app)
    root = await box.person("mia").say("#moss", "when?")
    await box.person("ada").say("#moss", "soon", root.ts)
    await box.delivery.settle()
    reply = seen[-1]["event"]
    assert (reply["thread_ts"], reply["parent_user_id"]) == (root.ts, "U0MIA")


async def test_edits_deletions_and_the_bots_own_messages(
    box: Sandbox, connect: Connect, web: AsyncWebClient
) -> None:
    app = AsyncApp(client=web, process_before_response=True, ignoring_self_events_enabled=False)
    seen = events_of(app)
    await connect(app)
    mia = box.person("mia")
    message = await mia.say("#moss", "whne?")
    changed = await mia.edit(message, "when, @eightdays?")
    await mia.delete(changed)
    await web.chat_postMessage(channel="C0MOSS", text="mine")
    await box.delivery.settle()
    events = {one["event"].get("subtype", one["event"]["type"]): one["event"] for one in seen}
    assert set(events) == {"message", "message_changed", "app_mention", "message_deleted"}
    assert events["message_changed"]["previous_message"]["text"] == "whne?"
    assert events["app_mention"]["edited"]["user"] == "U0MIA"
    assert events["message_deleted"]["deleted_ts"] == message.ts
    assert events["message"]["bot_id"] == "B0EIGHT"
    with pytest.raises(SlackError, match="cant_update_message"):
        await box.person("ada").edit(box.workspace.messages("#moss")[0], "x")


async def test_only_events_that_are_subscribed_to(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    seen = events_of(app)
    await connect(app)
    box.events = {"app_mention"}
    await box.person("mia").say("#moss", "@eightdays")
    await box.delivery.settle()
    assert [one["event"]["type"] for one in seen] == ["app_mention"]


async def test_a_button_opens_a_form_and_the_form_comes_back(
    box: Sandbox, app: AsyncApp, connect: Connect, web: AsyncWebClient
) -> None:
    submitted: list[Json] = []

    @app.action("draft")
    async def draft(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("award")
    async def award(ack: Any, body: Json) -> None:
        submitted.append(body)
        await ack()

    await connect(app)
    await web.chat_postMessage(
        channel="C0REVIEW",
        text="x",
        blocks=[{"type": "actions", "elements": [button("draft", "rust-av")]}],
    )
    ada = box.person("ada")
    seen = await ada.press(ada.sees("C0REVIEW")[0], "draft")
    assert seen.view is not None
    assert seen.view.payload["callback_id"] == "award"
    assert box.person("ben").modal() is None

    unfinished = await ada.submit()
    assert unfinished.errors == {"amount": "Please complete this required field."}
    wrong = await ada.submit(values={"amount": {"usd": "1.5"}})
    assert wrong.errors == {"amount": "Please enter a whole number."}
    assert submitted == []

    done = await ada.submit(values={"amount": {"usd": "71356"}, "track": {"key": "sos"}})
    assert (done.ok, ada.modal()) == (True, None)
    (body,) = submitted
    assert body["view"]["private_metadata"] == "rust-av"
    values = body["view"]["state"]["values"]
    assert values["amount"]["usd"] == {"type": "number_input", "value": "71356"}
    assert values["track"]["key"]["selected_option"]["value"] == "sos"


@pytest.mark.parametrize(
    ("answer", "titles", "errors"),
    [
        ({"response_action": "errors", "errors": {"amount": "Too much."}}, ["Award"], {"amount": "Too much."}),
        ({"response_action": "clear"}, [], {}),
        ({"response_action": "update", "view": {**FORM, "title": {"type": "plain_text", "text": "Next"}}}, ["Next"], {}),
        ({"response_action": "push", "view": {**FORM, "title": {"type": "plain_text", "text": "On top"}}}, ["Award", "On top"], {}),
        ({}, [], {}),
    ],
)  # fmt: skip
async def test_how_a_form_can_be_answered(
    box: Sandbox,
    app: AsyncApp,
    connect: Connect,
    answer: Json,
    titles: list[str],
    errors: dict[str, str],
) -> None:
    @app.shortcut("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("award")
    async def award(ack: Any) -> None:
        await ack(**answer)

    await connect(app)
    ada = box.person("ada")
    await ada.shortcut("new")
    seen = await ada.submit(values={"amount": {"usd": "5"}})
    assert seen.errors == errors
    assert seen.failure is None
    stack = box.workspace.views.stack("U0ADA")
    assert [one.payload["title"]["text"] for one in stack] == titles


async def test_a_form_that_gets_no_answer_stays(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.shortcut("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    await connect(app)
    ada = box.person("ada")
    await ada.shortcut("new")
    box.delivery.ack_seconds = 0.1
    seen = await ada.submit(values={"amount": {"usd": "5"}})
    assert seen.failure == "operation_timeout"
    assert ada.modal() is not None


async def test_a_closed_form_is_told_where_asked(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    closed: list[Json] = []

    @app.shortcut("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view_closed("award")
    async def gone(ack: Any, body: Json) -> None:
        closed.append(body)
        await ack()

    await connect(app)
    ada = box.person("ada")
    await ada.shortcut("new")
    await ada.close()
    assert ada.modal() is None
    assert [one["is_cleared"] for one in closed] == [False]


async def test_trigger_ids_die(
    box: Sandbox, app: AsyncApp, connect: Connect, web: AsyncWebClient, clock: HandClock
) -> None:
    triggers: list[str] = []

    @app.shortcut("new")
    async def new(ack: Any, body: Json) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    await connect(app)
    ada = box.person("ada")
    await ada.shortcut("new")
    await ada.shortcut("new")

    async def error(trigger_id: str) -> Any:
        with pytest.raises(SlackApiError) as caught:
            await web.views_open(trigger_id=trigger_id, view=FORM)
        return caught.value.response["error"]

    assert (await web.views_open(trigger_id=triggers[0], view=FORM))["ok"]
    assert await error(triggers[0]) == "exchanged_trigger_id"
    clock.advance(3.1)
    assert await error(triggers[1]) == "expired_trigger_id"
    assert await error("made up") == "invalid_trigger_id"


async def test_views_are_pushed_updated_and_guarded_by_hash(
    box: Sandbox, app: AsyncApp, connect: Connect, web: AsyncWebClient
) -> None:
    picker = {
        **FORM,
        "notify_on_close": False,
        "blocks": [{"type": "actions", "block_id": "b", "elements": [button("more")]}],
    }

    @app.shortcut("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=picker)
        await ack()

    @app.action("more")
    async def more(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=picker)
        await ack()

    await connect(app)
    ada = box.person("ada")
    bottom = (await ada.shortcut("new")).view
    assert bottom is not None
    top = (await ada.press(bottom, "more")).view
    assert top is not None
    assert (top.previous_id, top.root_id) == (bottom.id, bottom.id)
    await web.views_update(view_id=bottom.id, view=FORM, hash=bottom.hash)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_update(view_id=bottom.id, view=FORM, hash=bottom.hash)
    await ada.close()
    assert ada.modal() == box.workspace.views.find(bottom.id)
    with pytest.raises(SlackApiError, match="not_found"):
        await web.views_update(view_id=top.id, view=FORM)


async def test_home_is_published_to_one_person(
    box: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id=event["user"], view=view)

    await connect(app)
    mia = box.person("mia")
    assert await mia.open_home() is None
    await box.delivery.settle()
    home = mia.home()
    assert home is not None
    assert home.payload["type"] == "home"
    assert box.person("ada").home() is None


async def test_what_is_chosen_in_a_menu_is_known_to_the_button_beside_it(
    box: Sandbox, app: AsyncApp, connect: Connect, web: AsyncWebClient
) -> None:
    pressed: list[Json] = []

    @app.action("pick")
    async def pick(ack: Any, body: Json) -> None:
        pressed.append(body)
        await ack()

    @app.action("go")
    async def go(ack: Any, body: Json) -> None:
        pressed.append(body)
        await ack()

    await connect(app)
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]
    menu = {"type": "static_select", "action_id": "pick", "options": options}
    blocks = [{"type": "actions", "block_id": "row", "elements": [menu, button("go")]}]
    await web.chat_postMessage(channel="C0MOSS", text="x", blocks=blocks)
    mia = box.person("mia")
    message = mia.sees("#moss")[0]
    await mia.press(message, "pick", "b")
    await mia.press(message, "go")
    await box.person("ada").press(message, "go")
    assert pressed[0]["actions"][0]["selected_option"]["value"] == "b"
    assert pressed[1]["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "b"
    assert pressed[1]["actions"][0]["value"] == "v"
    assert pressed[2]["state"]["values"]["row"]["pick"]["selected_option"] is None
    assert pressed[1]["container"]["message_ts"] == message.ts
    with pytest.raises(ValueError, match="no element 'nothing'"):
        await mia.press(message, "nothing")
    with pytest.raises(ValueError, match="no option 'c'"):
        await mia.press(message, "pick", "c")


async def test_a_shortcut_on_a_message(box: Sandbox, app: AsyncApp, connect: Connect) -> None:
    given: list[Json] = []

    @app.shortcut("remind")
    async def remind(ack: Any, body: Json) -> None:
        given.append(body)
        await ack()

    await connect(app)
    message = await box.person("ada").say("#moss", "31 January")
    seen = await box.person("mia").message_shortcut(message, "remind")
    assert seen.ok
    assert (given[0]["message"]["text"], given[0]["user"]["id"]) == ("31 January", "U0MIA")


async def test_nobody_sees_into_other_peoples_channels(box: Sandbox) -> None:
    with pytest.raises(SlackError, match="channel_not_found"):
        box.person("mia").sees("#moss-review")
    with pytest.raises(SlackError, match="not_in_channel"):
        await box.person("mia").say("#moss-review", "hello")
