"""Moving a deadline: what it would change, shown beforehand, and then done as one act of staff."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.clock import Clock
from bot.domain.document import DeadlineEntry, ProgramFile
from bot.domain.export import to_json
from bot.domain.model import Deadline, Program
from bot.domain.moments import Stated, parse_stated
from bot.domain.moving import Effect, Move, effect
from bot.domain.reading import ProgramFileError, message_of
from bot.errors import ConflictError, FieldErrors, UserError
from bot.services.access import Access
from bot.services.deadline_names import RECURS, dated, meant
from bot.services.notices import NoticeService
from bot.services.program import ProgramService, Saved
from bot.services.reminders import AHEAD
from bot.store.audit import Actor

ACT = "move deadline"
GONE = "This deadline is not in the program any more."


class MovingService:
    """Finds the deadline that is meant, shows what moving it does, and moves it."""

    def __init__(
        self, programs: ProgramService, access: Access, notices: NoticeService, clock: Clock
    ) -> None:
        self.programs = programs
        self.access = access
        self.notices = notices
        self.clock = clock

    def choices(self, words: str, actor: Actor) -> list[Deadline]:
        """The deadlines that staff can mean by these words, those ahead first and the soonest of
        them first; all of them where there are no words.

        Raises UserError that says what is near, or what to do about one that recurs.
        """
        self.access.require_staff(actor, ACT)
        program = self.programs.require()
        found = meant(program, words.strip()) if words.strip() else dated(program)
        if not found:
            raise UserError(
                "There is no deadline that could be moved: the program has none with a date of "
                "its own. Those that recur are changed in the program file."
            )
        now = self.clock.now()
        ahead = sorted((d for d in found if d.closes.at > now), key=lambda d: d.closes.at)
        over = sorted((d for d in found if d.closes.at <= now), key=lambda d: d.closes.at)
        return [*ahead, *reversed(over)]

    def preview(self, subject: str, text: str, actor: Actor) -> Move:
        """What it would change if this deadline ("track/key") closed at `text`, a date as the
        program file takes it. Writes nothing.

        Raises UserError where it cannot be moved, FieldErrors for "closes" or "deadline".
        """
        self.access.require_staff(actor, ACT)
        saved = self._tried(subject, text, actor)
        before = saved.before
        if before is None:
            raise AssertionError("a deadline of no program")
        old, new = _deadline(before, subject), _deadline(saved.after, subject)
        return Move(
            track=saved.after.tracks_by_key[new.track],
            old=old,
            new=new,
            text=text,
            program=saved.after,
            now=saved.now,
            effect=self.effect_of(saved),
            version=before.version,
            revision=old.revision,
        )

    def move(
        self, subject: str, text: str, version: int, revision: int, actor: Actor
    ) -> tuple[Program, Deadline]:
        """Moves a deadline as it was looked at, in one act; gives it as it is now.

        Raises ConflictError where the program or the deadline has changed since, with nothing
        done; else as `preview`.
        """
        self.access.require_staff(actor, ACT)
        saved = self._tried(subject, text, actor)
        before = saved.before
        if before is None or (before.version, _deadline(before, subject).revision) != (
            version, revision,
        ):  # fmt: skip
            raise ConflictError("The program has changed meanwhile; look at what it would do now.")
        change = _change(subject, text, self.clock.now())
        self.programs.edit(change, ACT, subject, actor, version=version)
        program = self.programs.require()
        return program, _deadline(program, subject)

    def _tried(self, subject: str, text: str, actor: Actor) -> Saved:
        try:
            return self.programs.tried(_change(subject, text, self.clock.now()), actor)
        except ProgramFileError as exc:
            said = "; ".join(problem.message for problem in exc.problems)
            raise FieldErrors({"closes": said}) from None

    def effect_of(self, saved: Saved) -> Effect:
        """What a change would do to messages."""
        with self.notices.store.read() as connection:
            notices = self.notices.owed(connection, saved)
        return effect(saved.before, saved.after, notices, saved.now, saved.now + AHEAD)


def _deadline(program: Program, subject: str) -> Deadline:
    for deadline in dated(program):
        if deadline.subject == subject:
            return deadline
    raise UserError(GONE)


def _change(subject: str, text: str, now: datetime) -> Callable[[ProgramFile], ProgramFile]:
    """The change of a program's entries that gives a deadline its new close.

    It raises UserError where there is no such deadline to move, FieldErrors for "closes".
    """
    key, _, identity = subject.partition("/")

    def change(file: ProgramFile) -> ProgramFile:
        tracks = list(file.tracks)
        for i, track in enumerate(tracks):
            for j, entry in enumerate(track.deadlines):
                if (track.key, entry.identity) == (key, identity):
                    deadlines = list(track.deadlines)
                    deadlines[j] = _entry(file, track.name, entry, text, now)
                    tracks[i] = track.model_copy(update={"deadlines": deadlines})
                    return file.model_copy(update={"tracks": tracks})
        raise UserError(GONE)

    return change


def _entry(
    file: ProgramFile, track: str, entry: DeadlineEntry, text: str, now: datetime
) -> DeadlineEntry:
    if entry.rule is not None or entry.closes is None:
        raise UserError(RECURS.format(label=entry.label, track=track))
    stated = _read(file, text)
    if stated.at <= now:
        raise FieldErrors({"closes": "That has passed already; give a date that is ahead."})
    if stated.at == _read(file, entry.closes).at:
        raise FieldErrors({"closes": "It closes then already; give the new date."})
    try:
        return DeadlineEntry.model_validate({**to_json(entry), "closes": text.strip()})
    except ValidationError as exc:
        said = "; ".join(message_of(error) for error in exc.errors())
        raise FieldErrors({"closes": said}) from None


def _read(file: ProgramFile, text: str) -> Stated:
    try:
        return parse_stated(text, ZoneInfo(file.program.timezone))
    except ValueError as exc:
        raise FieldErrors({"closes": str(exc)}) from None
