"""What became of a track's messages, deadline by deadline, for staff who ask in Slack."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bot.domain import wording
from bot.domain.ledger import UNSENT, Kind, State
from bot.domain.model import Deadline, Program
from bot.domain.news import WITHDRAWN
from bot.domain.planning import find_deadline
from bot.domain.steps import in_words
from bot.render.slack import escape
from bot.services.plan_items import PlanItem

_COMING = frozenset({*UNSENT, State.SENDING})
# Dates whose messages are still to come are told at length so often; a series has many of them.
DATES_AHEAD = 2


def why_lines(program: Program, items: Iterable[PlanItem], most: int) -> list[str]:
    """The items of `PlanService.why` as mrkdwn: under each deadline what is to come, the soonest
    first, and then what has been, the latest first; deadlines with messages to come first. At most
    so many lines, and one that says how many are left out.
    """
    groups: dict[str, list[PlanItem]] = {}
    for item in items:
        groups.setdefault(item.subject, []).append(item)
    ahead = [some for some in groups.values() if any(map(_is_coming, some))]
    over = [some for some in groups.values() if not any(map(_is_coming, some))]
    ahead.sort(key=lambda some: min(item.at for item in some if _is_coming(item)))
    over.sort(key=lambda some: max(item.at for item in some), reverse=True)
    near, later = ahead[:DATES_AHEAD], ahead[DATES_AHEAD:]
    more = [f"_Reminders of {len(later)} later dates are planned._"] if later else []
    lines = [*_told(program, near), *more, *_told(program, over)]
    left = len(lines) - most
    return lines if left <= 0 else [*lines[:most], f"… and {left} lines more"]


def _told(program: Program, groups: Iterable[Sequence[PlanItem]]) -> Iterator[str]:
    return chain.from_iterable(_lines(program, some) for some in groups)


def _is_coming(item: PlanItem) -> bool:
    return item.state in _COMING


def _lines(program: Program, some: Sequence[PlanItem]) -> Iterator[str]:
    newest = max(some, key=lambda item: item.revision)
    deadline = find_deadline(program, newest.subject, newest.at)
    yield _heading(program, some, deadline)
    coming = sorted(filter(_is_coming, some), key=lambda item: item.at)
    been = sorted((i for i in some if not _is_coming(i)), key=lambda item: item.at, reverse=True)
    for item in [*coming, *been]:
        old = deadline is not None and item.revision < deadline.revision
        yield f"• {escape(_what(item, old=old))}: {escape(item.why)}"


def _heading(program: Program, some: Iterable[PlanItem], deadline: Deadline | None) -> str:
    if deadline is not None:
        closes = wording.closes(deadline, program.locale)
        return f"*{escape(deadline.label)}* — {escape(closes)}"
    labels = [fact["label"] for item in some for fact in item.deadlines]
    key = next(iter(some)).subject.partition("/")[2]
    return f"*{escape(labels[-1] if labels else key)}* — not in the program any more"


def _what(item: PlanItem, *, old: bool) -> str:
    """Which message it is, and where: "eight days before, #moss"; people are in the sentence."""
    if item.kind == Kind.CHANGE:
        what = "correction, withdrawn" if item.step == WITHDRAWN else "correction, new date"
    else:
        what = in_words(item.step)
        what += " (of the date before it moved)" if old else ""
    place = f", {item.destination}" if " " not in item.destination else ""
    return what + place
