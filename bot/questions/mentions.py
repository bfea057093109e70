"""Where a question names tracks, recipients, deadlines or the program itself."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz.distance import OSA

from bot.questions.common_words import GENERIC
from bot.questions.index import Index, Target
from bot.questions.kinship import akin
from bot.questions.vocabulary import COMMON, KNOWN
from bot.questions.words import Token, stem, word_set

# Behind a part of a name, these say that a track is meant: "the technology track".
_HEADS = word_set(
    "track tracks one stream deadline deadlines batch fund application applications thing grant "
    "grants money call scheme program programme"
)
_SAYS = word_set("says said thinks thought told tells wants wanted asked asks and was is has had")
_MOST_NAMES = 40
_LONGEST_JOINED = 4
_MOST_AKIN = 400


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens that name something; more than one target where they may mean several things.

    `sure` is false where only words that many names share were said.
    """

    start: int
    end: int
    targets: frozenset[Target]
    sure: bool = True


def find_mentions(words: list[Token], index: Index, free: list[bool]) -> list[Mention]:
    """All mentions, whole names first; the tokens they take are no longer free."""
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention = _whole(words, at, index) or _joined(words, at, index)
        if mention:
            found.append(mention)
            free[mention.start : mention.end] = [False] * (mention.end - mention.start)
            at = mention.end
        else:
            at += 1
    whole = found = _fused(words, found, index)
    found = list(found)
    at = 0
    while at < len(words):
        run = _run_end(words, at, index, free)
        if run > at and not (_is_told(words, at) or _is_done(words, at)):
            partial = _partial(words, at, run, index)
            if partial and not (_clashes(partial, whole) or _is_the_askers(words, partial)):
                partial = _widened(words, partial, index, free)
                found.append(partial)
                free[partial.start : partial.end] = [False] * (partial.end - partial.start)
        at = max(run, at + 1)
    return [_few(mention) for mention in found]


def _few(mention: Mention) -> Mention:
    """The mention with no more names than anybody would look through."""
    if len(mention.targets) <= _MOST_NAMES:
        return mention
    kept = frozenset(sorted(mention.targets)[:_MOST_NAMES])
    return Mention(mention.start, mention.end, kept, mention.sure)


def _fused(words: list[Token], found: list[Mention], index: Index) -> list[Mention]:
    """ "Mission Partners India": two names side by side that are the words of one."""
    fused: list[Mention] = []
    for mention in found:
        before = fused[-1] if fused else None
        both: frozenset[Target] = frozenset()
        if before and before.end == mention.start and not before.targets & mention.targets:
            said = {stem(word.text) for word in words[before.start : mention.end]}
            either = before.targets | mention.targets
            both = frozenset(target for target in either if said <= index.words.get(target, set()))
        if before and both:
            fused[-1] = Mention(before.start, mention.end, both)
        else:
            fused.append(mention)
    return fused


def _whole(words: list[Token], at: int, index: Index) -> Mention | None:
    for name, targets in index.surfaces.get(words[at].text, ()):
        end = at + len(name)
        if end > len(words) or any(words[at + i].text != part for i, part in enumerate(name) if i):
            continue
        if len(name) == 1 and (
            not _is_name(words, at) or _is_told(words, at) or _is_done(words, at)
        ):
            continue
        return Mention(at, end, frozenset(targets))
    return None


def _is_name(words: list[Token], at: int) -> bool:
    """Whether a single word that is also plain English is meant as a name here."""
    token = words[at]
    if token.text not in COMMON:
        return True
    if token.raw.isupper() and len(token.raw) > 1:
        return not all(word.raw.isupper() for word in words if word.raw[:1].isalpha())
    return (token.capital and at > 0 and not words[0].raw.istitle()) or len(words) == 1


def _is_told(words: list[Token], at: int) -> bool:
    """Whether a word begins as a command does: "search for deadlines", "chat with me"."""
    return at == 0 and "".join(word.text for word in words[1:2]) in {"for", "with", "through"}


def _is_done(words: list[Token], at: int) -> bool:
    """ "I sing, I travel": what somebody does."""
    return at > 0 and words[at - 1].text in {"i", "we", "they"} and not words[at].capital


def _joined(words: list[Token], at: int, index: Index) -> Mention | None:
    """ "missionpartners", "harf buzz", "rustav"."""
    whole = ""
    for end in range(at + 1, min(at + _LONGEST_JOINED, len(words)) + 1):
        whole += words[end - 1].text
        if whole in COMMON:
            continue
        targets = index.joined.get(whole)
        if targets:
            return Mention(at, end, frozenset(targets))
    return None


def _run_end(words: list[Token], at: int, index: Index, free: list[bool]) -> int:
    end = at
    while (
        end < len(words)
        and free[end]
        and words[end].text not in COMMON
        and _parts(words[end].text, index)
    ):
        end += 1
    return end


