"""What is said to the bot about the reminders that it sends: "stop", "remind me of FT"."""

import re

from bot.domain.spans import Line, join, line
from bot.questions.answer import Answer
from bot.questions.query import JSON
from bot.questions.reading import read
from bot.questions.scene import Scene
from bot.questions.sentences import words_of
from bot.questions.words import stem

INTENT = "reminders"
_ASKED = (
    r"(?:(?:please|pls|just|hey|hi|hello|ok|okay|now|and|so|bot|can|could|would|will|should|may|do|"
    r"how|where|you|i|we|one|to|want|like|need|wish|let|me|us|go|ahead|immediately) )*"
)
_AFTERWARDS = (
    r"(?: (?:it|this|that|these|those|them|me|us|you|now|please|pls|all|everything|bot|already|"
    r"again|and|thanks|thank|for|a|an|one|until|till|tomorrow|week|month|day|while|hour|immediately|"
    r"once))*"
)
_SENT = r"(?:reminders?|messages?|notifications?|notices|dms?|pings?|alerts?|mails?|emails?)"
_SENDING = (
    r"(?:sending|messaging|writing|dming|pinging|notifying|bothering|spamming|annoying|nagging|"
    r"texting|mailing|emailing|contacting|disturbing)"
)
_END = (
    r"(?:stop|quit|cease|end|cancel|pause|mute|snooze|silence|disable|turn off|switch off|remove|"
    r"delete|halt|opt out of|get rid of|get out of|sign off from|leave out)"
)
# What ends them, or holds them up.
_STOPS = re.compile(
    rf"^{_ASKED}(?:stop|mute|silence|quiet|shut up|go away|opt out|leave me alone){_AFTERWARDS}$"
    r"|^(?:please )?(?:quit|cancel|off)(?: please)?$"
    rf"|\b(?:unsubscribe|unsubscribing|unmute|unmuting|snooze|snoozing|snoozed)\b"
    rf"|\b{_END} (?:(?:all|of|the|these|those|your|my|any|more|getting|receiving|personal|direct|"
    rf"daily) )*{_SENT}\b"
    r"|\b(?:stop|cancel|mute|snooze|disable|turn off|delete|remove) (?:[\w&]+ ){0,4}reminders?\b"
    rf"|\bdo not (?:want|need|wish)(?: to (?:get|have|receive|see))?(?: any)?(?: more)?(?: of)?"
    rf"(?: (?:these|those|your|further))? {_SENT}(?: any more| please)?$"
    rf"|\b(?:turn|switch) (?:(?:the|these|those|your|my|all) )*{_SENT} off\b"
    rf"|\bstop (?:(?:the|these|those|your|all|please) )*(?:remind\w*"
    rf"|{_SENDING} (?:me|us|them|these|those|that|this|{_SENT})\b)"
    rf"|\b(?:stop|quit|no more) {_SENDING}$"
    rf"|\b(?:no more|no further|too many|less|fewer) (?:of )?(?:(?:these|those|your) )?{_SENT}$"
    rf"|^{_ASKED}(?:do not|never) (?:send|write|message|dm|ping|bother|notify|disturb|contact)"
    rf"(?: to)? (?:me|us)(?: (?:any|more|anything|messages|again|please|now|{_SENT}))*$"
    rf"|\bno more {_SENT}(?: please)?$|\bmute (?:you|yourself|this bot|the bot)\b"
)
_REMINDERS = re.compile(r"\b(?:remind|remindme|reminded|reminding|reminders?)\b")
# "Remind me when FT closes" wants to know it now.
_QUESTION = re.compile(r"\b(?:when|what|which|who|whom|where|why|how|whether|if|that|is|are|was)\b")
_FACT = re.compile(
    r"\b(?:deadlines?|dates?|due|clos\w+|ends?|awards?|grants?|winners?|recipients?|amounts?|links?|"
    r"sites?|websites?|address|rules?|time|times|timezone|zone|days left)\b"
)
_AHEAD = re.compile(
    r"\b(?:before|beforehand|ahead|earlier|in advance|in time|every|each|daily|weekly|tomorrow|"
    r"later|all|always)\b|\b(?:days?|weeks?|months?|hours?) (?:is|are) left\b"
)
_TOLD_AHEAD = re.compile(
    r"\b(?:(?:ping|alert|notify|warn|nudge|message|dm|write|text|tell|email)(?: to)? (?:me|us)|"
    r"let (?:me|us) know|wake (?:me|us)(?: up)?)\b.*"
    r"\b(?:hours?|days?|weeks?|months?) (?:before|ahead|earlier|in advance)\b"
    r"|\b(?:ping|alert|notify|nudge|dm|warn) (?:me|us) (?:before|ahead|in advance|in time)\b"
    r"|\b(?:subscribe|subscribing) (?:(?:me|us) )?(?:to|for)\b(?!.*\bnewsletter)"
    rf"|^{_ASKED}subscribe{_AFTERWARDS}$|\bmy (?:subscriptions?|notifications)\b"
)


def about_reminders(scene: Scene, sentence: str) -> Answer | None:
    """How reminders are asked for, changed and ended, where a sentence is about them; else None."""
    if scene.asker.overheard:
        return None
    words = words_of(sentence)
    text = " ".join(word.text for word in words)
    found = _STOPS.search(text)
    stops = found is not None
    found = found or _wanted(text)
    if found is None or _is_name(scene, found[0]):
        return None
    named = read(words, scene.program, scene.now, scene.index).named("track")
    tracks = [key for key in named if key in scene.program.tracks_by_key]
    names = [scene.program.tracks_by_key[key].name for key in tracks]
    facts: dict[str, JSON] = {"tracks": list[JSON](tracks), "stop": stops}
    lines = (_stopping() if stops else _reminding(names),)
    return Answer(answered=True, intent=INTENT, lines=lines, facts=facts)


def _wanted(text: str) -> re.Match[str] | None:
    """The words by which reminders are asked for, or about."""
    for found in _REMINDERS.finditer(text):
        behind = text[found.end() :]
        ahead = _AHEAD.search(behind)
        question = _QUESTION.search(behind)
        if question and not ahead:
            continue
        if found[0] == "remind" and _FACT.search(behind) and not ahead:
            continue
        return found
    return _TOLD_AHEAD.search(text)


def _is_name(scene: Scene, said: str) -> bool:
    """Whether a track or a recipient is called by the word that it hangs on."""
    hangs_on = {stem(word.text) for word in words_of(said)} & {
        stem(word) for word in ("remind", "reminder", "reminders", "stop", "mute", "snooze")
    }
    return any(hangs_on & named for named in scene.index.words.values())


def _stopping() -> Line:
    return line(
        "`/remindme stop` ends the reminders that I send you, and `/remindme mute` holds them up "
        "for a month; `/remindme` changes them, `/remindme list` shows what you have."
    )


def _reminding(names: list[str]) -> Line:
    what = join(names) if names else "deadlines"
    command = f"/remindme {' and '.join(names)}" if names else "/remindme"
    return line(
        f"I remind you of {what} in a direct message: `{command}` asks how long before and at "
        "which hour. `/remindme list` shows what you have, `/remindme stop` ends it."
    )
