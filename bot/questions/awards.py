"""Answers on awards: of a recipient, of a track, of a period, of amounts; sums, counts and tops."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from heapq import nsmallest
from statistics import median

from babel.numbers import get_currency_precision

from bot.domain import wording
from bot.domain.model import Award
from bot.domain.money import count, money
from bot.domain.spans import Line, Link, Strong, join
from bot.questions.answer import Answer
from bot.questions.choosing import chosen, filters
from bot.questions.phrasing import (
    MOST,
    award_amount,
    award_fact,
    award_item,
    award_source,
    listed,
    purpose,
    source,
)
from bot.questions.query import JSON, Query
from bot.questions.scene import Scene, told


def _told(
    scene: Scene, query: Query, lines: list[Line], found: Sequence[Award], **more: JSON
) -> Answer:
    lines.append(award_source(scene.program, found))
    facts: dict[str, JSON] = {
        "awards": [award_fact(scene.program, award) for award in found[:MOST]],
        "count": len(found),
        **more,
    }
    names = {award.recipient for award in found}
    about = [f"recipient/{name}" for name in names] if len(names) == 1 else []
    return told(query, lines, facts=facts, about=about)


def none_found(scene: Scene, query: Query) -> Answer:
    """No award meets the query: that is an answer, too."""
    program = scene.program
    lines: list[Line] = [(Strong(f"No award{filters(scene, query)} is on record."),)]
    if not scene.index.awards:
        lines = [(Strong(f"{program.short_name} has announced no awards yet."),)]
    others = chosen(scene, replace(query, amounts=None, period=None)) if query.recipients else []
    if others:  # "Zappa got 42,000, correct?"
        lines += [_sentence(scene, award) for award in others[:MOST]]
        return _told(scene, query, lines, others)
    lines.append(source(program, [f"the awards of {program.short_name}"], []))
    return told(query, lines, facts={"awards": [], "count": 0})


_WHAT_FOR = frozenset({"purpose", "for_what", "why"})


def _items(scene: Scene, found: Sequence[Award]) -> tuple[Line, ...]:
    if scene.said & _WHAT_FOR:
        return listed([("• ", *_sentence(scene, award)) for award in found[:MOST]], len(found))
    return listed([award_item(scene.program, award) for award in found[:MOST]], len(found))


# Of a recipient


def answer_award(scene: Scene, query: Query) -> Answer:
    """What somebody received, when, of which track and what for."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    if len(found) > 1 and len(query.recipients) < len(found):
        return _several(scene, query, found)
    lines = [_sentence(scene, award) for award in found[:MOST]]
    return _told(scene, query, [*lines, *_links(found)], found)


def _sentence(scene: Scene, award: Award) -> Line:
    track = scene.program.tracks_by_key.get(award.track or "")
    from_track = f" from {track.name}" if track else ""
    return (
        Strong(award.recipient),
        " received ",
        Strong(award_amount(scene.program, award)),
        f"{from_track} on {wording.day(award.awarded, scene.program.locale)}{purpose(award)}.",
    )


def _links(found: Sequence[Award]) -> tuple[Line, ...]:
    if len(found) == 1 and found[0].url:
        return (("Read more: ", Link(found[0].url, found[0].recipient)),)
    return ()


def _several(scene: Scene, query: Query, found: Sequence[Award]) -> Answer:
    total = sum((award.amount for award in found), Decimal(0))
    names = join(query.recipients)
    shown = money(total, scene.program.currency, scene.program.locale)
    lines: list[Line] = [
        (Strong(names), f" received {count(len(found), 'award')}, {shown} in all:"),
        *_items(scene, found),
    ]
    return _told(scene, query, lines, found, total=str(total))


def answer_purpose(scene: Scene, query: Query) -> Answer:
    """What an award is for."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    lines: list[Line] = []
    for award in found[:MOST]:
        if award.purpose:
            lines.append(_sentence(scene, award))
        else:
            lines.append((f"The purpose of the award to {award.recipient} is not on record.",))
    return _told(scene, query, [*lines, *_links(found)], found)


def answer_track(scene: Scene, query: Query) -> Answer:
    """Which track an award came from."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    lines: list[Line] = []
    for award in found[:MOST]:
        track = scene.program.tracks_by_key.get(award.track or "")
        day = wording.day(award.awarded, scene.program.locale)
        if track:
            head = f" was funded by {track.name} on {day}: "
            lines.append((Strong(award.recipient), head, award_amount(scene.program, award), "."))
        else:
            lines.append((f"The track of the award to {award.recipient} is not on record.",))
    return _told(scene, query, lines, found)


