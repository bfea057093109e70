"""The form in which staff edit an announcement: one text for each place."""

import json
from typing import Any

from bot.domain.announcement import Posts
from bot.domain.ledger import Destination
from bot.domain.lengths import LIMITS
from bot.render.review import in_order, place
from bot.render.slack import Block, plain

CALLBACK = "announcement:edit"


def edit_form(identity: int, digest: str, posts: Posts) -> Block:
    """The modal with the present texts filled in."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("Edit announcement", 24),
        "submit": plain("Save", 24),
        "close": plain("Cancel", 24),
        "private_metadata": json.dumps({"id": identity, "digest": digest[:16]}),
        "blocks": [
            _input(code, part, text)
            for code, texts in in_order(posts)
            for part, text in enumerate(texts)
        ],
    }


def _input(code: str, part: int, text: str) -> Block:
    network = Destination.parse(code).network
    return {
        "type": "input",
        "block_id": f"{part}|{code}",
        "label": plain(place(code), 2000),
        "hint": plain(f"At most {LIMITS.get(network, 3000):,} characters as it counts them.", 2000),
        "element": {
            "type": "plain_text_input",
            "action_id": "value",
            "multiline": True,
            "initial_value": text,
            "max_length": 3000,
        },
    }


def posts(state: dict[str, Any]) -> Posts:
    """The texts from what was filled in (`view.state.values`)."""
    found: dict[str, dict[int, str]] = {}
    for block, entry in state.items():
        part, _, code = block.partition("|")
        found.setdefault(code, {})[int(part)] = (entry["value"].get("value") or "").strip()
    return {code: [texts[part] for part in sorted(texts)] for code, texts in found.items()}


def block_of(code: str) -> str:
    """The block in which the first text of a place stands, for errors."""
    return f"0|{code}"
