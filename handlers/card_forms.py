"""The forms that review cards and /program announce open, once they are submitted."""

import json
from typing import Any

from bot.domain.announcement import Picture
from bot.errors import FieldErrors, UserError
from bot.render import announce_forms, decide_forms, edit_form
from bot.render.award_form import value_of
from bot.render.slack import escape
from bot.store.announcements import Announcement
from handlers.desk import Desk, actor

NO_ALT = "say what it shows, for those who do not see it"
Submitted = dict[str, Any]


def _about(view: Submitted) -> tuple[int, str]:
    """The announcement that a form is about, and the fingerprint of what was looked at."""
    try:
        about = json.loads(view["private_metadata"])
        return int(about["id"]), str(about["digest"])
    except (ValueError, KeyError, TypeError):
        raise UserError("This form is from another version of the bot.") from None


def _given(view: Submitted) -> dict[str, Any]:
    values = view["state"]["values"]
    return {name: value_of(entry.get("value", {})) for name, entry in values.items()}


async def _checked(desk: Desk, view: Submitted) -> tuple[dict[str, str], list[str]]:
    """The texts and alternative texts of a form. Raises FieldErrors where a network refuses."""
    texts, alts = edit_form.fields(view)
    problems = await desk.workers.store(desk.deciding.problems, texts)
    if problems:
        raise FieldErrors({edit_form.block_of(code): said for code, said in problems.items()})
    return texts, alts


async def edit(desk: Desk, view: Submitted, user: str) -> str:
    """Gives an announcement other words."""
    identity, digest = _about(view)
    texts, alts = await _checked(desk, view)
    await desk.workers.store(desk.deciding.edit, identity, digest, texts, actor(user), alts=alts)
    desk.wake()
    return ""


async def correct(desk: Desk, view: Submitted, user: str) -> str:
    """Puts a correction of what is out up for review."""
    identity, _ = _about(view)
    texts, _ = await _checked(desk, view)
    await desk.workers.store(desk.following_up.correct, identity, texts, actor(user))
    desk.wake()
    return f"The correction waits for review{_where(desk)}; nothing is changed out there before."


async def set_time(desk: Desk, view: Submitted, user: str) -> str:
    """Chooses when an announcement goes out."""
    identity, digest = _about(view)
    words = str(_given(view)["when"] or "")
    await desk.workers.store(desk.deciding.set_time, identity, digest, words, actor(user))
    desk.wake()
    return ""


async def picture(desk: Desk, view: Submitted, user: str) -> str:
    """Chooses the picture that goes with an announcement. A file that is given is the picture."""
    identity, digest = _about(view)
    given = _given(view)
    who, which = actor(user), given["which"]
    files, alt = given.get("file") or [], str(given.get("alt") or "").strip()
    if files and which == decide_forms.NONE:
        raise FieldErrors({"which": "there is a file: choose “This picture:”, or remove it"})
    # Nobody who may not has a file fetched.
    found = await desk.workers.store(desk.reviewing.get, identity, who)
    present = next(iter(found.pictures), None)
    is_same = present is not None and present.made is (which == decide_forms.DRAWN)
    if files:
        if not alt or (present and present.made and alt == _shown_alt(present)):
            # What the card says is filled in there, and is not true of another picture.
            raise FieldErrors({"alt": NO_ALT})
        await _own_picture(desk, view, user)
    elif which == decide_forms.NONE:
        await desk.workers.store(desk.deciding.no_picture, identity, digest, who)
    elif is_same and alt:
        await _described(desk, found, digest, alt, user)
    elif which == decide_forms.GIVEN:
        raise FieldErrors({"alt": NO_ALT} if is_same else {"file": "choose a file"})
    elif alt and alt != (_shown_alt(present) if present else ""):
        raise FieldErrors({"alt": "choose the card first; what it shows can be changed afterwards"})
    else:
        await desk.workers.store(desk.deciding.picture, identity, digest, None, who)
    desk.wake()
    return ""


def _shown_alt(picture: Picture) -> str:
    """An alt text as the form shows it."""
    return picture.alt[: decide_forms.ALT].strip()


async def _described(desk: Desk, found: Announcement, digest: str, alt: str, user: str) -> None:
    """The same picture, in other words where they are others."""
    if alt != _shown_alt(found.pictures[0]):
        alts = [alt, *(one.alt for one in found.pictures[1:])]
        texts = found.texts
        await desk.workers.store(
            desk.deciding.edit, found.id, digest, texts, actor(user), alts=alts
        )


async def _own_picture(desk: Desk, view: Submitted, user: str) -> None:
    identity, digest = _about(view)
    given = _given(view)
    file, alt = given["file"][0], str(given["alt"])
    found = await desk.workers.run("pictures", desk.pictures.given, file, alt, actor(user))
    await desk.workers.store(desk.deciding.picture, identity, digest, found, actor(user))


async def note(desk: Desk, view: Submitted, user: str) -> str:
    """Keeps a note for reviewers."""
    identity, _ = _about(view)
    text = str(_given(view)["text"] or "")
    await desk.workers.store(desk.deciding.note, identity, text, actor(user))
    desk.wake()
    return ""


async def ask_changes(desk: Desk, view: Submitted, user: str) -> str:
    """Asks for changes: as it is, nobody can approve it."""
    identity, digest = _about(view)
    text = str(_given(view)["text"] or "")
    await desk.workers.store(desk.deciding.ask_changes, identity, digest, text, actor(user))
    desk.wake()
    return ""


async def news(desk: Desk, view: Submitted, user: str) -> str:
    """Drafts news."""
    given = {name: str(value or "") for name, value in _given(view).items()}
    found = await desk.workers.store(
        desk.drafting.news, given["title"], given["text"], given.get("link", ""), actor(user)
    )
    desk.wake()
    return drafted(desk, found)


async def awards(desk: Desk, view: Submitted, user: str) -> str:
    """Drafts one announcement of several awards."""
    keys = list(_given(view)["awards"] or [])
    found = await desk.workers.store(desk.drafting.awards, keys, actor(user))
    desk.wake()
    return drafted(desk, found)


def drafted(desk: Desk, found: Announcement) -> str:
    """What whoever drafted an announcement is told."""
    if desk.reviewing.board.approval == "none":
        return f"“{escape(found.title)}” is drafted, and goes out."
    return f"“{escape(found.title)}” is drafted, and waits for review{_where(desk)}."


def _where(desk: Desk) -> str:
    where = desk.reviewing.board.review_channel
    return f" in {escape(where)}" if where else " under `/program announce list`"


VIEWS = {
    edit_form.EDIT: edit,
    edit_form.CORRECT: correct,
    decide_forms.TIME: set_time,
    decide_forms.PICTURE: picture,
    decide_forms.NOTE: note,
    decide_forms.CHANGES: ask_changes,
    announce_forms.NEWS: news,
    announce_forms.AWARDS: awards,
}
