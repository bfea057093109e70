"""What each intent accounts for: a rule, and what a question may say besides.

A rule fits where each of its needs is met, and where *everything* that was said is something that
it accounts for: every concept is needed or allowed, every slot (track, period, amount ...) is one
it can use. So a question that says more than an intent can honour has none, and is not answered.
"""

from dataclasses import dataclass, field

from bot.questions.reading import Reading
from bot.questions.words import word_set

# These change how an answer is worded, or nothing.
SOFT = frozenset(
    {
        "what",
        "that",
        "follow",
        "past",
        "one",
        "ok",
        "both",
        "greeting",
        "thanks",
        "bye",
        "list",
        "occurs",
    }
)
# What a question may say besides and still mean the same, where no rule accounts for all of it:
# "how long have I *still got*", "*tell me that I have not* missed it".
_CALENDAR = word_set(
    "get have can will still now one offer any past who need_to mine ask what call exist list about"
)
_LOOSE = {
    **dict.fromkeys(
        ("deadline", "deadlines", "next_deadline", "time_left", "deadline_time", "missed", "opens",
         "after_next", "previous_deadline", "deadline_count", "last_deadline", "open_in"),
        _CALENDAR,
    ),
    **dict.fromkeys(
        ("open_tracks", "tracks_by_status", "track_status", "track_why", "tracks"),
        word_set("get still now one offer any past have who exist list what"),
    ),
    **dict.fromkeys(
        ("apply", "suggest", "contact", "website", "help", "track_amount", "track"),
        word_set("get one offer any past have now about list what will"),
    ),
    **dict.fromkeys(
        ("award", "award_amount", "award_purpose", "award_date", "award_track", "awards",
         "awards_count", "awards_sum", "awards_average", "awards_median", "awards_top"),
        word_set("one past offer list what any"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """An intent, what it needs (one of each group), allows besides, and the slots it can use.

    A slot in capitals is needed; `anchor` names concepts of which one is needed where none of the
    slots in `holds` is filled, so that a bare "how long?" waits for its context.
    """

    intent: str
    needs: tuple[frozenset[str], ...]
    allows: frozenset[str] = frozenset()
    slots: str = ""
    anchor: frozenset[str] = field(default_factory=frozenset)
    holds: str = "trlpanx"
    order: str | None = None
    aggregate: str | None = None
    status: tuple[str, ...] = ()
    group: str | None = None

    def fits(self, reading: Reading, slots: set[str], *, loosely: bool = False) -> bool:
        """Whether this rule accounts for the whole reading; `loosely` but for small words."""
        said = reading.concepts
        if not all(need & said for need in self.needs):
            return False
        if "both" in said and {"can", "apply"} <= said:
            return False  # whether two applications are allowed is not on record
        covered = SOFT.union(self.allows, *self.needs)
        if not self.intent.startswith("award"):
            covered |= {"mine"}  # "my deadline" is the deadline; "my award" is nobody's here
        if loosely and not ("who" in said and _asks_who(reading)):
            covered |= _LOOSE.get(self.intent, frozenset())
        if not said <= covered or not slots <= set(self.slots.lower()):
            return False
        # A call that is named names its track.
        given = slots | {"t"} if "l" in slots and "l" in self.slots.lower() else slots
        if not all(letter.lower() in given for letter in self.slots if letter.isupper()):
            return False
        return not self.anchor or bool(slots & set(self.holds)) or bool(self.anchor & said)


def _asks_who(reading: Reading) -> bool:
    """Whether it is a person that is asked for: "who does the review", but "does anyone know"."""
    return bool({word.text for word in reading.words} & {"who", "whom", "whose"})


def rule(intent: str, needs: str, allows: str = "", slots: str = "", **more: object) -> Rule:
    """`needs`: groups divided by spaces, the words of a group by "|"."""
    groups = tuple(frozenset(group.split("|")) for group in needs.split())
    given = {
        key: frozenset(value.split()) if key == "anchor" and isinstance(value, str) else value
        for key, value in more.items()
    }
    return Rule(intent, groups, frozenset(allows.split()), slots, **given)  # type: ignore[arg-type]
