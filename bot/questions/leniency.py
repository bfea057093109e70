"""Questions with a word that nobody here knows, and that are clear all the same.

"I'm polishing the budget, when exactly does FT shut down?" is about a deadline whatever polishing
is. A word is passed over only where it cannot be what is asked about, where it qualifies nothing
that is, and where something is named by its whole name; a question of something that no record
holds (results, taxes, who may apply) is not answered by what it holds besides.
"""

from dataclasses import replace

from bot.questions.query import Query
from bot.questions.reading import NAMES, Reading
from bot.questions.words import root, word_set

_MOST = 4
# What programs of this kind are asked about, and what their files do not say.
_OFF_RECORD = frozenset(
    root(word)
    for word in word_set(
        """
        accept acceptance accepted accountant address admin administrator admit advance advice
        affiliate age aged agreement alumni amend announce announced announcement answer appeal
        applicant appointment appraisal approval approve approved assess assessment assessor
        assign attach attachment attend attendance audit auditor author average backlog bank bill
        board body bonus book booking brief budgets cancel candidate ceremony certificate chair
        chance charity check cheque choice choose chosen citizen citizenship clause co cofund
        cofunding collaborator college comment commission committee community company compete
        competition competitor complain complaint complete conflict consider consortium consult
        contract convert copy corporation correct cost count country cover criteria criterion
        curator currency curriculum cv date decide decided decision decline deduct degree delay
        delegate deliver delivery deposit director disability disclose discuss dispute document
        documentation donation donor draft edit editor eligibility eligible employ employee
        employer equipment equity error evaluate evaluation evaluator event evidence exception
        exclude expense expert export extend extended extension face fail failure family fee
        feedback fellow female fill final finalist firm fiscal foreign foreigner form format
        founder freelance freelancer gender government guarantee guest guide guideline handbook
        hardship hear hire holder hybrid import impact incorporate individual inform insurance
        interest interim international interview interviewer invitation invite invoice
        judge juror jury keep kid kids language lawyer lead legal length letter level licence
        license limit loan lobby location logo loss lottery match matching media meet meeting
        member membership mentor mentoring merge method milestone minor mistake name national
        nationality negotiate network news nonprofit notice notification notified notify number
        odds office officer official onsite opinion organise outcome overhead owner page panel
        paper paperwork parent part participant participate participation partner partnership
        passport past patent payment payroll peer penalty percent percentage permission
        permit personal phase photo pick picked pitch place platform plan policy portfolio post
        predict preference prepayment presentation president press previous price private
        probability process processing profit proof proofread public publication publish
        qualification qualify quota quote race rank rate reapply reason receipt recommend
        recommendation refer referee reference refund refusal refuse refused register
        registration regulation reimburse reimbursement reject rejected rejection religion
        remote renew renewal rent repeat replace reply report reporting representative
        requirement research reserve residence resident resubmission resubmit result results
        review reviewed reviewer revision revoke right risk role rule salary sample school score
        scoring screen select selected selection seminar send senior session shortlist
        shortlisted sign signature site speak speaker split sponsor stage staff stipend
        student submission success successful suggest supervisor support survey tax taxes team
        template term test ticket title training transfer translate travel trustee turnover tutor
        unsuccessful university update upfront vat verdict video visa visit volunteer vote wage
        waitlist webinar website weight winner withdraw withdrawal withhold woman women workshop
        young youth
        """
    )
)
# Behind one of these a word says whom or what the question is about.
_LEADS = word_set(
    """
    for of about by with as per without except only than like besides despite regarding versus vs
    which what whose every each no another other both
    """
)
# These change what is asked wherever they stand.
_TURNING = word_set(
    """
    if unless other others otherwise else instead change changes changed move moved moves postpone
    postponed shift shifted until unlike beyond including include includes plus minus equivalent
    """
)
# Behind these "if" is "whether".
_WHETHER = word_set("confirm check know see sure tell ask asks asked wonder wondering me us say")
# "Open to adults", "limited to artists": whom it is for.
_FOR_WHOM = word_set("open closed available accessible limited restricted reserved")
_ARTICLES = word_set("a an the my our your their his her its some any this that these those")
# Before one of these a word says which.
_HEADS = word_set(
    """
    track tracks stream deadline deadlines call calls round rounds batch award awards grant grants
    fund funds funding program programme scheme application applications proposal proposals
    project projects money date dates edition version branch part phase stage chapter recipient
    recipients winner winners organisation organization people applicants students
    """
)
# What begins or ends is the word behind these, and one of its kind the word behind these.
_BEGINNING = word_set(
    "begin begins start starts starting stop stops finish finishes end ends keep continue"
)
_NO_THINGS = word_set("but because while people person folks team group guys lot")
_KINDS_OF = word_set("opening closing first second third final last next due")
_VERBS = word_set("is are was were does do did has have had will when what get gets")
_CALENDAR = frozenset({
    "track_status", "deadline", "deadlines", "time_left", "deadline_time", "missed", "opens",
    "after_next",
})  # fmt: skip
_OTHERS = frozenset({"apply", "award_purpose", "award_date"})
# What a question must say so that it is one of these; "when does FT ...?" may be anything.
_ANCHORS = frozenset({
    "deadline", "deadlines", "close", "closed", "due_when", "how_long", "miss", "passed", "open",
    "in_time", "opens", "time", "zone", "where", "how_much", "purpose", "for_what", "get", "award",
    "grant", "call", "next",
})  # fmt: skip
_SUMS = frozenset({"ask", "max", "min", "too_much", "total", "average", "median"})
# Where nothing else accounts for a question, these make it one of a track's or a deadline's state,
_STATE = frozenset({
    "deadline", "deadlines", "close", "closed", "open", "opens", "how_long", "time", "zone", "miss",
    "in_time",
    "passed", "due_when", "still", "status", "paused",
})  # fmt: skip
# and these may stand beside them.
_BESIDES = _STATE | frozenset({
    "when", "now", "call", "apply", "next", "have", "need_to", "will", "mine", "that", "what",
    "follow", "past", "one", "ok", "greeting", "thanks", "bye", "any", "offer", "not", "who",
    "about", "track", "ask", "get", "list", "latest", "occurs",
})  # fmt: skip


