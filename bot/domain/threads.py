"""A text that is too long for one post, as a numbered thread.

It is cut where a sentence ends, else where a line does, else between words; within a word only
where no post can hold it, and then between graphemes. Links and mentions are never cut.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.graphemes import bounds, whole_spans
from bot.domain.lengths import Rules

# A stop before a space, with what closes a quotation or a bracket; in scripts that write without
# spaces the stop alone ends the sentence.
_STOP = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]+)[\"'”’»)\]]*(?=\s)|[。！？｡]+[」』）”]*")
_NO_STOP = re.compile(
    r"\W*(?:[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|No|vs|etc|approx|ca|cf|e\.g|i\.e|a\.m|p\.m)",
    re.IGNORECASE,
)
# The next line goes on with the sentence, or with what a heading announces.
_LINE_GOES_ON = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*(?=[a-zß-öø-ÿα-ωа-я,;)])|(?<=[:,;])[ \t]*\n")
_PAUSE = re.compile(r"[、，；：]+")
# A cut right after the first words leaves a post that says nothing; it has to be filled this far.
_FILLED = 3
_MOST_DIGITS = 4
# Characters of an abbreviation, with what opens a quotation or a bracket before it.
_ABBREVIATION = 24


def split(text: str, rules: Rules) -> list[str]:
    """The posts of a text: one without a number where it fits, else parts that end in " (1/3)".

    Joined again (without numbers, with the space between them) they are the text. A link that no
    post can hold stays whole; `Rules.problems` has something to say of that part.
    """
    whole = _Text(text)
    start, end = whole.trimmed(0), whole.trimmed_end(len(text))
    if start >= end or (whole.least(start, end) <= rules.limit and rules.fits(text[start:end])):
        return [text[start:end]]
    parts: list[str] = []
    for digits in range(1, _MOST_DIGITS + 1):
        parts = _parts(whole, rules, f" ({'9' * digits}/{'9' * digits})")
        if len(parts) < 10**digits:
            break
    if len(parts) == 1:
        return parts
    return [f"{part} ({number}/{len(parts)})" for number, part in enumerate(parts, 1)]


def _parts(whole: "_Text", rules: Rules, mark: str) -> list[str]:
    parts: list[str] = []
    start = whole.trimmed(0)
    while start < len(whole.text):
        end = whole.cut(start, Room(rules, mark))
        parts.append(whole.text[start : whole.trimmed_end(end)])
        start = whole.trimmed(end)
    return parts


@dataclass(frozen=True, slots=True)
class Room:
    """What a part has to fit into, with its number."""

    rules: Rules
    mark: str


class _Text:
    """A text, and where it can be cut: places are offsets between two graphemes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bounds = bounds(text)
        self.spaces = frozenset(
            a for a, b in zip(self.bounds, self.bounds[1:], strict=False) if text[a:b].isspace()
        )

    @cached_property
    def letters(self) -> list[int]:
        """Everywhere but within a link or a mention."""
        return self._outside(self.bounds[1:])

    @cached_property
    def words(self) -> list[int]:
        """Before spaces, and after what is a pause or a stop in scripts without spaces."""
        pauses = (found.end() for found in _PAUSE.finditer(self.text))
        return self._outside({*self.spaces, *pauses, *self.sentences, len(self.text)})

    @cached_property
    def lines(self) -> list[int]:
        """At the ends of lines."""
        return self._outside(found.start() for found in re.finditer("\n", self.text))

    @cached_property
    def sentences(self) -> list[int]:
        """At the ends of sentences, of which the end of a line is one unless the next goes on."""
        on = {place for m in _LINE_GOES_ON.finditer(self.text) for place in range(*m.span())}
        stops = (
            m.end()
            for m in _STOP.finditer(self.text)
            if m["stop"] is None or m[0][-1] != "." or not _NO_STOP.fullmatch(self._word(m.start()))
        )
        return self._outside({*stops, *(place for place in self.lines if place not in on)})

    def _word(self, end: int) -> str:
        """The end of the word before a stop; an abbreviation is short."""
        before = self.text[max(0, end - _ABBREVIATION) : end]
        return before.split()[-1] if before and not before[-1].isspace() else ""

    def _outside(self, places: Iterable[int]) -> list[int]:
        """Those of these places that are between graphemes, and not within what stays whole."""
        spans = whole_spans(self.text)
        starts = [start for start, _ in spans]
        between = set(self.bounds)

        def is_outside(place: int) -> bool:
            before = bisect_right(starts, place - 1) - 1
            return before < 0 or spans[before][1] <= place

        return sorted(place for place in set(places) if place in between and is_outside(place))

    @cached_property
    def _counted(self) -> list[int]:
        """How many graphemes there are before each bound, without those of links and mentions."""
        spans = whole_spans(self.text)
        counted, at = [0], 0
        for place in self.bounds[:-1]:
            while at < len(spans) and spans[at][1] <= place:
                at += 1
            is_whole = at < len(spans) and spans[at][0] <= place
            counted.append(counted[-1] + (0 if is_whole else 1))
        return counted

    def least(self, start: int, end: int) -> int:
        """What the text from `start` to `end` counts at least, on any network: a link may count
        less than it is long, and everything else one for each grapheme or more."""
        first, last = bisect_left(self.bounds, start), bisect_left(self.bounds, end)
        return self._counted[last] - self._counted[first]

    def fits(self, start: int, end: int, room: Room) -> bool:
        """Whether a part fits; a long text takes long to measure, so what cannot is not."""
        if self.least(start, end) + len(room.mark) > room.rules.limit:
            return False
        return room.rules.fits(self.text[start:end] + room.mark)

    def trimmed(self, place: int) -> int:
        """The first place from here on where no space is."""
        at = bisect_right(self.bounds, place) - 1
        while at < len(self.bounds) - 1 and self.bounds[at] in self.spaces:
            at += 1
        return self.bounds[at]

    def trimmed_end(self, place: int) -> int:
        """The last place up to here before which no space is."""
        at = bisect_right(self.bounds, place) - 1
        while at > 0 and self.bounds[at - 1] in self.spaces:
            at -= 1
        return self.bounds[at]

    def cut(self, start: int, room: Room) -> int:
        """Where the part that begins at `start` ends: as far as the room lets it."""
        word = self._last(self.words, start, room)
        if word == len(self.text):
            return word
        if word is None:
            letter = self._last(self.letters, start, room)
            return letter if letter is not None else self._after(self.letters, start)
        least = start + (word - start) // _FILLED
        sentence = self._before(self.sentences, start, word, room)
        if sentence is not None:
            after = self._after(self.sentences, sentence)
            if sentence >= least or self.fits(self.trimmed(sentence), after, room):
                return sentence
        line = self._before(self.lines, start, word, room)
        return line if line is not None and line >= least else word

    def _last(self, places: Sequence[int], start: int, room: Room) -> int | None:
        """The last of these places up to which a part fits; looked for nearby first."""
        low = bisect_right(places, self.trimmed(start))
        reach, high = 2 * room.rules.limit, low
        while high < len(places):
            high = max(bisect_right(places, start + reach), high + 1)
            if not self.fits(start, places[high - 1], room):
                break
            low, reach = high, reach * 2
        found = places[low - 1] if low and places[low - 1] > start else None
        while low < high:
            middle = (low + high) // 2
            if self.fits(start, self.trimmed_end(places[middle]), room):
                found, low = places[middle], middle + 1
            else:
                high = middle
        return found

    def _before(self, places: Sequence[int], start: int, end: int, room: Room) -> int | None:
        """The last of these places within a part from `start` to `end`, if a part ends there."""
        at = bisect_right(places, end) - 1
        while at >= 0 and places[at] > start:
            if self.fits(start, places[at], room):
                return places[at]
            at -= 1
        return None

    def _after(self, places: Sequence[int], place: int) -> int:
        at = bisect_right(places, place)
        return places[at] if at < len(places) else len(self.text)
