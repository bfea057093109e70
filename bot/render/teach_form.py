"""What was not understood, as a list for staff, and the form in which they teach it."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.model import Program
from bot.render.forms import input_block, text_input, track_select
from bot.render.slack import MESSAGE, Block, actions, button, context, escape, plain, section

CALLBACK = "question:teach"
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
        input_block("words", "The words to teach", text_input(text, 150)),
        input_block(
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
        blocks.append(input_block("track", "The track", track_select(program), optional=True))
    blocks += [
        input_block("recipient", "The recipient", text_input("", 150), optional=True),
        input_block("answer", "The answer", text_input("", 1000, lines=True), optional=True),
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
