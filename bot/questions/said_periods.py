"""The period that a sentence names: which way its bare months and days point, and two as one."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain.model import Program
from bot.questions import spans_of_days
from bot.questions.almanac import Almanac
from bot.questions.periods import Found, Periods
from bot.questions.query import Period
from bot.questions.small_words import tells_the_date
from bot.questions.words import Token, word_set

# Words that look back, and words that make a question one of deadlines whatever else it says.
_BACK = word_set(
    """
    award awards awarded funded financed got get received receive gave given grant grants gone
    recipients recipient winners grantees biggest largest smallest average total sum spent paid
    won who funding projects sponsored number top highest lowest average went money
    """
)
_AHEAD = word_set("deadline deadlines due close closes closing open opens apply next")
_OVER = word_set("did was were passed closed missed ago last previous been since")
# Of these, the ones that may speak of what was said, or of what is ahead all the same.
_WAS = word_set("did was were been")
_CALENDAR = word_set("due close closes closing end ends ending deadline deadlines shut shuts over")
_LAST_OF = word_set(
    "day date days dates chance call moment monday tuesday wednesday thursday friday saturday "
    "sunday possible"
)
_LAST_WEEKS = (["week", "of"], ["week", "in"], ["weekend", "of"], ["weekend", "in"])
_WHETHER = word_set("is are was were does do did will")


def read_period(
    words: list[Token], program: Program, now: datetime, free: list[bool]
) -> Period | None:
    """The period of a sentence; the tokens that say it are no longer free."""
    texts = {word.text for word in words}
    over = _over(words)
    near = bool(over & _WAS) and not over - _WAS and bool(texts & _CALENDAR) and not texts & _BACK
    near = near or tells_the_date(words)
    past = bool(over) or bool(texts & _BACK and not texts & _AHEAD)
    today = now.astimezone(program.zone).date()
    south = spans_of_days.is_south(program.zone)
    words = _to_the_call(words)
    periods = Periods(words, Almanac(today, past and not near, south, near))
    found = periods.find(free)
    if found is None:
        return None
    if _is_measured_from(words, found):
        free[found.start - 1 : found.end + 1] = [False] * (found.end - found.start + 2)
        return None
    said = found.period
    free[found.start : found.end] = [False] * (found.end - found.start)
    second = periods.find(free)
    if second:  # "after March and before June"; what is left over is not understood
        merged = _merged(found.period, second.period)
        if merged is None:
            merged = _narrower(found.period, second.period)
        if merged is None and second.start == found.end + 1:
            # "Is it in January or in April?" asks which of two; else what is between is not meant.
            gap = words[0].text in _WHETHER
            merged = _joined(found.period, second.period, gap=gap)
        if merged:
            said = merged
            free[second.start : second.end] = [False] * (second.end - second.start)
    return spans_of_days.in_locale(said, program.locale)


def _to_the_call(words: list[Token]) -> list[Token]:
    """ "How many days until the April deadline": the days are April's, and not those before it."""
    texts = [word.text for word in words]
    asked = texts[:2] in (["how", "many"], ["how", "long"], ["how", "much"])
    for at, text in enumerate(texts[:-2] if asked else ()):
        if text in {"until", "till", "to", "before"} and texts[at + 1] == "the":
            return [*words[:at], Token("of", words[at].raw), *words[at + 1 :]]
    return words


def _over(words: list[Token]) -> set[str]:
    """The words that look back; not the "last" of "the last day of June", "the last week of"."""
    texts = [word.text for word in words]
    return {
        text
        for at, text in enumerate(texts)
        if text in _OVER
        and not (text == "last" and "".join(texts[at + 1 : at + 2]) in _LAST_OF)
        and not (text == "last" and texts[at + 1 : at + 3] in _LAST_WEEKS)
    }


def _is_measured_from(words: list[Token], found: Found) -> bool:
    """ "Between today and the close": nothing but how long it is."""
    before = words[found.start - 1].text if found.start else ""
    behind = words[found.end].text if found.end < len(words) else ""
    today = words[found.end - 1].text in {"today", "now"}
    return today and before == "between" and behind == "and"


def _merged(one: Period, two: Period) -> Period | None:
    if one.start and two.end and not (one.end or two.start):
        return spans_of_days.period(one.start, two.end)
    if two.start and one.end and not (two.end or one.start):
        return spans_of_days.period(two.start, one.end)
    return None


def _narrower(one: Period, two: Period) -> Period | None:
    """ "In winter, June to August", "this month before the 20th": the days that both name."""
    for inner, outer in ((one, two), (two, one)):
        if inner.start and inner.end and inner.start in outer and inner.end in outer:
            return inner
    return None


def _joined(one: Period, two: Period, *, gap: bool) -> Period | None:
    """ "This week or next week": one stretch; with days between only where there may be a `gap`."""
    if not (one.start and one.end and two.start and two.end):
        return None
    first, last = sorted((one, two), key=lambda period: period.start or date.min)
    if not (last.start and first.end):
        return None
    whole = spans_of_days.period(first.start, last.end)
    if last.start - first.end <= spans_of_days.DAY:
        return whole
    between = (first.end + spans_of_days.DAY, last.start - spans_of_days.DAY)
    return replace(whole, gap=between) if gap else None
