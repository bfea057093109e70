"""What is odd about an announcement, said to whoever approves it: a warning, never a refusal.

It looks like an earlier one; or its amount, currency, recipient or link is not the record's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from babel.numbers import get_currency_symbol
from rapidfuzz import fuzz

from bot.domain.announcement import Content, Texts
from bot.domain.graphemes import addresses, whole_spans
from bot.domain.ledger import Destination
from bot.domain.links import written
from bot.domain.model import Award, Money, Program
from bot.domain.money import currencies, money, parse_amount
from bot.domain.spans import join

# From here on two texts with the same figures are as good as the same.
_ALIKE = 90
NETWORKS = {
    "slack": "Slack",
    "x": "X",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "discord": "Discord",
    "webhook": "Webhook",
}
_FIGURES = r"\d(?:[\d.,'’\u00a0\u202f]*\d)?"
# A sum with its currency before or after it: "$71,356", "US$5", "CHF 51,000", "1.500,50 €".
_SUM = re.compile(
    rf"(?<!\w)(?P<before>[A-Z]{{3}}|[A-Z]{{0,3}}[$€£¥₹₩₽₺₴₪₫฿₦₱₡₲₵₸₮₼₾]|zł|kr\.?|Kč|R)"
    rf"[\s\u00a0\u202f]?(?P<first>{_FIGURES})(?![\w%])"
    rf"|(?<![\w.,])(?P<second>{_FIGURES})[\s\u00a0\u202f]?"
    rf"(?P<after>[A-Z]{{3}}\b|[$€£¥₹₩₽₺₴₪₫฿₦₱₡₲₵₸₮₼₾]|zł|kr\b|Kč)"
)
_MENTION = re.compile(r"(?<![\w@/.])@\w{1,15}(?![\w@])")
_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


def warnings(
    content: Content, texts: Texts, program: Program, earlier: Sequence[tuple[str, Texts]]
) -> list[str]:
    """What to look at twice, a sentence each; `earlier` are announcements with their titles."""
    found = [
        f"This looks like an earlier announcement: {title}."
        for title, before in earlier
        if _is_like(content, texts, before)
    ]
    if content.awards:
        record = _Record(content.awards, program, content.link)
        said = {code: list(record.differences(code, text)) for code, text in texts.items()}
        found += _with_places(said)
    return found


def mentions_on_x(texts: Texts) -> list[str]:
    """A warning where a text for X mentions somebody.

    https://docs.x.com/changelog (23 February 2026), https://help.x.com/en/rules-and-policies/x-automation
    """
    said = (
        "The text for X mentions somebody: X may refuse mentions by automated accounts on its "
        "self-serve plans."
    )
    return [said] if _MENTION.search(texts.get("x", "")) else []


def _is_like(content: Content, texts: Texts, before: Texts) -> bool:
    return any(
        _says_the_same(text, other) or _is_of_the_same(content.awards, other)
        for text in _bare_texts(texts)
        for other in _bare_texts(before)
    )


def _bare_texts(texts: Texts) -> set[str]:
    """The different texts, without tags, whose number differs between networks."""
    return {" ".join(re.sub(r"(?<!\S)#\w+", "", text).split()) for text in texts.values()}


def _says_the_same(text: str, other: str) -> bool:
    """Whether two texts have the same figures, and nearly the same words. Of templates all else is
    the same: "$5,000 to Zappa" and "$6,000 to Kappa" are not."""
    if not text or sorted(_DIGITS.findall(text)) != sorted(_DIGITS.findall(other)):
        return False
    return fuzz.ratio(text.casefold(), other.casefold()) >= _ALIKE and not _names_another(
        text, other
    )


def _names_another(text: str, other: str) -> bool:
    """Whether the texts differ by a name alone: a word with a capital in one that is no slip of any
    in the other."""
    here, there = _names(text), _names(other)
    return any(
        max((fuzz.ratio(name, near) for near in there), default=0) < 75 for name in here - there
    )


def _names(text: str) -> set[str]:
    return {word for word in _WORDS.findall(text) if word[:1].isupper()}


def _is_of_the_same(awards: Iterable[Award], other: str) -> bool:
    """Whether an earlier text names the same recipients with the same amounts, however worded."""
    awards = tuple(awards)
    sums = {_decimal(found["first"] or found["second"], "en") for found in _sums(other)}
    return bool(awards) and all(
        award.amount in sums and _names_recipient(award, other) for award in awards
    )


def _names_recipient(award: Award, text: str) -> bool:
    # Not in a link, which has the name of whoever runs that site.
    folded = _bare_of_links(text).casefold()
    return any(_has_word(name.casefold(), folded) for name in (award.recipient, *award.aliases))


def _bare_of_links(text: str) -> str:
    for start, end in reversed(addresses(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _has_word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


class _Record:
    """What the records say of some awards, to hold texts against."""

    def __init__(self, awards: Sequence[Award], program: Program, link: str) -> None:
        self.awards = awards
        self.program = program
        total = Money(sum((a.amount for a in awards), Decimal()), program.currency)
        recorded = [Money(award.amount, program.currency) for award in awards]
        originals = [award.original for award in awards if award.original]
        self.needed = recorded
        self.sums = [*recorded, *originals, total]
        self.links = {url for url in (link, program.url, *(a.url for a in awards)) if url}
        self.links |= {track.apply_url for track in program.tracks if track.apply_url}

    def differences(self, code: str, text: str) -> Iterator[str]:
        """What a text says otherwise; a sentence without its full stop and its place each."""
        yield from self._sums(text)
        yield from self._recipients(text, Destination.parse(code).network)
        yield from self._links(text)

    def _sums(self, text: str) -> Iterator[str]:
        said = [self._said(found) for found in _sums(text)]
        for words, amount, sign in said:
            same = [one for one in self.sums if one.amount == amount]
            if not same:
                yield f"{words} is not a sum of the record"
            elif not any(sign in self._signs(one.currency) for one in same):
                yield f"{words} is in another currency than the record's {self._shown(same[0])}"
        amounts = {amount for _, amount, _ in said}
        for one in self.needed:
            if one.amount not in amounts:
                yield f"the amount of the record, {self._shown(one)}, is not in it"

    def _said(self, found: re.Match[str]) -> tuple[str, Decimal | None, str]:
        sign, figures = found["before"] or found["after"], found["first"] or found["second"]
        return found[0].strip(), _decimal(figures, self.program.locale), sign

    def _signs(self, currency: str) -> set[str]:
        locales = (self.program.locale.replace("-", "_"), "en", "en_US")
        return {currency, *(get_currency_symbol(currency, locale) for locale in locales)}

    def _shown(self, one: Money) -> str:
        return money(one.amount, one.currency, self.program.locale)

    def _recipients(self, text: str, network: str) -> Iterator[str]:
        for award in self.awards:
            handle = award.handles.on(network)
            if not _names_recipient(award, text) and not (handle and handle in text):
                yield f"the recipient of the record, {award.recipient}, is not named"
        known = {award.handles.on(network).casefold() for award in self.awards}
        for start, end in whole_spans(text):
            mention = text[start:end]
            if mention.startswith("@") and mention.casefold() not in known and network in NETWORKS:
                yield f"{mention} is not a handle of the record"

    def _links(self, text: str) -> Iterator[str]:
        said = {text[start:end] for start, end in addresses(text)}
        known = {_link(url) for url in self.links}
        for url in sorted(said):
            if _link(url) not in known:
                yield f"{url} is not a link of the record"
        for award in self.awards:
            if award.url and said and not {_link(award.url)} & {_link(url) for url in said}:
                yield f"the link of the record, {written(award.url)}, is not in it"


def _sums(text: str) -> Iterator[re.Match[str]]:
    """The sums of money in a text; three letters are a currency, or none ("RFC 2119")."""
    for found in _SUM.finditer(text):
        sign = found["before"] or found["after"]
        if len(sign) != 3 or not sign.isascii() or sign in currencies():
            yield found


def _link(url: str) -> str:
    """An address as it is compared: https for http, and no slash at the end."""
    return re.sub(r"^https?://", "", written(url)).rstrip("/")


def _decimal(figures: str, locale: str) -> Decimal | None:
    """Figures as a number: as the locale has them, else as English has."""
    for name in (locale, "en"):
        try:
            return parse_amount(figures, name)
        except ValueError:
            continue
    return None


def _with_places(said: Mapping[str, Sequence[str]]) -> list[str]:
    """Each difference once, with the networks where it is, unless it is on all."""
    found: dict[str, list[str]] = {}
    for code, differences in said.items():
        for difference in dict.fromkeys(differences):
            found.setdefault(difference, []).append(code)
    return [_sentence(difference, codes, len(said)) for difference, codes in found.items()]


def _sentence(difference: str, codes: Sequence[str], of: int) -> str:
    if len(codes) == of:
        # An address stays as it is written.
        first = difference[:1] if difference.startswith("http") else difference[:1].upper()
        return f"{first}{difference[1:]}."
    names = dict.fromkeys(_network_name(code) for code in codes)
    return f"{join(names)}: {difference}."


def _network_name(code: str) -> str:
    network = Destination.parse(code).network
    return NETWORKS.get(network, network)
