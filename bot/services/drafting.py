"""Announcements that staff write: news, several awards at once, a deadline, a round-up."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.domain.announcement import Content, Kind, Picture, Posts, Texts, award_subject
from bot.domain.model import Program
from bot.domain.planning import find_deadline
from bot.domain.roundup import roundup
from bot.domain.typed import typed
from bot.errors import ConflictError, FieldErrors, UserError
from bot.render import roundup as words
from bot.render.posts import texts_of
from bot.services import contents, lapsing
from bot.services.board import Board, Matter, embargo
from bot.services.standing import is_down
from bot.services.submitting import Heading, Submitting
from bot.store import announcements, ledger
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor

# Characters of what staff write.
TITLE, TEXT, LINK = 150, 10_000, 2_000


class Drafting:
    """Drafts announcements and puts them into review."""

    def __init__(self, board: Board, submitting: Submitting) -> None:
        self.board = board
        self.submitting = submitting

    # By staff

    def news(self, title: str, text: str, link: str, actor: Actor) -> Announcement:
        """Drafts news in staff's own words; `link` may be "".

        Raises NotAllowedError, or FieldErrors with what is wrong at `title`, `text` or `link`.
        """
        self.board.access.require_staff(actor, "announce")
        title, text, link = typed(title), typed(text), typed(link)
        wrong = dict(_wrong(title, text, link))
        if wrong:
            raise FieldErrors(wrong)
        content = Content(kind=Kind.NEWS, title=title, text=text, link=link)
        program = self.board.programs.require()
        return self._drafted(content, program.announce_in, actor)

    def awards(self, keys: Sequence[str], actor: Actor) -> Announcement:
        """Drafts one announcement of several awards; their own that wait in review are withdrawn.

        Raises NotAllowedError, UserError for an award that is not public or is gone, ConflictError
        where one was approved already.
        """
        self.board.access.require_staff(actor, "announce")
        keys = list(dict.fromkeys(keys))
        program = self.board.programs.require()
        content = contents.of_awards(program, keys)
        if content is None:
            raise UserError("Choose awards that are published; drafts are published first.")
        if content.kind is Kind.AWARD:
            return self._single(program, content, actor)
        names = contents.channels(program, content.awards)
        return self._drafted(content, names, actor, about=keys, instead=keys)

    def deadline(self, subject: str, actor: Actor) -> Announcement:
        """Drafts the announcement of a deadline ("track/key"), as it stands now."""
        self.board.access.require_staff(actor, "announce")
        program = self.board.programs.require()
        track = program.tracks_by_key.get(subject.partition("/")[0])
        found = find_deadline(program, subject, self.board.clock.now())
        if found is None or track is None:
            raise UserError("This deadline is not in the program any more.")
        content = Content(kind=Kind.DEADLINE, deadline=found)
        return self._drafted(content, track.announce_in, actor, about=lapsing.about(found))

    def roundup(self, since: date, actor: Actor) -> Announcement:
        """Drafts the program's round-up since a day. Raises UserError where that day is ahead."""
        self.board.access.require_staff(actor, "announce")
        program = self.board.programs.require()
        now = self.board.clock.now()
        until = now.astimezone(program.zone).date()
        if since > until:
            raise UserError("That day is still to come; a round-up looks back.")
        found = roundup(program, since, until, now)
        content = Content(
            kind=Kind.ROUNDUP, title=words.title(found), roundup=words.plain_text(found)
        )
        keys = [award.key for award in found.awards]
        return self._drafted(content, program.announce_in, actor, about=keys)

    def _drafted(
        self,
        content: Content,
        channels: Iterable[str],
        actor: Actor,
        *,
        about: Sequence[str] = (),
        instead: Sequence[str] = (),
    ) -> Announcement:
        subject = f"{content.kind}/{secrets.token_hex(4)}"
        program = self.board.programs.require()
        worded = self.worded(program, content, channels)
        with self.board.store.write() as connection:
            ledger.lock(connection, self.board.programs.id)
            self._replace(connection, instead, actor)
            matter = self._matter(connection, program, content, worded)
            title = contents.title_of(content)
            heading = Heading(subject=subject, kind=content.kind, title=title, about=about)
            found = self.submitting.draft(connection, heading, matter, actor.id)
            self.board.record(connection, actor, "draft", found, {"title": found.title})
            return found

    def _single(self, program: Program, content: Content, actor: Actor) -> Announcement:
        """Drafts an award's own announcement, once more where it was withdrawn."""
        key, board = content.awards[0].key, self.board
        worded = self.worded(program, content, contents.channels(program, content.awards))
        with board.store.write() as connection:
            ledger.lock(connection, board.programs.id)
            subject = award_subject(key)
            own = announcements.about(connection, board.programs.id, subject)
            if own is not None and is_down(connection, board, own):
                # What was taken down stays on record; this is another announcement.
                own, subject = None, f"{subject}/{secrets.token_hex(4)}"
            if own is not None and own.stage is not Stage.CANCELLED:
                raise ConflictError("It is announced already, or waits in review.")
            matter = self._matter(connection, program, content, worded)
            if own is not None:
                self.submitting.to_review(connection, own, matter, actor.id)
            else:
                title = contents.title_of(content)
                heading = Heading(subject=subject, kind=Kind.AWARD, title=title, about=[key])
                own = self.submitting.draft(connection, heading, matter, actor.id)
            board.record(connection, actor, "draft", own)
            return board.get(connection, own.id)

    def _replace(self, connection: Connection, keys: Sequence[str], actor: Actor) -> None:
        """Withdraws the awards' own announcements, as long as none of them was approved."""
        board = self.board
        for key in keys:
            own = announcements.about(connection, board.programs.id, award_subject(key))
            if own is None or own.stage is Stage.CANCELLED or is_down(connection, board, own):
                continue
            if own.stage is Stage.APPROVED:
                raise ConflictError(f"The {own.title or own.subject} was announced already.")
            board.close(connection, own)
            board.record(connection, actor, "withdraw", own, {"why": "announced with others"})

    # For all who draft

    def matter(
        self,
        connection: Connection,
        program: Program,
        content: Content,
        channels: Iterable[str],
        pictures: tuple[Picture, ...] | None = None,
    ) -> Matter:
        """What an announcement of this says; its card is drawn where no pictures are given."""
        worded = self.worded(program, content, channels)
        return self._matter(connection, program, content, worded, pictures)

    def worded(
        self, program: Program, content: Content, channels: Iterable[str]
    ) -> tuple[Texts, Posts]:
        """The texts of an announcement, and their parts. Where the text is people's own this may
        take a while, so it is not for while the ledger is locked."""
        places = self.board.rules([place.code for place in self.board.places(channels)])
        texts = texts_of(content, program, places)
        return texts, self.board.parts(texts)

    def _matter(
        self,
        connection: Connection,
        program: Program,
        content: Content,
        worded: tuple[Texts, Posts],
        pictures: tuple[Picture, ...] | None = None,
    ) -> Matter:
        texts, posts = worded
        if pictures is None:
            pictures = self.card(connection, program, content)
        due = embargo(program, [award.key for award in content.awards])
        return Matter(texts=texts, posts=posts, pictures=pictures, due=due)

    def card(
        self, connection: Connection, program: Program, content: Content
    ) -> tuple[Picture, ...]:
        """The card that is drawn from the records, where there is one."""
        pictures = self.board.pictures
        made = pictures.made(connection, program, content) if pictures else None
        return (made,) if made else ()


def _wrong(title: str, text: str, link: str) -> Iterator[tuple[str, str]]:
    """What is wrong with news, by field."""
    if not title:
        yield "title", "say in a few words what is new"
    elif len(title) > TITLE:
        yield "title", f"takes {TITLE} characters"
    if not text:
        yield "text", "is empty"
    elif len(text) > TEXT:
        yield "text", f"takes {TEXT:,} characters"
    if len(link) > LINK:
        yield "link", f"takes {LINK:,} characters"
    elif link and not is_link(link):
        yield "link", "a link begins with https:// or http:// and names a host"


def is_link(text: str) -> bool:
    """Whether a text is one link of the web and nothing else."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.hostname) and not text.split()[1:]
