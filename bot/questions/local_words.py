"""What a program's locale adds to the language of questions: the order of figures in a date, the
names of months and weekdays in its own language (CLDR, by Babel).

It is put into the words of the grammar before anything reads them, so that all else knows one way
to write a date: "03/04/2026" becomes "2026-04-03" in en_GB and "31. Januar" becomes "31 january" in
de_DE. Bare English ("en") adds nothing, and a date that two people read differently stays as it is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from bot.domain.dates import DAYS, MONTHS, locale_of, style_of, territory_of
from bot.questions.calendar_names import MONTHS as ENGLISH_MONTHS
from bot.questions.common_words import REAL_WORDS
from bot.questions.currency_words import currency_at
from bot.questions.index import Index
from bot.questions.numbers import UNITS
from bot.questions.vocabulary import COMMON
from bot.questions.words import Token, root, tokens

_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:[./-](\d{4}|\d\d))?$")
_GROUPED = re.compile(r"\d{1,3}[.,]\d{3}$")
_DAY = re.compile(r"\d{1,2}$")
_DAY_OR_YEAR = re.compile(r"\d{1,2}(?:st|nd|rd|th)?$|(?:19|20)\d\d$")
# Where "12.5" follows one of these it is an amount.
_COMPARED = frozenset({"than", "least", "most", "over", "above", "under", "exceeding", ">", "<"})
# "1er janvier", "1o de mayo".
_FIRST = frozenset({"er", "o"})
_CENTURY = 70  # two figures from here on are of the last century

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a locale writes dates and numbers.

    `full` is the order of day, month and year in figures, "dmy" or "mdy"; `short` of day and month
    alone, "dm" or "md"; both "" where two readings are likely. `dotted`: "31.1." is a date.
    `comma`: the decimal sign is one. `names` are words by their first one: the words, what
    they are called in English, and whether they count beside a figure alone.
    """

    full: str
    short: str
    dotted: bool
    comma: bool
    links: frozenset[str]
    names: dict[str, tuple[tuple[Phrase, str, bool], ...]]


@lru_cache(maxsize=64)
def habits_of(locale: str) -> Habits | None:
    """The habits of a locale; None for bare English."""
    own = locale_of(locale)
    if territory_of(own) is None:
        return None
    # es_US is 31/1 in Spanish and 1/31 in English: nobody can tell which was meant.
    sure = "mdy" if style_of(locale).month_first else "dmy"
    order = _order(own.date_formats["short"].pattern)
    without_year = own.datetime_skeletons["Md"].pattern
    short = order[:2] if order == sure else ""
    if order.startswith("y") and "-" not in without_year:
        # en_CA and en_ZA write 31/1 and 1/31 alike; in ja, zh and sv people agree.
        short = _order(without_year)
        short = short if short == sure[:2] or (own.language != "en" and sure == "dmy") else ""
    return Habits(
        full=order if order == sure else "",
        short=short,
        dotted=bool(short) and "." in without_year,
        comma=own.number_symbols.get("latn", {}).get("decimal") == ",",
        links=_links(own),
        names={} if own.language == "en" else _names(own),
    )


def _order(pattern: str) -> str:
    """ "dmy" for "dd/MM/y"."""
    letters = re.findall(r"[dMy]+", re.sub(r"'[^']*'", "", pattern))
    return "".join(part[0].lower() for part in letters)


def _links(own: Locale) -> frozenset[str]:
    """The words inside a date: "de" for "d 'de' MMMM 'de' y"."""
    quoted = re.findall(r"'([^']+)'", own.date_formats["long"].pattern)
    return frozenset(token.text for part in quoted for token in tokens(part)) | _FIRST


