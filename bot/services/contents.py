"""What an announcement is drawn from, and where that is announced."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from bot.domain.announcement import Content, Kind, Picture
from bot.domain.model import Award, Program
from bot.networks.base import Image


class Drawn(Protocol):
    """Where the pictures of announcements come from."""

    def made(self, connection: Connection, program: Program, content: Content) -> Picture | None:
        """The card that is drawn from the records; None where there is none."""

    def problem(self, program: Program, content: Content) -> str:
        """Why there is no card, for staff; "" where nothing is wrong."""

    def load(self, connection: Connection, pictures: Sequence[Picture]) -> tuple[Image, ...]:
        """Pictures with their bytes, ready to be sent."""


def of_award(award: Award) -> Content:
    """What the announcement of one award is drawn from."""
    return Content(kind=Kind.AWARD, awards=(award,))


def of_awards(program: Program, keys: Iterable[str]) -> Content | None:
    """What is drawn from these awards; None where one of them is not published, or is gone."""
    found = [program.awards_by_key.get(key) for key in keys]
    awards = tuple(award for award in found if award is not None and award.published)
    if not awards or len(awards) < len(found):
        return None
    return Content(kind=Kind.AWARD if len(awards) == 1 else Kind.AWARDS, awards=awards)


def channels(program: Program, awards: Iterable[Award]) -> list[str]:
    """The channels of Slack where awards are announced: their tracks', or the program's."""
    found: list[str] = []
    for award in awards:
        track = program.tracks_by_key.get(award.track or "")
        found += track.announce_in if track else program.announce_in
    return list(dict.fromkeys(found))


def title_of(content: Content) -> str:
    """What staff see as an announcement's title."""
    names = [award.recipient for award in content.awards]
    match content.kind:
        case Kind.AWARD:
            return f"award to {names[0]}"
        case Kind.AWARDS:
            return f"{len(names)} awards: {', '.join(names)}"
        case Kind.DEADLINE if content.deadline is not None:
            return f"deadline {content.deadline.label}"
        case _:
            return content.title
