"""Small words that mean something only where they stand: "4" for "for", "the Kelp Lab people"."""

from bot.questions.currency_words import currency_at
from bot.questions.mentions import Mention
from bot.questions.numbers import CALLS
from bot.questions.words import Token, word_set

_PEOPLE = word_set("people folks folk guys crew gang lot bunch lads ladies")


def take_people(words: list[Token], mentions: list[Mention], free: list[bool]) -> None:
    """ "The Kelp Lab people" are Kelp Lab."""
    for mention in mentions:
        behind = words[mention.end : mention.end + 1]
        recipient = {kind for kind, _ in mention.targets} == {"recipient"}
        if recipient and mention.sure and behind and behind[0].text in _PEOPLE:
            free[mention.end] = False


def take_four(words: list[Token], free: list[bool], mentions: list[Mention]) -> None:
    """ "The deadline 4 FT": it is "for" there."""
    for mention in mentions:
        at = mention.start - 1
        before = words[at - 1].text if at > 0 else ""
        if at > 0 and words[at].text == "4" and before.isalpha() and before not in CALLS:
            free[at] = False


def counts_money(words: list[Token], home: str) -> bool:
    """ "How many dollars" is how much; "how many grants in dollars" is not."""
    return any(
        word.text in {"many", "of"} and currency_at(words, at, home)
        for at, word in enumerate(words, 1)
    )


def tells_the_date(words: list[Token]) -> bool:
    """ "It is the first of February here in London, did I miss it?"."""
    texts = [word.text for word in words[:5]]
    told = any(texts[at : at + 2] in (["it", "is"], ["today", "is"]) for at in range(3))
    return told or "its" in texts[:2]
