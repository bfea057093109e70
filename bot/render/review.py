"""The review card: an announcement as every network will show it, and the buttons to decide."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import wording
from bot.domain.announcement import Posts
from bot.domain.ledger import Destination, Row, State
from bot.domain.lengths import LIMITS, cost, length
from bot.domain.model import Program
from bot.render import slack
from bot.render.slack import Block, escape

NAMES = {"slack": "Slack", "x": "X"}
BLOCKS = 50  # https://docs.slack.dev/reference/block-kit/blocks
REASON = 200  # characters of why a post failed
NAMED = 20  # places in one line of small print
OUTCOMES = {
    State.SENT: "out",
    State.FAILED: "failed",
    State.UNKNOWN: "unclear whether it is out",
    State.PLANNED: "waits to be sent",
    State.CLAIMED: "is being sent",
    State.SENDING: "is being sent",
    State.CANCELLED: "cancelled",
    State.SKIPPED: "skipped",
}


# A block, and what it says for the message's text.
Shown = tuple[Block, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a review card shows. `note` says where the announcement stands, in a sentence of mrkdwn;
    `name` is what `/program award` knows it by."""

    announcement: int
    title: str
    posts: Posts
    digest: str
    due: datetime | None
    authors: Sequence[str]
    note: str
    open: bool
    rows: Sequence[Row] = ()
    name: str = ""


def place(code: str) -> str:
    """A destination as people call it: "Slack, #moss", "X"."""
    destination = Destination.parse(code)
    name = NAMES.get(destination.network, destination.network)
    return f"{name}, {destination.address}" if destination.address else name


def in_order(posts: Posts) -> list[tuple[str, list[str]]]:
    """The posts with Slack's first, each network's together."""
    return sorted(posts.items(), key=lambda item: (not item[0].startswith("slack"), item[0]))


def card(shown: Card, program: Program) -> dict[str, Any]:
    """`text` and `blocks` of a review card; a short one where Slack would not take it whole."""
    whole = _message([*_head(shown), *_texts(shown), *_foot(shown, program)])
    if _fits(whole["blocks"]):
        return whole
    see = f"`/program award {escape(shown.name)}`"
    short = f"The texts are too long to be shown here together. See and decide on each with {see}."
    foot = _foot(shown, program, buttons=False)
    return _message([*_head(shown), (slack.section(short), short), *foot])


def pages(shown: Card, program: Program) -> list[dict[str, Any]]:
    """The whole card, in as many messages as Slack wants of it; the last has the buttons."""
    found: list[list[Shown]] = [[]]
    for each in [*_head(shown), *_texts(shown), *_foot(shown, program)]:
        if not _fits([block for block, _ in (*found[-1], each)]):
            found.append([])
        found[-1].append(each)
    return [_message(page) for page in found]


def packed(lines: Iterable[str], most: int = slack.SECTION) -> list[str]:
    """Lines of mrkdwn joined to texts within the limit; a line is never cut, so none is longer."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + 1 + len(line) <= most:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def _message(shown: Iterable[Shown]) -> dict[str, Any]:
    found = list(shown)
    said = [text for _, text in found if text]
    return {"text": "\n".join(said), "blocks": [block for block, _ in found]}


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= BLOCKS and sum(map(_size, blocks)) <= slack.MESSAGE


def _size(block: Block) -> int:
    parts = [block.get("text"), *block.get("elements", ())]
    texts = [part.get("text", "") for part in parts if part]
    return sum(len(text if isinstance(text, str) else text["text"]) for text in texts)


def _head(shown: Card) -> list[Shown]:
    title = f"Review: {shown.title}"
    return [(slack.header(title), f"*{escape(title)}*")]


def _texts(shown: Card) -> Iterator[Shown]:
    """Each text as its network shows it; channels of Slack that get the same share it."""
    for codes, posts in _alike(shown.posts):
        for text in posts:
            *before, last = [codes[n : n + NAMED] for n in range(0, len(codes), NAMED)]
            for places in before:
                yield _small(f"*{_places(places)}*,")
            yield _small(f"*{_places(last)}* · {_measure(text, codes[0])}")
            for part in packed(_quoted(text)):
                yield slack.section(part), part


def _alike(posts: Posts) -> list[tuple[list[str], list[str]]]:
    """The places by what they get, in order; those of Slack with the same texts are one."""
    found: list[tuple[list[str], list[str]]] = []
    for code, texts in in_order(posts):
        same = (codes for codes, said in found if said == texts and codes[0].startswith("slack:"))
        codes = next(same, None) if code.startswith("slack:") else None
        if codes is None:
            found.append(([code], texts))
        else:
            codes.append(code)
    return found


def _places(codes: Sequence[str]) -> str:
    first, *others = codes
    return ", ".join(escape(p) for p in (place(first), *(c.partition(":")[2] for c in others)))


def _quoted(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from (f"> {escape(part)}" for part in _parts(line))


def _parts(line: str) -> list[str]:
    """A line in parts that fit into a section each, once escaped; cut between words."""
    if len(escape(line)) <= slack.SECTION - 2:
        return [line]
    middle = len(line) // 2
    cut = line.rfind(" ", middle // 2, middle) + 1 or middle
    return [*_parts(line[:cut]), *_parts(line[cut:])]


def _small(words: str) -> Shown:
    return slack.context(words), words.replace("*", "")


def _foot(shown: Card, program: Program, *, buttons: bool = True) -> Iterator[Shown]:
    yield _small(_when(shown, program))
    for text in (shown.note, *packed(_outcomes(shown.rows))):
        yield slack.section(text), text
    if shown.open and buttons:
        yield _buttons(shown), ""


def _measure(text: str, code: str) -> str:
    network = Destination.parse(code).network
    price = cost(text, network)
    count = f"{length(text, network):,} of {LIMITS[network]:,} characters"
    return f"{count} · ${price:.3f}" if price else count


def _when(shown: Card, program: Program) -> str:
    people = ", ".join(f"<@{a}>" if a.startswith(("U", "W")) else escape(a) for a in shown.authors)
    written = f"Written by {people}"
    if not shown.open and not shown.due:
        return written
    when = "as soon as it is approved"
    if shown.due:
        when = wording.moment(shown.due, program.zone, program.locale)
    return f"Goes out: {escape(when)} · {written}"


def _outcomes(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        link = f" · <{row.link}|see it>" if row.link else ""
        why = row.reason or ""
        why = why if len(why) <= REASON else f"{why[:REASON]}…"
        reason = f" ({escape(why)})" if why else ""
        yield f"• {escape(place(row.destination.code))}: {OUTCOMES[row.state]}{reason}{link}"


def _buttons(shown: Card) -> Block:
    value = json.dumps({"id": shown.announcement, "digest": shown.digest[:16]})
    confirm = {
        "title": slack.plain("Publish this?", 100),
        "text": slack.plain("It goes out to every place shown, as shown.", 300),
        "confirm": slack.plain("Approve", 30),
        "deny": slack.plain("Not yet", 30),
    }
    return slack.actions(
        slack.button("Approve", "announcement:approve", value, style="primary", confirm=confirm),
        slack.button("Edit", "announcement:edit", value),
        slack.button("Withdraw", "announcement:withdraw", value, style="danger"),
    )
