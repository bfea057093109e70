"""The lane of one network: messages go in, calls begin at their slots, outcomes come out.

One thread works in a lane at a time. It takes what is due from the ledger, commits `sending` for
what is called within the next moments, and commits outcomes, many in one transaction. The
calls themselves are in `calls.py`.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.ledger import State
from bot.errors import StoreUnavailableError
from bot.log import get_logger
from bot.networks.base import Network, TemporaryError
from bot.services.calls import Call, Calls
from bot.services.messages import Message
from bot.services.pacing import Pacing
from bot.services.settling import POSTS_WITHIN, Outcome, Settling
from bot.store import claims, ledger, programs

log = get_logger(__name__)

# So long before its slot a message is committed as `sending`: what is due in one second goes out in
# that second, and a transaction that takes its time costs no slots.
EARLY = 0.75
# So often the ledger is looked at while there is room.
LOOK = 0.5
# Messages that are taken at once: what may be sent in a second, within these bounds.
FEWEST, MOST = 8, 1000
# No wait is longer, so that what waits for a slot is looked at again before its lease is over.
LONGEST_WAIT = 10.0
DATABASE_RETRY = 1.0


class Source(Protocol):
    """Where messages come from, and go back to."""

    def take(self, network: str, most: int) -> tuple[list[Message], bool]:
        """Messages of a network, and whether there may be more."""

    def put_back(self, messages: Sequence[Message]) -> None:
        """Gives up messages that were not begun."""


class Lane:
    """The way of messages to one network."""

    def __init__(self, source: Source, settle: Settling, network: Network, pacing: Pacing) -> None:
        self.source = source
        self.settling = settle
        self.pacing = pacing
        self.clock: Clock = settle.clock
        self.calls = Calls(network, pacing, settle.clock, settle.workers)
        self._waiting: list[Message] = []
        self._outcomes: list[Outcome] = []
        # Moments of monotonic time: the next look at the ledger, the next `sending`.
        self._look_at = 0.0
        self._begin_at = 0.0
        self._left = False

    def work(self) -> None:
        """Sends until nothing more of this network is due. Raises StoreUnavailableError where the
        database is gone and nothing is being sent."""
        self._look_at = 0.0
        while not self._left:
            try:
                self._look()
                self._commit()
            except StoreUnavailableError:
                if self.calls.stopping.is_set() or not (self.calls or self._outcomes):
                    raise
                log.warning("database lost while sending", under_way=len(self.calls))
                self.calls.stopping.wait(DATABASE_RETRY)
            if not (self._waiting or self.calls or self._outcomes) and self._look_at:
                return
            self._outcomes += self.calls.gather(self._wait())

    def poke(self) -> None:
        """Something may be due."""
        self._look_at = 0.0
        self.calls.wake()

    def stop(self) -> None:
        """Begins nothing more; what has not begun is given back by whoever works here."""
        self.calls.stop()

    def leave(self) -> None:
        """Waits no longer for what has begun: the process ends."""
        self._left = True
        self.calls.wake()

    # What is due

    @property
    def _room(self) -> int:
        """How many messages are taken at once."""
        rate = self.pacing.a_second
        return MOST if rate is None else max(FEWEST, min(int(rate), MOST))

    def _look(self) -> None:
        """Takes what is due where there is room, twice a second at most unless there is more."""
        if self.calls.stopping.is_set():
            self._look_at = self.clock.monotonic()
            waiting, self._waiting = self._waiting, []
            if waiting:
                self.source.put_back(waiting)
            return
        if self.clock.monotonic() < self._look_at or len(self._waiting) > self._room // 2:
            return
        # Before it is done, so that a poke meanwhile counts.
        self._look_at = self.clock.monotonic() + LOOK
        messages, more = self.source.take(self.calls.network.name, self._room)
        self._waiting += messages
        if more:
            self._look_at = 0.0
        if messages:
            self._begin_at = 0.0

    # Into the ledger and out to the network

    def _commit(self) -> None:
        """Commits outcomes, and `sending` for what is called next, which is then handed on."""
        self._outcomes += self.calls.give_up()
        begins = self._may_begin()
        if not self._outcomes and not begins:
            return
        calls: list[Call] = []
        waiting, begin_at = self._waiting, self._begin_at
        try:
            with self.settling.store.write() as connection:
                if self._outcomes:
                    self.settling.settle(connection, self._outcomes)
                    self._slow_down(connection)
                    if any(each.frees_another for each in self._outcomes):
                        self._look_at = 0.0
                if begins:
                    calls, waiting, begin_at = self._begin(connection)
        except StoreUnavailableError:
            raise
        except Exception:
            # The rows become unknown when their lease is over, and the network is asked.
            self._outcomes.clear()
            raise
        self._outcomes.clear()
        if len(calls) < len(self._waiting) - len(waiting):
            # Something was given up, to be composed anew.
            self._look_at = 0.0
        self._waiting, self._begin_at = waiting, begin_at
        self.calls.begin(calls)

    def _may_begin(self) -> bool:
        if not self._waiting or self.calls.stopping.is_set():
            return False
        return self.clock.monotonic() >= self._begin_at and not self.calls.hang()

    def _begin(self, connection: Connection) -> tuple[list[Call], list[Message], float]:
        """Moves to `sending` the messages whose slot comes within the next moments.

        Gives their calls, the messages that still wait, and the moment to begin with these.
        """
        program = self.settling.programs.id
        ledger.lock(connection, program)
        version = programs.version(connection, program)
        # At one moment, for what follows may take a while.
        now, real, monotonic = self.clock.now(), self.clock.real_now(), self.clock.monotonic()
        true: list[Message] = []
        untrue: list[Message] = []
        for message in self._waiting:
            (true if message.is_true(now, version) else untrue).append(message)
        # What was put into words for another minute, or another program, is composed anew.
        _give_up(connection, untrue)
        slots, free = self.pacing.slots(
            connection,
            program,
            [real + max(message.due - now, timedelta(0)) for message in true],
            real + timedelta(seconds=EARLY),
        )
        chosen = true[: len(slots)]
        begun = claims.begin_sending(connection, [each.beginning() for each in chosen], real)
        # Cancelled or overtaken meanwhile: what is still ours is composed anew.
        _give_up(connection, [each for each in chosen if each.key not in begun])
        rest = true[len(slots) :]
        calls = [
            Call(message, monotonic + (slot - real).total_seconds(), slot + POSTS_WITHIN)
            for message, slot in zip(chosen, slots, strict=True)
            if message.key in begun
        ]
        if not rest:
            return calls, rest, 0.0
        # Once half of the slots in hand are used up, or as early as may be before its time.
        slot = (free - real).total_seconds() - EARLY / 2
        due = (rest[0].due - now).total_seconds() - EARLY
        return calls, rest, monotonic + min(max(slot, due, 0.01), LONGEST_WAIT)

    def _wait(self) -> float:
        now = self.clock.monotonic()
        moments = [now + LONGEST_WAIT]
        if self._waiting:
            # Has that passed, every thread hangs.
            moments.append(self._begin_at if self._begin_at > now else now + LOOK)
        overdue = self.calls.next_overdue()
        if overdue is not None:
            moments.append(overdue)
        if not self.calls.stopping.is_set() and len(self._waiting) <= self._room // 2:
            moments.append(self._look_at)
        return max(min(moments) - now, 0.0)

    def _slow_down(self, connection: Connection) -> None:
        """Lets the whole network rest where several destinations asked to slow down at once."""
        real = self.clock.real_now()
        for outcome in self._outcomes:
            error = outcome.result
            if not isinstance(error, TemporaryError) or error.retry_after is None:
                continue
            until = real + timedelta(seconds=error.retry_after)
            rest = self.pacing.refused(outcome.message.post.address, until)
            if rest is not None:
                self.pacing.pause(connection, self.settling.programs.id, rest)
                self.calls.hold_back(str(error), (rest - real).total_seconds())


def _give_up(connection: Connection, messages: Iterable[Message]) -> None:
    for message in messages:
        ledger.move(connection, message.ids, State.CLAIMED, State.PLANNED, token=message.token)
