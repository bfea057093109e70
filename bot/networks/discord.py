"""Discord channels, by webhooks. https://discord.com/developers/docs/resources/webhook

A webhook can be asked for one of its messages by id, but not for a list of them: what became of a
message whose answer was lost has to be seen in the channel.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.models import Response

from bot.networks.base import (
    Can,
    CannotAskError,
    Image,
    Network,
    NetworkError,
    OutcomeUnknownError,
    PermanentError,
    Post,
    Sent,
    TemporaryError,
)
from bot.networks.fence import no_return
from bot.networks.http import OnceSession, never_left, retry_after
from bot.settings import Settings, discord_webhook

# https://discord.com/developers/docs/resources/message#attachment-object
ALT = 1024
# Bytes: https://discord.com/developers/docs/reference#uploading-files
IMAGE = 10_000_000
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK = 10008, 10015
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}


class Discord(Network):
    """The webhooks of the settings; an address is a webhook's id."""

    name = "discord"
    can = Can(edit=True, delete=True, images=10)

    def __init__(self, urls: Iterable[str]) -> None:
        self._urls = {found[1]: found[0] for found in map(discord_webhook, urls)}
        self._session = OnceSession()
        # Others may be blocked: https://discord.com/developers/docs/reference#user-agent
        self._session.headers["User-Agent"] = "DiscordBot (eightdays, 0.1)"
        self._guilds: dict[str, str] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The webhooks of the settings."""
        return cls(url.get_secret_value() for url in settings.discord_webhook_urls)

    def addresses(self) -> tuple[str, ...]:
        """The webhooks' ids, in the order of the settings."""
        return tuple(self._urls)

    def account(self, address: str) -> str:
        """The webhook, which is what posts."""
        return address

    def send(self, post: Post) -> Sent:
        """Posts a message. Raises the errors of `Network.send`; PermanentError, too, where the part
        before it was deleted."""
        if post.parent is not None:
            self._expect(post.address, post.parent)
        # Asked for beforehand: what hangs afterwards would put the message itself in doubt.
        self._learn_guild(post.address)
        answer = self._call("POST", post.address, "?wait=true", _content(post), post.images)
        return self._sent(post.address, answer)

    def find(self, post: Post, since: datetime) -> Sent | None:  # noqa: ARG002
        """Raises CannotAskError."""
        raise CannotAskError("Discord's webhooks cannot be asked; look at the channel")

    def edit(self, post: Post) -> Sent:
        """Gives a message another text, and other pictures where there are some. Raises the errors
        of `Network.send`."""
        path = f"/messages/{post.target}"
        answer = self._call("PATCH", post.address, path, _content(post), post.images)
        return self._sent(post.address, answer)

    def delete(self, post: Post) -> None:
        """Takes a message down. Raises the errors of `Network.send`."""
        try:
            self._call("DELETE", post.address, f"/messages/{post.target}")
        except PermanentError as exc:
            if exc.code != str(UNKNOWN_MESSAGE):
                raise

    def problems(self, post: Post) -> list[str]:
        """The length of the text and of the alt texts, and the pictures' sizes."""
        found = super().problems(post)
        if any(len(image.alt) > ALT for image in post.images):
            found.append(f"an alt text of more than {ALT:,} characters")
        if any(len(image.data) > IMAGE for image in post.images):
            found.append("a picture of more than 10 MB")
        return found

    def complaints(self, names: tuple[str, ...]) -> list[str]:  # noqa: ARG002
        """The webhooks that are gone. Raises TemporaryError where Discord cannot be asked."""
        found = []
        for address in self._urls:
            try:
                self._ask(address)
            except PermanentError as exc:
                found.append(f"webhook {address}: {exc}")
        return found

    def _ask(self, address: str, path: str = "") -> Any:
        """What Discord says of a webhook or one of its messages. Raises TemporaryError,
        PermanentError."""
        try:
            return self._call("GET", address, path).json()
        except OutcomeUnknownError as exc:
            raise TemporaryError(str(exc)) from exc
        except ValueError as exc:
            raise TemporaryError("Discord's answer makes no sense") from exc

    def _expect(self, address: str, message: str) -> None:
        """Raises PermanentError where the message before is gone: no part stands by itself."""
        try:
            self._ask(address, f"/messages/{message}")
        except PermanentError as exc:
            if exc.code != str(UNKNOWN_MESSAGE):
                raise
            raise PermanentError("the part before it was deleted on Discord") from exc

    def _learn_guild(self, address: str) -> None:
        # Only the link needs it, and that is nice to have.
        if address not in self._guilds:
            with suppress(NetworkError, LookupError, TypeError):
                self._guilds[address] = str(self._ask(address)["guild_id"])

    def _sent(self, address: str, answer: Response) -> Sent:
        try:
            message = answer.json()
            identity, channel = str(message["id"]), str(message["channel_id"])
        except (ValueError, LookupError, TypeError) as exc:
            raise OutcomeUnknownError("Discord's answer makes no sense") from exc
        if address not in self._guilds:
            return Sent(identity)
        parts = urlsplit(self._urls[address])
        before = parts.path.partition("/api/")[0]
        place = f"{self._guilds[address]}/{channel}/{identity}"
        return Sent(identity, f"{parts.scheme}://{parts.netloc}{before}/channels/{place}")

    def _call(
        self,
        method: str,
        address: str,
        path: str = "",
        body: dict[str, Any] | None = None,
        images: tuple[Image, ...] = (),
    ) -> Response:
        url = self._urls.get(address)
        if url is None:
            raise PermanentError(f"DISCORD_WEBHOOK_URLS names no webhook {address} any more")
        given: dict[str, Any] = {"json": body} if body else {}
        if images:
            given = {"data": {"payload_json": json.dumps(body)}, "files": _files(images)}
        if body is not None:
            no_return()
        try:
            answer = self._session.request(method, url + path, **given)
        except (requests.RequestException, OSError) as exc:
            # The messages of `requests` repeat the address, which is a secret.
            if never_left(exc):
                raise TemporaryError("Discord cannot be reached") from None
            raise OutcomeUnknownError(f"no answer from Discord: {type(exc).__name__}") from None
        _check(answer)
        return answer


