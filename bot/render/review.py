"""The review card: an announcement as every network will show it, the buttons to decide, and
afterwards the record of what became of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import wording
from bot.domain.announcement import Kind, Picture, Posts
from bot.domain.ledger import Row
from bot.domain.lengths import Rules
from bot.domain.model import Program
from bot.render import slack
from bot.render.places import in_order, place
from bot.render.review_buttons import Choices, Standing, button_rows
from bot.render.review_record import is_person, outcomes, person
from bot.render.review_texts import (
    DELETES,
    Shown,
    packed,
    quoted,
    shown_pictures,
    shown_posts,
    small,
    total,
)
from bot.render.slack import Block, escape

__all__ = ["Card", "NoteSaid", "Standing", "card", "in_order", "notes", "packed", "pages", "place"]

BLOCKS = 50  # https://docs.slack.dev/reference/block-kit/blocks
SAID = 500  # characters of a note that the card shows
TITLE = 120
EDITS = "edits the post that is there"
REPLIES = "replies to the post that is there, which cannot be edited"


@dataclass(frozen=True, slots=True)
class NoteSaid:
    """What somebody of staff has written about an announcement; `at` is when, in words."""

    author: str
    text: str
    wants_changes: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a review card shows.

    `note` says where the announcement stands, in a sentence of mrkdwn; `name` is what
    `/program award` knows it by. `rules` are how long a post may be, by the code of the place;
    `files` Slack's ids of the pictures, by their digest; `warnings` what reviewers should look at.
    """

    announcement: int
    title: str
    kind: Kind = Kind.AWARD
    posts: Posts
    digest: str
    due: datetime | None
    authors: Sequence[str]
    note: str
    standing: Standing
    rows: Sequence[Row] = ()
    name: str = ""
    rules: Mapping[str, Rules] = field(default_factory=dict)
    pictures: Sequence[Picture] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    notes: Sequence[NoteSaid] = ()
    # What was done to posts since, by the ids of their rows.
    later: Mapping[int, str] = field(default_factory=dict)
    # The places whose posts can be edited: a correction answers elsewhere.
    edits: Collection[str] = ()
    # Rows of which staff alone can say whether they are out, and whether something failed.
    asked: Collection[int] = ()
    retry: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return self.standing in {Standing.REVIEW, Standing.CHANGES}


def card(shown: Card, program: Program) -> dict[str, Any]:
    """`text` and `blocks` of a review card; a short one where Slack would not take it whole."""
    whole = _message([*_head(shown), *_content(shown), *_foot(shown, program)])
    if _fits(whole["blocks"]):
        return whole
    short = (
        "The texts are too long to be shown here together. See all, and decide there: *Show all*"
    )
    if shown.name:
        short += f", or `/program award {escape(shown.name)}`"
    foot = [*_foot(shown, program, whole=False)]
    return _message([*_head(shown), (slack.section(f"{short}."), f"{short}."), *foot])


def pages(shown: Card, program: Program) -> list[dict[str, Any]]:
    """The whole card, in as many messages as Slack wants of it; the last has the buttons."""
    found: list[list[Shown]] = [[]]
    for each in [*_head(shown), *_content(shown), *_foot(shown, program)]:
        if not _fits([block for block, _ in (*found[-1], each)]):
            found.append([])
        found[-1].append(each)
    return [_message(page) for page in found]


def _message(shown: Iterable[Shown]) -> dict[str, Any]:
    found = list(shown)
    said = [text for _, text in found if text]
    return {"text": "\n".join(said), "blocks": [block for block, _ in found]}


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= BLOCKS and sum(map(_size, blocks)) <= slack.MESSAGE


def _size(block: Block) -> int:
    if block["type"] == "rich_text":
        return sum(len(run["text"]) for part in block["elements"] for run in part["elements"])
    parts = [block.get("text"), *block.get("elements", ())]
    texts = [part.get("text", "") for part in parts if part]
    return sum(len(text if isinstance(text, str) else text["text"]) for text in texts)


def _head(shown: Card) -> list[Shown]:
    title = f"Review: {shown.title}"
    if len(title) > slack.HEADER:
        title = f"{title[:TITLE]}…"
    return [(slack.header(title), f"*{escape(title)}*")]


