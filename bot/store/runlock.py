"""A second `run` on one SQLite file is refused: it would send what the first sends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.errors import ConfigurationError


class RunLock:
    """Holds `<database>.lock` for as long as this process lives, however it dies."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Raises ConfigurationError where another process runs on the same file."""
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as exc:
            raise ConfigurationError(
                f"DATABASE_URL: {self.path.parent.resolve()} cannot be written: {exc.strerror}"
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise ConfigurationError(
                f"another eightdays (process {holder}) runs on {self.path.with_suffix('')}; "
                "stop it first, or use PostgreSQL to run several"
            ) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._file = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Lets go. The file stays: removing it would let two others lock two files of one name."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
