"""/program deadline: the form, the preview of what moving a deadline does, and the act itself."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import wording
from bot.errors import ConflictError, FieldErrors, UserError
from bot.render import deadline_form as form
from bot.render.slack import Block, escape
from handlers.desk import Desk, actor


async def open_form(
    desk: Desk, client: AsyncWebClient, trigger: str, user: str, words: str
) -> None:
    """Opens the form for the deadline that these words mean, or for all."""
    view = await _form(desk, user, words)
    await client.views_open(trigger_id=trigger, view=view)


async def _form(desk: Desk, user: str, words: str, **filled: str) -> Block:
    choices = await desk.workers.store(desk.moving.choices, words, actor(user))
    now = desk.programs.clock.now()
    ahead = [deadline for deadline in choices if deadline.closes.at > now]
    if len(ahead) == 1:
        # It is the one that is meant nearly always.
        filled.setdefault("subject", ahead[0].subject)
    return form.deadline_form(desk.programs.require(), choices, words, **filled)


async def preview(desk: Desk, view: dict[str, Any], user: str) -> Block:
    """The form was submitted: shows what it would do."""
    given = form.fields(view)
    subject = str(given["subject"])
    if "deadline" in given:
        choices = await desk.workers.store(desk.moving.choices, given["words"], actor(user))
        chosen = (d.subject for d in choices if form.option_of(d.subject) == given["deadline"])
        subject = next(chosen, "")
        if not subject:
            raise FieldErrors({"deadline": "choose the deadline that is to move"})
    closes = str(given["closes"] or "")
    move = await desk.workers.store(desk.moving.preview, subject, closes, actor(user))
    return form.deadline_preview(move, given["words"])


async def move(desk: Desk, view: dict[str, Any], user: str) -> Block | str:
    """The preview was confirmed: moves the deadline; gives what the person is told.

    Where somebody was quicker, it is shown anew; where it cannot be done any more, the form is.
    """
    given = form.fields(view)
    subject, closes, words = (str(given[name]) for name in ("subject", "closes", "words"))
    seen = int(given["version"]), int(given["revision"])
    try:
        try:
            program, moved = await desk.workers.store(
                desk.moving.move, subject, closes, *seen, actor(user)
            )
        except ConflictError:
            now = await desk.workers.store(desk.moving.preview, subject, closes, actor(user))
            return form.deadline_preview(now, words, changed=True)
    except FieldErrors as exc:
        problem = "; ".join(exc.fields.values())
        return await _form(desk, user, words, subject=subject, closes=closes, problem=problem)
    desk.wake()
    said = wording.closes(moved, program.locale)
    track = program.tracks_by_key[moved.track].name
    return form.moved(f"Moved: {escape(f'{track}, {moved.label}, closes on {said}')}.", subject)


async def back(desk: Desk, client: AsyncWebClient, view: dict[str, Any], user: str) -> None:
    """From the preview back to the form, with what was typed."""
    given = form.fields(view)
    words, subject, closes = (str(given[name]) for name in ("words", "subject", "closes"))
    try:
        shown = await _form(desk, user, words, subject=subject, closes=closes)
    except UserError:
        # What was named is called otherwise by now.
        shown = await _form(desk, user, "", subject=subject, closes=closes)
    await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
