"""What a question leaves out because it was said before: "and for India?", "how much?"."""

from dataclasses import replace

from bot.questions.mentions import Mention
from bot.questions.query import Query
from bot.questions.reading import NAMES, Reading

_DEADLINES = frozenset({
    "next_deadline", "deadline", "deadlines", "time_left", "deadline_time", "missed", "after_that",
    "after_next", "previous_deadline", "deadline_count", "opens",
})  # fmt: skip
_TRACKS = frozenset({
    "track", "track_status", "track_why", "track_amount", "track_fit", "apply", "suggest",
})  # fmt: skip
_OF_RECIPIENTS = frozenset({
    "award", "award_amount", "award_purpose", "award_date", "award_track", "awards_count",
    "awards_sum",
})  # fmt: skip
_OF_AWARDS = frozenset({
    "awards", "awards_sum", "awards_count", "awards_average", "awards_median", "awards_top",
})  # fmt: skip
_SOFT = frozenset({"what", "that", "follow", "past", "one", "ok"})
# A question of these words alone has no subject of its own; with one of the others it stands alone.
_LEANING = _SOFT | frozenset({
    "when", "deadline", "close", "how_long", "time", "zone", "how_much", "apply", "where", "how",
    "open", "opens", "reopen", "why", "about", "status", "max", "min", "get", "ask", "after_that",
    "purpose", "for_what", "original", "track", "call", "still", "can", "miss", "passed", "award",
    "grant", "support", "due_when", "will", "need_to", "have", "paused", "closed", "who", "project",
    "how_many", "now", "not", "next_one", "from_when", "in_time",
})  # fmt: skip
_THEM = frozenset({"they", "them", "their", "he", "she", "him", "her", "it", "its"})
_ALONE = frozenset({"who", "project", "how_many"})


def continued(reading: Reading, context: Query) -> Query | None:
    """The question before with other names, another period or other amounts put in."""
    turned = _turned(reading, context)
    if turned:
        return turned
    if context.intent == "open_tracks" and reading.concepts - _SOFT == {"not"}:
        return _again(context, status=("shut",)) if not reading.slots() else None
    if reading.concepts - _SOFT or not reading.slots() <= set("trlpacz"):
        return None
    if reading.zone:
        fits = context.intent in _DEADLINES and reading.slots() == {"z"}
        return replace(context, zone=reading.zone) if fits else None
    if reading.slots() & NAMES:
        return _other_names(reading, context)
    changes: dict[str, object] = {}
    if reading.period and context.intent in _DEADLINES | _OF_AWARDS | _OF_RECIPIENTS:
        changes = {"period": reading.period, "labels": ()}
    elif reading.amounts and context.intent in _OF_AWARDS:
        changes = {"amounts": reading.amounts}
    elif reading.currency and context.intent in _OF_RECIPIENTS:
        changes = {"intent": "award_amount", "currency": reading.currency}
    return _again(context, **changes) if changes else None


def _other_names(reading: Reading, context: Query) -> Query | None:
    tracks, recipients = reading.named("track"), reading.named("recipient")
    labels = reading.named("label")
    if recipients:
        fits = context.intent in _OF_RECIPIENTS and not (tracks or labels)
        return _again(context, recipients=recipients, tracks=()) if fits else None
    fits = context.intent in _DEADLINES | _TRACKS or (
        context.intent in _OF_AWARDS and not context.recipients and not labels
    )
    period = reading.period or context.period
    return _again(context, tracks=tracks, labels=labels, period=period) if fits else None


# "And the smallest?", "how many?" of the awards that were being talked about.
_TURNS: dict[str, dict[str, str | None]] = {
    "big": {"intent": "awards_top", "order": "largest", "aggregate": None},
    "small": {"intent": "awards_top", "order": "smallest", "aggregate": None},
    "latest": {"intent": "awards_top", "order": "latest", "aggregate": None},
    "last": {"intent": "awards_top", "order": "latest", "aggregate": None},
    "earliest": {"intent": "awards_top", "order": "earliest", "aggregate": None},
    "how_many": {"intent": "awards_count", "order": None, "aggregate": "count"},
    "how_much": {"intent": "awards_sum", "order": None, "aggregate": "sum"},
    "total": {"intent": "awards_sum", "order": None, "aggregate": "sum"},
    "together": {"intent": "awards_sum", "order": None, "aggregate": "sum"},
    "average": {"intent": "awards_average", "order": None, "aggregate": "average"},
    "median": {"intent": "awards_median", "order": None, "aggregate": "median"},
}


def _turned(reading: Reading, context: Query) -> Query | None:
    said = reading.concepts - _SOFT - {"award", "grant", "get"}
    if len(said) != 1 or reading.slots() or context.intent not in _OF_AWARDS | _OF_RECIPIENTS:
        return None
    if "how_much" in said and (context.recipients or context.subjects):
        return None  # how much *they* got
    turn = _TURNS.get(next(iter(said)))
    return _again(context, top=None, rank=None, **turn) if turn else None


def _again(context: Query, **changes: object) -> Query:
    return replace(context, at=None, subjects=(), **changes)  # type: ignore[arg-type]


def leans(reading: Reading) -> bool:
    """Whether a question needs to know what was being talked about."""
    said = reading.concepts
    if any(word.text in {"else", "other", "others"} for word in reading.words):
        return False  # "what else is open?"
    pointing = "that" in said
    if reading.slots() & NAMES or not said <= (
        _LEANING | {"next", "last", "latest"} if pointing else _LEANING
    ):
        return False
    return pointing or not said & _ALONE


def borrowed(reading: Reading, context: Query) -> list[Reading]:
    """The reading with the subjects of the question before, the likeliest first."""
    found = [_with(reading, kind, names) for kind, names in _subjects(context) if names]
    if context.intent in _DEADLINES:
        found.append(replace(reading, concepts=reading.concepts | {"deadline"}))
    return found


def _subjects(context: Query) -> list[tuple[str, tuple[str, ...]]]:
    own = [
        ("recipient", context.recipients),
        ("label", context.labels),
        ("track", context.tracks),
    ]
    pairs = [subject.partition("/") for subject in context.subjects]
    named = [
        (kind, tuple(name for each, _, name in pairs if each == kind))
        for kind in ("recipient", "track")
    ]
    # "Who was the first to get money from Travel, and what for?": what they got it for.
    return (
        [*named, *own]
        if context.intent == "awards_top"
        else own
        if any(names for _, names in own)
        else named
    )


def _with(reading: Reading, kind: str, names: tuple[str, ...]) -> Reading:
    mentions = [Mention(0, 0, frozenset({(kind, name)})) for name in names]
    return replace(reading, mentions=mentions)


def renamed(query: Query) -> Query:
    """A query that took another name or other days, by the intent that is then its own."""
    if query.intent in {"next_deadline", "deadline"}:
        named = query.tracks or query.labels
        intent = "deadlines" if query.period else "deadline" if named else "next_deadline"
        return replace(query, intent=intent)
    return query


def is_of_them(query: Query, reading: Reading, context: Query | None) -> bool:
    """ "What did Zappa get, and did they finish it?": not when a call closes."""
    if not context or not context.recipients or query.tracks or query.labels or query.recipients:
        return False
    them = {word.text for word in reading.words} & _THEM
    return bool(them) and not query.intent.startswith("award")
