"""What a person does in Slack: writes, commands, presses, fills in forms.

Each act delivers to the app what Slack would and returns what the person then has before them. An
event is delivered in the background (`core.delivery.settle()` waits for it); commands and
interactions wait for their ack.
"""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import answers, events, payloads
from bot.sandbox.blocks import elements_of
from bot.sandbox.core import Core
from bot.sandbox.file_inputs import with_files
from bot.sandbox.inputs import complaints, initial_values, states_of, value_of
from bot.sandbox.messages import Message
from bot.sandbox.people import User
from bot.sandbox.refusal import SlackError
from bot.sandbox.sockets import NotAcknowledgedError
from bot.sandbox.typed import typed
from bot.sandbox.views import View

Json = dict[str, Any]
MOST_CHOICES = 5000


@dataclass(frozen=True)
class Seen:
    """What an act led to, as the person sees it at once.

    `message` is the answer in the ack, or Slack's own notice; `view` the modal on top; `errors`
    what a form complains of (block_id -> sentence); `failure` Slack's word for what went wrong
    ("operation_timeout", ...), None where all is well.
    """

    message: Message | None = None
    view: View | None = None
    errors: dict[str, str] = field(default_factory=dict)
    failure: str | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong."""
        return self.failure is None and not self.errors


class Person:
    """A member of the workspace, acting. `ref` is a user id or name."""

    def __init__(self, core: Core, ref: str) -> None:
        self._core = core
        self._space = core.workspace
        self.id = self._space.user(ref).id

    @property
    def user(self) -> User:
        """Their record."""
        return self._space.user(self.id)

    # What they see

    def sees(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What is before them in a channel or a thread, ephemeral messages to them included."""
        return self._space.seen_by(self.id, self._place(channel), thread_ts)

    def modal(self) -> View | None:
        """The modal on top."""
        return self._space.views.top(self.id)

    def home(self) -> View | None:
        """Their App Home."""
        return self._space.views.home(self.id)

    # Writing

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Writes as if typed: `@name` and `#channel` become links, `<`, `>` and `&` are escaped.
        The channel "eightdays" or "@eightdays" is the direct messages with the bot."""
        place = self._space.channel(self._place(channel))
        if self.id not in place.members:
            raise SlackError("not_in_channel")
        stored = typed(self._core, text)
        message = self._space.post(place.id, self.id, stored, thread_ts=thread_ts)
        events.posted(self._core, message)
        bot = self._space.bot
        if events.mentions_bot(self._core, stored) and bot.user_id not in place.members:
            # No event follows: the app is not party to this conversation.
            self._space.notify(
                place.id,
                self.id,
                f"You mentioned <@{bot.user_id}>, but they're not in this channel. Invite them?",
                thread_ts,
            )
        return message

    async def dm(self, text: str, thread_ts: str | None = None) -> Message:
        """Writes to the bot directly."""
        return await self.say(self._space.dm(self.id).id, text, thread_ts)

    async def edit(self, message: Message, text: str) -> Message:
        """Changes one of their own messages."""
        if message.user != self.id:
            raise SlackError("cant_update_message")
        stored = typed(self._core, text)
        new = self._space.edit(message.channel, message.ts, self.id, text=stored)
        events.changed(self._core, message, new)
        return new

    async def delete(self, message: Message) -> None:
        """Takes back one of their own messages."""
        if message.user != self.id:
            raise SlackError("cant_delete_message")
        events.deleted(self._core, self._space.delete(message.channel, message.ts))

    def give(self, name: str, content: bytes) -> Json:
        """Chooses a file on their machine for a form's file input; its state is `[this]`."""
        return self._space.files.give(name, content, self.id).as_slack(self._core.origin)

    async def react(self, message: Message, name: str, *, on: bool = True) -> Message:
        """Adds a reaction, or takes it back."""
        new = self._space.react(message.channel, message.ts, self.id, name, on=on)
        events.reacted(self._core, new, self.id, name, on=on)
        return new

    async def invite_bot(self, channel: str) -> None:
        """Brings the bot into a channel."""
        bot = self._space.bot.user_id
        place = self._space.join(channel, bot)
        events.joined(self._core, place, bot, inviter=self.id)

    # Commands and interactions

    async def command(self, channel: str, line: str) -> Seen:
        """A slash command as typed, such as "/deadlines FT"."""
        place = self._space.channel(self._place(channel))
        name, _, text = line.strip().partition(" ")
        if self._core.commands is not None and name not in self._core.commands:
            notice = self._space.notify(place.id, self.id, f"`{name}` is not a valid command.")
            return Seen(notice, failure="invalid_command")
        body = payloads.command(self._core, self.user, place, name, text.strip())
        try:
            ack = await self._core.delivery.ask("slash_commands", body)
            said = answers.command_ack(self._core, place.id, self.id, ack)
        except (NotAcknowledgedError, SlackError) as error:
            return self._failed(place.id, name, str(error))
        return Seen(said, self.modal())

    async def press(
        self,
        where: Message | View,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        state: dict[str, dict[str, Any]] | None = None,
    ) -> Seen:
        """Presses a button, or chooses `value` in a menu or picker (see `inputs.value_of`), in a
        message or a view; `state` is what the inputs around it hold. ValueError where there is no
        such element."""
        where = self._fresh(where)
        block, element = _element(where, action_id, block_id)
        action = {
            "action_id": action_id,
            "block_id": block["block_id"],
            "type": element["type"],
            "action_ts": self._space.timestamps.next(),
        }
        held = self._held(where, state)
        if element["type"] == "button":
            action |= {key: element[key] for key in ("text", "value", "style") if key in element}
        else:
            chosen = value_of(element, value)
            action |= chosen
            if element["type"] != "overflow":
                held.setdefault(block["block_id"], {})[action_id] = chosen
        view_id = where.id if isinstance(where, View) else None
        body = payloads.interaction(self._core, "block_actions", self.user, view_id)
        body["actions"] = [action]
        if isinstance(where, View):
            body |= payloads.on_view(self._core, where, held)
        else:
            body |= payloads.on_message(self._core, self.user, where)
            body["state"] = {"values": held}
        return await self._interact(body, where if isinstance(where, Message) else None)

    async def submit(
        self, view_id: str | None = None, values: dict[str, dict[str, Any]] | None = None
    ) -> Seen:
        """Sends a modal: the one on top where no `view_id` is given. `values` are block_id ->
        action_id -> a simple value or Slack's state; the rest keeps its initial value."""
        view = self._view(view_id)
        held = self._held(view, values)
        errors = complaints(view.blocks, held)
        if errors:
            return Seen(view=view, errors=errors)
        body = payloads.interaction(self._core, "view_submission", self.user, view.id)
        body |= payloads.on_view(self._core, view, held) | {"response_urls": []}
        try:
            ack = await self._core.delivery.ask("interactive", body)
            errors = answers.view_ack(self._core, view, ack)
        except (NotAcknowledgedError, SlackError) as error:
            return Seen(view=self.modal(), failure=str(error))
        return Seen(view=self.modal(), errors=errors)

    async def close(self, view_id: str | None = None, *, everything: bool = False) -> Seen:
        """Closes a modal by its cancel button, or the whole stack; the app hears of it where the
        view asked for that (docs.slack.dev/reference/views#notify_on_close)."""
        view = self._view(view_id)
        if everything or view.payload.get("clear_on_close"):
            self._space.views.clear(self.id)
        else:
            self._space.views.close(view.id)
        if not view.payload.get("notify_on_close"):
            return Seen(view=self.modal())
        body = payloads.interaction(self._core, "view_closed", self.user, view.id)
        del body["trigger_id"]
        body |= payloads.on_view(self._core, view, {}) | {"is_cleared": everything}
        return await self._interact(body, None)

    async def open_home(self, tab: str = "home") -> View | None:
        """Looks at the app's Home ("home") or its messages ("messages")."""
        events.home_opened(self._core, self.id, tab)
        return self.home()

    async def shortcut(self, callback_id: str) -> Seen:
        """A global shortcut."""
        body = payloads.interaction(self._core, "shortcut", self.user)
        return await self._interact(body | {"callback_id": callback_id}, None)

    async def message_shortcut(self, message: Message, callback_id: str) -> Seen:
        """A shortcut on a message."""
        body = payloads.interaction(self._core, "message_action", self.user)
        body |= payloads.on_message(self._core, self.user, message)
        body |= {"callback_id": callback_id, "message_ts": message.ts}
        return await self._interact(body, message)

    async def _interact(self, body: Json, message: Message | None) -> Seen:
        try:
            await self._core.delivery.ask("interactive", body)
        except NotAcknowledgedError as error:
            if message is None:
                return Seen(view=self.modal(), failure=str(error))
            return self._failed(message.channel, "The app", str(error), message.thread_ts)
        return Seen(view=self.modal())

    def _failed(self, channel: str, what: str, word: str, thread_ts: str | None = None) -> Seen:
        text = f'{what} failed with the error "{word}"'
        notice = self._space.notify(channel, self.id, text, thread_ts)
        return Seen(notice, self.modal(), failure=word)

    def _place(self, channel: str) -> str:
        name = self._space.bot.name
        return self._space.dm(self.id).id if channel in {name, f"@{name}"} else channel

    def _view(self, view_id: str | None) -> View:
        view = self.modal() if view_id is None else self._space.views.find(view_id)
        if view is None or view.user != self.id:
            raise SlackError("not_found")
        return view

    def _fresh(self, where: Message | View) -> Message | View:
        """As it is now: it may have been changed since the caller got hold of it."""
        if isinstance(where, View):
            return self._space.views.find(where.id)
        now = self._space.message(where.channel, where.ts)
        if now.ephemeral_to not in {None, self.id}:
            raise SlackError("message_not_found")
        return now

    def _held(
        self, where: Message | View, state: dict[str, dict[str, Any]] | None
    ) -> dict[str, dict[str, Any]]:
        """What the inputs of a message or a view hold for this person. It is kept, so that what
        they chose in a menu is there when they press a button beside it."""
        key = (
            (self.id, "view", where.id)
            if isinstance(where, View)
            else (self.id, where.channel, where.ts)
        )
        blocks = list(where.blocks)
        held = initial_values(blocks)
        given = with_files(self._core, self.id, states_of(blocks, state or {}))
        for values in (self._core.choices.get(key, {}), given):
            for name, actions in values.items():
                if name in held:
                    held[name].update(actions)
        self._core.choices[key] = held
        while len(self._core.choices) > MOST_CHOICES:
            self._core.choices.pop(next(iter(self._core.choices)))
        return held


def _element(where: Message | View, action_id: str, block_id: str | None) -> tuple[Json, Json]:
    there: list[str] = []
    for block in where.blocks:
        for element in elements_of(block):
            there.append(str(element.get("action_id")))
            if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
                return block, element
    raise ValueError(f"no element {action_id!r}; there are {there}")
