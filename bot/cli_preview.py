"""eightdays preview: an announcement as each network would show it, without sending anything.

Of an award, several awards, news, a deadline, a round-up; or of a draft in the database.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.domain.announcement import Content, Kind
from bot.domain.lengths import LIMITS
from bot.domain.model import Award, Program
from bot.domain.planning import find_deadline
from bot.domain.roundup import roundup
from bot.errors import UserError
from bot.render import preview
from bot.render.card import card_of
from bot.render.drawing import drawn
from bot.render.preview import Pictured, Preview
from bot.render.roundup import plain_text, title
from bot.services.suite import Services
from bot.store import announcements
from bot.store.announcements import Announcement

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words that the command takes."""
    parser.add_argument("award", nargs="*", help="the award's key or recipient")
    parser.add_argument(
        "--also", action="append", default=[], metavar="AWARD", help="another award with it"
    )
    parser.add_argument("--news", metavar="TEXT", help="news instead, with --title and --link")
    parser.add_argument("--title", default="", help="the title of the news")
    parser.add_argument("--link", default="", metavar="URL", help="the link of the announcement")
    parser.add_argument("--deadline", metavar="TRACK/KEY", help="a deadline instead")
    parser.add_argument("--roundup", metavar="SINCE", help="a round-up since that date instead")
    parser.add_argument("--draft", type=int, metavar="NUMBER", help="a draft of the database")
    parser.add_argument("--program", type=Path, metavar="FILE")
    parser.add_argument("--network", action="append", metavar="NAME", help=", ".join(LIMITS))
    parser.add_argument("--images", type=Path, metavar="DIR", help="where pictures are written")
    parser.add_argument("--json", action="store_true")


def wrong_usage(arguments: argparse.Namespace) -> str:
    """What is wrong with the words of the command, in a sentence; "" where nothing is."""
    unknown = sorted(set(arguments.network or ()) - set(LIMITS))
    if unknown:
        return f"unknown network: {', '.join(unknown)}; known: {', '.join(LIMITS)}"
    given = [bool(arguments.award), arguments.news is not None, arguments.deadline is not None]
    given += [arguments.roundup is not None, arguments.draft is not None]
    if sum(given) != 1:
        return "preview what? Name an award, or one of --news, --deadline, --roundup and --draft"
    if arguments.draft is not None and arguments.program is not None:
        return "--draft shows a draft of the database; leave --program out"
    if arguments.roundup is not None and _day(arguments.roundup) is None:
        return f"--roundup {arguments.roundup} is not a date; write 2017-10-01"
    return ""


def lines(
    arguments: argparse.Namespace, program: Program, now: datetime, services: Services | None
) -> Iterator[str]:
    """What the command prints, an item at a time. Raises UserError for what is not there."""
    for item in _previews(arguments, program, now, services):
        as_json = json.dumps(item.to_json(), ensure_ascii=False)
        yield as_json if arguments.json else item.to_text()


def _previews(
    arguments: argparse.Namespace, program: Program, now: datetime, services: Services | None
) -> list[Preview]:
    networks = arguments.network or list(LIMITS)
    if arguments.draft is not None and services is not None:
        found, given = _draft(services, arguments.draft, arguments.images)
        wanted = {c: t for c, t in found.texts.items() if c.partition(":")[0] in networks}
        return preview.of_texts(wanted, given)
    content = _content(arguments, program, now)
    card = card_of(program, content)
    images: list[Pictured] = []
    problems: tuple[str, ...] = ()
    if card is not None and card.lacking:
        problems = (f"there is no card: its font has no letters for {card.lacking}",)
    elif card is not None:
        path = _written(arguments.images, "card.png", drawn(card))
        images = [Pictured(str(path), card.alt)]
    shown = preview.of_content(content, program, networks, images)
    return [replace(one, problems=(*one.problems, *problems)) for one in shown]


def _content(arguments: argparse.Namespace, program: Program, now: datetime) -> Content:
    if arguments.news is not None:
        return Content(
            kind=Kind.NEWS, title=arguments.title, text=arguments.news, link=arguments.link
        )
    if arguments.deadline is not None:
        found = find_deadline(program, arguments.deadline, now)
        if found is None:
            raise UserError(
                f"there is no deadline {arguments.deadline!r}; write a track's key and a "
                "deadline's, as in `eightdays plan --json`"
            )
        return Content(kind=Kind.DEADLINE, deadline=found, link=arguments.link)
    if arguments.roundup is not None:
        since = _day(arguments.roundup) or date.min
        today = now.astimezone(program.zone).date()
        if since > today:
            raise UserError(f"{since} is ahead; a round-up is of what has been")
        made = roundup(program, since, today, now)
        return Content(
            kind=Kind.ROUNDUP, title=title(made), roundup=plain_text(made), link=arguments.link
        )
    awards = tuple(
        award_named(program, name) for name in (" ".join(arguments.award), *arguments.also)
    )
    kind = Kind.AWARD if len(awards) == 1 else Kind.AWARDS
    return Content(kind=kind, awards=awards, link=arguments.link)


def award_named(program: Program, name: str) -> Award:
    """The award that people call by this name. Raises UserError where there is none."""
    found = next((award for award in program.awards if award.is_called(name)), None)
    if found is not None:
        return found
    known = ", ".join(award.key for award in program.awards[:10]) or "none"
    raise UserError(f"there is no award {name!r}; known: {known}")


def _draft(
    services: Services, number: int, folder: Path | None
) -> tuple[Announcement, Sequence[Pictured]]:
    with services.store.read() as connection:
        found = announcements.get(connection, services.programs.id, number)
        if found is None:
            raise UserError(f"there is no announcement {number}")
        loaded = services.pictures.load(connection, found.pictures)
    images = [
        Pictured(
            str(_written(folder, f"{number}-{at}.{ENDINGS.get(one.type, 'img')}", one.data)),
            one.alt,
        )
        for at, one in enumerate(loaded, 1)
    ]
    return found, images


def _written(folder: Path | None, name: str, data: bytes) -> Path:
    """The path of a picture, written into this folder or one for the occasion."""
    place = folder or Path(tempfile.mkdtemp(prefix="eightdays-preview-"))
    path = place / name
    try:
        place.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise UserError(f"{path} cannot be written: {exc.strerror}") from None
    return path


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
