"""What is said where nothing is known, and one answer made of several."""

from dataclasses import replace

from bot.domain.spans import Line, join
from bot.questions.answer import Answer
from bot.questions.off_record import off_record
from bot.questions.query import JSON, Query
from bot.questions.reading import Reading
from bot.questions.scene import Scene
from bot.questions.suggestions import for_unknown, nearest, of_recipients, of_tracks
from bot.questions.understanding import Puzzle

FRIENDLY = frozenset({"greeting", "thanks", "bye", "ok", "how_are_you"})
_OF_BOT = frozenset({"help", "about_bot"})


def ask_which(scene: Scene, puzzle: Puzzle, context: Query | None) -> Answer:
    if puzzle.tracks:
        names = [scene.program.tracks_by_key[key].name for key in puzzle.tracks]
        suggestions = of_tracks(scene, puzzle.tracks, puzzle.intent)
    else:
        names = list(puzzle.recipients)
        suggestions = of_recipients(names, puzzle.intent)
    if len(names) > 5:
        text = "That could be one of many names here; please give the whole name."
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


def unknown(
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
        query=context,
        reading=reading,
        barred=bool(words) or off_record(reading),
    )


def too_long(scene: Scene, context: Query | None) -> Answer:
    return Answer(
        answered=False,
        intent="unknown",
        lines=(("That is too long for me; please ask in a sentence or two.",),),
        facts={},
        suggestions=nearest(scene, Reading([])),
        query=context,
    )


def together(scene: Scene, found: list[Answer], context: Query | None) -> Answer:
    """One answer of all; a friendly word falls away where there is more to say."""
    # What is said of a name, or of the bot, is no answer to what was asked.
    lost = next((at for at, one in enumerate(found) if not one.answered), len(found))
    barred = any(one.barred for one in found)
    found = [
        one
        for at, one in enumerate(found)
        if not (one.answered and one.bare and (barred or at > lost))
    ]
    if any(not one.answered for one in found):
        found = [one for one in found if one.intent not in _OF_BOT]
    found = [_suggesting(scene, one) for one in found]
    serious = [one for one in found if one.intent not in FRIENDLY]
    found = serious or found[:1]
    if not found:
        return _suggesting(scene, unknown(scene, Reading([]), (), context))
    if len(found) == 1:
        return found[0]
    lines: list[Line] = []
    for one in sorted(found, key=lambda one: not one.answered):  # facts lead
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


def _suggesting(scene: Scene, one: Answer) -> Answer:
    """An answer with the questions that are near to one that was not understood."""
    if not isinstance(one.reading, Reading):
        return one
    return replace(one, suggestions=for_unknown(scene, one.reading), reading=None)
