"""A reading -> the typed query, or the reason why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.questions import spans_of_days
from bot.questions.asking import amount_asked, is_half, may_be_asked, retold
from bot.questions.choosing import chosen
from bot.questions.followups import borrowed, continued, is_of_them, leans, renamed
from bot.questions.intents import rules_for
from bot.questions.leniency import is_sure, state_asked, without_odd_words
from bot.questions.measuring import compared
from bot.questions.mentions import Mention
from bot.questions.off_record import off_record
from bot.questions.pardons import pardoned, without_the_suggested
from bot.questions.query import Period, Query
from bot.questions.reading import Reading
from bot.questions.rules import Rule
from bot.questions.scene import Scene
from bot.questions.sums_of_tracks import amount_of_track
from bot.questions.words import stem

_AWARDISH = frozenset({
    "award", "get", "grant", "project", "who", "big", "small", "total", "average", "how_much",
    "latest", "purpose", "for_what", "why",
})  # fmt: skip
_GIVEN = frozenset({"awards_sum", "awards_top", "awards"})


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Why a question has no query: unknown words, or names that may mean several things."""

    unknown: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    intent: str = ""
    query: Query | None = None  # what was asked, but for the name


def understand(scene: Scene, reading: Reading, context: Query | None) -> Query | Puzzle:
    """The query that a reading means, in the light of the question before."""
    if reading.no_such:
        return Puzzle(unknown=(reading.no_such,))
    if reading.unknown:
        reading = pardoned(scene, reading)
    if reading.unknown:
        return _with_odd_words(scene, reading)
    if off_record(reading):
        return Puzzle()
    return _understood(scene, without_the_suggested(reading), context)


def _with_odd_words(scene: Scene, reading: Reading) -> Query | Puzzle:
    """The query of a reading with words that nobody knows, where they cannot matter."""
    if not scene.asker.overheard:
        rest = without_odd_words(reading)
        found = understand(scene, rest, None) if rest else None
        if isinstance(found, Query) and is_sure(found, rest):
            return found
    unknown = Puzzle(unknown=tuple(dict.fromkeys(reading.unknown)))
    return amount_of_track(scene, reading) or unknown


def _understood(scene: Scene, reading: Reading, context: Query | None) -> Query | Puzzle:
    for loosely in (False,) if scene.asker.overheard else (False, True):
        for candidate in _meanings(reading):
            query = _from_context(scene, candidate, context) if context and not loosely else None
            if query and is_answerable(scene, query):
                return query
            for rule in rules_for(candidate, loosely=loosely):
                query = build(candidate, rule, scene, context)
                if is_answerable(scene, query) and not is_of_them(query, reading, context):
                    return _ambiguous(candidate, query) or query
    last = None if scene.asker.overheard else state_asked(reading)
    return last or amount_of_track(scene, reading) or Puzzle()


def _meanings(reading: Reading) -> Iterator[Reading]:
    """The reading with each mention taken as one kind of thing: the question decides which."""
    kinds = ["recipient", "track"] if reading.concepts & _AWARDISH else ["track", "recipient"]
    for order in (kinds, kinds[::-1]):
        for last in (["label"], []):
            wanted = [*order, *last] if last else ["label", *order]
            yield replace(reading, mentions=[_only(m, wanted) for m in reading.mentions])
        if all(len({kind for kind, _ in m.targets}) == 1 for m in reading.mentions):
            return


def _only(mention: Mention, wanted: list[str]) -> Mention:
    for kind in wanted:
        targets = frozenset(target for target in mention.targets if target[0] == kind)
        if targets:
            return replace(mention, targets=targets)
    return mention


