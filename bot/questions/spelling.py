"""Typing errors: an unknown word becomes the one known word that is nearest, or stays unknown."""

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.index import Index
from bot.questions.vocabulary import KNOWN, SPELLING
from bot.questions.words import Token, root, stem

_REPEATED = re.compile(r"(\w)\1{2,}")
# A message with more unknown words than this was not meant for us; looking them all up takes long.
_MOST = 24
# Looked-up words are kept up to so many: a message is read in parts, each more than once.
_KEPT = 4096


def corrected(words: list[Token], index: Index) -> list[Token]:
    """The words with their typing errors mended."""
    unknown = [token for token in words if not _is_known(token.text, index)]
    if not unknown or len(unknown) > _MOST:
        return words
    return [_mended(token, index) if token in unknown else token for token in words]


def _is_known(word: str, index: Index) -> bool:
    return (
        len(word) < 4
        or not (word.isascii() and word.isalpha())
        or word in KNOWN
        or word in index.known
        or stem(word) in index.parts
        or root(word) in index.track_topics
        or root(word) in index.award_topics
    )


def _mended(token: Token, index: Index) -> Token:
    drawn_out = _REPEATED.sub(r"\1", token.text)
    if drawn_out != token.text and _is_known(drawn_out, index):
        return Token(drawn_out, token.raw)  # "soooo"
    meant = index.mended.get(token.text)
    if meant is None:
        if len(index.mended) >= _KEPT:
            index.mended.clear()
        meant = index.mended[token.text] = _nearest(token.text, index)
    return token if meant == token.text else Token(meant, token.raw)


def _nearest(word: str, index: Index) -> str:
    limit = 1 if len(word) < 8 else 2
    found = [
        (distance, sorted(word) != sorted(meant), rank, meant)
        for rank, choices in enumerate((index.spelling, SPELLING))
        for meant, distance, _ in process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=limit, limit=8
        )
        if _likely(word, meant)
    ]
    return min(found)[-1] if found else word


def _likely(word: str, meant: str) -> bool:
    """Whether one may be written for the other: short words only swap or miss a letter."""
    if word[0] != meant[0] and (len(word) < 6 or word[:2] != meant[1::-1]):
        return False
    if len(word) > 4 and len(meant) > 4:
        return True
    return sorted(word) == sorted(meant) or (len(word) == 4 and len(meant) == 5)
