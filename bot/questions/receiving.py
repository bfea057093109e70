"""Whether applications are taken: "are you taking Coast Care forms?", "are forms being accepted?".

The name of a track may stand between the verb and what is taken, or be what is taken. Whether
*an* application that was made is accepted is another question; that is not read here.
"""

from bot.questions.words import Token, word_set

_TAKE = word_set(
    "take takes taking accept accepts accepting receive receives receiving welcome welcomes "
    "welcoming"
)
_TAKEN = word_set("accepted taken received welcome welcomed considered")
_ITEMS = word_set(
    """
    applications proposals submissions entries applicants forms stuff bids people anything something
    things requests projects pitches candidates papers paperwork ideas anybody anyone somebody
    someone folks application proposal submission entry form bid pitch
    """
)
_MANY = _ITEMS - word_set("people anybody anyone somebody someone folks ideas things stuff")
# "Do you accept people from abroad": whom, which is not on record.
_OF_WHOM = word_set("from under over with without who whose aged in outside below above younger")
_BETWEEN = word_set(
    """
    a an any the new more further other in still for to on of no track stream call fund grant
    programme scheme
    """
)
_STOP = word_set("stop stops stopped stopping quit quits cease ceases ceased")
_NO_LONGER = (("no", "longer"), ("not", "any"))
_START = word_set(
    "start starts started starting begin begins began beginning resume resumes resuming"
)
_AGAIN = (("again",), ("once", "more"), ("anew",))
# In front of what is taken in general; "was *my* application accepted" is of a decision.
_PRESENT = word_set("are is be being still currently now today yet also")
_DECIDED = word_set("my our his her their was were been has have had how many")
_REACH = 9


def take_receiving(words: list[Token], free: list[bool], named: set[int]) -> set[str]:
    """What is said of taking applications: open, opens, reopen or close; the words are taken."""
    texts = [word.text for word in words]
    for at, text in enumerate(texts):
        if not free[at]:
            continue
        if text in _TAKE:
            end = _taken_behind(texts, at, free, named)
        elif text in _TAKEN:
            end = at + 1 if _are_taken(texts, at, free, named) else None
        else:
            continue
        if end is None:
            continue
        begin, concept = _with_verb(texts, at, free)
        found = {concept}
        for again in _AGAIN:
            if tuple(texts[end : end + len(again)]) == again and all(free[end : end + len(again)]):
                found, end = {"reopen"}, end + len(again)
                break
        for place in range(begin, end):
            if texts[place] in _ITEMS or place <= at or place not in named:
                free[place] = False
        return found
    return set()


def _taken_behind(texts: list[str], at: int, free: list[bool], named: set[int]) -> int | None:
    """The end of what is taken, behind the verb: a name, what is handed in, or both."""
    end, item, name = at + 1, False, False
    while end < min(len(texts), at + _REACH):
        if end in named:
            name = True
        elif free[end] and texts[end] in _ITEMS:
            behind = "".join(texts[end + 1 : end + 2])
            if item or (texts[end] not in _MANY and behind in _OF_WHOM):
                return end if item else None
            item = True
        elif not (free[end] and texts[end] in _BETWEEN and not item):
            break
        end += 1
    while end > at + 1 and end - 1 not in named and texts[end - 1] in _BETWEEN:
        end -= 1
    return end if (item or name) and end > at + 1 else None


def _are_taken(texts: list[str], at: int, free: list[bool], named: set[int]) -> bool:
    """ "Are applications for India being accepted", "would an application be accepted today"."""
    before = texts[:at]
    if _DECIDED.intersection(before):
        return False
    items = [i for i, text in enumerate(before) if text in _MANY]
    if not items or not _PRESENT.intersection(before):
        return False
    between = range(items[-1] + 1, at)
    return all(
        place in named or texts[place] in _BETWEEN | _PRESENT or not free[place]
        for place in between
    )


def _with_verb(texts: list[str], at: int, free: list[bool]) -> tuple[int, str]:
    """Where it begins, and what it says, with the verb or the turn in front."""
    before = texts[at - 1] if at and free[at - 1] else ""
    if before == "to" and at > 1 and texts[at - 2] in _START:
        return at - 2, "opens"
    if before in _STOP:
        return at - 1, "close"
    if before in _START:
        return at - 1, "opens" if not before.startswith("resum") else "reopen"
    if at > 1 and tuple(texts[at - 2 : at]) in _NO_LONGER[:1]:
        return at - 2, "closed"
    return at, "open"