def _content(shown: Card) -> Iterator[Shown]:
    yield from shown_posts(shown.posts, shown.rules, len(shown.pictures), does=_does(shown))
    yield from shown_pictures(shown.pictures, shown.files)


def _does(shown: Card) -> Mapping[str, str]:
    """What happens at each place, where it is not that something is posted."""
    if shown.kind is Kind.TAKEDOWN:
        return dict.fromkeys(shown.posts, DELETES)
    if shown.kind is Kind.CORRECTION:
        return {code: EDITS if code in shown.edits else REPLIES for code in shown.posts}
    return {}


def _foot(shown: Card, program: Program, *, whole: bool = True) -> Iterator[Shown]:
    for text in packed(f":warning: {escape(said)[:SAID]}" for said in shown.warnings):
        yield slack.section(text), text
    yield small(_when(shown, program))
    lines = outcomes(shown.rows, shown.later, correction=shown.kind is Kind.CORRECTION)
    texts = (shown.note, *packed(lines), *_last_note(shown))
    for text in texts:
        yield slack.section(text), text
    choices = Choices(
        identity=shown.announcement, digest=shown.digest, kind=shown.kind,
        standing=shown.standing, rows=shown.rows, asked=shown.asked, retry=shown.retry,
        question=_question(shown, program),
        notes=0 if len(shown.notes) < 2 and not _long(shown) else len(shown.notes),
    )  # fmt: skip
    rows = button_rows(choices, whole=whole)
    yield from ((row, "") for row in rows)


def _question(shown: Card, program: Program) -> str:
    """What approval does, in a sentence or two of plain text."""
    when = "in a minute"
    if shown.due:
        when = f"on {wording.moment(shown.due, program.zone, program.locale)}, or in a minute if "
        when += "that has passed"
    if shown.kind is Kind.TAKEDOWN:
        return f"The posts are deleted at every place shown, {when}."
    price = total(shown.posts, len(shown.pictures))
    cost = f" It costs ${price:.3f}." if price else ""
    return f"It goes out {when}, to every place shown, as shown.{cost}"


def _when(shown: Card, program: Program) -> str:
    # Who imported the records counts for who may approve, and is told where nobody else wrote.
    authors = [one for one in shown.authors if is_person(one)] or shown.authors
    said = [f"Written by {', '.join(map(person, authors))}"] if authors else []
    if shown.open or shown.due:
        when = "as soon as it is approved"
        if shown.due:
            when = wording.moment(shown.due, program.zone, program.locale)
        said.insert(0, f"Goes out: {escape(when)}")
    price = total(shown.posts, len(shown.pictures))
    # To delete costs nothing.
    if price and shown.kind is not Kind.TAKEDOWN:
        said.append(f"Costs ${price:.3f}")
    return " · ".join(said)


def _last_note(shown: Card) -> Iterator[str]:
    """The last note of reviewers, and how many there are; the button shows them all."""
    if not shown.notes:
        return
    last = shown.notes[-1]
    text = last.text if len(last.text) <= SAID else f"{last.text[:SAID]}…"
    before = f" ({len(shown.notes)} notes in all)" if len(shown.notes) > 1 else ""
    yield f"{person(last.author)} {_noted(last, shown.standing)}{before}:\n{_quote(text)}"


def _long(shown: Card) -> bool:
    return any(len(note.text) > SAID for note in shown.notes)


def _noted(note: NoteSaid, standing: Standing) -> str:
    if not note.wants_changes:
        return "notes"
    if standing is Standing.CHANGES:
        return "asks for changes"
    if standing is Standing.WITHDRAWN:
        return "asked for changes"
    return "asked for changes, since made or taken back"


def notes(said: Sequence[NoteSaid]) -> list[dict[str, Any]]:
    """All notes of reviewers, whole, the oldest first, in as many messages as Slack wants."""
    found: list[list[Shown]] = [[]]
    for one in said:
        what = "asked for changes" if one.wants_changes else "noted"
        at = f", {escape(one.at)}" if one.at else ""
        lines = [f"{person(one.author)} {what}{at}:", *quoted(one.text)]
        for text in packed(lines):
            block = slack.section(text)
            if not _fits([each for each, _ in (*found[-1], (block, text))]):
                found.append([])
            found[-1].append((block, text))
    return [_message(page) for page in found if page]


def _quote(text: str) -> str:
    return "\n".join(f"> {escape(line)}" for line in text.split("\n"))
