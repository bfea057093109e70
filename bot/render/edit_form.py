"""The form in which staff edit an announcement: one text for each place, and what its pictures
say to those who do not see them. The same form takes the words of a correction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.announcement import Picture, Texts
from bot.domain.ledger import Destination
from bot.domain.lengths import RULES, Rules
from bot.render.forms import input_block, text_input
from bot.render.places import NAMES, in_order, places
from bot.render.slack import Block, plain

EDIT, CORRECT = "announcement:edit", "announcement:correct"
# What an input takes, and what it is given, which leaves room for additions.
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
LONGEST, GIVEN = 3000, 2600
ALT = 1000
# The block of a text that takes the place of all.
SAME = "same"
_BREAKS = ("\n\n", "\n", " ")


def edit_form(
    identity: int,
    digest: str,
    texts: Texts,
    *,
    rules: Mapping[str, Rules] | None = None,
    pictures: Sequence[Picture] = (),
    callback: str = EDIT,
) -> Block:
    """The modal with the present texts filled in; `rules` by place where they are not the usual."""
    blocks: list[Block] = []
    joints: dict[str, list[str]] = {}
    names = places(texts)
    for code, text in in_order(texts):
        pieces, joints[code] = _pieces(text)
        known = (rules or {}).get(code) or RULES[Destination.parse(code).network]
        for number, piece in enumerate(pieces):
            blocks.append(_input(code, names[code], number, len(pieces), piece, known))
    if len(texts) > 1:
        ask = text_input(None, LONGEST, lines=True)
        hint = "Left empty, each place gets its own text above."
        blocks.append(input_block(SAME, "The same for all", ask, hint=hint, optional=True))
    for number, picture in enumerate(pictures):
        blocks.append(
            input_block(
                f"alt|{number}", "What the picture shows, for those who do not see it",
                text_input(picture.alt, ALT, lines=True),
            )
        )  # fmt: skip
    joined = {code: by for code, by in joints.items() if by}
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain("Correct announcement" if callback == CORRECT else "Edit announcement", 24),
        "submit": plain("Put up for review" if callback == CORRECT else "Save", 24),
        "close": plain("Cancel", 24),
        "private_metadata": json.dumps({"id": identity, "digest": digest[:16], "joints": joined}),
        "blocks": blocks,
    }


def _input(code: str, called: str, number: int, pieces: int, text: str, rules: Rules) -> Block:
    label = called + (f" ({number + 1} of {pieces})" if pieces > 1 else "")
    name = NAMES.get(rules.network, rules.network)
    hint = f"{name} takes {rules.limit:,} characters, as it counts them"
    hint += "." if rules.network == "webhook" else "; what is longer becomes several posts."
    element = text_input(text, LONGEST, lines=True)
    return input_block(f"{number}|{code}", label, element, hint=hint)


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """A text in pieces that an input takes, and what stood between them."""
    pieces, joints = [], []
    while len(text) > GIVEN:
        end, joint = next(_cuts(text), (GIVEN, ""))
        pieces.append(text[:end])
        joints.append(joint)
        text = text[end + len(joint) :]
    return [*pieces, text], joints


def _cuts(text: str) -> Iterator[tuple[int, str]]:
    for joint in _BREAKS:
        end = text.rfind(joint, GIVEN // 2, GIVEN)
        if end > 0:
            yield end, joint


def fields(view: dict[str, Any]) -> tuple[Texts, list[str]]:
    """The texts and the pictures' alternative texts of a submitted form."""
    joints: dict[str, list[str]] = json.loads(view["private_metadata"]).get("joints", {})
    pieces: dict[str, dict[int, str]] = {}
    same = ""
    for block, entry in view["state"]["values"].items():
        number, _, code = block.partition("|")
        said = (entry["value"].get("value") or "").strip()
        if block == SAME:
            same = said
            continue
        key, index = ("alt", code) if number == "alt" else (code, number)
        pieces.setdefault(key, {})[int(index)] = said
    alts = pieces.pop("alt", {})
    texts = {
        code: _joined([found[n] for n in sorted(found)], joints.get(code, []))
        for code, found in pieces.items()
    }
    return dict.fromkeys(texts, same) if same else texts, [alts[n] for n in sorted(alts)]


def _joined(pieces: Sequence[str], joints: Sequence[str]) -> str:
    (first, *rest) = pieces
    return first + "".join(by + piece for by, piece in zip(joints, rest, strict=True))


def block_of(code: str) -> str:
    """The block in which the text of a place begins, for errors."""
    return f"0|{code}"