def _parts(word: str, index: Index) -> set[Target]:
    """The names that a word is part of, or begins a part of: "tech" of "technology"."""
    found = index.parts.get(stem(word))
    if found or len(word) < 4:
        return found or set()
    begin = bisect_left(index.track_words, (word, ("", "")))
    begins = {
        target
        for name, target in takewhile(
            lambda pair: pair[0].startswith(word), index.track_words[begin : begin + 50]
        )
    }
    if begins or len(word) < 6 or len(index.track_words) > _MOST_AKIN or index.speaks_of(word):
        return begins
    return {target for name, target in index.track_words if len(name) > 4 and akin(name, word)}


def _partial(words: list[Token], start: int, end: int, index: Index) -> Mention | None:
    """A run of words that all belong to one name, or to a few."""
    targets: set[Target] = set.intersection(
        *(_parts(word.text, index) for word in words[start:end])
    )
    if not targets:
        return None
    if ("program", "") in targets:
        return Mention(start, end, frozenset({("program", "")}))
    distinct = any(
        not {word.text, stem(word.text)} & GENERIC and stem(word.text) in index.parts
        for word in words[start:end]
    )
    alone = start == 0 or words[start - 1].text not in GENERIC - {"the"}
    headed = end < len(words) and words[end].text in _HEADS and alone
    said = {stem(word.text) for word in words[start:end]}
    # "Libraries" are of a kind; "Ghent University Library" is one of them.
    if end - start == 1 and words[start].text not in index.known:
        distinct = False
    complete = {
        target
        for target in targets
        if any(len(name) <= len(said) and said.issuperset(name) for name in index.sequences[target])
    }
    if complete:
        return Mention(start, end, frozenset(complete))
    return Mention(start, end, frozenset(targets), sure=distinct or headed)


def _widened(words: list[Token], found: Mention, index: Index, free: list[bool]) -> Mention:
    """ "Open Maps": plain words beside a part of a name that stand there in the name, too."""
    start, end = found.start, found.end
    while start > 0 and free[start - 1] and _in_order(words, start - 1, end, found, index):
        start -= 1
    while end < len(words) and free[end] and _in_order(words, start, end + 1, found, index):
        end += 1
    if (start, end) == (found.start, found.end):
        return found
    kept = [t for t in found.targets if _stands_in(words, start, end, t, index)]
    return Mention(start, end, frozenset(kept), sure=True)


def _in_order(words: list[Token], start: int, end: int, found: Mention, index: Index) -> bool:
    said = tuple(stem(word.text) for word in words[start:end])
    if any(word in KNOWN and word not in index.stems for word in said):
        return False  # a plain word that no name has
    return any(_has_in_order(said, target, index) for target in found.targets)


def _stands_in(words: list[Token], start: int, end: int, target: Target, index: Index) -> bool:
    return _has_in_order(tuple(stem(word.text) for word in words[start:end]), target, index)


def _has_in_order(said: tuple[str, ...], target: Target, index: Index) -> bool:
    # Most names do not have the words at all, which is quicker to see.
    known = index.words[target]
    others = [word for word in said if word not in known]
    if len(others) > 1 or (others and (len(said) < 2 or others[0] in KNOWN)):
        return False
    return any(
        _same(name[at : at + len(said)], said)
        for name in index.sequences.get(target, ())
        for at in range(len(name) - len(said) + 1)
    )


def _same(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether the words are the same but for a typing error in a word that is none."""
    return len(name) == len(said) and all(
        one == two
        or (
            len(two) >= 3 and one[:1] == two[:1] and two not in KNOWN and OSA.distance(one, two) < 2
        )
        for one, two in zip(name, said, strict=True)
    )


def _clashes(partial: Mention, whole: list[Mention]) -> bool:
    # "private search": part of one name beside another name is a third thing.
    return any(
        (mention.end == partial.start or mention.start == partial.end)
        and not mention.targets & partial.targets
        and ("program", "") not in mention.targets
        and not _is_call_of(mention, partial)
        for mention in whole
    )


def _is_the_askers(words: list[Token], partial: Mention) -> bool:
    """ "Our netball club" is who asks, not a recipient that has "club" in its name."""
    at = partial.start
    before = {word.text for word in words[max(0, at - 2) : at]}
    behind = "".join(word.text for word in words[partial.end : partial.end + 1])
    if at and words[at - 1].text in {"my", "our"} and not words[at].capital and behind in _SAYS:
        return True  # "my neighbour says that Block Party has closed"
    recipients = {kind for kind, _ in partial.targets} == {"recipient"}
    return not partial.sure and recipients and bool(before & {"my", "our"})


def _is_call_of(mention: Mention, partial: Mention) -> bool:
    """ "The quarterly music deadline": the name of a call beside a part of its track's."""
    tracks = {key for kind, key in partial.targets if kind == "track"}
    calls = {key.partition("/")[0] for kind, key in mention.targets if kind == "label"}
    return bool(calls) and calls == tracks
