"""Announcements that follow the program: drafted by what becomes public, redrafted by what changes,
withdrawn by what is taken back."""

from collections.abc import Collection

from sqlalchemy import Connection

from bot.domain.announcement import Content, Kind, Picture, Texts, award_subject
from bot.domain.diff import Change
from bot.domain.ledger import Destination
from bot.domain.model import Award, Deadline, Program
from bot.render.posts import texts_of
from bot.services import contents, lapsing
from bot.services.board import Board, Matter, award_keys, matter_of
from bot.services.drafting import Drafting
from bot.services.facts import told_of
from bot.services.program import Saved
from bot.services.standing import award_keys_of
from bot.services.submitting import Heading, Submitting
from bot.store import announcements, tables
from bot.store.announcements import Announcement, Stage

WAITING = (Stage.REVIEW, Stage.CHANGES, Stage.APPROVED)


class Redrafting:
    """Keeps announcements of awards true to the program."""

    def __init__(self, board: Board, drafting: Drafting, submitting: Submitting) -> None:
        self.board = board
        self.drafting = drafting
        self.submitting = submitting

    def saved(self, connection: Connection, saved: Saved) -> None:
        """Drafts what a change of the program makes public, now or at its `publish_at`, and
        redrafts what it changed.

        A first import announces nothing that is public already: that is history.
        """
        changed = [change for change in saved.changes if change.kind == "award"]
        for change in changed:
            self._own(connection, saved, change)
        keys = {change.key for change in changed}
        if keys:
            for found in self._of_several(connection, saved.program_id):
                if keys.intersection(award_keys(found)):
                    self._redraft_several(connection, saved, found)
            self._close_corrections(connection, saved, keys)
        if saved.before is not None:
            self._elsewhere(connection, saved, saved.before, keys)
            self._deadlines(connection, saved, saved.before)

    def _own(self, connection: Connection, saved: Saved, change: Change) -> None:
        """Sees to the announcement of one award by itself."""
        award = saved.after.awards_by_key.get(change.key)
        existing = announcements.about(connection, saved.program_id, award_subject(change.key))
        if award is None or not award.published:
            if existing:
                self.board.close(connection, existing)
        elif existing is not None and existing.stage is Stage.CANCELLED:
            # Withdrawn stays withdrawn, until the award is made public once more.
            if _becomes_public(saved, change, award):
                matter = self._matter(connection, saved.after, contents.of_award(award))
                self.submitting.to_review(connection, existing, matter, saved.actor.id)
        elif existing is not None:
            self._redraft(connection, saved, award, existing)
        elif _becomes_public(saved, change, award):
            self._draft(connection, saved, award)

    def _close_corrections(
        self, connection: Connection, saved: Saved, changed: Collection[str]
    ) -> None:
        """Withdraws corrections of what tells of an award that is not public any more."""
        for found in self._waiting(connection, saved, Kind.CORRECTION):
            keys = award_keys_of(connection, self.board, found)
            touched = bool(set(changed).intersection(keys))
            if touched and contents.of_awards(saved.after, keys) is None:
                self.board.close(connection, found)

    def _elsewhere(
        self, connection: Connection, saved: Saved, before: Program, done: Collection[str]
    ) -> None:
        """Redrafts what is announced in other channels than before, or whose track has another
        name."""
        if _tracks(before) == _tracks(saved.after):
            return
        for found in self._waiting(connection, saved, Kind.AWARD, Kind.AWARDS):
            keys = award_keys(found)
            old, new = contents.of_awards(before, keys), contents.of_awards(saved.after, keys)
            if old is not None and new is not None and not set(done).intersection(keys):
                self._renew(connection, saved, found, old, new)

    def _deadlines(self, connection: Connection, saved: Saved, before: Program) -> None:
        """Redrafts announcements of deadlines that moved, and closes those of deadlines that are
        gone, have passed or are of a track that takes no applications."""
        for found in self._waiting(connection, saved, Kind.DEADLINE):
            now = lapsing.current(saved.after, found, saved.now)
            was = lapsing.current(before, found, saved.now)
            if now is None and was is not None:
                self.board.close(connection, found)
            elif now is not None and _words_of(before, was) != _words_of(saved.after, now):
                old = Content(kind=Kind.DEADLINE, deadline=was) if was else None
                content = Content(kind=Kind.DEADLINE, deadline=now)
                self._renew(connection, saved, found, old, content)

    def _waiting(self, connection: Connection, saved: Saved, *kinds: Kind) -> list[Announcement]:
        table = tables.announcements
        return announcements.find(
            connection, saved.program_id, table.c.kind.in_(kinds), table.c.state.in_(WAITING)
        )

    def _matter(
        self,
        connection: Connection,
        program: Program,
        content: Content,
        pictures: tuple[Picture, ...] | None = None,
    ) -> Matter:
        if content.deadline is not None:
            channels = list(program.tracks_by_key[content.deadline.track].announce_in)
        else:
            channels = contents.channels(program, content.awards)
        return self.drafting.matter(connection, program, content, channels, pictures)

    def _draft(self, connection: Connection, saved: Saved, award: Award) -> None:
        content = contents.of_award(award)
        matter = self._matter(connection, saved.after, content)
        if not matter.posts:
            return
        heading = Heading(
            subject=award_subject(award.key), kind=Kind.AWARD, title=contents.title_of(content),
            about=[award.key],
        )  # fmt: skip
        self.submitting.draft(connection, heading, matter, saved.actor.id)

    def _redraft(
        self, connection: Connection, saved: Saved, award: Award, existing: Announcement
    ) -> None:
        """Gives an announcement the words and places that its award has now.

        Words that staff wrote into it by hand stay where the change concerns none of them.
        """
        before = saved.before.awards_by_key.get(award.key) if saved.before else None
        old = contents.of_award(before) if before else None
        self._renew(connection, saved, existing, old, contents.of_award(award))

    def _of_several(self, connection: Connection, program: int) -> list[Announcement]:
        """What is drawn from several awards, or from one once more, and is not withdrawn."""
        table = tables.announcements
        found = announcements.find(
            connection, program, table.c.kind.in_([Kind.AWARD, Kind.AWARDS, Kind.ROUNDUP]),
            table.c.state.in_(WAITING),
        )  # fmt: skip
        # A round-up of a time without awards is drawn from none.
        several = ((one, award_keys(one)) for one in found)
        return [one for one, keys in several if keys and one.subject != award_subject(keys[0])]

    def _redraft_several(
        self, connection: Connection, saved: Saved, existing: Announcement
    ) -> None:
        keys = award_keys(existing)
        content = contents.of_awards(saved.after, keys)
        if content is None:
            self.board.close(connection, existing)
            return
        old = contents.of_awards(saved.before, keys) if saved.before else None
        if existing.kind is not Kind.ROUNDUP:
            self._renew(connection, saved, existing, old, content)
        elif old is None or _told(old) != _told(content):
            # Its words stay, for staff may have edited them; somebody has to look once more.
            matter = matter_of(existing)
            self.submitting.rewrite(connection, existing, matter, saved.actor.id, anew=True)

    def _renew(
        self,
        connection: Connection,
        saved: Saved,
        existing: Announcement,
        old: Content | None,
        content: Content,
    ) -> None:
        if self.board.has_begun(connection, existing):
            return
        # A picture that a person chose stays, and so does that there is none.
        drawn = any(picture.made for picture in existing.pictures)
        pictures = None if drawn else existing.pictures
        now = self._matter(connection, saved.after, content, pictures)
        before = None
        if old is not None and saved.before is not None:
            before = self._matter(connection, saved.before, old, ())
        texts, posts = now.texts, now.posts
        due = now.due
        if before is not None and (kept := _as_they_are(existing.texts, before.texts, texts)):
            texts = kept
            posts = {
                code: existing.posts[code] if code in existing.posts else posts[code]
                for code in kept
            }
        if before is not None and existing.due is not None and existing.due != before.due:
            # A time that staff chose stays, as long as it is after the embargo.
            due = max(existing.due, now.due) if now.due else existing.due
        matter = Matter(texts=texts, posts=posts, pictures=now.pictures, due=due)
        anew = old is not None and _told(old) != _told(content)
        self.submitting.rewrite(connection, existing, matter, saved.actor.id, anew=anew)
        if content.deadline is not None:
            about, title = lapsing.about(content.deadline), contents.title_of(content)
            announcements.change(connection, existing.id, about=about, title=title)

    # Drafts of another process

    def missing(self, program: Program, found: Announcement) -> Matter | None:
        """What a draft has to say on networks that whoever drafted it did not know; None where
        there is no such."""
        if found.target is None and (moved := self._moved(found)) is not None:
            return moved
        award = program.awards_by_key.get(next(iter(award_keys(found)), ""))
        if found.kind is not Kind.AWARD or award is None or not award.published:
            return None
        known = {Destination.parse(code).network for code in found.posts}
        channels = contents.channels(program, [award])
        codes = [
            place.code for place in self.board.places(channels)
            if place.network not in known
            or (place.network != "slack" and place.code not in found.posts)
        ]  # fmt: skip
        if not codes:
            return None
        texts = texts_of(contents.of_award(award), program, self.board.rules(codes))
        posts = self.board.parts(texts)
        return Matter(
            texts={**found.texts, **texts}, posts={**found.posts, **posts},
            pictures=found.pictures, due=found.due,
        )  # fmt: skip

    def _moved(self, found: Announcement) -> Matter | None:
        """What a draft says where a network is set up with other addresses than its own: the first
        new one takes the words of the old. None where its addresses are those of the settings."""
        board = self.board
        gone = [
            code for code in found.posts
            if Destination.parse(code).network in board.networks and not board.is_set_up(code)
        ]  # fmt: skip
        if not gone:
            return None
        texts = {code: text for code, text in found.texts.items() if code not in gone}
        for code in gone:
            name = Destination.parse(code).network
            new = (Destination(name, one).code for one in board.networks[name].addresses())
            if (instead := next((one for one in new if one not in texts), None)) is not None:
                texts[instead] = found.texts[code]
        return (
            Matter(texts=texts, posts=board.parts(texts), pictures=found.pictures, due=found.due)
            if texts
            else None
        )

    def is_left(self, connection: Connection, program: Program, found: Announcement) -> bool:
        """Whether a draft in review lacks networks, has not been put before staff, or goes out from
        other accounts by now."""
        if self.missing(program, found) is not None or self.board.has_moved(found):
            return True
        board = self.board
        return board.review_channel is not None and not self.submitting.is_carded(connection, found)

    def take_up(self, connection: Connection, program: Program, found: Announcement) -> None:
        """Completes a draft of another process; the words that it has stay as they are."""
        matter = self.missing(program, found)
        if matter is None and self.board.has_moved(found):
            matter = matter_of(found)
        if matter is not None:
            self.submitting.to_review(connection, found, matter)
        elif self.is_left(connection, program, found):
            self.submitting.settle(connection, found)


