"""From a message to tokens: markup taken off, accents and case folded, contractions opened.

Everything that is compared (questions, names, vocabulary) goes through `tokens`, so that both
sides are folded alike.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not decompose but that people leave the stroke off.
_STROKES = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "−": "-",
})  # fmt: skip
_MARKUP = (
    (re.compile(r"<@[^>|]*(?:\|[^>]*)?>|<![^>]*>"), " "),  # mentions of people and groups
    (re.compile(r"<#[^>|]*\|([^>]*)>"), r" \1 "),  # a channel by its name
    (re.compile(r"<(?:https?|mailto):[^>|]*\|([^>]*)>"), r" \1 "),  # a link by its words
    (re.compile(r"\bw/[ce](?=\W)", re.IGNORECASE), " week starting "),
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+'-]*:(?![\w:])"), " "),  # :wave:
)
_TOKEN = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2})?(?![\w-])"  # 2018-01-31, 2018-01
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}(?![\w/])"  # 2018/1/31
    r"|\d{1,2}([./-])\d{1,2}\1\d{4}(?!\w)|\d{1,2}/\d{1,2}/\d\d(?![\w/])"  # 31.01.2018, 31/1/18
    r"|\d{1,2}/\d{1,2}(?![\w/])"  # 31/1
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\w)"  # 17:00
    r"|\d{1,2}(?:[:.]\d{2})? ?[apAP]\.?[mM]\b\.?"  # 4pm, 9.30 a.m.
    r"|\d{1,2}[hH](?:[0-5]\d)?(?!\w)"  # 17h, 17h30
    r"|\d+(?:[.,']\d+)*(?i:st|nd|rd|th|k|m|mn|mio|bn|b)?(?![^\W\d_])"  # 25,000, 1.5m, 31st
    r"|\d+"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"  # a word, with its apostrophes
    r"|[$€£¥₹%<>≤≥+=#&-]"
)
# Figures that are read aloud: "any1", "b4", "track 4 that", "how 2 apply".
_ALOUD = re.compile(
    r"\b(any|some|every|no)1\b|\b(b)4\b|\b2(day|morrow|moro|nite)\b"
    r"|\b4(?= (?:that|this|it|me|my|us|the|a)\b)|(?<=how )2(?= [a-z])|\b2(?= (?:apply|know)\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"([$€£¥₹])\1+")
_FIGURE_BEFORE = re.compile(r"\d[kmKM]? {0,2}$")
_FIGURE_AFTER = re.compile(r" {0,2}[$€£¥₹]?\d")
_CONTRACTED = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
    "whats": "what is", "whens": "when is", "wheres": "where is", "whos": "who is",
    "hows": "how is", "im": "i am", "ive": "i have", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "hasnt": "has not", "havent": "have not", "cant": "can not", "gimme": "give me",
    "wanna": "want to", "gonna": "going to", "lemme": "let me", "let's": "let us",
    "whn": "when", "wen": "when", "whe": "when", "hwen": "when", "teh": "the", "hte": "the",
    "wht": "what", "hw": "how", "abt": "about", "bout": "about", "bfore": "before",
    "hwo": "how", "wich": "which", "wher": "where", "r": "are",
    "appl": "application", "apps": "applications",
    "o'clock": "oclock", "til": "till", "'til": "till", "btwn": "between", "hr": "hour",
    "n": "and", "w": "with", "wk": "week", "wks": "weeks", "mth": "month", "mths": "months",
    "yr": "year", "yrs": "years", "nxt": "next", "lst": "last", "mny": "many", "mch": "much",
    "msg": "message", "msging": "messaging", "ppl": "people",
    "thru": "through",
    "tmw": "tomorrow", "tonite": "tonight", "nite": "night", "hav": "have",
    "dya": "do you", "d'you": "do you", "dyou": "do you", "whaddya": "what do you",
    "whatre": "what are", "whats're": "what are", "wats": "what is", "wut": "what",
    "shouldnt": "should not", "couldnt": "could not", "wouldnt": "would not", "wont": "will not",
    "itll": "it will", "thats": "that is", "youve": "you have", "weve": "we have",
    "theyre": "they are", "im'": "i am", "govt": "government", "univ": "university",
    "uni": "university", "v": "versus", "approx": "approximately",
    "when're": "when are", "theres": "there is", "wt": "what", "mis": "miss", "misd": "missed",
}  # fmt: skip
# "Nextweek", "thismonth".
_CONTRACTED |= {
    f"{step}{unit}": f"{step} {unit}"
    for step in ("next", "this", "last")
    for unit in (
        "week",
        "month",
        "year",
        "quarter",
        "weekend",
        "summer",
        "winter",
        "friday",
        "monday",
    )
}
_ENDINGS = {
    "n't": " not", "'s": "", "'re": " are", "'ll": " will", "'ve": " have", "'d": " would",
    "'m": " am", "'": "",
}  # fmt: skip


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# After these "'s" is a verb; after anything else it is a possessive and says nothing.
_WITH_IS = word_set("what when where who how why which that it there here he she")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded for comparing, and as it was written."""

    text: str
    raw: str

    @property
    def capital(self) -> bool:
        """Whether it was written with a capital first letter."""
        return self.raw[:1].isupper()


