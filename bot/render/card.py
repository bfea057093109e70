"""What stands on an announcement's card, and the words for those who cannot see it."""

from dataclasses import dataclass

from bot.domain import wording
from bot.domain.announcement import Content, Kind
from bot.domain.model import Award, Money, Program
from bot.domain.money import count, money
from bot.render.colors import USUAL
from bot.render.typeface import lacking

# Award names on a card of several.
_MOST_NAMES = 6
# X takes the shortest alt texts, 1000 characters.
# https://docs.x.com/x-api/media/create-media-metadata
ALT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: the program's name above, a headline, a figure under it, some lines, a foot. `alt`
    says all of it."""

    name: str
    color: str
    headline: str
    figure: str = ""
    lines: tuple[str, ...] = ()
    foot: str = ""
    alt: str

    @property
    def lacking(self) -> str:
        """Letters on it that no font here has; a card with any cannot be drawn."""
        shown = (self.name, self.headline, self.figure, *self.lines, self.foot)
        return lacking(" ".join(shown))


def card_of(program: Program, content: Content) -> Card | None:
    """The card of an announcement; None where it has none (corrections, what is taken down)."""
    match content.kind:
        case Kind.AWARD if len(content.awards) == 1:
            return _of_award(program, content.awards[0])
        case Kind.AWARD | Kind.AWARDS if content.awards:
            return _of_awards(program, content.awards)
        case Kind.DEADLINE if content.deadline:
            return _of_deadline(program, content)
        case Kind.ROUNDUP:
            said = content.roundup or content.text
            return _plain(program, content.title, said.strip().split("\n")[0])
        case Kind.NEWS:
            return _plain(program, content.title, "")
        case _:
            return None


def _card(program: Program, **fields: object) -> Card:
    return Card(name=program.name, color=program.color or USUAL, **fields)  # type: ignore[arg-type]


def _of_award(program: Program, award: Award) -> Card:
    amount = _money(program, Money(award.amount, program.currency))
    given = award.original
    beside = f" ({_money(program, given)})" if given and given.currency != program.currency else ""
    track = program.tracks_by_key.get(award.track or "")
    foot = track.name if track else ""
    alt = f"{program.name}: award of {amount}{beside} to {award.recipient}"
    return _card(
        program,
        headline=award.recipient,
        figure=amount + beside,
        foot=foot,
        alt=_alt(f"{alt}, {foot}." if foot else f"{alt}."),
    )


def _of_awards(program: Program, awards: tuple[Award, ...]) -> Card:
    total = _money(program, Money(sum((a.amount for a in awards), awards[0].amount * 0),
                                  program.currency))  # fmt: skip
    told = tuple(
        f"{award.recipient}: {_money(program, Money(award.amount, program.currency))}"
        for award in awards
    )
    shown = told
    if len(told) > _MOST_NAMES:
        more = len(told) - _MOST_NAMES + 1
        shown = (*told[: _MOST_NAMES - 1], f"and {count(more, 'more', 'more')}")
    headline = wording.capital(count(len(awards), "award"))
    return _card(
        program,
        headline=headline,
        figure=total,
        lines=shown,
        alt=_alt(f"{program.name}: {count(len(awards), 'award')}, {total}. {'; '.join(told)}."),
    )


def _of_deadline(program: Program, content: Content) -> Card:
    deadline = content.deadline
    if deadline is None:
        raise ValueError("a card of a deadline needs one")
    track = program.tracks_by_key.get(deadline.track)
    name = track.name if track else deadline.label
    closes = wording.closes(deadline, program.locale)
    before = f"moved from {content.before}" if content.before else ""
    alt = f"{program.name}: {name}, {deadline.label} closes {closes}"
    return _card(
        program,
        headline=name,
        figure=wording.weekday(deadline.closes.day, program.locale),
        lines=tuple(line for line in (wording.closing_hour(deadline, program.locale), before)
                    if line),
        foot=deadline.label,
        alt=_alt(f"{alt}, {before}." if before else f"{alt}."),
    )  # fmt: skip


def _plain(program: Program, headline: str, line: str) -> Card | None:
    first, rest = (headline, line) if headline else (line, "")
    if not first:
        return None
    said = f"{program.name}: {first.rstrip('.')}."
    return _card(
        program,
        headline=first,
        lines=(rest,) if rest else (),
        alt=_alt(f"{said} {rest}".strip()),
    )


def _money(program: Program, one: Money) -> str:
    # A space that no line is broken at is one like any other here.
    return money(one.amount, one.currency, program.locale).replace("\xa0", " ")


def _alt(text: str) -> str:
    """The words, cut at the last whole one where they are too many."""
    one = " ".join(text.split())
    if len(one) <= ALT:
        return one
    return one[: ALT - 2].rpartition(" ")[0] + " …"
