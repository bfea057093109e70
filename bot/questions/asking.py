"""What may be asked for, told apart from what has been given: "does FT give 60k?"."""

from dataclasses import replace
from itertools import pairwise

from bot.questions.query import Query
from bot.questions.reading import Reading
from bot.questions.rules import SOFT
from bot.questions.scene import Scene
from bot.questions.words import word_set

_PRESENT = word_set("do does pays gives offers pay")
_DONE = word_set(
    """
    awarded gave paid got received was were did had been ever granted given won spent funded went
    who whom project projects recipient recipients winner winners award awards list grantees
    """
)
_GOT = word_set("got gotten received earned landed given was were")
_A = word_set("a an one per each every any single our my your for support fund k")
_AWARDISH = frozenset({"award", "grant", "project", "get", "who", "support", "purpose", "for_what"})
_OF_AWARDS = frozenset({"awards", "awards_top"})
_LARGE = word_set("big more")


def may_be_asked(scene: Scene, query: Query, reading: Reading) -> bool:
    """Whether a question on what is given means what one may ask for.

    "How much does FT give?" is not "how much did FT give?".
    """
    said = {word.text for word in reading.words}
    plain = not (query.period or query.recipients or query.topic or query.rank)
    proposed = "project" in reading.concepts and query.amounts and not _done(reading)
    if not ((said & _PRESENT or proposed) and plain and any(t.amount for t in scene.tracks(query))):
        return False
    if query.intent == "awards_sum":
        return not query.amounts and not reading.concepts & {"total", "together"}
    if _done(reading) or query.top:
        return False
    if query.intent == "awards":
        return bool(query.tracks and query.amounts)
    return query.order in {"largest", "smallest"} and bool(query.tracks) and not query.amounts


def _done(reading: Reading) -> bool:
    """Whether awards are meant, that have been made; "a project" is one that may be."""
    words = [word.text for word in reading.words]
    return any(
        word in _DONE
        and not (word in {"project", "projects"} and _is_any("".join(words[at - 1 : at])))
        and not (word in {"was", "were"} and "".join(words[at - 1 : at]) in {"i", "we"})
        for at, word in enumerate(words)
    )


def _is_any(before: str) -> bool:
    return before in _A or before[:1].isdigit()


def retold(query: Query, reading: Reading) -> Query:
    """A query that one word more makes another one."""
    if query.intent == "tracks_by_status" and {"paused", "closed"} <= reading.concepts:
        return replace(query, status=("paused", "closed"))
    if query.intent == "track_status" and _asks_for_awards(reading):
        return replace(query, intent="awards")
    if query.intent == "awards_sum" and _lists_amounts(query, reading):
        return replace(query, intent="awards", aggregate=None)
    return query


def _asks_for_awards(reading: Reading) -> bool:
    """ "Any awards in Open Stage yet?" is about what it gave; "does it still give?" is not."""
    said = {word.text for word in reading.words}
    return "award" in reading.concepts and bool(said & {"awards", "award"}) and "still" not in said


def only_bounds(reading: Reading) -> bool:
    """Whether a clause says nothing but between which amounts."""
    return not reading.concepts - SOFT and reading.slots() == {"a"}


def _lists_amounts(query: Query, reading: Reading) -> bool:
    """ "Awards with an amount between 40k and 60k" are listed, and not added up."""
    said = {word.text for word in reading.words}
    summed = "how" in said or reading.concepts & {"total", "together", "how_many"}
    return bool(query.amounts and reading.concepts & {"award", "grant"} and not summed)


def is_half(query: Query, reading: Reading) -> bool:
    """Whether half a question is not one: "get 60k", "who is Tekapo?", "how much more for A?"."""
    said = reading.concepts - SOFT
    if query.intent in _OF_AWARDS and not reading.slots() and _points_to_it(reading):
        return True
    bare = query.intent == "awards_top" and query.order in {"latest", "earliest"}
    points = "that" in reading.concepts
    if bare and reading.slots() <= ({"p", "t"} if points else {"p"}) and not said & _AWARDISH:
        return True  # "is that the last one this year?"
    if query.intent == "awards" and reading.slots() == {"a"} and _is_of_us(reading):
        return True  # "I need €12,000"
    if (
        query.topic
        and len(query.topic) < 2
        and said <= {"who", "about"}
        and "award" in query.intent
    ):
        return True
    if query.intent == "awards" and said == {"get"}:
        return not _GOT & {word.text for word in reading.words}
    more = query.intent in {"award", "awards_top"} and said & {"more", "less"}
    return bool(more) and len(query.recipients) < 2


def _is_of_us(reading: Reading) -> bool:
    said = {word.text for word in reading.words}
    return bool(said & {"i", "we", "my", "our"}) and not reading.concepts & {
        "award",
        "who",
        "project",
    }


def _points_to_it(reading: Reading) -> bool:
    """ "Who received that?": all awards are no answer."""
    texts = [word.text for word in reading.words]
    return any(
        one in _GOT | {"get", "receive", "won", "win"} and two in {"that", "it", "this", "those"}
        for one, two in pairwise(texts)
    )


def amount_asked(query: Query, reading: Reading) -> Query:
    """What one may ask for, with the bound by which tracks are compared where they are."""
    said = {word.text for word in reading.words}
    if (query.amounts and _done(reading)) or "word" in said:
        return replace(query, intent="unknown")
    if query.group == "track":  # "which gives more, A or B?"
        return replace(query, group=None, intent=query.intent if query.tracks[1:] else "unknown")
    if query.order != "compared":
        return query
    order = "largest" if reading.concepts & _LARGE else "smallest"
    aggregate = "min" if "min" in reading.concepts else "max"
    return replace(query, order=order, aggregate=aggregate)
