"""What a question that names nothing is about, where the words before it named something.

"Rookery got money twice, how much in total?" is not about all awards, also where "twice" is not
understood.
"""

from dataclasses import replace

from bot.questions.answer import Answer
from bot.questions.reading import Reading
from bot.questions.responding import respond
from bot.questions.scene import Scene
from bot.questions.statements import about
from bot.questions.understanding import is_answerable

# Answers of everything there is, where nothing in particular was named.
_OF_ALL = frozenset({
    "next_deadline", "deadlines", "missed", "previous_deadline", "deadline_time", "opens",
    "track_amount", "awards_sum", "awards_count", "awards_average", "awards_median", "awards_top",
})  # fmt: skip


def of_what_was_named(scene: Scene, one: Answer, named: Reading) -> Answer | None:
    """The answer itself where it is of something; one of what was named before, in words that were
    not understood, where it is of all there is. None where that cannot be answered."""
    query = one.query
    if not one.answered or query is None or one.intent not in _OF_ALL:
        return one
    if query.tracks or query.recipients or query.labels:
        return one
    subject = about(named)
    narrowed = replace(
        query,
        intent="deadline" if query.intent == "next_deadline" else query.intent,
        tracks=subject.tracks,
        recipients=subject.recipients,
        labels=subject.labels,
        at=None,
        subjects=(),
    )
    return respond(scene, narrowed) if is_answerable(scene, narrowed) else None
