"""The form in which staff write an award down, and its way back into fields."""

from datetime import date
from typing import Any

from bot.domain.model import Program
from bot.render.forms import input_block, text_input, track_select
from bot.render.slack import Block, context, escape, plain

CALLBACK = "award:add"
ANNOUNCE, DRAFT = "announce", "draft"


def award_form(program: Program, today: date) -> Block:
    """The modal; `today` is the day that it suggests, in the program's zone."""
    blocks = [
        input_block("recipient", "Recipient", text_input(None, 150, "Zappa")),
        input_block(
            "amount", f"Amount in {program.currency}", text_input(None, 20, "65000")
        ),
        input_block("track", "Track", _track(program), optional=True),
        input_block(
            "purpose", "What it is for",
            text_input(None, 1000, "to improve …", lines=True), optional=True,
        ),
        input_block("url", "Link", text_input(None, 1000, "https://…"), optional=True),
        input_block(
            "awarded", "Awarded on",
            {"type": "datepicker", "action_id": "value", "initial_date": today.isoformat()},
        ),
        input_block("published", "Announcement", _published()),
        input_block(
            "publish_at", "Not before",
            text_input(None, 60, f"{today} 09:00 {program.timezone}"),
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
    option, several = element.get("selected_option"), element.get("selected_options")
    if several is not None:
        return [one["value"] for one in several]
    if "files" in element:
        return element["files"] or None
    value = option["value"] if option else element.get("selected_date") or element.get("value")
    return value.strip() if isinstance(value, str) else value


def _track(program: Program) -> Block:
    if not program.tracks:
        return text_input(None, 120, "key of a track")
    return track_select(program)


def _published() -> Block:
    options = [
        {"text": plain("Announce it once approved", 75), "value": ANNOUNCE},
        {"text": plain("Keep it as a draft", 75), "value": DRAFT},
    ]
    return {
        "type": "radio_buttons", "action_id": "value", "options": options,
        "initial_option": options[0],
    }  # fmt: skip