def state_asked(reading: Reading) -> Query | None:
    """The state of the one track or deadline that a question names, where it asks for nothing but
    that in words that no rule has: the plain facts answer "OGP due tomorrow, yes or no"."""
    slots = reading.slots()
    said = reading.concepts - {"can"} if "still" in reading.concepts else reading.concepts
    if not said & _STATE or not said <= _BESIDES:
        return None
    tracks, labels = reading.named("track"), reading.named("label")
    if labels and slots <= set("tlpz") and len(labels) == 1:
        return Query(intent="deadline", tracks=tracks, labels=labels)
    if slots <= set("tz") and len(tracks) == 1 and all(m.sure for m in reading.mentions):
        return Query(intent="track_status", tracks=tracks)
    return None


def without_odd_words(reading: Reading) -> Reading | None:
    """The reading as though its unknown words had not been said; None where they may matter."""
    if reading.period and any(at + 1 in reading.days_at for at in reading.odd):
        return None  # "our maintainer is away this week"
    if len(reading.odd) > _MOST or not reading.slots() & NAMES:
        return None
    if {"can", "apply"} <= reading.concepts and "still" not in reading.concepts:
        return None  # who may apply is not on record
    if not all(_may_be_passed_over(reading, at) for at in reading.odd):
        return None
    return replace(reading, unknown=[], odd=[])


def is_sure(query: Query, reading: Reading | None) -> bool:
    """Whether a query that leaves words out is one whose answer they cannot change."""
    if reading is None or not reading.concepts & _ANCHORS:
        return False
    if reading.concepts & _SUMS:
        return False  # "it runs out in May: how much can one ask for?"
    if query.intent in _OTHERS:
        return bool(query.tracks or query.recipients)
    return query.intent in _CALENDAR and bool(query.tracks or query.labels)


def is_off_record(word: str) -> bool:
    """Whether a word speaks of what no program file says: results, taxes, who may apply."""
    return root(word.lower()) in _OFF_RECORD


def _may_be_passed_over(reading: Reading, at: int) -> bool:
    words = reading.words
    token = words[at]
    if not token.text.isalpha() or is_off_record(token.text) or _turns(reading, at):
        return False
    if token.capital and at > 0 and not token.raw.isupper():
        return False
    if _text(reading, at + 1) == "of":
        return False  # "the thirtieth of June"
    if _is_named(reading, at - 1) or _is_named(reading, at + 1):
        return False
    before, behind = _text(reading, at - 1), _text(reading, at + 1)
    if before in _ARTICLES:
        before = _text(reading, at - 2)
    if _is_thing(reading, at) or _is_for_whom([word.text for word in words[:at]]):
        return False
    return not (before in _LEADS or behind in _HEADS)


def _turns(reading: Reading, at: int) -> bool:
    text = _text(reading, at)
    return text in _TURNING and not (text == "if" and _text(reading, at - 1) in _WHETHER)


def _is_for_whom(before: list[str]) -> bool:
    """Whether what follows is whom something is open to."""
    return "to" in before and bool(_FOR_WHOM.intersection(before[: before.index("to")][-2:]))


def _is_thing(reading: Reading, at: int) -> bool:
    """Whether a word is what is asked about: "the kickoff of FT", "the opening concert", "has the
    party passed", "begin paying"."""
    before, behind = _text(reading, at - 1), _text(reading, at + 1)
    if _text(reading, at) in _NO_THINGS:
        return False
    if before in _BEGINNING or (before in _KINDS_OF and before != reading.words[0].text):
        return True
    if before in {"the", "a", "an"} and _text(reading, at - 2) in _VERBS:
        return True
    if (
        before == "open"
        and not reading.yes_no
        and (_text(reading, at - 2) == "the" or _is_named(reading, at - 2))
    ):
        return True  # "the open day", "the FT open house"
    place = at + 2 if _text(reading, at + 2) not in _ARTICLES else at + 3
    return behind in {"of", "for", "from", "with"} and _is_named(reading, place)


def _text(reading: Reading, at: int) -> str:
    return reading.words[at].text if 0 <= at < len(reading.words) else ""


def _is_named(reading: Reading, at: int) -> bool:
    return any(mention.start <= at < mention.end for mention in reading.mentions)
