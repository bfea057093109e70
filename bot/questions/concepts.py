"""The concepts of a sentence, and what some words mean only beside others.

A small word may stand inside a turn of phrase: "how long have I *still* got", "when does it
*actually* start accepting proposals". It is taken by itself afterwards.
"""

from itertools import pairwise

from bot.questions.vocabulary import BY_TWO, Phrase
from bot.questions.words import Token, word_set

# Words that may stand between the words of a phrase without breaking it.
_INSIDE = word_set(
    """
    still already really actually just also now then please maybe even currently definitely
    possibly kindly perhaps officially only
    """
)
_COMPARING = word_set("big small more less")
_HOW_LONG = word_set("long days hours weeks minutes months time much hrs few")
_LEFT = word_set("left remaining remain remains")
_PRESENT = word_set("does do will would when shall must")
_GIVEN = word_set(
    "award awards awarded grant grants funding money cash given gave won who spent much"
)
_ABLE = word_set("can could will would still if able")
_MADE = word_set("a an any some more changes suggestions money grants awards up sure sense for")
_FORMS = word_set(
    "form forms application applications proposal proposals entry bid paperwork submission "
    "documents papers files"
)
_HANDED = word_set("get getting hand send put turn got bring submit be")
_ARRIVE = word_set("arrive arrives arriving land lands reach reaches")
_NOT_IN = word_set("next this last tomorrow today by before on")
_PLACES = word_set("portal form page site")
_MEANT_PLACES = word_set("where link url links urls address")
_OF_CALLS = word_set("close closed time when still open opens due_when deadline passed")


def read_concepts(words: list[Token], free: list[bool]) -> set[str]:
    """The concepts of the words that are free; these are taken."""
    found: set[str] = set()
    at = 0
    shouted = all(word.raw.isupper() for word in words if word.raw.isalpha())
    _take_forms(words, free, found)
    while at < len(words):
        if free[at] and not (words[at].raw == "US" and not shouted):
            for _, phrase, concept in _phrases_at(words, at):
                taken = _match(words, at, free, phrase)
                if taken:
                    if concept:
                        found.add(concept)
                    for place in taken:
                        free[place] = False
                    break
        at += 1
    _settle(words, found)
    # "Do I still have time?" asks for no time of day.
    if {"time", "have"} <= found and not {word.text for word in words} & {"what", "which"}:
        return found - {"time", "have"} | {"in_time"}
    return found


def _phrases_at(words: list[Token], at: int) -> list[tuple[int, Phrase, str]]:
    """The phrases that may stand there, the longest first: by the two words they begin with."""
    first = words[at].text
    found = list(BY_TWO.get((first, ""), ()))
    for behind in range(at + 1, len(words)):
        found += BY_TWO.get((first, words[behind].text), ())
        if words[behind].text not in _INSIDE:
            break
    return sorted(found)


def _match(words: list[Token], at: int, free: list[bool], phrase: Phrase) -> list[int]:
    """The places of a phrase's words, from one on; empty where it does not stand there."""
    taken = [at]
    place = at + 1
    for part in phrase[1:]:
        while (
            place < len(words)
            and words[place].text != part
            and words[place].text in _INSIDE
            and free[place]
        ):
            place += 1
        if place >= len(words) or not free[place] or words[place].text != part:
            return []
        taken.append(place)
        place += 1
    return taken


def _take_forms(words: list[Token], free: list[bool], found: set[str]) -> None:
    """ "Can I get my Coast Care form in": handing in, whatever stands between."""
    texts = [word.text for word in words]
    arriving = next((at for at, text in enumerate(texts) if text in _ARRIVE and free[at]), 0)
    if any(text in _FORMS and free[at] for at, text in enumerate(texts[:arriving])):
        found.add("apply")
        free[arriving] = False
    for at, (one, two) in enumerate(pairwise(texts)):
        behind = texts[at + 2] if at + 2 < len(words) else ""
        ends = free[at + 1] and (not behind or not free[at + 2])  # not "in" some month
        if (
            (one, two) == ("get", "in")
            and free[at]
            and (ends or behind in _NOT_IN)
            and not (_FORMS.intersection(texts[:at]))
        ):
            found.add("apply")
            free[at] = free[at + 1] = False
    for at in range(1, len(words) - 1):
        if words[at].text not in _FORMS or words[at + 1].text != "in" or not free[at]:
            continue
        handed = [i for i in range(at) if words[i].text in _HANDED and free[i]]
        last = at + 2 == len(words) or words[at + 2].text not in {"the", "a", "my", "our", "which"}
        if handed and last:
            found.add("apply")
            for place in (handed[-1], at, at + 1):
                free[place] = False


def _makes_it(words: list[Token]) -> bool:
    texts = [word.text for word in words]
    at = next((i for i, text in enumerate(texts) if text in {"make", "makes"}), 0)
    behind = "".join(texts[at + 1 : at + 2])
    return bool(_ABLE.intersection(texts[:at])) and behind not in _MADE


def _settle(words: list[Token], found: set[str]) -> None:
    """What a word means where another stands beside it."""
    texts = {word.text for word in words}
    _settle_dates(texts, found)
    _settle_verbs(words, texts, found)
    # "When does the portal close?" asks for no address.
    if "where" in found and texts & _PLACES and not texts & _MEANT_PLACES and found & _OF_CALLS:
        found -= {"where"}
    # "On which page does one apply for it?"
    if {"where", "ask"} <= found and "apply" in texts and "how_much" not in found:
        found -= {"ask"}
        found |= {"apply"}
    # "HELP, am I late?"
    if "help" in found and words[0].text == "help" and found & (_OF_CALLS | {"miss", "in_time"}):
        found -= {"help"}
    # "What was the money for?"
    if (
        len(words) > 2
        and words[-1].text == "for"
        and not {"apply", "ask", "about"} & found
        and found & {"what", "who"}
    ):
        found |= {"for_what"}


def _settle_dates(texts: set[str], found: set[str]) -> None:
    # "In which year was it?" is "when?", unless years are compared.
    if "which_year" in found and not found & _COMPARING:
        found -= {"which_year"}
        found |= {"when"}
    # "Deadlines left in May", "what is left to apply for": that are still to come.
    if "how_long" in found and texts & _LEFT and not texts & _HOW_LONG:
        found -= {"how_long"}
        found |= {"still"}
    # "What is next, then?", but "and then?".
    if "then" in found:
        found -= {"then"}
        if found <= {"follow", "what", "when", "that"}:
            found |= {"after_that"}
    # "Not the next one, the one after."
    if "after_that" in found and "not" in found and found & {"next", "next_one"}:
        found -= {"after_that", "not", "next", "next_one"}
        found |= {"after_next"}
    # "Is any track paused just now?"
    if "latest" in found and {"just", "now"} <= texts and found & {"open", "paused", "closed"}:
        found -= {"latest"}
        found |= {"now"}


def _settle_verbs(words: list[Token], texts: set[str], found: set[str]) -> None:
    # "When does it shut?", but "is it shut?".
    if "closed" in found and "shut" in texts and texts & _PRESENT:
        found -= {"closed"}
        found |= {"close"}
    # "The January batch is gone", but "where has the money gone?".
    if "gone" in found:
        found -= {"gone"}
        given = texts & _GIVEN or found & {"how_much", "total"}
        found |= {"award"} if given else {"passed"}
    # "Can we make the April one?", but "who makes the awards?".
    if "make" in found:
        found -= {"make"}
        found |= {"in_time"} if _makes_it(words) else {"award"}
