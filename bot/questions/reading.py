"""A sentence read: its concepts, names, period, amounts and numbers, and what was not understood.

Every token is taken by exactly one of these. What nothing takes is a topic where the program's own
texts know the word, and unknown otherwise.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.model import Program
from bot.questions.about_the_bot import asks_what_to_ask
from bot.questions.amounts import Found, find_amounts
from bot.questions.clock_times import take_clock_times
from bot.questions.concepts import read_concepts
from bot.questions.currency_words import currency_at, without_adjectives
from bot.questions.dates_in_words import days_in_figures
from bot.questions.index import Index
from bot.questions.local_words import localized
from bot.questions.mentions import Mention, find_mentions
from bot.questions.namesakes import misnamed, take_namesakes
from bot.questions.numbers import Number, number_at, ordinal, with_figures
from bot.questions.query import Amounts, Period
from bot.questions.receiving import take_receiving
from bot.questions.rounds import read_calls
from bot.questions.said_by import take_sayers
from bot.questions.said_periods import read_period
from bot.questions.small_words import counts_money, take_four, take_people, tells_the_date
from bot.questions.spelling import corrected
from bot.questions.vocabulary import COMMON
from bot.questions.word_order import all_of_them, is_average
from bot.questions.words import Token, root, word_set
from bot.questions.zones import zone_at

_TOPIC_LEADS = word_set(
    """
    for about on with support supports fund funds cover covers regarding around towards like
    supporting funding concerning involving suit suits fit fits suitable
    """
)
_COUNTED = word_set(
    """
    top last latest first largest biggest smallest lowest highest next best recent newest oldest
    earliest bottom award awards grants grant recipients projects deadlines deadline winners
    upcoming coming most rounds calls dates
    """
)
_DATED = word_set(
    "deadline deadlines close closed how_long time zone miss in_time passed due_when after opens "
    "after_that next when"
)
_HEADS = word_set("deadline deadlines call calls round track stream one fund grant grants")
_AWARDED = word_set("award get project who how_much purpose for_what big small latest")
_YES_NO = word_set(
    """
    is are am was were do does did has have had can could may will would should isn't
    """
)


# What may stand before the verb of a question that wants yes or no.
_OPENING = word_set(
    """
    so and but or hi hey hello hiya ok okay oh well please pls damn sorry um hm hmm also then now
    good morning afternoon evening there all everyone quick question
    """
)

NAMES = frozenset("trl")  # the slots of a track, a recipient, a label


@dataclass(slots=True)
class Reading:
    """What a sentence says. `slots` names what else than concepts is there, one letter each."""

    words: list[Token]
    concepts: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    period: Period | None = None
    amounts: Amounts | None = None
    number: int | None = None
    rank: int | None = None
    currency: str | None = None
    topic: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    days_at: range = range(0)  # where the period is said
    odd: list[int] = field(default_factory=list)  # where the unknown words stand
    yes_no: bool = False
    program: bool = False
    zone: str | None = None
    no_such: str | None = None  # a call by a number that none has
    clock: bool = False  # a time of day was said

    def slots(self) -> set[str]:
        """Which slots are filled: t(rack) r(ecipient) l(abel) p(eriod) a(mounts) n(umber)
        o(rdinal) c(urrency) (topi)x z(one)."""
        found = {kind[0] for mention in self.mentions for kind, _ in mention.targets}
        found.discard("p")
        for letter, value in (
            ("p", self.period),
            ("a", self.amounts),
            ("n", self.number),
            ("o", self.rank),
            ("c", self.currency),
            ("x", self.topic or None),
            ("z", self.zone),
        ):
            if value is not None:
                found.add(letter)
        return found

    def named(self, kind: str) -> tuple[str, ...]:
        """The things of a kind that are named, each once, in the order of the question."""
        names = (
            name
            for mention in sorted(self.mentions, key=lambda m: m.start)
            for name in sorted(name for target, name in mention.targets if target == kind)
        )
        return tuple(dict.fromkeys(names))


def read(words: list[Token], program: Program, now: datetime, index: Index) -> Reading:
    """Reads one sentence."""
    said = without_adjectives(words, program.currency)
    mended = corrected(localized(said, program.locale, index), index)
    mended = days_in_figures(with_figures(mended))
    reading = Reading(mended)
    if not mended:
        return reading
    free = [True] * len(mended)
    opening = next((word.text for word in mended if word.text not in _OPENING), "")
    reading.yes_no = opening in _YES_NO
    mentions = find_mentions(mended, index, free)
    reading.program = any(("program", "") in mention.targets for mention in mentions)
    reading.mentions = [m for m in mentions if ("program", "") not in m.targets]
    take_people(mended, reading.mentions, free)
    calls, reading.no_such = read_calls(mended, mentions, program, free)
    reading.mentions += calls
    people, nobody = take_namesakes(mended, index, free)
    reading.mentions += people
    reading.no_such = reading.no_such or nobody or None
    reading.clock = take_clock_times(mended, free)
    _read_amounts(reading, program, free, comparing=True)
    before = list(free)
    reading.period = read_period(mended, program, now, free)
    if reading.period:
        taken = [at for at, was in enumerate(before) if was and not free[at]]
        reading.days_at = range(taken[0], taken[-1] + 1)
    reading.no_such = reading.no_such or misnamed(mended, reading.mentions, reading.days_at)
    _read_amounts(reading, program, free, comparing=False)
    _read_zone(reading, free)
    take_four(mended, free, mentions)
    named = {at for m in reading.mentions for at in range(m.start, m.end)}
    take_sayers(mended, free)
    reading.concepts |= take_receiving(mended, free, named)
    reading.concepts |= read_concepts(mended, free)
    _read_turns(reading, free)
    _read_rest(reading, program, free)
    _read_topics(reading, index, free)
    if reading.number == len(reading.named("recipient")):
        reading.number = None  # "the two recipients A and B"
    _read_now(reading, now.astimezone(program.zone).date())
    if "how_many" in reading.concepts and counts_money(mended, program.currency):
        reading.concepts = reading.concepts - {"how_many"} | {"how_much"}
    if reading.currency == program.currency and "recipient" not in reading.slots():
        reading.currency = None
    return reading


def _read_now(reading: Reading, today: date) -> None:
    """ "Can I apply today?" is about now, not about what closes today."""
    period = reading.period
    late = reading.concepts & {"miss", "in_time", "passed", "closed", "how_long"}
    if period and period.start and late and tells_the_date(reading.words):
        reading.period = None if abs((period.start - today).days) <= 1 else period
    about_now = reading.concepts & {
        "open",
        "apply",
        "in_time",
        "miss",
        "passed",
    } and not reading.concepts & {
        "close",
        "deadline",
    }
    if period and about_now and period.start == period.end == today:
        reading.period = None
        reading.concepts.add("now")


def _read_amounts(reading: Reading, program: Program, free: list[bool], *, comparing: bool) -> None:
    if reading.amounts:
        return
    found = find_amounts(reading.words, program.currency, free, program.locale)
    if found is None:
        return
    figure = reading.words[found.start].text
    if comparing and (figure in {"from", "between"} or found.amounts.low == found.amounts.high):
        named = found.amounts.currency or not figure.isdigit()
        low = found.amounts.low
        if not named or (low is not None and 1900 <= low <= 2100 and not _is_money(reading, found)):
            return  # perhaps years or days: periods have a look first
    reading.amounts = found.amounts
    free[found.start : found.end] = [False] * (found.end - found.start)


def _is_money(reading: Reading, found: Found) -> bool:
    """ "2000 euros" and "€2000", but not "in euros 2018"."""
    first, last = reading.words[found.start].text, reading.words[found.end - 1].text
    return bool(found.amounts.currency) and (not last.isdigit() or not first.isalpha())


def _read_zone(reading: Reading, free: list[bool]) -> None:
    for at in range(len(reading.words)):
        found = zone_at(reading.words, at, free) if free[at] else None
        plain = reading.words[at].text in COMMON and found and found[2] - at < 2
        if found and not plain:
            reading.zone, begin, end = found
            free[begin:end] = [False] * (end - begin)
            return


def _read_turns(reading: Reading, free: list[bool]) -> None:
    if "about" in reading.concepts and is_average(reading.words):
        reading.concepts = reading.concepts - {"about"} | {"average"}
    asked = {"ask", "help", "what"} & reading.concepts and not reading.mentions
    if asked and asks_what_to_ask(" ".join(word.text for word in reading.words)):
        reading.concepts = {"help"}
        free[:] = [False] * len(free)


def _read_rest(reading: Reading, program: Program, free: list[bool]) -> None:
    """Numbers, ordinals and currencies that stand alone; the rest is unknown for now."""
    words = reading.words
    for at, token in enumerate(words):
        if not free[at]:
            continue
        rank = ordinal(token.text)
        number = number_at(words, at)
        currency = currency_at(words, at, program.currency)
        if rank and reading.rank is None:
            reading.rank = rank
            free[at] = False
        elif number and _counts(words, at, number) and reading.number is None:
            reading.number = int(number.value)
            free[at : number.end] = [False] * (number.end - at)
        elif currency and reading.currency is None and all(free[at : currency[1]]):
            reading.currency = currency[0]
            free[at : currency[1]] = [False] * (currency[1] - at)
        elif token.text in "-&=#+":
            free[at] = False


def _counts(words: list[Token], at: int, number: Number) -> bool:
    """Whether a number says how many: "top 3", "the two biggest grants", "next 5 deadlines"."""
    if all_of_them(words, at):
        return number.value % 1 == 0 and 1 < number.value < 20
    near = {
        word.text for word in (*words[max(0, at - 1) : at], *words[number.end : number.end + 3])
    }
    return number.value % 1 == 0 and number.value < 1000 and bool(near & _COUNTED)


def _is_of_named(reading: Reading, index: Index, word: str) -> bool:
    """Whether the track that is named speaks of this word, and the question is of its dates."""
    tracks = reading.named("track")
    dated = reading.concepts & _DATED and not reading.concepts & _AWARDED
    return bool(tracks and dated) and set(tracks) <= index.track_topics.get(word, set())


def _is_beside(reading: Reading, at: int) -> bool:
    """Whether a word stands beside a name, or before what it is a deadline or a call of."""
    behind = "".join(word.text for word in reading.words[at + 1 : at + 2])
    return behind in _HEADS or any(at in {m.start - 1, m.end} for m in reading.mentions)


def _read_topics(reading: Reading, index: Index, free: list[bool]) -> None:
    led = False
    for at, token in enumerate(reading.words):
        led = led or token.text in _TOPIC_LEADS or (not at and token.text in {"who", "whose"})
        if not free[at]:
            continue
        known = root(token.text)
        if _is_of_named(reading, index, known) and _is_beside(reading, at):
            continue  # "the chat protocol deadline": what the track is for
        if index.label_heads.get(token.text, set()) & set(reading.named("track")):
            reading.concepts.add("call")  # "the June review", as the program calls it
            continue
        if led and (known in index.track_topics or known in index.award_topics):
            reading.topic.append(known)
        else:
            reading.unknown.append(token.raw)
            reading.odd.append(at)
