"""Answers in staff's own words, taught by them: found by the question as it was taught."""

from itertools import zip_longest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain import wording
from bot.domain.document import slug
from bot.domain.model import Program, SavedAnswer
from bot.domain.spans import line
from bot.questions.answer import Answer

_MEMO = "saved answers"
# One typing error in each long word; another short word, or a word less or more, is another
# question ("for FT", "for MP").
LONG_WORD = 5


def saved_answer(program: Program, sentence: str) -> Answer | None:
    """The taught answer to this very question, or None."""
    if not program.answers:
        return None
    known = _known(program)
    phrase = slug(sentence)
    found = known.get(phrase)
    if found is None:
        limit = phrase.count("-") + 1
        near = process.extract(phrase, known.keys(), scorer=OSA.distance, score_cutoff=limit)
        found = next((known[other] for other, *_ in near if _alike(phrase, other)), None)
    if found is None:
        return None
    changed = found.changed_at
    source = "Source: an answer of staff"
    if changed:
        local = changed.astimezone(program.zone).date()
        source += f", changed {wording.day(local, program.locale)}"
    return Answer(
        answered=True,
        intent="saved_answer",
        lines=(*(line(part) for part in found.text.split("\n")), line(source)),
        facts={"answer": found.key},
    )


def _alike(asked: str, taught: str) -> bool:
    pairs = list(zip_longest(asked.split("-"), taught.split("-"), fillvalue=""))
    return all(
        one == two
        or (min(len(one), len(two)) >= LONG_WORD and OSA.distance(one, two, score_cutoff=1) <= 1)
        for one, two in pairs
    )


def _known(program: Program) -> dict[str, SavedAnswer]:
    known = program.memo.get(_MEMO)
    if not isinstance(known, dict):
        known = {slug(q): answer for answer in program.answers for q in answer.questions}
        program.memo[_MEMO] = known
    return known
