"""What an answer is worked out from: the program at a moment, and how the question was put."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.model import Deadline, Program, Status, Track
from bot.domain.spans import Line
from bot.questions.answer import Answer, Asker
from bot.questions.index import Index
from bot.questions.query import JSON, Period, Query


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything but the query. `said` are the words and concepts of the question, for tone."""

    program: Program
    now: datetime
    index: Index
    asker: Asker = field(default_factory=Asker)
    said: frozenset[str] = frozenset()
    yes_no: bool = False
    past: bool = False
    days: Period | None = None  # spoken of in the sentence before
    # Sentences that were read already; a message is read in parts, each more than once.
    readings: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def today(self) -> date:
        """Today's date in the program's zone."""
        return self.now.astimezone(self.program.zone).date()

    def tracks(self, query: Query) -> tuple[Track, ...]:
        """The tracks that a query names, by themselves or by their calls, or all of them."""
        if not query.tracks:
            named = {label.partition("/")[0] for label in query.labels}
            return tuple(t for t in self.program.tracks if not named or t.key in named)
        return tuple(
            self.program.tracks_by_key[key]
            for key in query.tracks
            if key in self.program.tracks_by_key
        )

    def track_of(self, deadline: Deadline) -> Track:
        """The track of a deadline."""
        return self.program.tracks_by_key[deadline.track]


def told(
    query: Query,
    lines: Iterable[Line],
    *,
    at: datetime | None = None,
    facts: dict[str, JSON] | None = None,
    about: Iterable[str] = (),
) -> Answer:
    """An answer that knows; `at` and `about` are what it names, for a follow-up."""
    kept = replace(query, at=at or query.at, subjects=tuple(dict.fromkeys(about)))
    return Answer(
        answered=True,
        intent=query.intent,
        lines=tuple(line for line in lines if line),
        facts=facts or {},
        query=kept,
    )


def shut_line(track: Track) -> Line:
    """ "India is paused: the processes ... are under review." """
    note = f": {lower_first(track.status_note)}" if track.status_note else ""
    match track.status:
        case Status.PAUSED:
            return (f"{track.name} is paused{note}{_stop(note)}",)
        case Status.CLOSED:
            return (f"{track.name} is closed{note}{_stop(note)}",)
        case Status.SUGGESTIONS:
            said = f" {track.status_note}" if track.status_note else ""
            return (f"{track.name} takes suggestions, not applications.{said}{_stop(said)}",)
    return (f"{track.name} is open.",)


def lower_first(text: str) -> str:
    """A sentence so that it can follow a colon: "The jury" -> "the jury"; names stay."""
    first, _, rest = text.partition(" ")
    if first in {"The", "A", "An", "We", "It", "This", "There", "Its", "Our", "No"}:
        return f"{first.lower()} {rest}".strip()
    return text


def _stop(text: str) -> str:
    return "" if text.endswith((".", "!", "?")) else "."
