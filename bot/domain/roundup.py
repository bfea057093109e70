"""The program's periodic update, from its records: what was given, and what is open.

Sums are of what the records say in each currency; nothing is converted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.model import Award, Deadline, Money, Program, Status, Track
from bot.domain.recurrence import deadlines_between

# How far a series is looked ahead for its next deadline.
_AHEAD = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Awards of one track, or all: how many, and how much in the program's currency. `track` is
    None for all, and for awards that name none."""

    track: Track | None
    awards: int
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Awards that were given in another currency: what they are together there, and what the
    records say for them in the program's."""

    awards: int
    given: Money
    recorded: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTrack:
    """A track that one can apply to, and the deadline that comes next, if it has any."""

    track: Track
    deadline: Deadline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUp:
    """A round-up of the days from `since` to `until`, both included, as it stood at `now`."""

    program: Program
    since: date
    until: date
    now: datetime
    total: Sum
    stated: tuple[Stated, ...]
    tracks: tuple[Sum, ...]
    awards: tuple[Award, ...]
    open: tuple[OpenTrack, ...]


def roundup(program: Program, since: date, until: date, now: datetime) -> RoundUp:
    """What was awarded in these days, the newest first, and what is open at `now`. Nothing that
    the public may not see at `now` is in it. Raises ValueError where the days are the wrong way
    round."""
    if until < since:
        raise ValueError(f"{until} is before {since}")
    chosen = [a for a in program.public_awards(now) if since <= a.awarded <= until]
    # The newest first; of one day, in the order of the records.
    awards = sorted(chosen, key=lambda award: award.awarded, reverse=True)
    open_ones = (
        OpenTrack(track=track, deadline=_next(track, now))
        for track in program.tracks
        if is_open(track, now)
    )
    return RoundUp(
        program=program,
        since=since,
        until=until,
        now=now,
        total=_sum(program, None, awards),
        stated=_stated(program, awards),
        tracks=_by_track(program, awards),
        awards=tuple(awards),
        open=tuple(open_ones),
    )


def is_open(track: Track, now: datetime) -> bool:
    """Whether a track counts as open: by its status, and by its deadlines if it has any."""
    if track.status is not Status.OPEN:
        return False
    if not track.deadlines and not track.series:
        return True
    recurring = any(d for d in deadlines_between(track, now, now + _AHEAD) if _recurs(track, d))
    return recurring or any(deadline.is_open(now) for deadline in track.deadlines)


def _recurs(track: Track, deadline: Deadline) -> bool:
    return all(deadline.key != one.key for one in track.deadlines)


def _next(track: Track, now: datetime) -> Deadline | None:
    """The soonest deadline that one can apply to now."""
    coming = deadlines_between(track, now, now + _AHEAD)
    return next((deadline for deadline in coming if deadline.is_open(now)), None)


def _by_track(program: Program, awards: list[Award]) -> tuple[Sum, ...]:
    """Each track that something was given by, the most first; what names no track, last."""
    sums = [
        _sum(program, track, [award for award in awards if award.track == track.key])
        for track in program.tracks
    ]
    sums.sort(key=lambda one: one.total.amount, reverse=True)
    other = [award for award in awards if award.track not in program.tracks_by_key]
    return tuple(one for one in (*sums, _sum(program, None, other)) if one.awards)


def _sum(program: Program, track: Track | None, awards: list[Award]) -> Sum:
    total = Money(_total(award.amount for award in awards), program.currency)
    return Sum(track=track, awards=len(awards), total=total)


def _stated(program: Program, awards: list[Award]) -> tuple[Stated, ...]:
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for award in awards:
        if award.original and award.original.currency != program.currency:
            amounts = (award.original.amount, award.amount)
            found.setdefault(award.original.currency, []).append(amounts)
    return tuple(
        Stated(
            awards=len(pairs),
            given=Money(_total(given for given, _ in pairs), currency),
            recorded=Money(_total(recorded for _, recorded in pairs), program.currency),
        )
        for currency, pairs in sorted(found.items())
    )


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
