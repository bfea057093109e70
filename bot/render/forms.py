"""The inputs that forms are made of. https://docs.slack.dev/reference/block-kit/blocks/input-block"""

from collections.abc import Sequence

from bot.domain.model import Program
from bot.render.slack import Block, plain

# A select takes 100 options: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
OPTIONS = 100


def input_block(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = False
) -> Block:
    """An input under its label; `name` is the block that its value comes back in."""
    block: Block = {
        "type": "input", "block_id": name, "label": plain(label, 2000), "element": element,
        "optional": optional,
    }  # fmt: skip
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(value: str | None, most: int, example: str = "", *, lines: bool = False) -> Block:
    """A text of at most so many characters, with what is there already filled in."""
    element: Block = {
        "type": "plain_text_input", "action_id": "value", "max_length": most, "multiline": lines,
    }  # fmt: skip
    element |= {"placeholder": plain(example, 150)} if example else {}
    return element | ({"initial_value": value[:most]} if value else {})


def track_select(program: Program) -> Block:
    """The tracks of a program to choose from, of which there has to be one."""
    options = [
        {"text": plain(track.name, 75), "value": track.key} for track in program.tracks[:OPTIONS]
    ]
    return {
        "type": "static_select", "action_id": "value", "options": options,
        "placeholder": plain("Choose a track", 150),
    }  # fmt: skip


def radio(options: Sequence[tuple[str, str]], chosen: str) -> Block:
    """One of a few options, each its value and its words; one is chosen already."""
    found = {value: {"text": plain(words, 75), "value": value} for value, words in options}
    return {
        "type": "radio_buttons", "action_id": "value", "options": [*found.values()],
        "initial_option": found[chosen],
    }  # fmt: skip


def file_input(types: Sequence[str]) -> Block:
    """One file of one of these types, by the end of its name.

    https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
    """
    return {
        "type": "file_input", "action_id": "value", "filetypes": [*types], "max_files": 1,
    }  # fmt: skip
