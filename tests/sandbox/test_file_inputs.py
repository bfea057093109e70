"""Files that people give in a form, and how an app gets their bytes."""

from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.refusal import SlackError
from bot.sandbox.server import Sandbox
from tests.sandbox.helpers import Connect

Json = dict[str, Any]
PNG = b"\x89PNG picture"


def form(**element: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "picture",
        "title": {"type": "plain_text", "text": "Picture"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {
                "type": "input",
                "block_id": "picture",
                "label": {"type": "plain_text", "text": "Picture"},
                "element": {"type": "file_input", "action_id": "file", **element},
            }
        ],
    }


@pytest.fixture
async def given(box: Sandbox, app: AsyncApp, connect: Connect) -> list[Json]:
    """Mia has the form open; what the app is sent of it is collected."""
    seen: list[Json] = []

    @app.command("/picture")
    async def open_form(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = form(filetypes=["png", "jpg"], max_files=1)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("picture")
    async def take(ack: Any, body: Json) -> None:
        seen.append(body["view"]["state"]["values"]["picture"]["file"])
        await ack()

    await connect(app)
    await box.person("mia").command("#moss", "/picture")
    return seen


async def test_the_app_gets_slacks_file_object(box: Sandbox, given: list[Json]) -> None:
    mia = box.person("mia")
    file = mia.give("My Picture.PNG", PNG)
    assert (await mia.submit(values={"picture": {"file": [file["id"]]}})).ok
    (state,) = given
    (told,) = state["files"]
    assert state["type"] == "file_input"
    assert (told["id"], told["name"], told["user"]) == (file["id"], "My Picture.PNG", "U0MIA")
    assert (told["mimetype"], told["filetype"], told["size"]) == ("image/png", "png", len(PNG))
    assert told["url_private"].startswith(f"{box.origin}/files-pri/")


async def test_the_bytes_are_for_whoever_shows_the_token(box: Sandbox, given: list[Json]) -> None:
    file = box.person("mia").give("a.png", PNG)
    token = {"Authorization": f"Bearer {box.credentials.bot_token}"}
    async with httpx.AsyncClient() as client:
        for url in (file["url_private"], file["url_private_download"]):
            assert (await client.get(url, headers=token)).content == PNG
            for headers in ({}, {"Authorization": "Bearer xoxb-other"}):
                refused = await client.get(url, headers=headers)
                assert refused.status_code == 302
                assert PNG not in refused.content
        gone = await client.get(f"{box.origin}/files-pri/F9/a.png", headers=token)
        assert gone.status_code == 404


async def test_a_file_is_told_by_its_id(box: Sandbox, web: AsyncWebClient) -> None:
    file = box.person("mia").give("a.png", PNG)
    assert (await web.files_info(file=file["id"]))["file"] == file
    with pytest.raises(SlackApiError, match="file_not_found"):
        await web.files_info(file="F9")


async def test_slacks_client_minds_number_and_type(box: Sandbox, given: list[Json]) -> None:
    mia = box.person("mia")
    picture, text = mia.give("a.png", PNG)["id"], mia.give("a.txt", b"words")["id"]
    for files, says in (
        ([], "Please complete this required field."),
        ([picture, picture], "Choose 1 file or fewer."),
        ([text], "Choose files of these types: png, jpg."),
    ):
        seen = await mia.submit(values={"picture": {"file": files}})
        assert seen.errors == {"picture": says}
    assert given == []


async def test_nobody_gives_another_persons_file(box: Sandbox, given: list[Json]) -> None:
    theirs = box.person("ada").give("a.png", PNG)
    for named in (theirs["id"], theirs):
        with pytest.raises(SlackError, match="file_not_found"):
            await box.person("mia").submit(values={"picture": {"file": [named]}})
    forged = {**box.person("mia").give("a.png", PNG), "url_private": "https://evil.example/"}
    assert (await box.person("mia").submit(values={"picture": {"file": [forged]}})).ok
    assert given[0]["files"][0]["url_private"].startswith(box.origin)
