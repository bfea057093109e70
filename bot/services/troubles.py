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
