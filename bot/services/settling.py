"""What became of messages that a network was given, and what to do where nobody can say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby

from sqlalchemy import Connection, or_

from bot.clock import Clock
from bot.domain.ledger import ANNOUNCED, Destination, Kind, Row, State
from bot.log import get_logger
from bot.networks.base import (
    Act,
    CannotAskError,
    GoneError,
    Network,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Sent,
    TemporaryError,
)
from bot.services.messages import Message, post_of
from bot.services.program import ProgramService
from bot.services.troubles import is_certificate, late_one, trouble
from bot.store import claims, ledger, tables
from bot.store.claims import Arrival
from bot.store.engine import Store
from bot.workers import Workers

log = get_logger(__name__)

# Seconds that one call of a network may take in all; well under the lease.
TOTAL_TIMEOUT = 30.0
# Seconds after its slot in which a call must have begun; later it is given up.
BEGINS_WITHIN = 8.0
# So long after its slot a call may post, by the wall clock, too; well under the lease.
POSTS_WITHIN = timedelta(seconds=BEGINS_WITHIN + TOTAL_TIMEOUT)
# "It is not there" counts only when asked a minute after the attempt. What is known is when the
# attempt was written down; the call may begin and post so much later (networks/fence.py).
SETTLED = timedelta(seconds=60 + TOTAL_TIMEOUT + BEGINS_WITHIN + 2)
# How far back before the attempt is looked: this machine's clock may be ahead of the network's. An
# hour would be too little by seconds for one that is an hour ahead.
LOOK_BACK = timedelta(hours=3)
BACKOFF_FIRST, BACKOFF_MOST = 5.0, 600.0
# What is not taken for so long is told to staff, while it is tried on.
LATE = timedelta(hours=1)
# What could not be asked for is asked for again after this long at the latest.
ASK_AGAIN = timedelta(hours=1)
STOPPED = "the process stopped while sending; the network is asked"
NOT_THERE = "the network does not have it; sent again"
REPEATED = "no answer in time; an edit or a removal can be repeated without harm"
UNASKABLE = "it cannot be looked up"

# Says whether it has seen to a message that was refused for good; else staff are told.
Refused = Callable[[Connection, Sequence[Row], PermanentError], bool]


class NotBegunError(Exception):
    """The call was given up before it began: nothing was sent. `wait` is in seconds."""

    def __init__(self, message: str = "", wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a message's call."""

    message: Message
    result: Sent | Exception

    @property
    def frees_another(self) -> bool:
        """Whether the next part of a thread may go out because of it."""
        return isinstance(self.result, Sent) and self.message.rows[0].kind in ANNOUNCED