def _names(own: Locale) -> dict[str, tuple[tuple[Phrase, str, bool], ...]]:
    found: dict[Phrase, tuple[str, bool]] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in own.months[context][width].items():
                _add(found, name, MONTHS[number - 1], short=width == "abbreviated")
        for number, name in own.days[context]["wide"].items():
            _add(found, name, DAYS[number], short=False)
    by_first: dict[str, list[tuple[Phrase, str, bool]]] = {}
    for phrase, (meant, near) in sorted(found.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(phrase[0], []).append((phrase, meant, near))
    return {first: tuple(same) for first, same in by_first.items()}


def _add(found: dict[Phrase, tuple[str, bool]], name: str, meant: str, *, short: bool) -> None:
    phrase = tuple(token.text for token in tokens(name))
    # An English word is an English word: "mar", "out", "set", "so" and "do".
    if not phrase or phrase[0] in COMMON or phrase[0].isdigit() or len(phrase[0]) < 3:
        return
    known = found.get(phrase)
    if known and known[0] != meant.lower():
        del found[phrase]  # "mar." is March and Tuesday
        return
    found[phrase] = (meant.lower(), short or phrase[0] in REAL_WORDS)


def joined_dates(text: str, locale: str) -> str:
    """A message whose dates no full stop cuts in two: "31. Januar", "am 31.1. um"."""
    habits = habits_of(locale)
    if habits is None or "." not in text or not (habits.names or habits.dotted):
        return text
    if habits.dotted:
        text = re.sub(r"(?<![\d.])(\d{1,2}\.\d{1,2})\.(?=\s+[a-z\d(])", r"\1", text)

    def without(found: re.Match[str]) -> str:
        word = next((token.text for token in tokens(found[2])), "")
        named = word in habits.names or word in ENGLISH_MONTHS
        return f"{found[1]} {found[2]}" if named else found[0]

    # A day's full stop before its month, and an abbreviation's where the date goes on.
    return re.sub(r"(?<!\d)(\d{1,2})\.?\s*([^\W\d_]+)\b(?:\.(?=\s+[a-z\d]))?", without, text)


def localized(words: list[Token], locale: str, index: Index) -> list[Token]:
    """The words with what is the locale's own put into the grammar's words."""
    habits = habits_of(locale)
    if habits is None:
        return words
    found: list[Token] = []
    at = 0
    while at < len(words):
        token = words[at]
        if token.text[0].isdigit():
            found += _figures(words, at, habits)
            at += 1
            continue
        name = _name_at(words, at, habits, index)
        if name is None:
            found.append(token)
            at += 1
            continue
        meant, length = name
        if len(found) > 1 and found[-1].text in habits.links and _DAY.match(found[-2].text):
            found.pop()  # "5 de mayo"
        found.append(Token(meant, token.raw))
        at += length
        following = words[at + 1].text if at + 1 < len(words) else ""
        if at < len(words) and words[at].text in habits.links and _DAY_OR_YEAR.match(following):
            at += 1  # "mayo de 2026"
    return found


def _figures(words: list[Token], at: int, habits: Habits) -> list[Token]:
    """A token of figures: a date in words that everybody reads alike, or what it was."""
    token = words[at]
    found = _FIGURES.match(token.text)
    if found and (found[4] or _is_day(words, at, found[2], habits)):
        return _date(token, found, habits.full if found[4] else habits.short)
    scaled = at + 1 < len(words) and words[at + 1].text in UNITS
    if scaled and habits.comma and _GROUPED.match(token.text):
        # "2,500 million" is 2.5 million to some and 2,500 to others: not understood.
        return [Token(f"{token.text}?", token.raw)]
    return [token]


def _date(token: Token, found: re.Match[str], order: str) -> list[Token]:
    first, second, year = int(found[1]), int(found[3]), found[4]
    day, month = (second, first) if order.startswith("m") else (first, second)
    if month > 12 >= day:
        day, month = month, day
    if not (order and 1 <= month <= 12 and 1 <= day <= 31):
        return [token]
    if year is None:
        return [Token(str(day), token.raw), Token(MONTHS[month - 1].lower(), token.raw)]
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _CENTURY else 2000
    return [Token(f"{number:04}-{month:02}-{day:02}", token.raw)]


def _is_day(words: list[Token], at: int, sign: str, habits: Habits) -> bool:
    """Whether "31/1" or "31.1" is a day: the latter not where money or a unit stands beside it."""
    if sign != ".":
        return sign == "/"
    before = words[at - 1].text if at else ""
    behind = words[at + 1].text if at + 1 < len(words) else ""
    money = currency_at(words, at - 1, "") or currency_at(words, at + 1, "")
    counted = behind in UNITS or behind == "%" or before in _COMPARED
    return habits.dotted and not money and not counted


def _name_at(words: list[Token], at: int, habits: Habits, index: Index) -> tuple[str, int] | None:
    for phrase, meant, near in habits.names.get(words[at].text, ()):
        end = at + len(phrase)
        if tuple(word.text for word in words[at:end]) != phrase:
            continue
        if _beside_figure(words, at, end, habits):
            return meant, len(phrase)
        word = words[at].text
        # A name or a topic of the program's is that first.
        topic = root(word) in index.award_topics or root(word) in index.track_topics
        if not (near or topic or word in index.known):
            return meant, len(phrase)
    return None


def _beside_figure(words: list[Token], at: int, end: int, habits: Habits) -> bool:
    before = at - 1
    if before > 0 and words[before].text in habits.links:
        before -= 1
    behind = end + 1 if end < len(words) and words[end].text in habits.links else end
    return (before >= 0 and bool(_DAY.match(words[before].text))) or (
        behind < len(words) and bool(_DAY_OR_YEAR.match(words[behind].text))
    )