def _ambiguous(reading: Reading, query: Query) -> Puzzle | None:
    many = reading.concepts & {"tracks", "deadlines"}
    known = {target for m in reading.mentions if m.sure for target in m.targets}
    for mention in reading.mentions:
        kinds = {kind for kind, _ in mention.targets}
        names = tuple(sorted(name for _, name in mention.targets))
        if "label" in kinds or (len(names) == 1 and mention.sure):
            continue
        if len(names) == 1 and mention.targets & known:  # "privat mesaging": named twice
            continue
        if many and kinds == {"track"} and len(names) <= 5:  # "which youth tracks are open?"
            continue
        if kinds == {"recipient"} and _of_a_kind(reading, mention):
            continue
        asked = replace(query, tracks=(), recipients=())
        if "track" in kinds:
            return Puzzle(tracks=names, intent=query.intent, query=asked)
        return Puzzle(recipients=names, intent=query.intent, query=asked)
    return None


def _of_a_kind(reading: Reading, mention: Mention) -> bool:
    """ "Which universities got money?": all that are called so, where several are asked for."""
    words = [word.text for word in reading.words]
    name = words[mention.start : mention.end]
    asked = words[mention.start - 1] if mention.start else ""
    many = stem(name[-1]) != name[-1] or asked in {"which", "any"}
    return many and asked in {"which", "what", "all", "any"}


def build(reading: Reading, rule: Rule, scene: Scene, context: Query | None) -> Query:
    """The query of a reading that a rule accounts for."""
    amounts = reading.amounts
    if amounts and amounts.currency == scene.program.currency:
        amounts = replace(amounts, currency=None)
    query = Query(
        intent=rule.intent,
        tracks=reading.named("track"),
        recipients=reading.named("recipient"),
        labels=reading.named("label"),
        period=reading.period,
        amounts=amounts,
        order=rule.order,
        top=_how_many(reading, rule),
        rank=reading.rank,
        aggregate=rule.aggregate,
        status=rule.status,
        group=rule.group,
        zone=reading.zone,
        currency=reading.currency,
        topic=tuple(dict.fromkeys(reading.topic)),
        at=context.at if context and rule.intent == "after_that" else None,
    )
    return refined(scene, query, reading)


def _how_many(reading: Reading, rule: Rule) -> int | None:
    if reading.number is None:
        return _several(reading, rule)
    # "The two dates of A and B": one of each.
    each = len(reading.named("track")) == reading.number > 1 and not rule.intent.startswith("award")
    return None if each else reading.number


def _several(reading: Reading, rule: Rule) -> int | None:
    # "the largest awards", "latest awards": more than one is wanted.
    named = {at for m in reading.mentions for at in range(m.start, m.end)}
    texts = {word.text for at, word in enumerate(reading.words) if at not in named}
    plural = texts & {"awards", "grants", "recipients", "projects", "winners", "grantees"}
    if rule.intent != "awards_top" or not plural or reading.rank:
        return None
    return 10 if rule.order in {"latest", "earliest"} else 5


def refined(scene: Scene, query: Query, reading: Reading) -> Query:
    """Questions of one kind told apart: the next deadline, a list, a track's; awards compared."""
    query = compared(query, reading)
    if "compare" in reading.concepts and len(query.tracks) + len(query.recipients) < 2:
        return replace(query, intent="unknown")
    if query.intent == "track_amount":
        return amount_asked(query, reading)
    if query.intent == "after_that" and query.period and not _one_call(query.period):
        query = replace(query, intent="deadline")  # "after June, when is the next one?"
    elif query.intent == "deadline" and query.period and _of_what_is_over(reading):
        query = replace(query, period=None)  # the days are those of what has closed
    if is_half(query, reading):
        return replace(query, intent="unknown")
    query = retold(query, reading)
    if query.intent in _GIVEN and may_be_asked(scene, query, reading):
        return replace(query, intent="track_amount", aggregate=None, order=None, top=None)
    if (
        query.intent == "previous_deadline"
        and reading.concepts & {"closed", "miss"}
        and query.period
    ):
        query = replace(query, period=_until_today(query.period, scene.today))
    return _of_deadlines(query, reading) if query.intent == "deadline" else query


