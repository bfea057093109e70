"""Sending what is due, each message once, whatever happens in between.

claimed -> `sending` is committed -> the network is called -> the outcome is committed. A crash
before the call puts the row back; a crash after it leaves the row `unknown`, and the network is
asked before anything is sent again.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, NewRow, Row, State
from bot.errors import StoreUnavailableError
from bot.log import get_logger, incident
from bot.networks.base import (
    CannotAskError,
    Network,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.services.composing import Composed, Composer
from bot.services.program import ProgramService
from bot.store import ledger, tables
from bot.store.engine import Store
from bot.store.ledger import Claim
from bot.workers import Workers

log = get_logger(__name__)

# Seconds that one call of a network may take in all; well under the lease.
TOTAL_TIMEOUT = 30.0
# "It is not there" counts only when asked a minute after the attempt. What is known is when the
# attempt was written down; the call may begin and end so much later.
SETTLED = timedelta(seconds=60 + TOTAL_TIMEOUT + 10)
# How far back before the attempt is looked: this machine's clock may be ahead of the network's.
LOOK_BACK = timedelta(hours=1)
# Slack takes about a message a second in a channel; the other networks less.
PACE = timedelta(seconds=1.1)
UNMADE = timedelta(minutes=5)
BACKOFF_FIRST, BACKOFF_MOST = 5.0, 600.0
STOPPED = "the process stopped while sending; the network is asked"
NOT_THERE = "the network does not have it; sent again"


class DeliveryService:
    """Claims, sends and settles the rows of the ledger."""

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
        self.composers: dict[Kind, Composer] = {}

    def wake_at(self) -> datetime | None:
        """Program time at which there is something to send next; None where nothing is owed."""
        now, real = self.clock.now(), self.clock.real_now()
        with self.store.read() as connection:
            ahead = ledger.next_due(connection, self.programs.id, after=now)
            retry = ledger.next_retry(connection, self.programs.id, now, real)
        # What backs off must not hide what falls due before it is tried again.
        again = [] if retry is None else [now + max(retry - real, timedelta(0))]
        return min([*again, *([ahead] if ahead else [])], default=None)

    def claim(self) -> Claim | None:
        """Claims what is due at one destination; None where nothing is."""
        with self.store.write() as connection:
            claim = ledger.claim_due(
                connection,
                self.programs.id,
                secrets.token_hex(8),
                self.clock.now(),
                self.clock.real_now(),
            )
        return claim if claim.rows else None

    def put_back(self, claim: Claim) -> None:
        """Gives up a claim of which nothing was sent; another may send it at once."""
        ids = [row.id for row in claim.rows]
        with self.store.write() as connection:
            ledger.move(connection, ids, State.CLAIMED, State.PLANNED, token=claim.token)

    def deliver(self, claim: Claim) -> None:
        """Sends a claim's first message and puts back what does not belong to it.

        One at a time, so that a destination's pace is kept; the rest is due again in a second.
        """
        first, *rest = list(_messages(claim.rows))
        try:
            # The rows may come of a change that this process has not looked at yet.
            self.programs.refresh()
            self._send(claim, first)
        except StoreUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - one message that cannot be made must not stop the rest
            number = incident(log, "message not made", rows=[row.id for row in first])
            self._wait(claim, first, UNMADE, f"it could not be made; incident {number}")
        self._wait(claim, [row for rows in rest for row in rows], PACE)

    def _wait(
        self, claim: Claim, rows: Sequence[Row], wait: timedelta, reason: str | None = None
    ) -> None:
        """Puts claimed rows back, to be tried again after a while."""
        said = {} if reason is None else {"reason": reason}
        with self.store.write() as connection:
            ledger.move(
                connection, [row.id for row in rows], State.CLAIMED, State.PLANNED,
                token=claim.token, not_before=self.clock.real_now() + wait, **said,
            )  # fmt: skip

    def _send(self, claim: Claim, rows: Sequence[Row]) -> None:
        network = self.networks.get(rows[0].destination.network)
        program = self.programs.current
        composer = self.composers.get(rows[0].kind)
        if network is None or program is None or composer is None:
            self._refuse(claim, rows, f"{rows[0].destination.network} is not set up")
            return
        composed = composer(program, rows, self.clock.now())
        key = f"{claim.token}.{rows[0].id}"
        if not self._begin(claim, composed, key):
            return
        post = Post(
            address=rows[0].destination.address,
            text=composed.text,
            blocks=composed.blocks,
            key=key,
            **_place(composed.kept),
        )
        ids = [row.id for row in composed.send]
        try:
            sent = self.workers.within(network.name, TOTAL_TIMEOUT, lambda: network.send(post))
        except TemporaryError as exc:
            self._later(ids, key, exc, rows[0].attempts)
        except PermanentError as exc:
            self._failed(composed.send, key, str(exc))
        except (OutcomeUnknownError, TimeoutError) as exc:
            self._settle(ids, State.UNKNOWN, key, reason=str(exc) or "no answer in time")
            log.warning("outcome unknown", rows=ids, network=network.name)
        else:
            self._sent(ids, State.SENDING, key, sent)

    def _begin(self, claim: Claim, composed: Composed, key: str) -> bool:
        """Commits `sending` for what is sent and the reason of what is not."""
        with self.store.write() as connection:
            ledger.lock(connection, self.programs.id)
            for state, reasons in (
                (State.SKIPPED, composed.skipped),
                (State.CANCELLED, composed.cancelled),
            ):
                for row, reason in reasons.items():
                    ledger.move(
                        connection, [row], State.CLAIMED, state, token=claim.token, reason=reason
                    )
            ids = [row.id for row in composed.send]
            if not ids:
                return False
            payload = (composed.send[0].payload or {}) | {"text": composed.text} | composed.kept
            real = self.clock.real_now()
            if ledger.begin_sending(connection, claim.token, ids, key, payload, real):
                return True
            # Cancelled or overtaken meanwhile: what is still ours is composed anew.
            ledger.move(connection, ids, State.CLAIMED, State.PLANNED, token=claim.token)
            return False

    def _settle(self, ids: Sequence[int], state: State, key: str, **values: object) -> None:
        with self.store.write() as connection:
            ledger.move(connection, ids, State.SENDING, state, token=key, **values)

    def _sent(self, ids: Sequence[int], before: State, key: str, sent: Sent) -> None:
        with self.store.write() as connection:
            ledger.move(
                connection, ids, before, State.SENT, token=key, reason="",
                external_id=sent.external_id, link=sent.link, sent_at=self.clock.real_now(),
            )  # fmt: skip
        log.info("sent", rows=list(ids), external_id=sent.external_id)

    def _later(self, ids: Sequence[int], key: str, error: TemporaryError, attempts: int) -> None:
        wait = error.retry_after
        if wait is None:
            wait = min(BACKOFF_FIRST * 2.0 ** min(attempts, 10), BACKOFF_MOST)
        self._settle(
            ids, State.PLANNED, key, reason=str(error),
            not_before=self.clock.real_now() + timedelta(seconds=wait),
        )  # fmt: skip
        log.warning("not taken for now", rows=list(ids), error=str(error), wait=wait)

    def _failed(self, rows: Sequence[Row], key: str, reason: str) -> None:
        with self.store.write() as connection:
            ledger.move(
                connection, [row.id for row in rows], State.SENDING, State.FAILED, token=key,
                reason=reason,
            )  # fmt: skip
            ledger.add(connection, self.programs.id, self._notice(rows[0], reason))
        log.error("refused for good", rows=[row.id for row in rows], error=reason)

    def _refuse(self, claim: Claim, rows: Sequence[Row], reason: str) -> None:
        ids = [row.id for row in rows]
        with self.store.write() as connection:
            ledger.move(
                connection, ids, State.CLAIMED, State.CANCELLED, token=claim.token, reason=reason
            )
            ledger.add(connection, self.programs.id, self._notice(rows[0], reason))
        log.error("cannot be sent", rows=ids, error=reason)

    def _notice(self, row: Row, reason: str) -> Iterator[NewRow]:
        """Tells staff, once a row, unless it is their own channel that fails."""
        if not self.notices or row.destination == Destination.channel(self.notices):
            return
        yield NewRow(
            kind=Kind.NOTICE,
            subject=f"row/{row.id}",
            revision=row.attempts,
            step="failed",
            destination=Destination.channel(self.notices),
            due=self.clock.now(),
            payload={
                "notice": f"A {row.kind} message for {row.destination} ({row.subject}) was not "
                f"sent: {reason}."
            },
        )

    def recover(self, *, alone: bool) -> None:
        """Puts right what a process left behind that is gone, and settles what is unknown.

        With `alone` no other process can be sending (the embedded database, at start), and leases
        are not waited for.
        """
        real = None if alone else self.clock.real_now()
        with self.store.write() as connection:
            for row in ledger.expired(connection, self.programs.id, State.CLAIMED, real):
                ledger.move(connection, [row.id], State.CLAIMED, State.PLANNED, token=row.token)
            for row in ledger.expired(connection, self.programs.id, State.SENDING, real):
                ledger.move(
                    connection, [row.id], State.SENDING, State.UNKNOWN, token=row.token,
                    reason=STOPPED,
                )  # fmt: skip

    def unsettled(self) -> list[list[Row]]:
        """The messages whose outcome is unknown, each with its rows."""
        with self.store.read() as connection:
            rows = ledger.find(connection, self.programs.id, tables.ledger.c.state == State.UNKNOWN)
        rows.sort(key=lambda row: row.token or "")
        return [list(same) for _, same in groupby(rows, key=lambda row: row.token)]

    def settle(self, rows: Sequence[Row]) -> None:
        """Asks the network for a message whose outcome is unknown, and acts on the answer."""
        first, ids = rows[0], [row.id for row in rows]
        network = self.networks.get(first.destination.network)
        if network is None or first.attempted_at is None or first.token is None:
            return
        post = Post(
            address=first.destination.address,
            text=(first.payload or {}).get("text", ""),
            key=first.token,
            **_place(first.payload or {}),
        )
        since = first.attempted_at - LOOK_BACK
        asked_at = self.clock.real_now()
        try:
            sent = self.workers.within(
                network.name, TOTAL_TIMEOUT, lambda: network.find(post, since)
            )
        except CannotAskError as exc:
            self._needs_person(first, ids, str(exc))
        except (NetworkError, TimeoutError) as exc:
            log.warning("cannot be asked now", rows=ids, error=str(exc))
        else:
            if sent is not None:
                self._sent(ids, State.UNKNOWN, first.token, sent)
            elif asked_at - first.attempted_at >= SETTLED:
                self._again(ids, first.token)

    def _again(self, ids: Sequence[int], key: str) -> None:
        with self.store.write() as connection:
            ledger.move(
                connection, ids, State.UNKNOWN, State.PLANNED, token=key, reason=NOT_THERE,
                not_before=None,
            )  # fmt: skip

    def _needs_person(self, row: Row, ids: Sequence[int], error: str) -> None:
        reason = f"it may be out or not, and cannot be looked up ({error}); please look there"
        with self.store.write() as connection:
            connection.execute(
                tables.ledger.update().where(tables.ledger.c.id.in_(ids)).values(reason=reason)
            )
            ledger.add(connection, self.programs.id, self._notice(row, reason))

    def compose_notice(self, _program: object, rows: Sequence[Row], _now: datetime) -> Composed:
        """A notice to staff."""
        composed = Composed(send=list(rows))
        composed.say([((row.payload or {}).get("notice", ""),) for row in rows])
        return composed


def _place(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Which message a post answers, by what is kept of it."""
    return {"thread": kept.get("thread"), "broadcast": bool(kept.get("broadcast"))}


def _messages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows by message: countdowns that are due together are one, everything else stands alone.

    Posts of one announcement keep their order, which is that of their steps.
    """
    countdowns = [row for row in rows if row.kind is Kind.COUNTDOWN]
    if countdowns:
        yield countdowns
    others = [row for row in rows if row.kind is not Kind.COUNTDOWN]
    for row in others:
        yield [row]
