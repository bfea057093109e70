"""The inputs that forms are made of. https://docs.slack.dev/reference/block-kit/blocks/input-block"""

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
