"""Days of a month in words: "the first of July", "May the thirty-first" as "the 31st of May"."""

from bot.questions.calendar_names import MONTHS, RANKED
from bot.questions.numbers import CARDINALS, ORDINALS
from bot.questions.words import Token

_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def days_in_figures(words: list[Token]) -> list[Token]:
    """The words with each day of a month that is written out as a figure."""
    if not any(word.text in ORDINALS for word in words):
        return words
    found: list[Token] = []
    at = 0
    while at < len(words):
        day, end = _day_at(words, at)
        if day and _is_dated(words, at, end):
            raw = " ".join(word.raw for word in words[at:end])
            found.append(Token(f"{day}{_ENDINGS.get(day, 'th')}", raw))
            at = end
        else:
            found.append(words[at])
            at += 1
    return found


def _day_at(words: list[Token], at: int) -> tuple[int, int]:
    tens = CARDINALS.get(words[at].text, 0)
    unit = ORDINALS.get(words[at + 1].text, 0) if at + 1 < len(words) else 0
    if tens in {20, 30} and 0 < unit < 10 and tens + unit <= 31:
        return tens + unit, at + 2
    day = ORDINALS.get(words[at].text, 0)
    return (day if day <= 31 else 0), at + 1


def _is_dated(words: list[Token], at: int, end: int) -> bool:
    """Whether a month stands there: behind "of", or in front and nothing is counted."""
    behind = [word.text for word in words[end : end + 2]]
    if len(behind) == 2 and behind[0] == "of" and behind[1] in MONTHS:
        return True
    before = [word.text for word in words[max(0, at - 2) : at]]
    month = before[-2:-1] if before[-1:] == ["the"] else before[-1:]
    counted = bool(behind) and (behind[0] in RANKED or not behind[0].isalpha())
    return bool(month) and month[0] in MONTHS and not counted
