"""Rules that come after all others: what a recipient does, and several things asked at once."""

from bot.questions.award_rules import MONEY
from bot.questions.rules import Rule, rule

LAST: tuple[Rule, ...] = (
    rule(
        "award",
        "works",
        MONEY + " need_to about for_what purpose how_much when where plan will",
        "Rtp",
    ),
    rule("awards", "works who|project", MONEY, "tpaX"),
    rule("awards", "who", MONEY, "tpaX"),
    rule("awards", "get", "any", "tpA"),
    rule("awards", "get", "any", "tP"),
    rule("awards", "any award", MONEY + " still", "tpa"),
    rule("awards", "any|list", "", "tpA"),
    rule("awards", "how_much award|grant|project|who", MONEY, "tpAx"),
    rule("awards", "about", MONEY, "tpX"),
    rule("award", "more|less how_much", MONEY, "R"),
    rule("suggest", "suggest", "track tracks project what any", "t"),
    rule("website", "where track", "offer any"),
    rule(
        "award",
        "how_much|when|purpose|for_what|why",
        MONEY + " how_much when purpose for_what why track about",
        "Rtp",
    ),
)
