"""Pictures of announcements: the card that is drawn, and what people give instead."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.announcement import Content, Picture
from bot.domain.model import Program
from bot.errors import UserError
from bot.log import get_logger
from bot.networks.base import Image, NetworkError, TemporaryError
from bot.render.card import ALT, card_of
from bot.render.drawing import HEIGHT, WIDTH, drawn
from bot.render.uploads import made_safe
from bot.services.program import ProgramService
from bot.store import media
from bot.store.audit import Actor
from bot.store.engine import Store
from bot.store.media import Media

PNG = "image/png"
log = get_logger(__name__)

Fetch = Callable[[Mapping[str, Any]], bytes]


class Pictures:
    """The pictures of one program's announcements. `fetch` gives the bytes of a file object of
    Slack, and raises NetworkError."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock, fetch: Fetch) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock
        self.fetch = fetch

    def made(self, connection: Connection, program: Program, content: Content) -> Picture | None:
        """The card of an announcement, drawn and kept; None where it has none, or where letters
        would be missing on it (see `problem`)."""
        card = card_of(program, content)
        if card is None or card.lacking:
            return None
        data = drawn(card)
        digest = media.add(connection, self.programs.id, data, PNG, self.clock.now())
        return Picture(digest=digest, type=PNG, alt=card.alt, width=WIDTH, height=HEIGHT)

    @staticmethod
    def problem(program: Program, content: Content) -> str:
        """Why an announcement has no card, for staff; "" where nothing is wrong."""
        card = card_of(program, content)
        if card is None or not card.lacking:
            return ""
        return (
            f"There is no card: its font has no letters for {card.lacking}; give a picture of "
            "your own."
        )

    def given(self, file: Mapping[str, Any], alt: str, actor: Actor) -> Picture:
        """A person's own picture: fetched, made safe, and kept. `file` is Slack's file object.

        Blocks on the network; not for the loop, nor within a transaction. Raises UserError that
        says what to do instead. Whoever calls has asked whether the person may.
        """
        words = checked_alt(alt)
        try:
            found = self.fetch(file)
        except TemporaryError as exc:
            raise UserError(f"{_sentence(exc)} Try again in a minute.") from exc
        except NetworkError as exc:
            raise UserError(_sentence(exc)) from exc
        try:
            safe = made_safe(found)
        except ValueError as exc:
            raise UserError(str(exc)) from exc
        with self.store.write() as connection:
            digest = media.add(connection, self.programs.id, safe.data, safe.type, self.clock.now())
        log.info("picture given", user=actor.id, digest=digest, bytes=len(safe.data))
        return Picture(
            digest=digest, type=safe.type, alt=words, width=safe.width, height=safe.height,
            made=False,
        )  # fmt: skip

    def load(self, connection: Connection, pictures: Sequence[Picture]) -> tuple[Image, ...]:
        """Pictures with their bytes, ready to be sent. One whose bytes are not here any more, or
        are not what they were, is left out."""
        found = ((one, media.get(connection, self.programs.id, one.digest)) for one in pictures)
        return tuple(
            Image(data=kept.data, type=kept.type, alt=one.alt, width=one.width, height=one.height)
            for one, kept in found
            if kept is not None
        )

    def kept(self, digest: str) -> Media | None:
        """A picture as it is kept, with Slack's id of it."""
        with self.store.read() as connection:
            return media.get(connection, self.programs.id, digest)

    def at_slack(self, digest: str, file: str | None) -> None:
        """Notes Slack's id of a picture; None where Slack has it no more."""
        with self.store.write() as connection:
            media.set_slack_file(connection, self.programs.id, digest, file)


def checked_alt(alt: str) -> str:
    """What a picture shows, in words. Raises UserError where there are none, or too many."""
    words = " ".join(alt.split())
    if not words:
        raise UserError("Say in the alt text what the picture shows, for those who cannot see it.")
    if len(words) > ALT:
        raise UserError(f"The alt text has {len(words):,} characters; {ALT:,} are taken.")
    return words


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")
