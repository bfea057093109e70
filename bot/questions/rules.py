"""What each intent accounts for: a table of rules, the most particular first.

A rule fits where each of its needs is met, and where *everything* that was said is something that
it accounts for: every concept is needed or allowed, every slot (track, period, amount ...) is one
it can use. So a question that says more than an intent can honour has none, and is not answered.
"""

from dataclasses import dataclass, field

from bot.questions.reading import Reading

# These change how an answer is worded, or nothing.
SOFT = frozenset(
    {"what", "that", "follow", "past", "one", "ok", "greeting", "thanks", "bye", "list"}
)


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

    def fits(self, reading: Reading, slots: set[str]) -> bool:
        """Whether this rule accounts for the whole reading."""
        said = reading.concepts
        if not all(need & said for need in self.needs):
            return False
        covered = SOFT.union(self.allows, *self.needs)
        if not self.intent.startswith("award"):
            covered |= {"mine"}  # "my deadline" is the deadline; "my award" is nobody's here
        if not said <= covered or not slots <= set(self.slots.lower()):
            return False
        if not all(letter.lower() in slots for letter in self.slots if letter.isupper()):
            return False
        return not self.anchor or bool(slots & set(self.holds)) or bool(self.anchor & said)


def _rule(intent: str, needs: str, allows: str = "", slots: str = "", **more: object) -> Rule:
    """`needs`: groups divided by spaces, the words of a group by "|"."""
    groups = tuple(frozenset(group.split("|")) for group in needs.split())
    given = {
        key: frozenset(value.split()) if key == "anchor" and isinstance(value, str) else value
        for key, value in more.items()
    }
    return Rule(intent, groups, frozenset(allows.split()), slots, **given)  # type: ignore[arg-type]


_WHEN = (
    "when due_when deadline deadlines call close next apply need_to will project track tracks any "
    "offer grant still can now rolling next_one mine have"
)
_MONEY = "award grant project get who any offer support now"
_GIVEN = "award grant project get who"
_CALL = "deadline deadlines call close next apply due_when"

