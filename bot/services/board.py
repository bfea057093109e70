"""What everybody who works on announcements shares: where they are kept, what networks make of
them, and who counts as their author."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain import announcement as announced
from bot.domain.announcement import Kind, Picture, Posts, Texts
from bot.domain.ledger import ANNOUNCED, Destination, Row, State
from bot.domain.lengths import RULES, Rules
from bot.domain.model import Program
from bot.domain.typed import typed
from bot.errors import ConflictError, UserError
from bot.networks.base import Image, Network, Post
from bot.render.places import place as shown_place
from bot.render.posts import parts_of
from bot.services.access import Access
from bot.services.authorship import writers
from bot.services.contents import Drawn
from bot.services.program import ProgramService
from bot.store import announcements, audit, ledger, tables
from bot.store.announcements import Announcement, Stage
from bot.store.audit import Actor
from bot.store.engine import Store

Approval = Literal["two-person", "any-staff", "none"]
NOT_THERE = "This announcement is not there any more."
GONE = "the announcement was edited or withdrawn"
# What may be out already; such an announcement is not ours to rewrite any more.
BEGUN = frozenset({State.SENDING, State.SENT, State.UNKNOWN})
# Posts that one place gets of one announcement.
MOST_PARTS = 25
# Hexadecimal digits of a fingerprint that a button carries.
SEEN = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that an approval is given to, as it is written down. `posts` are the parts of `texts`."""

    texts: Texts
    posts: Posts
    pictures: tuple[Picture, ...] = ()
    due: datetime | None = None


