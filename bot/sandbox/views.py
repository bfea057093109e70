"""Modals and App Homes: which views a person has before them.

A person has at most one stack of modals, three views high
(docs.slack.dev/surfaces/modals#view-stack), and one App Home.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.feed import Change, Feed
from bot.sandbox.people import Bot
from bot.sandbox.refusal import SlackError

Json = dict[str, Any]
STACK = 3


@dataclass(frozen=True)
class View:
    """A modal or a Home, as an app gave it (`payload`: type, title, blocks, ...) to `user`."""

    id: str
    user: str
    team_id: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block_id."""
        blocks: list[Json] = self.payload.get("blocks", [])
        return blocks

    def as_slack(self, bot: Bot, values: Json | None = None) -> Json:
        """The view object; `values` is the state of its inputs
        (docs.slack.dev/reference/interaction-payloads/view-interactions-payload)."""
        payload = self.payload
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": payload["type"],
            "blocks": self.blocks,
            "private_metadata": payload.get("private_metadata", ""),
            "callback_id": payload.get("callback_id", ""),
            "state": {"values": values or {}},
            "hash": self.hash,
            "title": payload.get("title"),
            "close": payload.get("close"),
            "submit": payload.get("submit"),
            "clear_on_close": payload.get("clear_on_close", False),
            "notify_on_close": payload.get("notify_on_close", False),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": bot.app_id,
            "external_id": payload.get("external_id", ""),
            "app_installed_team_id": self.team_id,
            "bot_id": bot.bot_id,
        }


class Views:
    """All open modals and published Homes."""

    def __init__(self, team_id: str, feed: Feed, monotonic: Callable[[], float]) -> None:
        self._team_id = team_id
        self._feed = feed
        self._monotonic = monotonic
        self._numbers = itertools.count(1)
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """The person's open modals, the one on top last."""
        return list(self._stacks.get(user, []))

    def top(self, user: str) -> View | None:
        """The modal the person looks at."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The person's App Home, once the app has published one."""
        return self._homes.get(user)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """The view with that id; `not_found` where it is closed."""
        every = [*self._homes.values(), *(view for one in self._stacks.values() for view in one)]
        for view in every:
            if view_id is not None and view.id == view_id:
                return view
            if external_id and view.payload.get("external_id") == external_id:
                return view
        raise SlackError("not_found")

    def open(self, user: str, payload: Json) -> View:
        """Shows a modal in place of whatever modals the person had."""
        self._refuse_duplicate(payload)
        view = self._new(user, payload)
        self._set_stack(user, [view])
        return view

    def push(self, user: str, payload: Json) -> View:
        """Puts a modal on top; without one below it, there is nothing to push on."""
        stack = self._stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        self._refuse_duplicate(payload)
        view = self._new(user, payload, below=stack[-1])
        self._set_stack(user, [*stack, view])
        return view

    def update(self, view_id: str, payload: Json, hash_: str | None = None) -> View:
        """Replaces a view in place; a `hash_` that is out of date is a `hash_conflict`."""
        old = self.find(view_id)
        if hash_ and hash_ != old.hash:
            raise SlackError("hash_conflict")
        self._refuse_duplicate(payload, except_for=view_id)
        view = replace(old, payload=payload, hash=self._hash())
        if old.payload["type"] == "home":
            self._homes[old.user] = view
            self._feed.publish(Change("home", user=old.user))
        else:
            stack = [view if one.id == view_id else one for one in self._stacks[old.user]]
            self._set_stack(old.user, stack)
        return view

    def publish(self, user: str, payload: Json, hash_: str | None = None) -> View:
        """Sets a person's App Home."""
        old = self._homes.get(user)
        if old is not None:
            return self.update(old.id, payload, hash_)
        view = self._new(user, payload)
        self._homes[user] = view
        self._feed.publish(Change("home", user=user))
        return view

    def close(self, view_id: str) -> None:
        """Takes one modal away; the one below it shows again."""
        view = self.find(view_id)
        stack = [one for one in self._stacks.get(view.user, []) if one.id != view_id]
        self._set_stack(view.user, stack)

    def clear(self, user: str) -> None:
        """Takes all of a person's modals away."""
        self._set_stack(user, [])

    def _set_stack(self, user: str, stack: list[View]) -> None:
        self._stacks[user] = stack
        self._feed.publish(Change("view", user=user))

    def _new(self, user: str, payload: Json, below: View | None = None) -> View:
        name = f"V{next(self._numbers):08d}"
        root = below.root_id if below else name
        previous = below.id if below else None
        return View(name, user, self._team_id, payload, self._hash(), root, previous)

    def _hash(self) -> str:
        return f"{int(self._monotonic())}.{next(self._numbers):08x}"

    def _refuse_duplicate(self, payload: Json, except_for: str | None = None) -> None:
        """An external_id must be unique (docs.slack.dev/reference/views)."""
        external_id = payload.get("external_id")
        if not external_id:
            return
        try:
            other = self.find(external_id=external_id)
        except SlackError:
            return
        if other.id != except_for:
            raise SlackError("duplicate_external_id")
