"""What became of a message and why, in a sentence for staff."""

from datetime import datetime, timedelta

from bot.domain import wording
from bot.domain.ledger import UNSENT, People, Row, State
from bot.domain.model import Program, Status
from bot.domain.money import count
from bot.domain.planning import find_deadline
from bot.domain.steps import MOVED_FROM

# A message that goes out so much after it was due was on time.
ON_TIME = timedelta(minutes=2)
_STATUS = {
    Status.PAUSED: "is paused",
    Status.CLOSED: "is closed",
    Status.SUGGESTIONS: "takes suggestions only",
}


def fate(program: Program, row: Row, now: datetime) -> str:
    """The sentence: sent, moved, skipped, cancelled or still due, when and why; `now` is program
    time, and so are all times in it."""
    due = wording.moment(row.due, program.zone, program.locale)
    moved = moved_reason(row)
    aside = f" ({moved})" if moved else ""
    if row.state in UNSENT:
        said = f"{'Is due' if row.due > now else 'Has been due since'} {due}{aside}."
        tried = row.attempts and row.reason and not row.reason.startswith(MOVED_FROM)
        return said + (f" {_attempts(row)} so far: {row.reason}." if tried else "")
    if row.state is State.SENT:
        return f"{_sent(program, row, due)}{aside}.{_tried(row)}"
    ahead = row.due > now
    would = "it would be" if ahead else "it would have been"
    was_due = f"it {'would be' if ahead else 'was'} due {due}{aside}"
    return {
        State.SENDING: f"Is being sent; {was_due}.",
        State.UNKNOWN: f"May be out or not: {row.reason}; {was_due}.",
        State.FAILED: f"Was refused: {row.reason}; {was_due}.",
        State.SKIPPED: f"{'Is' if ahead else 'Was'} not sent: {row.reason}; {was_due}.",
        State.CANCELLED: f"Was cancelled: {row.reason}; {would} due {due}.",
    }[row.state]


def moved_reason(row: Row) -> str:
    """Why a message goes, or went, out at another time than the ladder says; empty where it did
    not."""
    if row.reason.startswith(MOVED_FROM):
        return row.reason
    kept: dict[str, str] = (row.payload or {}).get("moved", {})
    return kept.get(row.subject, "")


def _sent(program: Program, row: Row, due: str) -> str:
    kept = (row.payload or {}).get("at")
    if kept is None:
        return f"Was sent; it was due {due}"
    at = datetime.fromisoformat(kept)
    if at - row.due <= ON_TIME:
        return f"Was sent on time, {due}"
    return f"Was sent {wording.moment(at, program.zone, program.locale)}; it was due {due}"


def _tried(row: Row) -> str:
    return f" It took {count(row.attempts, 'attempt')}." if row.attempts > 1 else ""


def _attempts(row: Row) -> str:
    return wording.capital(count(row.attempts, "attempt"))


def fate_of_people(program: Program, people: People, now: datetime) -> str:
    """The same for direct messages, counted: "312 people were told by direct message …"."""
    many = wording.capital(count(people.number, "person", "people"))
    were = "was" if people.number == 1 else "were"
    when = _days(program, people)
    match people.state:
        case State.PLANNED | State.CLAIMED:
            to_be = "is to be" if people.number == 1 else "are to be"
            late = ", and wait" if people.last < now else ""
            reason = f": {people.reason}" if people.reason else ""
            return f"{many} {to_be} told by direct message {when}{late}{reason}."
        case State.SENDING | State.SENT:
            return f"{many} {were} told by direct message {when}."
        case State.UNKNOWN:
            return f"{many} may have been told by direct message {when}: {people.reason}."
        case State.FAILED | State.SKIPPED | State.CANCELLED:
            not_told = "will not be told" if people.first > now else f"{were} not told"
            return f"{many} {not_told} by direct message {when}: {people.reason}."


def _days(program: Program, people: People) -> str:
    """The day, or days, in the program's zone."""
    first, last = (
        wording.weekday(at.astimezone(program.zone).date(), program.locale)
        for at in (people.first, people.last)
    )
    return f"on {first}" if first == last else f"from {first} to {last}"


def why_gone(program: Program, row: Row) -> str:
    """Why a countdown that was planned is not asked for any more."""
    track = program.tracks_by_key.get(row.subject.partition("/")[0])
    if track is None:
        return "its track is not in the program any more"
    deadline = find_deadline(program, row.subject, row.due)
    if deadline is None:
        return "the deadline is not in the program any more"
    if track.status in _STATUS:
        return f"the track {_STATUS[track.status]}"
    if deadline.revision != row.revision:
        return f"the deadline moved to {wording.closes(deadline, program.locale)}"
    if row.destination.address not in track.announce_in and not row.destination.is_person:
        return f"the track is not announced in {row.destination} any more"
    return "the reminders of the track changed"
