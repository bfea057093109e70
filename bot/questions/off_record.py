"""Questions made of known words that ask for what no record of a program has.

Each of these would be taken for another question by its words alone: money that is left for time
that is left, who gives for who gets.
"""

from itertools import pairwise

from bot.questions.reading import Reading
from bot.questions.turned import turned
from bot.questions.words import word_set

# What a program does, and those that it gives money to do not.
_GIVING = word_set(
    """
    pay spend spent give gave award fund invest donate donated finance sponsor contribute
    distribute make
    """
)
_WISHING = word_set("want need plan build hope like")
_GIVES = word_set("gives give gave pays pay paid funds spends spent donates donated finances")
_DOING = word_set("doing up working living busy researching building making developing studying")
_WHO_MAY = [["who", may, "apply"] for may in ("can", "may", "could", "should", "might")]
_BEFORE = word_set("did does do has have will")
_LEFT = word_set("left remaining remain remains")
_LENGTHS = word_set("days hours weeks months time long")
_MONEY = word_set("money funding funds cash budget")

_LET = word_set("let allow permit")
_THEY = word_set("i we one they people applicants everyone everybody winners will")
_WHETHER = word_set("when if whether what which by until how")

# Those who win, and being told of it.
_WINNERS = word_set(
    """
    winner winners result results decision decisions outcome outcomes recipients recipient awardees
    grantees finalists shortlist applicants application applications proposal proposals
    """
)
_TOLD = word_set(
    """
    told notified announced informed hear hears heard published revealed contacted know decided
    chosen selected picked reviewed judged answer answered accepted approved rejected through
    """
)
# What becomes of an application afterwards.
_AFTERWARDS = word_set("hear arrive arrives happens happen")
# Whom something is for; may they apply? No file says.
_ORGANISATIONS = word_set(
    """
    organisation organisations organization organizations project projects team teams group groups
    applicant applicants people anyone anybody everyone everybody
    """
)


def off_record(reading: Reading) -> bool:
    """Whether a question asks for budgets, for givers, or for what recipients did."""
    texts = [word.text for word in reading.words]
    said = set(texts)
    if said & _LEFT and said & _MONEY and not said & _LENGTHS:
        return True  # how much money is left
    if any(texts[at : at + 3] in _WHO_MAY for at in range(len(texts) - 2)):
        return True  # who may apply
    if "been" in said and {"how_long", "open"} <= reading.concepts:
        return True  # how long something has been open
    told = said & _TOLD
    if "know" in told and not _comes_to_know(texts):
        told = told - {"know"}  # "do you know when applications close"
    if "accepted" in told and "open" in reading.concepts:
        told = told - {"accepted"}  # "until when are applications accepted"
    if (said | reading.concepts) & {"when", "will", "did"} and said & _WINNERS and told:
        return True  # when winners are told
    if _may_somebody(reading, texts) or _asks_of_afterwards(reading, texts):
        return True
    return _asks_to_be_let(texts) or _asks_of_today(reading, said) or _of_people(reading, texts)


def _may_somebody(reading: Reading, texts: list[str]) -> bool:
    """ "Can organisations apply?", "am I allowed to apply": who may is not on record."""
    if reading.slots() & set("ap") or reading.concepts & {
        "when",
        "where",
        "how",
        "still",
        "due_when",
        "from_when",
        "how_long",
    }:
        return False
    allowed = bool({"allowed", "permitted"} & set(texts)) and "apply" in reading.concepts
    whom = any(
        one in {"can", "may", "could"} and two in _ORGANISATIONS for one, two in pairwise(texts)
    )
    return allowed or (whom and "apply" in reading.concepts)


def _asks_of_afterwards(reading: Reading, texts: list[str]) -> bool:
    """ "When do we hear?", "when does the grant arrive", "what happens then"."""
    asks = bool(reading.concepts & {"when", "what", "how_long", "due_when"})
    after = set(texts) & _AFTERWARDS
    if after & {"happens", "happen"} and not {"then", "next", "after", "afterwards", "if"} & set(
        texts
    ):
        after -= {"happens", "happen"}
    return asks and bool(after)


def _of_people(reading: Reading, texts: list[str]) -> bool:
    """Whether a question asks who chooses, who gives, or what a recipient did."""
    chooses = any(one == "for" and two.endswith("ing") for one, two in pairwise(texts))
    if "responsible" in texts and chooses:
        return True
    return _recipient_gives(reading, texts) or _asks_who_gives(reading, texts) or turned(reading)


def _asks_of_today(reading: Reading, said: set[str]) -> bool:
    """ "What is May Okonkwo doing these days?": only what the award was given for is known."""
    if not reading.named("recipient") or reading.concepts & {"award", "grant"}:
        return False
    point = reading.period is not None and reading.period.point
    now = bool(reading.concepts & {"now", "latest", "still"}) or point
    return now and bool(said & _DOING)


def _asks_to_be_let(texts: list[str]) -> bool:
    """ "Can you let us submit on Sunday": what one is let do is not on record."""
    return any(
        one in _LET and two in {"us", "me"} and three != "know" and "you" in texts[:at]
        for at, (one, two, three) in enumerate(
            zip(texts, texts[1:], [*texts[2:], ""], strict=False)
        )
    )


def _comes_to_know(texts: list[str]) -> bool:
    """ "When will we know", but not "do you know when"."""
    return any(
        one in _THEY and two == "know" and three not in _WHETHER
        for one, two, three in zip(texts, texts[1:], [*texts[2:], ""], strict=False)
    )


def _recipient_gives(reading: Reading, texts: list[str]) -> bool:
    """ "How much did Zappa spend?", "when did Zappa need it?"; its purpose is on record."""
    asked = reading.concepts & {"how_much", "when"} or reading.yes_no
    verbs = _GIVING | _WISHING if asked and "for" not in texts else _GIVING
    return any(
        {kind for kind, _ in mention.targets} == {"recipient"}
        and "".join(texts[mention.end : mention.end + 1]) in verbs
        and mention.start > 0
        and texts[mention.start - 1] in _BEFORE
        for mention in reading.mentions
    )


def _asks_who_gives(reading: Reading, texts: list[str]) -> bool:
    """ "Who gives the most?", where nobody is named who got it."""
    named = reading.slots() & set("tr")
    return not named and any(one == "who" and two in _GIVES for one, two in pairwise(texts))
