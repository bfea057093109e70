"""Sentences that several answers share: deadlines, amounts, lists and the source line."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.domain import wording
from bot.domain.countdown import Left, remaining
from bot.domain.model import Award, Deadline, Program, Track
from bot.domain.money import count, money
from bot.domain.spans import Line, Link, ReaderTime, Span, Strong, join
from bot.questions.query import JSON

MOST = 10  # lines of a list


def name_of(program: Program, deadline: Deadline) -> str:
    """The track's name and the deadline's label."""
    return f"{program.tracks_by_key[deadline.track].name} ({deadline.label})"


def when(program: Program, deadline: Deadline, now: datetime) -> tuple[Span, ...]:
    """ "Wednesday 31 January 2018 at 23:59, Los Angeles time", "today, ..." in its last hours."""
    left = remaining(deadline.closes, program.zone, now)
    today = left.left is Left.HOURS and left.today and left.days == 0 and left.hours < 24
    stated = deadline.closes.day == now.astimezone(program.zone).date()
    lead = "today, " if today and stated else ""
    return f"{lead}{wording.closes(deadline, program.locale)}", ReaderTime(deadline.closes.at)


def closing(
    program: Program, deadline: Deadline, now: datetime, subject: str, *, many: bool = False
) -> Line:
    """A whole sentence on one deadline, or on `many` that are alike, true at `now`."""
    if deadline.closes.at <= now:
        return (Strong(subject), " closed on ", *when(program, deadline, now), ".")
    if deadline.opens and deadline.opens > now:
        opens = wording.moment(deadline.opens, program.zone, program.locale)
        return (
            Strong(subject),
            f" open{'' if many else 's'} on {opens}",
            ReaderTime(deadline.opens),
            f" and close{'' if many else 's'} on ",
            *when(program, deadline, now),
            ".",
        )
    verb = " close" if many else " closes"
    verb += " " if _is_today(program, deadline, now) else " on "
    left = wording.time_left(program, deadline, now)
    return (Strong(subject), verb, *when(program, deadline, now), ": ", Strong(left), ".")


def _is_today(program: Program, deadline: Deadline, now: datetime) -> bool:
    first = when(program, deadline, now)[0]
    return isinstance(first, str) and first.startswith("today")


def item(program: Program, deadline: Deadline, now: datetime) -> Line:
    """A deadline as one line of a list."""
    subject = name_of(program, deadline)
    if deadline.closes.at <= now:
        return ("• ", Strong(subject), ": closed on ", *when(program, deadline, now))
    tail: tuple[Span, ...] = (f" ({wording.time_left(program, deadline, now)})",)
    if deadline.opens and deadline.opens > now:
        opens = wording.day(_local(program, deadline.opens), program.locale)
        tail = (f" (opens on {opens}", ReaderTime(deadline.opens), ")")
    return ("• ", Strong(subject), ": ", *when(program, deadline, now), *tail)


def amount_lines(program: Program, track: Track, *, quiet: bool) -> list[Line]:
    """How much one can ask for; `quiet` says nothing where the program does not say."""
    low = track.amount.min if track.amount else None
    high = track.amount.max if track.amount else None
    shown = [money(a, program.currency, program.locale) for a in (low, high) if a is not None]
    if not shown:
        text = f"{track.name} does not say how much one can ask for."
        return [] if quiet else [(text,)]
    if low == high:
        words = shown[0]
    elif len(shown) == 2:
        words = f"between {shown[0]} and {shown[1]}"
    else:
        words = f"{'up to' if high is not None else 'at least'} {shown[0]}"
    lead = "One can ask for" if quiet else f"{track.name}: one can ask for"
    return [(f"{lead} ", Strong(words), ".")]


def apply_line(tracks: Sequence[Track]) -> tuple[Line, ...]:
    """Where to apply for these tracks; no line where nobody says."""
    spans: list[Span] = []
    for track in tracks:
        if track.apply_url:
            lead = "Apply: " if not spans else ", "
            spans += [lead, Link(track.apply_url, track.name)]
            if len(tracks) > 1:
                spans.append(f" ({track.name})")
    return (tuple(spans),) if spans else ()


def award_amount(program: Program, award: Award) -> str:
    """ "$71,356 (€51,000)"."""
    shown = money(award.amount, program.currency, program.locale)
    if award.original and award.original.currency != program.currency:
        original = money(award.original.amount, award.original.currency, program.locale)
        return f"{shown} ({original})"
    return shown


def purpose(award: Award) -> str:
    """The purpose so that it follows a sentence: ", to improve ...", ", for a crawler ..."."""
    text = award.purpose.strip().rstrip(".")
    if not text:
        return ""
    return f", {text}" if text.split()[0] in {"to", "for", "towards"} else f", for {text}"


def award_item(program: Program, award: Award) -> Line:
    """An award as one line of a list."""
    day = wording.day(award.awarded, program.locale)
    return ("• ", Strong(award.recipient), f": {award_amount(program, award)}, {day}")


def listed(items: Sequence[Line], of: int | None = None) -> tuple[Line, ...]:
    """At most ten lines, and how many more there are `of` them all."""
    more = (of or len(items)) - MOST
    if more <= 0:
        return tuple(items)
    return (*items[:MOST], (f"and {count(more, 'more', 'more')}",))


def source(program: Program, names: Iterable[str], changed: Iterable[datetime | None]) -> Line:
    """ "Source: Foundational Technology, changed 23 January 2018"."""
    named = list(dict.fromkeys(names))
    who = join(named) if 0 < len(named) <= 3 else f"the records of {program.short_name}"
    days = [at for at in changed if at]
    tail = f", changed {wording.day(_local(program, max(days)), program.locale)}" if days else ""
    return (f"Source: {who}{tail}",)


def track_source(program: Program, tracks: Iterable[Track]) -> Line:
    """The source line of an answer on tracks."""
    used = list(tracks)
    stamps = [at for t in used for at in (t.changed_at, *(d.changed_at for d in t.deadlines))]
    return source(program, (track.name for track in used), stamps)


def award_source(program: Program, awards: Sequence[Award]) -> Line:
    """The source line of an answer on awards."""
    names = [award.recipient for award in awards]
    if len(set(names)) <= 3:
        return source(program, names, (award.changed_at for award in awards))
    stamps = (award.changed_at for award in awards)
    return source(program, [f"the awards of {program.short_name}"], stamps)


def _local(program: Program, at: datetime) -> date:
    return at.astimezone(program.zone).date()


def deadline_fact(program: Program, deadline: Deadline, now: datetime) -> JSON:
    """A deadline for machines."""
    left = remaining(deadline.closes, program.zone, now)
    return {
        "track": deadline.track,
        "key": deadline.key,
        "label": deadline.label,
        "opens": deadline.opens.isoformat() if deadline.opens else None,
        "closes": deadline.closes.at.isoformat(),
        "days_left": left.days if left.left is not Left.CLOSED else None,
        "passed": left.left is Left.CLOSED,
    }


def award_fact(program: Program, award: Award) -> JSON:
    """An award for machines."""
    fact: dict[str, JSON] = {
        "key": award.key,
        "recipient": award.recipient,
        "track": award.track,
        "amount": str(award.amount),
        "currency": program.currency,
        "awarded": award.awarded.isoformat(),
    }
    if award.original:
        fact["original"] = {
            "amount": str(award.original.amount),
            "currency": award.original.currency,
        }
    return fact
