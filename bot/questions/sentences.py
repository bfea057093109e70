"""One message, several questions: where one ends and the next begins."""

import re
from collections.abc import Iterable

from bot.questions.words import Token, tokens, unmarked

# Beyond this it is a text, not a question; nobody asks in three thousand characters.
LONGEST = 3000
MOST = 8
MOST_WORDS = 70
_BEGIN = (
    r"(?:when|what|whats|who|whos|how|where|wheres|which|why|is|are|am|do|does|did|can|could|has|"
    r"have|was|were|will|tell|show|list|give)\b"
)
_ENDS = re.compile(
    r"[?!;\n]+|(?<![\s.]\w)(?<!\b[Dd]r)(?<!\b[Pp]rof)(?<!\b[Mm]r)(?<!\b[Mm]s)(?<!\b[Mm]rs)(?<!\b[Ss]t)(?<!\b[Vv]s)(?<!\bInc)(?<!\b[Uu]niv)(?<!\b[Dd]ept)\.+(?=\s|$)"
)
_LINKS = r"(?:also\s+|then\s+|if (?:so|yes|not|it is),?\s+)?"
_JOINTS = re.compile(
    rf",?\s+(?:and|but|also|plus)\s+{_LINKS}(?={_BEGIN})|[,:]\s+(?={_BEGIN})|\s+[—–]\s*(?={_BEGIN})",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:(?:and|but|so|ok|also|or|then|hi|hey|hello|thanks)[\s,]+)*(?:{_BEGIN}|how about\b|"
    r"(?:and )?(?:for|of) |(?:until|till|by) (?:when|what)\b|any\b|deadlines?\b|next\b)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:apart from|besides|other than|except|excluding|aside from|without counting|not counting|"
    r"leaving out|leaving aside|ignoring)\b",
    re.IGNORECASE,
)
_EXTREME = r"(?:bigg|larg|high|small|low|tini|new|old|lat|earli|great)est|most recent"
_EXTREMES = re.compile(rf"\b({_EXTREME})(?:,| and| &|,? or)(?: the)? ({_EXTREME})\b", re.IGNORECASE)
# "Before we apply to FT, ...": no question by itself.
_SUBORDINATE = re.compile(
    r"\W*(?:before|once|after|while|as soon as) (?:i|we|you|they|my|our)\b", re.IGNORECASE
)
# "Bis wann — sorry, until when ...?": what was said first is taken back.
_SORRY = re.compile(r"^[^.?!:;\n]{1,40}[—–]\s*(?:sorry|pardon|i mean)\b[,\s]*", re.IGNORECASE)
_LOOSE = re.compile(r",?\s+(?:and|&)\s+|,\s+", re.IGNORECASE)


def sentences(message: str) -> list[str]:
    """The sentences of a message, without markup; none where nothing was said."""
    parts = _ENDS.split(_SORRY.sub("", unmarked(message)))
    return [part.strip() for part in parts if part and part.strip()]


def clauses(sentence: str) -> list[str]:
    """A sentence cut where a second question is joined on; the sentence alone where none is."""
    if _EXCEPT.search(sentence):  # "apart from Zappa, who got money?"
        return [sentence]
    if _SUBORDINATE.match(sentence):
        return [sentence]
    both = _EXTREMES.search(sentence)
    if both:  # "the largest and the smallest award"
        before, after = sentence[: both.start()], sentence[both.end() :]
        return [f"{before}{both[1]}{after}", f"{before}{both[2]}{after}"]
    return [part for part in _JOINTS.split(sentence, MOST) if part and part.strip()]


def pairs(sentence: str, names: Iterable[Iterable[Token]] = ()) -> list[str]:
    """A sentence cut at every "and" and comma: "FT deadline, MP status and Zappa"; never inside a
    name that has one."""
    if _SUBORDINATE.match(sentence):
        return [sentence]
    for name in names:
        said = re.compile(r"[\s,]*".join(re.escape(word.raw) for word in name))
        sentence = said.sub(lambda found: re.sub(r"\s+", "\x00", found[0]), sentence, 1)
    found = (part.replace("\x00", " ") for part in _LOOSE.split(sentence, MOST) if part)
    return [part for part in found if part.strip()]


def asks(message: str) -> bool:
    """Whether a message is put as a question: by its mark, or by how it or one of its sentences
    begins. People also tell each other things, in words that could be one."""
    return "?" in message or any(_ASKED.match(sentence) for sentence in sentences(message))


def words_of(sentence: str) -> list[Token]:
    """The tokens of one sentence; none where it is longer than anybody asks."""
    found = tokens(sentence, most=MOST_WORDS)
    return found if len(found) <= MOST_WORDS else []