def fold(text: str) -> str:
    """Small letters without accents: "Søkelys" -> "sokelys"."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def unmarked(text: str) -> str:
    """A Slack message without its markup."""
    if "<" in text or ":" in text or "/" in text:
        for pattern, instead in _MARKUP:
            text = pattern.sub(instead, text)
    text = html.unescape(text) if "&" in text else text
    text = _SIGNS.sub(r"\1", text)
    text = text.replace(">=", "≥").replace("<=", "≤")
    return text.replace("*", " ").replace("~", " ").replace("_", " ")


def tokens(text: str, most: int = 10_000) -> list[Token]:
    """The tokens of a text, up to `most` and a few. Punctuation without meaning is gone."""
    found: list[Token] = []
    text = _ALOUD.sub(_aloud, text)
    # Strokes first, so that a typographic apostrophe stays inside its word.
    for match in _TOKEN.finditer(text if text.isascii() else _straight(text)):
        if len(found) > most:
            break
        raw = match[0]
        folded = fold(raw)
        if folded[0].isalpha():
            found.extend(Token(word, raw) for word in _opened(folded))
        elif folded == "&":
            found.append(Token("and", raw))
        elif folded != "-" or _between_figures(text, match.start()):
            found.append(Token(folded, raw))
    return found


def _aloud(found: re.Match[str]) -> str:
    one, before, day = found.groups()
    if one:
        return f"{one}one"
    if before:
        return "before"
    if day:
        return "tomorrow" if day.startswith("mor") else "today" if day == "day" else "tonight"
    return "for" if found[0] == "4" else "to"


def _straight(text: str) -> str:
    quotes = str.maketrans("’‘ʼ´`–—‑−", "'''''----")
    return unicodedata.normalize("NFC", text).translate(quotes)


def _between_figures(text: str, at: int) -> bool:
    # A hyphen says something only in "10k-20k" and "1 - 15 March".
    return bool(_FIGURE_BEFORE.search(text, max(0, at - 8), at)) and bool(
        _FIGURE_AFTER.match(text, at + 1)
    )


def _opened(word: str) -> list[str]:
    whole = _CONTRACTED.get(word)
    if whole:
        return whole.split()
    if "'" not in word:
        return [word]
    stem, _, rest = word.rpartition("'")
    if rest == "s" and stem in _WITH_IS:
        return [stem, "is"]
    for ending, instead in _ENDINGS.items():
        if word.endswith(ending):
            return (word[: -len(ending)] + instead).split()
    return [part for part in word.split("'") if part]


def stem(word: str) -> str:
    """A word without its plural: "batches" -> "batch", "bursaries" -> "bursary"."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


_SUFFIXES = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "ed", "er", "al", "ly", "e")


def root(word: str) -> str:
    """What words of one family share, roughly: "fencing" and "fences" -> "fenc"."""
    word = stem(word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word
