"""What a composer makes of the rows that are due at one destination."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.ledger import Row
from bot.domain.model import Program
from bot.domain.spans import Line
from bot.render import slack


@dataclass(slots=True)
class Composed:
    """One message and the rows it stands for; and the rows that are not sent, with the reason."""

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    send: list[Row] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    cancelled: dict[int, str] = field(default_factory=dict)

    def say(self, lines: Sequence[Line]) -> None:
        """Makes these lines the message, as Slack shows them."""
        shown = slack.message(lines)
        self.text, self.blocks = shown["text"], shown["blocks"]

    def skip(self, row: Row, reason: str) -> None:
        """Leaves a row out for good: its time has gone by."""
        self.skipped[row.id] = reason

    def cancel(self, row: Row, reason: str) -> None:
        """Leaves a row out because what it was about is not so any more."""
        self.cancelled[row.id] = reason


Composer = Callable[[Program, Sequence[Row], datetime], Composed]