def _as_they_are(existing: Texts, before: Texts, now: Texts) -> Texts | None:
    """The words that staff see, at the places of now; None where the records give other words at
    any place that there was before. Places that this process does not know stay."""
    if any(before[code] != now[code] for code in before.keys() & now.keys()):
        return None
    gone = before.keys() - now.keys()
    return {**{code: text for code, text in existing.items() if code not in gone},
            **{code: text for code, text in now.items() if code not in existing}}  # fmt: skip


def _tracks(program: Program) -> list[object]:
    """What of tracks stands in the announcements of their awards, and where those go."""
    tracks = program.tracks_by_key.items()
    return [program.announce_in, {key: (one.name, one.announce_in) for key, one in tracks}]


def _words_of(program: Program, deadline: Deadline | None) -> object:
    """What of a deadline stands in its announcement, and where that goes."""
    if deadline is None:
        return None
    track = program.tracks_by_key[deadline.track]
    return (deadline.label, deadline.closes, track.name, track.apply_url, track.announce_in,
            program.zone)  # fmt: skip


def _becomes_public(saved: Saved, change: Change, award: Award) -> bool:
    """Whether this change, or the end of the embargo that it sets, makes an award public."""
    if award.publish_at is not None and award.publish_at > saved.now:
        return change.what == "added" or not {"published", "publish_at"}.isdisjoint(change.fields)
    return saved.before is not None and (change.what == "added" or "published" in change.fields)


def _told(content: Content) -> list[dict[str, object]]:
    """What machines are told of the awards of an announcement."""
    return [told_of(award) for award in content.awards]
