"""A person's own reminders: /remindme and the form.

/remindme [tracks]       what to be reminded of, in a form
/remindme all            the same, with all tracks chosen
/remindme list           what one has
/remindme mute, unmute   a month of silence, and back
/remindme stop
/remindme help
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.spans import Line, line
from bot.errors import UserError
from bot.log import get_logger
from bot.render import remind, remind_home, slack
from bot.render.remind_form import filled, remind_form
from bot.render.slack import Block
from bot.services.naming import is_track, tracks_to_remind_of
from handlers import home
from handlers.desk import Desk, actor, words_of
from handlers.orders import Respond, answer

log = get_logger(__name__)

HELP = (
    "`/remindme` — choose what to be reminded of in a direct message, how long before, and when",
    "`/remindme TRACK` — the same, with that track chosen, or several: `/remindme FT and MP`",
    "`/remindme all` — the same, with all tracks chosen, those to come, too",
    "`/remindme list` — what you have, and what comes next",
    "`/remindme mute` — nothing for a month; `/remindme unmute` ends that",
    "`/remindme stop` — no more reminders",
)
# Other words for the same.
MEANT = {
    "help": {"help", "?", "usage"},
    "list": {"list", "show", "status", "mine", "my reminders"},
    "stop": {"stop", "off", "end", "none", "never", "cancel", "unsubscribe", "no more", "quit"},
    "mute": {"mute", "silence", "quiet", "pause"},
    "unmute": {"unmute", "resume"},
    "all": {"all", "everything", "all tracks", "every track", "any", "*"},
    "form": {"", "me", "settings", "change", "edit", "on", "start", "setup", "set up"},
}
NONE_TO_STOP = "You have no reminders, so there is nothing to stop."
SAVED = "Saved; the rest is in a direct message from me."
STOPPED = "Your reminders are stopped. `/remindme` brings them back."
# An opened form needs a trigger that is three seconds old at most.
# https://docs.slack.dev/surfaces/modals#trigger_id
LATE = {"expired_trigger_id", "trigger_expired"}


async def run(
    desk: Desk,
    text: str,
    user: str,
    trigger: str,
    respond: Respond,
    client: AsyncWebClient,
    place: str,
) -> None:
    """/remindme, for anybody; `place` is the channel (id) it was written in. Raises UserError."""
    words = words_of(text)
    folded = " ".join(words.casefold().strip(" .!").split())
    act = next((act for act, names in MEANT.items() if folded in names), "tracks")
    # A track may be called "Pause" or "Everything".
    if folded not in MEANT and desk.programs.current and is_track(desk.programs.current, words):
        act = "tracks"
    below: list[Block] = []
    match act:
        case "help":
            said = "\n".join(HELP)
        case "list":
            said = slack.text(await _list(desk, user))
        case "stop":
            stopped = await desk.workers.store(desk.subscribing.stop, actor(user))
            said = STOPPED if stopped else NONE_TO_STOP
        case "mute":
            said = slack.text(await muted(desk, user))
            below = [remind.undo_mute()]
        case "unmute":
            said = slack.text([await unmuted(desk, user)])
        case "all":
            return await open_form(desk, client, trigger, user, place=place, everything=True)
        case "form":
            return await open_form(desk, client, trigger, user, place=place)
        case _:
            found = tracks_to_remind_of(desk.programs.require(), words)
            keys = [track.key for track in found]
            return await open_form(desk, client, trigger, user, keys, place=place)
    await answer(respond, text=said, blocks=[slack.section(said), *below])
    if act in {"stop", "mute", "unmute"}:
        desk.workers.spawn(home.draw(desk, user, client), "App Home")
    return None


async def _list(desk: Desk, user: str) -> list[Line]:
    program, now = desk.programs.require(), desk.programs.clock.now()
    found = await desk.workers.store(desk.subscribing.mine, actor(user))
    if found is None:
        return remind_home.lines(program, None, now)
    return remind_home.lines(program, found.person, now, found.snoozed)


async def open_form(
    desk: Desk,
    client: AsyncWebClient,
    trigger: str,
    user: str,
    tracks: Sequence[str] = (),
    *,
    place: str,
    everything: bool = False,
) -> None:
    """Opens the form with what somebody has, and these tracks on top, or all of them. `place` is
    the channel (id) where that was asked for, "" where it was in none."""
    found = await desk.workers.store(desk.subscribing.wishes, actor(user), tracks)
    person = replace(found.person, everything=True) if everything else found.person
    view = remind_form(found.program, person, known=found.known, sure=found.sure, place=place)
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


async def tell_where(desk: Desk, view: dict[str, Any], user: str, client: AsyncWebClient) -> None:
    """The form was saved: draws App Home anew, and says so where it was opened, for the direct
    message with the rest is seen elsewhere."""
    place = str(view.get("private_metadata") or "")
    # In a direct message it stands there already.
    if place.startswith(("C", "G")):
        try:
            await client.chat_postEphemeral(channel=place, user=user, text=SAVED)
        except SlackApiError as exc:
            # The bot is not in that channel; they have been told directly.
            log.info("not told where it was asked", error=exc.response.get("error"))
    await home.draw(desk, user, client)


async def profile_changed(desk: Desk, event: dict[str, Any], client: AsyncWebClient) -> None:
    """Somebody moved to another zone, or left.

    https://docs.slack.dev/reference/events/user_change
    """
    user = event["user"]
    name, deleted = str(user["id"]), bool(user.get("deleted"))

    async def follow() -> None:
        change = desk.subscribing.profile_changed
        if await desk.workers.store(change, name, user.get("tz"), deleted=deleted) and not deleted:
            # Where their hour has gone by it is due now.
            desk.wake()
            await home.draw(desk, name, client)

    desk.workers.spawn(follow(), "user_change")


async def muted(desk: Desk, user: str) -> list[Line]:
    """Mutes somebody; gives what they are told."""
    person = await desk.workers.store(desk.subscribing.mute, actor(user))
    quiet = remind.muted(desk.programs.require(), person, desk.programs.clock.now())
    return [quiet] if quiet else []


async def unmuted(desk: Desk, user: str) -> Line:
    """Ends that; gives what they are told."""
    person = await desk.workers.store(desk.subscribing.unmute, actor(user))
    desk.wake()
    return remind.what_next(desk.programs.require(), person, desk.programs.clock.now())
