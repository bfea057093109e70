"""The small forms behind the buttons of a review card: the time, the picture, a note, a wish."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain import wording
from bot.domain.announcement import Picture
from bot.domain.model import Program
from bot.domain.moments import zone_label
from bot.render.forms import file_input, input_block, radio, text_input
from bot.render.slack import Block, context, escape, plain

TIME, PICTURE = "announcement:time", "announcement:picture"
NOTE, CHANGES = "announcement:note", "announcement:ask_changes"
# Which picture goes with an announcement.
DRAWN, GIVEN, NONE = "drawn", "given", "none"
ALT, WORDS = 1000, 2000
# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
TYPES = ("png", "jpg", "jpeg", "webp", "gif")


def time_form(identity: int, digest: str, program: Program, due: Any) -> Block:
    """Asks when it goes out; `due` is the time that it has (None: once it is approved)."""
    when = "once it is approved"
    if due is not None:
        when = wording.moment(due, program.zone, program.locale)
    ask = input_block(
        "when", "When it goes out",
        text_input(None, 100, "tomorrow 10:00"),
        hint="“now” (once it is approved), “tomorrow 10:00”, “Friday 17:00”, “in two hours” or "
        f"“2026-12-01 10:00”, in {zone_label(program.zone)}.",
    )  # fmt: skip
    said = f"At present: {escape(when)}. A new time has to be approved, as new words have."
    return _modal(TIME, "Time", "Save", identity, digest, [context(said), ask])


def picture_form(identity: int, digest: str, pictures: Sequence[Picture]) -> Block:
    """Asks which picture goes with an announcement: the card that is drawn, one's own, or none."""
    options = ((DRAWN, "The card that is drawn from the records"), (GIVEN, "This picture:"),
               (NONE, "No picture"))  # fmt: skip
    chosen = NONE if not pictures else DRAWN if pictures[0].made else GIVEN
    alt = next((one.alt for one in pictures), None)
    blocks = [
        input_block("which", "Picture", radio(options, chosen)),
        input_block("file", "File", file_input(TYPES), optional=True,
                    hint="PNG, JPEG, WebP or GIF, up to 10 MB; it takes the card's place. You "
                    "need the right to show it."),
        input_block("alt", "What it shows, for those who do not see it",
                    text_input(alt, ALT, lines=True), optional=True,
                    hint="A picture of yours needs it. Left empty, the card writes its own."),
    ]  # fmt: skip
    return _modal(PICTURE, "Picture", "Save", identity, digest, blocks)


def note_form(identity: int, digest: str, *, changes: bool = False) -> Block:
    """Asks for a note, or for what has to be changed before it can be approved."""
    label = "What should be changed?" if changes else "Note"
    hint = "Staff alone see it."
    if changes:
        hint += " Nobody can approve it as it is until it is edited, or you take the request back."
    ask = input_block("text", label, text_input(None, WORDS, lines=True), hint=hint)
    callback, title = (CHANGES, "Ask for changes") if changes else (NOTE, "Note")
    return _modal(callback, title, "Save", identity, digest, [ask])


def _modal(
    callback: str, title: str, submit: str, identity: int, digest: str, blocks: list[Block]
) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain("Cancel", 24),
        "private_metadata": json.dumps({"id": identity, "digest": digest[:16]}),
        "blocks": blocks,
    }
