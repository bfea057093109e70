"""A question in words -> the typed query -> an answer: the whole way, pure."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.model import Program
from bot.questions.answer import Answer, Asker, is_lost, says_anything, spans_both
from bot.questions.asides import bounds, without_asides
from bot.questions.asking import only_bounds
from bot.questions.composing import FRIENDLY, ask_which, together, too_long, unknown
from bot.questions.fitting import fitting
from bot.questions.index import index_of
from bot.questions.local_words import joined_dates
from bot.questions.query import Query
from bot.questions.reading import NAMES, Reading, read
from bot.questions.reminders import about_reminders
from bot.questions.responding import respond
from bot.questions.rules import SOFT
from bot.questions.saved import saved_answer
from bot.questions.scene import Scene
from bot.questions.sentences import LONGEST, MOST, clauses, pairs, sentences, words_of
from bot.questions.statements import (
    about,
    asks_nothing,
    asks_something,
    declines,
    is_name_alone,
    is_of_the_choice,
    is_told,
    keeps,
    names_surely,
    names_the_subject,
    names_track,
    only_tells,
    points_to_days,
    says_nothing,
    takes_back,
    tells_of_what_is_closed,
)
from bot.questions.subjects import of_what_was_named
from bot.questions.turned import turned
from bot.questions.understanding import Puzzle, understand

__all__ = ["Asker", "answer", "respond"]

_OF_DATES = frozenset({
    "close", "deadline", "due_when", "in_time", "miss", "open", "opens", "passed", "how_long",
    "reopen",
})  # fmt: skip
# A question of these alone takes its subject from what stands before it, understood or not.
_SUBJECTLESS = frozenset({
    "about", "after", "after_that", "apply", "ask", "call", "can", "close", "deadline",
    "due_when", "follow", "get", "grant", "how", "how_long", "how_much", "in_time", "max",
    "mine", "min", "miss", "need_to", "next_one", "open", "opens", "passed", "past", "still",
    "that", "time", "track", "what", "when", "where", "why", "will", "zone",
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
            return too_long(scene, context)
    question = joined_dates(question, program.locale)
    found = _all_answers(scene, question, context)
    fits = None if scene.asker.overheard else _fitting(scene, question, found)
    if fits:
        return fits
    partly = any(one.intent == "unknown" for one in found) and not scene.asker.overheard
    if partly and not any(turned(_read(scene, text)) for text in sentences(question)[:MOST]):
        found = (
            without_asides(question, partial(_all_answers, scene), partial(_read, scene), context)
            or found
        )
    return together(scene, found, context)


def _all_answers(scene: Scene, question: str, context: Query | None) -> list[Answer]:
    """The answers of every sentence, in order."""
    return _in_order(scene, sentences(question)[:MOST], context, None)


def _in_order(
    scene: Scene, asked: list[str], context: Query | None, named: Reading | None
) -> list[Answer]:
    """The answers of sentences; `named` is what was not understood, but named something."""
    found: list[Answer] = []
    told: list[Answer] = []  # to what only tells of the asker
    asks = any(asks_something(text) and _read(scene, text).concepts - SOFT for text in asked)
    for at, sentence in enumerate(asked):
        reading = _read(scene, sentence)
        if scene.days and points_to_days(sentence, reading):
            found = [one for one in found if one.answered]  # what named the days asked nothing
        if declines(sentence):
            continue
        if found and _is_the_subject(scene, sentence, asked[:at]):
            return _in_order(scene, asked[:at] + asked[at + 1 :], about(reading), reading)
        answers = _of_sentence(scene, sentence, context, found, named)
        if asks and only_tells(sentence) and not is_lost(answers):
            if names_surely(reading):  # "We were with FT last year. Which call is next?"
                named, context = reading, _told_of(reading, answers)
        else:
            named = reading if is_lost(answers) and names_surely(reading) else named
            found = [*_still_meant(sentence, found, told, answers), *answers]
            told += answers if is_told(sentence) else []
            context = next((a.query for a in reversed(found) if a.query), context)
        scene = replace(scene, days=reading.period)
    return found


def _told_of(reading: Reading, answers: list[Answer]) -> Query | None:
    """What a sentence that only tells leaves for the next one: its names, or the day it names."""
    if reading.period and reading.period.point and answers:
        return answers[-1].query
    return replace(about(reading), intent="told")


def _of_sentence(
    scene: Scene,
    sentence: str,
    context: Query | None,
    found: list[Answer],
    named: Reading | None,
) -> list[Answer]:
    """The answers of one sentence, about what was named before it."""
    reading = _read(scene, sentence)
    answers = _answers(scene, sentence, context, lost=is_lost(found))
    if tells_of_what_is_closed(sentence) and not is_lost(answers):
        return [unknown(scene, reading, (), context)]
    if named and not reading.slots() & NAMES:
        return [_narrowed(scene, one, named) for one in answers]
    return answers


def _is_the_subject(scene: Scene, sentence: str, before: list[str]) -> bool:
    """ "When is the deadline? It's YR.": it says what the sentences before it were of."""
    if not names_the_subject(sentence, _read(scene, sentence)):
        return False
    return not any(_read(scene, text).slots() & NAMES for text in before)


def _still_meant(
    sentence: str, found: list[Answer], told: list[Answer], answers: list[Answer]
) -> list[Answer]:
    """What was answered before a sentence, and is not taken back or made void by it."""
    if not is_lost(answers):
        return found
    if takes_back(sentence):
        return []  # "Not FT, the other one."
    return found if is_told(sentence) else [one for one in found if one not in told]


def _narrowed(scene: Scene, one: Answer, named: Reading) -> Answer:
    narrowed = None if turned(named) else of_what_was_named(scene, one, named)
    if narrowed is not one and any(at and named.words[at].capital for at in named.odd):
        narrowed = None  # "Zappa, Tarr, Harfbuzz: who got least?"
    return narrowed or unknown(scene, named, tuple(named.unknown), None)


def _fitting(scene: Scene, question: str, found: list[Answer]) -> Answer | None:
    """ "We build a telescope. Where would we fit?"."""
    asked = sentences(question)[:MOST]
    readings = [_read(scene, text) for text in asked]
    if any(names_track(one) for one in readings):
        return None  # who names the track does not ask which it is
    if len(asked) < 2 or any(a.answered and a.intent not in FRIENDLY for a in found):
        return None
    whole = words_of(" ".join(asked))
    fits = fitting(scene, whole, whole, dated=any(one.period for one in readings))
    return respond(scene, fits) if fits else None


def _read(scene: Scene, text: str) -> Reading:
    found = scene.readings.get(text)
    if not isinstance(found, Reading):
        found = read(words_of(text), scene.program, scene.now, scene.index)
        scene.readings[text] = found
    return found


def _answers(scene: Scene, sentence: str, context: Query | None, *, lost: bool) -> list[Answer]:
    """The answers of one sentence: of its clauses where each is a question, else of the whole."""
    if not saved_answer(scene.program, sentence):
        of_reminders = about_reminders(scene, sentence)
        if of_reminders:
            return [replace(of_reminders, query=context)]
    parts = clauses(sentence)
    if len(parts) > 1:
        return _of_subject(scene, sentence, parts, context) or _of_clauses(
            scene, sentence, parts, context, lost=lost
        )
    one = _answer_one(scene, sentence, context, lost=lost)
    if one and not one.answered and not turned(_read(scene, sentence)):
        # "FT deadline and MP status": only where each part is a whole question by itself.
        split = [_answer_one(scene, part, None, lost=True) for part in pairs(sentence)]
        known = [part for part in split if part and part.answered]
        if len(known) == len(split) > 1:
            return known
    return [one] if one else []


def _of_clauses(
    scene: Scene, sentence: str, parts: list[str], context: Query | None, *, lost: bool
) -> list[Answer]:
    found: list[Answer] = []
    before = context
    named: Reading | None = None
    for part in parts:
        one = _answer_one(scene, part, before, lost=lost or is_lost(found))
        reading = _read(scene, part)
        if one and named and not reading.slots() & NAMES:
            one = _narrowed(scene, one, named)
        lost_or_bare = one and (one.bare or not one.answered)
        named = reading if lost_or_bare and names_surely(reading) else named
        if one:
            found.append(one)
            before = one.query or before
    whole = _answer_one(scene, sentence, context, lost=lost)
    if whole and not all(one.answered for one in found) and any(map(bounds, parts)):
        return [whole]  # "if I am no citizen, when ...": not the question alone
    if not (whole and whole.answered):
        # "FT, who reviews it?": the name in front is no question of its own.
        first, last = _read(scene, parts[0]), _read(scene, parts[-1])
        told = is_name_alone(first) or is_told(parts[0])
        bare = is_lost(found) and told and is_of_the_choice(last)
        return [one for one in found if not one.answered] if bare else found
    # "Between 40k and 60k: which awards?" is one question.
    single = any(only_bounds(_read(scene, p)) for p in parts) or spans_both(whole, found)
    return found if all(one.answered for one in found) and not single else [whole]


def _of_subject(
    scene: Scene, sentence: str, parts: list[str], context: Query | None
) -> list[Answer]:
    """ "Youth Music, when next?", "we sent our S&S form at six, was it in time?"."""
    first, *others = (_read(scene, part) for part in parts)
    names = first.slots() & NAMES
    if first.period and not names and len(parts) == 2 and points_to_days(parts[1], others[0]):
        then = _answer_one(replace(scene, days=first.period), parts[1], context, lost=False)
        return [then] if then else []
    led = is_name_alone(first) or is_told(parts[0])
    sure = names and all(mention.sure for mention in first.mentions)
    if first.no_such or not (led and sure) or any(other.slots() & NAMES for other in others):
        return []
    if any(map(is_of_the_choice, others)) or (first.unknown and not others[0].concepts & _OF_DATES):
        return []  # "I wait for my FT result, when does it come?"
    subject = about(first)
    whole = _answer_one(scene, sentence, context, lost=False)
    if whole and whole.answered and keeps(whole.query, subject):
        return [whole]
    one = _answer_one(scene, parts[1], subject, lost=False) if len(parts) == 2 else None
    return [one] if one and one.answered and keeps(one.query, subject) else []


def _answer_one(scene: Scene, text: str, context: Query | None, *, lost: bool) -> Answer | None:
    taught = saved_answer(scene.program, text)
    if taught:
        return replace(taught, query=context)
    words = words_of(text)
    reading = _read(scene, text)
    if says_nothing(reading):
        return None
    if points_to_days(text, reading):
        days = scene.days or (context.period if context else None)
        reading = replace(reading, period=days)
        if days:
            reading = replace(reading, concepts=reading.concepts - {"after_that"})
    general = {"what", "open"} <= reading.concepts  # "which calls are open?"
    if lost and not (general or reading.slots()) and reading.concepts <= _SUBJECTLESS:
        return unknown(scene, reading, (), context)
    names = {at for mention in reading.mentions for at in range(mention.start, mention.end)}
    texts = frozenset(w.text for at, w in enumerate(reading.words) if at not in names)
    scene = replace(
        scene,
        said=texts | reading.concepts,
        yes_no=reading.yes_no and not reading.clock,
        past=bool(texts & {"did", "was", "were"}),
    )
    meant = understand(scene, reading, context)
    if isinstance(meant, Puzzle) and not (reading.no_such or turned(reading)):
        meant = fitting(scene, words, reading.words, dated=reading.period is not None) or meant
    if isinstance(meant, Puzzle):
        named = meant.tracks or meant.recipients
        given = ask_which(scene, meant, context) if named else None
        return given or unknown(scene, reading, meant.unknown, context)
    given = respond(scene, meant)
    if not says_anything(given):
        return unknown(scene, reading, (), context)
    return replace(given, bare=context is None and asks_nothing(text, reading))
