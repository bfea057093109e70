"""conversations.*: channels and what was said in them
(docs.slack.dev/reference/methods/conversations.*)."""

from collections.abc import Sequence

from bot.sandbox import events
from bot.sandbox.api_args import Args, Json, Method, page
from bot.sandbox.api_chat import reachable
from bot.sandbox.core import Core
from bot.sandbox.messages import Message
from bot.sandbox.people import Channel
from bot.sandbox.refusal import SlackError


def list_(core: Core, args: Args) -> Json:
    """conversations.list: private channels only where the bot is in them."""
    bot = core.workspace.bot.user_id
    every = [one for one in _of_types(core, args) if not one.is_private or bot in one.members]
    return _channels(core, args, every)


def of_user(core: Core, args: Args) -> Json:
    """users.conversations: the channels that the bot, or `user`, is in."""
    bot = core.workspace.bot.user_id
    user = args.text("user") or bot
    core.workspace.user(user)
    every = [one for one in _of_types(core, args) if user in one.members]
    return _channels(core, args, [one for one in every if not one.is_private or bot in one.members])


def info(core: Core, args: Args) -> Json:
    """conversations.info"""
    channel = reachable(core, args.need("channel"))
    body = channel.as_slack(core.workspace.bot.user_id)
    if not args.flag("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


def history(core: Core, args: Args) -> Json:
    """conversations.history: newest first, without the replies in threads."""
    channel = _readable(core, args.need("channel"))
    found = _between(args, core.workspace.history(channel.id))
    every = list(reversed(found))
    some, metadata = page(args, every, 100, 999)
    body: Json = {
        "messages": _shown(core, args, some),
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": sum(one.pinned for one in core.workspace.messages(channel.id)),
    }
    return body | ({"response_metadata": metadata} if body["has_more"] else {})


def replies(core: Core, args: Args) -> Json:
    """conversations.replies: the message and its replies, oldest first."""
    channel = _readable(core, args.need("channel"))
    ts = args.need("ts")
    try:
        named = core.workspace.message(channel.id, ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    if named.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    if named.is_reply:
        # A reply's own ts gives that reply alone.
        thread = [named]
    else:
        thread = [named, *_between(args, core.workspace.replies(channel.id, ts))]
    some, metadata = page(args, thread, 1000, 1000)
    body: Json = {
        "messages": _shown(core, args, some),
        "has_more": bool(metadata["next_cursor"]),
    }
    return body | ({"response_metadata": metadata} if body["has_more"] else {})


def open_(core: Core, args: Args) -> Json:
    """conversations.open, for direct messages with one person."""
    given = args.text("channel")
    if given is not None:
        channel = reachable(core, given)
    else:
        users = args.words("users")
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        person = core.workspace.user(users[0])
        if person.deleted:
            raise SlackError("user_disabled")
        channel = core.workspace.dm(person.id)
    body = {"id": channel.id}
    if args.flag("return_im"):
        body = channel.as_slack(core.workspace.bot.user_id)
    return {"channel": body}


def join(core: Core, args: Args) -> Json:
    """conversations.join: a bot can join public channels by itself."""
    bot = core.workspace.bot.user_id
    channel = reachable(core, args.need("channel"))
    if channel.archived:
        raise SlackError("is_archived")
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if bot in channel.members:
        warning = {"warning": "already_in_channel"}
        return {"channel": channel.as_slack(bot), **warning}
    channel = core.workspace.join(channel.id, bot)
    events.joined(core, channel, bot)
    return {"channel": channel.as_slack(bot)}


def members(core: Core, args: Args) -> Json:
    """conversations.members"""
    channel = reachable(core, args.need("channel"))
    some, metadata = page(args, sorted(channel.members), 100, 1000)
    return {"members": some, "response_metadata": metadata}


def _readable(core: Core, ref: str) -> Channel:
    channel = reachable(core, ref)
    if core.workspace.bot.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _of_types(core: Core, args: Args) -> list[Channel]:
    types = set(args.words("types", "public_channel"))
    if not types <= {"public_channel", "private_channel", "mpim", "im"}:
        raise SlackError("invalid_types")
    every = core.workspace.channels()
    if "im" in types:
        every = [*every, *core.workspace.dms()]
    if args.flag("exclude_archived"):
        every = [one for one in every if not one.archived]
    kinds = {"channel": "public_channel", "group": "private_channel", "im": "im"}
    return [one for one in every if kinds[one.event_type] in types]


def _channels(core: Core, args: Args, every: list[Channel]) -> Json:
    some, metadata = page(args, every, 100, 1000)
    viewer = core.workspace.bot.user_id
    return {"channels": [one.as_slack(viewer) for one in some], "response_metadata": metadata}


def _between(args: Args, messages: Sequence[Message]) -> list[Message]:
    """Those from `oldest` to `latest`; the ends themselves only if `inclusive`."""
    oldest, latest = args.text("oldest"), args.text("latest")
    inclusive = args.flag("inclusive")
    found: list[Message] = []
    for message in messages:
        after = oldest is None or _number(message.ts) > _number(oldest)
        before = latest is None or _number(message.ts) < _number(latest)
        is_end = inclusive and message.ts in {oldest, latest}
        if (after and before) or is_end:
            found.append(message)
    return found


def _number(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None


def _shown(core: Core, args: Args, messages: Sequence[Message]) -> list[Json]:
    """Messages with what is known of their threads."""
    if not messages:
        return []
    threads: dict[str, list[Message]] = {}
    authors: dict[str, str] = {}
    for message in core.workspace.messages(messages[0].channel):
        authors[message.ts] = message.user
        if message.is_reply:
            threads.setdefault(str(message.thread_ts), []).append(message)
    with_metadata = args.flag("include_all_metadata")
    shown: list[Json] = []
    for message in messages:
        body = message.as_slack(core.workspace.team.id, with_metadata=with_metadata)
        if message.is_reply:
            if message.thread_ts in authors:
                body["parent_user_id"] = authors[message.thread_ts]
        elif message.ts in threads:
            body |= _thread_summary(message, threads[message.ts])
        shown.append(body)
    return shown


def _thread_summary(message: Message, below: list[Message]) -> Json:
    users = list(dict.fromkeys(one.user for one in below))
    return {
        "thread_ts": message.ts,
        "reply_count": len(below),
        "reply_users_count": len(users),
        "latest_reply": below[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": False,
    }


METHODS = {
    "conversations.list": Method(list_, 2, "channels:read"),
    "conversations.info": Method(info, 3, "channels:read"),
    "conversations.history": Method(history, 3, "channels:history"),
    "conversations.replies": Method(replies, 3, "channels:history"),
    "conversations.open": Method(open_, 3, "im:write"),
    "conversations.join": Method(join, 3, "channels:join"),
    "conversations.members": Method(members, 4, "channels:read"),
    "users.conversations": Method(of_user, 3, "channels:read"),
}
