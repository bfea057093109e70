"""What each intent accounts for: a table of rules, the most particular first.

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


_WHEN = (
    "when due_when deadline deadlines call close next apply need_to will project track tracks any "
    "offer exist grant still can now rolling next_one mine have"
)
MONEY = "award grant project get who any offer support now"
_GIVEN = "award grant project get who"
_OVER = " passed closed open not in_time miss"
_CALL = "deadline deadlines call close next apply due_when"

RULES: tuple[Rule, ...] = (
    # The program and the bot
    rule("help", "help", "can bot offer any"),
    rule("about_bot", "bot", "help"),
    rule(
        "contact",
        "contact",
        "how can where offer any who bot help will about get project need_to ask apply mine works",
        "t",
    ),
    rule("website", "site", "where about offer any can apply get have project"),
    # Tracks, where a question is particular
    rule(
        "suggest",
        "suggest",
        "where how project apply track tracks can call grant any will open who need_to get support "
        "offer",
        "tx",
    ),
    rule("track_why", "why paused|closed|open|status|reopen|apply", "not can will track now", "T"),
    rule("opens", "from_when apply|open|can|call|opens", "track will next any deadline", "tlp"),
    rule("opens", "opens close", "when next call track will any can time how_long", "Tl"),
    rule("opens", "opens|reopen how_long", "when next call track will any can", "Tl"),
    rule("opens", "reopen", "when due_when will track tracks call apply next any can now", "tlp"),
    rule(
        "opens",
        "opens",
        "when due_when next call track tracks apply will any offer deadline can deadlines open "
        "still",
        "tlp",
    ),
    rule("opens", "when open", "will next call track tracks apply can now", "Tlp"),
    rule("opens", "when open", "will next call track tracks apply can now", "tLp"),
    rule("opens", "when open", "will next call track tracks apply can any", ""),
    rule("opens", "when apply can", "next track call now will", "Tlp"),
    rule(
        "track_amount",
        "ask",
        "how_much max min big small grant project track tracks can apply total award offer support "
        "per_one",
        "ta",
    ),
    rule(
        "track_amount",
        "max|min",
        "how_much grant award get apply project track tracks can will offer support per_one ask "
        "less more",
        "t",
    ),
    rule("track_amount", "how_much apply", "can grant track tracks project mine", "t"),
    rule("track_amount", "how_much get|grant|award can", "grant track project award get", "t"),
    rule("track_amount", "how_much", "can grant track", "T"),
    # Deadlines
    rule(
        "deadline_time",
        "time|zone",
        _WHEN + " time zone how_long open closed passed",
        "tlpz",
        anchor=_CALL + " zone",
        holds="tl",
    ),
    rule("after_next", "after_next", _WHEN, "tlp"),
    rule("after_that", "after_that", _WHEN, "tl"),
    rule(
        "time_left",
        "how_long",
        _WHEN + " how_many any open closed passed grant ask in_time",
        "tlpz",
        anchor=_CALL.replace("apply", "have") + " next next_one offer",
        holds="tl",
    ),
    rule("missed", "miss|in_time", _WHEN + _OVER, "tlpz", anchor=_CALL),
    rule("missed", "passed", _WHEN + " not", "Tlpz"),
    rule("missed", "passed deadline", _WHEN),
    rule("previous_deadline", "passed deadline|deadlines|call|close", _WHEN, "p"),
    rule(
        "previous_deadline", "last deadline|deadlines|call|close", "when track what passed", "tlpn"
    ),
    rule("deadlines", "none_due", "any offer still now will close open call", "P"),
    rule("deadline_count", "how_many deadline|deadlines|call|close", _WHEN, "tlp"),
    rule(
        "track_status",
        "still|can apply",
        "open opens now will call track need_to project support closed",
        "Tl",
    ),
    rule("deadline", "deadline|deadlines|due_when|close", _WHEN + " earliest", "tlpnoz"),
    rule("track_status", "due_when open|closed|paused", "still now can will call track", "Tl"),
    rule("deadline", "closed", "call track tracks any deadline deadlines", "tlPz"),
    rule("deadline", "when closed", "call track", "Tlpz"),
    rule("deadline", "", "still", "Lp"),
    rule("deadline", "occurs", "offer any still", "tlPz"),
    rule("deadline", "apply any|what|list", "can still offer now project grant need_to", "tlP"),
    rule("deadline", "call when|next|any|list", _WHEN, "tlpnoz"),
    rule("deadline", "when", _WHEN, "Tlpnoz"),
    rule("deadline", "when", _WHEN, "tLpnoz"),
    rule("deadline", "when apply need_to|have|call", _WHEN, "tlpnoz"),
    rule("deadline", "next|next_one", "when call apply any track can will mine", "tlpnoz"),
    rule("deadline", "any", "offer call will", "P"),
    rule("deadline", "call", "offer any", "tlPz"),
    # Tracks
    rule(
        "open_tracks",
        "open not",
        "track tracks call grant any now apply can paused closed offer",
        status=("shut",),
    ),
    rule(
        "open_tracks",
        "open",
        "track tracks call grant any still now apply can project how_many offer who",
        "p",
    ),
    rule(
        "open_tracks",
        "apply what|can|any|list",
        "track tracks call grant now can still any offer project",
        "p",
    ),
    rule(
        "tracks_by_status",
        "paused",
        "track tracks any call how_many now grant closed offer still",
        status=("paused",),
    ),
    rule(
        "tracks_by_status",
        "closed",
        "track tracks any call how_many now grant offer still",
        status=("closed",),
    ),
    rule(
        "apply",
        "where|how apply",
        "can call track tracks grant still now need_to project will",
        "tl",
    ),
    rule("apply", "where", "track call can apply", "Tl"),
    rule("apply", "how get|grant", "can track grant get support award project mine", "T"),
    rule("apply", "how get", "can track grant project award", ""),
    rule(
        "track_status",
        "open|paused|closed|status",
        "still now can apply track tracks call not will grant any project opens due_when",
        "Tl",
    ),
    rule("track_why", "why", "", "T"),
    rule("apply", "apply", "track call", "T"),
    rule("track_status", "open|closed", "still now can call will", "L"),
    # Awards
    rule("award_purpose", "why|purpose|for_what", MONEY, "Rtp"),
    rule("award_purpose", "why|purpose|for_what", MONEY, "tpA"),
    rule("award_date", "when", MONEY + " last latest", "R"),
    rule("award_track", "track|tracks|call", MONEY + " who", "R"),
    rule(
        "award_amount",
        "award|grant|get|how_much|how_many|original|what",
        MONEY + " how_much how_many original",
        "RC",
    ),
    rule("award_amount", "original", MONEY + " how_much how_many", "R"),
    rule(
        "awards_sum",
        "total|together",
        MONEY + " how_much how_many track tracks",
        "trpanx",
        aggregate="sum",
    ),
    rule("awards_average", "average", MONEY + " how_much track", "trpanx", aggregate="average"),
    rule("awards_median", "median", MONEY + " how_much track", "trpanx", aggregate="median"),
    rule(
        "awards_count",
        "how_many award|grant|project|get|who|support",
        MONEY + " different how_much total",
        "trpax",
        aggregate="count",
    ),
    rule("awards_count", "how_many|how_often", MONEY, "Rtpax", aggregate="count"),
    rule(
        "awards_top",
        "big",
        MONEY + " how_much max latest when",
        "trpanox",
        order="largest",
        anchor=_GIVEN,
    ),
    rule(
        "awards_top", "small", MONEY + " how_much when", "trpanox", order="smallest", anchor=_GIVEN
    ),
    rule("awards_top", "earliest", MONEY + " when", "trpanox", order="earliest", anchor=_GIVEN),
    rule("awards_top", "award|grant|project|get", "who when any", "tpxO", order="earliest"),
    rule("awards_top", "latest|last", MONEY + " when", "trpanox", order="latest", anchor=_GIVEN),
    rule("awards_top", "more", MONEY, "Rtp", order="largest"),
    rule("awards_top", "less", MONEY, "Rtp", order="smallest"),
    rule(
        "awards_sum",
        "how_much award",
        "grant support project track offer get any",
        "tpax",
        aggregate="sum",
    ),
    rule("awards_sum", "how_much", "grant", "P", aggregate="sum"),
    rule("awards_sum", "how_much get", "grant award", "Tpax", aggregate="sum"),
    rule("award_amount", "how_much|max", MONEY + " track", "Rtpa"),
    rule(
        "award",
        "award|grant|project|get|support|who|about|still|any|what",
        MONEY + " about still track tracks",
        "Rtpa",
    ),
    rule("awards", "project support", "award grant for_what", "Tpax"),
    rule("awards", "who support", "award grant", "Tpax"),
    rule("awards", "list award|grant|project", MONEY + " tracks call track", "tpanx"),
    rule("awards", "award", MONEY + " tracks call track", "tpax"),
    rule("awards", "who project", MONEY, "tpax"),
    rule("awards", "project|grant|who get", MONEY, "tpax"),
    rule("awards", "project|grant|who", MONEY, "tpAx"),
    rule("awards", "project|grant|who", MONEY, "taPx"),
    rule("awards", "project|grant|who|any", MONEY + " about", "tpaX"),
    rule("awards", "support past", MONEY, "tpax"),
    rule("awards", "project", "any offer", "Tp"),
    # Tracks, in general
    rule(
        "track_fit",
        "track|tracks|fit|any|support|about|offer|where|what|apply|ask|get|grant",
        "track tracks apply project grant suggest can about fit support any offer open call "
        "ask get need_to mine",
        "tX",
    ),
    rule(
        "track",
        "about|support|fit|for_what|purpose|track|tracks|call|project|any|what|status",
        "grant apply can offer about support fit now",
        "Tl",
    ),
    rule(
        "tracks",
        "tracks|track",
        "exist any offer how_many status about apply support call get have",
    ),
    rule("tracks", "support what", "for_what grant offer project any award"),
    rule("tracks", "grant offer", "any how_many"),
    # Friendliness
    rule("how_are_you", "how_are_you"),
)
