"""An announcement of three parts with a picture, approved for six networks, its minute of grace over.

The receiver of the webhook gets it whole, in one delivery; everybody else in three parts. Whatever
happens on the way: each part is on each network at most once, and in order; exactly once where the
network can be asked; and of what is not out the ledger and the review card say so.
"""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ledger import ANNOUNCED, Destination, Kind, Row, State
from bot.render.review_record import outcomes
from bot.services.following_up import can_retry, needs_person
from bot.services.suite import Services
from bot.store import announcements
from bot.store.announcements import Announcement
from bot.store.audit import Actor
from tests.crash import timelines
from tests.crash.timelines import Standing
from tests.crash.troubles import NETWORKS, Trouble
from tests.crash.world import ENDED, Life, World
from tests.house.sources import ROOT

MOSS = (ROOT / "bot/sandbox/programs/moss.yaml").read_text("utf-8")
ZONE = ZoneInfo("America/Los_Angeles")
# No countdown is due on that day.
DRAFTED = datetime(2018, 1, 10, 11, 59, tzinfo=ZONE)
APPROVED = DRAFTED + timedelta(minutes=1)
GRACE = APPROVED + timedelta(seconds=30)
# The minute is over, and what a slow machine took to approve it.
OUT = APPROVED + timedelta(seconds=75)
ADA, OLIVE = Actor("U0ADA", "slack"), Actor("U0OLIVE", "slack")
REVIEW = "#moss-review"
# Letters of each of three sentences, of which two are too long for one post there.
LETTERS = {
    "slack": 1600, "x": 200, "mastodon": 300, "bluesky": 200, "discord": 1100, "webhook": 200,
}  # fmt: skip
# Who can say what became of a post: all but Discord.
ASKED = tuple(name for name in NETWORKS if name != "discord")
# What follows the part before it, and what follows the first.
CHAINS, HANGS = {"x", "mastodon", "bluesky"}, {"slack"}
LIVES = 6
AFTERWARDS = timedelta(seconds=30)
# All of the test, not a part: EIGHTDAYS_CRASH_RUNS, as in test_crash.py, is set.
ALL = "EIGHTDAYS_CRASH_RUNS" in os.environ


def settings_of(world: World) -> dict[str, Any]:
    """What sets up the networks other than Slack and X, which every world has."""
    sandbox = world.sandbox
    bluesky = sandbox.bluesky
    return {
        "mastodon_url": sandbox.mastodon.url,
        "mastodon_access_token": sandbox.mastodon.credentials.access_token,
        "bluesky_url": bluesky.url,
        "bluesky_handle": bluesky.credentials.handle,
        "bluesky_app_password": bluesky.credentials.app_password,
        "webhook_urls": sandbox.webhook.url,
        "webhook_secret": sandbox.webhook.secret,
        "discord_webhook_urls": sandbox.discord.url,
    }