def _until_today(period: Period, today: date) -> Period:
    """What of a period is over: of "this year" the part up to today."""
    if period.start is None or period.end is None or not period.start < today < period.end:
        return period
    return spans_of_days.period(period.start, today)


def _one_call(period: Period) -> bool:
    return period.start is not None and period.end is not None


def _of_what_is_over(reading: Reading) -> bool:
    over = reading.concepts & {"closed", "passed", "miss"}
    following = reading.concepts & {"after_that", "after", "next_one", "next"}
    return bool(over and following)


def _of_deadlines(query: Query, reading: Reading) -> Query:
    said = reading.concepts
    if query.rank and query.rank > 1:
        return replace(query, intent="after_next" if query.rank == 2 else "unknown")
    plural = bool(said & {"deadlines", "list", "any"}) or bool(query.top)
    plural = plural or (
        "next" in said
        and not said & {"deadline", "call", "close", "when"}
        and not {"next", "soonest", "nearest"} & {w.text for w in reading.words}
    )
    if query.period or (plural and not query.labels and len(query.tracks) <= 1):
        return replace(query, intent="deadlines")
    if not query.tracks and not query.labels:
        return replace(query, intent="next_deadline")
    return query


# With what was said before


def _of_the_next(said: set[str]) -> set[str]:
    """ "We applied to MMI on Monday. When is the next after that?": no call was spoken of."""
    return said - {"after_that"} | {"next_one"} if "after_that" in said else said


def _from_context(scene: Scene, reading: Reading, context: Query) -> Query | None:
    again = continued(reading, context)
    if again:
        return renamed(again)
    if not leans(reading):
        return None
    if context.intent == "told":
        reading = replace(reading, concepts=_of_the_next(reading.concepts))
    if context.at and "next_one" in reading.concepts:
        reading = replace(reading, concepts=reading.concepts - {"next_one"} | {"after_that"})
    for fuller in borrowed(reading, context):
        for rule in rules_for(fuller):
            query = build(fuller, rule, scene, context)
            if is_answerable(scene, query):
                return query
    return None


# What nobody can know


def is_answerable(scene: Scene, query: Query) -> bool:
    """Whether the records can answer at all: not of awards to come, nor of topics they lack."""
    # "Round 2" of a track that has none.
    no_such = query.tracks and query.labels and not _is_among(query.labels, query.tracks)
    if query.intent == "unknown" or query.top == 0 or no_such:
        return False
    if query.intent.startswith("award"):
        # "The average of the two awards", where there are two.
        if query.aggregate and query.top and len(chosen(scene, query)) != query.top:
            return False
        begins = query.period.start if query.period else None
        ahead = begins is not None and begins > scene.today
        return not ahead and (not query.topic or bool(scene.index.awards_on(query.topic)))
    if query.intent in {"track_fit", "suggest"} and query.topic:
        keys = scene.index.tracks_on(query.topic)
        return any(track.key in keys for track in scene.tracks(query))
    if query.period is None:
        return True
    elsewhere = query.zone not in {None, scene.program.timezone}  # there it may be another day
    return not (elsewhere and query.period.point) and _is_of_its_time(scene, query, query.period)


def _is_among(labels: tuple[str, ...], tracks: tuple[str, ...]) -> bool:
    return any(label.partition("/")[0] in tracks for label in labels)


def _is_of_its_time(scene: Scene, query: Query, period: Period) -> bool:
    """Whether a period lies on the side of today that the intent can speak of."""
    match query.intent:
        case "previous_deadline" if period.end:
            return period.end <= scene.today  # "the last of the year" may lie ahead
        case "last_deadline":
            return period.end is not None and period.end > scene.today
        case "open_tracks":
            return period.start is not None and scene.today in period
        case "open_in":
            ahead = period.start is not None and (period.end or date.max) >= scene.today
            return ahead and (bool(query.tracks) or scene.today not in period)
    return True