def _content(post: Post) -> dict[str, Any]:
    # Nobody is pinged, whatever the text says.
    # https://discord.com/developers/docs/resources/message#allowed-mentions-object
    body: dict[str, Any] = {"content": post.text, "allowed_mentions": {"parse": []}}
    if post.images:
        # What is not among these is taken off a message that is edited.
        body["attachments"] = [
            {"id": number, "filename": _name(number, image), "description": image.alt}
            for number, image in enumerate(post.images)
        ]
    return body


def _files(images: tuple[Image, ...]) -> dict[str, tuple[str, bytes, str]]:
    return {
        f"files[{number}]": (_name(number, image), image.data, image.type)
        for number, image in enumerate(images)
    }


def _name(number: int, image: Image) -> str:
    return f"picture-{number + 1}.{ENDINGS.get(image.type, 'png')}"


def _check(answer: Response) -> None:
    status = answer.status_code
    if 200 <= status < 300:
        return
    code, said, wait = _said(answer)
    if status == 429:
        raise TemporaryError("Discord asks to slow down", wait)
    if status >= 500 or status == 408:
        raise OutcomeUnknownError(f"Discord answered {status}")
    if code == UNKNOWN_MESSAGE:
        raise PermanentError("the message is not there any more", str(code))
    if status == 403 and "json" not in answer.headers.get("content-type", ""):
        # Not Discord's own words: what stands in front of it turned the request away.
        raise TemporaryError(f"Discord's front door refuses this machine just now ({status})")
    if code == UNKNOWN_WEBHOOK or status in {401, 403, 404}:
        raise PermanentError(
            f"Discord knows no such webhook ({status}); make one in the channel's settings, "
            "Integrations, and put it into DISCORD_WEBHOOK_URLS",
            str(code or status),
        )
    raise PermanentError(f"Discord refused it with {status}: {said}", str(code or status))


def _said(answer: Response) -> tuple[int | None, str, float]:
    """Discord's code, its words, and how long it asks to wait.

    https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit
    """
    wait = retry_after(answer)
    try:
        body = answer.json()
        return body.get("code"), str(body.get("message", "")), float(body.get("retry_after", wait))
    except (ValueError, AttributeError, TypeError, OverflowError):
        return None, "", wait
