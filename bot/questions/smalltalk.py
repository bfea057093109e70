"""A short friendly word, the bot itself, and the program as a whole."""

from dataclasses import replace

from bot.domain.model import Program
from bot.domain.money import count
from bot.domain.spans import Line, Link, Strong, line
from bot.questions.answer import Answer
from bot.questions.phrasing import source
from bot.questions.query import Query
from bot.questions.scene import Scene, told
from bot.questions.suggestions import examples

_FRIENDLY = {
    "thanks": "You're welcome!",
    "bye": "Goodbye!",
    "ok": "Good.",
    "how_are_you": "I'm well, thank you.",
}
_BY_PHONE = frozenset({"phone", "telephone", "hotline"})


def answer_friendly(scene: Scene, query: Query) -> Answer:
    """Greetings and thanks: one line, no lecture."""
    text = _FRIENDLY.get(query.intent, "Hello!")
    if query.intent in {"greeting", "how_are_you"}:
        text += f" Ask me about the deadlines, tracks and awards of {scene.program.short_name}."
        text += " `/remindme` has me remind you of deadlines."
    return told(query, [(text,)])


def answer_help(scene: Scene, query: Query) -> Answer:
    """What the bot can do, with questions to try."""
    name = scene.program.short_name
    about = (
        f"I know {name}'s deadlines (when, how long left, in which zone), its tracks (which are "
        "open, what they are for, where to apply) and its awards (who, how much, what for)."
    )
    if query.intent == "about_bot":
        about = f"I'm the bot of {name}. {about}"
    shown = examples(scene)
    lines: list[Line] = [
        (about,),
        ("For example: " + " ".join(f"“{q}”" for q in shown),),
        line(
            "In Slack I remind you of deadlines, too, in a direct message: `/remindme` sets that "
            "up, and my Home tab shows what you have."
        ),
    ]
    return told(query, lines)


def answer_website(scene: Scene, query: Query) -> Answer:
    """The program's address."""
    program = scene.program
    if program.url:
        return _about(scene, query, (f"{program.name}: ", Link(program.url, program.name)))
    return _about(scene, query, (f"No web site of {program.short_name} is on record.",))


def answer_contact(scene: Scene, query: Query) -> Answer:
    """Whom to ask."""
    program = scene.program
    if program.contact:
        return _about(scene, query, (f"{program.short_name}: ", Strong(program.contact)))
    if scene.said & _BY_PHONE:
        known = _about(scene, query, (f"No telephone of {program.short_name} is on record.",))
        return replace(known, answered=False)
    if program.url:
        text = f"No contact of {program.short_name} is on record; its web site is "
        return _about(scene, query, (text, Link(program.url, program.name)))
    return _about(scene, query, (f"No contact of {program.short_name} is on record.",))


def answer_program(scene: Scene, query: Query) -> Answer:
    """What the program is, in what its records say."""
    program = scene.program
    tracks = count(len(program.tracks), "track")
    awards = count(len(scene.index.awards), "award")
    facts = f" ({program.short_name}) has {tracks} and has announced {awards}."
    return _about(scene, query, (Strong(program.name), facts), *_site(program))


def _site(program: Program) -> tuple[Line, ...]:
    return (("Read more: ", Link(program.url, program.name)),) if program.url else ()


def _about(scene: Scene, query: Query, *lines: Line) -> Answer:
    program = scene.program
    return told(
        query,
        [*lines, source(program, [program.name], [program.changed_at])],
        facts={"url": program.url, "contact": program.contact},
    )
