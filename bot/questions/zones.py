"""Time zones as people name them in a question: "in UTC", "Berlin time", "in los angeles"."""

from functools import lru_cache
from zoneinfo import available_timezones

from bot.questions.words import Token, fold, tokens, word_set

_SAID = {
    "utc": "UTC", "gmt": "UTC", "zulu": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "central european": "Europe/Berlin", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles", "edt": "America/New_York",
    "eastern": "America/New_York", "nyc": "America/New_York", "uk": "Europe/London",
    "british": "Europe/London", "german": "Europe/Berlin", "french": "Europe/Paris",
    "japanese": "Asia/Tokyo", "indian": "Asia/Kolkata", "san francisco": "America/Los_Angeles",
    "california": "America/Los_Angeles", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata", "beijing": "Asia/Shanghai", "boston": "America/New_York",
    "seattle": "America/Los_Angeles", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin",
    "barcelona": "Europe/Madrid", "milan": "Europe/Rome", "kiev": "Europe/Kyiv",
    "wellington": "Pacific/Auckland",
}  # fmt: skip
# These alone are zones; a city is one only in "in Berlin" or "Berlin time".
_ALONE = word_set("utc gmt cet cest pst pdt edt")
_TIME = word_set("time timezone zone hours")
_AREAS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
_LONGEST = 3
_LEADS = word_set("in to into")


@lru_cache
def _cities() -> dict[tuple[str, ...], str]:
    named = {
        tuple(token.text for token in tokens(name.rpartition("/")[2].replace("_", " "))): name
        for name in sorted(available_timezones())
        if name.startswith(_AREAS)
    }
    return named | {tuple(fold(said).split()): zone for said, zone in _SAID.items()}


def zone_at(words: list[Token], at: int, free: list[bool]) -> tuple[str, int, int] | None:
    """The zone named at token `at`: its IANA name, and the tokens that say it."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        end = at + length
        zone = _cities().get(tuple(word.text for word in words[at:end]))
        if zone is None or not all(free[at:end]):
            continue
        begin = at - 1 if at and words[at - 1].text in _LEADS else at
        after = end
        while after < len(words) and words[after].text in _TIME:
            after += 1
        if begin < at or after > end or words[at].text in _ALONE:
            return zone, begin, after
    return None
