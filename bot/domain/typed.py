"""What people type, before it is kept or shown: nothing in it that a database, a network or an eye
cannot take."""

import unicodedata

# They look like nothing though they count as letters or symbols: fillers of Hangul, blank Braille.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Spaces, controls, what joins or marks, and what is no character: alone, none of it shows.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})


def typed(text: str) -> str:
    """A text without control characters other than ends of lines and tabs, without halves of
    surrogate pairs, and without the space around it; "" where nothing of it can be seen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept.strip() if any(map(_shows, kept)) else ""


def _shows(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character) not in _UNSEEN
