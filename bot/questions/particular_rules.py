"""Rules for questions that compare, or look at a whole from its end: tried before the others."""

from bot.questions.rules import Rule, rule

_MONEY = "award grant project get any offer support now"
_WHEN = (
    "when due_when deadline deadlines call close next apply need_to will project track tracks any "
    "offer grant still can now next_one mine have"
)

_AFTER = (
    "when due_when next call close apply need_to any offer deadline deadlines will can grant not "
    "still now mine one track in_time"
)

_ASKED = (
    "can ask get award grant support apply project how_much max min offer now too_much too_little "
    "in_range per_one open still track tracks any where need_to"
)

PARTICULAR: tuple[Rule, ...] = (
    # Awards by track, by year, by who got them
    rule(
        "awards_by",
        "per_track award|grant|project|get|total|how_much|how_many|support",
        _MONEY + " how_much how_many total who track tracks",
        "tpax",
        group="track",
    ),
    rule(
        "awards_by",
        "per_year award|grant|project|get|total|how_much|how_many|support",
        _MONEY + " how_much how_many total who track tracks",
        "trpax",
        group="year",
    ),
    rule(
        "awards_by",
        "track|tracks big award|grant|project|get|total|support",
        _MONEY + " total how_much",
        "pax",
        group="track",
        order="largest",
    ),
    rule(
        "awards_by",
        "track|tracks small award|grant|project|get|total|support",
        _MONEY + " total how_much",
        "pax",
        group="track",
        order="smallest",
    ),
    rule(
        "awards_by",
        "which_year big award|grant|project|get|total|support",
        _MONEY + " total",
        "tax",
        group="year",
        order="largest",
    ),
    rule(
        "awards_by",
        "which_year small award|grant|project|get|total|support",
        _MONEY + " total",
        "tax",
        group="year",
        order="smallest",
    ),
    # The last deadline that lies ahead
    rule("last_deadline", "closes_last", _WHEN + " open", "tpz"),
    rule("last_deadline", "last|final deadline|deadlines|call|close", _WHEN, "tPz"),
    rule("deadlines", "final deadline|deadlines|call|close", _WHEN, "tl"),
    rule("deadlines", "more deadline|deadlines|call", _WHEN, "tlp"),
    rule("deadlines", "how_often deadline|deadlines|call|close|open|opens", "offer track", "tl"),
    rule("deadlines", "per_track deadline|deadlines|call|close|when", "next offer call will", "p"),
    rule("deadlines", "apply need_to|have", "call track tracks project", "tP"),
    # What follows one that is over, or will be missed
    rule(
        "after_that",
        "after_that|after|next_one|next closed|passed|miss|if_missed",
        _AFTER,
        "tLp",
    ),
    rule("deadline", "after_that|after|next_one|next closed|passed|miss", _AFTER, "tp"),
    rule(
        "after_that",
        "if_missed|after when|next|due_when|any|after_that|next_one|deadline|call",
        _AFTER + " after_that next",
        "Tp",
    ),
    rule("deadlines", "after_that next|next_one follow", "call deadline when", "Tl"),
    rule("previous_deadline", "closed tracks past|still", "track any passed", "P"),
    rule("previous_deadline", "latest deadline|deadlines|call past", "when any", "t"),
    rule("after_that", "after", "when next deadline deadlines call close any offer will", "tL"),
    rule("previous_deadline", "passed|closed latest|last", _WHEN, "tp"),
    rule("previous_deadline", "miss what call|deadline|deadlines|track|tracks", _WHEN, "tP"),
    # Tracks
    rule("open_in", "open|apply", "track call grant still apply can project offer will", "TP"),
    rule(
        "open_in",
        "open|apply what|track|tracks|call|grant|any|list",
        "apply still can project offer will",
        "P",
    ),
    rule("open_tracks", "on_offer", "any grant track tracks call can get project open still now"),
    rule("tracks", "kinds", "award offer get any grant project support ask can track tracks apply"),
    rule("tracks", "tracks need_to|mine", "grant project mine can get have now offer any need_to"),
    rule("track", "compare", "about support fit for_what offer track tracks can who", "T"),
    rule("track", "about ask|max|min|how_much", "offer get grant can who support for_what", "T"),
    rule(
        "track_amount",
        "max|min|ask track|tracks|where big|small|more|less",
        "max min ask get grant award support apply can how_much offer project now",
        order="compared",
    ),
    rule("track_amount", "can|ask|too_much|too_little|in_range|ok|max|min", _ASKED, "tA"),
    rule("track_amount", "track|tracks|where can|ask|award|support|get|max", _ASKED, "A"),
    rule(
        "track_amount", "more|less award|ask|max|support", "what track can get", "T", group="track"
    ),
    rule("track_amount", "max|min|big|small ask need_to", "how_much grant can get per_one", "t"),
    rule(
        "track_amount", "big|small can get|ask|award|support", "project max min how_much grant", "T"
    ),
    # Awards with what they were for
    rule("awards_top", "latest|last purpose|for_what", _MONEY, "tpno", order="latest"),
    rule("awards_top", "big purpose|for_what", _MONEY, "tpno", order="largest"),
    rule("awards_top", "small purpose|for_what", _MONEY, "tpno", order="smallest"),
    rule("awards", "list purpose|for_what award|grant", _MONEY, "tp"),
    rule("awards_top", "big one", "", order="largest"),
    rule("awards_top", "small one", "", order="smallest"),
    rule("opens", "reopen project", "when due_when will track tracks call apply can now", "tlp"),
    rule(
        "track_status",
        "still|can call",
        "open now will apply get track need_to offer any",
        "Tl",
    ),
    # Awards
    rule("award", "compare", _MONEY + " how_much big small more less when", "R"),
    rule("award_purpose", "for_what|purpose", _MONEY + " will fund works need_to", "Ra"),
    rule("awards_top", "max award past", _MONEY + " how_much", "tpax", order="largest"),
    rule("awards_top", "min award past", _MONEY + " how_much", "tpax", order="smallest"),
    rule("awards_top", "max get|award|grant who|project", _MONEY, "tpax", order="largest"),
    rule("awards_top", "min get|award|grant who|project", _MONEY, "tpax", order="smallest"),
    rule("track_status", "still grant|award|support", "project any track offer now", "T"),
    rule("track", "for_what", "who about support fit", "T"),
    rule("deadline", "when apply contact need_to", "track call will", "tl"),
    rule("awards_top", "big past", _MONEY, "tpax", order="largest"),
    rule("awards_top", "small past", _MONEY, "tpax", order="smallest"),
    rule("deadline", "how_long closed past", "call track", "T"),
    rule(
        "previous_deadline",
        "closed call|deadline|deadlines past|still",
        "track tracks any passed",
        "tp",
    ),
)
