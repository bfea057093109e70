"""Awards that nobody may hear of yet, and the texts that name them all the same."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from bot.domain.graphemes import addresses
from bot.domain.model import Award, Program
from bot.domain.wording import moment

# Letters of the shortest name that is looked for; shorter ones are words of their own too often.
SHORTEST = 4


def named(
    program: Program, texts: Iterable[str], at: datetime, own: Collection[str] = ()
) -> list[Award]:
    """The awards that are not public at `at` and that a text names, by name or handle; `own` are
    the keys of those that the text is drawn from, which are seen to elsewhere.

    A recipient that has a public award too may be named, but not with the amount of the other.
    """
    said = [_plain(text) for text in texts]
    public = {
        name.casefold() for award in program.awards if award.is_public(at) for name in _names(award)
    }
    return [
        award
        for award in program.awards
        if award.key not in own
        and not award.is_public(at)
        and any(_is_in(award, text, public) for text in said)
    ]


def sentence(award: Award, program: Program) -> str:
    """Why an award may not be named: "it names Zappa, which is under embargo until …"."""
    if not award.published or award.publish_at is None:
        return f"it names {award.recipient}, whose award is not published"
    until = moment(award.publish_at, program.zone, program.locale)
    return f"it names {award.recipient}, whose award is under embargo until {until}"


def _is_in(award: Award, text: str, public: Collection[str]) -> bool:
    names = [name for name in _names(award) if _has(name, text)]
    if not names:
        return False
    if any(name.casefold() not in public for name in names):
        return True
    figures = f"{award.amount:.2f}".removesuffix(".00")
    return re.search(rf"(?<![\d.,]){figures}(?!\d|[.,]\d)", _ungrouped(text)) is not None


def _names(award: Award) -> Iterator[str]:
    handles = (award.handles.x, award.handles.mastodon, award.handles.bluesky)
    for given in (award.recipient, *award.aliases, *handles):
        name = " ".join(given.split())
        if sum(char.isalnum() for char in name) >= SHORTEST:
            yield name


def _has(name: str, text: str) -> bool:
    """Whether a text has a name, as a whole. One word alone counts as it is written or in capitals
    ("Linked" is a name, and "linked" is none); more of them and handles count in any case."""
    if " " in name or name.startswith("@"):
        return _word(name.casefold(), text.casefold())
    return _word(name, text) or _word(name.upper(), text)


def _word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _plain(text: str) -> str:
    """A text without its links, which have names of their own, and with single spaces."""
    for start, end in reversed(addresses(text)):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())


def _ungrouped(text: str) -> str:
    """A text with its figures as one: "$71,356" is "$71356"."""
    return re.sub(r"(?<=\d)[,.'’\s](?=\d{3}(?!\d))", "", text)
