"""What one can ask at all: "what sort of things can I ask you?"."""

import re

_ASKING = re.compile(
    r"\b(?:what|which)(?: (?:all|else|kinds?|sorts?|types?|other|exactly|are the))*(?: of)?"
    r"(?: (?:the|other|your))?(?: (?:questions?|things?|stuff|topics?|subjects?|queries|requests?|"
    r"info|information|answers?))?"
    r"(?: (?:that|which))? (?:can|could|may|should|might|do|will|would|are) "
    r"(?:(?:i|we|one|people|you|this bot|the bot) )?(?:able to |be )?"
    r"(?:ask(?: you| this bot| the bot| here| of you)?(?: about| for help with)?|"
    r"(?:answer|tell me|know about|help(?: me| us)?(?: out)?(?: with)?|handle|understand|"
    r"respond to|deal with|talk about|tell|explain)(?: for)?(?: me| us)?(?: about)?)"
    r"(?: here| please| then| exactly| you| today)*$"
)


def asks_what_to_ask(text: str) -> bool:
    """Whether the words, folded and with one space between, ask what the bot can answer."""
    return bool(_ASKING.search(text))
