"""Which intent a reading has: the first rule that accounts for all of it."""

from collections.abc import Iterator
from dataclasses import replace

from bot.questions.award_rules import AWARDS
from bot.questions.deadline_rules import DEADLINES
from bot.questions.last_rules import LAST
from bot.questions.particular_rules import PARTICULAR
from bot.questions.reading import Reading
from bot.questions.rules import SOFT, Rule
from bot.questions.talk_rules import ABOUT, FRIENDLY
from bot.questions.track_rules import TRACKS, TRACKS_FIRST, TRACKS_IN_GENERAL

# The most particular first.
_ALL = (
    *PARTICULAR,
    *ABOUT,
    *TRACKS_FIRST,
    *DEADLINES,
    *TRACKS,
    *AWARDS,
    *TRACKS_IN_GENERAL,
    *FRIENDLY,
    *LAST,
)


def rules_for(reading: Reading, *, loosely: bool = False) -> Iterator[Rule]:
    """The rules that account for everything in the reading, the most particular first.

    `loosely`: for everything but small words that change nothing in a question of that kind.
    """
    slots = reading.slots()
    for meaning in _meanings(reading):
        for rule in _ALL:
            if rule.fits(meaning, slots, loosely=loosely):
                yield rule
    if not reading.concepts - SOFT and (slots or reading.concepts & (_KIND | {"what"})):
        bare = _bare(reading, slots) or (_of_program(reading) if reading.program else None)
    else:
        bare = _of_program(reading) if reading.program and not slots else None
    if bare:
        yield bare


def _meanings(reading: Reading) -> list[Reading]:
    """ "Fund" is a track in "is the fund open" and a verb in "what does FT fund"."""
    if "fund" not in reading.concepts:
        return [reading]
    rest = reading.concepts - {"fund"}
    return [replace(reading, concepts=rest | {word}) for word in ("support", "track")]


# Of whom it is asked, where nothing has been said before.
_WHAT_IS_THIS = frozenset({"what is this", "what is this thing", "what is this bot", "what is it"})


def _bare(reading: Reading, slots: set[str]) -> Rule | None:
    if " ".join(word.text for word in reading.words) in _WHAT_IS_THIS:
        return Rule("about_bot", ())
    if not slots:
        return _friendly(reading)
    # The slots that may be filled, the one that must be, and what they mean alone.
    bare = (("rpa", "r", "award"), ("rc", "r", "award_amount"), ("a", "a", "awards"),
            ("tz", "tz", "deadline"), ("ltz", "lz", "deadline"),
            ("t", "t", "track"), ("lt", "l", "deadline"), ("tp", "tp", "deadline"))  # fmt: skip
    for allowed, needed, intent in bare:
        if set(needed) <= slots <= set(allowed):
            return Rule(intent, ())
    return None


_KIND = frozenset({"bye", "thanks", "greeting", "ok"})


def _of_program(reading: Reading) -> Rule | None:
    """ "What is MOSS?", "what does MOSS fund?", "where is MOSS?"."""
    said = reading.concepts - SOFT
    if not reading.concepts:
        return Rule("program", ())
    if said and said <= {"where", "site"}:
        return Rule("website", ())
    if said <= {"about", "support", "fund", "project", "status"} and (
        said or "what" in reading.concepts
    ):
        return Rule("program", ())
    return None


def _friendly(reading: Reading) -> Rule | None:
    for concept in ("bye", "thanks", "greeting", "ok"):
        if concept in reading.concepts:
            return Rule(concept, ())
    return None
