"""Messages, and the time stamps that are their names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Message:
    """One message; `ts` names it within its channel. An edit replaces the record.

    `shown_at` is the program's time, which the page shows; `ts` is real time, as in Slack.
    `ephemeral_to` names the one person who sees it. A `subtype` of "system" marks what Slack
    itself says to a person (a command that failed): it is no message of the API.
    """

    channel: str
    ts: str
    user: str
    text: str
    shown_at: datetime
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    subtype: str | None = None
    edited_by: str | None = None
    edited_ts: str | None = None
    files: tuple[Json, ...] = ()
    reactions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pinned: bool = False
    broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_system(self) -> bool:
        """Whether Slack itself says it, not a person nor the bot."""
        return self.subtype == "system"

    def as_slack(self, team_id: str, *, with_metadata: bool = True) -> Json:
        """The message object (docs.slack.dev/reference/events/message), without thread counts."""
        body: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        body["team"] = team_id
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        body |= {
            key: list(value)
            for key, value in (
                ("blocks", self.blocks),
                ("attachments", self.attachments),
                ("files", self.files),
            )
            if value
        }
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.edited_ts:
            body["edited"] = {"user": self.edited_by, "ts": self.edited_ts}
        if self.metadata and with_metadata:
            body["metadata"] = self.metadata
        if self.broadcast:
            body["subtype"] = "thread_broadcast"
        if self.reactions:
            body["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        return body


class TimeStamps:
    """Hands out time stamps as Slack's: seconds and six digits, each later than the one before."""

    def __init__(self, real_now: Callable[[], datetime]) -> None:
        self._real_now = real_now
        self._last = 0

    def next(self) -> str:
        """A time stamp that nobody had yet."""
        since = self._real_now().astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
        self._last = max(micros, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
