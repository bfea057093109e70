"""The buttons for a person's own reminders: under countdowns, reminders and answers, in App Home
and in the form.
"""

from typing import Any

from bot.domain.spans import line
from bot.render import remind, slack
from handlers import home
from handlers.desk import Desk, actor
from handlers.press import Press
from handlers.remind import NONE_TO_STOP, STOPPED, muted, open_form, unmuted
from handlers.twice import AT_ONCE

# Seconds in which the same file is not sent once more: an upload takes some, and people press on.
SENT_LATELY = 60.0


async def form(desk: Desk, press: Press) -> None:
    """ "Remind me", "Settings", "Change"."""
    tracks = remind.unpacked(press.value)
    await open_form(desk, press.client, press.trigger, press.user, tracks, place=press.place)


async def calendar(desk: Desk, press: Press) -> None:
    """ "Add to calendar"."""
    subjects = remind.unpacked(press.value)
    if _again(desk, press, SENT_LATELY):
        await press.tell("The file is on its way to you, or there already: in a direct message.")
        return
    try:
        # Apart from the network's own threads, for which it waits.
        found = await desk.workers.run("calendar", desk.calendars.send, actor(press.user), subjects)
    except Exception:
        desk.twice.forget(press.user)
        raise
    what = "it" if len(found) == 1 else "them"
    await press.tell(f"I have sent {what} to you as a calendar file, in a direct message.")


async def snooze(desk: Desk, press: Press) -> None:
    """ "Snooze until tomorrow"."""
    if _again(desk, press):
        return
    asked = remind.unpacked(press.value)
    found = await desk.workers.store(desk.subscribing.snooze, actor(press.user), asked)
    desk.wake()
    lines = remind.snoozed(desk.programs.require(), found.person, found.at, found.again)
    lines += remind.too_late(desk.programs.require(), found.person, found.too_late)
    await _told(desk, press, slack.message(lines))


async def applied(desk: Desk, press: Press) -> None:
    """ "I've applied"."""
    if _again(desk, press):
        return
    asked = remind.unpacked(press.value)
    found = await desk.workers.store(desk.subscribing.applied, actor(press.user), asked)
    program = desk.programs.require()
    names = dict.fromkeys(f"{remind.name_of(program, d)}, {d.label}" for d in found)
    shown = slack.message([line(f"Good luck! No more reminders of: {'; '.join(names)}.")])
    shown["blocks"].append(remind.undo_applied(one.subject for one in found))
    await _told(desk, press, shown)


async def undo(desk: Desk, press: Press) -> None:
    """ "Undo", after "I've applied"."""
    if _again(desk, press):
        return
    asked = remind.unpacked(press.value)
    person = await desk.workers.store(desk.subscribing.not_applied, actor(press.user), asked)
    desk.wake()
    program, now = desk.programs.require(), desk.programs.clock.now()
    await _told(desk, press, slack.message([remind.what_next(program, person, now)]))


async def mute(desk: Desk, press: Press) -> None:
    """ "Mute for a month"."""
    if _again(desk, press):
        return
    shown = slack.message(await muted(desk, press.user))
    shown["blocks"].append(remind.undo_mute())
    await _told(desk, press, shown)


async def unmute(desk: Desk, press: Press) -> None:
    """ "Unmute"."""
    if _again(desk, press):
        return
    await _told(desk, press, slack.message([await unmuted(desk, press.user)]))


async def stop(desk: Desk, press: Press) -> None:
    """ "Stop", in App Home, in the form and under an answer."""
    if _again(desk, press):
        return
    stopped = await desk.workers.store(desk.subscribing.stop, actor(press.user))
    said = STOPPED if stopped else NONE_TO_STOP
    view = press.body.get("view") or {}
    if view.get("type") == "modal":
        await press.client.views_update(view_id=view["id"], view=remind.closing(said))
    await _told(desk, press, {"text": said})


def _again(desk: Desk, press: Press, within: float = AT_ONCE) -> bool:
    """Whether this is the second half of a double click, whose first half is answered."""
    clock = desk.programs.clock
    # On another day, to which a demo's clock is moved in no time, it is another wish.
    what = f"{clock.now().date()} {press.message} {press.name} {press.value}"
    return desk.twice.again(press.user, what, clock.monotonic(), within)


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
