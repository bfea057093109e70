"""Uploaded files, in memory (docs.slack.dev/messaging/working-with-files#uploading_files)."""

import itertools
import mimetypes
import re
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.refusal import SlackError

LARGEST = 50_000_000
"""Bytes. Slack takes a gigabyte; this workspace lives in memory."""


@dataclass(frozen=True)
class File:
    """A file: announced, then uploaded, then completed (shared)."""

    id: str
    name: str
    length: int
    user: str
    title: str = ""
    alt_text: str | None = None
    content: bytes | None = None
    complete: bool = False
    channels: tuple[str, ...] = ()

    @property
    def mimetype(self) -> str:
        """Guessed from the name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def safe_name(self) -> str:
        """The name as Slack has it in addresses."""
        return re.sub(r"[^a-z0-9.]+", "_", self.name.lower())

    def as_slack(self, origin: str) -> dict[str, Any]:
        """The file object (docs.slack.dev/reference/objects/file-object)."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2].lower(),
            "size": len(self.content or b""),
            "user": self.user,
            "alt_txt": self.alt_text,
            "url_private": f"{origin}/files-pri/{self.id}/{self.safe_name}",
            "url_private_download": f"{origin}/files-pri/{self.id}/download/{self.safe_name}",
            "permalink": f"{origin}/files/{self.id}",
            "channels": list(self.channels),
        }


class Files:
    """What was uploaded."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._numbers = itertools.count(1)

    def announce(self, name: str, length: int, user: str, alt_text: str | None = None) -> File:
        """The first step: a name and a length for what will be uploaded."""
        file = File(f"F{next(self._numbers):08d}", name, length, user, alt_text=alt_text)
        self._files[file.id] = file
        return file

    def upload(self, file_id: str, content: bytes) -> File:
        """The second step: the bytes, as many as were announced."""
        return self._set(replace(self.get(file_id), content=content))

    def complete(self, file_id: str, title: str | None, channels: tuple[str, ...]) -> File:
        """The third step: the file is there for everyone in the channels."""
        file = self.get(file_id)
        if file.content is None:
            raise SlackError("file_not_found")
        return self._set(replace(file, title=title or file.name, channels=channels, complete=True))

    def give(self, name: str, content: bytes, user: str) -> File:
        """What a person chooses in a form: there at once, and shared with nobody."""
        file = self.announce(name, len(content), user)
        return self._set(replace(file, content=content, complete=True))

    def get(self, file_id: str) -> File:
        """The file with that id."""
        if file_id not in self._files:
            raise SlackError("file_not_found")
        return self._files[file_id]

    def has(self, file_id: str) -> bool:
        """Whether there is such a file, whole."""
        return file_id in self._files and self._files[file_id].complete

    def _set(self, file: File) -> File:
        self._files[file.id] = file
        return file
