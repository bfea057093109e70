"""What staff are told of messages that were not sent."""

from datetime import datetime

from bot.domain.ledger import ANNOUNCED, Destination, Kind, NewRow, Row


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


def _of_announcement(row: Row, reason: str, *, unsure: bool) -> str:
    """What staff are told of a part of an announcement, and what they can do about it."""
    what = f"Part {int(row.step) + 1} of {row.subject} for {row.destination}"
    if unsure:
        return (
            f"{what} may be out or not: {reason}. Please look there, then press “It is out” or "
            "“Send again” on its review card."
        )
    return (
        f"{what} was not sent: {reason}. What follows it there waits; other places are not "
        "affected. Mend the cause, then press “Try again” on its review card."
    )
