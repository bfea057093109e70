"""What networks do while an announcement goes out."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.server import Sandbox
from tests.crash.world import World

NETWORKS = ("slack", "x", "mastodon", "bluesky", "discord", "webhook")
DISCORD = "POST /api/webhooks/812345678901234567/demo-discord-token"
# The request that posts, at each network.
POSTS = {
    "slack": "chat.postMessage",
    "x": "POST /2/tweets",
    "mastodon": "POST /api/v1/statuses",
    "bluesky": "POST /xrpc/com.atproto.repo.putRecord",
    "discord": DISCORD,
    "webhook": "POST /moss",
}
# Those that come before it: a session, and the picture, which Discord and the webhook get together
# with the words.
BEFORE = {
    "slack": "files.getUploadURLExternal",
    "x": "POST /2/media/upload",
    "mastodon": "POST /api/v2/media",
    "bluesky": "POST /xrpc/com.atproto.repo.uploadBlob",
}


@dataclass(frozen=True)
class Trouble:
    """What the networks do: `count` of the requests to each meet with it, or all."""

    kind: Any
    count: int | None = 2
    networks: tuple[str, ...] = NETWORKS
    methods: Any = "posts"
    seconds: float = 0.0
    status: int = 500
    # Seconds that the bot waits for an answer; None for as long as always.
    patience: float | None = None
    # Who is asked what became of a post meets with it, too.
    mute: bool = False
    # It is no use to try again: the network stops, and staff are told.
    for_good: bool = False

    @property
    def failing(self) -> tuple[str, ...]:
        """The networks that may have stopped in the end."""
        return self.networks if self.for_good else ()

    @property
    def lives(self) -> dict[str, Any]:
        """How a life has to be for it."""
        return {} if self.patience is None else {"patience": self.patience}

    def begin(self, world: World) -> None:
        """From here on."""
        faults = world.sandbox.faults
        methods = POSTS if self.methods == "posts" else BEFORE
        for name in self.networks:
            if name in methods:
                faults.add(
                    name, self.kind, method=methods[name], count=self.count, seconds=self.seconds,
                    status=self.status,
                )  # fmt: skip
        if self.mute:
            for service, method in _questions(world.sandbox):
                faults.add(service, "status", method=method, count=2, status=500)

    def end(self, world: World) -> None:
        """All is well again, and what was on its way has arrived."""
        world.sandbox.faults.clear()
        world.running.run(asyncio.sleep(self.seconds))


def _questions(sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """By what networks are asked for a post."""
    yield "slack", "conversations.history"
    yield "slack", "conversations.replies"
    yield "x", f"GET /2/users/{sandbox.x.credentials.user_id}/tweets"
    yield "mastodon", f"GET /api/v1/accounts/{sandbox.mastodon.credentials.account_id}/statuses"
    yield "bluesky", "GET /xrpc/com.atproto.repo.getRecord"


PASSING = {
    "answers late": Trouble("delay", None, seconds=0.15),
    "answers when nobody waits any more": Trouble("delay", seconds=1.5, patience=0.4),
    "takes it and drops the answer": Trouble("drop_after"),
    "takes it, drops the answer and cannot be asked for a while": Trouble("drop_after", mute=True),
    "drops the connection before it takes it": Trouble("drop_before"),
    "429": Trouble("status", status=429),
    "500": Trouble("status", status=500),
    "500 for the picture": Trouble("status", status=500, methods="before"),
    "drops the answer to the picture": Trouble("drop_after", methods="before"),
}
LASTING = {
    str(status): [
        Trouble("status", 1, (network,), status=status, for_good=True) for network in NETWORKS
    ]
    for status in (401, 403)
} | {
    "401 for the picture": [
        Trouble("status", 1, (network,), "before", status=401, for_good=True) for network in BEFORE
    ]
}  # fmt: skip
