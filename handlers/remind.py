"""A person's own reminders: /remindme, the form, and the buttons under countdowns.

/remindme [track]     what to be reminded of, in a form
/remindme list        what one has
/remindme stop
/remindme help
"""

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.spans import Line, line
from bot.errors import UserError
from bot.render import remind, remind_home, slack
from bot.render.remind_form import filled, remind_form
from bot.services.naming import track_to_remind_of
from handlers import home
from handlers.desk import Desk, actor, words_of
from handlers.press import Press
from handlers.program import Respond, answer

HELP = (
    "`/remindme` — choose what to be reminded of in a direct message, how long before, and when",
    "`/remindme TRACK` — the same, with that track chosen",
    "`/remindme list` — what you have, and what comes next",
    "`/remindme stop` — no more reminders",
)
NONE_TO_STOP = "You have no reminders, so there is nothing to stop."
STOPPED = "Your reminders are stopped. `/remindme` brings them back."
# An opened form needs a trigger that is three seconds old at most.
# https://docs.slack.dev/surfaces/modals#trigger_id
LATE = {"expired_trigger_id", "trigger_expired"}


async def run(
    desk: Desk, text: str, user: str, trigger: str, respond: Respond, client: AsyncWebClient
) -> None:
    """/remindme, for anybody. Raises UserError."""
    words = words_of(text)
    match words.casefold():
        case "help":
            said = "\n".join(HELP)
        case "list":
            said = slack.text(await _list(desk, user))
        case "stop":
            stopped = await desk.workers.store(desk.subscribing.stop, actor(user))
            said = STOPPED if stopped else NONE_TO_STOP
            desk.workers.spawn(home.draw(desk, user, client), "App Home")
        case "":
            return await open_form(desk, client, trigger, user)
        case _:
            track = track_to_remind_of(desk.programs.require(), words)
            return await open_form(desk, client, trigger, user, [track.key])
    await answer(respond, text=said, blocks=[slack.section(said)])
    return None


async def _list(desk: Desk, user: str) -> list[Line]:
    program, now = desk.programs.require(), desk.programs.clock.now()
    found = await desk.workers.store(desk.subscribing.mine, actor(user))
    if found is None:
        return remind_home.lines(program, None, now)
    return remind_home.lines(program, found.person, now, found.snoozed)


async def open_form(
    desk: Desk, client: AsyncWebClient, trigger: str, user: str, tracks: Sequence[str] = ()
) -> None:
    """Opens the form with what somebody has, and these tracks on top."""
    found = await desk.workers.store(desk.subscribing.wishes, actor(user), tracks)
    view = remind_form(found.program, found.person, known=found.known, sure=found.sure)
    try:
        await client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as exc:
        if exc.response.get("error") in LATE:
            raise UserError("That took too long for Slack; please try once more.") from exc
        raise


async def save(desk: Desk, view: dict[str, Any], user: str) -> str:
    """Keeps what the form says; gives what the person is told. Raises FieldErrors."""
    said = filled(view["state"]["values"])
    person = await desk.workers.store(desk.subscribing.save, actor(user), said)
    desk.wake()
    program, now = desk.programs.require(), desk.programs.clock.now()
    quiet = remind.muted(program, person, now)
    return slack.text(
        [
            line("Saved. ", *remind.what_next(program, person, now)),
            *([quiet] if quiet else []),
            line("`/remindme` changes it, and so does my Home tab."),
        ]
    )


async def profile_changed(desk: Desk, event: dict[str, Any], client: AsyncWebClient) -> None:
    """Somebody moved to another zone, or left.

    https://docs.slack.dev/reference/events/user_change
    """
    user = event["user"]
    name, deleted = str(user["id"]), bool(user.get("deleted"))

    async def follow() -> None:
        change = desk.subscribing.profile_changed
        if await desk.workers.store(change, name, user.get("tz"), deleted=deleted) and not deleted:
            await home.draw(desk, name, client)

    desk.workers.spawn(follow(), "user_change")


# Buttons


