"""The question in a message that says more: "Netball mum here, so excuse the spelling: how long
have we got for Youth Sport?".

A message that cannot be understood as a whole is cut where people take breath, and the longest run
of pieces that is a question is answered, where what is left out asks nothing, bounds nothing and
names nothing else. Whether one *may* apply can hang on who one is; that is not answered then.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.questions.answer import Answer
from bot.questions.leniency import is_off_record
from bot.questions.query import Query
from bot.questions.reading import NAMES, Reading
from bot.questions.rules import SOFT
from bot.questions.statements import about, asks_nothing, keeps, tells_of_what_is_closed
from bot.questions.words import unmarked, word_set

_MOST_PIECES = 12
_MOST_WORDS = 70  # beyond that it is a letter, and reading it over and over takes long
_MOST_TRIES = 8  # runs that could be the question; each is read as a message is
_MOST_READ = 250  # words in all of them
_STOPS = re.compile(
    r"[?!;:()–—\n]+|\s-+\s|\.\.+|(?<![\s.]\w)(?<!\b[Dd]r)(?<!\b[Ss]t)\.(?=\s|$)|,\s", re.UNICODE
)
_WORD = re.compile(r"[^\s,]+")
# These begin another clause where one of `_CLAUSE` follows ...
_JOINS = word_set("but so and because cause cos since while then or though although as")
_CLAUSE = word_set(
    """
    i i'd i'm i'll im we we'd we're we'll my our the this that it he she they for to what which when
    where who how is are am can could do does did by until just need would i've we've there
    """
)
# ... and these a question in the middle of a sentence, with the small words before them.
_OPENERS = word_set("when what which where who whose how why whether what's when's whats whens")
_BEFORE_OPENERS = word_set("by until till at from on in for to up about as of")
_WE = word_set("i i'd we we'd")
_WISH = word_set("like need want")
_WANTED = re.compile(
    r"\b(?:need(?: to know)?|to know|like to (?:see|show|have|know)|want (?:to know|to see)?)$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:(?:so|and|but|because|cause|cos|also|well|ok|okay|now|then|or|for)\s+)+", re.IGNORECASE
)
# A piece that begins with one of these asks something itself; one with the others bounds what is
# asked.
_ASKS = word_set(
    "whats whens wheres whos hows when what which who whom whose how where whether why"
)
_ASKING_VERBS = word_set(
    """
    is are am was were do does did can could may might must will would should shall has have had
    isn't aren't won't can't couldn't don't doesn't didn't
    """
)
_BOUNDS = word_set(
    "if unless except without instead besides apart aside excluding excepting barring counting "
    "both simultaneously"
)
_BOUNDING = re.compile(r"\bother than\b|\brather than\b|\bat the same time\b|\ball but\b")
# What is left out may say with one of these what the question is about.
_LIMITS = word_set("if unless except excluding besides apart aside barring")
_LIMITING = re.compile(r"not counting|(?:i|we)(?:'m| am) \d+(?: years?\b|$)")
# "If we ask for 50,000" is what is asked about.
_SUPPOSED = word_set(
    "want wants wanted ask asked need needed wish wished plan planned like skip miss missed missing"
)
_SUBJECT = word_set(
    """
    interested interest apply applying applied application proposal submit submitting submitted
    about regarding looking considering thinking call fund funding grant program programme track
    edition version branch
    """
)
# What a name may be of, and a question's beginning and end.
_THINGS = frozenset({"award", "grant", "project", "track", "call", "fund"})
_ARTICLES = word_set("the a an your their this")
_INTERROGATIVE = frozenset({"when", "where", "how", "how_long", "how_much", "who", "due_when"})
_PREDICATES = frozenset(
    {"close", "closed", "open", "opens", "deadline", "deadlines", "get", "award"}
)
_OF_SOMETHING = frozenset({
    "next_deadline", "deadline", "deadlines", "time_left", "deadline_time", "missed", "opens",
    "apply", "track_amount", "track_status", "contact", "website",
})  # fmt: skip
_OF_ALL_AWARDS = frozenset({
    "awards_sum", "awards_count", "awards_average", "awards_median", "awards_top",
})  # fmt: skip
_OF_A_DATE = frozenset(
    {"when", "due_when", "from_when", "how_long", "time", "opens", "how_much", "max"}
)
_I_AM = re.compile(r"^(?:but |and |so )?(?:i|we)(?:'m| am|'re| are) ", re.IGNORECASE)
_FRIENDLY = frozenset({"greeting", "thanks", "bye", "ok", "how_are_you", "help", "about_bot"})
_HARMLESS = re.compile(
    r"^(?:or (?:not|am i|what|is it|is that|is this|was that|was it)\b"
    r"|or (?:can|may|should|do) (?:i|we) (?:just |safely |all )?(?:go|relax|rest|sleep|take it easy"
    r"|breathe|have a break|chill|leave|stop worrying|forget)\b"
    r"|(?:not sure )?if (?:i may|possible|anyone|i remember"
    r"|(?:that|this)(?: i|')s (?:ok|okay|fine|possible|right|correct|not)"
    r"|(?:i am|i'm) not (?:mistaken|wrong|too|sure)"
    r"|you(?:'d)? (?!are|were|live|have no|have never|do(?: not|n't) (?:have|live)|appl|got|win|won"
    r"|miss|receive|work|come|study))\b|what else$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces that stand side by side, and those left out."""

    text: str
    left_out: tuple[str, ...]


