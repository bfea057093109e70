"""Awards by track, by year, by month or by who received them: side by side, or which has most."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from bot.domain.dates import MONTHS
from bot.domain.model import Award
from bot.domain.money import count, money
from bot.domain.spans import Line, Strong, join
from bot.domain.wording import capital
from bot.questions.answer import Answer
from bot.questions.awards import none_found
from bot.questions.choosing import chosen, filters
from bot.questions.phrasing import MOST, award_source, listed
from bot.questions.query import JSON, Query
from bot.questions.scene import Scene, told

Group = tuple[str, Sequence[Award]]
_SUPERLATIVES = {
    ("largest", "count"): "the most awards",
    ("smallest", "count"): "the fewest awards",
    ("largest", "sum"): "the most money",
    ("smallest", "sum"): "the least money",
}


def answer_by(scene: Scene, query: Query) -> Answer:
    """The awards of each group, or the group that has the most or the least of them."""
    found = chosen(scene, query)
    if not found:
        return none_found(scene, query)
    groups = _groups(scene, query, found)
    lines = _ranked(scene, query, groups) if query.order else _side_by_side(scene, query, groups)
    nowhere = sum(1 for award in found if not award.track) if query.group == "track" else 0
    if nowhere:
        verb = "has" if nowhere == 1 else "have"
        lines.append((f"{capital(count(nowhere, 'award'))} {verb} no track on record.",))
    lines.append(award_source(scene.program, found))
    facts: dict[str, JSON] = {
        "groups": [
            {"name": name, "count": len(awards), "total": str(_total(awards))}
            for name, awards in groups
        ],
        "currency": scene.program.currency,
    }
    return told(query, lines, facts=facts)


def _groups(scene: Scene, query: Query, found: Sequence[Award]) -> list[Group]:
    """The groups that have awards; tracks without any where the least is asked for."""
    grouped: dict[str, list[Award]] = defaultdict(list)
    keyed = sorted(found, key=lambda award: award.awarded)
    if query.group == "track":
        names = {track.key: track.name for track in scene.program.tracks}
        if query.order == "smallest":
            grouped.update({track.name: [] for track in scene.tracks(query)})
        for award in found:
            if award.track:
                grouped[names.get(award.track, award.track)].append(award)
        return sorted(grouped.items(), key=lambda g: (-_total(g[1]), -len(g[1]), g[0]))
    for award in found if query.group == "recipient" else keyed:
        grouped[_name(query, award)].append(award)
    return list(grouped.items())


def _name(query: Query, award: Award) -> str:
    if query.group == "recipient":
        return award.recipient
    if query.group == "month":
        return f"{MONTHS[award.awarded.month - 1]} {award.awarded.year}"
    return str(award.awarded.year)


def _total(awards: Sequence[Award]) -> Decimal:
    return sum((award.amount for award in awards), Decimal(0))


def _figures(scene: Scene, awards: Sequence[Award]) -> str:
    """ "two awards, $185,000 in all", "one award, $15,000", "no award"."""
    if not awards:
        return "no award"
    shown = money(_total(awards), scene.program.currency, scene.program.locale)
    return f"{count(len(awards), 'award')}, {shown}{' in all' if len(awards) > 1 else ''}"


def _items(scene: Scene, groups: Sequence[Group]) -> list[Line]:
    rows: list[Line] = [
        ("• ", Strong(name), f": {_figures(scene, awards)}") for name, awards in groups[:MOST]
    ]
    return list(listed(rows, len(groups)))


def _side_by_side(scene: Scene, query: Query, groups: Sequence[Group]) -> list[Line]:
    what = {"track": "track", "month": "month"}.get(query.group or "", "year")
    plain = filters(scene, query)
    lead: Line = (Strong(f"The awards{plain} by {what}:"),)
    return [lead, *_items(scene, groups)]


def _ranked(scene: Scene, query: Query, groups: list[Group]) -> list[Line]:
    if not groups:
        return [(Strong("No award with a track is on record."),)]
    measure = "count" if query.aggregate == "count" else "sum"

    def size(group: Group) -> Decimal:
        return Decimal(len(group[1])) if measure == "count" else _total(group[1])

    values = [size(group) for group in groups]
    wanted = max(values) if query.order == "largest" else min(values)
    first = [group for group in groups if size(group) == wanted]
    rest = sorted(
        (group for group in groups if size(group) != wanted),
        key=size,
        reverse=query.order == "largest",
    )
    title = _SUPERLATIVES[query.order or "largest", measure]
    names = join([name for name, _ in first[:MOST]])
    when = filters(scene, query)
    if len(first) == 1:
        figures = _figures(scene, first[0][1])
        lines: list[Line] = [(Strong(names), f" has {title}{when}: {figures}.")]
    elif len(first) > MOST:
        lines = [(f"{len(first)} share that place, with {_figures(scene, first[0][1])} each.",)]
    else:
        lines = [(Strong(names), f" share {title}{when}:")]
        lines += _items(scene, first)
    shown = [] if query.group == "recipient" else rest
    return lines + _items(scene, shown)
