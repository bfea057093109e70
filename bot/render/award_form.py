"""The form in which staff write an award down, and its way back into fields."""

from datetime import date
from typing import Any

from bot.domain.model import Program
from bot.render.slack import Block, context, escape, plain

CALLBACK = "award:add"
# A select takes 100 options: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
OPTIONS = 100
ANNOUNCE, DRAFT = "announce", "draft"


def award_form(program: Program, today: date, values: dict[str, Any] | None = None) -> Block:
    """The modal; `values` are filled in."""
    given = values or {}
    blocks = [
        _input("recipient", "Recipient", _text(given.get("recipient"), 150, "Zappa")),
        _input("amount", f"Amount in {program.currency}", _text(given.get("amount"), 20, "65000")),
        _input("track", "Track", _tracks(program), optional=True),
        _input(
            "purpose", "What it is for", _text(given.get("purpose"), 1000, "to improve …", lines=2),
            optional=True,
        ),
        _input("url", "Link", _text(given.get("url"), 1000, "https://…"), optional=True),
        _input(
            "awarded", "Awarded on",
            {"type": "datepicker", "action_id": "value", "initial_date": today.isoformat()},
        ),
        _input("published", "Announcement", _published()),
        _input(
            "publish_at", "Not before",
            _text(given.get("publish_at"), 60, f"{today} 09:00 {program.timezone}"),
            optional=True,
            hint="Until then nobody outside staff sees the award anywhere. Empty: no embargo.",
        ),
    ]  # fmt: skip
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("New award", 24),
        "submit": plain("Save", 24),
        "close": plain("Cancel", 24),
        "blocks": [context(f"For {escape(program.name)}"), *blocks],
    }


def fields(state: dict[str, Any]) -> dict[str, Any]:
    """The fields of the program file from what was filled in (`view.state.values`)."""
    found = {name: value_of(entry.get("value", {})) for name, entry in state.items()}
    return found | {"published": found.get("published") != DRAFT}


def value_of(element: dict[str, Any]) -> Any:
    """What was filled into an input, whatever kind of input it is; None for nothing."""
    option = element.get("selected_option")
    value = option["value"] if option else element.get("selected_date") or element.get("value")
    return value.strip() if isinstance(value, str) else value


def _input(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = False
) -> Block:
    block: Block = {
        "type": "input", "block_id": name, "label": plain(label, 2000), "element": element,
        "optional": optional,
    }  # fmt: skip
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def _text(value: str | None, most: int, example: str, *, lines: int = 1) -> Block:
    element: Block = {
        "type": "plain_text_input", "action_id": "value", "max_length": most,
        "multiline": lines > 1, "placeholder": plain(example, 150),
    }  # fmt: skip
    return element | ({"initial_value": value} if value else {})


def _tracks(program: Program) -> Block:
    options = [
        {"text": plain(track.name, 75), "value": track.key} for track in program.tracks[:OPTIONS]
    ]
    if not options:
        return _text(None, 120, "key of a track")
    return {
        "type": "static_select", "action_id": "value", "options": options,
        "placeholder": plain("Choose a track", 150),
    }  # fmt: skip


def _published() -> Block:
    options = [
        {"text": plain("Announce it once approved", 75), "value": ANNOUNCE},
        {"text": plain("Keep it as a draft", 75), "value": DRAFT},
    ]
    return {
        "type": "radio_buttons", "action_id": "value", "options": options,
        "initial_option": options[0],
    }  # fmt: skip
