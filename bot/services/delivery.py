"""What is due: claimed, put into words a moment before its time, and handed to the network's lane.

claimed -> `sending` is committed -> the network is called -> the outcome is committed. A crash
before the call puts the row back; a crash after it leaves the row `unknown`, and the network is
asked before anything is sent again. The last three are in `sending.py` and `settling.py`.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from bot.clock import Clock
from bot.domain.ledger import JOINED, Kind, Row, State
from bot.domain.model import Program
from bot.domain.spans import Link
from bot.errors import StoreUnavailableError
from bot.log import get_logger, incident
from bot.services import pacing
from bot.services.composing import Composed, Composer
from bot.services.messages import ManyComposer, Message, made
from bot.services.program import ProgramService
from bot.services.sending import Lane
from bot.services.settling import Settling
from bot.store import claims, ledger, progress, tables
from bot.store.engine import Store

log = get_logger(__name__)

# So long before its time a message is claimed and put into words, for the words it has then.
AHEAD = timedelta(seconds=1.5)
UNMADE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Progress:
    """Direct messages that are going out: how many have, of how many, and how long it still takes
    at the workspace's pace."""

    sent: int
    total: int
    seconds_left: float


@dataclass
class _Work:
    """What becomes of the rows of one claim."""

    token: str
    messages: list[Message] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    cancelled: dict[int, str] = field(default_factory=dict)
    # At another time (program time), and why.
    later: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    refused: list[tuple[Row, str]] = field(default_factory=list)
    # Of these staff can mend the cause, and try again.
    failed: list[tuple[Row, str]] = field(default_factory=list)
    # Put back for now: until when (real time) and why.
    put_off: list[tuple[list[Row], datetime, str | None]] = field(default_factory=list)


