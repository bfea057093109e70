"""Times of day in a question: "at 4pm", "half past five", "20:15", "by five minutes".

People say when they ask, or how late they are. Which deadline is meant does not hang on it, so
these tokens are taken and say nothing; only yes and no are not said to a question of another hour.
"""

import re

from bot.questions.numbers import CARDINALS
from bot.questions.words import Token, word_set

_CLOCK = re.compile(r"\d{1,2}h(\d{2})?|\d{1,2}:\d{2}(:\d{2})?|\d{1,2}([:.]\d{2})? ?[ap]\.?m\.?")
_DOTTED = re.compile(r"\d{1,2}\.\d{2}")
_HOURS = frozenset(CARDINALS) - word_set("zero twenty thirty hundred couple dozen")
_NAMED = word_set("midnight noon midday")
_PARTS_OF_HOUR = frozenset(CARDINALS) | {"quarter", "half"}
_SHORT = word_set("second seconds sec secs minute minutes min mins hour hours hr hrs day days")
_OF_DAY = (("in", "the", "morning"), ("in", "the", "evening"), ("in", "the", "afternoon"),
           ("at", "night"), ("sharp",), ("oclock",))  # fmt: skip
_UNITS = word_set(
    "% percent k m euro euros dollars pounds kroner yen days weeks months years least most"
)
_MISSING = word_set("miss missed late over past passed")


def take_clock_times(words: list[Token], free: list[bool]) -> bool:
    """Takes every time of day and every "by five minutes"; whether there was one."""
    texts = [word.text if is_free else "" for word, is_free in zip(words, free, strict=True)]
    found, at = False, 0
    while at < len(texts):
        end = _late_by(texts, at) or _time_at(texts, at)
        if end:
            end = _with_part_of_day(texts, end)
            free[at:end] = [False] * (end - at)
            found = True
        at = end or at + 1
    return found


def _time_at(texts: list[str], at: int) -> int | None:
    text, behind = texts[at], texts[at + 1 : at + 4]
    if _CLOCK.fullmatch(text):
        return at + 1
    if _DOTTED.fullmatch(text) and _with_part_of_day(texts, at + 1) > at + 1:
        return at + 1
    if behind[:1] and (
        (text in {"past", "gone", "after"} and behind[0] in _NAMED)
        or (text == "half" and behind[0] in _HOURS)
    ):
        return at + 2
    if text == "at" and behind[:1] and behind[0].isdigit() and _is_hour(behind[0]):
        return at + 2 if "".join(behind[1:2]) not in _UNITS else None
    if _is_hour(text) and _with_part_of_day(texts, at + 1) > at + 1:
        return at + 1
    return _past_or_to(texts, at)


def _past_or_to(texts: list[str], at: int) -> int | None:
    """ "Half past five", "ten minutes to nine", "quarter past midnight"."""
    text, behind = texts[at], texts[at + 1 : at + 2]
    if text in _PARTS_OF_HOUR or _small(text, 59):
        to = at + 2 if behind in (["minutes"], ["mins"]) else at + 1
        hour = texts[to + 1] if to + 1 < len(texts) else ""
        if texts[to : to + 1] in (["past"], ["to"]) and (_is_hour(hour) or hour in _NAMED):
            # "1 to 5" is a range of something.
            return to + 2 if not (text.isdigit() and to == at + 1 and hour.isdigit()) else None
    return None


def _late_by(texts: list[str], at: int) -> int | None:
    """ "By five minutes", "by a few hours", said of what was missed."""
    if texts[at] != "by" or not _MISSING.intersection(texts):
        return None
    end = at + 1
    while end < min(at + 4, len(texts)) and (
        texts[end] in CARDINALS
        or texts[end] in {"a", "an", "half", "quarter", "few", "some", "just", "of", "only"}
        or _small(texts[end], 999)
    ):
        end += 1
    return end + 1 if end > at + 1 and "".join(texts[end : end + 1]) in _SHORT else None


def _with_part_of_day(texts: list[str], end: int) -> int:
    for part in _OF_DAY:
        if tuple(texts[end : end + len(part)]) == part:
            return _with_part_of_day(texts, end + len(part))
    return end


def _is_hour(text: str) -> bool:
    return text in _HOURS or _small(text, 24)


def _small(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= most
