"""Months and seasons that are in a name: "did May get a grant?", "when does Summer Swim close?"."""

from bot.questions.calendar_names import MONTHS
from bot.questions.index import Index
from bot.questions.mentions import Mention
from bot.questions.vocabulary import PHRASES
from bot.questions.words import Token, stem, word_set

_ASKED = word_set("did does has was had is")
_BETWEEN = word_set("ever really actually also already still")
# Behind one of these, at the end, is whoever got the money.
_GIVEN_TO = (
    "went to", "go to", "gone to", "given to", "awarded to", "paid to", "give to", "gave", "funded",
    "who is", "granted to",
)  # fmt: skip
_SEASONS = word_set("spring summer autumn fall winter midsummer midwinter")
_VERBS = frozenset({"get", "award"})


def take_namesakes(words: list[Token], index: Index, free: list[bool]) -> tuple[list[Mention], str]:
    """The people who are called by a month's name, and a name that nobody here has."""
    found: list[Mention] = []
    for at, token in enumerate(words):
        if not free[at] or token.text not in MONTHS or not _is_somebody(words, at):
            continue
        people = {t for t in index.parts.get(stem(token.text), ()) if t[0] == "recipient"}
        if not people:
            return [], token.raw
        found.append(Mention(at, at + 1, frozenset(people), sure=False))
        free[at] = False
    return found, ""


def _is_somebody(words: list[Token], at: int) -> bool:
    before = [word.text for word in words[:at]]
    behind = [word.text for word in words[at + 1 :] if word.text not in _BETWEEN]
    if before and before[-1] in _ASKED and behind and _is_verb(behind[0]):
        return True
    return not behind and " ".join(before[-2:]).endswith(_GIVEN_TO)


def _is_verb(word: str) -> bool:
    return any(phrase == (word,) and concept in _VERBS for phrase, concept in PHRASES.get(word, ()))


def misnamed(words: list[Token], mentions: list[Mention], days: range) -> str | None:
    """ "Summer Swim", where there is a Winter Swim: no days, and no such track."""
    for mention in mentions:
        at = mention.start - 1
        alone = mention.end - mention.start == 1 and {k for k, _ in mention.targets} == {"track"}
        named = alone and words[mention.start].capital and at in days
        if named and at > 0 and words[at].capital and words[at].text in _SEASONS:
            return f"{words[at].raw} {words[mention.start].raw}"
    return None
