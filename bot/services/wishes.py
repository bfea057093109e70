"""What people say they want, and what they get to see of it."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.model import Deadline, Program
from bot.domain.personal import Subscriber, Way
from bot.errors import FieldErrors
from bot.render.remind_form import EVERYTHING, Filled

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has, or would have: `known` where they are reminded already, `sure` where
    Slack said their zone just now. `applied` are deadlines ahead that they have applied to,
    `snoozed` those that they are told of once more, and when."""

    program: Program
    person: Subscriber
    known: bool
    sure: bool = False
    applied: tuple[Deadline, ...] = ()
    snoozed: tuple[tuple[Deadline, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The deadlines that `person` is told of once more, and when; and those that close before."""

    at: datetime
    again: tuple[Deadline, ...]
    too_late: tuple[Deadline, ...]
    person: Subscriber


def way_of(program: Program, said: Filled) -> Way:
    """What was filled in, in the program's zone for now. Raises FieldErrors."""
    wrong: dict[str, str] = {}
    known = {EVERYTHING, *program.tracks_by_key}
    if not said.tracks:
        wrong["tracks"] = "Choose a track, or all of them."
    elif gone := [key for key in said.tracks if key not in known]:
        wrong["tracks"] = f"There is no {gone[0]} any more; please choose anew."
    days = tuple(sorted({int(one) for one in said.days if one.isdecimal()}, reverse=True))
    if not days or days[0] > MOST_DAYS or len(days) < len(set(said.days)):
        wrong["days"] = "Choose at least one day."
    try:
        at = time.fromisoformat(said.at)
    except ValueError:
        wrong["at"] = "Choose an hour."
    if wrong:
        raise FieldErrors(wrong)
    return Way(program.timezone, at, days, said.weekends)