async def form(desk: Desk, press: Press) -> None:
    """ "Remind me", "Settings", "Change"."""
    await open_form(desk, press.client, press.trigger, press.user, remind.unpacked(press.value))


async def calendar(desk: Desk, press: Press) -> None:
    """ "Add to calendar"."""
    subjects = remind.unpacked(press.value)
    # Apart from the network's own threads, for which it waits.
    found = await desk.workers.run("calendar", desk.calendars.send, actor(press.user), subjects)
    what = "it" if len(found) == 1 else "them"
    await press.tell(f"I have sent {what} to you as a calendar file, in a direct message.")


async def snooze(desk: Desk, press: Press) -> None:
    """ "Snooze until tomorrow"."""
    asked = remind.unpacked(press.value)
    found = await desk.workers.store(desk.subscribing.snooze, actor(press.user), asked)
    desk.wake()
    program = desk.programs.require()
    lines: list[Line] = []
    if found.again:
        when = remind.moment(program, found.person, found.at)
        lines.append(line(f"I will remind you once more on {when}."))
    lines += [
        line(
            f"{remind.name_of(program, one)} closes before that, on "
            f"{remind.moment(program, found.person, one.closes.at)}, so there is no later reminder."
        )
        for one in found.too_late
    ]
    await _told(desk, press, slack.message(lines))


async def applied(desk: Desk, press: Press) -> None:
    """ "I've applied"."""
    asked = remind.unpacked(press.value)
    found = await desk.workers.store(desk.subscribing.applied, actor(press.user), asked)
    program = desk.programs.require()
    names = dict.fromkeys(f"{remind.name_of(program, d)}, {d.label}" for d in found)
    shown = slack.message([line(f"Good luck! No more reminders of: {'; '.join(names)}.")])
    shown["blocks"].append(remind.undo_applied(one.subject for one in found))
    await _told(desk, press, shown)


async def undo(desk: Desk, press: Press) -> None:
    """ "Undo", after "I've applied"."""
    asked = remind.unpacked(press.value)
    person = await desk.workers.store(desk.subscribing.not_applied, actor(press.user), asked)
    desk.wake()
    program, now = desk.programs.require(), desk.programs.clock.now()
    await _told(desk, press, slack.message([remind.what_next(program, person, now)]))


async def mute(desk: Desk, press: Press) -> None:
    """ "Mute for a month"."""
    person = await desk.workers.store(desk.subscribing.mute, actor(press.user))
    program, now = desk.programs.require(), desk.programs.clock.now()
    quiet = remind.muted(program, person, now)
    shown = slack.message([quiet] if quiet else [])
    shown["blocks"].append(remind.undo_mute())
    await _told(desk, press, shown)


async def unmute(desk: Desk, press: Press) -> None:
    """ "Unmute"."""
    person = await desk.workers.store(desk.subscribing.unmute, actor(press.user))
    desk.wake()
    program, now = desk.programs.require(), desk.programs.clock.now()
    await _told(desk, press, slack.message([remind.what_next(program, person, now)]))


async def stop(desk: Desk, press: Press) -> None:
    """ "Stop", in App Home and in the form."""
    stopped = await desk.workers.store(desk.subscribing.stop, actor(press.user))
    said = STOPPED if stopped else NONE_TO_STOP
    view = press.body.get("view") or {}
    if view.get("type") == "modal":
        await press.client.views_update(view_id=view["id"], view=remind.closing(said))
    await _told(desk, press, {"text": said})


async def _told(desk: Desk, press: Press, message: dict[str, Any]) -> None:
    """Tells what was done: by App Home itself where it was pressed there, else in words."""
    await home.draw(desk, press.user, press.client)
    if not press.body.get("view"):
        await press.answer(**message)


ACTIONS = {
    "remind:form": form,
    "remind:calendar": calendar,
    "remind:snooze": snooze,
    "remind:applied": applied,
    "remind:undo": undo,
    "remind:mute": mute,
    "remind:unmute": unmute,
    "remind:stop": stop,
}
