"""Announcements: drafted from the program, reviewed, approved by a second person, sent once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.domain import announcement as announced
from bot.domain.announcement import Posts, award_subject
from bot.domain.diff import Change
from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.domain.model import Award, Program
from bot.errors import ConflictError, NotAllowedError, UserError
from bot.log import get_logger
from bot.networks.base import Network, Post
from bot.render import review
from bot.render.posts import award_posts
from bot.services.access import Access
from bot.services.composing import Composed
from bot.services.program import ProgramService, Saved
from bot.store import announcements, audit, ledger, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor
from bot.store.engine import Store

log = get_logger(__name__)

Approval = Literal["two-person", "any-staff", "none"]
GONE = "the announcement was edited or withdrawn"


class PublishingService:
    """From a published award to its posts on every network."""

    def __init__(
        self,
        store: Store,
        programs: ProgramService,
        clock: Clock,
        access: Access,
        networks: Mapping[str, Network],
        *,
        approval: Approval = "two-person",
        review_channel: str | None = None,
    ) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock
        self.access = access
        self.networks = networks
        self.approval: Approval = approval
        self.review_channel = review_channel

    def saved(self, connection: Connection, saved: Saved) -> None:
        """Drafts what a change of the program makes public, now or at its `publish_at`, and
        redrafts what it changed.

        A first import announces nothing that is public already: that is history.
        """
        for change in saved.changes:
            if change.kind != "award":
                continue
            award = saved.after.awards_by_key.get(change.key)
            existing = announcements.about(connection, saved.program_id, award_subject(change.key))
            if award is None or not award.published:
                if existing:
                    self._close(connection, existing)
            elif existing is not None and existing.stage is Stage.CANCELLED:
                # Withdrawn stays withdrawn, until the award is made public once more.
                if _becomes_public(saved, change, award):
                    self._reopen(connection, saved, award, existing)
            elif existing is not None:
                self._redraft(connection, saved, award, existing)
            elif _becomes_public(saved, change, award):
                self._draft(connection, saved, award)

    def destinations(self, program: Program, award: Award) -> list[Destination]:
        """Where an award is announced: the program's channels, or its track's, and the networks."""
        track = program.tracks_by_key.get(award.track or "")
        channels = track.announce_in if track else program.announce_in
        others = [Destination(name) for name in self.networks if name != "slack"]
        return [*(Destination.channel(name) for name in channels), *others]

    def _redraft(
        self, connection: Connection, saved: Saved, award: Award, existing: Announcement
    ) -> None:
        """Gives an announcement the words and places that its award has now.

        Words that staff wrote into it by hand stay where the change concerns none of them.
        """
        before = saved.before.awards_by_key.get(award.key) if saved.before else None
        posts = self._posts(saved.after, award)
        if saved.before and before and self._posts(saved.before, before) == posts:
            posts = existing.posts
        self._rewrite(connection, existing, posts, award.publish_at, saved.actor.id)

    def _posts(self, program: Program, award: Award) -> Posts:
        return award_posts(program, award, self.destinations(program, award))

    def _draft(self, connection: Connection, saved: Saved, award: Award) -> None:
        posts = self._posts(saved.after, award)
        if not posts:
            return
        digest = announced.digest(posts, award.publish_at)
        draft = announcements.draft(
            connection, saved.program_id, award_subject(award.key), posts, digest,
            saved.actor.id, award.publish_at,
        )  # fmt: skip
        authors = self._authors(connection, draft, saved.actor.id)
        announcements.change(connection, draft.id, authors=authors)
        self._settle(connection, draft)

    def _authors(
        self, connection: Connection, found: Announcement, author: str | None = None
    ) -> list[str]:
        """Whoever wrote or edited an announcement, or the award that it is drawn from."""
        key = award_key(found)
        table = tables.audit
        acts = connection.execute(
            select(table.c.actor, table.c.detail)
            .where(table.c.program_id == self.programs.id, table.c.act.not_like("teach %"))
            .order_by(table.c.id)
        )
        writers = [
            act.actor
            for act in acts
            for line in act.detail.get("changes", ())
            if line == f"+ award {key}" or line.startswith(f"~ award {key}: ")
        ]
        drafters = found.authors if author is None else (*found.authors, author)
        return list(dict.fromkeys([*writers, *drafters]))

    def _settle(self, connection: Connection, draft: Announcement) -> None:
        """Sends what needs no approval, all of it or none; the rest is shown to staff."""
        problems = self.problems(draft.posts)
        now = self.clock.now()
        if self.approval == "none" and not problems:
            self._release(connection, draft, now)
        elif self.review_channel:
            ledger.add(connection, self.programs.id, [self._card_row(draft, now)])
        elif problems:
            log.error("cannot be announced", about=draft.subject, problems=[*problems.values()])

    def missing(self, program: Program, found: Announcement) -> Posts:
        """What a draft has to say on networks that whoever drafted it did not know."""
        award = program.awards_by_key.get(award_key(found))
        if award is None or not award.published:
            return {}
        known = {Destination.parse(code).network for code in found.posts}
        others = [d for d in self.destinations(program, award) if d.network not in known]
        return award_posts(program, award, others)

    def is_left(self, connection: Connection, program: Program, found: Announcement) -> bool:
        """Whether a draft in review lacks networks, or has not been put before staff."""
        if self.missing(program, found):
            return True
        return self.review_channel is not None and not self._is_carded(connection, found)

    def take_up(self, connection: Connection, program: Program, found: Announcement) -> None:
        """Completes a draft of another process; the words that it has stay as they are."""
        missing = self.missing(program, found)
        if missing:
            self._to_review(connection, found, {**found.posts, **missing}, found.due)
        elif self.is_left(connection, program, found):
            self._settle(connection, found)

    def _is_carded(self, connection: Connection, found: Announcement) -> bool:
        table = tables.ledger
        subject = f"announcement/{found.id}"
        where = (table.c.kind == Kind.REVIEW, table.c.subject == subject)
        return bool(ledger.find(connection, self.programs.id, *where, limit=1))

    def _card_row(self, draft: Announcement, now: datetime) -> NewRow:
        """The row of the ledger that owes the review channel an announcement's card."""
        return NewRow(
            kind=Kind.REVIEW,
            subject=f"announcement/{draft.id}",
            revision=1,
            step="card",
            destination=Destination.channel(self.review_channel or ""),
            due=now,
        )

    def _rewrite(
        self,
        connection: Connection,
        existing: Announcement,
        posts: Posts,
        due: datetime | None,
        author: str,
    ) -> None:
        """Gives an announcement other words: whatever was approved is not any more."""
        if announced.digest(posts, due) == existing.digest or self._begun(connection, existing):
            return
        self._cancel_posts(connection, existing)
        self._to_review(connection, existing, posts, due, author)

    def _reopen(
        self, connection: Connection, saved: Saved, award: Award, existing: Announcement
    ) -> None:
        posts = self._posts(saved.after, award)
        self._to_review(connection, existing, posts, award.publish_at, saved.actor.id)

    def _to_review(
        self,
        connection: Connection,
        existing: Announcement,
        posts: Posts,
        due: datetime | None,
        author: str | None = None,
    ) -> None:
        announcements.change(
            connection,
            existing.id,
            state=Stage.REVIEW,
            revision=existing.revision + 1,
            posts=posts,
            due=due,
            digest=announced.digest(posts, due),
            authors=self._authors(connection, existing, author),
            approved_by=None,
            approved_at=None,
        )
        self._settle(connection, self._get(connection, existing.id))

    def approve(self, identity: int, digest: str, actor: Actor) -> Announcement:
        """Approves exactly the words whose fingerprint begins with `digest`.

        Raises NotAllowedError for who may not, ConflictError where the words are others by now.
        """
        self.access.require_staff(actor, "approve")
        with self.store.write() as connection:
            found = self._open(connection, identity, digest)
            if self.approval == "two-person" and actor.id in found.authors:
                raise NotAllowedError(
                    "You wrote or edited this announcement, so somebody else of staff has to "
                    "approve it."
                )
            problems = self.problems(found.posts)
            if problems:
                # All places or none: what one of them refuses would go out by half.
                raise UserError(f"Edit it first. {'; '.join(problems.values())}")
            now = self.clock.now()
            announcements.change(
                connection, found.id, state=Stage.APPROVED, approved_by=actor.id, approved_at=now
            )
            self._release(connection, found, now)
            self._record(connection, actor, "approve", found)
            return self._get(connection, identity)

    def edit(self, identity: int, digest: str, posts: Posts, actor: Actor) -> Announcement:
        """Gives an announcement other words. Raises UserError where a network refuses them."""
        self.access.require_staff(actor, "edit")
        problems = self.problems(posts)
        if problems:
            raise UserError("; ".join(problems.values()))
        with self.store.write() as connection:
            found = self._open(connection, identity, digest)
            if set(posts) != set(found.posts):
                raise ConflictError("The places of this announcement have changed meanwhile.")
            self._rewrite(connection, found, posts, found.due, actor.id)
            self._record(connection, actor, "edit", found, {"before": found.posts, "after": posts})
            return self._get(connection, identity)

    def withdraw(self, identity: int, digest: str, actor: Actor) -> Announcement:
        """Takes an announcement out of review; the award stays as it is."""
        self.access.require_staff(actor, "withdraw")
        with self.store.write() as connection:
            found = self._open(connection, identity, digest)
            self._close(connection, found)
            self._record(connection, actor, "withdraw", found)
            return self._get(connection, identity)

    def problems(self, posts: Posts) -> dict[str, str]:
        """What the networks have against these posts, by destination; empty where nothing."""
        found: dict[str, str] = {}
        for code, texts in posts.items():
            destination = Destination.parse(code)
            network = self.networks.get(destination.network)
            for text in texts:
                said = (
                    network.problems(Post(address=destination.address, text=text, key=""))
                    if network
                    else [f"{destination.network} is not set up"]
                )
                if not text.strip():
                    said = ["is empty"]
                if said:
                    found[code] = f"{review.place(code)}: {', '.join(said)}"
        return found

    def refused(self, posts: Posts) -> dict[str, str]:
        """The problems of the networks that are set up here, which another replica finds too."""
        known = self.networks
        here = {c: t for c, t in posts.items() if Destination.parse(c).network in known}
        return self.problems(here)

    def _release(self, connection: Connection, found: Announcement, now: datetime) -> None:
        """Lets the posts be owed: from here on the ledger sees to them."""
        due = max(found.due, now) if found.due else now
        announcements.change(connection, found.id, state=Stage.APPROVED)
        rows = (
            NewRow(
                kind=Kind.AWARD,
                subject=f"announcement/{found.id}",
                revision=found.revision,
                step=f"{part}",
                destination=Destination.parse(code),
                due=due,
            )
            for code, texts in found.posts.items()
            for part, _ in enumerate(texts)
        )
        ledger.add(connection, self.programs.id, rows)

    def _open(self, connection: Connection, identity: int, digest: str) -> Announcement:
        """The announcement, as long as it is in review and has the words that were looked at."""
        found = announcements.get(connection, self.programs.id, identity, lock=True)
        if found is None:
            raise UserError("This announcement is not there any more.")
        if found.stage is Stage.APPROVED:
            raise ConflictError(f"This was approved already, by {who(found.approved_by)}.")
        if found.stage is Stage.CANCELLED:
            raise ConflictError("This announcement was withdrawn.")
        if not found.digest.startswith(digest) or len(digest) < 16:
            raise ConflictError("The words have changed since; look at the card as it is now.")
        return found

    def _close(self, connection: Connection, found: Announcement) -> None:
        """Nothing more of it goes out; what is out already stays on record as approved."""
        self._cancel_posts(connection, found)
        if not self._begun(connection, found):
            announcements.change(connection, found.id, state=Stage.CANCELLED)

    def _begun(self, connection: Connection, found: Announcement) -> bool:
        """Whether a part of it may be out already; then it is not ours to rewrite any more."""
        return any(
            row.state in {State.SENDING, State.SENT, State.UNKNOWN}
            for row in self.posts_of(connection, found)
        )

    def _cancel_posts(self, connection: Connection, found: Announcement) -> None:
        for row in self.posts_of(connection, found):
            if row.state in {State.PLANNED, State.CLAIMED, State.FAILED}:
                ledger.move(connection, [row.id], row.state, State.CANCELLED, reason=GONE)

    def _get(self, connection: Connection, identity: int) -> Announcement:
        found = announcements.get(connection, self.programs.id, identity)
        if found is None:
            raise UserError("This announcement is not there any more.")
        return found

    def _record(
        self,
        connection: Connection,
        actor: Actor,
        act: str,
        found: Announcement,
        detail: dict[str, object] | None = None,
    ) -> None:
        audit.record(
            connection, self.programs.id, actor, f"announcement {act}", found.subject,
            self.clock.now(), {"digest": found.digest, **(detail or {})},
        )  # fmt: skip

    def compose(self, program: Program, rows: Sequence[Row], _now: datetime) -> Composed:
        """An approved post, once more held against what was approved and against the program."""
        (row,) = rows
        composed = Composed()
        with self.store.read() as connection:
            found = announcements.get(connection, self.programs.id, announcement_id(row))
        if (
            found is None
            or found.stage is not Stage.APPROVED
            or found.revision != row.revision
            or found.digest != announced.digest(found.posts, found.due)
            # What was being sent when its award was taken back could not be cancelled then.
            or not _is_public(program, found)
        ):
            composed.cancel(row, GONE)
            return composed
        texts = found.posts.get(row.destination.code, [])
        text = texts[int(row.step)]
        composed.send.append(row)
        if row.destination.network == "slack":
            composed.say([(line,) for line in text.split("\n")])
        else:
            composed.text = text
        return composed

    def posts_of(self, connection: Connection, found: Announcement) -> list[Row]:
        """The rows of the ledger that an announcement's present words have."""
        table = tables.ledger
        return ledger.find(
            connection,
            self.programs.id,
            table.c.kind == Kind.AWARD,
            table.c.subject == f"announcement/{found.id}",
            table.c.revision == found.revision,
        )


def _becomes_public(saved: Saved, change: Change, award: Award) -> bool:
    """Whether this change, or the end of the embargo that it sets, makes an award public."""
    if award.publish_at is not None and award.publish_at > saved.now:
        return change.what == "added" or not {"published", "publish_at"}.isdisjoint(change.fields)
    return saved.before is not None and (change.what == "added" or "published" in change.fields)


def _is_public(program: Program, found: Announcement) -> bool:
    award = program.awards_by_key.get(award_key(found))
    return award is not None and award.published


def award_key(found: Announcement) -> str:
    """The key of the award that an announcement is about."""
    return found.subject.partition("/")[2]


def announcement_id(row: Row) -> int:
    """The announcement that a row of the ledger belongs to."""
    return int(row.subject.partition("/")[2])


def who(user: str | None) -> str:
    """A person as Slack shows them, or the words for who is none in Slack."""
    return f"<@{user}>" if user and user.startswith(("U", "W")) else user or "nobody"