def answer_currency(scene: Scene, query: Query) -> Answer:
    """An amount in the currency that was asked for, where the record has it; nothing converted."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    lines: list[Line] = []
    for award in found[:MOST]:
        lines.append(_sentence(scene, award))
        wanted = query.currency
        known = {scene.program.currency, award.original.currency if award.original else ""}
        if wanted and wanted not in known:
            lines.append((f"Its amount in {wanted} is not on record.",))
    return _told(scene, query, lines, found)


# Of many


def answer_awards(scene: Scene, query: Query) -> Answer:
    """The awards that meet the filters, latest first."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    if len(found) == 1:
        lines = [_sentence(scene, found[0]), *_links(found)]
        return _told(scene, query, lines, found)
    shown = found[: query.top] if query.top else found
    words = wording.capital(count(len(shown), "award"))
    if query.top or not filters(scene, query):
        figure, _, noun = words.lower().partition(" ")
        words = f"The {figure} latest {noun}"
    lines = [(Strong(f"{words}{filters(scene, query)}:"),)]
    lines += _items(scene, shown)
    return _told(scene, query, lines, shown)


def answer_aggregate(scene: Scene, query: Query) -> Answer:
    """How many, how much in all, how much on average."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    program = scene.program
    amounts = [award.amount for award in found]
    total = sum(amounts, Decimal(0))
    shown = money(total, program.currency, program.locale)
    many = count(len(found), "award")
    which = filters(scene, query)
    recipients = len({award.recipient for award in found})
    if recipients not in {1, len(found)}:
        which += f" to {count(recipients, 'recipient')}"
    match query.aggregate:
        case "count":
            verb = "is" if len(found) == 1 else "are"
            head: Line = (f"There {verb} ", Strong(f"{many}{which}"), f", {shown} in all.")
        case "sum":
            head = (Strong(shown), f" in {many}{which}.")
        case _:
            value = median(amounts) if query.aggregate == "median" else total / len(found)
            cents = Decimal(1).scaleb(-get_currency_precision(program.currency))
            figure = money(value.quantize(cents), program.currency, program.locale)
            name = "The median" if query.aggregate == "median" else "The average"
            head = (f"{name} of {many}{which} is ", Strong(figure), ".")
    lines: list[Line] = [head]
    if query.aggregate == "sum" and 1 < len(found) <= 3:
        lines += [award_item(program, award) for award in found]
    return _told(scene, query, lines, found, total=str(total), aggregate=query.aggregate)


def answer_top(scene: Scene, query: Query) -> Answer:
    """The largest, smallest, latest or earliest awards, with all that share the place."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    most = max(query.top or 0, query.rank or 1)
    ordered = found
    if query.order in _BY:
        ordered = nsmallest(most, found, key=_BY[query.order])
    if query.top:
        return _top_list(scene, query, ordered)
    place = (query.rank or 1) - 1
    if place >= len(ordered):
        return _no_such_place(scene, query, found)
    if scene.yes_no and len(query.recipients) == len(found) == 2:
        return _either(scene, query, ordered[0], found)
    # Ties are all named: nobody's award is "the" largest when two are.
    by_date = query.order in {"latest", "earliest"}
    first = ordered[place]
    same = [
        award
        for award in found
        if (award.awarded == first.awarded if by_date else award.amount == first.amount)
    ]
    if len(same) > 1:
        words = wording.capital(count(len(same), "award"))
        lead = f"{words} {'share that date' if by_date else 'share that place'}:"
        lines: list[Line] = [(Strong(lead),)]
        lines += _items(scene, same)
        return _told(scene, query, lines, same)
    return _told(scene, query, [_sentence(scene, same[0]), *_links(same)], same)


def _no_such_place(scene: Scene, query: Query, found: Sequence[Award]) -> Answer:
    """ "The third largest", where there are two."""
    verb = "is" if len(found) == 1 else "are"
    words = f"Only {count(len(found), 'award')}{filters(scene, query)} {verb} on record:"
    return _told(scene, query, [(Strong(words),), *_items(scene, found)], found)


def _either(scene: Scene, query: Query, first: Award, found: Sequence[Award]) -> Answer:
    """ "Did A get more than B?": yes or no, and both."""
    tie = len({award.amount for award in found}) == 1
    yes = first.recipient == query.recipients[0] and not tie
    lead = "" if "not" in scene.said else "Yes: " if yes else "No: "
    other = next(award for award in found if award is not first)
    lines: list[Line] = [(lead, *_sentence(scene, first)), _sentence(scene, other)]
    return _told(scene, query, lines, [first, other])


# The key of the order; the latest is what the index has already.
_BY: dict[str, Callable[[Award], tuple[Decimal | int, Decimal | int, str]]] = {
    "largest": lambda award: (-award.amount, -award.awarded.toordinal(), award.key),
    "smallest": lambda award: (award.amount, -award.awarded.toordinal(), award.key),
    "earliest": lambda award: (award.awarded.toordinal(), -award.amount, award.key),
}


def _top_list(scene: Scene, query: Query, ordered: Sequence[Award]) -> Answer:
    shown = ordered[: query.top]
    words = count(len(shown), "award")
    figure, _, noun = words.partition(" ")
    lead = f"The {figure} {query.order} {noun}{filters(scene, query)}:"
    if len(shown) == 1:
        return _told(scene, query, [_sentence(scene, shown[0])], shown)
    lines: list[Line] = [(Strong(lead),)]
    lines += _items(scene, shown)
    return _told(scene, query, lines, shown)
