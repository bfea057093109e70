"""What was not understood, as a list for staff, and the form in which they teach it."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.model import Program
from bot.render.slack import MESSAGE, Block, actions, button, context, escape, plain, section

CALLBACK = "question:teach"
OPTIONS = 100
LONGEST = 150  # characters of a question in the list; the form has it whole
# Characters of a question's two buttons, and what the last line may take.
BUTTONS, ROOM = 20, 100
MEANINGS = {
    "track": "Another name of a track",
    "recipient": "Another name of a recipient",
    "answer": "A question with an answer of its own",
}


def question_list(questions: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """`text` and `blocks` of the list; each question is (phrase, text, how often it was asked)."""
    if not questions:
        nothing = "Everything that was asked was understood."
        return {"text": nothing, "blocks": [section(nothing)]}
    title = "*Not understood, the commonest first*"
    blocks, said = [section(title)], [title]
    size = len(title)
    for number, (phrase, text, times) in enumerate(questions):
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        words = f"“{escape(shown)}” — {times} ×"
        size += len(words) + BUTTONS
        if size > MESSAGE - ROOM:
            more = f"… and {len(questions) - number} more, once these are taught or dismissed."
            said.append(more)
            blocks.append(context(more))
            break
        said.append(f"• {words}")
        blocks.append(section(words))
        blocks.append(
            actions(
                button("Teach…", "question:teach", phrase),
                button("Dismiss", "question:dismiss", phrase),
            )
        )
    return {"text": "\n".join(said), "blocks": blocks}


def teach_form(program: Program, phrase: str, text: str) -> Block:
    """The modal in which a question is taught."""
    meanings = [
        {"text": plain(words, 75), "value": name}
        for name, words in MEANINGS.items()
        if name != "track" or program.tracks
    ]
    blocks = [
        context(f"Somebody asked: “{escape(text)}”"),
        _input("words", "The words to teach", _text(text, 150)),
        _input(
            "meaning",
            "What they are",
            {
                "type": "radio_buttons",
                "action_id": "value",
                "options": meanings,
                "initial_option": meanings[0],
            },
        ),
    ]
    if program.tracks:
        blocks.append(_input("track", "The track", _tracks(program), optional=True))
    blocks += [
        _input("recipient", "The recipient", _text("", 150), optional=True),
        _input("answer", "The answer", _text("", 1000, lines=True), optional=True),
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("Teach a phrase", 24),
        "submit": plain("Teach", 24),
        "close": plain("Cancel", 24),
        "private_metadata": json.dumps({"phrase": phrase}),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input", "block_id": name, "label": plain(label, 2000), "element": element,
        "optional": optional,
    }  # fmt: skip


def _text(value: str, most: int, *, lines: bool = False) -> Block:
    element: Block = {
        "type": "plain_text_input", "action_id": "value", "max_length": most, "multiline": lines,
    }  # fmt: skip
    return element | ({"initial_value": value[:most]} if value else {})


def _tracks(program: Program) -> Block:
    options = [
        {"text": plain(track.name, 75), "value": track.key} for track in program.tracks[:OPTIONS]
    ]
    return {"type": "static_select", "action_id": "value", "options": options}
