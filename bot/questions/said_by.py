"""Who said what is asked about: "my co-founder says that FT closes in May", "the poster said ...".

Whoever it was, the question is whether it is so; the words that say who are taken.
"""

from bot.questions.words import Token, word_set

_LINKS = word_set("so and but because well ok okay hi hello hey sorry um now then also as since")
_WHOSE = word_set("my our your the a an his her their this that some somebody someone one")
_SAY = word_set(
    """
    says said say told tells thinks think thought believes believed claims claimed reckons reckoned
    heard hears read insists insisted swears swore mentioned assumes assumed
    wrote writes understands guesses guessed
    """
)
# "Our teacher wants to know when ...": what follows is the question itself.
_WONDER = (
    ("wants", "to", "know"), ("want", "to", "know"), ("wanted", "to", "know"), ("asks",),
    ("needs", "to", "know"), ("need", "to", "know"), ("wonders",), ("is", "asking"), ("wondered",),
    ("would", "like", "to", "know"), ("keeps", "asking"), ("is", "wondering"), ("asked",),
    ("are", "wondering"), ("are", "asking"),
)  # fmt: skip
_WHOM = word_set("me us him her them")
_SAYERS = 4
_HARD = word_set(
    "when what which who whom whose where how why is are was were do does did can could"
)


def take_sayers(words: list[Token], free: list[bool]) -> None:
    """Takes "my co-founder says that" at the beginning of a sentence."""
    texts = [word.text for word in words]
    at = 0
    while at < len(texts) and texts[at] in _LINKS:
        at += 1
    if at >= len(texts) or texts[at] not in _WHOSE or not free[at]:
        return
    for verb in range(at + 1, min(at + 2 + _SAYERS, len(texts))):
        end = next(
            (verb + len(said) for said in _WONDER if tuple(texts[verb : verb + len(said)]) == said),
            0,
        )
        if end and verb > at + 1 and all(free[at:end]):
            end += texts[end : end + 1] in (["me"], ["us"])
            free[at:end] = [False] * (end - at)
            return
        if not free[verb] or texts[verb] in _HARD:
            return
        if texts[verb] in _SAY and verb > at + 1:
            end = verb + 1
            if texts[end : end + 1] and texts[end] in _WHOM and free[end]:
                end += 1
            if texts[end : end + 1] == ["that"] and free[end]:
                end += 1
            if end < len(texts) and texts[end] not in _HARD:
                free[at:end] = [False] * (end - at)
            return
