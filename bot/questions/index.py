"""What the names in a program are: looked up by the words they are made of.

Derived once for each version of the program and each set of awards that is public, so that an
award under embargo has no name here before its time.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from bot.domain.model import Award, Program, Track
from bot.questions.calendar_names import PERIOD_WORDS
from bot.questions.common_words import GENERIC
from bot.questions.numbers import with_figures
from bot.questions.vocabulary import COMMON, KNOWN
from bot.questions.words import root, stem, tokens, word_set

# A thing with a name: ("track", key), ("recipient", name), ("label", "track/key"), ("program", "").
Target = tuple[str, str]
_TAILS = word_set("batch call round deadline cycle intake window season")
_SMALL = word_set("a an and at by de for from in into its of on or our that the their to with")


@dataclass(slots=True)
class Index:
    """Names by their words, and the public awards, latest first."""

    awards: tuple[Award, ...]
    by_recipient: dict[str, tuple[Award, ...]]
    by_track: dict[str, tuple[Award, ...]]
    surfaces: dict[str, list[tuple[tuple[str, ...], set[Target]]]] = field(default_factory=dict)
    joined: dict[str, set[Target]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[str, set[Target]] = field(default_factory=lambda: defaultdict(set))
    stems: set[str] = field(default_factory=set)  # of all words of all names
    words: dict[Target, set[str]] = field(default_factory=lambda: defaultdict(set))
    sequences: dict[Target, list[tuple[str, ...]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    track_words: list[tuple[str, Target]] = field(default_factory=list)
    track_topics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    award_topics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    label_heads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, Target] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    spelling: list[str] = field(default_factory=list)
    mended: dict[str, str] = field(default_factory=dict)  # words looked up before, by spelling.py

    def tracks_on(self, topic: tuple[str, ...]) -> set[str]:
        """The keys of the tracks that speak of all of a topic's words."""
        return _common(self.track_topics, topic)

    def speaks_of(self, word: str) -> bool:
        """Whether a track's own texts have this word."""
        return root(word) in self.track_topics

    def awards_on(self, topic: tuple[str, ...]) -> set[str]:
        """The keys of the awards whose purpose has all of a topic's words."""
        return _common(self.award_topics, topic)


def _common(topics: dict[str, set[str]], topic: tuple[str, ...]) -> set[str]:
    return set.intersection(*(topics.get(word, set()) for word in topic)) if topic else set()


def index_of(program: Program, now: datetime) -> Index:
    """The index of what is public at `now`; made once, kept with the program's version."""
    key = (__name__, _epoch(program, now))
    found = program.memo.get(key)
    if not isinstance(found, Index):
        for old in [k for k in program.memo if isinstance(k, tuple) and k[0] == __name__]:
            program.memo.pop(old, None)
        found = _build(program, now)
        program.memo[key] = found
    return found


def _epoch(program: Program, now: datetime) -> int:
    times = program.memo.get("embargoes")
    if not isinstance(times, list):
        times = sorted(a.publish_at for a in program.awards if a.published and a.publish_at)
        program.memo["embargoes"] = times
    return bisect_right(times, now)


def latest_first(award: Award) -> tuple[int, Decimal, str]:
    """How awards are listed: the latest, and the largest of a day, first."""
    return -award.awarded.toordinal(), -award.amount, award.key


def _build(program: Program, now: datetime) -> Index:
    awards = tuple(sorted(program.public_awards(now), key=latest_first))
    recipients: dict[str, list[Award]] = defaultdict(list)
    tracks: dict[str, list[Award]] = defaultdict(list)
    for award in awards:
        recipients[award.recipient].append(award)
        if award.track:
            tracks[award.track].append(award)
    index = Index(
        awards,
        {name: tuple(found) for name, found in recipients.items()},
        {key: tuple(found) for key, found in tracks.items()},
    )
    _add_program(index, program)
    for track in program.tracks:
        _add_track(index, track)
    for name, found in index.by_recipient.items():
        _add_recipient(index, name, found)
    _finish(index)
    return index


