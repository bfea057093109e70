"""What the elements of Block Kit may be: buttons, menus, inputs.

The limits are those of docs.slack.dev/reference/block-kit/block-elements and
docs.slack.dev/reference/block-kit/composition-objects, one page each.
"""

from bot.sandbox.block_checks import (
    Check,
    anything,
    array,
    boolean,
    choice,
    integer,
    pattern,
    record,
    string,
    text,
    typed,
)

URL = pattern(r"(?s)(https?|mailto|slack|tel):.{1,2990}", "a valid URL of up to 3000 characters")
DATE = pattern(r"\d{4}-\d\d-\d\d", "a date as YYYY-MM-DD")
TIME = pattern(r"\d\d:\d\d", "a time as HH:mm")
ID = string(255)

CONFIRM = record(
    {
        "title": text(100, "plain_text"),
        "text": text(300),
        "confirm": text(30, "plain_text"),
        "deny": text(30, "plain_text"),
        "style": choice("primary", "danger"),
    },
    ["title", "text", "confirm", "deny"],
)


def _option(*kinds: str) -> Check:
    fields = {
        "text": text(75, *kinds),
        "value": string(150),
        "description": text(75, *kinds),
        "url": URL,
    }
    return record(fields, ["text", "value"])


PLAIN_OPTION = _option("plain_text")
RICH_OPTION = _option("plain_text", "mrkdwn")
OPTION_GROUP = record(
    {"label": text(75, "plain_text"), "options": array(PLAIN_OPTION, 100)}, ["label", "options"]
)
FILTER = record(
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

_COMMON: dict[str, Check] = {"type": anything, "action_id": ID}
_FOCUS: dict[str, Check] = {"focus_on_load": boolean}
_ASKING: dict[str, Check] = {**_COMMON, **_FOCUS, "confirm": CONFIRM}
_WITH_HINT: dict[str, Check] = {**_FOCUS, "placeholder": text(150, "plain_text")}
_TYPING: dict[str, Check] = {
    **_COMMON,
    **_WITH_HINT,
    "initial_value": string(3000, 0),
    "dispatch_action_config": anything,
}

_BUTTON: dict[str, Check] = {
    **_COMMON,
    "text": text(75, "plain_text"),
    "url": URL,
    "value": string(2000),
    "style": choice("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
}


def _select(kind: str, initial: dict[str, Check], *required: str) -> dict[str, Check]:
    """A menu and its multi_ sister, whose initial value is a list."""
    one = {**_ASKING, **_WITH_HINT, **initial}
    many = {**_ASKING, **_WITH_HINT, "max_selected_items": integer(1, 100)}
    for name, check in initial.items():
        plural = name.startswith("initial_")
        many[f"{name}s" if plural else name] = array(check, 100) if plural else check
    return {f"{kind}_select": record(one, required), f"multi_{kind}_select": record(many, required)}


SELECTS: dict[str, Check] = {
    **_select(
        "static",
        {
            "options": array(PLAIN_OPTION, 100),
            "option_groups": array(OPTION_GROUP, 100),
            "initial_option": PLAIN_OPTION,
        },
    ),
    **_select("external", {"min_query_length": integer(0, 3000), "initial_option": PLAIN_OPTION}),
    **_select("users", {"initial_user": string(30)}),
    **_select(
        "conversations",
        {
            "initial_conversation": string(30),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    **_select("channels", {"initial_channel": string(30), "response_url_enabled": boolean}),
}

PICKERS: dict[str, Check] = {
    "datepicker": record({**_ASKING, **_WITH_HINT, "initial_date": DATE}),
    "timepicker": record({**_ASKING, **_WITH_HINT, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": record(
        {**_ASKING, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}
    ),
    "checkboxes": record(
        {
            **_ASKING,
            "options": array(RICH_OPTION, 10),
            "initial_options": array(RICH_OPTION, 10),
        },
        ["options"],
    ),
    "radio_buttons": record(
        {**_ASKING, "options": array(RICH_OPTION, 10), "initial_option": RICH_OPTION}, ["options"]
    ),
}

BUTTONS: dict[str, Check] = {
    "button": record(_BUTTON, ["text"]),
    "overflow": record(
        {**_COMMON, "options": array(PLAIN_OPTION, 5), "confirm": CONFIRM}, ["options"]
    ),
}

IMAGE: dict[str, Check] = {
    "image": record(
        {
            "type": anything,
            "image_url": URL,
            "slack_file": anything,
            "alt_text": string(2000),
        },
        ["alt_text"],
    )
}

INPUTS: dict[str, Check] = {
    "plain_text_input": record(
        {
            **_TYPING,
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        }
    ),
    "email_text_input": record(_TYPING),
    "url_text_input": record(_TYPING),
    "number_input": record(
        {
            **_TYPING,
            "is_decimal_allowed": boolean,
            "min_value": string(30),
            "max_value": string(30),
        },
        ["is_decimal_allowed"],
    ),
    "rich_text_input": record({**_TYPING, "initial_value": anything}),
    "file_input": record(
        {**_COMMON, "filetypes": array(string(20), 100), "max_files": integer(1, 10)}
    ),
}

FEEDBACK: dict[str, Check] = {
    "feedback_buttons": record(
        {**_COMMON, "positive_button": anything, "negative_button": anything},
        ["positive_button", "negative_button"],
    ),
    "icon_button": record(
        {
            **_BUTTON,
            "icon": string(75),
            "visible_to_user_ids": array(string(30), 100),
        },
        ["icon", "text"],
    ),
}

IN_ACTIONS = typed({**BUTTONS, **SELECTS, **PICKERS, "rich_text_input": INPUTS["rich_text_input"]})
IN_SECTION = typed({**BUTTONS, **SELECTS, **PICKERS, **IMAGE})
IN_INPUT = typed({**SELECTS, **PICKERS, **INPUTS})
IN_CONTEXT_ACTIONS = typed(FEEDBACK)
