"""The page's stream: what happens in the workspace, as one person sees it (server-sent events).

A reader that is slow, asleep or cut off loses nothing but time: its queue is bounded, and a
`hello` tells the page to read everything again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from bot.sandbox.feed import Change, Feed
from bot.sandbox.messages import Message
from bot.sandbox.page_view import concerns, one_message, sees, threads_of, view_json
from bot.sandbox.refusal import SlackError
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

QUIET = 15.0
"""Seconds after which a comment is sent, so that both ends notice a dead connection."""
DEPTH = 500


async def stream(
    feed: Feed, events: Callable[[Change], Iterator[Json]], quiet: float = QUIET
) -> AsyncIterator[str]:
    """Lines of an event stream; it ends when the sandbox does (a change `closed`)."""
    with feed.subscribe(DEPTH) as changes:
        yield _line({"kind": "hello"})
        while True:
            try:
                async with asyncio.timeout(quiet):
                    change = await changes.next()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if change.kind == "closed":
                return
            for event in events(change):
                yield _line(event)


def _line(event: Json) -> str:
    return f"data: {json.dumps(event, separators=(',', ':'))}\n\n"


class Translator:
    """Turns changes of the workspace into what one person's page is told."""

    def __init__(self, space: Workspace, person: str, clock: Callable[[], Json]) -> None:
        self._space = space
        self._person = person
        self._clock = clock

    def __call__(self, change: Change) -> Iterator[Json]:
        """The events that follow from a change, none where it is not this person's business."""
        kind = change.kind
        if kind in {"message", "message_changed", "reaction", "pin"}:
            yield from self._message(change)
        elif kind == "message_deleted":
            yield from self._deleted(change)
        elif kind == "post":
            yield {"kind": "post", "network": change.channel, "fresh": change.detail is None}
        elif kind == "clock":
            yield {"kind": "clock", "clock": self._clock()}
        elif kind in {"channel", "user", "resync"}:
            yield {"kind": "hello"}
        elif change.user == self._person:
            yield from self._view(kind)

    def _view(self, kind: str) -> Iterator[Json]:
        views = self._space.views
        if kind == "view":
            stack = [view_json(one) for one in views.stack(self._person)]
            yield {"kind": "views", "stack": stack}
        elif kind == "home":
            home = views.home(self._person)
            yield {"kind": "home", "view": view_json(home) if home else None}

    def _message(self, change: Change) -> Iterator[Json]:
        message = self._find(change.channel, change.ts)
        if message is None:
            return
        fresh = change.kind == "message"
        yield {
            "kind": "message",
            "message": one_message(self._space, message),
            "fresh": fresh,
            "counts": fresh and self._concerns(message),
        }
        if fresh and message.is_reply:
            yield from self._parent(change)

    def _concerns(self, message: Message) -> bool:
        threads = threads_of(self._space, self._person, message.channel)
        return concerns(message, self._person, threads)

    def _deleted(self, change: Change) -> Iterator[Json]:
        if change.user in {None, self._person}:
            yield {"kind": "deleted", "channel": change.channel, "ts": change.ts}
            yield from self._parent(change)

    def _parent(self, change: Change) -> Iterator[Json]:
        """The message that a thread hangs on: its count of replies has changed."""
        parent = self._find(change.channel, change.detail)
        if parent is not None:
            yield {"kind": "message", "message": one_message(self._space, parent), "fresh": False}

    def _find(self, channel: str | None, ts: str | None) -> Message | None:
        if channel is None or ts is None:
            return None
        try:
            message = self._space.message(channel, ts)
        except SlackError:
            return None
        return message if sees(self._space, message, self._person) else None
