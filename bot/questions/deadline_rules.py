"""Rules for questions on deadlines: when, how long, at what hour, whether it is too late."""

from bot.questions.rules import Rule, rule

_WHEN = (
    "when due_when deadline deadlines call close next apply need_to will project track tracks any "
    "offer exist grant still can now rolling next_one mine have"
)
_OVER = " passed closed open not in_time miss"
_CALL = "deadline deadlines call close next apply due_when"

DEADLINES: tuple[Rule, ...] = (
    rule(
        "deadline_time",
        "time|zone",
        _WHEN + " time zone how_long open closed passed for_what in_time",
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
        "open opens now will call track need_to project support closed close any",
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
)
