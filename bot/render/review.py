"""The review card: an announcement as every network will show it, and the buttons to decide."""

import json
from collections.abc import Sequence
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
# Slack turns off a button's value beyond this; ours are short.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a review card shows. `note` says where the announcement stands, in a sentence."""

    announcement: int
    title: str
    posts: Posts
    digest: str
    due: datetime | None
    authors: Sequence[str]
    note: str
    open: bool
    rows: Sequence[Row] = ()


def place(code: str) -> str:
    """A destination as people call it: "Slack, #moss", "X"."""
    destination = Destination.parse(code)
    name = NAMES.get(destination.network, destination.network)
    return f"{name}, {destination.address}" if destination.address else name


def in_order(posts: Posts) -> list[tuple[str, list[str]]]:
    """The posts with Slack's first, each network's together."""
    return sorted(posts.items(), key=lambda item: (not item[0].startswith("slack"), item[0]))


def card(shown: Card, program: Program) -> dict[str, Any]:
    """`text` and `blocks` of a review card."""
    blocks = [slack.header(f"Review: {shown.title}")]
    said = [f"*Review: {escape(shown.title)}*"]
    for code, posts in in_order(shown.posts):
        for text in posts:
            quoted = "\n".join(f"> {escape(part)}" for part in text.split("\n"))
            measure = _measure(text, code)
            blocks.append(slack.context(f"*{escape(place(code))}* · {measure}"))
            blocks.append(slack.section(quoted[: slack.SECTION]))
            said += [f"{escape(place(code))} · {measure}", quoted]
    blocks.append(slack.context(_when(shown, program)))
    blocks.append(slack.section(shown.note))
    said += [_when(shown, program), shown.note]
    outcome = _outcomes(shown.rows)
    if outcome:
        blocks.append(slack.section(outcome))
        said.append(outcome)
    if shown.open:
        blocks.append(_buttons(shown))
    return {"text": "\n".join(said), "blocks": blocks}


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
    when = wording.moment(shown.due, program.zone) if shown.due else "as soon as it is approved"
    return f"Goes out: {escape(when)} · {written}"


def _outcomes(rows: Sequence[Row]) -> str:
    lines = []
    for row in rows:
        link = f" · <{row.link}|see it>" if row.link else ""
        reason = f" ({escape(row.reason)})" if row.reason else ""
        lines.append(
            f"• {escape(place(row.destination.code))}: {OUTCOMES[row.state]}{reason}{link}"
        )
    return "\n".join(lines)[: slack.SECTION]


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
