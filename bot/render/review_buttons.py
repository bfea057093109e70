"""The buttons of a review card: which there are, and what each carries."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.announcement import Kind
from bot.domain.ledger import UNSENT, Row, State
from bot.render import slack
from bot.render.places import places
from bot.render.review_record import by_place, part_of
from bot.render.slack import Block, button

PREFIX = "announcement:"
# Posts whose outcome nobody knows that the card asks about one by one.
ASKED = 6
# What is asked before the press counts: title, text, what agrees.
_CONFIRM = {
    "approve": ("Publish this?", "", "Approve"),
    "is_out": ("Is it out?", "Look at the network first. It will not be sent again.", "It is out"),
    "send_again": (
        "Send it again?", "Look at the network first. If it is there, it will be there twice.",
        "Send again",
    ),
    "withdraw": (
        "Withdraw it?", "Nothing of it goes out. To announce it later, it is drafted anew.",
        "Withdraw",
    ),
    "take_down": (
        "Take it down everywhere?", "This is put up for review first; nothing is deleted yet.",
        "Put it up for review",
    ),
}  # fmt: skip


class Standing(StrEnum):
    """Where an announcement stands: to be decided, sent back, approved with nothing out yet,
    (partly) out, or not to go out."""

    REVIEW = "review"
    CHANGES = "changes"
    APPROVED = "approved"
    OUT = "out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the buttons depend on. `asked` are the rows of which staff alone can say whether they
    are out; `retry` says that something failed."""

    identity: int
    digest: str
    kind: Kind
    standing: Standing
    rows: Sequence[Row] = ()
    asked: Collection[int] = ()
    retry: bool = False
    # What is asked of whoever approves: what happens, when, and what it costs.
    question: str = ""
    # Notes that are not all on the card.
    notes: int = 0


def button_rows(found: Choices, *, whole: bool = True) -> Iterator[Block]:
    """The rows of buttons. Without the `whole` card nobody approves what they were not shown."""
    value = json.dumps({"id": found.identity, "digest": found.digest[:16]})
    yield from _rows(found, value, whole=whole)
    if found.notes:
        yield slack.actions(_button(f"Notes ({found.notes})", "notes", value))


def _rows(found: Choices, value: str, *, whole: bool) -> Iterator[Block]:
    match found.standing:
        case _ if not whole:
            yield slack.actions(_button("Show all", "show", value))
        case Standing.REVIEW:
            yield slack.actions(
                _button("Approve", "approve", value, style="primary", asks=found.question),
                *_editing(found.kind, value),
                _button("Ask for changes", "ask_changes", value),
                _button("Note", "note", value),
                _button("Withdraw", "withdraw", value, style="danger"),
            )
        case Standing.CHANGES:
            yield slack.actions(
                *_editing(found.kind, value),
                _button("Take back the request", "take_back", value),
                _button("Note", "note", value),
                _button("Withdraw", "withdraw", value, style="danger"),
            )
        case Standing.APPROVED:
            yield slack.actions(
                _button("Stop", "stop", value, style="danger"), _button("Note", "note", value)
            )
        case Standing.OUT:
            yield from _unclear(found)
            if after := list(_after(found, value)):
                yield slack.actions(*after)


def _editing(kind: Kind, value: str) -> Iterator[Block]:
    if kind is not Kind.TAKEDOWN:
        yield _button("Edit", "edit", value)
    yield _button("Time", "time", value)
    if kind not in {Kind.TAKEDOWN, Kind.CORRECTION}:
        yield _button("Picture", "picture", value)


def _after(found: Choices, value: str) -> Iterator[Block]:
    """What can be done about an announcement that is out, at least by half."""
    if any(row.state in UNSENT for row in found.rows):
        yield _button("Stop the rest", "stop", value, style="danger")
    if found.retry:
        yield _button("Try again", "retry", value, style="primary")
    out = any(row.state is State.SENT for row in found.rows)
    if out and found.kind is not Kind.TAKEDOWN:
        yield _button("Correct", "correct", value)
        yield _button("Take down", "take_down", value, style="danger")


def _unclear(found: Choices) -> Iterator[Block]:
    """Two buttons for each post of which nobody knows whether it is out."""
    parts = {code: len(those) for code, those in by_place(found.rows).items()}
    names = places(parts)
    for row in [row for row in found.rows if row.id in found.asked][:ASKED]:
        code = row.destination.code
        where = names[code] + (f", post {part_of(row)}" if parts[code] > 1 else "")
        value = json.dumps({"row": row.id})
        yield slack.actions(
            _button(f"{where[:50]}: it is out", "is_out", value, number=row.id),
            _button(f"{where[:50]}: send again", "send_again", value, number=row.id),
        )


def _button(
    words: str,
    act: str,
    value: str,
    *,
    number: int | None = None,
    style: str = "",
    asks: str = "",
) -> Block:
    action = f"{PREFIX}{act}" + (f":{number}" if number is not None else "")
    block = button(words, action, value, **({"style": style} if style else {}))
    if act not in _CONFIRM:
        return block
    title, text, agree = _CONFIRM[act]
    confirm = {
        "title": slack.plain(title, 100),
        "text": slack.plain(asks or text, 300),
        "confirm": slack.plain(agree, 30),
        "deny": slack.plain("Cancel", 30),
    }
    return block | {"confirm": confirm}
