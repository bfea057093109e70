"""Which awards a query means, and its filters in words."""

from collections.abc import Sequence

from bot.domain.model import Award
from bot.domain.spans import join
from bot.questions.index import latest_first
from bot.questions.query import Amounts, Query
from bot.questions.scene import Scene


def chosen(scene: Scene, query: Query) -> list[Award]:
    """The public awards that a query means, latest first."""
    found: Sequence[Award] = scene.index.awards
    if query.recipients:
        found = [a for name in query.recipients for a in scene.index.by_recipient.get(name, ())]
        found.sort(key=latest_first)
    elif len(query.tracks) == 1:
        found = scene.index.by_track.get(query.tracks[0], ())
    if query.tracks:
        found = [award for award in found if award.track in query.tracks]
    if query.period:
        found = [award for award in found if award.awarded in query.period]
    if query.amounts:
        found = [award for award in found if _meets(award, query.amounts)]
    if query.currency and not query.recipients:
        found = [award for award in found if _currency(award) == query.currency]
    if query.topic:
        keys = scene.index.awards_on(query.topic)
        found = [award for award in found if award.key in keys]
    return list(found)


def _currency(award: Award) -> str:
    """The currency that an award was given in, where it is another than the program's."""
    return award.original.currency if award.original else ""


def _meets(award: Award, bounds: Amounts) -> bool:
    if bounds.currency is None:
        return award.amount in bounds
    # Another currency than the program's: only what was given in it counts.
    original = award.original
    return bool(original and original.currency == bounds.currency and original.amount in bounds)


def filters(scene: Scene, query: Query) -> str:
    """The filters of a query in words: " of Foundational Technology in 2018, over $20,000"."""
    parts = []
    if query.recipients:
        parts.append(f"to {join(query.recipients)}")
    if query.tracks:
        parts.append(f"of {join([track.name for track in scene.tracks(query)])}")
    if query.period:
        parts.append(query.period.words)
    if query.amounts:
        parts.append(f"of {query.amounts.words}")
    if query.currency and not query.recipients:
        parts.append(f"in {query.currency}")
    if query.topic:
        parts.append("on that")
    return "".join(f" {part}" for part in parts)