class DeliveryService:
    """Claims what is due and puts it into words."""

    def __init__(
        self, store: Store, programs: ProgramService, clock: Clock, settling: Settling,
        rates: dict[str, float] | None = None,
    ) -> None:  # fmt: skip
        """`rates`: messages a second by network, for those that limit more than a destination."""
        self.store = store
        self.programs = programs
        self.clock = clock
        self.settling = settling
        self.rates = rates or {}
        self.composers: dict[Kind, Composer] = {}
        # For kinds of which many are due at once; the others are composed one by one.
        self.many_composers: dict[Kind, ManyComposer] = {}
        self.lanes = {
            name: Lane(self, settling, network, pacing.Pacing(name, self.rates.get(name), clock))
            for name, network in settling.networks.items()
        }

    def wake_at(self, network: str | None = None) -> datetime | None:
        """Program time at which there is something to do next; None where nothing is owed.

        With a `network`, what is due elsewhere is left out; what is ahead never is.
        """
        now, real = self.clock.now(), self.clock.real_now()
        there = [] if network is None else [tables.ledger.c.network == network]
        with self.store.read() as connection:
            ahead = ledger.next_due(connection, self.programs.id, after=now + AHEAD)
            retry = claims.next_retry(connection, self.programs.id, now + AHEAD, real, *there)
        # What backs off must not hide what falls due before it is tried again.
        again = [] if retry is None else [now + max(retry - real, timedelta(0))]
        return min([*again, *([ahead - AHEAD] if ahead else [])], default=None)

    def take(self, network: str, most: int) -> tuple[list[Message], bool]:
        """Claims what is due within moments at up to so many destinations of a network, and puts
        it into words; and whether there may be more."""
        token = secrets.token_hex(8)
        now, real = self.clock.now(), self.clock.real_now()
        with self.store.write() as connection:
            claim = claims.claim_due(
                connection,
                self.programs.id,
                token,
                now + AHEAD,
                real,
                tables.ledger.c.network == network,
                most=most,
            )
            for place in claim.crowded:
                due = max(row.due for row in claim.rows if row.destination == place)
                until = real + max(due - now, timedelta(0)) + pacing.PACE
                claims.hold(connection, self.programs.id, place, now + AHEAD, until)
        if not claim.rows:
            return [], False
        # The rows may come of a change that this process has not looked at yet.
        self.programs.refresh()
        work = _Work(token)
        places: dict[str, list[Row]] = defaultdict(list)
        for row in claim.rows:
            places[row.destination.address].append(row)
        self._compose(work, [self._first(work, rows) for rows in places.values()])
        self._apply(work)
        return work.messages, len(places) == most

    def refuse_strangers(self) -> None:
        """Cancels what is due on a network that is not set up, and says so to staff."""
        while self._refuse_strangers():
            pass

    def _refuse_strangers(self) -> bool:
        """Does so for some of it; False where there is none."""
        token = secrets.token_hex(8)
        with self.store.write() as connection:
            claim = claims.claim_due(
                connection,
                self.programs.id,
                token,
                self.clock.now(),
                self.clock.real_now(),
                tables.ledger.c.network.not_in(self.lanes),
                most=100,
            )
        rows = [(row, f"{row.destination.network} is not set up") for row in claim.rows]
        self._apply(_Work(token, refused=rows))
        return bool(rows)

    def _first(self, work: _Work, rows: Sequence[Row]) -> list[Row]:
        """The rows of a destination's first message; its pace keeps the rest for later."""
        first, *rest = _messages(rows)
        later = [row for each in rest for row in each]
        if later:
            ahead = max(max(row.due for row in first) - self.clock.now(), timedelta(0))
            work.put_off.append((later, self.clock.real_now() + ahead + pacing.PACE, None))
        return first

    def _compose(self, work: _Work, messages: Sequence[list[Row]]) -> None:
        program, now = self.programs.current, self.clock.now()
        kinds: dict[tuple[Kind, datetime], list[list[Row]]] = defaultdict(list)
        for rows in messages:
            kinds[rows[0].kind, max(now, *(row.due for row in rows))].append(rows)
        for (kind, moment), same in kinds.items():
            if program is None or (kind not in self.composers and kind not in self.many_composers):
                work.refused += [(row, f"{kind} is not set up") for rows in same for row in rows]
                continue
            for rows, composed in zip(same, self._words(program, kind, same, moment), strict=True):
                if isinstance(composed, str):
                    until = self.clock.real_now() + UNMADE
                    work.put_off.append((rows, until, composed))
                    continue
                work.skipped |= composed.skipped
                work.cancelled |= composed.cancelled
                work.later |= composed.later
                work.refused += [
                    (r, composed.voided[r.id]) for r in rows if r.id in composed.voided
                ]
                work.failed += [
                    (r, composed.refused[r.id]) for r in rows if r.id in composed.refused
                ]
                if composed.rest:
                    until = self.clock.real_now() + max(moment - now, timedelta(0)) + pacing.PACE
                    work.put_off.append((composed.rest, until, None))
                if composed.send:
                    work.messages.append(self._made(work, composed, moment, program.version))

    def _made(self, work: _Work, composed: Composed, moment: datetime, version: int) -> Message:
        return made(work.token, composed, moment, version, self.clock.real_now())

    def _words(
        self, program: Program, kind: Kind, messages: Sequence[list[Row]], moment: datetime
    ) -> Iterator[Composed | str]:
        """The words of each message, or why there are none."""
        many = self.many_composers.get(kind)
        if many is not None:
            try:
                yield from list(many(program, messages, moment))
                return
            except StoreUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - each by itself, for the sake of the others
                incident(log, "messages not made together", messages=len(messages))
        for rows in messages:
            try:
                if many is not None:
                    (composed,) = many(program, [rows], moment)
                else:
                    composed = self.composers[kind](program, rows, moment)
            except StoreUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - one that cannot be made must not stop the rest
                number = incident(log, "message not made", rows=[row.id for row in rows])
                yield f"it could not be made; incident {number}"
            else:
                yield composed

    def _apply(self, work: _Work) -> None:
        """Commits what becomes of claimed rows that are not sent now."""
        if not (
            work.skipped or work.cancelled or work.later or work.refused or work.failed
            or work.put_off
        ):  # fmt: skip
            return
        with self.store.write() as connection:
            ledger.lock(connection, self.programs.id)
            for state, reasons in (
                (State.SKIPPED, work.skipped),
                (State.CANCELLED, work.cancelled),
                (State.CANCELLED, {row.id: reason for row, reason in work.refused}),
                (State.FAILED, {row.id: reason for row, reason in work.failed}),
            ):
                for reason in set(reasons.values()):
                    ids = [row for row, one in reasons.items() if one == reason]
                    ledger.move(
                        connection, ids, State.CLAIMED, state, token=work.token, reason=reason
                    )
            for row, reason in (*work.refused, *work.failed):
                self.settling.tell(connection, row, reason)
                log.error("cannot be sent", rows=[row.id], error=reason)
            for row_id, (due, moved) in work.later.items():
                ledger.move(
                    connection, [row_id], State.CLAIMED, State.PLANNED,
                    token=work.token, due=due, reason=moved,
                )  # fmt: skip
            for rows, until, why in work.put_off:
                said = {} if why is None else {"reason": why}
                ledger.move(
                    connection, [row.id for row in rows], State.CLAIMED, State.PLANNED,
                    token=work.token, not_before=until, **said,
                )  # fmt: skip

    def put_back(self, messages: Sequence[Message]) -> None:
        """Gives up messages that were not begun; another process may send them at once."""
        with self.store.write() as connection:
            for token, same in groupby(messages, key=lambda message: message.token):
                ids = [row for message in same for row in message.ids]
                ledger.move(connection, ids, State.CLAIMED, State.PLANNED, token=token)

    def progress(self) -> Progress | None:
        """The direct messages that are going out now; None where none is due."""
        with self.store.read() as connection:
            sent, total = progress.going_out(connection, self.programs.id, self.clock.now())
        if sent == total:
            return None
        return Progress(sent, total, (total - sent) / self.rates.get("slack", 1.0))

    def compose_notice(self, _program: object, rows: Sequence[Row], _now: datetime) -> Composed:
        """A notice to staff; `by` is the person that it is about."""
        composed = Composed(send=list(rows))
        for row in rows:
            said, by = ((row.payload or {}).get(name, "") for name in ("notice", "by"))
            who = Link(f"@{by}", by) if by.startswith(("U", "W")) else by
            composed.say([(said, " By ", who) if by else (said,)])
        return composed


def _messages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows by message: countdowns that are due together are one, everything else stands alone.

    Posts of one announcement keep their order, which is that of their steps.
    """
    for kind in JOINED:
        if joined := [row for row in rows if row.kind is kind]:
            yield joined
    for row in rows:
        if row.kind not in JOINED:
            yield [row]
