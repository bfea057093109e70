"""What Slack refuses of Block Kit, limit by limit: one more than allowed fails, the limit passes."""

from typing import Any

import pytest

from bot.sandbox.blocks import ALL_TEXT, check_blocks, check_view
from bot.sandbox.refusal import SlackError


def plain(size: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * size}


def mrkdwn(size: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * size}


def option(text: int = 1, value: int = 1, **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": "v" * value, **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(1), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", **more}


def confirm(title: int = 1, text: int = 1, yes: int = 1) -> dict[str, Any]:
    return {"title": plain(title), "text": mrkdwn(text), "confirm": plain(yes), "deny": plain(1)}


def numbered(count: int) -> list[dict[str, Any]]:
    return [button(action_id=str(number)) for number in range(count)]


LIMITS: list[tuple[str, Any, int, str]] = [
    ("section", lambda n: {"type": "section", "text": mrkdwn(n)}, 3000, "/text/text"),
    ("field", lambda n: {"type": "section", "fields": [mrkdwn(n)]}, 2000, "/fields/0/text"),
    ("fields", lambda n: {"type": "section", "fields": [mrkdwn(1)] * n}, 10, "/fields"),
    ("header", lambda n: {"type": "header", "text": plain(n)}, 150, "/text/text"),
    ("context", lambda n: {"type": "context", "elements": [mrkdwn(1)] * n}, 10, "/elements"),
    ("actions", lambda n: actions(*numbered(n)), 25, "/elements"),
    ("button", lambda n: actions(button(text=plain(n))), 75, "/elements/0/text/text"),
    ("value", lambda n: actions(button(value="v" * n)), 2000, "/elements/0/value"),
    ("action_id", lambda n: actions(button(action_id="a" * n)), 255, "/elements/0/action_id"),
    ("block_id", lambda n: {"type": "divider", "block_id": "b" * n}, 255, "/block_id"),
    ("options", lambda n: actions(select(options=[option()] * n)), 100, "/elements/0/options"),
    (
        "option text",
        lambda n: actions(select(options=[option(n)])),
        75,
        "/elements/0/options/0/text/text",
    ),
    (
        "option value",
        lambda n: actions(select(options=[option(1, n)])),
        150,
        "/elements/0/options/0/value",
    ),
    (
        "overflow",
        lambda n: actions({"type": "overflow", "options": [option()] * n}),
        5,
        "/elements/0/options",
    ),
    (
        "checkboxes",
        lambda n: actions({"type": "checkboxes", "options": [option()] * n}),
        10,
        "/elements/0/options",
    ),
    (
        "radio",
        lambda n: actions({"type": "radio_buttons", "options": [option()] * n}),
        10,
        "/elements/0/options",
    ),
    (
        "placeholder",
        lambda n: actions(select(options=[option()], placeholder=plain(n))),
        150,
        "/elements/0/placeholder/text",
    ),
    (
        "alt text",
        lambda n: {"type": "image", "image_url": "https://moss.example.org/i", "alt_text": "a" * n},
        2000,
        "/alt_text",
    ),
    ("markdown", lambda n: {"type": "markdown", "text": "x" * n}, 12_000, "/text"),
    (
        "confirm title",
        lambda n: actions(button(confirm=confirm(title=n))),
        100,
        "/elements/0/confirm/title/text",
    ),
    (
        "confirm text",
        lambda n: actions(button(confirm=confirm(text=n))),
        300,
        "/elements/0/confirm/text/text",
    ),
    (
        "confirm button",
        lambda n: actions(button(confirm=confirm(yes=n))),
        30,
        "/elements/0/confirm/confirm/text",
    ),
    (
        "label",
        lambda n: {
            "type": "input",
            "label": plain(n),
            "element": {"type": "plain_text_input"},
        },
        2000,
        "/label/text",
    ),
]


def problems(call: Any, *args: Any) -> list[str]:
    with pytest.raises(SlackError) as caught:
        call(*args)
    found: list[str] = caught.value.extra["response_metadata"]["messages"]
    return found


@pytest.mark.parametrize(
    ("make", "most", "path"), [one[1:] for one in LIMITS], ids=[one[0] for one in LIMITS]
)
def test_each_limit_to_the_unit(make: Any, most: int, path: str) -> None:
    assert check_blocks([make(most)])
    (problem,) = problems(check_blocks, [make(most + 1)])
    assert problem.endswith(f"[json-pointer:/blocks/0{path}]")
    assert str(most + 1) in problem or f"no more than {most} items" in problem


