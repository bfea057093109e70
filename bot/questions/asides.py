"""What people say about themselves before they ask: "Hi from Kisumu, our upload just ended: ...".

A clause that asks nothing, and says where somebody is, what they do or what time it is, changes no
date and no amount. It is left out where the message cannot be understood with it. Whether one *may*
apply can hang on who one is; such a question is not answered without its aside.
"""

import re
from dataclasses import dataclass

from bot.questions.words import unmarked, word_set

_SENTENCES = re.compile(r"(?<=[?!;\n])|(?<![\s.]\w)(?<!\b[Dd]r)(?<!\b[Ss]t)(?<=\.)(?=\s)")
_CUTS = re.compile(
    r"(?:\s*[,;:()–—]|\s-|\.\.+)\s+|\s+(?=(?:but|so|and|because|cause|cos|as|since)\s+(?:i|we|my|our"
    r"|the|when|what|which|who|how|where|is|are|can|could|do|does|did|by|until)\b)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:so|and|but|because|cause|cos|also|well|ok|okay|now|then)\s+", re.IGNORECASE
)
# How a clause begins that is about whoever asks, about where they are, or about the hour.
_HOUR = (
    r"(?:noon|midnight|late|early|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the \d|"
    r"(?:a )?quarter (?:past|to)|half (?:past )?(?:\d|[a-z]+)|past midnight|"
    r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]m|here|now)|\d{1,2}[:.]\d\d|just (?:past|after|before) |"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)(?: minutes)? "
    r"(?:past|to|o'clock|here|in the))"
)
_ABOUT_SELF = re.compile(
    r"^(?:a+r+g+h+ |oh no |ugh |omg |help )*"
    r"(?:i|im|i'm|i've|ive|we|we're|we've|our|my|me|us|as (?:a|an|the)|since (?:i|we|my|our)|"
    r"because (?:i|we|my|our)|(?:hi|hello|hey|greetings|good \w+|\w+ \w+)? ?from \w+|"
    r"(?:just|still|recently|already|currently|finally|almost|nearly) \w+(?:ed|ing)\b|"
    r"\w+ing (?:right )?now$|dear \w+(?: team)?$|"
    r"writing|asking|calling|speaking|sitting|working|living|here in|over here|long[- ]time|"
    r"first[- ]time|new here|(?:(?:it is|it's|its) (?:already |now |only |exactly |just |still |"
    r"almost |about )*)?" + _HOUR + r"|sorry|apologies|congrat\w*|love|great|nice|"
    r"you (?:are|were) (?:doing )?great|"
    r"the (?:jury|budget|kids|boss|printer|internet|wifi|portal|form|upload)\b)",
    re.IGNORECASE,
)
# A clause with one of these asks something itself, or bounds what is asked.
_ASKS = word_set(
    """
    when what which who whom how where whether why whats whens wheres deadline deadlines if unless
    except without only
    """
)
_BEGINS = word_set(
    """
    is are am was were do does did can could may might will would should has have had tell show list
    give please pls plz explain remind name compare count when what which who whom how where why
    any anything anyone until by from
    """
)


# An aside with one of these may say what the question after it is about.
_SUBJECT = word_set(
    """
    interested interest apply applying applied application proposal submit submitting submitted
    about regarding looking considering thinking call fund funding grant program programme track
    """
)


@dataclass(frozen=True, slots=True)
class Core:
    """A message without its asides, and what was left out."""

    text: str
    aside: str

    @property
    def has_subject(self) -> bool:
        """Whether what was left out may name what is asked about."""
        return bool(_SUBJECT & set(re.findall(r"[a-z]+", self.aside.lower())))


def core(message: str) -> Core | None:
    """The message without clauses that only speak of the asker; None where there is no such."""
    kept: list[str] = []
    left_out: list[str] = []
    for sentence in filter(str.strip, _SENTENCES.split(unmarked(message))):
        parts = [part for part in _CUTS.split(sentence.strip()) if part and part.strip()]
        asides = [part for part in parts if _is_aside(part)]
        left_out += asides
        rest = [_LINK.sub("", part) for part in parts if part not in asides]
        if rest and asides:
            kept.append(", ".join(rest))
        elif rest:
            kept.append(sentence.strip())
    if not kept or not left_out:
        return None
    return Core("\n".join(kept), ". ".join(left_out))


def _is_aside(part: str) -> bool:
    plain = _LINK.sub("", part.strip())
    words = re.findall(r"[\w']+", plain.lower())
    if not words or "?" in plain or _ASKS & set(words):
        return False
    if not _ABOUT_SELF.match(plain):
        return False
    return words[0] not in _BEGINS or words[0] == "from"
