"""Periods in a question: "next week", "until June", "between … and …", "in the next 10 days".

A small grammar over tokens; what a bare month or day means ("in March") depends on whether the
question looks back or ahead, which the almanac knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.questions import spans_of_days as spans
from bot.questions.almanac import Almanac
from bot.questions.calendar_names import MONTHS
from bot.questions.long_stretches import Stretch
from bot.questions.query import Period
from bot.questions.stretches import Stretches
from bot.questions.words import Token, word_set

_JOINTS = {
    "between": ("and", "-"),
    "from": ("to", "until", "till", "through", "thru", "-"),
}
_ELSE = ("to", "through", "thru", "-")
_UP_TO = frozenset({"until", "till", "til", "to"})
_HEADS = word_set("cutoff deadline call batch round one submission window due date intake cycle")
_ONWARD = frozenset({"on", "onward", "onwards"})
# Longer ways to say a bound: the words, and what they come to.
_LONG_BOUNDS = (
    (("up", "to"), "until"),
    (("not", "before"), "since"),
    (("no", "later", "than"), "through"),
    (("no", "earlier", "than"), "since"),
    (("not", "earlier", "than"), "since"),
    (("not", "later", "than"), "through"),
    (("on", "or", "after"), "since"),
    (("on", "or", "before"), "through"),
    (("starting", "in"), "since"),
    (("starting", "from"), "since"),
    (("starting", "on"), "since"),
    (("beginning", "in"), "since"),
)

_LONG_FIRST = frozenset(said[0] for said, _ in _LONG_BOUNDS)


@dataclass(frozen=True, slots=True)
class Found:
    """A period, and the tokens that said it."""

    period: Period
    start: int
    end: int


class Periods:
    """Finds the periods of one sentence."""

    def __init__(self, words: list[Token], almanac: Almanac) -> None:
        self._stretches = Stretches(words, almanac)
        self._length = len(words)
        self._past = almanac.past

    def find(self, free: list[bool]) -> Found | None:
        """The first period among the tokens that nothing else has taken."""
        for at in range(self._length):
            if not free[at]:
                continue
            try:
                found = self._between(at) or self._bounded(at) or self._plain(at)
            except (ValueError, OverflowError):
                return None  # 31 February, the year 10,000: nothing of it is understood
            if found and all(free[found.start : found.end]):
                return found
        return None

    def _between(self, at: int) -> Found | None:
        read, text = self._stretches.read, self._stretches.text
        joints = _JOINTS.get(text(at), _ELSE)
        begin = at + 1 if text(at) in _JOINTS else at
        first = read(begin)
        if first is None:
            return self._day_range(begin, joints, at)
        if text(first.end) in joints:
            last = read(first.end + 1)
        elif self._stands_beside(first):  # "Jun-Sep"
            last = read(first.end)
        else:
            return None
        if last is None:
            return None
        until = last.last
        if until < first.first:  # "between November and February"
            until = spans.add_months(until, 12)
        return Found(spans.period(first.first, until), at, last.end)

    def _stands_beside(self, first: Stretch) -> bool:
        """Whether a second month or date follows at once, the hyphen between them being lost."""
        before, after = self._stretches.text(first.end - 1), self._stretches.text(first.end)
        if before not in MONTHS:
            return False
        return after in MONTHS or (not first.coarse and bool(self._stretches.dated(first.end)))

    def _day_range(self, begin: int, joints: tuple[str, ...], at: int) -> Found | None:
        # "between 1 and 15 March": the first day borrows the month of the second.
        day = self._stretches.day_number(begin)
        if day is None or self._stretches.text(begin + 1) not in joints:
            return None
        last = self._stretches.read(begin + 2)
        if last is None or last.coarse:
            return None
        return Found(spans.period(last.first.replace(day=day), last.last), at, last.end)

    def _bounded(self, at: int) -> Found | None:
        text = self._stretches.text
        lead, begin = text(at), at + 1
        for said, meant in _LONG_BOUNDS if lead in _LONG_FIRST else ():
            if all(text(at + i) == word for i, word in enumerate(said)):
                lead, begin = meant, at + len(said)
        bound = _BOUNDS.get(lead)
        found = self._stretches.read(begin) if bound else None
        if found and lead == "from" and self._past and text(found.end) not in _ONWARD:
            return Found(spans.period(found.first, found.last), at, found.end)  # "awards from 2018"
        if not (bound and found):
            return None
        if lead in _UP_TO and text(found.end) in _HEADS:  # "until the April deadline"
            return Found(spans.period(found.first, found.last), at, found.end)
        onward = lead in {"from", "since"} and text(found.end) in _ONWARD
        return Found(bound(found), at, found.end + onward)

    def _plain(self, at: int) -> Found | None:
        stretches = self._stretches
        begin = stretches.skip(at, "in", "on", "during", "within", "over", "for", "of")
        within = stretches.text(at) in {"in", "within"}
        found = stretches.length(begin, within=within) or stretches.read(begin)
        if found is None:
            return None
        onward = _OR_BOUNDS.get(stretches.text(found.end + 1))
        if onward and stretches.text(found.end) in {"or", "and"}:
            return Found(onward(found), at, found.end + 2)  # "mid-June or later"
        point = found.first == found.last
        said = spans.period(found.first, found.last, point=point, only=found.weekday)
        return Found(said, at, found.end)


def _until(found: Stretch) -> Period:
    # "until 15 May" and "by next week" count those days; "until June" ends before June.
    exact = not found.coarse or found.last - found.first < timedelta(days=7)
    return spans.period(None, found.last if exact else found.first - spans.DAY)


def _before(found: Stretch) -> Period:
    # "before the end of May" counts that end.
    return spans.period(None, found.last if found.edge else found.first - spans.DAY)


def _through(found: Stretch) -> Period:
    return spans.period(None, found.last)


def _after(found: Stretch) -> Period:
    return spans.period(found.last + spans.DAY, None)


def _since(found: Stretch) -> Period:
    return spans.period(found.first, None)


_BOUNDS: dict[str, Callable[[Stretch], Period]] = {
    "until": _until, "till": _until, "til": _until, "by": _until, "before": _before,
    "through": _through, "thru": _through, "after": _after, "since": _since, "from": _since,
    "past": _after,
}  # fmt: skip
_OR_BOUNDS: dict[str, Callable[[Stretch], Period]] = {
    "later": _since, "after": _since, "beyond": _since, "onwards": _since, "onward": _since,
    "earlier": _through, "before": _through, "sooner": _through,
}  # fmt: skip