def without_asides(
    message: str,
    ask: Callable[[str, Query | None], list[Answer]],
    read: Callable[[str], Reading],
    context: Query | None,
) -> list[Answer]:
    """The answers to the longest part of a message that is a question; none where there is none, or
    where what would be left out may matter."""
    if len(message.split()) > _MOST_WORDS:
        return []
    possible = (run for run in _runs(message) if not any(map(_matters, run.left_out)))
    left = _MOST_READ
    for run in islice(possible, _MOST_TRIES):
        left -= run.text.count(" ") + 1
        if left < 0:
            break
        if any(map(tells_of_what_is_closed, run.left_out)):
            continue
        asides = [read(piece) for piece in run.left_out]
        core = read(run.text)
        if not _stands_alone(core, run, asides) or _is_of_theirs(core):
            continue
        named = [one for one in asides if one.slots() & NAMES]
        found = ask(run.text, about(named[0]) if named else context)
        unnamed = [one for one in asides if one not in named]
        if not core.slots() & NAMES and _may_be_about(unnamed, found):
            continue
        serious = [one for one in found if one.intent not in _FRIENDLY]
        of_something = any(one.intent in _OF_SOMETHING | _OF_ALL_AWARDS for one in serious)
        if named and of_something and not any(keeps(a.query, about(named[0])) for a in serious):
            continue  # the question does not lean on what is named beside it
        if serious and all(one.answered for one in serious):
            who = any(map(_tells_who, run.left_out, asides))
            if not _asks_who_may(core, told=who):
                return serious
            return [one for piece in run.left_out for one in ask(piece, None) if not one.answered]
    return []


def _stands_alone(core: Reading, run: _Run, asides: list[Reading]) -> bool:
    """Whether a run is a question, and what is left out names nothing that it is not about."""
    if not core.concepts - SOFT or asks_nothing(run.text, core):
        return False  # a name alone asks nothing
    if any(map(_is_topic, run.left_out, asides)):
        return False
    if core.no_such or any(one.no_such for one in asides):
        return False  # "round 3 of Next Stage" is not Next Stage
    if any(_asks_with(core, one) for one in asides):
        return False
    named = [one for one in asides if one.slots() & NAMES]
    return not named or (not core.slots() & NAMES and _only_names(named))


def _is_of_theirs(core: Reading) -> bool:
    """ "Which deadline is ours?": that hangs on what would be left out."""
    theirs = any(word.text in {"ours", "mine"} for word in core.words)
    return theirs and not core.slots() & NAMES


def _runs(message: str) -> Iterator[_Run]:
    """The runs of pieces, the longest first; never the whole message."""
    pieces = [piece for piece in _pieces(message) if piece]
    if not 1 < len(pieces) <= _MOST_PIECES:
        return
    for length in range(len(pieces) - 1, 0, -1):
        for start in range(len(pieces) - length, -1, -1):
            inside = pieces[start : start + length]
            text = _LINK.sub("", " , ".join(inside)) if length > 1 else _LINK.sub("", inside[0])
            yield _Run(text, (*pieces[:start], *pieces[start + length :]))


def _pieces(message: str) -> Iterator[str]:
    for clause in _STOPS.split(unmarked(message)):
        begin = 0
        words = list(_WORD.finditer(clause))
        for at in range(1, len(words)):
            if _begins(clause, words, at, begin):
                yield clause[begin : words[at].start()].strip(" ,")
                begin = words[at].start()
        yield clause[begin:].strip(" ,")


