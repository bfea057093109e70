"""The words that questions are made of, and the concepts they stand for.

A word that is not here, is no name in the program, no period and no amount is not understood, and
then neither is the question. Fillers are known and say nothing.
"""

from bot.questions import award_words, calendar_words
from bot.questions.calendar_names import PERIOD_WORDS
from bot.questions.calendar_turns import QUIET_TURNS, TURNS
from bot.questions.common_words import REAL_WORDS
from bot.questions.currency_words import CURRENCY_WORDS
from bot.questions.fillers import FILLERS, MADE, MADE_FILLERS, QUIET
from bot.questions.numbers import NUMBER_WORDS

Phrase = tuple[str, ...]


def _phrases(*lists: str) -> list[Phrase]:
    return [tuple(p.split()) for listed in lists for p in listed.split(",") if p.strip()]


def _table() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    said = [
        (phrase, concept)
        for concepts in (calendar_words.CONCEPTS, award_words.CONCEPTS, MADE, TURNS)
        for concept, listed in concepts.items()
        for phrase in _phrases(listed)
    ]
    said += [(phrase, "") for phrase in _phrases(FILLERS, QUIET, MADE_FILLERS, QUIET_TURNS)]
    by_first: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase, concept in said:
        by_first.setdefault(phrase[0], []).append((phrase, concept))
    return {
        first: tuple(sorted(same, key=lambda found: -len(found[0])))
        for first, same in by_first.items()
    }


# First word -> (words, concept), the longest first; the concept of a filler is "".
PHRASES = _table()


def _by_two() -> dict[tuple[str, str], tuple[tuple[int, Phrase, str], ...]]:
    found: dict[tuple[str, str], list[tuple[int, Phrase, str]]] = {}
    for first, same in PHRASES.items():
        for place, (words, concept) in enumerate(same):
            second = words[1] if len(words) > 1 else ""
            found.setdefault((first, second), []).append((place, words, concept))
    return {two: tuple(same) for two, same in found.items()}


# The same by their first two words, each with its place among those of the first word.
BY_TWO = _by_two()
_ALL = {word for same in PHRASES.values() for words, _ in same for word in words}
_SPEAKING = {
    word
    for words in _phrases(
        *calendar_words.CONCEPTS.values(), *award_words.CONCEPTS.values(), FILLERS
    )
    for word in words
}
_ALONE = {first for first, same in PHRASES.items() if any(len(words) == 1 for words, _ in same)}
# Words of the questions' own language: alone, in small letters, they name nothing.
COMMON = frozenset(_SPEAKING | _ALONE | NUMBER_WORDS | PERIOD_WORDS | CURRENCY_WORDS)
# Every word that is known without looking at the program.
KNOWN = COMMON | REAL_WORDS | _ALL
# What a typing error may have meant.
SPELLING = tuple(
    sorted(word for word in _SPEAKING | PERIOD_WORDS | CURRENCY_WORDS if len(word) >= 4)
)