RULES: tuple[Rule, ...] = (
    # The program and the bot
    _rule("help", "help", "can bot offer any"),
    _rule("about_bot", "bot", "help"),
    _rule("contact", "contact", "how can where offer any who bot help will about", "t"),
    _rule("website", "site", "where about offer any can apply"),
    # Tracks, where a question is particular
    _rule(
        "suggest",
        "suggest",
        "where how project apply track tracks can call grant any will open",
        "tx",
    ),
    _rule("track_why", "why paused|closed|open|status|reopen|apply", "not can will track now", "T"),
    _rule("opens", "reopen", "when due_when will track tracks call apply next any can now", "tlp"),
    _rule(
        "opens",
        "opens",
        "when due_when next call track tracks apply will any offer deadline can deadlines",
        "tlp",
    ),
    _rule("opens", "when open", "will next call track tracks apply can now", "Tlp"),
    _rule("opens", "when open", "will next call track tracks apply can now", "tLp"),
    _rule("opens", "when open", "will next call track tracks apply can any", ""),
    _rule("opens", "when apply can", "next track call now will", "Tlp"),
    _rule(
        "track_amount",
        "ask",
        "how_much max min big small grant project track tracks can apply total award offer support",
        "ta",
    ),
    _rule(
        "track_amount",
        "max|min",
        "how_much grant award get apply project track tracks can will offer support",
        "t",
    ),
    _rule("track_amount", "how_much apply", "can grant track tracks project mine", "t"),
    _rule("track_amount", "how_much get|grant|award can", "grant track project award get", "t"),
    _rule("track_amount", "how_much", "can grant track", "T"),
    # Deadlines
    _rule(
        "deadline_time",
        "time|zone",
        _WHEN + " time zone how_long open",
        "tlp",
        anchor=_CALL + " zone",
        holds="tl",
    ),
    _rule("after_next", "after_next", _WHEN, "tlp"),
    _rule("after_that", "after_that", _WHEN, "tl"),
    _rule(
        "time_left",
        "how_long",
        _WHEN + " how_many any open",
        "tlp",
        anchor=_CALL.replace("apply", "have") + " next next_one offer",
        holds="tl",
    ),
    _rule("missed", "miss", _WHEN + " passed closed open", "tlp", anchor=_CALL),
    _rule("missed", "passed", _WHEN, "Tlp"),
    _rule("missed", "passed", _WHEN, "tLp"),
    _rule("missed", "passed deadline", _WHEN),
    _rule("previous_deadline", "passed deadline|deadlines|call|close", _WHEN, "p"),
    _rule(
        "previous_deadline", "last deadline|deadlines|call|close", "when track what passed", "tlpn"
    ),
    _rule("deadline_count", "how_many deadline|deadlines|call|close", _WHEN, "tlp"),
    _rule("track_status", "still|can apply", "open now will call track need_to", "Tl"),
    _rule("deadline", "deadline|deadlines|due_when|close", _WHEN + " earliest", "tlpno"),
    _rule("track_status", "due_when open", "still now can will call track", "Tl"),
    _rule("deadline", "closed", "call track tracks any deadline deadlines", "tlP"),
    _rule("deadline", "when closed", "call track", "Tlp"),
    _rule("deadline", "call when|next|any|list", _WHEN, "tlpno"),
    _rule("deadline", "when", _WHEN, "Tlpno"),
    _rule("deadline", "when", _WHEN, "tLpno"),
    _rule("deadline", "when apply need_to|have|call", _WHEN, "tlpno"),
    _rule("deadline", "next|next_one", "when call apply any track can will mine", "tlpno"),
    _rule("deadline", "any", "offer call will", "P"),
    _rule("deadline", "call", "offer any", "tlP"),
    # Tracks
    _rule("open_tracks", "open not", "track tracks call grant any now apply can", status=("shut",)),
    _rule(
        "open_tracks",
        "open",
        "track tracks call grant any still now apply can project how_many offer who",
        "p",
    ),
    _rule(
        "open_tracks",
        "apply what|can|any|list",
        "track tracks call grant now can still any offer project",
        "p",
    ),
    _rule(
        "tracks_by_status",
        "paused",
        "track tracks any call how_many now grant closed",
        status=("paused",),
    ),
    _rule(
        "tracks_by_status", "closed", "track tracks any call how_many now grant", status=("closed",)
    ),
    _rule(
        "apply",
        "where|how apply",
        "can call track tracks grant still now need_to project will",
        "tl",
    ),
    _rule("apply", "where", "track call can apply", "Tl"),
    _rule("apply", "how get|grant", "can track grant get support award", "T"),
    _rule("apply", "how get", "can track grant project award", ""),
    _rule(
        "track_status",
        "open|paused|closed|status",
        "still now can apply track tracks call not will grant any project",
        "Tl",
    ),
    _rule("track_why", "why", "", "T"),
    _rule("apply", "apply", "track call", "T"),
    _rule("track_status", "open|closed", "still now can call will", "L"),
    # Awards
    _rule("award_purpose", "why|purpose|for_what", _MONEY, "Rtp"),
    _rule("award_purpose", "why|purpose|for_what", _MONEY, "tpA"),
    _rule("award_date", "when", _MONEY + " last latest", "R"),
    _rule("award_track", "track|tracks|call", _MONEY + " who", "R"),
    _rule(
        "award_amount",
        "award|grant|get|how_much|how_many|original|what",
        _MONEY + " how_much how_many original",
        "RC",
    ),
    _rule("award_amount", "original", _MONEY + " how_much how_many", "R"),
    _rule(
        "awards_sum",
        "total|together",
        _MONEY + " how_much how_many track tracks",
        "trpax",
        aggregate="sum",
    ),
    _rule("awards_average", "average", _MONEY + " how_much track", "trpax", aggregate="average"),
    _rule("awards_median", "median", _MONEY + " how_much track", "trpax", aggregate="median"),
    _rule(
        "awards_count",
        "how_many award|grant|project|get|who|support",
        _MONEY + " different",
        "trpax",
        aggregate="count",
    ),
    _rule("awards_count", "how_many|how_often", _MONEY, "Rtpax", aggregate="count"),
    _rule(
        "awards_top",
        "big",
        _MONEY + " how_much max latest when",
        "trpanox",
        order="largest",
        anchor=_GIVEN,
    ),
    _rule(
        "awards_top", "small", _MONEY + " how_much when", "trpanox", order="smallest", anchor=_GIVEN
    ),
    _rule("awards_top", "earliest", _MONEY + " when", "trpanox", order="earliest", anchor=_GIVEN),
    _rule("awards_top", "award|grant|project|get", "who when any", "tpxO", order="earliest"),
    _rule("awards_top", "latest|last", _MONEY + " when", "trpanox", order="latest", anchor=_GIVEN),
    _rule("awards_top", "more", _MONEY, "Rtp", order="largest"),
    _rule("awards_top", "less", _MONEY, "Rtp", order="smallest"),
    _rule("awards_sum", "how_much award", "grant support project track", "tpax", aggregate="sum"),
    _rule("awards_sum", "how_much", "grant", "P", aggregate="sum"),
    _rule("awards_sum", "how_much get", "grant award", "Tpax", aggregate="sum"),
    _rule("award_amount", "how_much|max", _MONEY + " track", "Rtpa"),
    _rule(
        "award",
        "award|grant|project|get|support|who|about|still|any|what",
        _MONEY + " about still track tracks",
        "Rtpa",
    ),
    _rule("awards", "project|who support", "award grant", "Tpax"),
    _rule("awards", "list award|grant|project", _MONEY + " tracks call track", "tpanx"),
    _rule("awards", "award", _MONEY + " tracks call track", "tpax"),
    _rule("awards", "who project", _MONEY, "tpax"),
    _rule("awards", "project|grant|who get", _MONEY, "tpax"),
    _rule("awards", "project|grant|who", _MONEY, "tpAx"),
    _rule("awards", "project|grant|who", _MONEY, "taPx"),
    _rule("awards", "project|grant|who|any", _MONEY + " about", "tpaX"),
    _rule("awards", "support past", _MONEY, "tpax"),
    _rule("awards", "project", "any offer", "Tp"),
    # Tracks, in general
    _rule(
        "track_fit",
        "track|tracks|fit|any|support|about|offer|where|what|apply|ask|get|grant",
        "track tracks apply project grant suggest can about fit support any offer open call "
        "ask get",
        "tX",
    ),
    _rule(
        "track",
        "about|support|fit|for_what|purpose|track|tracks|call|project|any|what|status",
        "grant apply can offer about support fit now",
        "Tl",
    ),
    _rule("tracks", "tracks|track", "any offer how_many status about apply support call"),
    _rule("tracks", "grant offer", "any how_many"),
    # Friendliness
    _rule("how_are_you", "how_are_you"),
)