def _begins(clause: str, words: list[re.Match[str]], at: int, begin: int) -> bool:
    """Whether a piece begins with the word there."""
    word = words[at][0]  # a capital is a name: "Girls Who Solder"
    behind = words[at + 1][0].lower() if at + 1 < len(words) else ""
    before = words[at - 1][0].lower()
    if word in _JOINS:
        return behind in _CLAUSE
    if word.lower() in _WE and behind in _WISH and before not in _JOINS:
        return True
    opens = word == "the" or word in _OPENERS or word in _BEFORE_OPENERS
    if opens and _WANTED.search(clause[begin : words[at].start()].rstrip()):
        return True
    if word in _BEFORE_OPENERS:
        return behind in _OPENERS and before not in _BEFORE_OPENERS | _JOINS
    alone = before not in _BEFORE_OPENERS and before not in _JOINS
    return word in _OPENERS and alone and words[at].start() > begin


def _matters(piece: str) -> bool:
    """Whether a piece asks something, or bounds what is asked."""
    plain = _LINK.sub("", piece).lower()
    if _HARMLESS.match(piece) or _HARMLESS.match(plain):
        return False
    words = re.findall(r"[a-z']+", plain)
    led = len(words) > 1 and words[0] in {"on", "at", "about"}  # "on who pays for it"
    first = words[led].removesuffix("'s") if words else ""
    asks = not words or first in _ASKS or words[0] in _ASKING_VERBS
    return asks or bool(_BOUNDS & set(words)) or bool(_BOUNDING.search(plain))


def bounds(piece: str) -> bool:
    """Whether a piece begins by saying of what, or in which case, something is asked."""
    plain = _LINK.sub("", piece).lower()
    words = re.findall(r"[a-z']+", plain)
    limits = bool(words) and (words[0] in _LIMITS or bool(_LIMITING.match(plain)))
    return limits and not _SUPPOSED.intersection(words) and not _HARMLESS.match(plain)


def _is_topic(piece: str, reading: Reading) -> bool:
    """ "Podcasting - last day to apply?", "the poetry prize, when does it close?"."""
    words = piece.lower().split()
    if not reading.concepts - _THINGS and len(words) <= 5 and words[0] in _ARTICLES:
        return bool(reading.unknown)
    bare = not reading.concepts and len(words) <= 3
    return bare and any(word[:1].isupper() or len(words) == 1 for word in reading.unknown)


def _asks_with(core: Reading, aside: Reading) -> bool:
    """ "When does MP | Brazil close?": the question goes on in what would be left out."""
    half = core.concepts - SOFT <= _INTERROGATIVE
    return half and bool(aside.unknown and aside.concepts & _PREDICATES)


def _may_be_about(aside: list[Reading], found: list[Answer]) -> bool:
    """ "We are interested in NLnet. When is the deadline?": of something that is not here."""
    if not any(one.intent in _OF_SOMETHING for one in found):
        return False
    said = {word.text for one in aside for word in one.words}
    return bool(said & _SUBJECT) and any(one.unknown for one in aside)


def _only_names(named: list[Reading]) -> bool:
    """Whether what names the subject names one thing, and qualifies it by nothing unknown."""
    if len(named) != 1 or len(named[0].mentions) != 1:
        return False
    (mention,) = named[0].mentions
    words = named[0].words
    joined = mention.start > 0 and words[mention.start - 1].text in _JOINS | {"and"}
    near = range(mention.start - (0 if joined else 2), mention.end + 1)
    if "call" in named[0].concepts:  # "the Canadian edition of FT"
        near = range(len(words))
    return mention.sure and not any(at in near for at in named[0].odd)


def _asks_who_may(reading: Reading, *, told: bool) -> bool:
    """Whether one may apply at all; where it is said who, "still" does not make it a date."""
    may = {"can", "apply"} <= reading.concepts and not reading.concepts & _OF_A_DATE
    return may and (told or "still" not in reading.concepts)


def _tells_who(piece: str, reading: Reading) -> bool:
    """ "I'm 21", "I am a student": whether one may apply can hang on it."""
    match = _I_AM.match(piece)
    if not match:
        return False
    rest = re.findall(r"[\w'-]+", piece[match.end() :].lower())
    return any(word.isdigit() or is_off_record(word) for word in rest) and not reading.clock
