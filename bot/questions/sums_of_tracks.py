"""How much a track gives, asked in words that no rule has: "our roof costs 9k, is that beyond X?".

The amounts of a track bind everybody, whoever asks and whatever for. So what is known of a project
may stand in the question, and the plain bounds answer it; only with every word understood are they
set against the sum that was named.
"""

from itertools import pairwise

from bot.questions.leniency import is_off_record
from bot.questions.mentions import Mention
from bot.questions.query import Query
from bot.questions.reading import Reading
from bot.questions.scene import Scene
from bot.questions.words import word_set

# One of these asks for bounds ...
_BOUNDS = frozenset({"max", "min", "ask", "too_much", "too_little", "in_range", "per_one"})
# ... and these may stand beside them.
_BESIDES = _BOUNDS | frozenset({
    "how_much", "can", "get", "award", "grant", "support", "apply", "project", "more", "less",
    "offer", "any", "need_to", "will", "what", "that", "follow", "past", "one", "ok", "greeting",
    "thanks", "bye", "list", "mine", "not", "track", "tracks", "call", "big", "small", "have",
    "now", "still", "works", "fit", "where", "passed", "how", "about", "fund", "help",
    "suggest", "person",
})  # fmt: skip
# What was given, to whom, when and where are other questions.
_OTHERWISE = word_set(
    """
    when where who whom whose why did received got gave gotten granted given won spent had ever
    winners winner recipients recipient awards grantees average total median typical usually link
    url address many often
    """
)
# Off the record elsewhere, and nothing but who asks here.
_PERSONS = word_set(
    """
    company companies student students director directors professor professors firm firms team
    school schools teacher family kids women woman university volunteers volunteer charity parent
    parents member members club committee board partner partners church check cheque form budget
    budgets copy document book platform platforms film video event lead
    """
)
# Beside one of these an unknown word says of what: a limit of pages is none of money.
_LIMITS = word_set(
    """
    limit limits maximum max cap ceiling minimum min amount amounts size sizes range length number
    """
)
_COUNTED = word_set("word words page pages character characters file minutes age years people")


def amount_of_track(scene: Scene, reading: Reading) -> Query | None:
    """The query for the bounds of the one track that a question on sums is about."""
    if scene.asker.overheard:
        return None
    mentions = reading.mentions
    tracks = tuple({name for m in mentions if m.sure for _, name in m.targets if _is_track(m)})
    if not tracks and len(scene.program.tracks) == 1 and not reading.odd:
        tracks = (scene.program.tracks[0].key,)
    if len(tracks) != 1 or not all(_is_track(mention) or not mention.sure for mention in mentions):
        return None
    if not reading.slots() <= set("taxr") or reading.no_such or reading.program:
        return None
    if not _asks_for_bounds(reading) or not all(_is_passable(reading, at) for at in reading.odd):
        return None
    whole = not (reading.odd or reading.topic) and all(map(_is_track, mentions))
    amounts = reading.amounts if whole else None
    return Query(intent="track_amount", tracks=tracks, amounts=amounts)


def _is_track(mention: Mention) -> bool:
    return all(kind == "track" for kind, _ in mention.targets)


def _asks_for_bounds(reading: Reading) -> bool:
    said = {word.text for word in reading.words}
    words = [word.text for word in reading.words]
    done = any(
        two in {"was", "were"} and one not in {"i", "we"} for one, two in pairwise(["", *words])
    )
    concepts = reading.concepts - ({"how_many"} if "number" in said else set())
    if done or not concepts <= _BESIDES or said & (_OTHERWISE | _COUNTED):
        return False
    if {"can", "apply"} <= reading.concepts and not (reading.amounts or _BOUNDS & reading.concepts):
        return False
    # "Permitted" is about a sum where one was said, and about people where none was.
    return bool(reading.amounts or reading.concepts & (_BOUNDS - {"in_range"}))


def _is_passable(reading: Reading, at: int) -> bool:
    token = reading.words[at]
    if not token.text.isalpha() or (is_off_record(token.text) and token.text not in _PERSONS):
        return False
    if token.capital and at > 0 and not token.raw.isupper() and not reading.concepts & _BOUNDS:
        return False
    near = {word.text for word in reading.words[max(0, at - 1) : at + 2]}
    return not near & _LIMITS
