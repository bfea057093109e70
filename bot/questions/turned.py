"""Questions that a few small words turn into others: "except FT", "two days before MP", "how long
is the application".

Their words are known, and each of them would be answered by the rest of the question: with FT, with
MP's own date, with the days that are left. No rule accounts for these, so nobody knows.
"""

from itertools import pairwise

from bot.questions.reading import Reading
from bot.questions.words import word_set

_ARTICLES = word_set("the a an my our your their its this that")
# What follows is left out ...
_EXCEPT = word_set("except excepting excluding barring besides ignoring disregarding")
# ... as it is behind these pairs.
_EXCEPT_PAIRS = frozenset({
    ("other", "than"), ("rather", "than"), ("instead", "of"), ("not", "counting"),
    ("leaving", "out"), ("all", "but"), ("everything", "but"), ("anything", "but"),
    ("apart", "from"), ("aside", "from"), ("but", "not"), ("none", "but"), ("leave", "out"),
    ("without", "counting"), ("leaving", "aside"),
})  # fmt: skip
_UNITS = word_set("day days week weeks fortnight month months year years hour hours minutes")
_FROM_THERE = word_set("before after following prior ahead")
# Of these one asks how long they are or last, where time that is left is not spoken of.
_LASTING = word_set(
    "application applications proposal proposals form grant grants award awards project projects "
    "funding contract fellowship money support review decision answer process processing"
)
_LEFT = word_set(
    "left remaining remain remains until till til before have got get close closes closing close "
    "due deadline deadlines open opens go still time end ends expire expires again accept accepts "
    "accepting take takes taking apply"
)
_ANSWERED = word_set("hear heard reply answer answered respond response feedback know")
_APPLIED = word_set(
    "applying apply applied submitting submitted submission submissions application applications "
    "sending acceptance"
)
_PAID = word_set("payment payments payout payouts pay pays paying instalment instalments paid")
_ENDING = word_set("end start beginning close closing")
_RUNS = word_set("project projects funding award awards grant grants money")
_ENDS = frozenset({
    ("project", "end"), ("project", "ends"), ("project", "start"), ("project", "starts"),
    ("projects", "end"), ("projects", "start"), ("projects", "begin"), ("projects", "finish"),
    ("project", "finish"), ("next", "winner"), ("next", "winners"), ("next", "recipient"),
    ("next", "recipients"), ("next", "grantee"), ("next", "grantees"), ("word", "limit"),
    ("words", "limit"), ("next", "awardee"), ("next", "awardees"),
})  # fmt: skip
_WON = word_set("winners winner grantees grantee recipients recipient awardees awardee")
_CLOSED = frozenset({("are", "closed"), ("is", "closed")})
_NOBODY = word_set("nothing nobody none neither nor never")
_AWARDISH = frozenset({"award", "get", "grant", "project"})
_CALENDAR = frozenset({
    "deadline", "deadlines", "close", "closed", "due_when", "open", "opens", "next", "call",
})  # fmt: skip


def turned(reading: Reading) -> bool:
    """Whether small words make a question one that no record answers."""
    texts = [word.text for word in reading.words]
    return (
        _excepts(reading, texts)
        or _counts_from_there(reading, texts)
        or _measures_something_else(reading, texts)
        or _is_of_what_follows_an_application(texts)
        or _is_of_the_payment(reading, texts)
        or _denies(reading, texts)
        or _is_of_a_state(reading, texts)
        or _has_no_subject(reading, texts)
        or _likens(reading, texts)
    )


def _excepts(reading: Reading, texts: list[str]) -> bool:
    """ "Which tracks besides FT are open?", "what is not due next week?"."""
    named = {mention.start for mention in reading.mentions}
    for at, text in enumerate(texts):
        behind = at + 2 if "".join(texts[at + 1 : at + 2]) in _ARTICLES else at + 1
        if text in _EXCEPT and (text != "besides" or behind in named):
            return True
        # "The track that is not FT", but "is it not FT that closes?".
        if text == "not" and behind in named and (at == 0 or "what" in reading.concepts):
            return True
    if _EXCEPT_PAIRS.intersection(pairwise(texts)):
        return True
    return {"what", "not"} <= reading.concepts and reading.period is not None


def _counts_from_there(reading: Reading, texts: list[str]) -> bool:
    """ "A week before the MP deadline", "what closes before MP?": a day that is on no record."""
    asked = ("how", "many") in pairwise(texts) or ("how", "long") in pairwise(texts)
    for one, two in pairwise(texts):
        if one in _UNITS and two in _FROM_THERE and not (asked and two == "before"):
            return True
    things = {target for mention in reading.mentions for target in mention.targets}
    if asked or "what" not in reading.concepts or len(things) != 1:
        return False
    starts = {mention.start for mention in reading.mentions}
    return any(
        text == "before" and (at + 1 in starts or (at + 2 in starts and texts[at + 1] in _ARTICLES))
        for at, text in enumerate(texts)
    )


