"""Rules for questions on awards that were made."""

from bot.questions.rules import Rule, rule

MONEY = "award grant project get who any offer support now"
_GIVEN = "award grant project get who"

AWARDS: tuple[Rule, ...] = (
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
    rule("awards_count", "how_often award|grant|get", MONEY, "tpax", aggregate="count"),
    rule("awards_count", "how_many award|grant|get", MONEY, "tpCx", aggregate="count"),
    rule(
        "awards_top",
        "big",
        MONEY + " how_much max latest when track",
        "trpanox",
        order="largest",
        anchor=_GIVEN,
    ),
    rule(
        "awards_top", "small", MONEY + " how_much when", "trpanox", order="smallest", anchor=_GIVEN
    ),
    rule("awards_top", "earliest", MONEY + " when", "trpanox", order="earliest", anchor=_GIVEN),
    rule("awards_top", "award|grant|project|get", "who when any", "tpxO", order="earliest"),
    rule(
        "awards_top", "latest|last", MONEY + " when track", "trpanox", order="latest", anchor=_GIVEN
    ),
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
    rule("awards", "award|grant|project|get", MONEY, "tpCx"),
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
)
