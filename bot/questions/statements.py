"""What a message tells before it asks: "we sent our Soil and Seed form at six, was it in time?".

A clause that asks nothing says what the question behind it is about: a track, or days. It is not
answered by itself where the question behind it has no answer.
"""

import re

from bot.questions.query import Query
from bot.questions.reading import NAMES, Reading
from bot.questions.rules import SOFT
from bot.questions.words import word_set

_LINK = r"(?:(?:so|and|but|because|well|ok|okay|now|hi|hello|hey|sorry|oh no|oh)[\s,]+)*"
_TELLS = re.compile(
    rf"{_LINK}(?:i|we|i'm|i've|i'll|i'd|we're|we've|we'll|we'd|im|ive|my|our)\b", re.IGNORECASE
)
_INTERROGATIVE = re.compile(
    r"\b(?:when|what|which|who|whom|how|where|why|whether|wonder\w*|(?<!\bi )(?<!\bwe )know|ask|"
    r"asking|tell)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"{_LINK}(?:is|are|am|was|were|do|does|did|can|could|may|will|would|should|has|have|had|any)\b",
    re.IGNORECASE,
)
_OF_US = re.compile(
    r"^(?:\S+ ){0,5}?(?:i|we|i'm|i've|i'll|we're|we've|we'll|im|ive|my|our)\b", re.IGNORECASE
)
# What is told so is wanted: "I need the FT deadline".
_WANTED = re.compile(
    r"\b(?:needs?|wants?|like|love|looking|after|interested|curious|deadlines?|dates?|please|pls|list|"
    r"suppose|supposing|assuming|imagine|if|show|give|find|help|remind|hope|hoping|sure|idea|forgot|"
    r"remember|check|send me|figures?)\b",
    re.IGNORECASE,
)
# "Which calls end in it?": in the days that were spoken of.
_THEN = re.compile(
    r"\b(?:in|during|within|by|over) (?:it|that time|that period|that month|that week|"
    r"that quarter|those days|those weeks|that year|then)\b|\bthen$",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"(?:no need (?:for|of|to)|(?:i|we) (?:do not|don't|dont) need|(?:please )?(?:do not|don't) "
    r"tell (?:me|us))\b[^,:;]*$",
    re.IGNORECASE,
)
_ALSO = re.compile(r"(?:and|also|or|but|what about|how about|plus)\b", re.IGNORECASE)
# What is told of money or of a choice that was made: what is asked then is of that.
_BEHIND_DOORS = re.compile(
    r"\b(?:banks?|payments?|invoices?|transfer\w*|reject\w*|results?|decisions?|jury|panel|"
    r"interviews?|contracts?|tax\w*|reviewers?)\b",
    re.IGNORECASE,
)
_OF_WHAT = SOFT | {"about", "track", "tracks", "call", "project", "support", "fund", "mine", "fit"}
# "It is exactly 17:00 on July 30.": nothing is asked.
_TELLING = frozenset({"that", "now", "greeting", "past", "still"})
_CHOICE = word_set(
    "hear heard review reviews reviewed reviewer reviewers decide decides decided decision result "
    "results paid pay feedback jury judge judges judged chosen picked selected"
)


def is_told(text: str) -> bool:
    """Whether a sentence or a clause only says something of those who ask."""
    return bool(_TELLS.match(text)) and not _INTERROGATIVE.search(text)


def asks_something(text: str) -> bool:
    """Whether a sentence is put as a question."""
    return bool(_ASKS.match(text) or _INTERROGATIVE.search(text))


def only_tells(text: str) -> bool:
    """Whether a sentence tells something of those who ask, and wants nothing: "last year we were
    with Open Stage"."""
    wants = asks_something(text) or _WANTED.search(text) or _BEHIND_DOORS.search(text)
    return bool(_OF_US.match(text)) and not wants


def tells_of_what_is_closed(text: str) -> bool:
    """ "Our bank says that the payment has not come": no record has what is asked then."""
    told = _OF_US.match(text) and _BEHIND_DOORS.search(text)
    return bool(told) and not (asks_something(text) or _WANTED.search(text))


def is_name_alone(reading: Reading) -> bool:
    """Whether a clause is nothing but a name, put in front of what is asked of it."""
    named = bool(reading.slots() & NAMES) and not reading.unknown
    return named and not reading.concepts - SOFT - {"deadlines", "track", "call"}


def takes_back(text: str) -> bool:
    """Whether a sentence says what is not meant, of what was asked before it."""
    return text.lower().startswith(("not ", "no, ", "but not ", "except ", "excluding "))


def declines(text: str) -> bool:
    """ "No need for dates.", "I don't need the deadline.": what nobody wants to know."""
    return bool(_DECLINES.match(text)) and not asks_something(text.partition(",")[2])


def asks_nothing(text: str, reading: Reading) -> bool:
    """Whether a sentence only says which thing it is of: "it's about Open Stage"."""
    named = bool(reading.slots() & NAMES) and reading.concepts <= _OF_WHAT
    points = reading.yes_no and "that" in reading.concepts  # "is that for Open Stage?"
    return named and (points or not asks_something(text))


def names_the_subject(text: str, reading: Reading) -> bool:
    """Whether a sentence says of what the one before it was asked: "It's YR.", "Open Access"."""
    alone = asks_nothing(text, reading) and names_surely(reading) and not reading.unknown
    return alone and not _ALSO.match(text) and reading.slots() <= NAMES


def names_surely(reading: Reading) -> bool:
    """Whether a clause names something that there is, by its whole name."""
    return bool(reading.slots() & NAMES) and all(mention.sure for mention in reading.mentions)


def names_track(reading: Reading) -> bool:
    """Whether a clause names a track by its whole name: not "our open source project"."""
    return any(
        mention.sure
        and reading.words[mention.start].capital
        and {kind for kind, _ in mention.targets} == {"track"}
        for mention in reading.mentions
    )


def is_of_the_choice(reading: Reading) -> bool:
    """Whether a clause asks what becomes of applications: who reads them, when one hears."""
    return any(word.text in _CHOICE for word in reading.words)


def about(reading: Reading) -> Query:
    """What a clause names, as the subject of the one behind it."""
    return Query(
        intent="track",
        tracks=reading.named("track"),
        recipients=reading.named("recipient"),
        labels=reading.named("label"),
    )


def keeps(query: Query | None, subject: Query) -> bool:
    """Whether a query is about all that a clause has named."""
    return query is not None and (
        set(subject.tracks) <= set(query.tracks)
        and set(subject.recipients) <= set(query.recipients)
        and set(subject.labels) <= set(query.labels)
    )


def points_to_days(text: str, reading: Reading) -> bool:
    """Whether a question means days that were named in the sentence before."""
    if "happen" in text:  # "what happens then" is of no deadline
        return False
    return reading.period is None and bool(_THEN.search(text.strip(" ?!.,")))


def says_nothing(reading: Reading) -> bool:
    """Whether a sentence is nothing but fillers, or only tells what time it is."""
    if reading.words and reading.words[-1].text == "here" and len(reading.words) < 5:
        return not (reading.slots() or reading.concepts - SOFT)  # "Netball mum here."
    if reading.unknown or reading.program:
        return False
    if reading.clock:
        return reading.concepts <= _TELLING and reading.slots() <= {"p", "z"}
    return not (reading.concepts or reading.slots())
