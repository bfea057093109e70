"""The state of menus and inputs: what Slack sends of them, and when it lets a form be sent.

Shapes: docs.slack.dev/reference/interaction-payloads/view-interactions-payload#state
"""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.blocks import elements_of

Json = dict[str, Any]
Values = dict[str, dict[str, Any]]

_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "checkboxes": "selected_options",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}


def value_of(element: Json, chosen: Any) -> Json:
    """The state of an element after somebody chose: a text, a date, an id, an option's value, or
    a list of them. What has a `type` already is taken as it is."""
    if isinstance(chosen, dict) and "type" in chosen:
        return chosen
    kind: str = element["type"]
    key = _KEYS[kind]
    if "option" in key and chosen is not None:
        if key == "selected_options":
            chosen = [_option(element, one) for one in chosen]
        else:
            chosen = _option(element, chosen)
    return {"type": kind, key: chosen}


def initial_values(blocks: list[Json]) -> Values:
    """The state of everything in these blocks before anybody touched it."""
    values: Values = {}
    for block in blocks:
        for element in elements_of(block):
            kind = element.get("type")
            if kind not in _KEYS or kind == "overflow":
                continue
            state = {"type": kind, _KEYS[kind]: _initial(element)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def states_of(blocks: list[Json], given: dict[str, dict[str, Any]]) -> Values:
    """The states of what a person filled in: simple values made Slack's (see `value_of`).
    ValueError where there is no such input."""
    elements = {
        (block["block_id"], element.get("action_id")): element
        for block in blocks
        for element in elements_of(block)
    }
    values: Values = {}
    for block_id, actions in given.items():
        for action_id, chosen in actions.items():
            if (block_id, action_id) not in elements:
                there = [f"{block}/{action}" for block, action in elements]
                raise ValueError(f"no input {block_id}/{action_id}; there are {there}")
            state = value_of(elements[block_id, action_id], chosen)
            values.setdefault(block_id, {})[action_id] = state
    return values


def complaints(blocks: list[Json], values: Values) -> dict[str, str]:
    """What Slack's client holds against a form before it sends anything: block_id -> sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        sentence = _complaint(element, state.get(_KEYS[element["type"]]), block.get("optional"))
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _complaint(element: Json, value: Any, optional: bool | None) -> str | None:
    if value in (None, "", []):
        return None if optional else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else None


def _email_complaint(_element: Json, value: str) -> str | None:
    valid = re.fullmatch(r"\S+@\S+\.\S+", value)
    return None if valid else "Please enter a valid email address."


def _url_complaint(_element: Json, value: str) -> str | None:
    valid = re.fullmatch(r"https?://\S+", value)
    return None if valid else "Please enter a valid URL."


def _length_complaint(element: Json, value: str) -> str | None:
    most, fewest = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > most:
        return f"Must be {most} characters or fewer."
    if len(value) < fewest:
        return f"Must be at least {fewest} characters."
    return None


def _files_complaint(element: Json, files: list[Json]) -> str | None:
    most = element.get("max_files", 10)
    if len(files) > most:
        return f"Choose {most} file{'' if most == 1 else 's'} or fewer."
    taken = element.get("filetypes")
    if taken and any(file["filetype"] not in taken for file in files):
        return f"Choose files of these types: {', '.join(taken)}."
    return None


def _number_complaint(element: Json, number: str | float) -> str | None:
    value = str(number)
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "Please enter a number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be {element['max_value']} or less."
    return None


_CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _length_complaint,
    "email_text_input": _email_complaint,
    "url_text_input": _url_complaint,
    "number_input": _number_complaint,
    "file_input": _files_complaint,
}


def _initial(element: Json) -> Any:
    """The initial value is called initial_value, or like the state with initial_ before it."""
    key = _KEYS[element["type"]]
    name = "initial_" + key.removeprefix("selected_").removeprefix("rich_text_")
    empty: Any = [] if key in {"files", "selected_options"} or key.endswith("s") else None
    return element.get(name, empty)


def _option(element: Json, chosen: Any) -> Json:
    if isinstance(chosen, dict):
        return chosen
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group["options"]]
    for option in options:
        if option["value"] == chosen:
            return option
    if element["type"].endswith("external_select"):
        return {"text": {"type": "plain_text", "text": str(chosen)}, "value": chosen}
    raise ValueError(f"no option {chosen!r}; there are {[one['value'] for one in options]}")