class Settling:
    """Writes outcomes down, and asks networks for those that are unknown."""

    def __init__(
        self,
        store: Store,
        programs: ProgramService,
        clock: Clock,
        networks: Mapping[str, Network],
        workers: Workers,
        *,
        notices: str | None = None,
    ) -> None:
        """`notices` is the channel where staff hear of what failed."""
        self.store = store
        self.programs = programs
        self.clock = clock
        self.networks = networks
        self.workers = workers
        self.notices = notices
        # What is tried before staff are told, by kind.
        self.refused: dict[Kind, Refused] = {}

    def settle(self, connection: Connection, outcomes: Sequence[Outcome]) -> None:
        """Commits outcomes with the transaction of `connection`."""
        out = [
            Arrival(each.message.ids, each.message.key, each.result.external_id, each.result.link)
            for each in outcomes
            if isinstance(each.result, Sent)
        ]
        if out:
            claims.arrived(connection, out, State.SENDING, self.clock.real_now())
            log.info("sent", messages=[one.external_id for one in out])
        for each in outcomes:
            if isinstance(each.result, Exception):
                self._not_sent(connection, each.message, each.result)

    def _not_sent(self, connection: Connection, message: Message, error: Exception) -> None:
        if isinstance(error, NotBegunError):
            self._again(connection, message, str(error), error.wait)
        elif isinstance(error, TemporaryError):
            self._later(connection, message, error)
        elif isinstance(error, PermanentError):
            self._failed(connection, message, error)
        elif message.post.act is not Act.SEND:
            self._later(connection, message, TemporaryError(REPEATED))
        else:
            reason = str(error) if isinstance(error, OutcomeUnknownError) else ""
            ledger.move(
                connection, message.ids, State.SENDING, State.UNKNOWN, token=message.key,
                reason=reason or "no answer in time",
            )  # fmt: skip
            log.warning("outcome unknown", rows=message.ids, network=message.network)

    def _again(self, connection: Connection, message: Message, reason: str, wait: float) -> None:
        until = self.clock.real_now() + timedelta(seconds=wait)
        ledger.move(
            connection, message.ids, State.SENDING, State.PLANNED, token=message.key, reason=reason,
            not_before=until if wait else None,
        )  # fmt: skip

    def _later(self, connection: Connection, message: Message, error: TemporaryError) -> None:
        wait = error.retry_after
        if wait is None:
            attempts = min(message.rows[0].attempts, 10)
            wait = min(BACKOFF_FIRST * 2.0**attempts, BACKOFF_MOST)
        else:
            # The limit is the destination's: what else is due there would only meet it, too.
            pause = timedelta(seconds=wait)
            claims.hold(
                connection, self.programs.id, message.rows[0].destination,
                self.clock.now() + pause, self.clock.real_now() + pause,
            )  # fmt: skip
        self._again(connection, message, str(error), wait)
        row, first = message.rows[0], message.post.created
        since = self.clock.now() - row.due if first is None else self.clock.real_now() - first
        if since >= LATE or is_certificate(error):
            self.tell(connection, row, str(error), late=True)
        log.warning("not taken for now", rows=message.ids, error=str(error), wait=wait)

    def _failed(self, connection: Connection, message: Message, error: PermanentError) -> None:
        reason = str(error)
        ledger.move(
            connection, message.ids, State.SENDING, State.FAILED, token=message.key, reason=reason
        )
        seen_to = self.refused.get(message.rows[0].kind)
        if seen_to is not None and seen_to(connection, message.rows, error):
            return
        self.tell(connection, message.rows[0], reason)
        log.error("refused for good", rows=message.ids, error=reason)

    def tell(
        self,
        connection: Connection,
        row: Row,
        reason: str,
        *,
        unsure: bool = False,
        late: bool = False,
    ) -> None:
        """Tells staff, once a row, unless it is their own channel that fails; `unsure` where it may
        be out, `late` where it is tried on."""
        if not self.notices or row.destination == Destination.channel(self.notices):
            return
        make = late_one if late else partial(trouble, unsure=unsure)
        notice = make(row, reason, self.notices, self.clock.now())
        ledger.add(connection, self.programs.id, [notice])

    def recover(self, *, alone: bool) -> None:
        """Puts right what a process left behind that is gone.

        With `alone` no other process can be sending (the embedded database, at start), and leases
        are not waited for.
        """
        real = None if alone else self.clock.real_now()
        with self.store.write() as connection:
            program = self.programs.id
            claims.release(connection, program, State.CLAIMED, State.PLANNED, real)
            claims.release(connection, program, State.SENDING, State.UNKNOWN, real, reason=STOPPED)

    def unsettled(self) -> list[list[Row]]:
        """The messages whose outcome is unknown and is to be asked for now, each with its rows."""
        again = tables.ledger.c.not_before
        with self.store.read() as connection:
            rows = ledger.find(
                connection, self.programs.id, tables.ledger.c.state == State.UNKNOWN,
                or_(again.is_(None), again <= self.clock.real_now()),
            )  # fmt: skip
        rows.sort(key=lambda row: row.token or "")
        return [list(same) for _, same in groupby(rows, key=lambda row: row.token)]

    def ask(self, rows: Sequence[Row]) -> bool:
        """Asks the network for a message whose outcome is unknown, and acts on the answer.

        False where the network wants to be asked no more for a while.
        """
        first, ids = rows[0], [row.id for row in rows]
        network = self.networks.get(first.destination.network)
        if network is None or first.attempted_at is None or first.token is None:
            return True
        post = post_of(first, first.payload or {}, first.token)
        if post.act is not Act.SEND:
            with self.store.write() as connection:
                ledger.move(
                    connection, ids, State.UNKNOWN, State.PLANNED, token=first.token,
                    reason=REPEATED, not_before=None,
                )  # fmt: skip
            return True
        asked_at = self.clock.real_now()
        # Written down by a clock that was set back since, the attempt seems to be still to come.
        since = min(first.attempted_at, asked_at) - LOOK_BACK
        try:
            sent = self.workers.within(
                network.name, TOTAL_TIMEOUT, lambda: network.find(post, since)
            )
        except CannotAskError as exc:
            self._needs_person(first, ids, str(exc), asked_at - first.attempted_at)
        except GoneError as exc:
            self._gone(rows, first.token, exc)
        except (NetworkError, TimeoutError) as exc:
            log.warning("cannot be asked now", rows=ids, error=str(exc))
            if asked_at - first.attempted_at >= LATE:
                with self.store.write() as connection:
                    self.tell(connection, first, str(exc), unsure=True)
            return not (isinstance(exc, TemporaryError) and exc.retry_after is not None)
        else:
            self._answered(rows, first.token, sent, asked_at - first.attempted_at)
        return True

    def _answered(self, rows: Sequence[Row], key: str, sent: Sent | None, since: timedelta) -> None:
        ids = tuple(row.id for row in rows)
        if sent is None and since < SETTLED:
            return
        with self.store.write() as connection:
            if sent is None:
                ledger.move(
                    connection, ids, State.UNKNOWN, State.PLANNED, token=key, reason=NOT_THERE,
                    not_before=None,
                )  # fmt: skip
            else:
                found = Arrival(ids, key, sent.external_id, sent.link)
                claims.arrived(connection, [found], State.UNKNOWN, self.clock.real_now())

    def _needs_person(self, row: Row, ids: Sequence[int], error: str, since: timedelta) -> None:
        reason = f"{UNASKABLE} ({error})"
        # The longer it has been so, the longer it will be.
        again = self.clock.real_now() + min(since, ASK_AGAIN)
        table = tables.ledger
        with self.store.write() as connection:
            connection.execute(
                table.update()
                .where(table.c.id.in_(ids), table.c.state == State.UNKNOWN)
                .values(reason=reason, not_before=again)
            )
            self.tell(connection, row, reason, unsure=True)

    def _gone(self, rows: Sequence[Row], key: str, error: GoneError) -> None:
        """Settles what was for somebody who is gone: out or not, it can matter to nobody."""
        ids = [row.id for row in rows]
        with self.store.write() as connection:
            ledger.move(connection, ids, State.UNKNOWN, State.FAILED, token=key, reason=str(error))
            seen_to = self.refused.get(rows[0].kind)
            if seen_to is not None:
                seen_to(connection, rows, error)
