"""Notices to whoever was told a date that is not so any more: owed, worded and put in a thread.

What is owed is worked out in `bot/domain/news.py`; sending is the affair of `delivery.py`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain import news
from bot.domain.fate import moved_reason
from bot.domain.ledger import Kind, NewRow, Row, State
from bot.domain.model import Deadline, Program
from bot.domain.planning import PASSED, counts_down, find_deadline
from bot.domain.spans import Line
from bot.domain.steps import moved_from
from bot.render import remind
from bot.render.countdown import change_lines, withdrawn_lines
from bot.services.composing import Composed
from bot.services.listeners import Listeners
from bot.services.program import ProgramService, Saved
from bot.store import ledger, tables, told
from bot.store.engine import Store

OVERTAKEN = "the date changed again before anybody was told"


class NoticeService:
    """Owes notices when the program changes, and composes them."""

    def __init__(self, store: Store, programs: ProgramService, clock: Clock) -> None:
        self.store = store
        self.programs = programs
        self.clock = clock

    def saved(self, connection: Connection, saved: Saved) -> None:
        """Follows a change of the program, in its transaction."""
        if saved.before is None:
            return
        keys = news.touched(saved.before, saved.after)
        if not keys:
            return
        ledger.lock(connection, saved.program_id)
        # Of what nobody has heard yet nothing stands: it is worked out anew from what they know.
        for row in ledger.unsent(connection, saved.program_id, Kind.CHANGE):
            if news.key_of(row.subject, keys) is not None:
                ledger.move(connection, [row.id], row.state, State.CANCELLED, reason=OVERTAKEN)
        self._owe(connection, saved.program_id, self.owed(connection, saved))

    def owed(self, connection: Connection, saved: Saved) -> list[NewRow]:
        """The notices that a change makes, or would make; writes nothing."""
        if saved.before is None:
            return []
        keys = news.touched(saved.before, saved.after)
        series = {
            f"{track.key}/{one.key}"
            for program in (saved.before, saved.after)
            for track in program.tracks
            for one in track.series
        }
        rows = told.told(connection, saved.program_id, keys - series, keys & series)

        listeners = Listeners.of(
            connection, saved.program_id, saved.after, {row.destination for row in rows}, saved.now
        )
        found = news.owed(saved.before, saved.after, rows, saved.now, listeners.due)
        return [row for row in found if not listeners.refusal(row.destination, row.subject)]

    @staticmethod
    def _owe(connection: Connection, program: int, rows: Sequence[NewRow]) -> None:
        """Adds notices; one that was taken back before it was sent is owed again."""
        table = tables.ledger
        ledger.add(connection, program, rows)
        subjects = {row.subject for row in rows}
        cancelled = ledger.find(
            connection,
            program,
            table.c.kind == Kind.CHANGE,
            table.c.state == State.CANCELLED,
            table.c.subject.in_(subjects),
        )
        wanted = {(row.subject, row.revision, row.step, row.destination): row for row in rows}
        for row in cancelled:
            want = wanted.get((row.subject, row.revision, row.step, row.destination))
            if want is not None:
                ledger.move(
                    connection, [row.id], State.CANCELLED, State.PLANNED,
                    reason="", due=want.due, payload=want.payload,
                )  # fmt: skip

    def compose(self, program: Program, rows: Sequence[Row], now: datetime) -> Composed:
        """The notice that one deadline has moved, or is withdrawn, as an answer to what was said
        of it last."""
        composed = Composed()
        (row,) = rows
        payload = row.payload or {}
        deadline = self.deadline(program, row)
        if row.step == news.WITHDRAWN:
            if deadline is not None or _instant(payload, "was") <= now:
                composed.cancel(row, PASSED if deadline is None else OVERTAKEN)
                return composed
        elif deadline is None or deadline.revision != row.revision:
            composed.cancel(row, OVERTAKEN)
            return composed
        elif deadline.closes.at <= now and _instant(payload, "was", now) <= now:
            composed.skip(row, PASSED)
            return composed
        with self.store.read() as connection:
            place, program_id = row.destination, self.programs.id
            # What they wish may have changed since it was owed.
            listeners = Listeners.of(connection, program_id, program, [place], now)
            refusal = listeners.refusal(place, row.subject)
            subjects = {row.subject, payload.get("about", row.subject)}
            thread = told.last_countdown(connection, program_id, subjects, place)
        if refusal:
            composed.skip(row, refusal)
            return composed
        dates = [deadline.closes.at if deadline else now, _instant(payload, "was", now)]
        track = program.tracks_by_key.get(row.subject.partition("/")[0])
        until = listeners.due(place, track, min(at for at in dates if at > now))
        if until > now:
            # It is late, and now it is quiet there.
            composed.wait(row, until, moved_reason(row) or moved_from(program, row.due))
            return composed
        # To a person as their reminders are: what is left is counted in their zone.
        there = listeners.seen_by(place)
        composed.keep_facts(there, [deadline] if deadline else [], now)
        composed.send.append(row)
        # Of what has closed there is nothing to be reminded of.
        ahead = deadline if deadline and deadline.closes.at > now else None
        composed.say(
            notice_lines(there, row, deadline, now),
            *remind.under_notice(ahead, person=place.is_person),
        )
        composed.answer(thread)
        return composed

    @staticmethod
    def deadline(program: Program, row: Row) -> Deadline | None:
        """The deadline of a notice, as the program counts it down now."""
        payload = row.payload or {}
        near = _instant(payload, "was" if row.step == news.WITHDRAWN else "closes", row.due)
        deadline = find_deadline(program, row.subject, near)
        if deadline is None or not counts_down(program.tracks_by_key[deadline.track]):
            return None
        return deadline


def notice_lines(
    program: Program, row: NewRow, deadline: Deadline | None, now: datetime
) -> list[Line]:
    """The words of a notice; those of a withdrawal where there is no deadline any more."""
    payload = row.payload or {}
    if deadline is None:
        return withdrawn_lines(payload["track"], payload["label"], payload["from"])
    was = _instant(payload, "was", datetime.min.replace(tzinfo=now.tzinfo))
    before = payload.get("from", "")
    return change_lines(program, deadline, before, now, sooner=deadline.closes.at < was)


def _instant(
    payload: dict[str, str | None], name: str, default: datetime | None = None
) -> datetime:
    found = payload.get(name)
    if found is not None:
        return datetime.fromisoformat(found)
    if default is None:
        raise ValueError(f"a notice without {name!r}")
    return default