@pytest.mark.parametrize(
    "block",
    [
        {"type": "marquee"},
        {"text": mrkdwn(1)},
        {"type": "section"},
        {"type": "section", "text": mrkdwn(0)},
        {"type": "section", "text": "bare"},
        {"type": "section", "text": {**mrkdwn(1), "emoji": True}},
        {"type": "section", "text": mrkdwn(1), "colour": "red"},
        {"type": "header", "text": mrkdwn(1)},
        {"type": "image", "image_url": "https://moss.example.org/i"},
        {"type": "image", "alt_text": "nothing to see"},
        {"type": "image", "image_url": "javascript:alert(1)", "alt_text": "x"},
        actions(),
        actions({"type": "plain_text_input"}),
        actions({"type": "dial"}),
        actions(button(style="loud")),
        actions(button(action_id="same"), button(action_id="same")),
        actions(select()),
        actions(select(options=[{"text": mrkdwn(1), "value": "v"}])),
        actions(select(options=[option(type="option")])),
        actions({"type": "datepicker", "initial_date": "31 January"}),
        actions({"type": "timepicker", "initial_time": "10 o'clock"}),
        {"type": "context", "elements": [button()]},
        {"type": "input", "label": plain(1), "element": button()},
        {"type": "input", "label": plain(1), "element": {"type": "number_input"}},
        {"type": "rich_text"},
        {"type": "table"},
    ],
)
def test_what_is_no_block(block: dict[str, Any]) -> None:
    assert all("[json-pointer:/blocks/0" in one for one in problems(check_blocks, [block]))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "divider"},
        {"type": "section", "text": mrkdwn(1), "accessory": button(style="danger")},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain(1), "value": "y"},
                    "negative_button": {"text": plain(1), "value": "n"},
                }
            ],
        },
        actions(
            {"type": "users_select"},
            {"type": "channels_select"},
            {"type": "conversations_select", "filter": {"include": ["public"]}},
            {"type": "multi_static_select", "options": [option()], "max_selected_items": 2},
            {"type": "multi_users_select", "initial_users": ["U0ADA"]},
            {"type": "datepicker", "initial_date": "2018-01-31"},
            {"type": "timepicker", "initial_time": "10:00"},
            {"type": "datetimepicker", "initial_date_time": 1_517_443_199},
        ),
        *(
            {"type": "input", "label": plain(1), "element": {"type": kind}}
            for kind in ("plain_text_input", "url_text_input", "email_text_input", "file_input")
        ),
    ],
)
def test_what_is_a_block(block: dict[str, Any]) -> None:
    assert check_blocks([block])[0]["type"] == block["type"]


def test_fifty_blocks_and_unique_ids() -> None:
    divider = {"type": "divider"}
    given = check_blocks([divider] * 50)
    assert len({one["block_id"] for one in given}) == 50
    assert "no more than 50 items" in problems(check_blocks, [divider] * 51)[0]
    twice = [{"type": "divider", "block_id": "same"}] * 2
    assert problems(check_blocks, twice)[0].endswith("[json-pointer:/blocks/1/block_id]")


def test_all_text_together() -> None:
    def blocks(last: int) -> list[dict[str, Any]]:
        sizes = [3000, 3000, 3000, 3000, last]
        return [{"type": "section", "text": mrkdwn(size)} for size in sizes]

    assert check_blocks(blocks(ALL_TEXT - 12_000))
    with pytest.raises(SlackError) as caught:
        check_blocks(blocks(ALL_TEXT - 12_000 + 1))
    assert caught.value.code == "msg_blocks_too_long"


@pytest.mark.parametrize("blocks", ["[]", [1], {"type": "divider"}])
def test_blocks_are_a_list_of_objects(blocks: Any) -> None:
    with pytest.raises(SlackError) as caught:
        check_blocks(blocks)
    assert caught.value.code == "invalid_blocks_format"


def modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(1), "blocks": [], **more}


ASK = {"type": "input", "label": plain(1), "element": {"type": "plain_text_input"}}


@pytest.mark.parametrize(
    ("name", "make", "most"),
    [
        ("title", plain, 24),
        ("submit", plain, 24),
        ("close", plain, 24),
        ("private_metadata", "x".__mul__, 3000),
        ("callback_id", "x".__mul__, 255),
        ("blocks", [{"type": "divider"}].__mul__, 100),
    ],
)
def test_the_limits_of_a_modal(name: str, make: Any, most: int) -> None:
    assert check_view(modal(**{name: make(most)}))
    (problem,) = problems(check_view, modal(**{name: make(most + 1)}))
    assert f"[json-pointer:/view/{name}" in problem


def test_what_a_view_needs() -> None:
    assert problems(check_view, modal(blocks=[ASK])) == [
        "[ERROR] missing required field: submit [json-pointer:/view]"
    ]
    assert check_view(modal(blocks=[ASK], submit=plain(1)))["blocks"][0]["element"]["action_id"]
    assert check_view({"type": "home", "blocks": [ASK]})
    assert problems(check_view, {"type": "home", "blocks": [], "title": plain(1)})
    assert problems(check_view, modal(blocks=[{"type": "markdown", "text": "x"}]))
    assert problems(check_view, {"type": "home", "blocks": []}, "modal")


def test_a_view_of_a_quarter_megabyte() -> None:
    section = {"type": "section", "text": mrkdwn(2900)}
    with pytest.raises(SlackError) as caught:
        check_view(modal(blocks=[section] * 90))
    assert caught.value.code == "view_too_large"
