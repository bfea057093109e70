"""eightdays roundup: what was given in a period, and what is open, from the records."""

import argparse
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.domain.model import Money, Program
from bot.domain.moments import parse_iso
from bot.domain.roundup import RoundUp, roundup
from bot.questions.since import first_day
from bot.render.roundup import html, markdown, plain_text

FORMATS: dict[str, Callable[[RoundUp], str]] = {
    "text": lambda found: plain_text(found) + "\n",
    "markdown": markdown,
    "html": html,
}
# Months that it goes back where nothing is said, from the first of the month.
_USUAL = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words that the command takes."""
    parser.add_argument(
        "--since", metavar="WHEN", help="October, 2017-10-01, last year; three months ago else"
    )
    parser.add_argument("--until", metavar="WHEN", help="the last day; today where none is given")
    parser.add_argument("--format", choices=list(FORMATS), default="text")
    parser.add_argument("--program", type=Path, metavar="FILE", help="instead of the database")
    parser.add_argument("--at", metavar="WHEN", help="as if it were then, ISO 8601")
    parser.add_argument("--json", action="store_true")


def printed(arguments: argparse.Namespace, program: Program, now: datetime) -> str:
    """What the command prints. Raises ValueError where the days make no sense."""
    today = now.astimezone(program.zone).date()
    since = _day(arguments.since, program, now) if arguments.since else _months_ago(today)
    until = _day(arguments.until, program, now) if arguments.until else today
    found = roundup(program, since, until, now)
    if arguments.json:
        return json.dumps(facts(found), ensure_ascii=False) + "\n"
    return FORMATS[arguments.format](found)


def facts(found: RoundUp) -> dict[str, Any]:
    """A round-up for machines, with its words in every form."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "awards": [award.key for award in found.awards],
        "total": _amount(found.total.total),
        "given_as": [
            {"given": _amount(one.given), "recorded": _amount(one.recorded), "awards": one.awards}
            for one in found.stated
        ],
        "tracks": [
            {
                "track": one.track.key if one.track else None,
                "awards": one.awards,
                "total": _amount(one.total),
            }
            for one in found.tracks
        ],
        "open": [
            {
                "track": one.track.key,
                "closes": one.deadline.closes.at.isoformat() if one.deadline else None,
            }
            for one in found.open
        ],
        **{name: made(found) for name, made in FORMATS.items()},
    }


def _amount(money: Money) -> dict[str, str]:
    return {"amount": str(money.amount), "currency": money.currency}


def _day(words: str, program: Program, now: datetime) -> date:
    """A day as ISO has it, or in words that name one that has begun."""
    try:
        return parse_iso(words, program.zone).astimezone(program.zone).date()
    except ValueError:
        found = first_day(words, program, now)
    if found is None:
        raise ValueError(f"{words!r} is no day that has begun; write 2017-10-01 or October 2017")
    return found


def _months_ago(today: date) -> date:
    months = today.year * 12 + today.month - 1 - _USUAL
    return date(months // 12, months % 12 + 1, 1)
