"""Words of one family, told by how they begin and how they end."""

from functools import lru_cache

from bot.questions.words import word_set

_SUFFIXES = word_set(
    """
    s es ed er ers or ors ing ings ion ions ation ations ian ians al ally ly y ies ist ists ment
    ments ity ive able ic ics ical ant ants ance ence ful ish en ens e r rs d ged ging ling ler
    ating ate ates ated ional able
    """
) | {""}
_PLAIN = word_set("s es ed er ers ing ings e d ged ging") | {""}


@lru_cache(maxsize=32768)
def akin(one: str, two: str) -> bool:
    """Whether two words are of one family: "fencing" and "fence", "musicians" and "music"."""
    if one == two:
        return True
    if one[:3] != two[:3]:
        return False
    shared = 0
    for first, second in zip(one, two, strict=False):
        if first != second:
            break
        shared += 1
    shorter = min(len(one), len(two))
    if shared < 3 or shared < shorter - 2 or (shared == 3 and shorter > 3):
        return False
    endings = _SUFFIXES if shorter > 4 else _PLAIN
    return one[shared:] in endings and two[shared:] in endings
