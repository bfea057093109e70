"""A question in words -> the typed query -> an answer: the whole way, pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.model import Program
from bot.domain.spans import Line, join
from bot.questions import (
    ahead,
    awards,
    calendar_answers,
    comparing,
    deadlines,
    smalltalk,
    too_late,
    track_details,
    tracks,
)
from bot.questions.answer import Answer, Asker, is_lost, spans_both
from bot.questions.asides import bounds, without_asides
from bot.questions.fitting import fitting
from bot.questions.index import index_of
from bot.questions.local_words import joined_dates
from bot.questions.query import JSON, Query
from bot.questions.reading import Reading, read
from bot.questions.saved import saved_answer
from bot.questions.scene import Scene
from bot.questions.sentences import LONGEST, MOST, clauses, pairs, sentences, words_of
from bot.questions.suggestions import for_unknown, nearest, of_recipients, of_tracks
from bot.questions.turned import turned
from bot.questions.understanding import Puzzle, understand

__all__ = ["Asker", "answer", "respond"]

_RESPONDERS: dict[str, Callable[[Scene, Query], Answer]] = {
    "next_deadline": deadlines.answer_next,
    "deadline": deadlines.answer_deadline,
    "time_left": deadlines.answer_deadline,
    "deadline_time": deadlines.answer_zone,
    "missed": too_late.answer_missed,
    "after_next": too_late.answer_after,
    "after_that": too_late.answer_after,
    "last_deadline": ahead.answer_last,
    "open_in": ahead.answer_open_in,
    "deadlines": calendar_answers.answer_list,
    "deadline_count": calendar_answers.answer_count,
    "previous_deadline": calendar_answers.answer_previous,
    "opens": calendar_answers.answer_opens,
    "tracks": tracks.answer_tracks,
    "open_tracks": tracks.answer_open,
    "tracks_by_status": tracks.answer_by_status,
    "track_status": tracks.answer_status,
    "track_why": tracks.answer_why,
    "track": tracks.answer_track,
    "track_amount": track_details.answer_amount,
    "track_fit": track_details.answer_fit,
    "apply": track_details.answer_apply,
    "suggest": track_details.answer_suggest,
    "award": awards.answer_award,
    "award_amount": awards.answer_currency,
    "award_purpose": awards.answer_purpose,
    "award_date": awards.answer_award,
    "award_track": awards.answer_track,
    "awards": awards.answer_awards,
    "awards_count": awards.answer_aggregate,
    "awards_sum": awards.answer_aggregate,
    "awards_average": awards.answer_aggregate,
    "awards_median": awards.answer_aggregate,
    "awards_top": awards.answer_top,
    "awards_by": comparing.answer_by,
    "website": smalltalk.answer_website,
    "contact": smalltalk.answer_contact,
    "help": smalltalk.answer_help,
    "about_bot": smalltalk.answer_help,
    "program": smalltalk.answer_program,
    "greeting": smalltalk.answer_friendly,
    "thanks": smalltalk.answer_friendly,
    "bye": smalltalk.answer_friendly,
    "ok": smalltalk.answer_friendly,
    "how_are_you": smalltalk.answer_friendly,
}
_BY_PERIOD = frozenset({"deadlines", "deadline", "time_left", "deadline_time", "next_deadline"})
# "It is exactly 17:00 on July 30.": nothing is asked.
_TELLING = frozenset({"that", "now", "greeting", "past", "still"})
_FRIENDLY = frozenset({"greeting", "thanks", "bye", "ok", "how_are_you"})
# A question of these alone takes its subject from what stands before it, understood or not.
_SUBJECTLESS = frozenset({
    "about", "after", "after_that", "apply", "ask", "call", "can", "close", "deadline",
    "due_when", "follow", "get", "grant", "how", "how_long", "how_much", "in_time", "max",
    "min", "miss", "need_to", "next_one", "open", "opens", "passed", "past", "still", "that",
    "time", "track", "what", "when", "where", "why", "will", "zone",
})  # fmt: skip


def answer(
    question: str,
    program: Program,
    now: datetime,
    asker: Asker | None = None,
    context: Query | None = None,
) -> Answer:
    """The answer to `question` about `program` at `now` (aware); `context` is the query before."""
    scene = Scene(program, now, index_of(program, now), asker or Asker())
    if len(question) > LONGEST:
        question = " ".join(question.split())
        if len(question) > LONGEST:
            return _too_long(scene, context)
    question = joined_dates(question, program.locale)
    found = _all_answers(scene, question, context)
    fits = None if scene.asker.overheard else _fitting(scene, question, found)
    if fits:
        return fits
    unknown = any(one.intent == "unknown" for one in found) and not scene.asker.overheard
    if unknown and not any(turned(_read(scene, text)) for text in sentences(question)[:MOST]):
        found = (
            without_asides(question, partial(_all_answers, scene), partial(_read, scene), context)
            or found
        )
    return _together(scene, found, context)


def _all_answers(scene: Scene, question: str, context: Query | None) -> list[Answer]:
    """The answers of every sentence, in order."""
    found: list[Answer] = []
    for sentence in sentences(question)[:MOST]:
        found += _answers(scene, sentence, context, lost=is_lost(found))
        context = next((a.query for a in reversed(found) if a.query), context)
    return found


def _fitting(scene: Scene, question: str, found: list[Answer]) -> Answer | None:
    """ "We build a telescope. Where would we fit?"."""
    asked = sentences(question)[:MOST]
    if len(asked) < 2 or any(a.answered and a.intent not in _FRIENDLY for a in found):
        return None
    whole = words_of(" ".join(asked))
    fits = fitting(scene, whole, whole)
    return respond(scene, fits) if fits else None


def _read(scene: Scene, text: str) -> Reading:
    return read(words_of(text), scene.program, scene.now, scene.index)


def respond(scene: Scene, query: Query) -> Answer:
    """The answer to a typed query."""
    if query.period and query.intent in _BY_PERIOD:
        return calendar_answers.answer_period(scene, query)
    return _RESPONDERS[query.intent](scene, query)


def _answers(scene: Scene, sentence: str, context: Query | None, *, lost: bool) -> list[Answer]:
    """The answers of one sentence: of its clauses where each is a question, else of the whole."""
    parts = clauses(sentence)
    if len(parts) > 1:
        found: list[Answer] = []
        before = context
        for part in parts:
            one = _answer_one(scene, part, before, lost=lost or is_lost(found))
            if one:
                found.append(one)
                before = one.query or before
        whole = _answer_one(scene, sentence, context, lost=lost)
        if whole and not all(one.answered for one in found) and any(map(bounds, parts)):
            return [whole]  # "if I am no citizen, when ...": not the question alone
        if not (whole and whole.answered):
            return found
        if all(one.answered for one in found) and not spans_both(whole, found):
            return found
        return [whole]
    one = _answer_one(scene, sentence, context, lost=lost)
    if one and not one.answered and not turned(reading := _read(scene, sentence)):
        # "FT deadline and MP status": only where each part is a whole question by itself.
        names = (reading.words[mention.start : mention.end] for mention in reading.mentions)
        split = [_answer_one(scene, part, None, lost=True) for part in pairs(sentence, names)]
        known = [part for part in split if part and part.answered]
        if len(known) == len(split) > 1:
            return known
    return [one] if one else []


def _answer_one(scene: Scene, text: str, context: Query | None, *, lost: bool) -> Answer | None:
    taught = saved_answer(scene.program, text)
    if taught:
        return replace(taught, query=context)
    words = words_of(text)
    reading = read(words, scene.program, scene.now, scene.index)
    if _says_nothing(reading):
        return None
    if lost and not reading.slots() and reading.concepts <= _SUBJECTLESS:
        return _unknown(scene, reading, (), context)
    texts = frozenset(word.text for word in reading.words)
    scene = replace(
        scene,
        said=texts | reading.concepts,
        yes_no=reading.yes_no and not reading.clock,
        past=bool(texts & {"did", "was", "were"}),
    )
    meant = understand(scene, reading, context)
    if isinstance(meant, Puzzle) and not turned(reading):
        meant = fitting(scene, words, reading.words, dated=reading.period is not None) or meant
    if isinstance(meant, Query):
        return respond(scene, meant)
    if meant.tracks or meant.recipients:
        return _ask_which(scene, meant, context)
    return _unknown(scene, reading, meant.unknown, context)


def _says_nothing(reading: Reading) -> bool:
    """Whether a sentence is nothing but fillers, or only tells what time it is."""
    if reading.unknown or reading.program:
        return False
    if reading.clock:
        return reading.concepts <= _TELLING and reading.slots() <= {"p", "z"}
    return not (reading.concepts or reading.slots())


def _ask_which(scene: Scene, puzzle: Puzzle, context: Query | None) -> Answer:
    if puzzle.tracks:
        names = [scene.program.tracks_by_key[key].name for key in puzzle.tracks]
        suggestions = of_tracks(scene, puzzle.tracks, puzzle.intent)
    else:
        names = list(puzzle.recipients)
        suggestions = of_recipients(names, puzzle.intent)
    if len(names) > 5:
        text = f"That could be one of {len(names)} names here; please give the whole name."
    elif len(names) == 1:
        text = f"Do you mean {names[0]}?"
    else:
        text = f"Which one do you mean: {join(names, 'or')}?"
    return Answer(
        answered=False,
        intent="ambiguous",
        lines=((text,),),
        facts={"candidates": list[JSON]([*(puzzle.tracks or puzzle.recipients)][:10])},
        suggestions=suggestions,
        query=puzzle.query or context,
    )


def _unknown(
    scene: Scene, reading: Reading, words: tuple[str, ...], context: Query | None
) -> Answer:
    shown = [f"“{word[:40]}”" for word in words if word[:1].isalpha()][:3]
    name = scene.program.short_name
    if shown:
        text = f"I don't know {join(shown, 'or')} in {name}, so I can't answer that."
    else:
        text = f"I don't know how to answer that about {name}."
    return Answer(
        answered=False,
        intent="unknown",
        lines=((text,),),
        facts={"unknown": list(words[:10])},
        suggestions=for_unknown(scene, reading),
        query=context,
    )


def _too_long(scene: Scene, context: Query | None) -> Answer:
    return Answer(
        answered=False,
        intent="unknown",
        lines=(("That is too long for me; please ask in a sentence or two.",),),
        facts={},
        suggestions=nearest(scene, Reading([])),
        query=context,
    )


def _together(scene: Scene, found: list[Answer], context: Query | None) -> Answer:
    """One answer of all; a friendly word falls away where there is more to say."""
    serious = [one for one in found if one.intent not in _FRIENDLY]
    found = serious or found[:1]
    if not found:
        return _unknown(scene, Reading([]), (), context)
    if len(found) == 1:
        return found[0]
    lines: list[Line] = []
    for one in found:
        lines += [line for line in one.lines if line not in lines]
    known = [one for one in found if one.answered]
    if not known:
        return found[0]
    first = known[0]
    suggestions = dict.fromkeys(s for one in found for s in one.suggestions)
    facts = {key: value for one in reversed(found) for key, value in one.facts.items()}
    return Answer(
        answered=True,
        intent=first.intent,
        lines=tuple(lines),
        facts={**facts, "parts": [{"intent": one.intent, **one.facts} for one in found]},
        suggestions=tuple(suggestions)[:3],
        query=next((one.query for one in reversed(found) if one.query), context),
    )