def _add_program(index: Index, program: Program) -> None:
    target = ("program", "")
    names = [program.name, program.short_name]
    for name in names:
        _add_surface(index, name, target)
        _add_surface(index, f"the {name}", target)
    words = _words(program.name)
    # "Mozilla" for "Mozilla Open Source Support".
    if len(words) > 1 and words[0] not in GENERIC and words[0] not in KNOWN:
        index.parts[stem(words[0])].add(target)
    if len(words) > 1:
        _add_surface(index, "".join(word[0] for word in words if word not in _SMALL), target)


def _add_track(index: Index, track: Track) -> None:
    target = ("track", track.key)
    for name in (track.name, track.key.replace("-", " "), *track.aliases):
        _add_surface(index, name, target)
        _add_parts(index, name, target)
    initials = "".join(word[0] for word in _words(track.name) if word not in _SMALL)
    if len(initials) > 1:
        _add_surface(index, initials, target)
    for word in _words(" ".join((track.name, track.summary, *track.aliases))):
        if word not in _SMALL:
            index.track_topics[root(word)].add(track.key)
    labels = [(one.label, one.key) for one in track.deadlines]
    labels += [(one.label, one.key) for one in track.series]
    for label, key in labels:
        head = (*_words(label), "")[-2 if _words(label) else -1]
        if head.isalpha() and head not in PERIOD_WORDS:
            index.label_heads[head].add(track.key)
        for name in _label_names(label):
            _add_surface(index, name, ("label", f"{track.key}/{key}"))


def _label_names(label: str) -> Iterable[str]:
    words = tuple(token.text for token in with_figures(tokens(label)))
    named = [word for word in words if word not in _TAILS and word not in _SMALL]
    if all(word in PERIOD_WORDS or word.isdigit() for word in named) and len(named) == len(words):
        return  # "April 2018" alone is a period
    yield " ".join(words)
    shorter = [word for word in words if not (word.isdigit() and len(word) == 4)]
    if shorter != list(words) and shorter and shorter != ["batch"]:
        yield " ".join(shorter)
    if shorter and shorter[-1] in _TAILS and not any(word in PERIOD_WORDS for word in shorter):
        rest = " ".join(shorter[:-1])
        if rest and rest not in KNOWN and not rest.isdigit():
            yield rest


def _add_recipient(index: Index, name: str, awards: Iterable[Award]) -> None:
    target = ("recipient", name)
    names = {name}
    for award in awards:
        names.update(award.aliases)
        for word in _words(award.purpose):
            if word not in _SMALL:
                index.award_topics[root(word)].add(award.key)
    for each in names:
        _add_surface(index, each, target)
        _add_parts(index, each, target)


def _add_surface(index: Index, name: str, target: Target) -> None:
    words = _words(name)
    if not words:
        return
    same = index.surfaces.setdefault(words[0], [])
    for known, targets in same:
        if known == words:
            targets.add(target)
            break
    else:
        same.append((words, {target}))
    if target[0] in {"track", "recipient"}:
        index.names.setdefault(" ".join(words), target)
    whole = "".join(words)
    if len(whole) >= 5 and target[0] != "label":
        index.joined[whole].add(target)
    index.known.update(words)


def _add_parts(index: Index, name: str, target: Target) -> None:
    index.sequences[target].append(tuple(stem(word) for word in _words(name)))
    for word in _words(name):
        index.words[target].add(stem(word))
        if len(word) >= 3 and word not in _SMALL and not word.isdigit():
            index.parts[stem(word)].add(target)


def _finish(index: Index) -> None:
    index.stems = set().union(*index.words.values())
    for same in index.surfaces.values():
        same.sort(key=lambda surface: -len(surface[0]))
    names = {word for word in index.known if word.isalpha() and len(word) >= 5}
    names.update(whole for whole in index.joined if whole.isalpha())
    index.track_words = sorted(
        (word, target)
        for target, words in index.words.items()
        if target[0] == "track"
        for word in words
    )
    index.spelling = sorted(names - COMMON)


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    # Kept beyond the version: most names and purposes are the same in the next one.
    return tuple(token.text for token in tokens(text))
