"""Pictures in Slack: uploaded to the workspace, shared nowhere, and named by an image block.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import requests

from bot.networks.base import Image, OutcomeUnknownError, TemporaryError
from bot.networks.http import OnceSession
from bot.networks.slack_calls import Calls

# https://docs.slack.dev/reference/block-kit/blocks/image-block
ALT = 2000
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
# Seconds until a picture is looked for again.
UNREADY = 3.0
# Blocks that stand at a message's end, below its pictures.
LAST = {"actions", "context"}

Blocks = list[dict[str, Any]]


class Pictures:
    """Uploads pictures, each once in the life of this process."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._session = OnceSession()
        self._ids: dict[str, str] = {}
        self._ready: set[str] = set()

    def upload(self, image: Image) -> str:
        """The id of a picture's file, which can be named in blocks. Nothing is posted by it, so
        whatever goes wrong may be tried again. Raises TemporaryError, PermanentError."""
        digest = hashlib.sha256(image.data).hexdigest()
        try:
            if digest not in self._ids:
                self._ids[digest] = self._uploaded(image)
            self._await(self._ids[digest])
        except OutcomeUnknownError as exc:
            raise TemporaryError(f"a picture could not be uploaded: {exc}") from exc
        return self._ids[digest]

    def _await(self, file: str) -> None:
        """Raises TemporaryError while Slack works a picture up: a block that names it is refused
        until then, as invalid_blocks. https://github.com/slackapi/java-slack-sdk/issues/1349"""
        if file not in self._ready:
            found = self._calls.call("files.info", ("file",), file=file)["file"]
            if not found.get("mimetype"):
                raise TemporaryError("Slack has not worked the picture up yet", UNREADY)
            self._ready.add(file)

    def _uploaded(self, image: Image) -> str:
        name = f"picture.{ENDINGS.get(image.type, 'png')}"
        place = self._calls.call(
            "files.getUploadURLExternal",
            ("upload_url", "file_id"),
            filename=name,
            length=len(image.data),
            alt_txt=image.alt[:1000],
        )
        try:
            answer = self._session.post(str(place["upload_url"]), data=image.data)
        except (requests.RequestException, OSError) as exc:
            # The address holds what allows the upload, and `requests` would repeat it.
            raise OutcomeUnknownError(type(exc).__name__) from None
        if answer.status_code != 200:
            raise OutcomeUnknownError(f"HTTP {answer.status_code}")
        identity = str(place["file_id"])
        self._calls.call(
            "files.completeUploadExternal", ("files",), files=[{"id": identity, "title": name}]
        )
        return identity

    def shown(self, text: str, blocks: Blocks, images: Sequence[Image]) -> Blocks:
        """Blocks with the pictures in them: below the text, above buttons and small print. Raises
        like `upload`."""
        return _placed(text, blocks, [_block(self.upload(one), one.alt) for one in images])

    def instead(
        self, text: str, blocks: Blocks, images: Sequence[Image], message: tuple[str, str]
    ) -> Blocks:
        """The same for a message (channel, time stamp) that is there; without pictures those that
        it has stay."""
        if images:
            return self.shown(text, blocks, images)
        channel, ts = message
        # The first message of a thread alone has pictures, and it is in the channel's history.
        found = self._calls.call(
            "conversations.history", ("messages",),
            channel=channel, oldest=ts, latest=ts, inclusive=True, limit=1,
        )  # fmt: skip
        here = (one.get("blocks", ()) for one in found["messages"] if one.get("ts") == ts)
        shown = [block for one in here for block in one if "slack_file" in block]
        kept = [_block(str(one["slack_file"]["id"]), str(one["alt_text"])) for one in shown]
        return _placed(text, blocks, kept)


def _placed(text: str, blocks: Blocks, pictures: Blocks) -> Blocks:
    """Blocks with those of pictures among them; of the text, where there are none."""
    if not pictures:
        return blocks
    found = blocks or [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    end = len(found)
    while end > 1 and found[end - 1]["type"] in LAST:
        end -= 1
    return [*found[:end], *pictures, *found[end:]]


def _block(file: str, alt: str) -> dict[str, Any]:
    """The block that shows a picture which was uploaded."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": alt[:ALT]}
