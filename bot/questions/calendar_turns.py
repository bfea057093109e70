"""Turns of phrase in questions on deadlines that are combinations: "how late can one", "the time
after next", "put it in my diary"."""

from bot.questions.fillers import each

_MAY = "can|may|could|do|must|should|might"
_WHO = "i|we|one|you|they|people|somebody|someone|anyone|applicants"
_NEXT = "the next|the upcoming|the coming|the nearest|the very next|your next|this coming|next"
_A_CALL = "|one|deadline|call|round|cutoff|cut off|batch|date|closing date|one closes"
_ATTEND = (
    "watch out for|look out for|keep an eye out for|keep an eye on|keep in mind|bear in mind|"
    "be aware of|worry about|have to think of|have to think about|"
    "need to think of|need to think about|think of next|think about next|prepare for|"
    "get ready for|be ready for|aim for|"
    "hurry for|hurry up for|be hurrying for|plan for|plan around|remember|not forget|"
    "pay attention to"
)
_PAUSE = "break|pause|hiatus|suspension|freeze|interruption|time out"
_STAY = "stay|stays|staying|stayed|remain|remains|remaining|keep|keeps|kept"
_BY = "by|until|till|til|up to|up until|before|no later than|not later than"
_AWAY = "slip|slipped|fly|flew|flown|pass|passed|sail|sailed|go|gone|went|whoosh|whooshed|whizz"

# Concept -> phrases, as in calendar_words.
TURNS = {
    "due_when": ", ".join(
        (
            each("how late|how long", _MAY, _WHO),
            each(_BY, "what|which", "date|day|weekday"),
            each("before|no later than|up to|up until", "when"),
        )
    ),
    "time": each(
        _BY + "|at|",
        "what|which",
        "hour|clock time|time of day|time of the day|time on the day|time on that day|"
        "hour of the day|oclock",
    )
    + ", which time, at which time, what time of the day, "
    + each("in|by|until|at|before|", "the", "morning or|evening or", "the", "evening|morning")
    + ", when on that day, when on the day, when that day, when exactly that day, early or late",
    "how_long": each("how many|how much", "more|further|extra", "days|hours|weeks|time|months"),
    "from_when": each(
        "earliest|first|soonest possible|earliest possible", "date|day|moment|time|point", "to|when"
    )
    + ", earliest date, earliest day, earliest moment, earliest possible date, earliest i can, "
    "earliest we can, earliest one can, earliest that i can, earliest that we can, "
    "how early can i, how early can we, how early can one, how early may i, "
    "how early may we, first possible day",
    "after_next": ", ".join(
        (
            each("after|following|beyond|past|succeeding", _NEXT, _A_CALL),
            each("the|", "time after next|second next|next but one|second upcoming|2nd upcoming|"
                 "second coming|2nd next|one after next"),
        )
    ),
    "after_that": """after it, after this date, after that date, after that deadline, beyond that,
        following that, following it, subsequent, subsequent one, the subsequent
        one, the subsequent deadline, succeeding one, one after it, the one after
        it, next one after it, next after it, next after that, thereafter, one
        thereafter, the one thereafter, the one behind it, one that follows, the one
        that follows, the one that comes after, the one following, the one following
        it""",
    "if_missed": each("if|when|in case|should|suppose|supposing|assuming", "i|we|one|you",
                      "skip|skipped|sit out|pass on|let go|let slip|give up on|give a miss|"
                      "can not make|do not manage|do not catch|do not get|leave out")
    + ", skipping, sitting out, passing on",
    "open": each(_STAY, "open|available|accessible|running|on"),
    "paused": each(_STAY + "|be", "paused|on hold|suspended|frozen|on ice|on pause|halted")
    + ", stuck, stalled, dormant, asleep, sleeping, shelved, parked, on hiatus, hiatus, in limbo, "
    + each("on|taking|having|in|", "a|the|its|this|", _PAUSE)
    + ", at a standstill, not moving, at a halt, blocked",
    "closed": each(_STAY, "closed|shut"),
    "passed": ", ".join(
        (
            each(_AWAY, "past|by|away", "us|me|"),
            each(_AWAY, "me|us", "by|past"),
            "let it slip, lifted, lapsed, up already",
        )
    ),
    "in_time": """still count, still counts, still be counted, be counted, count as in time,
        still accepted, still be accepted,
        still got, still have got, have still got, still get in, still squeeze in,
        squeeze in, sneak in, slip in, still stand a chance, still a chance, still
        ok for, still alright for""",
    "deadline": """date limit, limit date, dead line, last date for, be in by, must be in by,
        have to be in by, has to be in by, are in by, need to be in by, deadline wise,
        closing moment""",
    "deadlines": "dead lines, deadlines wise, date limits",
    "call": each("any more|more|other|further|another|no more", "chance|chances|opportunity")
    + ", next opportunity, opportunity to apply",
    "apply": """reach you, be with you, get to you, reach your office, in your
        hands, in your inbox, land on your desk, forms, on your desk, be submitted,
        be sent, be handed in, be uploaded, be filed, be lodged, lodge,
        lodged, filing, press send, pressed send, hit send, hit submit, press
        submit, pressed submit, click submit, clicked submit, clicked send, pressed
        the button, hit the button, press the button""",
    "reopen": each("open|opened|opens|accept applications|take applications|run|running|start",
                   "once more|anew|afresh|another time|one more time"),
    "close": """comes first, come first, closes first, close first, close soonest, closes
        soonest, comes sooner, is sooner, is earlier, comes earlier, closes sooner,
        closes earlier, ends first, ends earlier, ends sooner, is due first, is due
        earlier, is due sooner, shut up shop, shuts up shop, call it a day, pull the
        plug, close your books""",
    "need_to": each("do", "i|we|people", "need to|have to") + ", must i, must we",
    "what": "whatever, whichever",
}  # fmt: skip
# Known, and saying nothing.
QUIET_TURNS = ", ".join(
    (
        each(_ATTEND),
        each("watch|watching|hurrying|preparing|planning|aiming|heading", "for|towards"),
        each("put|note|mark|write|enter|add|pencil|stick|jot|have|need", "it|that|them|",
             "in|into|down in|on|to", "my|our|the|a",
             "diary|planner|agenda|calendar|wall|fridge|wall planner|notebook|phone"),
        each("is|was|are|were|has|does", "he|she|they|that|this|it|everyone",
             "right|wrong|correct|mistaken|true|lying|accurate|got that right|have that right|"
             "right about that|wrong about that|right on that"),
        each("at", "the", "latest|very latest|absolute latest"),
        each("i|we", "know about|am aware of|are aware of|know of|know"),
        each("can|could|would", "you", "tell", "my|our", "team|group|club|friends"),
        each("interest|interests|tempt|tempts", "us|me"),
        each("or", "nah|nope|no|naw|nay"),
        each("in|during|within|over", "it|that time|that period|those days|those weeks"),
        each("thought", "of|about"),
        "eyeing, had our eye on, have our eye on, true",
        ("nah, of day, on that day, that day then, that possible, is that possible, as ever, "
        "on the closing day, on the last day, on the final day, on the day itself, "
        "of the last day, of the closing day, in the end then, eh"),
    )
)  # fmt: skip
