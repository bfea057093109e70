"""Block Kit as Slack takes and refuses it: `check_blocks` for messages, `check_view` for views.

Limits: docs.slack.dev/reference/block-kit/blocks (one page a block) and
docs.slack.dev/reference/views; the sum of all text in a message (about 13,200 characters) is in no
document, it was measured in slackapi/bolt-js#2509.
"""

import copy
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.sandbox.block_checks import (
    Check,
    Problems,
    anything,
    array,
    boolean,
    choice,
    note,
    record,
    string,
    text,
    typed,
)
from bot.sandbox.block_elements import (
    ID,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    URL,
)
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
ALL_TEXT = 13_200

_COMMON: dict[str, Check] = {"type": anything, "block_id": ID}
_CONTEXT = typed({**IMAGE, "mrkdwn": text(3000), "plain_text": text(3000)})
_CELL = typed({"raw_text": record({"type": anything, "text": string(3000)}, ["text"]),
               "rich_text": anything, "raw_number": anything})  # fmt: skip

EVERYWHERE: dict[str, Check] = {
    "section": record(
        {
            **_COMMON,
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        }
    ),
    "header": record({**_COMMON, "text": text(150, "plain_text"), "level": anything}, ["text"]),
    "divider": record(_COMMON),
    "image": record(
        {
            **_COMMON,
            "image_url": URL,
            "slack_file": anything,
            "alt_text": string(2000),
            "title": text(2000, "plain_text"),
        },
        ["alt_text"],
    ),
    "actions": record({**_COMMON, "elements": array(IN_ACTIONS, 25)}, ["elements"]),
    "context": record({**_COMMON, "elements": array(_CONTEXT, 10)}, ["elements"]),
    "input": record(
        {
            **_COMMON,
            "label": text(2000, "plain_text"),
            "element": IN_INPUT,
            "dispatch_action": boolean,
            "hint": text(2000, "plain_text"),
            "optional": boolean,
        },
        ["label", "element"],
    ),
    "rich_text": record({**_COMMON, "elements": array(anything, 1000)}, ["elements"]),
    "video": record(
        {
            **_COMMON,
            "alt_text": string(2000),
            "title": text(199, "plain_text"),
            "title_url": URL,
            "video_url": URL,
            "thumbnail_url": URL,
            "author_name": string(49),
            "description": text(200, "plain_text"),
            "provider_icon_url": URL,
            "provider_name": string(50),
        },
        ["alt_text", "title", "video_url", "thumbnail_url"],
    ),
}
ONLY_IN_MESSAGES: dict[str, Check] = {
    "markdown": record({**_COMMON, "text": string(12_000)}, ["text"]),
    "table": record(
        {
            **_COMMON,
            "rows": array(array(_CELL, 20), 100),
            "column_settings": array(anything, 20),
        },
        ["rows"],
    ),
    "context_actions": record({**_COMMON, "elements": array(IN_CONTEXT_ACTIONS, 5)}, ["elements"]),
}

_MESSAGE = typed({**EVERYWHERE, **ONLY_IN_MESSAGES})
_VIEW_BLOCKS = array(typed(EVERYWHERE), VIEW_BLOCKS, 0)
_VIEW: dict[str, Check] = {
    "type": choice("modal", "home"),
    "blocks": _VIEW_BLOCKS,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = record(
    {
        **_VIEW,
        "title": text(24, "plain_text"),
        "submit": text(24, "plain_text"),
        "close": text(24, "plain_text"),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    ["title", "blocks"],
)
_HOME = record(_VIEW, ["blocks"])

_numbers = itertools.count(1)


def check_blocks(blocks: Any) -> list[Json]:
    """A message's blocks, with the ids that Slack gives where there are none; SlackError if bad."""
    if blocks is None:
        return []
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        raise SlackError("invalid_blocks_format")
    problems: Problems = []
    array(_MESSAGE, MESSAGE_BLOCKS, 0)(blocks, "/blocks", problems)
    _check_together(blocks, "/blocks", problems)
    if Counter(one.get("type") for one in blocks)["table"] > 1:
        note(problems, "/blocks", "only one table block allowed")
    _refuse("invalid_blocks", problems)
    if sum(len(each) for each in _texts(blocks)) > ALL_TEXT:
        raise SlackError("msg_blocks_too_long")
    return _with_ids(blocks)


def check_view(view: Any, kind: str | None = None) -> Json:
    """A view with ids in its blocks; `kind` is the only type allowed, where it is given."""
    problems: Problems = []
    if not isinstance(view, dict):
        note(problems, "/view", "must be an object")
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    if kind is not None and view.get("type") != kind:
        note(problems, "/view/type", f"must be {kind}")
    home = view.get("type") == "home"
    (_HOME if home else _MODAL)(view, "/view", problems)
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        _check_together([one for one in blocks if isinstance(one, dict)], "/view/blocks", problems)
        has_input = any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
        if has_input and not home and not view.get("submit"):
            note(problems, "/view", "missing required field: submit")
    _refuse("invalid_arguments", problems)
    return {**view, "blocks": _with_ids(view["blocks"])}


def elements_of(block: Json) -> list[Json]:
    """The interactive elements in a block: of actions, the accessory, the input."""
    found = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    return [one for one in found if isinstance(one, dict)]


def _refuse(code: str, problems: Problems) -> None:
    if problems:
        raise SlackError(code, errors=problems, response_metadata={"messages": problems})


def _check_together(blocks: list[Json], path: str, problems: Problems) -> None:
    """What one block, or one field, cannot know: things that exclude each other or come twice."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        here = f"{path}/{index}"
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id in seen:
            note(problems, f"{here}/block_id", f"block_id already exists: {block_id}")
        seen.add(str(block_id))
        _check_elements(block, here, problems)
        if block.get("type") == "section" and not (block.get("text") or block.get("fields")):
            note(problems, here, "missing required field: text or fields")
        if block.get("type") == "image" and not (block.get("image_url") or block.get("slack_file")):
            note(problems, here, "missing required field: image_url")


def _check_elements(block: Json, path: str, problems: Problems) -> None:
    ids = Counter(str(one["action_id"]) for one in elements_of(block) if one.get("action_id"))
    for action_id, count in ids.items():
        if count > 1:
            note(problems, path, f"action_id already exists: {action_id}")
    for element in elements_of(block):
        kind = element.get("type")
        given = ("options" in element) + ("option_groups" in element)
        if kind in {"static_select", "multi_static_select"} and given != 1:
            note(problems, path, "must have one of options and option_groups")


def _texts(value: Any) -> Iterator[str]:
    """All strings that people read: every `text`, however deep."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)


def _with_ids(blocks: list[Json]) -> list[Json]:
    """Slack makes up the block_id and action_id that an app leaves out."""
    # One by one: a block that stands in the list twice must not become one block with one id.
    given = [copy.deepcopy(one) for one in blocks]
    for block in given:
        block.setdefault("block_id", f"b{next(_numbers):x}")
        if block["type"] not in {"context", "rich_text"}:
            for element in elements_of(block):
                if element["type"] != "image":
                    element.setdefault("action_id", f"a{next(_numbers):x}")
    return given
