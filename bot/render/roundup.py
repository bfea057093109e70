"""A round-up in words: for threads and messages, for Slack, as Markdown and as HTML."""

import html as escaping
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain import wording
from bot.domain.announcement import purpose_clause
from bot.domain.dates import MONTHS
from bot.domain.model import Award, Money
from bot.domain.money import count, money
from bot.domain.roundup import OpenTrack, RoundUp, Stated, Sum
from bot.domain.spans import Line, Link, Span, Strong, plain
from bot.render.slack import mrkdwn

# What Markdown would take for markup (https://spec.commonmark.org/0.31.2/#backslash-escapes), and
# an @ or # that some readers make a mention or a reference of.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@&])")


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a title; the first of a round-up has none."""

    title: str
    lines: tuple[Line, ...]


def title(found: RoundUp) -> str:
    """ "MOSS since October 2017"."""
    return f"{found.program.short_name} {_period(found)}"


def sections(found: RoundUp) -> tuple[Section, ...]:
    """The whole of it; what there is nothing to say about is left out."""
    parts = (
        Section("", tuple(_opening(found))),
        Section("By track", tuple(_sum_line(found, one) for one in _told(found))),
        Section("Awards", tuple(_award_line(found, award) for award in found.awards)),
        Section("Open now", tuple(_open_line(found, one) for one in found.open)),
    )
    return tuple(part for part in parts if part.lines)


def plain_text(found: RoundUp) -> str:
    """Plain text, for a thread on any network: a paragraph for each section."""
    return "\n\n".join(
        "\n".join([f"{part.title}:"] * bool(part.title) + _items(part, plain, "• "))
        for part in sections(found)
    )


def slack_lines(found: RoundUp) -> list[str]:
    """Slack's mrkdwn, a text for each section."""
    return [
        "\n".join([f"*{part.title}*"] * bool(part.title) + _items(part, mrkdwn, "• "))
        for part in sections(found)
    ]


def markdown(found: RoundUp) -> str:
    """Markdown, for a newsletter or a page."""
    texts = [f"# {_marked(title(found))}"]
    for part in sections(found):
        if part.title:
            texts.append(f"## {part.title}")
        between = "\n" if part.title else "\n\n"
        texts.append(between.join(_items(part, _markdown, "- ")))
    return "\n\n".join(texts) + "\n"


def html(found: RoundUp) -> str:
    """HTML: a piece of a page, in an `<article>`."""
    texts = [f"<h1>{escaping.escape(title(found))}</h1>"]
    for part in sections(found):
        if part.title:
            items = "\n".join(f"<li>{_html(line)}</li>" for line in part.lines)
            texts.append(f"<h2>{escaping.escape(part.title)}</h2>\n<ul>\n{items}\n</ul>")
        else:
            texts += [f"<p>{_html(line)}</p>" for line in part.lines]
    return "\n".join(["<article>", *texts, "</article>", ""])


def _items(part: Section, shown: Callable[[Line], str], bullet: str) -> list[str]:
    return [f"{bullet if part.title else ''}{shown(line)}" for line in part.lines]


def _opening(found: RoundUp) -> Iterable[Line]:
    name, awards = found.program.short_name, found.total.awards
    if not awards:
        yield (f"{name} has given no awards {_period(found)}.",)
        return
    total = _money(found, found.total.total)
    yield (
        f"{name} has given ", Strong(total), " in ", Strong(count(awards, "award")),
        f" {_period(found)}.",
    )  # fmt: skip
    for one in found.stated:
        yield (_stated(found, one),)


def _stated(found: RoundUp, one: Stated) -> str:
    how = "one award" if one.awards == 1 else count(one.awards, "award")
    recorded, given = _money(found, one.recorded), _money(found, one.given)
    return f"{recorded} of this, {how}, was given as {given}."


def _told(found: RoundUp) -> tuple[Sum, ...]:
    """The sums by track, where there is any track to tell apart."""
    return found.tracks if any(one.track for one in found.tracks) else ()


def _sum_line(found: RoundUp, one: Sum) -> Line:
    name = one.track.name if one.track else "No track"
    return (Strong(name), f": {_money(found, one.total)} in {count(one.awards, 'award')}")


def _award_line(found: RoundUp, award: Award) -> Line:
    program = found.program
    amount = money(award.amount, program.currency, program.locale)
    if award.original and award.original.currency != program.currency:
        amount += f" ({_money(found, award.original)})"
    parts: list[Span] = [Strong(award.recipient), f": {amount}"]
    if award.purpose:
        parts.append(purpose_clause(award.purpose) if _follows(award) else f" for {_bare(award)}")
    track = program.tracks_by_key.get(award.track or "")
    if track:
        parts.append(f" ({track.name})")
    if award.url:
        parts += [" ", Link(award.url, award.url)]
    return tuple(parts)


def _follows(award: Award) -> bool:
    return award.purpose.startswith(("to ", "for "))


def _bare(award: Award) -> str:
    return award.purpose.rstrip(".")


def _open_line(found: RoundUp, one: OpenTrack) -> Line:
    locale = found.program.locale
    parts: list[Span] = [Strong(one.track.name)]
    if one.deadline:
        closes = wording.closes(one.deadline, locale)
        parts.append(f": {one.deadline.label} closes {closes}")
    else:
        parts.append(": no deadline")
    if one.track.apply_url:
        parts += [", apply at ", Link(one.track.apply_url, one.track.apply_url)]
    return tuple(parts)


def _period(found: RoundUp) -> str:
    """ "since October 2017", or "from October 2017 to 15 December 2017"."""
    today = found.now.astimezone(found.program.zone).date()
    since = _day(found, found.since)
    if found.until >= today:
        return f"since {since}"
    return f"from {since} to {wording.day(found.until, found.program.locale)}"


def _day(found: RoundUp, day: date) -> str:
    if day.day == 1:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return wording.day(day, found.program.locale)


def _money(found: RoundUp, one: Money) -> str:
    return money(one.amount, one.currency, found.program.locale)


def _markdown(line: Line) -> str:
    return "".join(_markdown_span(span) for span in line)


def _markdown_span(span: Span) -> str:
    match span:
        case Strong(text):
            return f"**{_marked(text)}**"
        case Link(url, text):
            address = url.replace("<", "%3C").replace(">", "%3E").replace("\n", "")
            return f"<{address}>" if text == url else f"[{_marked(text)}](<{address}>)"
        case _:
            return _marked(plain((span,)))


def _marked(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split("\n")))


def _html(line: Line) -> str:
    return "".join(_html_span(span) for span in line)


def _html_span(span: Span) -> str:
    match span:
        case Strong(text):
            return f"<strong>{escaping.escape(text)}</strong>"
        case Link(url, text):
            return f'<a href="{escaping.escape(url)}">{escaping.escape(text)}</a>'
        case _:
            return escaping.escape(plain((span,)))
