"""The program: held in memory as a value, changed as a whole, kept in the database."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.building import Stamp, Stamps, build, read_file
from bot.domain.diff import Change, compare, moved_closes
from bot.domain.document import ProgramFile
from bot.domain.export import to_yaml
from bot.domain.model import Program
from bot.errors import ConflictError, UserError
from bot.questions.index import index_of
from bot.store import audit, programs
from bot.store.audit import Actor, AuditEntry
from bot.store.engine import Store

# Until the bot is installed into several workspaces, its one program belongs to this.
DEFAULT_TEAM = "default"


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that is being saved: what the program was, what it is now, and who did it.

    `now` is program time. `before` is None on the very first import. `moved` are the deadlines
    ("track/key") whose close is another now.
    """

    program_id: int
    before: Program | None
    after: Program
    changes: list[Change]
    moved: frozenset[str]
    actor: Actor
    now: datetime


Hook = Callable[[Connection, Saved], None]


class ProgramService:
    """The one door to the program. `current` costs nothing; changes are whole transactions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.id = 0
        # What else a change of the program changes, in the same transaction: the ledger, drafts.
        self.on_saved: list[Hook] = []
        self._current: Program | None = None
        self._guard = threading.Lock()

    def open(self) -> None:
        """Loads the program; an empty database has none yet."""
        with self.store.write() as connection:
            self.id = programs.program_id(connection, DEFAULT_TEAM)
        self.refresh()

    @property
    def current(self) -> Program | None:
        """The snapshot; None while no program has been imported."""
        return self._current

    def require(self) -> Program:
        """The snapshot. Raises UserError while there is none."""
        if self._current is None:
            raise UserError(
                "No program has been set up yet. Staff can load one with "
                "`eightdays program import FILE`."
            )
        return self._current

    def refresh(self) -> bool:
        """Takes a newer snapshot from the database, where there is one, and says whether."""
        with self.store.read() as connection:
            at = programs.version(connection, self.id)
            if self._current is not None and at == self._current.version:
                self._prepare(self._current)
                return False
            stored = programs.load(connection, self.id)
        if stored.file is None:
            return False
        return self._take(build(stored.file, stored.stamps, version=stored.version))

    def _prepare(self, program: Program) -> None:
        """Makes what answers look things up in, here, off the loop; made already, it costs nothing.

        A new version needs it, and so does the end of an embargo.
        """
        index_of(program, self.clock.now())

    def stored(self, connection: Connection) -> Program | None:
        """The program as the database has it in this transaction; usually the one in memory."""
        held = self._current
        if held is not None and programs.version(connection, self.id) == held.version:
            return held
        stored = programs.load(connection, self.id)
        return self._build(stored.file, stored.stamps, stored.version)

    def _take(self, program: Program) -> bool:
        self._prepare(program)
        # A slow reader must not put an older version over a newer one.
        with self._guard:
            if self._current is not None and program.version <= self._current.version:
                return False
            self._current = program
        return True

    def import_text(self, text: str, name: str, actor: Actor) -> list[Change]:
        """Replaces the program by that of a file and gives what changed.

        Raises ProgramFileError with every mistake in it.
        """
        file = read_file(text, name)
        return self._save(lambda _before: file, "import", name, actor, self.clock.now())

    def edit(
        self,
        change: Callable[[ProgramFile], ProgramFile],
        act: str,
        subject: str,
        actor: Actor,
        *,
        version: int | None = None,
    ) -> list[Change]:
        """Changes the program's entries as `change` does and gives what changed.

        `change` gets the entries as they stand in the transaction. Raises UserError where there is
        no program, ProgramFileError where the result is not one, ConflictError where the program
        is not at `version` any more.
        """
        return self._save(_of_program(change), act, subject, actor, self.clock.now(), version)

    def tried(self, change: Callable[[ProgramFile], ProgramFile], actor: Actor) -> Saved:
        """What `edit` would save; nothing is written. Raises as `edit` does."""
        return self._tried(_of_program(change), actor)

    def tried_text(self, text: str, name: str, actor: Actor) -> Saved:
        """What `import_text` would save; nothing is written."""
        file = read_file(text, name)
        return self._tried(lambda _before: file, actor)

    def _tried(self, make: Callable[[ProgramFile | None], ProgramFile], actor: Actor) -> Saved:
        now = self.clock.now()
        with self.store.read() as connection:
            stored = programs.load(connection, self.id)
        file = make(stored.file)
        before = self._build(stored.file, stored.stamps, stored.version)
        moved = moved_closes(before, build(file, stored.stamps))
        fresh = {
            ("deadline", key): Stamp(stored.stamps["deadline", key].revision + 1, now, now)
            for key in moved
        }
        after = build(
            file, {**stored.stamps, **fresh}, version=stored.version, default=Stamp(1, now, now)
        )
        return Saved(self.id, before, after, compare(stored.file, file), moved, actor, now)

    def _save(
        self,
        make: Callable[[ProgramFile | None], ProgramFile],
        act: str,
        subject: str,
        actor: Actor,
        now: datetime,
        version: int | None = None,
    ) -> list[Change]:
        with self.store.write() as connection:
            programs.lock(connection, self.id)
            stored = programs.load(connection, self.id)
            if version not in {None, stored.version}:
                raise ConflictError("Somebody changed the program meanwhile; nothing was saved.")
            file = make(stored.file)
            changes = compare(stored.file, file)
            if not changes and list(file) == list(stored.file or ()):
                return []
            before = self._build(stored.file, stored.stamps, stored.version)
            moved = moved_closes(before, build(file, stored.stamps))
            programs.save(connection, stored, file, changes, moved, now)
            programs.count_up(connection, self.id)
            after = self._reload(connection)
            audit.record(
                connection, self.id, actor, act, subject, now,
                {"changes": [change.text() for change in changes]},
            )  # fmt: skip
            saved = Saved(self.id, before, after, changes, moved, actor, now)
            for hook in self.on_saved:
                hook(connection, saved)
        self._take(after)
        return changes

    def _reload(self, connection: Connection) -> Program:
        stored = programs.load(connection, self.id)
        program = self._build(stored.file, stored.stamps, stored.version)
        if program is None:
            raise AssertionError("a program that was just written is not there")
        return program

    @staticmethod
    def _build(file: ProgramFile | None, stamps: Stamps, version: int) -> Program | None:
        return None if file is None else build(file, stamps, version=version)

    def export(self) -> str:
        """The program as the text of a file. Raises UserError while there is none."""
        with self.store.read() as connection:
            file = programs.load(connection, self.id).file
        if file is None:
            raise UserError("No program has been set up yet; there is nothing to export.")
        return to_yaml(file)

    def audit(self, limit: int = 20) -> list[AuditEntry]:
        """The newest acts, newest first."""
        with self.store.read() as connection:
            return audit.latest(connection, self.id, limit)


def _of_program(
    change: Callable[[ProgramFile], ProgramFile],
) -> Callable[[ProgramFile | None], ProgramFile]:
    def changed(before: ProgramFile | None) -> ProgramFile:
        if before is None:
            raise UserError("No program has been set up yet.")
        return change(before)

    return changed