class Board:
    """The announcements of a program, and the networks that they are for."""

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
        # Where there is none, announcements have no pictures.
        self.pictures: Drawn | None = None
        self.approval: Approval = approval
        self.review_channel = review_channel

    # Networks

    def places(self, channels: Iterable[str]) -> list[Destination]:
        """Where an announcement goes: channels of Slack, and every other network."""
        others = [
            Destination(name, address)
            for name, network in self.networks.items()
            if name != "slack"
            for address in network.addresses()
        ]
        return [*(Destination.channel(name) for name in channels), *others]

    def is_set_up(self, code: str) -> bool:
        """Whether a place is one of those that the settings name (still)."""
        place = Destination.parse(code)
        network = self.networks.get(place.network)
        there = place.network == "slack" or (network and place.address in network.addresses())
        return network is not None and bool(there)

    def rules(self, codes: Iterable[str]) -> dict[str, Rules]:
        """How long a post may be at each of these places."""
        found: dict[str, Rules] = {}
        for code in codes:
            place = Destination.parse(code)
            network = self.networks.get(place.network)
            found[code] = network.rules(place.address) if network else RULES[place.network]
        return found

    def parts(self, texts: Texts) -> Posts:
        """The posts that texts become at their places."""
        return parts_of(texts, self.rules(texts))

    def accounts(self, codes: Iterable[str]) -> dict[str, str]:
        """The accounts that an announcement goes out from, as the settings have them now."""
        found: dict[str, str] = {}
        for code in codes:
            place = Destination.parse(code)
            network = self.networks.get(place.network)
            found[code] = network.account(place.address) if network else ""
        return found

    def has_moved(self, found: Announcement) -> bool:
        """Whether it would go out from another account than when it was written down, as far as the
        networks are set up here."""
        return any(
            account != found.accounts.get(code)
            for code, account in self.accounts(found.posts).items()
            if Destination.parse(code).network in self.networks
        )

    def problems(self, posts: Posts, pictures: Sequence[Picture] = ()) -> dict[str, str]:
        """What the networks have against these posts, by destination; empty where nothing."""
        found: dict[str, str] = {}
        for code, parts in posts.items():
            said: list[str] = []
            for number, text in enumerate(parts):
                for one in self._against(code, text, () if number else pictures):
                    if one not in said:
                        said.append(one)
            if len(parts) > MOST_PARTS:
                said.append(f"a thread of {len(parts)} posts; {MOST_PARTS} are the most")
            if said or not parts:
                found[code] = f"{shown_place(code)}: {', '.join(said) or 'is empty'}"
        return found

    def _against(self, code: str, text: str, pictures: Sequence[Picture]) -> list[str]:
        place = Destination.parse(code)
        network = self.networks.get(place.network)
        if network is None:
            return [f"{place.network} is not set up; Edit leaves it out"]
        if not self.is_set_up(code):
            return ["is not set up any more; Edit leaves it out"]
        if not typed(text):
            return ["is empty"]
        images = tuple(
            Image(data=b"", type=p.type, alt=p.alt, width=p.width, height=p.height)
            for p in pictures[: network.can.images]
        )
        return network.problems(Post(address=place.address, text=text, key="", images=images))

    def refused(self, posts: Posts, pictures: Sequence[Picture] = ()) -> dict[str, str]:
        """The problems of the networks that are set up here, which another replica finds too."""
        here = {c: t for c, t in posts.items() if Destination.parse(c).network in self.networks}
        return self.problems(here, pictures)

    # Announcements

    def get(self, connection: Connection, identity: int, *, lock: bool = False) -> Announcement:
        """An announcement. Raises UserError where there is none."""
        found = announcements.get(connection, self.programs.id, identity, lock=lock)
        if found is None:
            raise UserError(NOT_THERE)
        return found

    def open(self, connection: Connection, identity: int, digest: str) -> Announcement:
        """The announcement, locked, as long as it is in review and is what was looked at.

        Raises ConflictError where it is not.
        """
        found = self.get(connection, identity, lock=True)
        if found.stage is Stage.APPROVED:
            raise ConflictError(f"This was approved already, by {who(found.approved_by)}.")
        if found.stage is Stage.CANCELLED:
            raise ConflictError("This announcement was withdrawn.")
        if not found.digest.startswith(digest) or len(digest) < SEEN:
            raise ConflictError("The words have changed since; look at the card as it is now.")
        return found

    def sealed(self, matter: Matter) -> dict[str, Any]:
        """The columns of an announcement that says this, with its fingerprint."""
        accounts = self.accounts(matter.posts)
        return {
            "texts": matter.texts,
            "posts": matter.posts,
            "media": [dict_of(picture) for picture in matter.pictures],
            "accounts": accounts,
            "due": matter.due,
            "digest": announced.digest(matter.posts, matter.due, matter.pictures, accounts),
        }

    def rows_of(self, connection: Connection, found: Announcement) -> list[Row]:
        """The rows of the ledger that an announcement's present words have."""
        table = tables.ledger
        return ledger.find(
            connection,
            self.programs.id,
            table.c.kind.in_(ANNOUNCED),
            table.c.subject == subject_of(found),
            table.c.revision == found.revision,
        )

    def has_begun(self, connection: Connection, found: Announcement) -> bool:
        """Whether a part of it may be out already; then it is not ours to rewrite any more."""
        return any(row.state in BEGUN for row in self.rows_of(connection, found))

    def cancel_unsent(
        self, connection: Connection, found: Announcement, reason: str = GONE
    ) -> list[Row]:
        """Keeps what is not out from going out, and gives it; who calls this holds the lock."""
        unsent = [
            row
            for row in self.rows_of(connection, found)
            if row.state in {State.PLANNED, State.CLAIMED, State.FAILED}
        ]
        for row in unsent:
            ledger.move(connection, [row.id], row.state, State.CANCELLED, reason=reason)
        return unsent

    def close(self, connection: Connection, found: Announcement) -> None:
        """Nothing more of it goes out; what is out already stays on record as approved."""
        self.cancel_unsent(connection, found)
        if not self.has_begun(connection, found):
            announcements.change(connection, found.id, state=Stage.CANCELLED)

    # Who

    def authors(
        self, connection: Connection, keys: Collection[str], drafters: Iterable[str]
    ) -> list[str]:
        """Whoever wrote or edited these records ("award zappa"), and then those who drafted."""
        return list(dict.fromkeys([*writers(connection, self.programs.id, keys), *drafters]))

    def record(
        self,
        connection: Connection,
        actor: Actor,
        act: str,
        found: Announcement,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Writes an act on an announcement down."""
        audit.record(
            connection, self.programs.id, actor, f"announcement {act}", found.subject,
            self.clock.now(), {"digest": found.digest, **(detail or {})},
        )  # fmt: skip


def matter_of(found: Announcement) -> Matter:
    """What an announcement says now."""
    return Matter(texts=found.texts, posts=found.posts, pictures=found.pictures, due=found.due)


def subject_of(found: Announcement) -> str:
    """What the ledger calls an announcement."""
    return f"announcement/{found.id}"


def announcement_id(row: Row) -> int:
    """The announcement that a row of the ledger belongs to."""
    return int(row.subject.partition("/")[2])


def award_keys(found: Announcement) -> tuple[str, ...]:
    """The keys of the awards that an announcement is drawn from. What corrects or takes down
    something that is out is drawn from none."""
    if found.kind in {Kind.AWARDS, Kind.ROUNDUP}:
        return found.about
    if found.kind is Kind.AWARD:
        return found.about or (found.subject.partition("/")[2],)
    return ()


def records_of(found: Announcement) -> list[str]:
    """The records that it is drawn from, as changes of the program call them."""
    if found.kind is Kind.DEADLINE:
        return [f"deadline {subject}" for subject in found.about]
    return [f"award {key}" for key in award_keys(found)]


def embargo(program: Program, keys: Iterable[str]) -> datetime | None:
    """When the last of these awards becomes public; None where none is under an embargo."""
    found = (program.awards_by_key.get(key) for key in keys)
    ends = [award.publish_at for award in found if award and award.publish_at]
    return max(ends, default=None)


def dict_of(picture: Picture) -> dict[str, Any]:
    """A picture as the database keeps it."""
    return {name: getattr(picture, name) for name in Picture.__dataclass_fields__}


def who(user: str | None) -> str:
    """A person as Slack shows them, or the words for who is none in Slack."""
    return f"<@{user}>" if user and user.startswith(("U", "W")) else user or "nobody"