class House:
    """The announcement on its way, and what is to be seen of it."""

    def __init__(self, world: World) -> None:
        world.set_up(**settings_of(world))
        self.world = world
        self.figures: Counter[str] = Counter()
        # Where the last run's first life ended, for whoever looks at a test that failed.
        self.died: tuple[int, tuple[str, ...]] = (0, ())
        services = world.begin(MOSS, DRAFTED)
        found = services.drafting.news("Two residencies", "Soon more.", "", ADA)
        texts = {code: _text(Destination.parse(code).network) for code in found.texts}
        found = services.deciding.edit(found.id, found.digest, texts, ADA)
        world.live(DRAFTED + timedelta(seconds=30))
        services = world.services(APPROVED)
        services.deciding.approve(found.id, found.digest, OLIVE)
        self.id = found.id
        self.memory = world.remember()
        found = self.announcement()
        self.posts = {Destination.parse(code).network: p for code, p in found.posts.items()}
        self.codes = {Destination.parse(code).network: code for code in found.posts}
        (self.picture,) = found.pictures
        assert {n: len(p) for n, p in self.posts.items()} == dict.fromkeys(NETWORKS, 3) | {
            "webhook": 1
        }

    def services(self, at: datetime = OUT) -> Services:
        """What people use between two lives."""
        return self.world.services(at)

    def announcement(self, identity: int | None = None) -> Announcement:
        """The announcement as it is now, or another."""
        services = self.services()
        with services.store.read() as connection:
            found = announcements.get(connection, services.programs.id, identity or self.id)
        assert found is not None
        return found

    # Lives

    def go_back(self) -> None:
        """Approved, and nothing of it out."""
        self.world.go_back(self.memory)

    def live(self, point: int | None = None, at: datetime = OUT, **more: Any) -> Life:
        """A life in which it goes out."""
        return self.world.live(at, point, **more)

    def rest(self, at: datetime = OUT) -> None:
        """Lives until nothing is owed but what waits for people, and the card tells of it; each
        long after the one before."""
        # What staff are told is owed since the life that had to tell it, which was later than `at`.
        at += AFTERWARDS
        for _ in range(LIVES):
            if not self.restless(at) and not self.services(at).reviewing.stale():
                return
            self.world.later()
            self.world.live(at)
        assert not self.restless(at), (self.died, self.restless(at))

    def restless(self, at: datetime = OUT) -> list[tuple[str, str, State, str]]:
        """The rows that are due, and of which the bot itself still has to make something."""
        rows = [row for row in self.world.rows() if row.due <= at]
        waits: set[int] = set()
        for row in sorted(rows, key=lambda one: one.step):
            behind = [
                one for one in rows
                if row.after and one.step == row.after
                and (one.subject, one.revision, one.destination)
                == (row.subject, row.revision, row.destination)
            ]  # fmt: skip
            if row.state is State.FAILED or needs_person(row) or waits & {b.id for b in behind}:
                waits.add(row.id)
        return [
            (row.kind, f"{row.destination.code} {row.step}", row.state, row.reason)
            for row in rows
            if row.state not in ENDED and row.id not in waits
        ]

    # People

    def decide(self) -> None:
        """Staff see to what waits for them: they look at the network, and press a button."""
        following = self.services().following_up
        rows = self.rows()
        if any(can_retry(row) for row in rows):
            following.retry(self.id, OLIVE)
        for row in rows:
            if not needs_person(row):
                continue
            there = [post.text for post in self.standing(row.destination.network)]
            act = following.is_out if row.payload["text"] in there else following.send_again  # type: ignore[index]
            act(row.id, OLIVE)

    # What comes of it

    def run(
        self,
        name: str,
        point: int,
        trouble: Trouble | None = None,
        *,
        late: bool = False,
        again: int | None = None,
    ) -> None:
        """Killed at a point, in trouble; `late`: the trouble begins when it is started again.
        `again`: killed once more at that point after staff saw to what waited for them."""
        world, before = self.world, self.world.kills
        self.go_back()
        lives: dict[str, Any] = trouble.lives if trouble else {}
        if trouble and not late:
            trouble.begin(world)
        self.died = (point, self.live(point, **lives).points[-1:])
        self.check_so_far()
        if trouble and late:
            world.later()
            trouble.begin(world)
        if trouble or point % 3 == 0:
            # Started again at once, while what was sent may still be on its way.
            self.live(**lives)
        if trouble:
            trouble.end(world)
        self.rest()
        self.check_rest(failing=trouble.failing if trouble else ())
        states = Counter(row.state for row in self.rows())
        self.decide()
        if again is not None:
            self.live(again)
        self.rest()
        # What was in doubt once more, where nobody but people can look.
        self.decide()
        self.rest()
        self.check_all_out()
        self.count(name, states, world.kills - before)

    # What is to be seen

    def rows(self, subject: str | None = None) -> list[Row]:
        """The posts in the ledger, in the order of their parts."""
        named = subject or f"announcement/{self.id}"
        found = [r for r in self.world.rows() if r.kind in ANNOUNCED and r.subject == named]
        return sorted(found, key=lambda row: int(row.step))

    def rows_of(self, network: str) -> list[Row]:
        """Those of one network."""
        return [row for row in self.rows() if row.destination.network == network]

    def standing(self, network: str) -> list[Standing]:
        """What stands on a network."""
        if network == "slack":
            return timelines.channel(self.world.sandbox, "#moss")
        return timelines.posts(self.world.sandbox, network)

    def notices(self) -> list[str]:
        """What staff were told beside the card."""
        sandbox = self.world.sandbox
        return [m.text for m in sandbox.workspace.messages(REVIEW) if m.text.startswith("Part ")]

    def _refused_notices(self) -> list[str]:
        return [
            str((row.payload or {}).get("notice"))
            for row in self.world.rows()
            if row.kind is Kind.NOTICE and row.state is State.FAILED
        ]

    def card(self, identity: int | None = None) -> str:
        """All that the review card shows."""
        named = f"announcement/{identity or self.id}"
        rows = [r for r in self.world.rows() if (r.kind, r.subject) == (Kind.REVIEW, named)]
        (row,) = rows
        channel, _, ts = str(row.external_id).partition(":")
        message = self.world.sandbox.workspace.message(channel, ts)
        return "\n".join(str(b["text"]["text"]) for b in message.blocks if "text" in b)

    def check_so_far(self) -> None:
        """Each part at most once, in its place, and the ledger does not know less than there is."""
        for network in NETWORKS:
            there, rows = self.standing(network), self.rows_of(network)
            parts = self.posts[network]
            assert [post.text for post in there] == parts[: len(there)], network
            self._check_chain(network, there)
            sent = [row for row in rows if row.state is State.SENT]
            assert [row.step for row in sent] == [str(n) for n in range(len(sent))], network
            assert all(r.external_id in {None, p.id} for r, p in zip(sent, there, strict=False))
            # One more than is known may be out: that which is on its way, or in doubt.
            doubt = [row for row in rows if row.state in {State.SENDING, State.UNKNOWN}]
            assert len(sent) <= len(there) <= len(sent) + len(doubt), network
            assert len(doubt) <= 1
        assert [text for text, times in Counter(self.world.tried).items() if times > 1] == []

    def _check_chain(self, network: str, there: Sequence[Standing]) -> None:
        for number, post in enumerate(there):
            if number and network in CHAINS:
                assert post.answers == there[number - 1].id, network
            elif number and network in HANGS:
                assert post.answers == there[0].id, network
            else:
                assert post.answers is None, network
            assert post.alts == (() if number else (self.picture.alt,)), network

    def check_rest(self, *, failing: Sequence[str] = ()) -> None:
        """Nothing more happens by itself: all is out where the network could be asked and did not
        refuse it, and the card and the notices tell of the rest."""
        self.check_so_far()
        for network in NETWORKS:
            states = [row.state for row in self.rows_of(network)]
            out = states.count(State.SENT)
            # A thread stops at its next part, and those behind it wait.
            stops = [State.FAILED] * (network in failing) + [State.UNKNOWN] * (network not in ASKED)
            waiting = [State.PLANNED] * (len(states) - out - 1)
            assert not states[out:] or states[out:] in [[s, *waiting] for s in stops], network
        self.check_told()

    def check_told(self) -> None:
        """The review card shows how things stand, and staff were told of what waits for them."""
        assert self.services().reviewing.stale() == []
        card, notices = self.card(), self.notices()
        # A notice that Slack itself refuses stays on record; the card tells all the same.
        told = [*notices, *self._refused_notices()]
        for line in outcomes(self.rows()):
            assert line in card
        for row in self.rows():
            said = f"Part {int(row.step) + 1} of announcement/{self.id} for {row.destination} "
            if row.state is State.FAILED:
                assert f"post {int(row.step) + 1} failed" in card or row.step == "0"
                assert any(n.startswith(f"{said}was not sent") for n in told), said
            elif needs_person(row):
                assert "unclear whether it is out" in card
                assert any(n.startswith(f"{said}may be out or not") for n in told), said
        assert len(notices) == len(set(notices))

    def check_all_out(self) -> None:
        """Every part is out everywhere, exactly once."""
        self.check_so_far()
        for network in NETWORKS:
            assert [post.text for post in self.standing(network)] == self.posts[network], network
            assert {row.state for row in self.rows_of(network)} == {State.SENT}, network
        self.check_told()

    def count(self, trouble: str, states: Counter[State], kills: int) -> None:
        """Adds a run to the figures; `states` as they were when only people could go on."""
        kind = self.world.store.backend
        self.figures.update({
            f"{trouble} | {kind} | runs": 1,
            f"{trouble} | {kind} | kills": kills,
            f"{trouble} | {kind} | owed": states.total(),
            f"{trouble} | {kind} | out": states[State.SENT],
            f"{trouble} | {kind} | unknown": states[State.UNKNOWN],
            f"{trouble} | {kind} | failed": states[State.FAILED],
            f"{trouble} | {kind} | waiting": states[State.PLANNED],
        })  # fmt: skip


def _text(network: str) -> str:
    """Three sentences, of which each becomes a post of its own."""
    words = ("The first", "The second", "The third")
    filled = ("is said here at length " * 100)[: LETTERS[network]].rpartition(" ")[0]
    return " ".join(f"{word} of three {filled} and ends." for word in words)
