"""Rules for questions on tracks: open or not, since when, how to apply, how much, what for."""

from bot.questions.rules import Rule, rule

TRACKS_FIRST: tuple[Rule, ...] = (
    rule(
        "suggest",
        "suggest",
        "where how project apply track tracks can call grant any will open who need_to get support "
        "offer site mine",
        "tx",
    ),
    rule(
        "track_why",
        "why paused|closed|open|status|reopen|apply",
        "not can will track now still any offer about award get",
        "T",
    ),
    rule("track_why", "why not", "any now still track call", "T"),
    rule("opens", "from_when apply|open|can|call|opens|ask", "track will next any deadline", "tlp"),
    rule("opens", "from_when", "that will mine", "Tl"),
    rule("opens", "opens close", "when next call track will any can time how_long", "Tl"),
    rule("opens", "opens|reopen how_long", "when next call track will any can", "Tl"),
    rule(
        "opens",
        "reopen",
        "when due_when will track tracks call apply next any can now grant",
        "tlp",
    ),
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
    rule("track_amount", "max|min|ask per_track", "how_much can get award grant apply"),
    rule("track_amount", "how_much apply", "can grant track tracks project mine", "t"),
    rule("track_amount", "how_much get|grant|award can", "grant track project award get", "t"),
    rule("track_amount", "how_much", "can grant track", "T"),
)
TRACKS: tuple[Rule, ...] = (
    rule("open_tracks", "not closed|paused tracks", "any now still offer call closed paused list"),
    rule("apply", "site apply", "where can need_to track call how get", "T"),
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
        "paused closed what|list|track|tracks|any",
        "track tracks any call how_many now grant offer still",
        status=("paused", "closed"),
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
)
TRACKS_IN_GENERAL: tuple[Rule, ...] = (
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
)
