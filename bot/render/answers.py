"""An answer as a message in Slack, with what can be pressed below it."""

from typing import Any

from bot.questions.answer import Answer
from bot.questions.reminders import INTENT
from bot.render import remind, slack

_HELP = frozenset({"help", "about_bot"})


def answer_message(found: Answer) -> dict[str, Any]:
    """`text` and `blocks` of an answer; where it is about reminders, with the buttons for them."""
    shown = slack.message(found.lines, found.suggestions)
    if found.intent == INTENT or found.intent in _HELP:
        shown["blocks"].append(remind.under_answer(_tracks(found), stops=_stops(found)))
    return shown


def _tracks(found: Answer) -> list[str]:
    tracks = found.facts.get("tracks")
    return [str(key) for key in tracks] if isinstance(tracks, list) else []


def _stops(found: Answer) -> bool:
    return found.facts.get("stop") is True