def _measures_something_else(reading: Reading, texts: list[str]) -> bool:
    """ "How long is the FT application?", "how long until I hear back?"."""
    if not reading.concepts & {"how_long", "when", "due_when"}:
        return False
    said = set(texts)
    if said & {"hear", "back"} and ({("hear", "back"), ("hear", "from")} & set(pairwise(texts))):
        return True
    if "how_long" not in reading.concepts:
        return False
    if said & _ANSWERED & {"hear", "reply", "respond", "response", "feedback"}:
        return True
    if said & {"was", "were"} and "open" in reading.concepts:
        return True
    return bool(said & _LASTING) and not said & _LEFT


def _is_of_what_follows_an_application(texts: list[str]) -> bool:
    """ "What is the next stage after applying?"."""
    for at, text in enumerate(texts[:-1]):
        near = texts[at + 1 : at + 3]
        if text == "after" and (near[0] in _APPLIED or (near[-1] in _APPLIED and at > 0)):
            return True
    return False


def _is_of_the_payment(reading: Reading, texts: list[str]) -> bool:
    """ "When do I get the money?", where no recipient is named; when a project ends."""
    said = reading.concepts
    asked = {"when", "get", "grant"} <= said or ("when" in said and bool(_PAID & set(texts)))
    if asked and "r" not in reading.slots():
        return True
    if reading.yes_no and {"paid", "out"} <= set(texts) and {"yet", "already"} & set(texts):
        return True  # whether the money has been sent
    two = set(pairwise(texts))
    three = set(zip(texts, texts[1:], texts[2:], strict=False))
    ends = two & _ENDS or any(a in _ENDING and b == "of" and c in _RUNS for a, b, c in three)
    long = zip(texts, texts[1:], texts[2:], texts[3:], strict=False)
    return bool(ends) or any(
        a in _ENDING and b == "of" and c in _ARTICLES and d in _RUNS for a, b, c, d in long
    )


def _denies(reading: Reading, texts: list[str]) -> bool:
    """ "Which track has given nothing?", "which awards come in September?"."""
    calendar = reading.concepts & _CALENDAR or "apply" in reading.concepts
    if calendar and reading.period and _WON & set(texts):
        return True  # "can last year's winners apply?"
    raws = [word.raw for word in reading.words]
    if any(mention.end < len(raws) and raws[mention.end] == "Plus" for mention in reading.mentions):
        return True  # "FT Plus" is not FT
    awardish = reading.concepts & _AWARDISH and not reading.concepts & _CALENDAR
    if awardish and reading.period and {"come", "comes"} & set(texts):
        return True  # awards to come
    return bool(awardish and _NOBODY & set(texts))


def _is_of_a_state(reading: Reading, texts: list[str]) -> bool:
    """Whether two applications are allowed, whether a grant runs, what is closed at some time."""
    said = reading.concepts
    pairs = set(pairwise(texts))
    return (
        {"both", "can", "apply"} <= said
        # "does Robotics pay for travel?", where Travel is another track
        or (reading.yes_no and "support" in said and len(reading.named("track")) > 1)
        or (reading.yes_no and {"still", "award"} <= said and "r" in reading.slots())
        or ("what" in said and reading.period is not None and bool(pairs & _CLOSED))
        or (reading.yes_no and said == {"ok"} and "r" in reading.slots())  # "is Dr. Inoue nice?"
        # when something closed for the first time
        or ("did" in texts and "first" in texts and bool(said & {"close", "open", "opens"}))
    )


def _likens(reading: Reading, texts: list[str]) -> bool:
    """ "Who got the same amount as Zappa?": it is others that are asked for."""
    starts = {mention.start for mention in reading.mentions}
    return "same" in texts and any(
        text == "as" and at + 1 in starts for at, text in enumerate(texts)
    )


def _has_no_subject(reading: Reading, texts: list[str]) -> bool:
    """ "When does spring begin?", "how many days are there in March?"."""
    if reading.slots() != {"p"}:
        return False
    said = reading.concepts
    if {"when", "opens"} <= said and not said & {"call", "track", "tracks", "apply", "deadline",
                                                 "deadlines", "next", "any"}:  # fmt: skip
        return "what" not in said
    return {"how_long", "offer"} <= said <= {"how_long", "offer", "what"} and not _LEFT & set(texts)
