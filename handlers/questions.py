"""/program questions: what was not understood, and the buttons and the form that teach it."""

import json
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import FieldErrors
from bot.render.award_form import value_of
from bot.render.slack import escape
from bot.render.teach_form import question_list, teach_form
from bot.services.teaching import Meaning
from handlers.desk import Desk, actor


async def shown(desk: Desk, user: str) -> dict[str, Any]:
    """The list, as a message."""
    found = await desk.workers.store(desk.teaching.questions, actor(user))
    return question_list([(q.phrase, q.text, q.times) for q in found])


async def open_form(
    desk: Desk, client: AsyncWebClient, trigger: str, user: str, phrase: str
) -> None:
    """Opens the form that teaches a question."""
    found = await desk.workers.store(desk.teaching.question, phrase, actor(user))
    view = teach_form(desk.programs.require(), found.phrase, found.text)
    await client.views_open(trigger_id=trigger, view=view)


async def dismiss(desk: Desk, user: str, phrase: str) -> str:
    """Takes a question off the list; gives what the person is told."""
    await desk.workers.store(desk.teaching.dismiss, phrase, actor(user))
    return "It is off the list, until somebody asks it again."


async def teach(desk: Desk, view: dict[str, Any], user: str) -> str:
    """Teaches what the form says; gives what the person is told. Raises FieldErrors."""
    filled = {name: value_of(entry["value"]) for name, entry in view["state"]["values"].items()}
    phrase = str(json.loads(view["private_metadata"])["phrase"])
    meaning: Meaning = filled["meaning"]
    words, what = str(filled["words"] or ""), filled.get(meaning)
    if not words:
        raise FieldErrors({"words": "write the words to teach"})
    await desk.workers.store(
        desk.teaching.teach, phrase, words, meaning, str(what or ""), actor(user)
    )
    return f"“{escape(words)}” is understood from now on."
