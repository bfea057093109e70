"""A project described in words, and the tracks whose own words speak of it.

What nothing else explains in "we build a telescope, where would we fit?" is the description. It is
held against the names, summaries and past awards of the tracks, by roots and by fields of work;
where no track speaks of it, nobody knows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.model import Track
from bot.questions.fields_of_work import BEFALLING, FIELDS, NOTHING
from bot.questions.kinship import akin
from bot.questions.query import Query
from bot.questions.scene import Scene
from bot.questions.words import Token, tokens, word_set

_TRACK = (
    r"(?:track|stream|scheme|programme|program|grant|fund|category|option|pot|strand|funding line|"
    r"call|opportunity|one)s?"
)
_PAY = r"(?:fund|support|pay|finance|cover|sponsor|help|back)s?"
_ONE = r"(?:i|we|one|it|that|this|you)"
# How people ask which track it is ...
_WHICH = re.compile(
    rf"\b(?:which|what)(?: of (?:your|the|these|those|all|all the|all your)(?: \w+)?)? {_TRACK}\b"
    rf"|\bwhich of (?:your|the|these|those) {_TRACK}\b"
    r"|\bwhere (?:would|do|does|should|could|can|might|shall|will|to)\b.*\b(?:fit|belong)\b"
    r"|\bwhere (?:would|do|should|could|can|might|shall|to)\b.*"
    r"\b(?:apply|submit|look|turn|send|go (?:with|for|to))\b"
    r"|\bwhere (?:would|should|could|might|does) (?:it|that|this|such|an?|the)\b.* go\b"
    r"|\bwhere (?:to )?(?:apply|submit|turn)\b|\bwhere (?:can|could|do) (?:i|we) get help\b"
    r"|\bhow (?:do|can|could|would) (?:i|we) (?:get in|join|take part)$"
    r"|\bwhat is(?: there)? for (?:me|us)\b"
    rf"|\bwho (?:would|could|might|can|will) {_PAY} |\bwho {_PAY} (?:it|that|this|such)\b"
    rf"|\b(?:is|are) there (?:a|an|any|some) {_TRACK}\b|\bany {_TRACK} (?:for|that|to)\b"
    rf"|\b(?:have|got|has) (?:a|an|any) {_TRACK} (?:for|that)\b"
    r"|\b(?:something|anything)(?: \w+)? for \w"
    r"|\b(?:something|anything)(?: \w+){0,3} (?:that|which) (?:would )?(?:fits?|suits?)\b"
    r"|\bwhat (?:do you (?:have|offer|got)|have you(?: got)?) for \w"
    r"|^what (?:would )?(?:fit|suit)s? \w"
    rf"|\bto the {_TRACK} (?:that|which|for)\b"
    r"|\b(?:do you have|have you got|is there) (?:\w+ )?(?:money|funding|help|support) for \w"
    rf"|\b(?:do|would|could|can) you {_PAY}(?: for)? (?:that|this|it|such)\b"
    r"|\bwhat (?:can|could|should|may|might) (?:i|we) (?:apply|ask)(?: for| to)?$"
    r"|\bfind a home\b|\b(?:would|could|does|do|might) \w.* (?:fit|belong)\b"
    rf"|\b(?:right|best|suitable|good|proper|correct) (?:{_TRACK}|place|home|address|fit)\b"
    rf"|\b{_TRACK} (?:is|would be|fits|suits)(?: the)? (?:right|best|{_ONE}|suitable)\b"
    r"|\bwhom? (?:do|should|can|could|would|might) (?:i|we|one) (?:tell|suggest|nominate)\b"
)
# ... of something of theirs, or of something that might be: "which track has the best coach?" is
# not about a project.
_PROJECT = re.compile(
    r"\b(?:i|we|my|our|us|me|someone|somebody|anyone|anybody|would|could|should|might|for|about|"
    rf"do you|suits?|fits?|"
    rf"right|it|that|supports?|funds|pays|covers|helps|with)\b|\b(?:which|what) {_TRACK}$"
)
# ... and whether there is one at all: then every word of the description has to be known.
_WHETHER = re.compile(
    rf"\b(?:do|would|could|can|will|might) (?:you|you guys|moss) (?:ever |also )?{_PAY}\b"
    rf"|\b(?:is|are) there (?:any )?(?:money|funding|support|anything|something) for\b"
    r"|\b(?:do|can|could|would) (?:i|we|people|someone|somebody) get (?:money|funding|support|"
    r"a grant|funds) (?:for|to)\b"
    r"|\bany (?:money|funding|support) (?:for|to)\b|\bwhat about (?:money|funding) for\b"
)
_AMOUNT = re.compile(
    r"^(?:what is )?(?:the )?(?:max|maximum)(?: amount| sum| grant)? for (?:an?|our|my) \w"
    r"|^how much(?: max| at most| money)? (?:for|after|in case of) (?:an?|our|my) \w|"
    r"\bhow much (?:money |funding )?(?:can|could|may|might|would) "
    rf"(?:{_ONE}|(?:an?|our|my|some) .*) "
    r"(?:get|ask|apply|receive|request|expect)(?: from you| for)?\b"
)
# These ask for something else, whatever is described besides.
_OTHERWISE = word_set(
    """
    when deadline deadlines close closes closed closing due award awards awarded won winner winners
    winning received biggest largest smallest highest lowest average median total paused date dates
    hours results result rejected rejection decision decided decide eligible eligibility tax taxes
    taxed overhead overheads salary salaries interview jury juror jurors reviewer reviewers
    committee feedback chance chances odds success successful popular competitive easiest fastest
    hardest
    quickest require requires required requirements allow allows allowed exclude excludes excluded
    except besides instead other another else than soonest earliest latest last next opens reopen
    status why changed change ever happened if winners recipients recipient criteria rules rule
    condition conditions report reports reporting contract previously was were did lost cut most
    went complaint complaints complain invoice invoices appeal appeals boss founder jobs job vacancy
    """
)
# What befell somebody is told in words that would ask for something else.
_TOLD = re.compile(
    r"\b(?:last|next) (?:night|week|weekend|month|year|summer|winter|spring|autumn|time)\b"
    r"|\b(?:i|we|who|that|he|she|they|it) (?:lost|went)\b|\bwent up in\b"
    r"|\blost (?=(?:my|our|her|his|their|its|everything|all)\b)"
    r"|\b(?:was|were) (?=(?:\w+ed|stolen|broken|hit|burnt|taken|lost|under)\b)"
    r"|\bclose (?:our|the|my|a) (?:road|street|square|lane)\b"
)
_OPEN_NOW = re.compile(
    r"\b(?:currently|still|right now) open\b"
    r"|\bopen (?:now|today|currently|right now|at present|this \w+)\b"
)
_NEGATIONS = word_set("not never without no nor")
_NEAR = 0.6  # of the best: two tracks as near as this are both named
_MOST = 3


def fitting(
    scene: Scene, words: list[Token], mended: list[Token], *, dated: bool = False
) -> Query | None:
    """The query of a described project: which tracks fit, or how much one gives for it."""
    text = " ".join(word.text for word in words)
    asked = scene.readings.get(f"fit {text}")  # a message is read in parts, each more than once
    if not isinstance(asked, str):
        asked = scene.readings[f"fit {text}"] = _kind(text)
    amount, strict = asked == "amount", asked == "whether"
    if not asked:
        return None
    found, whole = _fits(scene, _description(words, mended))
    if not found or (strict and not whole) or (dated and (amount or "will" in text)):
        return None  # what one may ask for in 2028 nobody knows
    if amount:
        return Query(intent="track_amount", tracks=found) if len(found) == 1 else None
    return Query(intent="track_fit", tracks=found)


def _kind(text: str) -> str:
    """Whether a text asks for a track ("which"), for any ("whether"), for its "amount", or not."""
    kind = "amount" if _AMOUNT.search(text) else "which" if _WHICH.search(text) else "whether"
    if kind == "whether" and not _WHETHER.search(text):
        return ""
    if kind == "which" and not _PROJECT.search(text):
        return ""
    return "" if _asks_otherwise(text) or _OPEN_NOW.search(text) else kind


def asks_for_fit(words: list[Token]) -> bool:
    """Whether a sentence asks for the track of a project, whatever the project is."""
    text = " ".join(word.text for word in words)
    return not _asks_otherwise(text) and bool(_WHICH.search(text))


def _asks_otherwise(text: str) -> bool:
    return bool(_OTHERWISE.intersection(_TOLD.sub(" ", text).split()))


def _description(words: list[Token], mended: list[Token]) -> list[tuple[str, ...]]:
    """The words that describe, each with what it may be a typing error for."""
    if len(mended) != len(words):
        mended = words
    found: list[tuple[str, ...]] = []
    negated = False
    for said, meant in zip(words, mended, strict=True):
        negated = negated or said.text in _NEGATIONS
        if negated or len(said.text) < 3 or said.text in NOTHING or not said.text.isalpha():
            continue
        found.append((said.text,) if said.text == meant.text else (said.text, meant.text))
    return list(dict.fromkeys(found))


def _fits(scene: Scene, said: list[tuple[str, ...]]) -> tuple[tuple[str, ...], bool]:
    """The keys of the tracks that speak most of it, and whether they speak of every word."""
    texts = {track.key: _texts(scene, track) for track in scene.program.tracks}
    scores: dict[str, float] = defaultdict(float)
    whole = bool(said)
    for words in said:
        near = {key: max(_near(word, text) for word in words) for key, text in texts.items()}
        best = max(near.values(), default=0.0)
        if best < 1:
            whole = False
        share = sum(1 for value in near.values() if value)
        for key, value in near.items():
            scores[key] += value / share if value else 0.0
    most = max(scores.values(), default=0.0)
    if most < 0.5:
        return (), False
    ranked = sorted(scores, key=lambda key: -scores[key])
    found = tuple(key for key in ranked if scores[key] >= most * _NEAR)
    return (found if len(found) <= _MOST else ()), whole


def _texts(scene: Scene, track: Track) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a track's own texts, and those of what it paid for."""
    own = " ".join((track.name, track.summary, *track.aliases))
    paid = " ".join(award.purpose for award in scene.index.by_track.get(track.key, ()))
    return _telling(own), _telling(paid)


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    return frozenset(t.text for t in tokens(text) if len(t.text) > 2 and t.text not in NOTHING)


def _near(word: str, text: tuple[frozenset[str], frozenset[str]]) -> float:
    own, paid = text
    fields = _fields(word)
    if _any_akin(word, own):
        return 4.0 if fields & BEFALLING else 2.0
    if fields and any(fields & _fields(other) for other in own):
        return 4.0 if fields & BEFALLING else 1.0
    return 0.5 if _any_akin(word, paid) else 0.0


def _any_akin(word: str, others: Iterable[str]) -> bool:
    return any(akin(word, other) for other in others)


@lru_cache(maxsize=8192)
def _fields(word: str) -> frozenset[int]:
    known = FIELDS.get(word)
    if known is not None:
        return known
    return frozenset(n for other, numbers in FIELDS.items() if akin(word, other) for n in numbers)
