"""What a question that compares awards compares, and by which measure: told by its words."""

from dataclasses import replace
from itertools import pairwise

from bot.questions.query import Query
from bot.questions.reading import Reading
from bot.questions.words import word_set

# "The most awards" counts, "the most money" adds up; with neither, money is what is meant.
_MONEY = word_set(
    "money cash funding total totals sum amount amounts dollars euros funds spent paid"
)
_COUNTED = word_set("award awards grant grants project projects recipients winners often times")
_MOST = word_set("most fewest least more less fewer total overall")
_TRACKS = word_set("track tracks stream streams category categories programme scheme schemes")
_ASKED = word_set("which what whichever of tell show the")
_AGAIN = (("most", "awards"), ("most", "grants"), ("most", "often"), ("most", "times"))


def compared(query: Query, reading: Reading) -> Query:
    """A query of awards by group with its measure; of single awards where those are meant."""
    texts = [word.text for word in reading.words]
    if query.intent == "awards_top" and query.order == "largest" and _most_often(texts):
        return _by_recipient(query, reading)
    if query.intent != "awards_by":
        return query
    said = set(texts)
    counts = bool(said & _COUNTED) and not said & _MONEY
    query = replace(query, aggregate="count" if counts else "sum")
    if query.group == "year" and said & {"month", "months", "monthly"}:
        query = replace(query, group="month")
    return _ranked(query, reading, texts) if query.order else query


def _by_recipient(query: Query, reading: Reading) -> Query:
    single = reading.number or query.rank or query.recipients
    if single or not reading.concepts & {"who", "project"}:
        return replace(query, intent="unknown")
    return replace(query, intent="awards_by", group="recipient", aggregate="count", top=None)


def _ranked(query: Query, reading: Reading, texts: list[str]) -> Query:
    if not _MOST.intersection(texts):  # "the biggest award of any track" is one award
        one = {"award", "grant", "get"} & reading.concepts
        intent = "awards_top" if one else "unknown"
        return replace(query, intent=intent, group=None, aggregate=None)
    if "who" in reading.concepts or (query.group == "track" and not _asks_for_track(texts)):
        return replace(query, intent="unknown")
    return query


def _most_often(texts: list[str]) -> bool:
    return any(pair in _AGAIN for pair in pairwise(texts))


def _asks_for_track(texts: list[str]) -> bool:
    """Whether it is the track that is asked for: "which track ...", "track with the most"."""
    at = next((i for i, text in enumerate(texts) if text in _TRACKS), None)
    return at is not None and (at == 0 or bool(set(texts[max(0, at - 3) : at]) & _ASKED))
