"""The buttons of a review card. What each does is a service's; who may, the service asks, too."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain import wording
from bot.domain.announcement import Kind
from bot.errors import ConflictError
from bot.render import decide_forms, edit_form, slack
from bot.render.edit_form import CORRECT
from bot.render.review_buttons import PREFIX
from bot.render.slack import Block
from bot.store.announcements import Announcement
from handlers.desk import Desk, actor
from handlers.press import Press

# An announcement that goes out within so long goes out at once, but for the minute to stop it.
SOON = timedelta(minutes=2)
REVIEWED = "it is put up for review; nothing is changed out there before somebody approves it."


async def approve(desk: Desk, press: Press) -> None:
    """ "Approve": tells when it goes out, and that it can be stopped until then."""
    identity, digest = press.announcement()
    found = await desk.workers.store(desk.deciding.approve, identity, digest, actor(press.user))
    desk.wake()
    program = desk.programs.require()
    when = "in a minute"
    if found.due is not None and found.due > desk.programs.clock.now() + SOON:
        when = f"on {slack.escape(wording.moment(found.due, program.zone, program.locale))}"
    await press.tell(f"Approved; it goes out {when}. Until then anybody of staff can stop it.")


async def stop(desk: Desk, press: Press) -> None:
    """ "Stop": what is unsent stays unsent."""
    identity, _ = press.announcement()
    await desk.workers.store(desk.deciding.stop, identity, actor(press.user))
    desk.wake()
    await press.tell("Stopped. It is in review again, and has to be approved anew.")


async def withdraw(desk: Desk, press: Press) -> None:
    """ "Withdraw"."""
    identity, digest = press.announcement()
    found = await desk.workers.store(desk.deciding.withdraw, identity, digest, actor(press.user))
    desk.wake()
    again = ""
    if found.kind in {Kind.AWARD, Kind.AWARDS}:
        keys = ", ".join(found.about) or found.subject.partition("/")[2]
        again = f" To announce it later: `/program announce awards {slack.escape(keys)}`."
    await press.tell(f"Withdrawn; nothing goes out.{again}")


async def take_back(desk: Desk, press: Press) -> None:
    """ "Take back the request"."""
    identity, _ = press.announcement()
    await desk.workers.store(desk.deciding.take_back, identity, actor(press.user))
    desk.wake()
    await press.tell("Taken back; it can be approved as it is.")


async def show(desk: Desk, press: Press) -> None:
    """ "Show all": the whole card, for whoever asked alone."""
    identity, _ = press.announcement()
    for page in await desk.workers.store(desk.reviewing.pages, identity, actor(press.user)):
        await press.answer(**page)


async def notes(desk: Desk, press: Press) -> None:
    """ "Notes": all of them, for whoever asked alone."""
    identity, _ = press.announcement()
    for page in await desk.workers.store(desk.reviewing.notes, identity, actor(press.user)):
        await press.answer(**page)


async def retry(desk: Desk, press: Press) -> None:
    """ "Try again": what failed, and nothing else."""
    identity, _ = press.announcement()
    await desk.workers.store(desk.following_up.retry, identity, actor(press.user))
    desk.wake()
    await press.tell("What failed is tried again; what is out already is not.")


async def is_out(desk: Desk, press: Press) -> None:
    """ "It is out": somebody has looked."""
    await desk.workers.store(desk.following_up.is_out, press.row(), actor(press.user))
    desk.wake()
    await press.tell("Noted as out.")


async def send_again(desk: Desk, press: Press) -> None:
    """ "Send again": somebody has looked, and it is not there."""
    await desk.workers.store(desk.following_up.send_again, press.row(), actor(press.user))
    desk.wake()
    await press.tell("It is sent again.")


async def take_down(desk: Desk, press: Press) -> None:
    """ "Take down": on every network, once that is approved."""
    identity, _ = press.announcement()
    await desk.workers.store(desk.following_up.take_down, identity, actor(press.user))
    desk.wake()
    await press.tell(f"Taking it down everywhere: {REVIEWED}")


# What opens a form

Form = Callable[[Desk, Announcement], Block]


def _opening(make: Form) -> Callable[[Desk, Press], Awaitable[None]]:
    async def press_it(desk: Desk, press: Press) -> None:
        identity, _ = press.announcement()
        found = await desk.workers.store(desk.reviewing.get, identity, actor(press.user))
        await press.client.views_open(trigger_id=press.trigger, view=make(desk, found))

    return press_it


def _edit(desk: Desk, found: Announcement) -> Block:
    rules = desk.reviewing.rules(found.texts)
    return edit_form.edit_form(
        found.id, found.digest, found.texts, rules=rules, pictures=found.pictures
    )


async def correct(desk: Desk, press: Press) -> None:
    """ "Correct": a form with what is out there now, which may be less than was approved."""
    identity, _ = press.announcement()
    found = await desk.workers.store(desk.reviewing.get, identity, actor(press.user))
    texts = await desk.workers.store(desk.following_up.standing, identity, actor(press.user))
    if not texts:
        raise ConflictError("Nothing of it is out.")
    for code, said in texts.items():
        if said == "\n\n".join(found.posts.get(code, [])):
            # As it was written, without the numbers of its parts.
            texts[code] = found.texts[code]
    rules = desk.reviewing.rules(texts)
    view = edit_form.edit_form(found.id, found.digest, texts, rules=rules, callback=CORRECT)
    await press.client.views_open(trigger_id=press.trigger, view=view)


def _time(desk: Desk, found: Announcement) -> Block:
    return decide_forms.time_form(found.id, found.digest, desk.programs.require(), found.due)


def _picture(_desk: Desk, found: Announcement) -> Block:
    return decide_forms.picture_form(found.id, found.digest, found.pictures)


def _note(_desk: Desk, found: Announcement) -> Block:
    return decide_forms.note_form(found.id, found.digest)


def _changes(_desk: Desk, found: Announcement) -> Block:
    return decide_forms.note_form(found.id, found.digest, changes=True)


ACTIONS: dict[str, Callable[[Desk, Press], Awaitable[None]]] = {
    f"{PREFIX}{name}": act
    for name, act in {
        "approve": approve,
        "stop": stop,
        "withdraw": withdraw,
        "take_back": take_back,
        "show": show,
        "notes": notes,
        "retry": retry,
        "is_out": is_out,
        "send_again": send_again,
        "take_down": take_down,
        "edit": _opening(_edit),
        "correct": correct,
        "time": _opening(_time),
        "picture": _opening(_picture),
        "note": _opening(_note),
        "ask_changes": _opening(_changes),
    }.items()
}
