"""What people say to the bot about the reminders that it sends; and what only sounds like it."""

from datetime import datetime

import pytest

from bot.questions.answer import Answer
from bot.questions.engine import Asker, answer
from bot.questions.reminders import INTENT
from tests.questions.cases import program


def ask(question: str, name: str = "moss", *, overheard: bool = False) -> Answer:
    asked = program(name)
    now = datetime.fromisoformat("2018-01-25T10:00").replace(tzinfo=asked.zone)
    return answer(question, asked, now, Asker(overheard=overheard))


@pytest.mark.parametrize(
    "said",
    [
        "stop", "Stop!", "STOP please", "please stop", "stop it", "stop this now", "ok stop",
        "stop reminding me", "Can you stop sending me these messages?", "stop messaging me",
        "how do I stop the reminders?", "how can I turn off the reminders", "unsubscribe",
        "Unsubscribe me please", "mute", "mute for a month", "snooze", "can I snooze?",
        "please send no more messages", "no more reminders please", "turn the notifications off",
        "don't write to me any more", "too many messages!", "how do I mute you?", "opt out",
        "Hi! Please stop the messages.", "cancel my reminders", "stop all reminders for FT",
        "stop, please, and thanks", "stop FT reminders", "I don't want these messages", "cancel",
        "I do not want any more reminders", "go away", "stop reminding me of FT",
    ],
)  # fmt: skip
def test_how_they_end(said: str) -> None:
    given = ask(said)
    assert given.intent == INTENT, given.text
    assert given.facts["stop"] is True, given.text
    assert given.text.startswith("`/remindme stop` ends the reminders that I send you")
    assert "`/remindme list`" in given.text


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("remind me of FT", "/remindme Foundational Technology"),
        ("Remind me about FT and MP!", "/remindme Foundational Technology and Mission Partners"),
        ("please remind me of mission partners", "/remindme Mission Partners"),
        ("can you remind me a week before?", "/remindme"),
        ("remind me three days before FT closes", "/remindme Foundational Technology"),
        ("what are my reminders?", "/remindme"),
        ("do I have any reminders?", "/remindme"),
        ("set a reminder for FT", "/remindme Foundational Technology"),
        ("when will you remind me?", "/remindme"),
        ("do you send reminders?", "/remindme"),
        ("remind me tomorrow", "/remindme"),
        ("remind me", "/remindme"),
        ("ping me a day before FT closes", "/remindme Foundational Technology"),
        ("subscribe me to FT", "/remindme Foundational Technology"),
        ("how do I subscribe?", "/remindme"),
        ("what is /remindme?", "/remindme"),
        ("let me know a week before FT closes", "/remindme Foundational Technology"),
        ("remind me of the FT deadline a week before", "/remindme Foundational Technology"),
    ],
)
def test_how_they_are_asked_for(said: str, command: str) -> None:
    given = ask(said)
    assert given.intent == INTENT, given.text
    assert f"`{command}` asks how long before" in given.text
    assert "`/remindme stop` ends it" in given.text


@pytest.mark.parametrize(
    "said",
    [
        "please remind me when FT closes", "remind me what FT is for",
        "could you remind me of the closing date for MP?", "just a reminder: when is FT due?",
        "when does Mission Partners stop taking proposals?", "does FT stop in April?",
        "can I cancel my FT application?", "is FT off?", "remind me of the FT deadline", "when did FT stop?",
        "I had no reminder, when is the next deadline?",
    ],
)  # fmt: skip
def test_what_is_a_question_on_the_program(said: str) -> None:
    given = ask(said)
    assert given.intent != INTENT, given.text


def test_what_was_not_said_to_the_bot_is_left_alone() -> None:
    assert ask("stop", overheard=True).intent != INTENT
    assert ask("can you remind me a week before?", overheard=True).intent != INTENT


def test_help_and_a_greeting_name_the_reminders() -> None:
    assert "`/remindme`" in ask("help").text
    assert "Home tab" in ask("what can you do?").text
    assert "`/remindme`" in ask("hi").text
