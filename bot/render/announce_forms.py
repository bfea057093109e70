"""The forms in which staff begin an announcement: news, and several awards at once."""

from collections.abc import Sequence

from bot.domain.model import Award, Program
from bot.domain.money import money
from bot.render.forms import OPTIONS, input_block, text_input
from bot.render.slack import Block, context, escape, plain

NEWS, AWARDS = "announce:news", "announce:awards"
TITLE, TEXT, URL = 150, 2900, 1000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
VALUE = 150


def news_form(program: Program) -> Block:
    """Asks for a piece of news."""
    blocks = [
        context(
            f"For all networks of {escape(program.name)}. You will see it as each shows it, and "
            "somebody else of staff approves it."
        ),
        input_block("title", "Title", text_input(None, TITLE, "Two new tracks")),
        input_block("text", "Text", text_input(None, TEXT, lines=True)),
        input_block("link", "Link", text_input(None, URL, "https://…"), optional=True),
    ]
    return _modal(NEWS, "Announce", blocks)


def awards_form(program: Program, awards: Sequence[Award]) -> Block:
    """Asks which awards are announced together; there is one at least, the newest first."""
    options = [
        {"text": plain(_said(program, award), 75), "value": award.key}
        for award in awards
        if len(award.key) <= VALUE
    ]
    element: Block = {
        "type": "multi_static_select", "action_id": "value", "options": options[:OPTIONS],
        "placeholder": plain("Choose awards", 150), "max_selected_items": 20,
    }  # fmt: skip
    blocks = [
        context("One announcement for all of them, in place of one for each."),
        input_block("awards", "Awards", element),
    ]
    return _modal(AWARDS, "Announce awards", blocks)


def _said(program: Program, award: Award) -> str:
    amount = money(award.amount, program.currency, program.locale)
    room = 75 - len(amount) - 2
    name = award.recipient
    return f"{name if len(name) <= room else name[: room - 1] + '…'}, {amount}"


def _modal(callback: str, title: str, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain("Put up for review", 24),
        "close": plain("Cancel", 24),
        "blocks": blocks,
    }
