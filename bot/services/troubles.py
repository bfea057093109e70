"""What staff are told of messages that were not sent."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ledger import ANNOUNCED, Destination, Kind, NewRow, Row

# How the reason begins why the announcement of a deadline never goes out.
LAPSED = "its deadline"
# How it begins of what staff stopped, before the name of who did.
STOPPED = "stopped by "
_LATE = "late; press “Try again” to send it all the same"


def late(days: int) -> str:
    """Why a post does not go out by itself that was due so many days ago."""
    return f"it is {days} {'day' if days == 1 else 'days'} {_LATE}"


def trouble(row: Row, reason: str, channel: str, now: datetime, *, unsure: bool) -> NewRow:
    """The notice for a channel of staff; `unsure` where the message may be out."""
    subject, revision, step = f"row/{row.id}", row.attempts, "failed"
    became = (
        f"may be out or not: {reason}; please look there" if unsure else f"was not sent: {reason}"
    )
    said = f"A {row.kind} message for {row.destination} ({row.subject}) {became}."
    if row.kind in ANNOUNCED:
        said = _of_announcement(row, reason, unsure=unsure)
    if row.destination.is_person:
        # What keeps one from being sent keeps thousands: once a day will do, and names nobody.
        subject, revision = "reminders", 0
        step = f"{'unknown' if unsure else 'failed'}-{now.date()}"
        became = "may be out or not" if unsure else "are not sent"
        said = f"Direct messages {became}: {reason}."
    return _notice(said, channel, now, (subject, revision, step))


def late_one(row: Row, reason: str, channel: str, now: datetime) -> NewRow:
    """The notice of a message that is not taken for now, and has not been for long; once a row."""
    key = f"row/{row.id}", 0, "late"
    said = f"A {row.kind} message for {row.destination} ({row.subject})"
    if row.kind in ANNOUNCED:
        said = f"Part {int(row.step) + 1} of {row.subject} for {row.destination}"
    said += (
        f" has not gone out so far: {reason}. It is tried again until it does, or until somebody "
        "stops it."
    )
    if row.destination.is_person:
        key = "reminders", 0, f"late-{now.date()}"
        said = f"Direct messages are late: {reason}. They are tried again."
    return _notice(said, channel, now, key)


def is_certificate(error: BaseException) -> bool:
    """Whether a connection was not made because of a certificate: no waiting mends that."""
    cause: BaseException | None = error
    while cause is not None:
        if "CERTIFICATE_VERIFY_FAILED" in repr(cause):
            return True
        # What was raised from None still knows what it was raised for.
        cause = cause.__cause__ or cause.__context__
    return False


def _notice(said: str, channel: str, now: datetime, key: tuple[str, int, str]) -> NewRow:
    subject, revision, step = key
    return NewRow(
        kind=Kind.NOTICE,
        subject=subject,
        revision=revision,
        step=step,
        destination=Destination.channel(channel),
        due=now,
        payload={"notice": said},
    )


def left_out(
    subject: str, revision: int, places: Iterable[Destination], channel: str, now: datetime
) -> NewRow:
    """Tells staff where an announcement was not out yet when it was corrected."""
    names = ", ".join(sorted(str(place) for place in places))
    said = (
        f"The correction {subject} has no words for {names}: what it corrects was not out there "
        "yet, and does not go out there any more. Stop the correction to let it go on, or "
        "announce it there anew."
    )
    return NewRow(
        kind=Kind.NOTICE, subject=subject, revision=revision, step="left out",
        destination=Destination.channel(channel), due=now, payload={"notice": said},
    )  # fmt: skip


def _of_announcement(row: Row, reason: str, *, unsure: bool) -> str:
    """What staff are told of a part of an announcement, and what they can do about it."""
    what = f"Part {int(row.step) + 1} of {row.subject} for {row.destination}"
    if unsure:
        return (
            f"{what} may be out or not: {reason}. Please look there, then press “It is out” or "
            "“Send again” on its review card."
        )
    if reason.startswith(LAPSED):
        return f"{what} is not sent any more: {reason}. Draft it anew if it is still to be told."
    if reason.startswith(STOPPED):
        # Of a receiver that drops repeats nobody knows whether it has come there.
        return (
            f"{what} was stopped while it was being sent, and is not sent again. Press “Try "
            "again” to send it all the same."
        )
    if reason.endswith(_LATE):
        return f"{what} was not sent: {reason}."
    return (
        f"{what} was not sent: {reason}. What follows it there waits; other places are not "
        "affected. Mend the cause, then press “Try again” on its review card."
    )
