"""What a composer makes of the rows that are due at one destination."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import wording
from bot.domain.countdown import remaining
from bot.domain.fate import moved_reason
from bot.domain.ledger import Row
from bot.domain.model import Deadline, Program
from bot.domain.spans import Line
from bot.networks.base import Image
from bot.render import slack


@dataclass(slots=True)
class Composed:
    """One message and the rows it stands for; and the rows that are not sent, with the reason."""

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    send: list[Row] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    cancelled: dict[int, str] = field(default_factory=dict)
    # Rows for which it had no room; they are the next message.
    rest: list[Row] = field(default_factory=list)
    # Rows that are sent at another time (program time), and why.
    later: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    # Rows that may not go out as things stand, which staff are told with the reason.
    refused: dict[int, str] = field(default_factory=dict)
    # Rows that are cancelled, which staff are told with the reason.
    voided: dict[int, str] = field(default_factory=dict)
    # What the rows keep of it beside the text, as JSON.
    kept: dict[str, Any] = field(default_factory=dict)
    # What goes out with it and is not kept.
    images: tuple[Image, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def answer(self, thread: str | None) -> None:
        """Makes it an answer to a message (its external id), to be seen in the channel, too."""
        if thread is not None:
            self.kept |= {"thread": thread, "broadcast": True}

    def keep_facts(self, program: Program, deadlines: Iterable[Deadline], now: datetime) -> None:
        """Keeps with the rows which dates are told, and when (program time): what people know once
        they have read it."""
        self.kept["at"] = now.isoformat()
        self.kept["deadlines"] = {
            d.subject: {**facts(program, d, now), "words": wording.closes(d, program.locale)}
            for d in deadlines
        }

    def keep_reason(self, row: Row) -> None:
        """Keeps why a row goes out at another time than the ladder says, where it does."""
        if reason := moved_reason(row):
            self.kept.setdefault("moved", {})[row.subject] = reason

    def say(self, lines: Sequence[Line], *below: dict[str, Any]) -> None:
        """Makes these lines the message, as Slack shows them, with blocks of buttons below."""
        shown = slack.message(lines)
        self.text, self.blocks = shown["text"], [*shown["blocks"], *below]

    def skip(self, row: Row, reason: str) -> None:
        """Leaves a row out for good: its time has gone by."""
        self.skipped[row.id] = reason

    def wait(self, row: Row, until: datetime, reason: str) -> None:
        """Puts a row off to a time in the future."""
        self.later[row.id] = (until, reason)

    def refuse(self, row: Row, reason: str) -> None:
        """Keeps a row from going out until staff have mended the reason and try again."""
        self.refused[row.id] = reason

    def void(self, row: Row, reason: str) -> None:
        """Leaves a row out for good, and has staff told why."""
        self.voided[row.id] = reason

    def leave(self, subjects: Collection[str]) -> None:
        """Keeps the rows about these subjects, and leaves the others for the next message."""
        self.rest += [row for row in self.send if row.subject not in subjects]
        self.send = [row for row in self.send if row.subject in subjects]

    def cancel(self, row: Row, reason: str) -> None:
        """Leaves a row out because what it was about is not so any more."""
        self.cancelled[row.id] = reason


def facts(program: Program, deadline: Deadline, at: datetime) -> dict[str, Any]:
    """A deadline as `eightdays plan --json` has it, counted at `at`; `closes` in the program's
    zone."""
    return {
        "track": deadline.track,
        "label": deadline.label,
        "closes": deadline.closes.at.astimezone(program.zone).isoformat(),
        "days_left": remaining(deadline.closes, program.zone, at).days,
    }


Composer = Callable[[Program, Sequence[Row], datetime], Composed]
